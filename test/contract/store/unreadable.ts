/** Documents of another version, or of no version at all: refused, left alone, and in nobody's way. */
import { describe, expect, it } from "vitest";
import type { DocumentBody } from "../../../functions/adapters/documents/container.ts";
import { UnreadableDocumentError } from "../../../functions/application/ports.ts";
import { connectionToDocument } from "../../../functions/adapters/documents/connection-document.ts";
import { recordToDocument } from "../../../functions/adapters/documents/transition-documents.ts";
import { useStore, type OpenStore } from "./harness.ts";
import { connectionOf, device, suspect, T0, transitionOf } from "./samples.ts";

const id = "contoso-hub!rpihat2";
const at = (deviceId: string) => ({ hub: "contoso-hub", deviceId });

const unreadable: [string, (body: DocumentBody) => DocumentBody][] = [
  ["an unknown version", (body) => ({ ...body, v: 2 })],
  ["a field too many", (body) => ({ ...body, surprise: true })],
  ["a field too few", (body) => ({ ...body, head: undefined })],
  ["a wrong type", (body) => ({ ...body, since: "yesterday" })],
  ["a sequence number that is none", (body) => ({ ...body, cause: "xyz" })],
];

export function describeUnreadable(open: OpenStore): void {
  describe("a document that cannot be read", () => {
    const harness = useStore(open);

    it.each(unreadable)("for %s is named, and overwritten by nothing", async (_, spoil) => {
      const { store, engine } = harness();
      const container = engine.container("connections");
      const spoilt = spoil(connectionToDocument(connectionOf(device)));
      await container.create(spoilt);
      const before = await container.read(spoilt.pk, id);

      const reading = store.connections.read(device);
      await expect(reading).rejects.toThrow(UnreadableDocumentError);
      await expect(reading).rejects.toThrow(/"contoso-hub!rpihat2" in connections/);
      expect(await store.connections.create(connectionOf(device))).toBeUndefined();
      expect(await container.read(spoilt.pk, id)).toEqual(before);
    });

    it("keeps no list from going on, and is reported", async () => {
      const { store, engine, unreadable: reported } = harness();
      for (const [i, name] of ["a", "b", "c", "d", "e"].entries()) {
        const body = connectionToDocument(suspect(at(name), T0 + i));
        await engine.container("connections").create(i < 3 ? { ...body, v: 2 } : body);
      }
      const names = (list: { identity: { deviceId: string } }[]) =>
        list.map(({ identity }) => identity.deviceId);
      expect(names(await store.connections.page({}, undefined, 2))).toEqual(["d", "e"]);
      expect(reported.map(({ message }) => /hub!(\w)"/.exec(message)?.[1])).toEqual(["a", "b", "c"]);
      // Whoever takes it up finds that it cannot be read, and says so.
      expect(names(await store.connections.overdue(T0 + 9, 2))).toEqual(["a", "b"]);
      expect((await store.connections.ofDeviceId("a")).length).toBe(0);
    });

    it("is not retracted over, and leaves the rest of a history readable", async () => {
      const { store, engine } = harness();
      const offline = transitionOf(device, T0, "offline");
      const body = { ...recordToDocument(offline), v: 2 };
      await engine.container("transitions").create(body);
      await store.transitions.record(transitionOf(device, T0 + 9, "online"));
      const retraction = store.transitions.record({ ...offline, retractedAt: T0 + 1 });
      await expect(retraction).rejects.toThrow(UnreadableDocumentError);
      const { transitions } = await store.transitions.history(device, undefined, 10);
      expect(transitions.map(({ state }) => state)).toEqual(["online"]);
    });
  });
}
