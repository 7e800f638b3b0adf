import { describe, expect, test } from "vitest";
import { childrenOf } from "../../../functions/application/children-of.ts";
import type { Connection } from "../../../functions/domain/connection.ts";
import { identityName } from "../../../functions/domain/identity.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { STATES, connection, device, module } from "../../integration/api/seed.ts";
import { T0 } from "../domain/histories.ts";
import { POLICY } from "../domain/policies.ts";
import { makeSetting } from "./setting.ts";

const above = (parent: string, ...children: readonly string[]) => ({ parent, children });
const offline = (id: string, parent?: string): Connection =>
  connection(
    device(id),
    STATES.offline,
    parent === undefined ? {} : { registry: { at: T0, enabled: true, parent } },
  );

interface Asked {
  readonly topology?: Policy["topology"];
  readonly isGateway?: boolean;
}

/** The names of those below gw. */
async function below(
  connections: readonly Connection[],
  { topology = [], isGateway = true }: Asked = {},
): Promise<string[]> {
  const { deps, store } = makeSetting();
  for (const one of connections) await store.connections.create(one);
  const found = await childrenOf({ ...deps, policy: { ...POLICY, topology } }, device("gw"), isGateway);
  return found.map(({ value }) => identityName(value.identity)).toSorted();
}

describe("who is below a device", () => {
  test.each<[string, readonly Connection[], Policy["topology"], readonly string[]]>([
    ["by id", [offline("a"), offline("b"), offline("c")], [above("gw", "a", "c")], ["a", "c"]],
    [
      "by a pattern, wherever its star is",
      ["oslo-1-x", "oslo-1-y", "oslo-x", "bergen-x"].map((id) => offline(id)),
      [above("gw", "oslo-*-x")],
      ["oslo-1-x"],
    ],
    ["by a pattern of everybody, but for itself", [offline("a"), offline("gw")], [above("gw", "*")], ["a"]],
    ["with its modules", [offline("a"), down(module("a", "m"))], [above("gw", "a")], ["a", "a/m"]],
    ["by the registry", [offline("a", "gw"), offline("b", "other")], [], ["a"]],
    [
      "by the policy, whatever the registry says",
      [offline("a", "gw"), offline("b", "other")],
      [above("gw", "b"), above("other", "a")],
      ["b"],
    ],
    [
      "by several entries, once",
      [offline("oslo-1", "gw")],
      [above("gw", "oslo-*", "oslo-1"), above("gw", "*1")],
      ["oslo-1"],
    ],
    ["below another one as well", [offline("a")], [above("gw", "a"), above("b", "a")], ["a"]],
    ["not by another one's entry", [offline("a")], [above("gw-2", "a", "*")], []],
    ["never on another hub", [connection(device("a", "other"), STATES.offline)], [above("gw", "a", "*")], []],
  ])("%s", async (_title, connections, topology, names) => {
    expect(await below(connections, { topology })).toEqual(names);
  });

  test("is who is disconnected, whether or not that is known to be an outage", async () => {
    const states = Object.entries(STATES).map(([name, state]) => connection(device(name), state));
    for (const child of [["*"], Object.keys(STATES)]) {
      expect(await below(states, { topology: [above("gw", ...child)] })).toEqual(["offline", "suspect"]);
    }
  });

  test("of a gateway are its modules, but for its system modules and itself", async () => {
    const all = ["$edgeAgent", "$edgeHub", "sensor", "m"].map((id) => down(module("gw", id)));
    expect(await below([offline("gw"), ...all])).toEqual(["gw/m", "gw/sensor"]);
  });

  test("of a device that is no gateway is whom the policy puts there", async () => {
    const all = [offline("a", "gw"), offline("b"), down(module("gw", "m"))];
    expect(await below(all, { topology: [above("gw", "b")], isGateway: false })).toEqual(["b"]);
  });

  test("is everybody, however many match", async () => {
    const all = Array.from({ length: 1_001 }, (_, index) => offline(`leaf-${index}`));
    expect(await below(all, { topology: [above("gw", "leaf-*")] })).toHaveLength(1_001);
  });
});

function down(identity: Connection["identity"]): Connection {
  return connection(identity, STATES.offline);
}
