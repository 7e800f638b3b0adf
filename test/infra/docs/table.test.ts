import { describe, expect, it } from "vitest";
import { tableIn } from "./table.ts";

const text = `# Security

## Before

| a | b |
| --- | --- |
| x | y |

## Roles

Who may what.

| who | on |
| --- | --- |
| app identity | queue \`events\` |
| deployer | a \\| b |

| c |
| --- |
| z |

## Nothing
`;

describe("a table of the documentation", () => {
  it("is the first under its heading", () => {
    expect(tableIn(text, "Roles")).toEqual([
      { who: "app identity", on: "queue events" },
      { who: "deployer", on: "a | b" },
    ]);
  });

  it("that is not there is an error", () => {
    expect(() => tableIn(text, "Nobody")).toThrow('There is no heading "## Nobody".');
    expect(() => tableIn(text, "Nothing")).toThrow('There is no table under "## Nothing".');
  });
});
