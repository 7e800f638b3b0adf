/** What keeps a drill from passing: a sentence, its kind for programs, and the page of the manual that says more. */

/** The headings of docs/operations.md that a drill can lead to. */
export const PAGES = [
  "No alerts",
  "Late alerts",
  "Poison",
  "Dead letters",
  "Throttling",
  "Rotated keys",
] as const;
export type Page = (typeof PAGES)[number];

/** `starting` and `notReady` may pass by themselves, as may `unreachable` and `keyRefused` right after a deployment. */
export type TroubleKind =
  | "badRequest"
  | "unreachable"
  | "noAnswer"
  | "starting"
  | "notReady"
  | "redirected"
  | "notLinewatch"
  | "misconfigured"
  | "keyRefused"
  | "forbidden"
  | "refused"
  | "noDrill"
  | "lost"
  | "stuck"
  | "undelivered"
  | "traces";

interface More {
  readonly page?: Page;
  /** How to mend it, in sentences. */
  readonly advice?: string;
  /** The hop or the receiver; otherwise it is the step that was being taken. */
  readonly at?: string;
  /** The report has it already. */
  readonly isTold?: boolean;
}

export class Trouble extends Error {
  override readonly name = "Trouble";
  readonly kind: TroubleKind;
  readonly more: More;

  constructor(kind: TroubleKind, sentence: string, more: More = {}) {
    super(sentence);
    this.kind = kind;
    this.more = more;
  }
}
