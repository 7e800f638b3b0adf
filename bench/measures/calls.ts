/**
 * What events cost in calls of the store and in messages: a blip, a duplicate, and an outage from its disconnect to
 * RECOVERED, at 1,000 and at 100,000 identities. Counted, so it is the same in every run.
 *
 * In it: everything that events, deadlines and notifications do when nothing fails. Not in it: the sweep's own
 * queries of each minute, and retries. A call is one request to Cosmos DB where it concerns an item; of a query the
 * notes say what the SDK makes of it.
 */
import { makeDocumentStore } from "../../functions/adapters/documents/document-store.ts";
import { makeSqliteEngine } from "../../functions/adapters/sqlite/sqlite-store.ts";
import { populate } from "../calls/populate.ts";
import { requestsText } from "../calls/requests.ts";
import { STORY_START, tellStories } from "../calls/stories.ts";
import type { Stories } from "../calls/stories.ts";
import { stepLines, storeCalls, tallyText } from "../calls/tally.ts";
import type { Tally } from "../calls/tally.ts";
import type { Report, Row } from "../report.ts";

const SMALL = 1_000;
const LARGE = 100_000;
/** The stories are told once to each of these numbers of receivers; the first of them stand in the notes. */
const RECEIVERS = [2, 1, 4];
const BLIP = "≤ 3 rd 2 wr 1 msg";
const OUTAGE = { calls: 26, callsAReceiver: 4, messages: 4 };

export async function measureCalls(): Promise<Report> {
  const small = await storiesAmong(SMALL);
  const large = await storiesAmong(LARGE);
  const [usual] = small;
  if (usual === undefined) throw new Error("no story was told");
  const { blip, blipNextDay, duplicate, outage } = usual;
  const isEqual = JSON.stringify(small) === JSON.stringify(large);
  const rows = [
    row("store calls: a blip in all", tallyText(blip), BLIP, isWithin(blip, 3, 2, 1)),
    row("store calls: a blip, the next day", tallyText(blipNextDay), BLIP, isWithin(blipNextDay, 3, 2, 1)),
    row("store calls: a duplicate", tallyText(duplicate), "≤ 1 rd", isWithin(duplicate, 1, 0, 0)),
    ...small.map((stories, index) => outageRow(stories.outage, RECEIVERS[index] ?? 0)),
    row("the same among 1,000 and 100,000 identities", isEqual ? "equal" : "different", "equal", isEqual),
  ];
  const notes = [
    "calls of a blip:",
    ...stepLines(blip),
    "calls of a blip, the next day:",
    ...stepLines(blipNextDay),
    "calls of an outage, two receivers:",
    ...stepLines(outage),
    await requestsText(RECEIVERS[0] ?? 0),
  ];
  return { rows, notes };
}

/** In each number of receivers, about a device of its own. */
async function storiesAmong(identities: number): Promise<Stories[]> {
  const engine = makeSqliteEngine({ path: ":memory:" });
  await populate(makeDocumentStore(engine, () => {}).connections, identities, STORY_START);
  const told: Stories[] = [];
  for (const [device, receivers] of RECEIVERS.entries()) {
    told.push(await tellStories(engine, device, receivers));
  }
  await engine.close();
  return told;
}

function isWithin(tally: Tally, reads: number, writes: number, messages: number): boolean {
  return tally.reads + tally.queries <= reads && tally.writes <= writes && tally.messages <= messages;
}

function outageRow(outage: Tally, receivers: number): Row {
  const most = OUTAGE.calls + OUTAGE.callsAReceiver * receivers;
  const calls = storeCalls(outage);
  const counted = `${calls} calls ${outage.messages} msg`;
  const met = calls <= most && outage.messages <= OUTAGE.messages;
  return row(
    `store calls: an outage, receivers: ${receivers}`,
    counted,
    `≤ ${most} and ${OUTAGE.messages} msg`,
    met,
  );
}

function row(measure: string, product: string, goal: string, met: boolean): Row {
  return { measure, product, floor: "counted", result: "", goal, met };
}
