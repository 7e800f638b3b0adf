/** Values of the environment inside receivers: what is lacking or wrong disables that receiver alone, and names no value. */
import { describe, expect, it } from "vitest";
import { readPolicy } from "../../../../functions/config/policy-file/read-policy.ts";

const text = `
receivers:
  ops: { teams: { workflow: "\${OPS_URL}" } }
  split: { teams: { workflow: "https://\${HOST}/workflows/1?sig=\${SIGNATURE}" } }
  oncall: { sms: { to: ["+4790000000", "\${PHONE}"] } }
routes:
  - notify: [ops, split, oncall]
allowHosts: [flows.example.com, "*.below.example.com"]
`;
const complete = {
  OPS_URL: "https://prod.westeurope.logic.azure.com:443/workflows/1?sig=S3CR3T",
  HOST: "x.y.environment.api.powerplatform.com",
  SIGNATURE: "S3CR3T",
  PHONE: "+4790000001",
};

function read(changes: Record<string, string | undefined>, allowLoopbackHttp = false) {
  const policy = readPolicy(
    text,
    { ...complete, ...changes },
    { fileName: "policy.yaml", allowLoopbackHttp },
  );
  if ("faults" in policy) throw new Error(JSON.stringify(policy.faults));
  return policy;
}

describe("a receiver whose values come from the environment", () => {
  it("gets its addresses when all is set", () => {
    const { policy, disabled } = read({});
    expect(disabled).toEqual([]);
    expect(
      policy.receivers.flatMap(({ targets }) => targets.map(({ id, address }) => [id, address])),
    ).toEqual([
      ["workflow:ops", complete.OPS_URL],
      ["workflow:split", "https://x.y.environment.api.powerplatform.com/workflows/1?sig=S3CR3T"],
      ["sms:+4790000000", "+4790000000"],
      ["sms:+4790000001", "+4790000001"],
    ]);
  });

  it.each([
    ["unset", { OPS_URL: undefined }, "OPS_URL is not set"],
    ["empty", { OPS_URL: "" }, "OPS_URL is empty"],
    ["blank", { OPS_URL: " \n" }, "OPS_URL is empty"],
    [
      "an unresolved reference",
      { OPS_URL: "@Microsoft.KeyVault(SecretUri=https://vault.example/secrets/S3CR3T)" },
      "OPS_URL is a Key Vault reference that was not resolved",
    ],
    [
      "plain http",
      { OPS_URL: "http://prod.logic.azure.com/S3CR3T" },
      "OPS_URL: the URL must begin with https://",
    ],
    [
      "another host",
      { OPS_URL: "https://hooks.example.net/S3CR3T" },
      "OPS_URL: the URL is on a host that is not Power Automate's; name the host under allowHosts if that is meant",
    ],
    [
      "a retired connector",
      { OPS_URL: "https://contoso.webhook.office.com/webhookb2/S3CR3T" },
      "OPS_URL: the URL belongs to an Office 365 connector, and those are retired; make a workflow in Teams and use its URL",
    ],
  ])("is disabled alone when its URL is %s", (_name, changes, reason) => {
    const { policy, disabled } = read(changes);
    expect(disabled).toEqual([{ receiver: "ops", reason }]);
    expect(policy.receivers.map(({ name, targets }) => [name, targets.length])).toEqual([
      ["ops", 0],
      ["split", 1],
      ["oncall", 2],
    ]);
    expect(JSON.stringify(disabled)).not.toContain("S3CR3T");
  });

  it("names every variable of a text that lacks its value", () => {
    expect(read({ HOST: "", SIGNATURE: undefined }).disabled).toEqual([
      { receiver: "split", reason: "HOST is empty, SIGNATURE is not set" },
    ]);
  });

  it("is disabled as a whole when one of its numbers is none", () => {
    const { policy, disabled } = read({ PHONE: "90 00 00 00" });
    expect(disabled).toEqual([
      {
        receiver: "oncall",
        reason: "PHONE is not a phone number in international form, such as +4790000000",
      },
    ]);
    expect(policy.receivers.at(-1)?.targets).toEqual([]);
  });

  it("takes a value without the line break at its end", () => {
    expect(read({ PHONE: "+4790000001\n" }).policy.receivers.at(-1)?.targets).toHaveLength(2);
  });

  it("does not take what every object has for a variable", () => {
    const odd = `receivers: { ops: { teams: { workflow: "\${constructor}" } } }\nroutes: [{ notify: [ops] }]`;
    const policy = readPolicy(odd, {}, { fileName: "policy.yaml", allowLoopbackHttp: false });
    expect(policy).toMatchObject({ disabled: [{ receiver: "ops", reason: "constructor is not set" }] });
  });
});

describe("a workflow's URL", () => {
  it.each([
    ["http://127.0.0.1:7072/workflow/ops", true, true],
    ["http://localhost:7072/workflow/ops", true, true],
    ["http://[::1]:7072/workflow/ops", true, true],
    ["http://127.0.0.1:7072/workflow/ops", false, false],
    ["http://127.0.0.1.example.com/workflow/ops", true, false],
    ["http://192.168.0.1/workflow/ops", true, false],
    ["https://PROD.LOGIC.AZURE.COM/1", false, true],
    ["https://logic.azure.com/1", false, false],
    ["https://evil-logic.azure.com/1", false, false],
    ["https://prod.logic.azure.com@evil.example/1", false, false],
    ["https://prod.logic.azure.com./1", false, false],
    ["https://flows.example.com/1", false, true],
    ["https://a.flows.example.com/1", false, false],
    ["https://a.b.below.example.com/1", false, true],
    ["https://below.example.com/1", false, false],
    ["ftp://prod.logic.azure.com/1", false, false],
    ["javascript:alert(1)", true, false],
    ["prod.logic.azure.com/1", false, false],
  ])("%s with loopback %s: %s", (url, allowLoopbackHttp, accepted) => {
    expect(read({ OPS_URL: url }, allowLoopbackHttp).disabled.length === 0).toBe(accepted);
  });
});
