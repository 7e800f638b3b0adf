/** The check of the queries finds what would be wrong with one. */
import { describe, expect, it, test } from "vitest";
import { findFaults } from "./find-faults.ts";
import { shape } from "./shape.ts";

const written = new Map([
  ["delivery", shape([["state", shape([], ["sent", "failed"])]])],
  ["swept", shape([["queues", shape([["events", shape([["dueS", shape([])]])]])]])],
]);

const sound = `AppTraces | where Message startswith '{"event":"delivery"' | extend line = parse_json(Message)
    | where tostring(line.state) in ('sent', 'failed') | summarize sent = count() by bin(TimeGenerated, 5m)`;

describe("a query", () => {
  it("without a fault has none", () => expect(findFaults(sound, written)).toEqual([]));

  test.each([
    ["another event", '"delivery"', '"delivered"', "no line is a delivered"],
    ["another field", "line.state", "line.outcome", "no such line has outcome"],
    ["a field inside a word", "line.state", "line.state.name", "no such line has state.name"],
    ["another word", "'failed'", "'refused'", "state is never refused"],
    ["another table", "AppTraces", "traces", "'traces' does not refer to any known"],
    ["another column", "TimeGenerated", "Timestamp", "'Timestamp' does not refer to any known"],
    ["a misspelt function", "parse_json", "parsejsn", "'parsejsn' does not refer to any known"],
    [
      "a word of the language for a name",
      "sent = count",
      "sent = count() | where latest > 1 | summarize sent = count",
      "bracket",
    ],
    ["a bracket too few", "5m)", "5m", "Expected: )"],
    ["a bracket too many", "count()", "count())", "unexpected"],
    ["a text that does not end", "'sent'", "'sent", "Expected: )"],
  ])("with %s is found out", (_name, from, to, fault) => {
    expect(findFaults(sound.replace(from, to), written).join("\n")).toContain(fault);
  });

  it("of queues by name is checked for each name", () => {
    const query = `AppTraces | where Message startswith '{"event":"swept"' | extend line = parse_json(Message)
      | mv-expand queue = dynamic(["events", "letters"]) to typeof(string)
      | where tolong(line.queues[queue].dueS) > 300`;
    expect(findFaults(query, written)).toEqual(["no such line has queues.letters.dueS"]);
  });
});
