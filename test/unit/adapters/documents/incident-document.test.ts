/** Documents refuse keys that would hide them for ever. */
import { describe, expect, it } from "vitest";
import { checkDocumentId } from "../../../../functions/adapters/documents/container.ts";
import { deliveryToDocument } from "../../../../functions/adapters/documents/delivery-document.ts";
import {
  incidentToDocument,
  membersToDocument,
} from "../../../../functions/adapters/documents/incident-document.ts";
import { deliveryOf, incidentOf, T0 } from "../../../contract/store/samples.ts";

describe("documents that nobody would find again", () => {
  it("are not made of an incident whose id does not name its group", () => {
    expect(() => incidentToDocument({ ...incidentOf(), group: "h!other" })).toThrow(/not of the group/);
    expect(() => incidentToDocument({ ...incidentOf(), id: "x", group: "h!other" })).toThrow(
      /not of the group/,
    );
  });

  it("are not made of a delivery whose id does not name its incident", () => {
    expect(() => deliveryToDocument({ ...deliveryOf(), id: "opening!sms" })).toThrow(/not of the incident/);
    expect(() => deliveryToDocument({ ...deliveryOf(), group: "h!other" })).toThrow(/not of the incident/);
  });

  it("are not made of more than 1,000 members", () => {
    const members = Array.from({ length: 1001 }, (_, i) => ({ key: `h!${i}`, from: T0 }));
    expect(() => membersToDocument("h!a!x", 0, members)).toThrow(/members/);
  });

  it.each(["", "a/b", "a\\b", "a#b", "a?b", "é".repeat(512)])("have no id like %j", (id) => {
    expect(() => checkDocumentId(id)).toThrow(/id/);
  });
});
