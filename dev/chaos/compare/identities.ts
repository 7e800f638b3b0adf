/** Every member's state, since when, and its last connect and disconnect: exactly those of its story, for all and no more. */
import type { SeenIdentity } from "../seen/read-app.ts";
import { nameOf } from "../seen/read-app.ts";
import type { Story } from "../truth/story.ts";
import { timeText } from "./facts.ts";
import type { Difference, Facts, Truth } from "./facts.ts";

export function compareIdentities({ truth, app }: Facts): Difference[] {
  const differences: Difference[] = [];
  for (const { key, identity } of truth.members) {
    const story = truth.stories.get(key);
    const seen = app.identities.get(key);
    if (story === undefined && seen !== undefined)
      differences.push(`${nameOf(identity)} never connected and is known`);
    if (story === undefined) continue;
    if (seen === undefined) differences.push(`${nameOf(identity)} is unknown, and connected`);
    else differences.push(...compareOne(story, seen));
  }
  const known = new Set(truth.members.map(({ key }) => key));
  for (const [key, seen] of app.identities) {
    if (!known.has(key)) differences.push(`${nameOf(seen)} is known and does not exist`);
  }
  return [...differences, ...compareSummary(truth, app)];
}

function compareOne(story: Story, seen: SeenIdentity): Difference[] {
  const name = nameOf(seen);
  const differences: Difference[] = [];
  if (seen.state !== story.state) differences.push(`${name} is ${seen.state}, in truth ${story.state}`);
  const times = [
    [`${story.state} since`, seen.since, story.since],
    ["last connected", seen.lastConnectedAt, story.lastConnectedAt],
    ["last disconnected", seen.lastDisconnectedAt, story.lastDisconnectedAt],
    ["waiting until", seen.deadline, undefined],
  ] as const;
  for (const [what, shown, true_] of times) {
    if ((shown ?? undefined) === true_) continue;
    differences.push(`${name} is said to be ${what} ${timeText(shown)}, in truth ${timeText(true_)}`);
  }
  return differences;
}

/** A gateway's own identity never connects: where it is known, it is `new`. */
function compareSummary(truth: Truth, { summary }: Facts["app"]): Difference[] {
  const states = [...truth.stories.values()].map(({ state }) => state);
  const gateways = new Set(
    truth.members.flatMap(({ identity }) =>
      identity.moduleId?.startsWith("$") === true ? [identity.deviceId] : [],
    ),
  );
  const { total, byState } = summary.identities;
  const unheard = byState["new"] ?? 0;
  const differences: Difference[] = [];
  for (const state of ["online", "offline"] as const) {
    const count = states.filter((one) => one === state).length;
    const shown = byState[state] ?? 0;
    if (shown !== count) differences.push(`the summary counts ${shown} ${state}, in truth ${count}`);
  }
  if (total - unheard !== states.length)
    differences.push(`the summary counts ${total - unheard} identities, in truth ${states.length}`);
  if (unheard > gateways.size)
    differences.push(`the summary counts ${unheard} that never connected, of ${gateways.size} gateways`);
  if (summary.rejected !== 0)
    differences.push(`${summary.rejected} events were rejected, and all of them were good`);
  return differences;
}
