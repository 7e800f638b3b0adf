/** An outbox of a test's own on a free port, stopped when the test is over. */
import { onTestFinished } from "vitest";
import { startOutbox, type Outbox } from "../../../dev/outbox/outbox.ts";

export async function runningOutbox(dataFile?: string): Promise<Outbox> {
  const outbox = await startOutbox({ port: 0, ...(dataFile === undefined ? {} : { dataFile }) });
  onTestFinished(() => outbox.stop());
  return outbox;
}
