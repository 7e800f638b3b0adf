/** What is said of somebody whose drops are a token's renewals. */
import { durationPhrase } from "./phrase.ts";
import { MINUTE_MS } from "./time.ts";

/** `renews about every 65 min over MQTT; AMQP or X.509 would avoid it` */
export function renewalPhrase(periodMs: number): string {
  return `renews about every ${durationPhrase(rounded(periodMs))} over MQTT; AMQP or X.509 would avoid it`;
}

/** Nobody needs the seconds of an hour. */
function rounded(durationMs: number): number {
  return durationMs < 10 * MINUTE_MS ? durationMs : Math.round(durationMs / MINUTE_MS) * MINUTE_MS;
}
