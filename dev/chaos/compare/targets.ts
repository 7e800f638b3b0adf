/** Whether a receiver, as the API names it, is one that the simulator knows. */
import type { Target } from "../fleet/sites.ts";

/** The API shows the first three and the last two characters of a phone number. */
export function targetMatches(
  target: Target,
  shown: { readonly target: string; readonly channel: string },
): boolean {
  const name = shown.target.slice(shown.target.indexOf(":") + 1);
  if (target.channel !== shown.channel) return false;
  if (target.channel === "teams-workflow") return name === target.to;
  return name.startsWith(target.to.slice(0, 3)) && name.endsWith(target.to.slice(-2));
}
