/**
 * Starts the queue half of azurite as a child process: the storage queues of the embedded stack and of the tests.
 * It listens on a free loopback port and dies with its parent, also when that is killed outright.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const stopTimeoutMs = 5_000;

// Azurite's public development account: no secret, the same on every machine.
const accountName = "devstoreaccount1";
const accountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/** Azurite did not come up; the message ends with what it printed. */
export class AzuriteError extends Error {
  override name = "AzuriteError";
}

export type Azurite = {
  readonly connectionString: string;
  /** Ends the process after it has written its folder; resolves when it is gone. */
  stop(): Promise<void>;
};

/**
 * Keeps the queues in `dataDir`, or in memory without it. Azurite writes to disk every 5 s and when it is stopped, so a
 * kill of azurite itself loses what it accepted last.
 */
export async function startAzurite(options: { readonly dataDir?: string } = {}): Promise<Azurite> {
  const child = spawn(process.execPath, [...dieWithParent, entryPoint(), ...argumentsFor(options.dataDir)], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // Its own process group: Ctrl-C must reach the app alone, which still has messages to give back to these queues.
    detached: true,
  });
  const endpoint = await listeningEndpoint(child);
  return { connectionString: connectionStringFor(endpoint), stop: () => stop(child) };
}

const dieWithParent = [
  "--import",
  'data:text/javascript,process.once("disconnect",()=>process.kill(process.pid,"SIGTERM"));process.channel.unref()',
];

function entryPoint(): string {
  const manifest = createRequire(import.meta.url).resolve("azurite/package.json");
  return join(dirname(manifest), "dist", "src", "queue", "main.js");
}

function argumentsFor(dataDir: string | undefined): string[] {
  const place = dataDir === undefined ? ["--inMemoryPersistence"] : ["--location", dataDir];
  const network = ["--queueHost", "127.0.0.1", "--queuePort", "0"];
  return [...place, ...network, "--skipApiVersionCheck", "--disableTelemetry", "--silent"];
}

function connectionStringFor(endpoint: string): string {
  return [
    "DefaultEndpointsProtocol=http",
    `AccountName=${accountName}`,
    `AccountKey=${accountKey}`,
    `QueueEndpoint=${endpoint}/${accountName};`,
  ].join(";");
}

function listeningEndpoint(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const endpoint = /listens on (http:\/\/\S+)/.exec(output)?.[1];
      if (endpoint !== undefined) {
        resolve(endpoint);
      }
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("error", (cause) => reject(new AzuriteError("Azurite could not be started.", { cause })));
    child.once("exit", (code) => reject(new AzuriteError(`Azurite ended with ${code}: ${output.trim()}`)));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const gone = once(child, "exit");
  const impatience = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
  child.kill("SIGTERM");
  await gone;
  clearTimeout(impatience);
}
