/** The root-cause table: whichever of agent, hub, module and leaf are out, who is told what, and of which cause. */
import { describe, expect, test } from "vitest";
import type { Cause } from "../../functions/domain/notice.ts";
import type { Grouping } from "../../functions/domain/policy.ts";
import { OSLO, all, linesToBoth, outage, told } from "./topology-story.ts";
import type { World } from "./world.ts";

const [AGENT, HUB, SENSOR, LEAF] = [
  "gw-oslo/$edgeAgent",
  "gw-oslo/$edgeHub",
  "gw-oslo/SimulatedTemperatureSensor",
  "leaf-1",
];
const EVERYBODY = [AGENT, HUB, SENSOR, LEAF];

/** Every subset of the four. */
const OUT = Array.from({ length: 2 ** EVERYBODY.length }, (_, bits) =>
  EVERYBODY.filter((_name, index) => (bits >> index) % 2 === 1),
).map((out) => [out.join(", ") || "nobody", out] as const);

/** Of who is out in its own right: where that is more than the gateway, nothing is known that explains it all. */
function causeOf(out: readonly string[]): Cause | undefined {
  if (out.includes(HUB)) return out.includes(AGENT) ? "site" : "edgeHub";
  return out.includes(AGENT) && !out.includes(LEAF) ? "edgeAgent" : undefined;
}

function groupedBy(...groupBy: Grouping[]): typeof OSLO {
  return { ...OSLO, routes: OSLO.routes.map((route) => ({ ...route, groupBy })) };
}

function tellOf(out: readonly string[], policy = OSLO): Promise<World> {
  const others = EVERYBODY.filter((name) => !out.includes(name));
  return told([...all("Connected", others, 1, "08:00"), ...outage(out, "09:00", "09:20")], policy);
}

/** What was said of a subject, with its cause and what it is behind. */
function saidOf({ accepted }: World): unknown[] {
  return accepted
    .filter(({ target }) => target.channel === "sms")
    .map(({ notice: { word, subject, count, cause, via } }) => ({ word, subject, count, cause, via }))
    .toSorted((a, b) => (`${a.word} ${a.subject}` < `${b.word} ${b.subject}` ? -1 : 1));
}

function both(said: Readonly<Record<string, unknown>>): unknown[] {
  return ["OFFLINE", "RECOVERED"].map((word) => ({ word, cause: undefined, via: undefined, ...said }));
}

describe("a gateway's incident", () => {
  test.each(OUT)("with %s out is one, as the gateway's group is", async (_title, out) => {
    const world = await tellOf(out);
    const count = out.length;
    const isLeafAlone = count === 1 && out.includes(LEAF);
    const leaf = both({ subject: LEAF, count, via: "gw-oslo" });
    const gateway = both({ subject: "gw-oslo", count, cause: causeOf(out) });
    expect(saidOf(world)).toEqual(count === 0 ? [] : isLeafAlone ? leaf : gateway);
    const subject = isLeafAlone ? LEAF : "gw-oslo";
    const lines = [`09:05:30 OFFLINE ${subject} ×${count}`, `09:21:30 RECOVERED ${subject} ×${count}`];
    expect(linesToBoth(world)).toEqual(count === 0 ? [] : lines);
  });

  test.each(OUT)(
    "with %s out holds a leaf of a group of its own only while $edgeHub is out",
    async (_title, out) => {
      const world = await tellOf(out, groupedBy("device"));
      const behind = out.includes(HUB) ? out : out.filter((name) => name !== LEAF);
      const own = out.filter((name) => !behind.includes(name));
      const gateway =
        behind.length === 0 ? [] : both({ subject: "gw-oslo", count: behind.length, cause: causeOf(behind) });
      const leaf = own.length === 0 ? [] : both({ subject: LEAF, count: 1, via: "gw-oslo" });
      expect(saidOf(world)).toHaveLength(gateway.length + leaf.length);
      expect(saidOf(world)).toEqual(expect.arrayContaining([...gateway, ...leaf]));
      expect(world.messages).toHaveLength(2 * (gateway.length + leaf.length));
    },
  );
});

describe("the cause", () => {
  test("is that at the moment of the message: two minutes between the two modules neither name the wrong one nor are growth", async () => {
    const world = await told([
      ...outage([AGENT], "09:02", "09:20"),
      ...outage([HUB, SENSOR, LEAF], "09:00", "09:20"),
    ]);
    expect(linesToBoth(world)).toEqual(["09:05:30 OFFLINE gw-oslo ×4", "09:21:30 RECOVERED gw-oslo ×4"]);
    expect(world.accepted.map(({ notice }) => notice.cause)).toEqual(Array(4).fill("site"));
  });

  test("is edgeHub where the agent was out too and is back before the message", async () => {
    const world = await told([
      ...outage([AGENT], "09:00", "09:03"),
      ...outage([HUB, LEAF], "09:00", "09:20"),
    ]);
    expect(linesToBoth(world)).toEqual(["09:05:30 OFFLINE gw-oslo ×2", "09:21:30 RECOVERED gw-oslo ×2"]);
    expect(world.accepted.map(({ notice }) => notice.cause)).toEqual(Array(4).fill("edgeHub"));
  });
});
