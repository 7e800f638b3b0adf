/** What mutations put into policy files: pieces of YAML, names, and values of every kind. */
import { SECRET_PHONE, SECRET_SIGNATURE, SECRET_URL } from "./fixtures.ts";

export const words = (text: string): string[] => text.split(" ");

export const SPECIALS = [
  ...words("{ } [ ] : , - & * ! | > ' \" % @ ` # ? ~ --- ... << |+ >- |9 &a *a !!str {} [] \\x \\u00 ''"),
  "\n  ",
  "\n- ",
  "\n\t",
  ": ",
  " #",
  "\r\n",
  "? ",
  "%YAML 1.1\n---\n",
  "%TAG ! x\n---\n",
];

export const TAGS = words(
  "!!js/function !!js !!binary !!set !!omap !!timestamp !!null !!int !x !<tag:yaml.org,2002:str> !!merge",
);

export const NAMES = words(
  "__proto__ constructor prototype toString valueOf hasOwnProperty << null true 1 grace recovery groupBy routes match " +
    "notify receivers teams sms workflow to tags set device module hub expect staleAfter zone days Ops GRACE a.b ~",
);

export const SCALARS = [
  ...words(
    "0s 7d 8d 1ms -1s 5 5m1s 99999999999999999999d 1e3s 0 -0 -1 1e999 .inf -.inf .nan 0x10 0o17 1_000 2 1.5 1e2",
  ),
  ...words(
    "true false yes on null ~ 10% 0% 100% 999% 1e1% * ** a*b*c $edgeHub oslo-* contoso-hub ab UTC Europe/Olso +01:00",
  ),
  ...words(
    "+4790000001 4790000001 00479000 ${ONCALL_PHONE} ${TEAMS_OPS_WORKFLOW_URL} ${EMPTY} ${UNRESOLVED} ${WRONG} ${ ${1} ${X}",
  ),
  ...words(
    "http://127.0.0.1:1/x https://a:b@x.logic.azure.com/ https://x.webhook.office.com/y https://example.com/z javascript:1",
  ),
  ...words("[] {} [ops] [ops,ops] [[ops]] {a:b} gateway tag:site tag: mon 02:00 24:00 2:00 ops oncall Ops"),
  '""',
  '" "',
  "''",
  '"\\u0000"',
  '"\\uD800"',
  '"\\u202E"',
  "{ toString: x }",
  "{ __proto__: { grace: 1s } }",
  SECRET_URL,
  SECRET_PHONE,
  `"${SECRET_PHONE}"`,
  SECRET_SIGNATURE,
];

/** For a value other ones of its kind, most of them allowed, so that much of what is mutated is accepted. */
export const LIKE: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^\d+(?:ms|s|m|h|d)$/, words("0s 1ms 1s 59s 007s 90s 10m 60m 1h 24h 168h 7d 8d 30d 31d")],
  [/^[\d.]+$/, words("0 1 1.5 2 3 20 100 1000 100000 1e1 0x1 +2 1.0 -0")],
  [/%$/, words("1% 5% 0.1% 50% 51% 100% 25.5% 0%")],
  [
    /^"?[a-z]+-(?:\*|[a-z]+)"?$/,
    words(
      '"*" "**" oslo-* gw-oslo *-1 o*o* a* contoso-hub CONTOSO-HUB oslo-1 harbour crane-gw quay-gw-1 quay-* Crane-gw',
    ),
  ],
  [
    /^"?\$\{/,
    words(
      '"${TEAMS_OPS_WORKFLOW_URL}" "${ONCALL_PHONE}" "+${COUNTRY}91827364" "${EMPTY}" "${WRONG}" "${UNRESOLVED}" "${UNSET}"',
    ),
  ],
  [/^[a-z]+$/, words("ops oncall night fleet gateway device hub tag:site mon sun true Oslo critical")],
];
