import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readEvents } from "../../../functions/adapters/event-grid/read-events.ts";
import { elementsOf } from "../../../functions/application/replay.ts";
import { cloudEvent, eventGridEvent, NOW } from "../adapters/event-grid/samples.ts";

const again = (value: object) => ({ name: "again", text: JSON.stringify(value) });

describe("elementsOf", () => {
  test("counts how often a message came back", () => {
    expect(elementsOf('{"a":1}')).toEqual([again({ a: 1, replays: 1 })]);
    expect(elementsOf('{"a":1,"replays":1}')).toEqual([again({ a: 1, replays: 2 })]);
    expect(elementsOf('{"replays":2,"a":1}')).toEqual([again({ a: 1, replays: 3 })]);
  });

  test("three times are enough; what is left is the message without its mark", () => {
    const exhausted = { name: "exhausted", text: '{"a":1}', value: { a: 1 } };
    expect(elementsOf('{"a":1,"replays":3}')).toEqual([exhausted]);
    expect(elementsOf('{"a":1,"replays":99}')).toEqual([exhausted]);
  });

  test.each(['"x"', "-1", "null", "0.5", "[]"])("a mark of %s is none", (mark) => {
    expect(elementsOf(`{"a":1,"replays":${mark}}`)).toEqual([again({ a: 1, replays: 1 })]);
  });

  test("an array becomes a message an element, each with its own count; an empty one is nothing", () => {
    expect(elementsOf('[{"a":1},{"a":2,"replays":1},3]')).toEqual([
      again({ a: 1, replays: 1 }),
      again({ a: 2, replays: 2 }),
      { name: "notAnObject", text: "3" },
    ]);
    expect(elementsOf("[]")).toEqual([]);
  });

  test.each(["3", "null", "true", "[[]]"])("%s cannot be marked", (text) => {
    expect(elementsOf(text)).toEqual([{ name: "notAnObject", text: text === "[[]]" ? "[]" : text }]);
  });

  test.each(["", "{", "hello", '"hello"'])("%j is no JSON to its handler", (text) => {
    expect(elementsOf(text)).toMatchObject([{ name: "notJson" }]);
  });

  test("JSON as text, and behind a byte order mark, is what it is to the handler", () => {
    expect(elementsOf(JSON.stringify('{"a":1}'))).toEqual([again({ a: 1, replays: 1 })]);
    expect(elementsOf('\uFEFF{"a":1}')).toEqual([again({ a: 1, replays: 1 })]);
  });

  test("what nests too deep to be written cannot be marked, and throws nothing", () => {
    const deep = `{"a":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
    expect(elementsOf(deep)).toEqual([{ name: "notAnObject", text: deep }]);
  });

  test.each([
    ["a CloudEvent", cloudEvent()],
    ["an event of the Event Grid schema", eventGridEvent()],
  ])("%s is the same event with the mark", async (_, event) => {
    const [element] = elementsOf(JSON.stringify(event));
    const [unmarked, marked] = await Promise.all([readEvents(event, NOW), readEvents(element?.text, NOW)]);
    expect(element?.text).toContain('"replays":1');
    expect(unmarked.accepted).toHaveLength(1);
    expect(marked).toEqual(unmarked);
  });

  test("whatever a message holds, it circles three times and comes out as it went in", () => {
    const message = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })).map((value) => {
      const { replays: _, ...content } = value;
      return content;
    });
    fc.assert(
      fc.property(message, (content) => {
        let text = JSON.stringify(content);
        for (let round = 1; round <= 3; round += 1) {
          const [element] = elementsOf(text);
          expect(element?.name).toBe("again");
          text = element?.text ?? "";
          expect(JSON.parse(text)).toEqual({ ...JSON.parse(JSON.stringify(content)), replays: round });
        }
        expect(elementsOf(text)).toMatchObject([{ name: "exhausted", text: JSON.stringify(content) }]);
      }),
    );
  });
});
