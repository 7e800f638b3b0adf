/** Single things that can go wrong in a run, each as a change of its facts. */
import type { Facts } from "../../../../dev/chaos/compare/facts.ts";
import type { SeenIdentity, SeenIncident, SeenTransition } from "../../../../dev/chaos/seen/read-app.ts";
import type { SeenMessage } from "../../../../dev/chaos/seen/read-messages.ts";

export type Sabotage = (facts: Facts) => Facts;

export const identity =
  (key: string, change: Partial<SeenIdentity>): Sabotage =>
  (facts) => ({
    ...facts,
    app: {
      ...facts.app,
      identities: new Map(
        [...facts.app.identities].map(([own, one]) => [own, own === key ? { ...one, ...change } : one]),
      ),
    },
  });

export const history =
  (key: string, change: (seen: readonly SeenTransition[]) => readonly SeenTransition[]): Sabotage =>
  (facts) => ({
    ...facts,
    app: {
      ...facts.app,
      histories: new Map(
        [...facts.app.histories].map(([own, seen]) => [own, own === key ? change(seen) : seen]),
      ),
    },
  });

export const incident =
  (code: string, change: (seen: SeenIncident) => Partial<SeenIncident>): Sabotage =>
  (facts) => ({
    ...facts,
    app: {
      ...facts.app,
      incidents: facts.app.incidents.map((one) => (one.code === code ? { ...one, ...change(one) } : one)),
    },
  });

export const messages =
  (change: (seen: readonly SeenMessage[]) => readonly SeenMessage[]): Sabotage =>
  (facts) => ({ ...facts, messages: change(facts.messages) });

export const without = (place: number): Sabotage => messages((seen) => seen.toSpliced(place, 1));
export const again = (place: number): Sabotage =>
  messages((seen) => seen.toSpliced(place, 0, ...seen.slice(place, place + 1)));
export const said = (place: number, from: string, to: string): Sabotage =>
  messages((seen) =>
    seen.map((one, index) => {
      const { claim } = one;
      if (index !== place || claim === undefined) return one;
      const changed = JSON.parse(JSON.stringify(claim).replace(from, to));
      return { ...one, claim: changed };
    }),
  );
