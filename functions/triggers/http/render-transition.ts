/** A transition as JSON. */
import type { TransitionView } from "../../application/queries/list-transitions.ts";
import { time } from "./render-time.ts";
import type { TransitionAnswer } from "./shapes/transition-shape.ts";

export function renderTransition({ transition, life }: TransitionView): TransitionAnswer {
  return {
    state: transition.state,
    at: time(transition.at),
    noticedAt: time(transition.noticedAt),
    cause: transition.cause ?? null,
    source: transition.source,
    life,
    hidden: transition.hidden ?? false,
    retractedAt: time(transition.retractedAt),
  };
}
