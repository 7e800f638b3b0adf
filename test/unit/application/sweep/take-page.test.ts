import { describe, expect, test } from "vitest";
import { TransientError, UnreadableDocumentError } from "../../../../functions/application/ports.ts";
import type { Item } from "../../../../functions/application/sweep/chores.ts";
import { beginAt, takePage } from "../../../../functions/application/sweep/take-page.ts";
import type { Progress } from "../../../../functions/application/sweep/take-page.ts";
import { T0 } from "../../domain/histories.ts";
import { makeSetting } from "../setting.ts";

interface Todo {
  readonly name: string;
  readonly at: number;
  readonly fails?: Error;
}

/** A list out of which everything goes that is done, and what was asked of it. */
function makeList(todos: readonly Todo[]) {
  const open = new Set(todos.toSorted((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1)));
  const done: string[] = [];
  const asked: { readonly limit: number; readonly from: number | undefined }[] = [];
  const itemOf = (todo: Todo): Item => ({
    key: todo.name,
    lane: todo.name,
    at: todo.at,
    work: async () => {
      if (todo.fails !== undefined) throw todo.fails;
      done.push(todo.name);
      open.delete(todo);
    },
  });
  const list = async (limit: number, from?: number): Promise<Item[]> => {
    asked.push({ limit, from });
    return [...open]
      .filter(({ at }) => from === undefined || at >= from)
      .slice(0, limit)
      .map(itemOf);
  };
  return { chore: { kind: "overdue", list } as const, done, asked };
}

const { deps, log } = makeSetting();
const always = (): boolean => true;
const names = (count: number, at: (index: number) => number, fails?: Error): Todo[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `${fails === undefined ? "good" : "bad"}-${index}`,
    at: at(index),
    ...(fails === undefined ? {} : { fails }),
  }));
const unreadable = new UnreadableDocumentError("version 9");

async function takeAll(progress: Progress): Promise<void> {
  while (!progress.isOver) await takePage(deps, progress, always);
}

describe("takePage", () => {
  test("page after page, until there is nothing left, and nothing is asked for twice", async () => {
    const { chore, done, asked } = makeList(names(250, (index) => T0 + index));
    const progress = beginAt(chore, undefined);
    await takeAll(progress);
    expect(done).toHaveLength(250);
    expect(asked).toEqual([
      { limit: 100, from: undefined },
      { limit: 100, from: T0 + 99 },
      { limit: 100, from: T0 + 199 },
    ]);
    expect(progress).toMatchObject({ from: undefined, failed: 0 });
  });

  test("what fails is counted, tried once, and hides nothing behind it", async () => {
    const bad = names(350, (index) => T0 + index, unreadable);
    const { chore, done } = makeList([...bad, ...names(50, (index) => T0 + 1_000 + index)]);
    const progress = beginAt(chore, undefined);
    await takeAll(progress);
    expect(done).toHaveLength(50);
    expect(progress.failed).toBe(350);
    expect(log).toContainEqual(
      expect.objectContaining({ event: "sweep", kind: "overdue", reason: "failed" }),
    );
  });

  test("nor does it where all are of one instant", async () => {
    const { chore, done } = makeList([...names(350, () => T0, unreadable), ...names(50, () => T0)]);
    const progress = beginAt(chore, undefined);
    await takeAll(progress);
    expect(done).toHaveLength(50);
    expect(progress.failed).toBe(350);
  });

  test("what may not begin any more is where the next one goes on, and then at the beginning", async () => {
    const bad = names(3, (index) => T0 - 9 + index, unreadable);
    const { chore, done, asked } = makeList([...bad, ...names(60, (index) => T0 + index)]);
    const first = beginAt(chore, undefined);
    await takePage(deps, first, () => done.length < 20);
    expect(first.isOver).toBe(false);
    expect(first.from).toBeGreaterThanOrEqual(T0 + 20);
    expect(first.failed).toBe(3);

    const second = beginAt(chore, first.from);
    await takePage(deps, second, always);
    expect(done).toHaveLength(60);
    expect(second).toMatchObject({ isOver: false, failed: 0 });
    await takeAll(second);
    expect(asked.slice(1)).toEqual([
      { limit: 100, from: first.from },
      { limit: 100, from: undefined },
    ]);
    expect(second).toMatchObject({ from: undefined, failed: 3 });
  });

  test("a list that cannot be read is over for this time", async () => {
    const list = (): Promise<Item[]> => Promise.reject(new Error("400"));
    const progress = beginAt({ kind: "owing", list }, T0);
    await takePage(deps, progress, always);
    expect(progress).toMatchObject({ isOver: true, failed: 1, from: T0 });
  });

  test("a document that is contended for is one document's trouble", async () => {
    const busy = names(30, (index) => T0 + index, new TransientError("gave up on it"));
    const { chore, done } = makeList([...busy, ...names(30, (index) => T0 + 100 + index)]);
    const progress = beginAt(chore, undefined);
    await takeAll(progress);
    expect(done).toHaveLength(30);
    expect(progress.failed).toBe(30);
  });

  test("a store that does not answer ends it, before each document was tried", async () => {
    const away = new TransientError("503");
    const { chore } = makeList(names(100, (index) => T0 + index, away));
    const progress = beginAt(chore, undefined);
    const store = { ...deps.store, ping: () => Promise.reject(away) };
    await expect(takePage({ ...deps, store }, progress, always)).rejects.toThrow("503");
    expect(progress.failed).toBeLessThanOrEqual(8);
  });
});
