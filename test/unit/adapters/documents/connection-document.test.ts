/** A connection survives its document whole, in a document that stays small. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  connectionFromDocument,
  connectionToDocument,
} from "../../../../functions/adapters/documents/connection-document.ts";
import { checkDocumentId } from "../../../../functions/adapters/documents/container.ts";
import type { Connection } from "../../../../functions/domain/connection.ts";
import { connectionOf, sequence, T0 } from "../../../contract/store/samples.ts";
import * as arbitrary from "./arbitraries.ts";

const eventId = (i: number) => `8a2c0b1e-4b7d-4a51-9c3e-${String(i).padStart(12, "0")}`;

function withRecent(count: number): Connection {
  return connectionOf(
    { hub: "contoso-hub", deviceId: "rpihat2", moduleId: "$edgeAgent" },
    {
      recent: Array.from({ length: count }, (_, i) => ({
        kind: i % 2 === 0 ? "disconnected" : "connected",
        sequence: sequence(i),
        at: T0 + i,
        eventId: eventId(i),
        noticedAt: T0 + i + 500,
      })),
    },
  );
}

const bytes = (connection: Connection) => JSON.stringify(connectionToDocument(connection)).length;

describe("the document of a connection", () => {
  it("gives back the connection that it was made of, through JSON", () => {
    fc.assert(
      fc.property(arbitrary.connection, (connection) => {
        const json = JSON.stringify(connectionToDocument(connection));
        expect(connectionFromDocument(JSON.parse(json))).toEqual(connection);
      }),
      { numRuns: 500 },
    );
  });

  it("has keys that every store takes", () => {
    fc.assert(
      fc.property(arbitrary.connection, (connection) => {
        const { id, pk } = connectionToDocument(connection);
        checkDocumentId(id);
        expect(id === pk || id.startsWith(`${pk}!`)).toBe(true);
      }),
    );
  });

  it("shows at the top level what is queried, only while it applies", () => {
    const cause = sequence(1);
    const identity = { hub: "contoso-hub", deviceId: "a" };
    const owed = { since: T0 + 7, records: [], archive: [], incident: true };
    const outage = { id: "contoso-hub!a!x", outAt: T0, noticedAt: T0 };
    const state = { name: "suspect", since: T0, cause, deadline: T0 + 5 } as const;
    expect(
      connectionToDocument(connectionOf(identity, { state, owed, incidents: { outage } })),
    ).toMatchObject({
      id: "contoso-hub!a",
      pk: "contoso-hub!a",
      hub: "contoso-hub",
      deviceId: "a",
      state: "suspect",
      deadline: T0 + 5,
      owedSince: T0 + 7,
      incident: "contoso-hub!a!x",
    });
    const plain = JSON.parse(JSON.stringify(connectionToDocument(connectionOf(identity))));
    const optional = ["deadline", "owedSince", "incident", "parent", "registry", "edge", "held", "wakeAt"];
    for (const field of optional) expect(plain).not.toHaveProperty(field);
  });

  it("names the device above it, as the registry knows it, by its key", () => {
    const registry = { at: T0, enabled: true, parent: "gw #1" };
    const of = (facts: Connection["registry"]): unknown =>
      connectionToDocument(connectionOf({ hub: "contoso-hub", deviceId: "a" }, { registry: facts }));
    expect(of(registry)).toMatchObject({
      parent: "contoso-hub!gw%20%231",
      registry: { at: T0, enabled: true },
    });
    expect(JSON.parse(JSON.stringify(of({ at: T0, enabled: true })))).not.toHaveProperty("parent");
  });

  it("takes about a kilobyte with two events, and less than eight with 48", () => {
    expect(JSON.stringify(connectionToDocument(withRecent(2)))).not.toContain('"000');
    expect(bytes(withRecent(2))).toBeLessThan(1_024);
    expect(bytes(withRecent(48))).toBeLessThan(8_192);
  });
});
