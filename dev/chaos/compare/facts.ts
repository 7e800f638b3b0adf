/** What a comparison has before it: the simulator's truth on one side, what the product and the providers show on the other. */
import type { IdentityKey } from "../../../functions/domain/identity.ts";
import type { Instant } from "../../../functions/domain/time.ts";
import type { Member } from "../fleet/sites.ts";
import type { SeenApp } from "../seen/read-app.ts";
import type { SeenMessage } from "../seen/read-messages.ts";
import type { Story } from "../truth/story.ts";

export interface Facts {
  readonly truth: Truth;
  readonly app: SeenApp;
  /** Oldest first. */
  readonly messages: readonly SeenMessage[];
  readonly kills: number;
  /** Cards that the workflow took and whose answer the product never got. */
  readonly unheardCards: number;
}

export interface Truth {
  readonly members: readonly Member[];
  /** Of each member that ever connected. */
  readonly stories: ReadonlyMap<IdentityKey, Story>;
  /** When an event, by its id, was first handed to the product: it cannot have known it earlier. */
  readonly handedOverAt: ReadonlyMap<string, Instant>;
  /** How long the product may take to learn what was handed to it, and to announce what it knows. */
  readonly learntMs: number;
  readonly announcedMs: number;
}

/** A sentence that says what is otherwise than it should be. */
export type Difference = string;

export function handedOver({ handedOverAt }: Truth, eventId: string): Instant {
  return handedOverAt.get(eventId) ?? Infinity;
}

export function memberOf({ members }: Truth, key: IdentityKey): Member | undefined {
  return members.find((one) => one.key === key);
}

/** To the millisecond, as the API writes it. */
export function timeText(at: Instant | null | undefined): string {
  if (at === null || at === undefined || !Number.isFinite(at)) return "never";
  return new Date(at).toISOString().slice(11, 23);
}
