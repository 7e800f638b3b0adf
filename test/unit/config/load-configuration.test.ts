/** Environment and policy file together: all faults at once, and receivers disabled by what their channel lacks. */
import { describe, expect, it } from "vitest";
import { formatFault } from "../../../functions/config/fault.ts";
import { loadConfiguration } from "../../../functions/config/load-configuration.ts";

const hex = "0".repeat(32);
const env = {
  AzureWebJobsStorage: "UseDevelopmentStorage=true",
  LINEWATCH_SQLITE: ":memory:",
  LINEWATCH_POLICY: "/somewhere/secret-place/policy.yaml",
  OPS_URL: "http://127.0.0.1:7072/workflow/ops",
  TWILIO_ACCOUNT_SID: `AC${hex}`,
  TWILIO_AUTH_TOKEN: "S3CR3T",
  TWILIO_FROM: "+4790000000",
};
const policyText = `
receivers:
  ops: { teams: { workflow: "\${OPS_URL}" } }
  oncall: { sms: { to: ["+4790000001"] } }
  manager: { sms: { to: ["\${MANAGER_PHONE}"] } }
routes: [{ notify: [ops, oncall, manager] }]
`;

function load(changes: Record<string, string> = {}, text = policyText) {
  const paths: string[] = [];
  const loaded = loadConfiguration({ ...env, ...changes }, (path) => {
    paths.push(path);
    return text;
  });
  return { loaded, paths };
}

function linesOf({ loaded }: ReturnType<typeof load>): string[] {
  return "faults" in loaded ? loaded.faults.map(formatFault) : [];
}

describe("loading the configuration", () => {
  it("reads the policy file that the environment names", () => {
    const { loaded, paths } = load();
    expect(paths).toEqual(["/somewhere/secret-place/policy.yaml"]);
    expect(loaded).toMatchObject({
      config: { local: true, store: { name: "sqlite" } },
      policy: {
        receivers: [{ targets: [{ id: "workflow:ops" }] }, { targets: [{ id: "sms:+4790000001" }] }, {}],
      },
      disabledReceivers: [{ receiver: "manager", reason: "MANAGER_PHONE is not set" }],
    });
  });

  it("disables the receivers of a channel without credentials, and no other", () => {
    const { loaded } = load({ TWILIO_AUTH_TOKEN: "" });
    const lack = "TWILIO_AUTH_TOKEN is empty (TWILIO_API_KEY and TWILIO_API_SECRET would do as well)";
    if ("faults" in loaded) throw new Error("no faults were expected");
    expect(loaded.policy.receivers.map(({ name, targets }) => [name, targets.length])).toEqual([
      ["ops", 1],
      ["oncall", 0],
      ["manager", 0],
    ]);
    expect(loaded.disabledReceivers).toEqual([
      { receiver: "manager", reason: `MANAGER_PHONE is not set, ${lack}` },
      { receiver: "oncall", reason: lack },
    ]);
  });

  it("keeps plain http from workflows where the queues are not on this machine", () => {
    const account =
      "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=eA==;EndpointSuffix=core.windows.net";
    const { loaded } = load({ AzureWebJobsStorage: account });
    expect("faults" in loaded ? [] : loaded.disabledReceivers[0]?.receiver).toBe("ops");
  });

  it("tells the faults of both, those of the file with their places", () => {
    expect(linesOf(load({ COSMOS_ENDPOINT: "x" }, "receivers: {}\nroutes: []\n"))).toEqual([
      "COSMOS_ENDPOINT must be a complete URL, beginning with https://",
      "policy.yaml:1:12 receivers: must name at least one receiver",
      "policy.yaml:2:9 routes: needs at least one entry",
    ]);
  });

  it("tells a missing policy file by its name alone", () => {
    const loaded = loadConfiguration(env, () => {
      throw new Error("ENOENT: no such file, open '/somewhere/secret-place/policy.yaml'");
    });
    expect("faults" in loaded && loaded.faults.map(formatFault)).toEqual([
      "the policy file policy.yaml cannot be read; put it beside host.json, or name it in LINEWATCH_POLICY",
    ]);
  });

  it("tells once that the policy file's name is lacking", () => {
    const unresolved = "@Microsoft.KeyVault(SecretUri=https://v.example/s)";
    expect(linesOf(load({ LINEWATCH_POLICY: unresolved }))).toEqual([
      "LINEWATCH_POLICY is a Key Vault reference that was not resolved",
    ]);
  });
});
