/** What the app writes into its log, by event. */
import { sweep } from "../../../functions/application/sweep.ts";
import { makeSetting } from "../../unit/application/setting.ts";
import { readCompiledLines } from "./compiled-lines.ts";
import { merge, shape, shapeOfValue } from "./shape.ts";
import type { Shape } from "./shape.ts";

/**
 * From the source, as the compiler knows it; and of the sweep's line from a sweep, because the queues that it names
 * are in no type.
 */
export async function readWrittenLines(): Promise<ReadonlyMap<string, Shape>> {
  const lines = new Map<string, Shape>();
  for (const { event, fields } of [...readCompiledLines(), await sweptLine()]) {
    const always = shape([["event", shape([], [event])]]);
    lines.set(event, merge([lines.get(event) ?? always, fields]));
  }
  return lines;
}

async function sweptLine(): Promise<{ readonly event: string; readonly fields: Shape }> {
  const setting = makeSetting();
  await sweep(setting.deps);
  const line = setting.log.find(({ event }) => event === "swept");
  return { event: "swept", fields: shapeOfValue(line) };
}
