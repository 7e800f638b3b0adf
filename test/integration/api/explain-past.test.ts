/** What is said of a past moment, by what is kept of it: nothing that is not certain. */
import { expect, test } from "vitest";
import type { Connection, Membership } from "../../../functions/domain/connection.ts";
import type { Incident } from "../../../functions/domain/incident.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { explanationShape } from "../../../functions/triggers/http/shapes/explanation-shape.ts";
import { POLICY } from "../../unit/domain/policies.ts";
import { makeApi } from "./api.ts";
import { NINE, STATES, connection, device, event, incident } from "./seed.ts";

const MINUTE = 60_000;
/** The incident told of others, it joined, having waited for that long, and an update told of it. */
const [ANNOUNCED, JOINED, SPOKEN] = [NINE + 4 * MINUTE, NINE + 6 * MINUTE, NINE + 9 * MINUTE] as const;
const BEFORE = JOINED - 1;

const GROUP = "contoso-hub!d";
const PART: Membership = { id: `${GROUP}!000001`, outAt: NINE, noticedAt: ANNOUNCED, joinedAt: JOINED };
const SAID: Partial<Incident> = {
  announcedAt: ANNOUNCED,
  told: [{ target: { id: "workflow:ops", channel: "teams-workflow" }, at: ANNOUNCED }],
  shown: ["contoso-hub!other", "contoso-hub!d"],
  spoken: [
    { at: ANNOUNCED, count: 1 },
    { at: SPOKEN, count: 2 },
  ],
};
/** From the announcement on it told of both. */
const OF_BOTH: Partial<Incident> = { ...SAID, spoken: [{ at: ANNOUNCED, count: 2 }] };

const over = (at: number): Partial<Incident> => ({
  ...OF_BOTH,
  state: { name: "resolved", at, outcome: "recovered" },
});
const SECOND = { ...PART, id: `${GROUP}!000002` };
/** The second was opened when the first was over. */
const BOTH = { [PART.id]: over(JOINED), [SECOND.id]: { openedAt: JOINED } };

const RECENT = [event("connected", 1, NINE - 30 * MINUTE), event("disconnected", 2, NINE)];
/** It connects last. */
const DROPS = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((number) =>
  event(number % 2 === 0 ? "connected" : "disconnected", number + 1, NINE + number * (MINUTE / 2)),
);

/** d is behind p, which is behind q; and all three are known. */
const BEHIND: Policy = {
  ...POLICY,
  topology: [
    { parent: "p", children: ["d"] },
    { parent: "q", children: ["p"] },
  ],
};
const OF_P = { ...PART, id: "contoso-hub!p!000001" };

interface Kept {
  readonly title: string;
  readonly at: number;
  readonly part?: Membership;
  /** Of each, by its id, what is kept beside its names. */
  readonly incidents: Readonly<Record<string, Partial<Incident>>>;
  readonly more?: Partial<Connection>;
  readonly policy?: Policy;
  readonly stop: string | null;
}

const KEPT: readonly Kept[] = [
  {
    title: "before it joined its first incident it was in none",
    at: BEFORE,
    incidents: { [PART.id]: SAID },
    stop: "group joining",
  },
  {
    title: "it is in it from the joining on, and not told of before a message spoke of it",
    at: SPOKEN - 1,
    incidents: { [PART.id]: SAID },
    stop: "group joined",
  },
  {
    title: "it is told of as soon as a message spoke of it",
    at: SPOKEN,
    incidents: { [PART.id]: SAID },
    stop: null,
  },
  {
    title: "what was stored before it was kept when somebody joined",
    at: SPOKEN,
    part: { ...PART, joinedAt: undefined },
    incidents: { [PART.id]: SAID },
    stop: "group unknown",
  },
  {
    title: "what was stored before it was kept when a message spoke of whom",
    at: SPOKEN,
    incidents: { [PART.id]: { ...SAID, spoken: undefined } },
    stop: "group unknown",
  },
  {
    title: "a second part in one incident, of the first of which nobody kept the time",
    at: BEFORE,
    part: { ...PART, firstOutAt: NINE - MINUTE },
    incidents: { [PART.id]: OF_BOTH },
    stop: "group unknown",
  },
  {
    title: "an incident before its last one, which told of it",
    at: BEFORE,
    part: SECOND,
    incidents: BOTH,
    stop: "group unknown",
  },
  {
    title: "an incident before its last one, which was over by then",
    at: BEFORE,
    part: SECOND,
    incidents: { ...BOTH, [PART.id]: over(BEFORE) },
    stop: "group joining",
  },
  {
    title: "what it is behind told of nothing then",
    at: BEFORE,
    part: OF_P,
    incidents: { [OF_P.id]: { openedAt: JOINED } },
    policy: BEHIND,
    stop: "group joining",
  },
  {
    title: "what it is behind told of it, at the far end",
    at: BEFORE,
    part: OF_P,
    incidents: { [OF_P.id]: { openedAt: JOINED }, "contoso-hub!q!000001": OF_BOTH },
    policy: BEHIND,
    stop: "group unknown",
  },
  {
    title: "it was in its last one before, and between them perhaps in that of another group",
    at: BEFORE,
    part: OF_P,
    incidents: { [OF_P.id]: OF_BOTH },
    policy: BEHIND,
    stop: "group unknown",
  },
  {
    title: "connected for long enough it was in none",
    at: BEFORE,
    part: SECOND,
    incidents: BOTH,
    more: { recent: RECENT.slice(0, 1) },
    stop: "sequence connected",
  },
  {
    title: "connected, but while it flaps, it may have been in one still",
    at: BEFORE,
    part: SECOND,
    incidents: BOTH,
    more: { recent: DROPS },
    stop: "group unknown",
  },
  {
    title: "what it was behind nobody kept, where the registry says something else since",
    at: BEFORE,
    incidents: { [PART.id]: SAID },
    more: { registry: { at: JOINED, enabled: true } },
    stop: "group unknown",
  },
];

test.each(KEPT)("$title", async ({ at, part = PART, incidents, more, policy = POLICY, stop }) => {
  const api = makeApi({ policy });
  await api.seed(
    connection(device("d"), STATES.offline, { recent: RECENT, incidents: { outage: part }, ...more }),
    connection(device("p"), STATES.online),
    connection(device("q"), STATES.online),
  );
  for (const [id, kept] of Object.entries(incidents)) {
    await api.store.incidents.create(incident(id, kept));
  }
  api.setTime(NINE + 30 * MINUTE);
  const { json } = await api.get(`/api/devices/d/explain?at=${new Date(at).toISOString()}`);
  const { stoppedBy, gates, told } = explanationShape.parse(json);
  const gate = gates.find((one) => one.gate === stoppedBy);
  expect(gate === undefined ? null : `${gate.gate} ${gate.verdict}`).toBe(stop);
  const codes = stop === null ? [["K7QM", new Date(SPOKEN).toISOString()]] : [];
  expect(told.map(({ code, at: since }) => [code, since])).toEqual(codes);
});
