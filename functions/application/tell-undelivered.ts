/**
 * UNDELIVERED: says once, where people can still be reached, whom a message did not reach. Whoever was told of the
 * incident in Teams hears of it; if that is nobody else, all of Teams does.
 */
import { deliveryLabel, undeliveredId } from "../domain/delivery.ts";
import type { Delivery } from "../domain/delivery.ts";
import { refOf } from "../domain/policy.ts";
import type { Policy, TargetRef } from "../domain/policy.ts";
import type { Deps } from "./deps.ts";
import type { Saved } from "./ports.ts";
import { scheduleAttempt } from "./schedule-attempt.ts";

/** Repeating it tells nobody twice. A delivery that is not dead, or of which people have heard, is left alone. */
export async function tellUndelivered(deps: Deps, { value, version }: Saved<Delivery>): Promise<void> {
  const { state, id, target } = value;
  if (state.name !== "dead" || state.untold === undefined) return;
  const places = await placesToTell(deps, value);
  deps.log.error("undelivered", {
    delivery: deliveryLabel(id),
    channel: target.channel,
    error: state.error,
    told: places.length,
  });
  for (const place of places) await tell(deps, value, place);
  const { untold: _told, ...heard } = state;
  await deps.store.deliveries.replace({ ...value, state: heard }, version);
}

async function placesToTell(deps: Deps, { incidentId, target }: Delivery): Promise<TargetRef[]> {
  const incident = await deps.store.incidents.read(incidentId);
  const told = (incident?.value.told ?? []).map((one) => one.target);
  const isOther = ({ id, channel }: TargetRef) => channel === "teams-workflow" && id !== target.id;
  const others = told.filter(isOther);
  return others.length > 0 ? others : teamsOf(deps.policy).filter(isOther);
}

function teamsOf({ receivers }: Policy): TargetRef[] {
  const all = receivers.flatMap(({ targets }) => targets.map(refOf));
  return [...new Map(all.map((target) => [target.id, target])).values()];
}

async function tell(deps: Deps, missed: Delivery, target: TargetRef): Promise<void> {
  const now = deps.clock.now();
  const { incidentId, group, notice } = missed;
  const delivery: Delivery = {
    id: undeliveredId(missed, target),
    incidentId,
    group,
    purpose: "undelivered",
    target,
    notice: {
      ...notice,
      word: "UNDELIVERED",
      at: now,
      missed: { word: notice.word, to: nameOf(missed.target, deps.policy) },
    },
    state: { name: "pending", nextAttemptAt: now },
    attempts: 0,
    createdAt: now,
  };
  if ((await deps.store.deliveries.create(delivery)) !== undefined)
    await scheduleAttempt(deps, delivery, now);
}

const CHANNELS = { sms: "SMS", "teams-workflow": "Teams" } as const;

/** As the policy calls it: an address is nobody's business. */
function nameOf({ id, channel }: TargetRef, { receivers }: Policy): string {
  const receiver = receivers.find(({ targets }) => targets.some((target) => target.id === id));
  return receiver === undefined ? CHANNELS[channel] : `${receiver.name} (${CHANNELS[channel]})`;
}
