/** The card of each word, whole, and its size in the worst case. */
import { describe, expect, test } from "vitest";
import { workflowMessage } from "../../../../functions/adapters/teams/workflow-card.ts";
import { noticeText } from "../../../../functions/domain/notice-text.ts";
import type { Notice } from "../../../../functions/domain/notice.ts";

const offline: Notice = {
  word: "OFFLINE",
  code: "K7QM",
  incidentId: "contoso-hub!rpihat2!1",
  hub: "contoso-hub",
  subject: "rpi_hat2",
  count: 3,
  names: ["rpi_hat2/$edgeAgent", "rpi_hat2/$edgeHub", "rpi_hat2/SimulatedTemperatureSensor"],
  at: Date.parse("2026-11-21T13:02:10Z"),
  since: Date.parse("2026-11-21T13:02:10Z"),
  zone: "Europe/Oslo",
};
const recovered: Notice = { ...offline, word: "RECOVERED", until: offline.since + 20_000 };
const closed: Notice = { ...offline, word: "CLOSED", count: 1, names: [], reason: "deleted" };

const flapping: Notice = {
  ...offline,
  word: "FLAPPING",
  drops: 12,
  downSince: offline.since + 29 * 60_000,
  at: offline.since + 30 * 60_000,
};
const stable: Notice = { ...offline, word: "STABLE", drops: 12, until: offline.since + 3_600_000 };
const drill: Notice = { ...offline, word: "DRILL", names: [] };

const cardOf = (notice: Notice) => workflowMessage(notice).attachments[0].content;
/** Every text of the card in reading order. */
function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === "string" ? (["text", "title", "value"].includes(key) ? [inner] : []) : textsOf(inner),
  );
}

describe("workflowMessage", () => {
  test("OFFLINE says who, how many, since when, where and the code", () => {
    expect(textsOf(cardOf(offline))).toEqual([
      String.raw`OFFLINE rpi\_hat2`,
      "▼",
      "3 identities affected",
      "Out since",
      String.raw`14:02, 21 Nov \(Europe/Oslo\)`,
      "Hub",
      "contoso-hub",
      "Code",
      "K7QM",
      String.raw`rpi\_hat2/$edgeAgent, rpi\_hat2/$edgeHub, rpi\_hat2/SimulatedTemperatureSensor`,
    ]);
  });

  test("RECOVERED adds when it came back and how long it lasted", () => {
    const texts = textsOf(cardOf(recovered));
    expect(texts.slice(0, 3)).toEqual([String.raw`RECOVERED rpi\_hat2`, "▲", "3 identities back"]);
    expect(texts.slice(3, 9)).toEqual([
      "Out since",
      String.raw`14:02, 21 Nov \(Europe/Oslo\)`,
      "Back",
      String.raw`14:02, 21 Nov \(Europe/Oslo\)`,
      "Lasted",
      "20 s",
    ]);
  });

  test("UNDELIVERED says which message did not reach whom", () => {
    const missed = { word: "OFFLINE", to: "on_call (SMS)" } as const;
    const texts = textsOf(cardOf({ ...offline, word: "UNDELIVERED", missed }));
    expect(texts.slice(0, 3)).toEqual([
      String.raw`UNDELIVERED rpi\_hat2`,
      "✕",
      String.raw`OFFLINE did not reach on\_call \(SMS\); 3 identities affected`,
    ]);
  });

  test("FLAPPING says how often it dropped, since when, and whether it is out now", () => {
    expect(textsOf(cardOf(flapping))).toEqual([
      String.raw`FLAPPING rpi\_hat2`,
      "≈",
      "12 drops, out since 14:31; 3 identities affected",
      "Drops since",
      String.raw`14:02, 21 Nov \(Europe/Oslo\)`,
      "Hub",
      "contoso-hub",
      "Code",
      "K7QM",
      String.raw`rpi\_hat2/$edgeAgent, rpi\_hat2/$edgeHub, rpi\_hat2/SimulatedTemperatureSensor`,
    ]);
    const { downSince: _, ...connected } = flapping;
    expect(textsOf(cardOf(connected))[2]).toBe("12 drops, connected now; 3 identities affected");
  });

  test("STABLE says after how many drops, and since when there were none", () => {
    const texts = textsOf(cardOf(stable));
    expect(texts.slice(0, 3)).toEqual([
      String.raw`STABLE rpi\_hat2`,
      "―",
      "3 identities stable, after 12 drops",
    ]);
    expect(texts.filter((text) => /since|Lasted|Back/.test(text))).toEqual([
      "Drops since",
      "Stable since",
      "Lasted",
    ]);
  });

  test("DRILL says first that nothing is offline, and when it was sent", () => {
    expect(textsOf(cardOf(drill))).toEqual([
      String.raw`DRILL rpi\_hat2`,
      "◆",
      "Only a test, nothing is offline",
      "Sent",
      String.raw`14:02, 21 Nov \(Europe/Oslo\)`,
      "Code",
      "K7QM",
    ]);
  });

  test("CLOSED says why, counts one in the singular, and lists no names where there are none", () => {
    const texts = textsOf(cardOf(closed));
    expect(texts.slice(0, 4)).toEqual([
      String.raw`CLOSED rpi\_hat2`,
      "■",
      "Deleted from the hub: nothing is expected to come back.",
      "1 identity affected",
    ]);
    expect(texts.at(-1)).toBe("K7QM");
    expect(texts).not.toContain("Lasted");
  });

  test.each<[Notice, string]>([
    [
      { ...offline, cause: "site" },
      "The site's power or its uplink failed: edgeAgent and edgeHub are both out.",
    ],
    [
      { ...offline, cause: "edgeHub" },
      "edgeHub failed: the gateway's modules and the devices behind it cannot reach the hub.",
    ],
    [
      { ...offline, cause: "edgeAgent" },
      "edgeAgent failed: data still flows, but the gateway cannot be managed.",
    ],
    [{ ...recovered, cause: "site" }, "The site's power or its uplink had failed."],
    [{ ...flapping, cause: "edgeAgent", downSince: undefined }, "edgeAgent keeps failing."],
    [{ ...stable, cause: "edgeHub" }, "edgeHub had kept failing."],
  ])("$word says what failed, on a line of its own under the headline", (notice, sentence) => {
    const { cause: _, ...unexplained } = notice;
    const texts = textsOf(cardOf(unexplained));
    expect(textsOf(cardOf(notice))).toEqual(texts.toSpliced(2, 0, sentence));
  });

  test("CLOSED says why first, then what had failed", () => {
    expect(textsOf(cardOf({ ...closed, reason: "disabled", cause: "site" })).slice(2, 5)).toEqual([
      "Disabled in the hub: nothing is expected to come back.",
      "The site's power or its uplink had failed.",
      "1 identity affected",
    ]);
  });

  test("UNDELIVERED says first that a message was lost, then what had failed", () => {
    const missed = { word: "RECOVERED", to: "ops" } as const;
    const texts = textsOf(cardOf({ ...offline, word: "UNDELIVERED", missed, cause: "edgeHub" }));
    expect(texts.slice(2, 4)).toEqual([
      "RECOVERED did not reach ops; 3 identities affected",
      "edgeHub had failed.",
    ]);
  });

  test.each([offline, recovered, closed, flapping, stable])(
    "$word of something behind a gateway says behind which, in its headline",
    (notice) => {
      const [headline] = cardOf({ ...notice, via: "gw_oslo" }).body;
      expect(textsOf(headline)[1]).toBe(String.raw`behind gw\_oslo`);
      expect(workflowMessage({ ...notice, via: "gw_oslo" }).summary).toMatch(
        new RegExp(`^${notice.word} rpi_hat2 behind gw_oslo`),
      );
    },
  );

  test("DRILL has neither a cause nor a gateway", () => {
    expect(textsOf(cardOf({ ...drill, cause: "site" }))).toEqual(textsOf(cardOf(drill)));
  });

  test("no two words look alike, in colour or without it", () => {
    const cards = [offline, recovered, closed, drill, flapping, stable].map(cardOf);
    const shapes = cards.map((card) => textsOf(card)[1]);
    const styles = cards.map(({ body }) => (body[0]?.type === "Container" ? body[0].style : undefined));
    expect(new Set(shapes).size).toBe(6);
    expect(styles).toEqual(["attention", "good", "emphasis", "emphasis", "attention", "good"]);
  });

  test.each([offline, recovered, closed, drill, flapping, stable])(
    "$word: the text stands plain in the summary, escaped in the fallback",
    (notice) => {
      expect(workflowMessage(notice).summary).toBe(noticeText(notice));
      expect(cardOf(notice).fallbackText).toMatch(new RegExp(String.raw`^${notice.word} rpi\\_hat2.* K7QM$`));
    },
  );

  test("is Adaptive Card 1.5 with nothing newer than 1.2 inside", () => {
    const { attachments, type } = workflowMessage(recovered);
    expect(type).toBe("message");
    expect(attachments).toHaveLength(1);
    expect(attachments[0]).toMatchObject({
      contentType: "application/vnd.microsoft.card.adaptive",
      contentUrl: null,
      content: { type: "AdaptiveCard", version: "1.5" },
    });
    const types = new Set(JSON.stringify(attachments).match(/(?<="type":")\w+/g));
    expect([...types].toSorted()).toEqual([
      "AdaptiveCard",
      "Column",
      "ColumnSet",
      "Container",
      "FactSet",
      "TextBlock",
    ]);
  });

  test("shows the first few of many and counts the rest", () => {
    const names = Array.from({ length: 20 }, (_, index) => `leaf${index}`);
    const text = textsOf(cardOf({ ...offline, count: 450, names })).at(-1);
    expect(text).toBe(`${names.slice(0, 10).join(", ")} and 440 more`);
  });

  test.each(["\\", "*", '"', "😀", "\uD83D", "\u0007", "&", "://", "漢", "\u202E"])(
    "stays under 20 KB with 100,000 members whose names are 128 times %j",
    (worst) => {
      const name = worst.repeat(128);
      const names = Array.from({ length: 100_000 }, () => `${name}/${name}`);
      const size = (notice: Notice) => Buffer.byteLength(JSON.stringify(workflowMessage(notice)));
      const many = { ...recovered, subject: name, via: name, hub: name, names, count: names.length };
      const closedToo = { ...many, word: "CLOSED", until: undefined, reason: "gateway" } as const;
      for (const cause of ["site", "edgeHub", "edgeAgent"] as const) {
        for (const notice of [{ ...offline, ...many, word: "OFFLINE" } as const, many, closedToo]) {
          expect(size({ ...notice, cause })).toBeLessThan(20_000);
        }
      }
    },
  );

  test("a gateway with 450 devices is one card of less than 2 KB, and names the first few", () => {
    const names = Array.from({ length: 5 }, (_, index) => `cam-oslo-00${index + 1}`);
    const gateway: Notice = { ...offline, subject: "gw-oslo", count: 452, names, cause: "site" };
    expect(Buffer.byteLength(JSON.stringify(workflowMessage(gateway)))).toBeLessThan(2_000);
    expect(textsOf(cardOf(gateway)).at(-1)).toBe(`${names.join(", ")} and 447 more`);
  });

  test("a gateway's name is bounded like any, and its line ends are none", () => {
    const { summary } = workflowMessage({ ...offline, via: `gw\n${"w".repeat(1_000)}-1` });
    expect(summary).toMatch(/^OFFLINE rpi_hat2 behind gw w{62}…w{62}-1 since /);
  });

  test("a name too long keeps its beginning and its end", () => {
    const name = `${"d".repeat(128)}/$edgeHub`;
    expect(textsOf(cardOf({ ...offline, names: [name], count: 1 })).at(-1)).toMatch(
      /^d{65}…d{55}\/\$edgeHub$/,
    );
  });
});
