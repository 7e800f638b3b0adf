/** Which route must be taken, by another way than the product's: a table of how far pattern and text agree. */
import type { Identity } from "../../../functions/domain/identity.ts";
import type { Match, Policy } from "../../../functions/domain/policy.ts";

export const IDENTITIES: readonly Identity[] = [
  { hub: "contoso-hub", deviceId: "oslo-1" },
  { hub: "contoso-hub", deviceId: "oslo-1", moduleId: "$edgeHub" },
  { hub: "fabrikam", deviceId: "gw-oslo", moduleId: "constructor" },
  { hub: "ab", deviceId: "oslo-?#$'@!" },
  { hub: "contoso-hub", deviceId: "*".repeat(128), moduleId: "a".repeat(128) },
];

/** Whether `*` for any run of characters makes `text` of `pattern`. */
export function agrees(pattern: string, text: string): boolean {
  let row = [true, ...Array.from({ length: text.length }, () => false)];
  for (const character of pattern) {
    let before = false;
    row = row.map((reached, index) => {
      const step = index > 0 && row[index - 1] === true && text[index - 1] === character;
      before = character === "*" ? before || reached : step;
      return before;
    });
  }
  return row.at(-1) === true;
}

function tagsOf(identity: Identity, policy: Policy): ReadonlyMap<string, string> {
  const entries = policy.tags.filter(({ device }) => agrees(device, identity.deviceId));
  return new Map(entries.flatMap(({ set }) => Object.entries(set)));
}

function isMatch({ hub, device, module, tags }: Match, identity: Identity, policy: Policy): boolean {
  const own = tagsOf(identity, policy);
  return (
    (hub === undefined || hub.toLowerCase() === identity.hub) &&
    (device === undefined || agrees(device, identity.deviceId)) &&
    (module === undefined || (identity.moduleId !== undefined && agrees(module, identity.moduleId))) &&
    Object.entries(tags ?? {}).every(([name, value]) => own.get(name) === value)
  );
}

/** The index of the first route that matches; -1 where none does. */
export function expectedRoute(identity: Identity, policy: Policy): number {
  return policy.routes.findIndex(({ match }) => isMatch(match, identity, policy));
}
