/** Waits until the deployed app says of itself that it can work: its roles and its secret take minutes to be known. */
import { openApp } from "../../../dev/smoke/app-client.ts";
import { readHealth } from "../../../dev/smoke/check-health.ts";
import { Trouble } from "../../../dev/smoke/trouble.ts";
import type { Clock } from "../../../functions/application/ports.ts";
import { AzError } from "../cli/az-error.ts";
import { HookFailure } from "../hook.ts";

const PATIENCE_MS = 300_000;
const PAUSE_MS = 5_000;
/** A reference that could not be resolved is tried again by the platform only when asked to, or hours later. */
const REFRESH_MS = 60_000;

interface Parts {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly print: (line: string) => void;
  /** Makes the app read its references again. @throws AzError, which may pass like what is waited for. */
  readonly refresh: () => Promise<void>;
}

/** @throws HookFailure after five minutes. */
export async function waitForHealth(url: string, { clock, fetch, print, refresh }: Parts): Promise<void> {
  const app = openApp({ url, key: undefined, fetch });
  const startedAt = clock.now();
  let refreshedAt = startedAt;
  let said: string | undefined;
  for (;;) {
    const trouble = await troubleOf(async () => {
      const { status, problems } = await readHealth(app);
      return status === "failing" ? problems.join(" ") : undefined;
    });
    if (trouble === undefined) return;
    const now = clock.now();
    if (now - startedAt >= PATIENCE_MS) throw failure(url, trouble);
    if (trouble !== said) print(`Waiting for the app, up to five minutes: ${trouble}`);
    said = trouble;
    if (/Key Vault reference/.test(trouble) && now - refreshedAt >= REFRESH_MS) {
      await refresh().catch((error: unknown) => {
        if (!(error instanceof AzError)) throw error;
        print(`Its references could not be read again (${error.message}).`);
      });
      refreshedAt = now;
    }
    await clock.pause(PAUSE_MS);
  }
}

async function troubleOf(look: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Trouble) return error.message;
    throw error;
  }
}

function failure(url: string, trouble: string): HookFailure {
  return new HookFailure(
    [
      `The app is not well five minutes after its deployment. ${trouble}`,
      "Everything is created and the code is there: once it is well, nothing has to be deployed again.",
      `    curl ${url}/api/health`,
      "    azd hooks run postdeploy",
      "docs/operations.md, “No alerts”, says what each sentence of health means.",
    ].join("\n"),
  );
}
