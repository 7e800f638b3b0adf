/** The key that signs links comes into the vault once, by no command line, and waits for a role to spread. */
import { existsSync, readFileSync, statSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { ensureLinkKey } from "../../../../infra/hooks/vault/link-key.ts";
import { makeFakeAz } from "../support/fake-az.ts";
import type { Answer } from "../support/scenario.ts";
import { makeVirtualClock } from "../../../integration/smoke/virtual-clock.ts";

const place = { subscription: "1", vault: "kv-abc", name: "link-signing-key" };
const missing = {
  stderr:
    "ERROR: (SecretNotFound) A secret with (name/id) link-signing-key was not found in this key vault.\n",
};
const refused = {
  stderr:
    "ERROR: (Forbidden) Caller is not authorized to perform action on resource.\nInner error: ForbiddenByRbac\n",
};
const deleted = {
  stderr:
    'ERROR: (Conflict) Secret link-signing-key is currently in a deleted but recoverable state.\nInner error: {"code":"ObjectIsDeletedButRecoverable"}\n',
};
const there = { json: "https://kv-abc.vault.azure.net/secrets/link-signing-key/1" };

interface Answers {
  readonly show: (earlier: number) => Answer;
  readonly set?: (earlier: number) => Answer;
  readonly recover?: (earlier: number) => Answer;
}

function trial({ show, set = () => ({}), recover = () => ({}) }: Answers) {
  const clock = makeVirtualClock();
  const said: string[] = [];
  const files: { path: string; text: string; mode: number }[] = [];
  const az = makeFakeAz((line, earlier) => {
    if (line.startsWith("keyvault secret show")) return show(earlier);
    if (line.startsWith("keyvault secret recover")) return recover(earlier);
    const path = /--file (\S+)/.exec(line)?.[1] ?? "";
    files.push({ path, text: readFileSync(path, "utf8"), mode: statSync(path).mode % 0o1000 });
    return set(earlier);
  });
  const ensure = () => ensureLinkKey(place, { az, clock, print: (line) => void said.push(line) });
  return { ensure, az, clock, said, files };
}

const verbs = (lines: readonly string[]): string[] => lines.map((line) => line.split(" ")[2] ?? "");

describe("where there is none", () => {
  it("writes 32 random bytes by a file that nobody else may read and that is gone afterwards", async () => {
    const one = trial({ show: () => missing });
    const other = trial({ show: () => missing });
    expect([await one.ensure(), await other.ensure()]).toEqual(["written", "written"]);
    const [file] = one.files;
    expect(Buffer.from(file?.text ?? "", "base64url")).toHaveLength(32);
    expect(file?.text).toMatch(/^[\w-]{43}$/);
    expect(file?.mode).toBe(0o600);
    expect(existsSync(file?.path ?? "/")).toBe(false);
    expect(one.az.lines.join("\n")).not.toContain(file?.text);
    expect(one.az.lines[1]).toMatch(
      /^keyvault secret set --vault-name kv-abc --name link-signing-key --subscription 1 --file \S+ --encoding utf-8$/,
    );
    expect(other.files[0]?.text).not.toBe(file?.text);
    expect(one.clock.waitedMs()).toBe(0);
  });

  it("takes the file away also when the vault refuses it", async () => {
    const { ensure, files } = trial({
      show: () => missing,
      set: (earlier) => (earlier === 0 ? refused : {}),
    });
    expect(await ensure()).toBe("written");
    expect(files.map(({ path }) => existsSync(path))).toEqual([false, false]);
  });
});

it("leaves one that is there, and does not read its value", async () => {
  const { ensure, az } = trial({ show: () => there });
  expect(await ensure()).toBe("was there");
  expect(az.lines).toEqual([
    "keyvault secret show --vault-name kv-abc --name link-signing-key --subscription 1 --query id",
  ]);
});

it("waits while the deployer's role spreads, and says so once", async () => {
  const { ensure, az, clock, said } = trial({ show: (earlier) => (earlier < 7 ? refused : missing) });
  expect(await ensure()).toBe("written");
  expect(clock.waitedMs()).toBe(35_000);
  expect(said).toEqual([
    "The vault kv-abc is not open to us yet; a new role takes up to two minutes to spread.",
  ]);
  expect(verbs(az.lines).filter((verb) => verb === "set")).toHaveLength(1);
});

it("gives up after two minutes, with the role and what to type", async () => {
  const { ensure, clock } = trial({ show: () => refused });
  const words = [
    "The secret link-signing-key could not be put into the vault kv-abc (az keyvault secret show: (Forbidden) Caller is not authorized to perform action on resource.).",
    "Whoever deploys needs the role Key Vault Secrets Officer there, and a network that the vault lets in. Then:",
    "    azd provision",
  ];
  await expect(ensure()).rejects.toThrow(words.join("\n"));
  expect(clock.waitedMs()).toBe(120_000);
});

it("recovers one that was deleted, with the key that links were signed with", async () => {
  const { ensure, az, said } = trial({
    show: (earlier) => (earlier < 5 ? missing : there),
    set: () => deleted,
    recover: (earlier) => (earlier === 0 ? refused : {}),
  });
  expect(await ensure()).toBe("recovered");
  const meanwhile = ["show", "set", "show", "set"];
  expect(verbs(az.lines)).toEqual([
    "show",
    "set",
    "show",
    "recover",
    "show",
    "recover",
    ...meanwhile,
    "show",
  ]);
  expect(said).toEqual([]);
});

it("does not wait where the sign-in has expired", async () => {
  const { ensure, clock } = trial({ show: () => ({ stderr: "ERROR: AADSTS700082: expired.\n" }) });
  await expect(ensure()).rejects.toThrow("az keyvault secret show: AADSTS700082: expired.");
  expect(clock.waitedMs()).toBe(0);
});
