/** What `npm audit` says of the deployed packages. */
import { execFile } from "node:child_process";
import * as z from "zod";

const reportSchema = z.object({
  vulnerabilities: z.record(z.string(), z.object({ severity: z.string(), range: z.string() })),
});

export type Advisories =
  | { readonly name: "checked"; readonly faults: readonly string[] }
  /** The registry gives no answer to that question: mirrors and machines without a network. */
  | { readonly name: "noAnswer"; readonly reason: string };

/** `output`: the JSON of `npm audit --json`, whatever its exit code. */
export function readAdvisories(output: string): Advisories {
  const json = parsed(output);
  const report = reportSchema.safeParse(json);
  if (report.success) {
    const found = Object.entries(report.data.vulnerabilities);
    return {
      name: "checked",
      faults: found.map(([name, { severity, range }]) => `${name} ${range}: ${severity}`),
    };
  }
  const { data } = z.object({ message: z.string() }).safeParse(json);
  // The message names the registry; its status is enough.
  return { name: "noAnswer", reason: data?.message.match(/^\d{3} [\w ]+/)?.[0].trim() ?? "no connection" };
}

export function askAdvisories(): Promise<Advisories> {
  const npm = process.env["npm_execpath"];
  const [command, args] = npm === undefined ? ["npm", []] : [process.execPath, [npm]];
  return new Promise((resolve) => {
    execFile(command, [...args, "audit", "--omit=dev", "--json"], (_error, stdout) => {
      resolve(readAdvisories(stdout));
    });
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
