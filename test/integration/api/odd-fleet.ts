/** A small fleet with something of everything that an answer can show. */
import type { Store } from "../../../functions/application/ports.ts";
import type { Delivery } from "../../../functions/domain/delivery.ts";
import { NINE, STATES, connection, device, event, incident, module, sequence } from "./seed.ts";

const SMS = { id: "sms:+4791234567", channel: "sms" } as const;

export async function seedOddFleet(store: Store): Promise<void> {
  const outage = { id: "contoso-hub!d!i1", outAt: NINE, noticedAt: NINE };
  const recent = [event("connected", 1, NINE - 900_000), event("disconnected", 2, NINE - 60_000)];
  const fleet = [
    connection(device("d"), STATES.offline, { incidents: { outage }, recent, lastSeenAt: NINE }),
    connection(module("gw", "$edgeHub"), STATES.offline),
    connection(module("gw", "$edgeAgent"), STATES.recovering),
    connection(module("gw", "m"), STATES.suspect),
    connection(device("twin"), STATES.online),
    connection(device("twin", "other"), STATES.new),
    connection(device("gone"), STATES.deleted),
    connection(device("oslo-1"), STATES.suspect),
    connection(device("a%2Fb"), STATES.online),
  ];
  for (const one of fleet) await store.connections.create(one);
  await store.incidents.create(incident("contoso-hub!d!i1", { told: [{ target: SMS, at: NINE }] }));
  await store.incidents.reserveCode("K7QM", "contoso-hub!d!i1");
  const state = { name: "resolved", at: NINE + 9, outcome: "recovered" } as const;
  await store.incidents.create(incident("contoso-hub!gw!i2", { state, since: NINE, until: NINE + 1_500 }));
  for (const one of deliveries()) await store.deliveries.create(one);
  await seedHistory(store);
}

function deliveries(): Delivery[] {
  const states: Delivery["state"][] = [
    { name: "claimed", until: NINE },
    { name: "pending", nextAttemptAt: NINE, error: "429 for +4791234567" },
    { name: "sent", at: NINE, receipt: "SM1" },
    { name: "failed", at: NINE, error: "21211" },
    { name: "dead", at: NINE, error: "" },
  ];
  const notice = {
    word: "OFFLINE",
    code: "K7QM",
    incidentId: "contoso-hub!d!i1",
    hub: "contoso-hub",
    subject: "d",
    count: 1,
    names: ["d"],
    at: NINE,
    since: NINE,
    zone: "UTC",
  } as const;
  return states.map((state, number) => ({
    id: `contoso-hub!d!i1!${number}`,
    incidentId: "contoso-hub!d!i1",
    group: "contoso-hub!d",
    purpose: number === 0 ? "opening" : "ending",
    target: SMS,
    notice,
    state,
    attempts: number,
    createdAt: NINE,
  }));
}

async function seedHistory(store: Store): Promise<void> {
  const same = { identity: device("d"), noticedAt: NINE, source: "event" } as const;
  await store.transitions.record({ ...same, state: "offline", at: NINE - 5_000, cause: sequence(9) });
  await store.transitions.record({ ...same, state: "deleted", at: NINE - 6_000, retractedAt: NINE });
  for (const number of [1, 2, 3]) {
    const id = `2026-11-21T09:00:0${number}.000Z-0`;
    const rejected = {
      id,
      at: NINE,
      reason: "notJson",
      detail: "\u0000",
      body: '{"é\u{1F600}',
      truncated: false,
    };
    await store.rejected.keep({ ...rejected, origin: id });
  }
}
