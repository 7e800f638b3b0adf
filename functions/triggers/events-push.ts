/** Event Grid's push to the same use case, for those who subscribe the Function itself. */
import type { EventGridHandler } from "@azure/functions";

export interface EventGridApp {
  eventGrid(name: string, options: { handler: EventGridHandler }): void;
}

/** A throw fails the delivery, and Event Grid repeats it. */
export function registerEventsPush(app: EventGridApp, receive: (body: unknown) => Promise<void>): void {
  app.eventGrid("events-push", { handler: receive });
}
