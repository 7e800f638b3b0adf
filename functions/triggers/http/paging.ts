/** Paging: how many rows, where they begin, and the signed link to the next page. */
import type { PageLinks } from "../../application/queries/page-links.ts";
import type { QueryReader } from "./query-reader.ts";
import type { ListAnswer } from "./shapes/list-shape.ts";

/** The parameters that every list has. */
export const PAGING = ["top", "after", "signature"] as const;

const DEFAULT_TOP = 100;
const MAX_TOP = 1_000;

interface Paging {
  /** Rows at most. */
  readonly top: number;
  /** What the former page's link carried; believed because it is signed. */
  readonly after: string | undefined;
  /** The address, from the root, of the page that begins after `after`: the same query, signed. */
  readonly link: (after: string) => string;
}

/** `path`: the list's own, from the root; its links are good for nothing else. */
export function readPaging(query: QueryReader, pageLinks: PageLinks, path: string): Paging {
  const top = query.value("top", `a whole number from 1 to ${MAX_TOP}`, readTop) ?? DEFAULT_TOP;
  const after = query.text("after");
  const signature = query.text("signature");
  if (after !== undefined || signature !== undefined) {
    const entries = query.given.filter(([name]) => name !== "signature");
    if (!pageLinks.verify(signedText(path, entries), signature ?? "")) {
      query.refuse(
        "signature",
        "does not fit: the link was altered or has expired; begin with the first page",
      );
    }
  }
  return {
    top,
    after,
    link: (next) => {
      const kept = query.given.filter(([name]) => name !== "after" && name !== "signature");
      const entries = [...kept, ["after", next] as const];
      const address = new URLSearchParams();
      for (const [name, value] of entries) address.append(name, value);
      address.append("signature", pageLinks.sign(signedText(path, entries)));
      return `${path}?${address.toString()}`;
    },
  };
}

function readTop(text: string): number | undefined {
  const top = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return top >= 1 && top <= MAX_TOP ? top : undefined;
}

/** Proxies may reorder parameters or encode them otherwise, so what is signed depends on neither. */
function signedText(path: string, entries: readonly (readonly [string, string])[]): string {
  const sorted = entries.toSorted(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify([path, sorted]);
}

/** A list as the contract has it. */
export function listBody<Row>(value: Row[], nextLink: string | undefined): ListAnswer<Row> {
  return nextLink === undefined ? { value } : { value, nextLink };
}
