/** What GitHub allows in a workflow and this project does not: each rule gives the places that break it. */
import { globSync } from "node:fs";
import { parse } from "yaml";
import { ROOT, type Part } from "./published-schema.ts";

export interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
}

export interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly "timeout-minutes"?: number;
}

export interface Workflow {
  readonly on: Readonly<Record<string, Part | null>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

export const parseWorkflow = (text: string): Workflow => {
  const workflow: Workflow = parse(text);
  return workflow;
};

const stepsOf = (workflow: Workflow): readonly Step[] =>
  Object.values(workflow.jobs).flatMap((job) => job.steps);

/** Actions that are not named by a commit, with the version that it is beside it. */
export const findUnpinned = (text: string): readonly string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /^(?:- )?uses:/u.test(line))
    .filter((line) => !/^(?:- )?uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/u.test(line));

/** Shell lines that GitHub writes a value into before the shell reads them: whoever chooses the value chooses commands. */
export const findInjectable = (workflow: Workflow): readonly string[] =>
  stepsOf(workflow)
    .map(({ run }) => run ?? "")
    .filter((run) => run.includes("${{"));

/** Events that run a stranger's change with this repository's own rights. */
export const findTrusting = (workflow: Workflow): readonly string[] =>
  Object.keys(workflow.on).filter((event) => ["pull_request_target", "workflow_run"].includes(event));

/** Checkouts that leave the token behind for whatever runs next. */
export const findLeftTokens = (workflow: Workflow): readonly string[] =>
  stepsOf(workflow)
    .filter((step) => step.uses?.startsWith("actions/checkout@") ?? false)
    .filter((step) => step.with?.["persist-credentials"] !== false)
    .map((step) => step.uses ?? "");

export const findEndless = (workflow: Workflow): readonly string[] =>
  Object.entries(workflow.jobs)
    .filter(([, job]) => job["timeout-minutes"] === undefined)
    .map(([name]) => name);

/** `job: scope` of all that a job may write. */
export const listWrites = (workflow: Workflow): readonly string[] => {
  const jobs = Object.entries(workflow.jobs).map(([name, job]) => ({ name, granted: job.permissions ?? {} }));
  return [{ name: "all", granted: workflow.permissions ?? {} }, ...jobs].flatMap(({ name, granted }) =>
    Object.keys(granted)
      .filter((scope) => granted[scope] === "write")
      .map((scope) => `${name}: ${scope}`),
  );
};

/** Scripts of package.json and files of the repository that a text names and that do not exist. */
export const findMissing = (text: string, scripts: readonly string[]): readonly string[] => {
  const missingScripts = [...text.matchAll(/npm run ([\w:-]+)/gu)]
    .map(([, name]) => name ?? "")
    .filter((name) => !scripts.includes(name));
  const paths = [
    ...text.matchAll(/(?<=^|[\s"'])(?:\.\/)?((?:\.ci|\.github|infra|dev|docs)\/[\w./*-]*[\w*/])/gmu),
  ];
  const missingPaths = paths
    .map(([, path]) => path ?? "")
    .filter((path) => globSync(path, { cwd: ROOT }).length === 0);
  return [...missingScripts, ...missingPaths];
};
