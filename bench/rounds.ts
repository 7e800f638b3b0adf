/** Two things measured in turns, A B A B …, so that whatever else the machine does meanwhile falls on both. */
import { spreadOf } from "./statistics.ts";
import type { Spread } from "./statistics.ts";

/** One round of work; gives what was measured, in whatever unit both sides share. */
export type Round = (round: number) => number | Promise<number>;

export interface Compared {
  readonly product: Spread;
  readonly floor: Spread;
  /** Product by floor, of each pair of rounds that followed one another. */
  readonly ratio: Spread;
}

export interface Turns {
  readonly product: Round;
  readonly floor: Round;
  /** Counted rounds of each; at least nine. */
  readonly rounds: number;
  /** Rounds of each before those, in which the engine compiles what is hot. */
  readonly warmUp: number;
}

/** Nothing is collected by force in between: that would throw away compiled code, and measure the compiler. */
export async function inTurns({ product, floor, rounds, warmUp }: Turns): Promise<Compared> {
  const pairs: { readonly product: number; readonly floor: number }[] = [];
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const pair = { product: await product(round), floor: await floor(round) };
    if (round >= warmUp) pairs.push(pair);
  }
  return {
    product: spreadOf(pairs.map((pair) => pair.product)),
    floor: spreadOf(pairs.map((pair) => pair.floor)),
    ratio: spreadOf(pairs.map((pair) => pair.product / pair.floor)),
  };
}
