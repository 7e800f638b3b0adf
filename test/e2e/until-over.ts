/** The end of a story, after which nothing more can come: only then does counting messages prove anything. */
import type { App } from "./app.ts";
import { eventually } from "./eventually.ts";

/** Waits until the one incident is resolved and no queue holds a message, in work or delayed. */
export async function untilOver(app: App): Promise<void> {
  await eventually(async () => (await app.api.incidents()).map(({ state }) => state), ["resolved"]);
  await eventually(() => app.messagesLeft(), 0);
}
