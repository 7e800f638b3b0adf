/**
 * The key that signs links in messages: made here and put into the vault, once. The template cannot, because it would make
 * another one with each deployment, and links that people have would stop working.
 */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as z from "zod";

import type { Clock } from "../../../functions/application/ports.ts";
import type { Az } from "../cli/az.ts";
import { AzError } from "../cli/az-error.ts";
import type { AzTrouble } from "../cli/az-error.ts";
import { HookFailure } from "../hook.ts";

export interface SecretPlace {
  /** Whose tenant the vault trusts: the CLI's own choice may be of another one. */
  readonly subscription: string;
  readonly vault: string;
  readonly name: string;
}

export type KeyOutcome = "was there" | "written" | "recovered";

const KEY_BYTES = 32;
/** How long a role that has just been given may take to be known. */
const PATIENCE_MS = 120_000;
const PAUSE_MS = 5_000;
const ROLES_SPREAD = "a new role takes up to two minutes to spread.";
/** A new vault's name, too, is not known everywhere at once. */
const PASSING: ReadonlySet<AzTrouble> = new Set(["forbidden", "deleted", "not-found", "other"]);

interface Parts {
  readonly az: Az;
  readonly clock: Clock;
  readonly print: (line: string) => void;
}

/** @throws HookFailure when the vault does not let us for two minutes. */
export async function ensureLinkKey(place: SecretPlace, { az, clock, print }: Parts): Promise<KeyOutcome> {
  const until = clock.now() + PATIENCE_MS;
  let deleted: "no" | "yes" | "recovered" = "no";
  for (let tries = 0; ; tries += 1) {
    try {
      if (await isThere(place, az)) return deleted === "recovered" ? "recovered" : "was there";
      if (deleted !== "yes") {
        await write(place, az);
        return "written";
      }
      await az.run(["keyvault", "secret", "recover", ...nameOf(place)]);
      deleted = "recovered";
    } catch (error) {
      if (!(error instanceof AzError) || !PASSING.has(error.trouble)) throw error;
      if (clock.now() >= until) throw failure(place, error);
      if (error.trouble === "deleted" && deleted === "no") deleted = "yes";
      else if (tries === 0) print(`The vault ${place.vault} is not open to us yet; ${ROLES_SPREAD}`);
    }
    await clock.pause(PAUSE_MS);
  }
}

/** Asked for its id alone: the value of a key that is there is none of our business. */
async function isThere(place: SecretPlace, az: Az): Promise<boolean> {
  try {
    await az.read(["keyvault", "secret", "show", ...nameOf(place), "--query", "id"], z.string());
    return true;
  } catch (error) {
    if (error instanceof AzError && error.trouble === "not-found") return false;
    throw error;
  }
}

/** By a file that nobody else can read: what stands on a command line, everybody on the machine can. */
async function write(place: SecretPlace, az: Az): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "linewatch-key-"));
  try {
    const file = join(folder, "key");
    await writeFile(file, randomBytes(KEY_BYTES).toString("base64url"), { mode: 0o600 });
    await az.run(["keyvault", "secret", "set", ...nameOf(place), "--file", file, "--encoding", "utf-8"]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function nameOf({ subscription, vault, name }: SecretPlace): string[] {
  return ["--vault-name", vault, "--name", name, "--subscription", subscription];
}

function failure({ vault, name }: SecretPlace, { message }: AzError): HookFailure {
  return new HookFailure(
    [
      `The secret ${name} could not be put into the vault ${vault} (${message}).`,
      "Whoever deploys needs the role Key Vault Secrets Officer there, and a network that the vault lets in. Then:",
      "    azd provision",
    ].join("\n"),
  );
}
