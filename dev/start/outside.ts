/** What a configuration would reach beyond this machine. */
import type { Config } from "../../functions/config.ts";
import { isLoopbackUrl } from "../../functions/config/loopback.ts";
import type { Policy } from "../../functions/domain/policy.ts";

/** The parts, by words for people; empty when everything stays here. */
export function outsideOf({ local, store, twilio }: Config, { receivers }: Policy): string[] {
  const workflows = receivers.filter(
    ({ channel, targets }) =>
      channel === "teams-workflow" && targets.some(({ address }) => !isLoopbackUrl(address)),
  );
  return [
    ...(local ? [] : ["the queues"]),
    ...(store.name === "sqlite" || isLoopbackUrl(store.endpoint) ? [] : ["the store"]),
    ...(twilio === undefined || isLoopbackUrl(twilio.apiBaseUrl ?? "") ? [] : ["Twilio"]),
    ...workflows.map(({ name }) => `the workflow of ${name}`),
  ];
}
