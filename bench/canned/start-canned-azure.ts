/** Starts the canned Azure as a child process. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import * as z from "zod";

import type { CannedDocument } from "./canned-azure.ts";

export interface CannedAzure {
  readonly cosmosEndpoint: string;
  readonly queueConnectionString: string;
  /** How many it has answered so far. */
  requests(): Promise<number>;
  stop(): Promise<void>;
}

/** Any base64 will do: nobody checks it. */
export const CANNED_KEY = "Y2FubmVk";

const started = z.object({ port: z.int() });
const counted = z.object({ requests: z.int() });

export async function startCannedAzure(document: CannedDocument): Promise<CannedAzure> {
  const script = fileURLToPath(new URL("server-process.ts", import.meta.url));
  const child = fork(script, [JSON.stringify(document)], { execArgv: [] });
  const said = async (): Promise<unknown> => {
    const [message]: unknown[] = await once(child, "message");
    return message;
  };
  const endpoint = `http://127.0.0.1:${started.parse(await said()).port}`;
  return {
    cosmosEndpoint: endpoint,
    queueConnectionString: `DefaultEndpointsProtocol=http;AccountName=canned;AccountKey=${CANNED_KEY};QueueEndpoint=${endpoint}/canned;`,
    requests: async () => {
      child.send("count");
      return counted.parse(await said()).requests;
    },
    stop: async () => {
      const gone = once(child, "exit");
      child.disconnect();
      await gone;
    },
  };
}
