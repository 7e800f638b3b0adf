import { stripVTControlCharacters } from "node:util";

import { expect, it } from "vitest";

import { readableLine } from "../../../dev/start/log-line.ts";

const lineOf = (fields: object) => {
  const line = readableLine(JSON.stringify(fields));
  return line === undefined ? undefined : stripVTControlCharacters(line).replaceAll(/ {2,}/g, " | ");
};

it.for([
  [
    {
      event: "decision",
      hub: "h",
      deviceId: "d",
      moduleId: "$edgeHub",
      state: "offline",
      reason: "graceOver",
    },
    "d/$edgeHub | offline (graceOver)",
  ],
  [
    { event: "decision", hub: "h", deviceId: "d", reason: "duplicate", state: "online" },
    "d | online (duplicate)",
  ],
  [
    {
      event: "delivery",
      delivery: "h!d!1!opening!workflow%3Aops",
      attempts: 2,
      reason: "accepted",
      state: "sent",
    },
    "workflow:ops | opening sent (accepted) attempt 2",
  ],
  [{ event: "look", incident: "h!d!1", members: 3, reason: "open" }, "incident h!d!1 | open (members: 3)"],
  [
    { event: "rejected", id: "1", reason: "badTime", detail: "no time" },
    "rejected | id=1 reason=badTime detail=no time",
  ],
  [{ event: "swept", overdue: 0, failed: 0 }, undefined],
  [{ event: "swept", overdue: 2, failed: 0 }, "swept | overdue=2 failed=0"],
  [
    { event: "swept", overdue: 0, queues: { events: { dueS: 0, length: 0 } }, waitingS: { overdue: 0 } },
    undefined,
  ],
  [
    { event: "swept", overdue: 0, queues: { deadlines: { dueS: null } } },
    'swept | overdue=0 queues={"deadlines":{"dueS":null}}',
  ],
] as const)("reads %j", ([fields, expected]) => {
  expect(lineOf(fields)).toBe(expected);
});

it("leaves other text as it is", () => {
  expect(readableLine("started")).toBe("started");
  expect(readableLine('{"no":"event"}')).toBe('{"no":"event"}');
});
