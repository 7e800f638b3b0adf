/** Every member's state, since when, and its last connect and disconnect: exactly those of its story, for all and no more. */
import type { SeenIdentity } from "../seen/read-app.ts";
import { nameOf } from "../seen/read-app.ts";
import type { Story } from "../truth/story.ts";
import { timeText } from "./facts.ts";
import type { Difference, Facts } from "./facts.ts";

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
  return [...differences, ...compareSummary(truth.stories.values(), app)];
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

function compareSummary(stories: Iterable<Story>, { summary }: Facts["app"]): Difference[] {
  const states = [...stories].map(({ state }) => state);
  const differences: Difference[] = [];
  for (const state of ["online", "offline"] as const) {
    const count = states.filter((one) => one === state).length;
    const shown = summary.identities.byState[state] ?? 0;
    if (shown !== count) differences.push(`the summary counts ${shown} ${state}, in truth ${count}`);
  }
  if (summary.identities.total !== states.length) {
    differences.push(`the summary counts ${summary.identities.total} identities, in truth ${states.length}`);
  }
  if (summary.rejected !== 0)
    differences.push(`${summary.rejected} events were rejected, and all of them were good`);
  return differences;
}
