/** Sends the workflows of a policy that lie beyond this machine to the outbox, and gives phones that are lacking. */
import { isAlias, isMap, isScalar, isSeq, parseDocument } from "yaml";
import type { Document, Scalar } from "yaml";

import { expand, variablesIn } from "../../functions/config/policy-file/reference.ts";
import type { Variables } from "../../functions/config/variable.ts";
import type { OutboxAddress } from "./embedded-parts.ts";
import { isOnThisMachine } from "./on-this-machine.ts";

export interface LocalReceivers {
  readonly set: Readonly<Record<string, string>>;
  /** Variables that point beyond this machine. */
  readonly ignored: readonly string[];
  readonly policyText: string;
  readonly notes: readonly string[];
}

/** Numbers of the range that is kept for tests, one for each variable. */
const FIRST_PHONE = 15_005_550_100;

/** A policy that cannot be parsed stays as it is: the app itself says what is wrong with it. */
export function localReceivers(text: string, given: Variables, outbox: OutboxAddress): LocalReceivers {
  const document = parseDocument(text, { schema: "core", logLevel: "silent" });
  const workflows = document.errors.length > 0 ? [] : workflowsOf(document);
  const outside = workflows.filter(({ template }) => !isOnThisMachine(expanded(template, given)));
  const byVariable = outside.filter(({ template }) => isOneVariable(template));
  const inText = outside.filter(({ template }) => !isOneVariable(template));
  const variables = byVariable.flatMap(({ template, receiver }) =>
    variablesIn(template).map((name) => [name, outbox.workflowUrl(receiver)] as const),
  );
  return {
    set: { ...phonesOf(document, given), ...Object.fromEntries(variables) },
    ignored: [...new Set(variables.map(([name]) => name))].filter((name) => Boolean(given[name])),
    policyText: replaceIn(text, inText, outbox),
    notes: inText.map(({ receiver }) => `The workflow of ${receiver} is ignored: it is beyond this machine.`),
  };
}

interface Workflow {
  readonly receiver: string;
  readonly template: string;
  /** Where it stands in the text. */
  readonly from: number;
  readonly to: number;
}

function workflowsOf(document: Document): Workflow[] {
  return receiversOf(document).flatMap(([receiver, node]) => {
    const written = childOf(document, childOf(document, node, "teams"), "workflow");
    if (!isScalar(written) || !written.range) return [];
    const [from, to] = written.range;
    return [{ receiver, template: String(written.value), from, to }];
  });
}

/** From the end of the text to its beginning, so that places stay right; a value that several share once. */
function replaceIn(text: string, workflows: readonly Workflow[], outbox: OutboxAddress): string {
  const byPlace = new Map(workflows.map((workflow) => [workflow.from, workflow]));
  return [...byPlace.values()]
    .toSorted((a, b) => b.from - a.from)
    .reduce(
      (changed, { from, to, receiver }) =>
        changed.slice(0, from) +
        JSON.stringify(outbox.workflowUrl(receiver)) +
        lineEndOf(changed.slice(from, to)) +
        changed.slice(to),
      text,
    );
}

/** A text in block form has the end of its last line in it. */
function lineEndOf(written: string): string {
  return /\r?\n$/.exec(written)?.[0] ?? "";
}

function phonesOf(document: Document, given: Variables): Record<string, string> {
  const numbers = receiversOf(document).flatMap(([, node]) => {
    const to = childOf(document, childOf(document, node, "sms"), "to");
    return isSeq(to) ? to.items.map((item) => resolved(document, item)) : [];
  });
  const names = new Set(numbers.filter(isScalar).flatMap(({ value }: Scalar) => variablesIn(String(value))));
  const lacking = [...names].filter((name) => !given[name]);
  return Object.fromEntries(lacking.map((name, n) => [name, `+${FIRST_PHONE + n}`]));
}

function isOneVariable(template: string): boolean {
  return /^\$\{\w+\}$/.test(template.trim());
}

function expanded(template: string, given: Variables): string | undefined {
  const value = expand(template, given);
  return value.name === "expanded" ? value.text : undefined;
}

function receiversOf(document: Document): [string, unknown][] {
  const receivers = childOf(document, document.contents, "receivers");
  if (!isMap(receivers)) return [];
  return receivers.items.map(({ key, value }) => [isScalar(key) ? String(key.value) : String(key), value]);
}

function childOf(document: Document, node: unknown, key: string): unknown {
  const parent = resolved(document, node);
  return isMap(parent) ? resolved(document, parent.get(key, true)) : undefined;
}

function resolved(document: Document, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}
