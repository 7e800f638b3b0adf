import { expect, test } from "vitest";
import { findOrOpen } from "../../../functions/application/open-incident.ts";
import { joinIncident } from "../../../functions/application/join-incident.ts";
import type { Membership } from "../../../functions/domain/connection.ts";
import { decide, unknownConnection } from "../../../functions/domain/decide.ts";
import { groupOf } from "../../../functions/domain/group.ts";
import { ofKind } from "../../../functions/domain/incident.ts";
import { IDENTITY, SETTINGS, T0, down } from "../domain/histories.ts";
import { POLICY } from "../domain/policies.ts";
import { makeSetting, stored } from "./setting.ts";

const NOW = T0 + 60_000;

test.each<readonly [string, Partial<Membership>, number]>([
  ["who was behind another one in it was a member all the time", {}, T0 + 7],
  ["who was no member any more is one from now on", { goneAt: T0 + 9 }, NOW],
])("who flaps, too, joins in its own right: %s", async (_title, former, joinedAt) => {
  const setting = makeSetting();
  setting.now = NOW;
  const { deps, store } = setting;
  const group = ofKind(groupOf(IDENTITY, POLICY), "flapping");
  const opening = { opener: "contoso-hub!other", openedAt: T0, dueAt: NOW };
  const { id } = (await findOrOpen(deps, group, opening)).incident;
  const flapping = { id, outAt: T0, noticedAt: T0 + 7, joinedAt: T0 + 7, behind: true, ...former } as const;
  const suspect = decide(unknownConnection(IDENTITY), down(1, 0), SETTINGS, T0).next;
  const value = { ...suspect, incidents: { flapping } };
  const version = (await store.connections.create(value)) ?? "";
  const joining = { kind: "flapping", since: NOW, isLast: true, isRest: false } as const;
  await joinIncident(deps, { value, version }, joining);
  const part = (await stored(setting)).incidents.flapping;
  expect(part).toMatchObject({ id, noticedAt: NOW, joinedAt });
  expect([part?.behind, part?.goneAt]).toEqual([undefined, undefined]);
});
