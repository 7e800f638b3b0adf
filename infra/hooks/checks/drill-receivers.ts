/** Whether the receivers of the drill that ends a deployment can get one. */
import type { PolicyFile } from "../../../functions/config/policy-file/schema/policy-schema.ts";
import type { Variables } from "../../../functions/config/variable.ts";
import { listOf } from "../settings.ts";
import { fault } from "./finding.ts";
import type { Finding } from "./finding.ts";

export const DRILL_RECEIVERS = "LINEWATCH_DRILL_RECEIVERS";

export function checkDrillReceivers(
  policy: PolicyFile,
  silent: ReadonlySet<string>,
  env: Variables,
): Finding[] {
  const known = Object.keys(policy.receivers);
  return listOf(env, DRILL_RECEIVERS).flatMap((name) => {
    const usable = known.filter((one) => !silent.has(one));
    const line = `azd env set ${DRILL_RECEIVERS} "${usable.join(",")}"`;
    if (!known.includes(name))
      return [fault(`${DRILL_RECEIVERS}: the policy file has no receiver ${name}.`, line)];
    if (!silent.has(name)) return [];
    return [
      fault(
        `${DRILL_RECEIVERS}: the receiver ${name} stays silent (see above), so no drill can reach it.`,
        line,
      ),
    ];
  });
}
