/**
 * How carriers cut a text: the page shows it and Twilio's `num_segments` counts it. Deliberately not the product's own
 * counting, so that the two check each other. (3GPP TS 23.038.)
 */

export interface Segmentation {
  readonly encoding: "GSM-7" | "UCS-2";
  /** Septets, or UTF-16 code units. */
  readonly units: number;
  readonly segments: number;
  /** What this many segments would hold at most, in the same units. */
  readonly capacity: number;
}

const basic = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const extended = new Set("\f^{}\\[~]|€");

export function segmentsOf(text: string): Segmentation {
  const characters = Array.from(text);
  const gsm = characters.every((character) => basic.has(character) || extended.has(character));
  const costs = characters.map((character) => (gsm ? (extended.has(character) ? 2 : 1) : character.length));
  const units = costs.reduce((sum, cost) => sum + cost, 0);
  const [alone, joined] = gsm ? [160, 153] : [70, 67];
  const segments = units <= alone ? 1 : joinedSegments(costs, joined);
  const capacity = segments === 1 ? alone : segments * joined;
  return { encoding: gsm ? "GSM-7" : "UCS-2", units, segments, capacity };
}

/** A character of two units is never split between segments. */
function joinedSegments(costs: readonly number[], capacity: number): number {
  let segments = 1;
  let used = 0;
  for (const cost of costs) {
    if (used + cost > capacity) {
      segments += 1;
      used = 0;
    }
    used += cost;
  }
  return segments;
}
