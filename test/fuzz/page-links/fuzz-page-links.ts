/** Runs the signer of page links over altered texts and signatures, and the lists' reader over altered addresses. */
import { HttpRequest } from "@azure/functions";
import type { PageLinks } from "../../../functions/application/queries/page-links.ts";
import { PAGING, readPaging } from "../../../functions/triggers/http/paging.ts";
import { makeQueryReader } from "../../../functions/triggers/http/query-reader.ts";
import { makeRandom, type Random } from "../random.ts";
import { type FuzzReport, makeRecorder } from "../report.ts";
import { ODD_CHARACTERS, replaceSomewhere, textMutations } from "../text-mutations.ts";
import { LINK_MUTATIONS, type Signed } from "./mutations.ts";

const PATH = "/api/devices";
const NAMES = ["state", "q", ...PAGING];

interface Outcome {
  readonly kind: string;
  readonly isAltered: boolean;
  readonly isAccepted: boolean;
  readonly input: string;
}

function someText(random: Random): string {
  const after = random.pick([
    "contoso-hub!oslo-1",
    "hub!d1!%24edgeHub",
    "a\uD800b",
    "\uFFFD",
    "é",
    "e\u0301",
    " x ",
    "\u{1F600}",
  ]);
  const text = JSON.stringify([
    random.pick([PATH, "/api/incidents"]),
    [
      ["after", after],
      ["top", String(random.below(1_000))],
    ],
  ]);
  return random.chance(0.5) ? text : `${after}\n${random.below(1_000_000)}`;
}

/** The adapter alone: exactly what was signed is accepted, character by character. */
function tryAdapter(links: PageLinks, random: Random): Outcome {
  const [text, otherText] = [someText(random), someText(random)];
  const signed: Signed = { text, signature: links.sign(text) };
  const mutation = random.pick(LINK_MUTATIONS);
  const altered = mutation.apply(signed, random, { text: otherText, signature: links.sign(otherText) });
  return {
    kind: mutation.kind,
    isAltered: altered.text !== text || altered.signature !== signed.signature,
    isAccepted: links.verify(altered.text, altered.signature),
    input: JSON.stringify(altered),
  };
}

function pagingAt(links: PageLinks, target: string) {
  const query = makeQueryReader(
    new HttpRequest({ method: "GET", url: `http://127.0.0.1:7071${target}` }),
    NAMES,
  );
  return { query, paging: readPaging(query, links, PATH) };
}

/** What an address asks for; two that ask for the same are the same link, however they are written. */
function askedBy(target: string): string {
  const entries = [...new URL(target, "http://host").searchParams].filter(([name]) => name !== "code");
  return JSON.stringify(entries.map((entry) => JSON.stringify(entry)).toSorted());
}

const ADDRESS_MUTATIONS = [
  ...textMutations(["state=offline&q=x&top=7&after=hub%21d1&signature=AAAA", "top=1000&after=&signature="]),
  {
    kind: "text: escaped",
    apply: (text: string, random: Random) =>
      replaceSomewhere(
        text,
        1,
        random.pick(["%41", "+", "%20", "%2B", "%00", "%FF", "%ED%A0%80", "&", "="]),
        random,
      ),
  },
  { kind: "text: parameters turned", apply: (text: string) => text.split("&").toReversed().join("&") },
  {
    kind: "text: parameter repeated",
    apply: (text: string, random: Random) => `${text}&${random.pick(text.split("&"))}`,
  },
  {
    kind: "text: parameter lost",
    apply: (text: string, random: Random) => text.split("&").toSpliced(random.below(4), 1).join("&"),
  },
  { kind: "text: a function's key", apply: (text: string) => `${text}&code=secret` },
];

/** A list's address as a browser or a proxy could send it. */
function tryAddress(links: PageLinks, random: Random): Outcome {
  const first = pagingAt(
    links,
    `${PATH}?state=offline&q=${encodeURIComponent(random.pick(ODD_CHARACTERS).toWellFormed())}&top=${1 + random.below(999)}`,
  );
  const link = first.paging.link(random.pick(["contoso-hub!oslo-1", "a%00b", "é", "x y+z&w=v"]));
  const query = link.slice(PATH.length + 1);
  const mutation = random.pick(ADDRESS_MUTATIONS);
  const target = `${PATH}?${mutation.apply(query, random)}`;
  const { query: read, paging } = pagingAt(links, target);
  return {
    kind: `address: ${mutation.kind}`,
    isAltered: askedBy(target) !== askedBy(link),
    isAccepted: read.errors.length === 0 && paging.after !== undefined,
    input: target,
  };
}

/** A case of one kind or the other; what is thrown is a finding. `from`: the index of the first case. */
export function fuzzPageLinks(links: PageLinks, seed: number, cases: number, from = 0): FuzzReport {
  const recorder = makeRecorder();
  for (let index = from; index < from + cases; index += 1) {
    const random = makeRandom(seed, index);
    try {
      const { kind, isAltered, isAccepted, input } = random.chance(0.75)
        ? tryAdapter(links, random)
        : tryAddress(links, random);
      recorder.ended([kind], isAccepted);
      if (isAltered && isAccepted) recorder.found(index, [kind], "an altered link is accepted", input);
      if (!isAltered && !isAccepted) recorder.found(index, [kind], "an unaltered link is refused", input);
    } catch (error) {
      recorder.found(index, ["thrown"], `threw ${String(error)}`, "");
    }
  }
  return recorder.report(cases);
}
