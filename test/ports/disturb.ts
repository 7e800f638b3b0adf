/** Ports of which a chosen call goes wrong, in the ways in which a call can. */
import { TransientError } from "../../functions/application/ports.ts";
import { around } from "./around.ts";
import type { PortCall } from "./around.ts";

export type Way =
  /** It failed and did nothing. */
  | "failBefore"
  /** It was done, and its answer was lost. */
  | "failAfter"
  /** Somebody else wrote first. */
  | "lost"
  /** The process dies before it, or when it is done. */
  | "killBefore"
  | "killAfter";

const KILLED: readonly Way[] = ["killBefore", "killAfter"];
const FAILED: readonly Way[] = ["failBefore", "failAfter"];

/** In which ways a call of that name can go wrong. What is only asked, and not outside the process, cannot. */
export function waysOf(name: string): readonly Way[] {
  if (name === "clock.now" || name === "random") return [];
  if (/^(log|clock)\./.test(name)) return KILLED;
  const ways = [...FAILED, ...KILLED];
  return /\breplace[^.]*$/.test(name) ? [...ways, "lost"] : ways;
}

export interface Disturbance {
  /** Asked at each call. */
  readonly choose: (call: PortCall) => Way | undefined;
  /** Ends the process; nothing that it does afterwards may have an effect. */
  readonly kill?: () => void;
}

export function disturb<T extends object>(ports: T, { choose, kill = () => {} }: Disturbance): T {
  return around(ports, (call) => {
    const way = choose(call);
    switch (way) {
      case undefined:
        return call.perform();
      case "failBefore":
        return failed(call.name);
      case "failAfter":
        return afterwards(call, () => failed(call.name));
      case "lost":
        return Promise.resolve();
      case "killBefore":
        return kill();
      case "killAfter":
        return afterwards(call, kill);
      default:
        return way satisfies never;
    }
  });
}

/** A store or a queue that fails throws; a provider's failure is an outcome. */
function failed(name: string): Promise<unknown> {
  const error = `${name} does not answer`;
  return name === "sender.send"
    ? Promise.resolve({ name: "transient", error })
    : Promise.reject(new TransientError(error));
}

function afterwards({ perform }: PortCall, act: () => unknown): unknown {
  const answer = perform();
  return answer instanceof Promise ? answer.then(act) : act();
}
