/** What a drill's end says: whether it passed, and if not, where it stopped and which page of the manual helps. */
import type { Delivery, Drill } from "./answers.ts";
import { wordsOfDelivery } from "./rows.ts";
import { Trouble } from "./trouble.ts";
import type { Page } from "./trouble.ts";

interface Circumstances {
  readonly receivers: readonly string[];
  readonly timeoutMs: number;
  /** Messages in each poison queue, by its name. */
  readonly poison: Readonly<Record<string, number>>;
}

/** @returns undefined where the drill passed. */
export function judgeDrill(drill: Drill, circumstances: Circumstances): Trouble | undefined {
  const lost = drill.deliveries.find(({ state }) => state === "failed" || state === "dead");
  if (lost !== undefined) return undelivered(lost);
  const hop = drill.hops.find(({ at }) => at === null);
  if (hop !== undefined) return stuckAt(hop.name, circumstances);
  const open = drill.deliveries.find(({ state }) => state !== "sent");
  if (open !== undefined) return undelivered(open);
  if (circumstances.receivers.length > 0 && drill.deliveries.length === 0) {
    return new Trouble("undelivered", "No message was made for any of the receivers.", {
      page: "No alerts",
      advice: "Do they have a place to send to in the policy file that was deployed?",
    });
  }
  if (drill.state === "passed") return undefined;
  const words = drill.state === "failed" ? "The app says that it failed" : "The app has not ended it";
  return new Trouble("stuck", `${words}, though every hop and delivery is there.`, { page: "No alerts" });
}

const STUCK: Readonly<Record<string, { readonly page: Page; readonly advice: string }>> = {
  events: {
    page: "No alerts",
    advice: "Does the Function events run, and may the app's identity read its queue?",
  },
  deadlines: {
    page: "Late alerts",
    advice: "Does the Function deadlines run? Without an instance that is always ready it may start late.",
  },
  notifications: {
    page: "Late alerts",
    advice:
      "Does the Function notifications run? Without an instance that is always ready it may start late.",
  },
};

function stuckAt(hop: string, { timeoutMs, poison }: Circumstances): Trouble {
  const queue = `${hop}-poison`;
  const poisoned = poison[queue] ?? 0;
  const sentence = `The hop ${hop} has not come within ${timeoutMs / 1_000} s.`;
  if (poisoned === 0) return new Trouble("stuck", sentence, { page: "Late alerts", ...STUCK[hop], at: hop });
  const advice = `${queue} holds ${poisoned}: the log says why they failed.`;
  return new Trouble("stuck", sentence, { page: "Poison", advice, at: hop });
}

function undelivered(delivery: Delivery): Trouble {
  const error = delivery.error ?? "";
  const [page, advice]: readonly [Page, string] = /\b40[134]\b|credential/.test(error)
    ? ["Rotated keys", "Does the vault still hold the address or the key that its provider takes?"]
    : /\b429\b|throttled/.test(error)
      ? ["Throttling", "The provider takes no more for now; the app goes on trying."]
      : delivery.state === "failed"
        ? ["Rotated keys", "Mend the receiver in the policy file or its secret, and run the drill again."]
        : ["Late alerts", "The app goes on trying for as long as the policy says."];
  const sentence = `${delivery.receiver}: ${wordsOfDelivery(delivery)}.`;
  const isTold = delivery.state === "failed" || delivery.state === "dead";
  return new Trouble("undelivered", sentence, { page, advice, at: delivery.receiver, isTold });
}
