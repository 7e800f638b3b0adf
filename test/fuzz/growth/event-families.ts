/** Bodies of any size that are hard on a reader of events. */
import { cloudEvent, connectionData } from "../../unit/adapters/event-grid/samples.ts";
import type { Family } from "./policy-families.ts";

const GOOD = JSON.stringify(cloudEvent());

function list(element: string): (characters: number) => string {
  return (characters) =>
    `[${Array.from({ length: Math.ceil(characters / (element.length + 1)) }, () => element).join(",")}]`;
}

function withText(change: (text: string) => object): (characters: number) => string {
  return (characters) => JSON.stringify([change("x".repeat(characters))]);
}

function deep(characters: number): string {
  return "[".repeat(characters / 2) + "]".repeat(characters / 2);
}

const shallow = "[".repeat(40) + "]".repeat(40);

export const EVENT_FAMILIES: readonly Family[] = [
  ["events", list(GOOD)],
  ["numbers", list("0")],
  ["objects", list("{}")],
  ["lists", list("[]")],
  ["events of which only the beginning is there", list('{"specversion":"1.0"}')],
  ["nested lists", list(shallow)],
  ["one deep list", deep],
  [
    "an event with a deep attribute",
    (characters) => GOOD.replace('"subject"', `"x":${deep(characters)},"subject"`),
  ],
  ["an event with deep data", (characters) => GOOD.replace('"hubName"', `"x":${deep(characters)},"hubName"`)],
  [
    "a type and deep data",
    (characters) =>
      GOOD.replace("DeviceConnected", "Other").replace('"hubName"', `"x":${deep(characters)},"hubName"`),
  ],
  ["an id", withText((id) => cloudEvent({ id }))],
  ["a type", withText((type) => cloudEvent({ type }))],
  ["a source", withText((text) => cloudEvent({ source: text.replaceAll("x", "/") }))],
  ["a device's id", withText((deviceId) => cloudEvent({ data: connectionData({ deviceId }) }))],
  ["a hub", withText((hubName) => cloudEvent({ data: connectionData({ hubName }) }))],
  [
    "a sequence",
    withText((text) =>
      cloudEvent({
        data: connectionData({
          deviceConnectionStateEventInfo: { sequenceNumber: text.replaceAll("x", "1") },
        }),
      }),
    ),
  ],
  [
    "a time's fraction",
    withText((text) => cloudEvent({ time: `2022-11-07T11:00:25.${text.replaceAll("x", "1")}Z` })),
  ],
  [
    "a time that nearly is one",
    withText((text) => cloudEvent({ time: `2022-11-07T11:00:25.${text.replaceAll("x", "1")}` })),
  ],
  ["a text for data", withText((text) => cloudEvent({ data: text.replaceAll("x", "[") }))],
  ["base64", withText((text) => cloudEvent({ data: undefined, data_base64: text.slice(text.length % 4) }))],
  [
    "attributes",
    (characters) =>
      GOOD.replace(
        '"subject"',
        `${Array.from({ length: characters / 12 }, (_, index) => `"k${index}":1,`).join("")}"subject"`,
      ),
  ],
  [
    "fields of data",
    (characters) =>
      GOOD.replace(
        '"hubName"',
        `${Array.from({ length: characters / 12 }, (_, index) => `"k${index}":1,`).join("")}"hubName"`,
      ),
  ],
  ["one key", (characters) => GOOD.replace('"subject"', `${'"id":1,'.repeat(characters / 7)}"subject"`)],
  ["brackets", (characters) => "[".repeat(characters)],
  ["backslashes", (characters) => `"${"\\".repeat(characters)}`],
];
