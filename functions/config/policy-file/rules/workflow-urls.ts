/** Workflow URLs that stand in the file itself are checked with it; those of the environment when it is known. */
import type { Finding } from "../fault.ts";
import { childOf, entriesOf, itemsOf } from "../plain-value.ts";
import { hasReference } from "../reference.ts";
import { makeUrlRules, refusedWorkflowUrl } from "../workflow-url.ts";

export function findBadWorkflowUrls(
  root: unknown,
  options: { readonly allowLoopbackHttp: boolean },
): Finding[] {
  const allowHosts = itemsOf(childOf(root, "allowHosts")).flatMap(([, host]) =>
    typeof host === "string" ? [host] : [],
  );
  const rules = makeUrlRules(allowHosts, options.allowLoopbackHttp);
  return entriesOf(childOf(root, "receivers")).flatMap(([name, receiver]) => {
    const url = childOf(childOf(receiver, "teams"), "workflow");
    if (typeof url !== "string" || hasReference(url)) return [];
    const refusal = refusedWorkflowUrl(url, rules);
    if (refusal === undefined) return [];
    const path = ["receivers", name, "teams", "workflow"];
    return [{ path, at: "value", name: refusal.name, words: refusal.words } as const];
  });
}
