/** The hook after everything has been created: the key, and the app's reference to it. */
import { existsSync } from "node:fs";

import { afterAll, expect, it } from "vitest";

import { DEPLOYED, SUBSCRIPTION } from "./support/azure.ts";
import { makeWorkshop } from "./support/hook.ts";

const workshop = makeWorkshop();
afterAll(() => workshop.remove());

const missing = {
  stderr: "ERROR: (SecretNotFound) A secret with (name/id) link-signing-key was not found.\n",
};
const there = { json: "https://kv-abc.vault.azure.net/secrets/link-signing-key/1" };
const show = "az keyvault secret show";
const set = "az keyvault secret set";
const rest = "az rest --method post";
const refreshed = `az rest --method post --url /subscriptions/${SUBSCRIPTION}/resourceGroups/rg-plant-oslo/providers/Microsoft.Web/sites/func-abc/config/configreferences/appsettings/refresh?api-version=2022-03-01`;

it("writes the key and makes the app read its references again", async () => {
  workshop.answer({ [show]: [missing], [set]: [{}], [rest]: [{}] });
  const { code, said, calls, lines } = await workshop.run("postprovision", DEPLOYED);
  expect(said).toBe("The key that signs links: link-signing-key in the vault kv-abc (written).\n");
  expect(code).toBe(0);
  expect(lines.map((line) => line.split(" --")[0])).toEqual([show, set, "az rest"]);
  expect(lines.at(-1)).toBe(refreshed);
  const { file } = calls[1] ?? {};
  expect(file).toMatchObject({ text: expect.stringMatching(/^[\w-]{43}$/), mode: 0o600 });
  expect(existsSync(file?.path ?? "/")).toBe(false);
  expect(lines.join("\n") + said).not.toContain(file?.text);
});

it("a second time leaves the key, and still makes sure of the reference", async () => {
  workshop.answer({ [show]: [there], [rest]: [{}] });
  const { code, said, lines } = await workshop.run("postprovision", DEPLOYED);
  expect(said).toContain("(was there)");
  expect(code).toBe(0);
  expect(lines).toEqual([
    `${show} --vault-name kv-abc --name link-signing-key --subscription ${SUBSCRIPTION} --query id`,
    refreshed,
  ]);
});

it("says what azd lacks after a provisioning that failed", async () => {
  const { KEY_VAULT_NAME: _, ...lacking } = DEPLOYED;
  const { code, said, calls } = await workshop.run("postprovision", lacking);
  expect(said).toBe("azd's environment has no KEY_VAULT_NAME; it is set by: azd provision\n");
  expect([code, calls]).toEqual([1, []]);
});

it("fails with the CLI's own sentence where the app cannot be asked", async () => {
  workshop.answer({ [show]: [there], [rest]: [{ stderr: "ERROR: Conflict(the site is stopped)\n" }] });
  const { code, said } = await workshop.run("postprovision", DEPLOYED);
  expect(said).toBe("az rest: Conflict(the site is stopped)\n");
  expect(code).toBe(1);
});
