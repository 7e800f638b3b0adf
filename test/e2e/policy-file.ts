/** A policy whose times let a story take seconds, and a folder for files of a test. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Folder {
  readonly path: string;
  /** Writes a file and gives its path. */
  write(name: string, text: string): string;
  /** Writes a policy and gives the options that name it. */
  policy(times?: PolicyTimes): string[];
  remove(): void;
}

interface PolicyTimes {
  readonly grace?: string;
  readonly groupWait?: string;
}

export function makeFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), "linewatch-e2e-"));
  const write = (name: string, text: string): string => {
    const file = join(path, name);
    writeFileSync(file, text);
    return file;
  };
  return {
    path,
    write,
    policy: (times) => ["--policy", write(`policy-${crypto.randomUUID()}.yaml`, policyText(times))],
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

export function policyText({ grace = "2s", groupWait = "1s" }: PolicyTimes = {}): string {
  return `
defaults: { grace: ${grace}, groupWait: ${groupWait}, recovery: 1s }
receivers:
  ops: { teams: { workflow: "\${TEAMS_OPS_WORKFLOW_URL}" } }
  oncall: { sms: { to: ["\${ONCALL_PHONE}"] } }
routes:
  - notify: [ops, oncall]
`;
}
