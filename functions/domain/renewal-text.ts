/** What is said of somebody whose drops are a token's renewals. */
import { durationPhrase } from "./phrase.ts";
import { MINUTE_MS } from "./time.ts";

/** `renews about every 65 min over MQTT; AMQP or X.509 would avoid it` */
export function renewalPhrase(periodMs: number): string {
  return `renews about every ${aboutPhrase(periodMs)} over MQTT; AMQP or X.509 would avoid it`;
}

/** In minutes, as SDKs and their documents have it; nobody needs the seconds of an hour. */
function aboutPhrase(durationMs: number): string {
  return durationMs < 10 * MINUTE_MS
    ? durationPhrase(durationMs)
    : `${Math.round(durationMs / MINUTE_MS)} min`;
}
