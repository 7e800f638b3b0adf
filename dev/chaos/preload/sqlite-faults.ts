/**
 * Loaded into an app before anything else: SQLite fails now and then, between the product and its file, as a store does that
 * is far away. `CHAOS_STORE` holds the rate, a seed and the file that counts what happened, as JSON.
 *
 * busy: as 429, before any effect. io-before and io-after: as 503 and as a broken connection, without and with the effect. lost:
 * as 412, somebody else has written meanwhile. Opening the file and making its tables is spared: no store does that for an app.
 */
import { openSync, writeSync } from "node:fs";
import { DatabaseSync, StatementSync } from "node:sqlite";

import * as z from "zod";

import { makeChance } from "../../outbox/chance.ts";

const settingsSchema = z.object({ rate: z.number(), seed: z.number(), tally: z.string() });
const settings = settingsSchema.parse(JSON.parse(process.env["CHAOS_STORE"] ?? "{}"));
const chance = makeChance(settings.seed);
const tally = openSync(settings.tally, "a");

type Fault = "busy" | "io-before" | "io-after" | "lost";
const FAULTS: readonly Fault[] = ["busy", "io-before", "io-after", "lost"];
/** Of statements that make a schema or look at one. */
const SPARED = /sqlite_master|PRAGMA|CREATE/;
const BUSY = 5;
const IO_ERROR = 10;

type Method = (this: object, ...given: unknown[]) => unknown;

/** Puts something in a method's place that can still call it. */
function wrap(prototype: object, name: string, by: (original: Method) => Method): void {
  const original: unknown = Reflect.get(prototype, name);
  if (typeof original !== "function") throw new Error(`node:sqlite has no ${name}`);
  const value = by(function call(...given) {
    return Reflect.apply(original, this, given);
  });
  Object.defineProperty(prototype, name, { value });
}

const texts = new WeakMap<object, string>();
wrap(
  DatabaseSync.prototype,
  "prepare",
  (prepare) =>
    function prepareAndRemember(text, ...rest) {
      const statement = prepare.call(this, text, ...rest);
      if (typeof statement === "object" && statement !== null) texts.set(statement, String(text).trim());
      return statement;
    },
);

/** The fault that this execution meets; counted where a kill cannot take the count with it. */
function faultFor(statement: object): Fault | undefined {
  const text = texts.get(statement) ?? "";
  if (SPARED.test(text) || !chance.happens(settings.rate)) return undefined;
  const fault = chance.pick(FAULTS);
  // Only what asks for the version can have lost.
  const possible = fault === "lost" && !text.startsWith("UPDATE") ? "busy" : fault;
  writeSync(tally, `${possible}\n`);
  return possible;
}

function failure(fault: Fault): Error {
  const [errcode, errstr] = fault === "busy" ? [BUSY, "database is locked"] : [IO_ERROR, "disk I/O error"];
  return Object.assign(new Error(errstr), { code: "ERR_SQLITE_ERROR", errcode, errstr });
}

/** `lost`: what the statement answers when somebody else has written meanwhile, if it can. */
function disturb(name: "get" | "all" | "run", lost?: object): void {
  wrap(
    StatementSync.prototype,
    name,
    (execute) =>
      function executeDisturbed(...given) {
        const fault = faultFor(this);
        if (fault === undefined) return execute.apply(this, given);
        if (fault === "lost" && lost !== undefined) return lost;
        if (fault === "io-after") execute.apply(this, given);
        throw failure(fault);
      },
  );
}

disturb("get");
disturb("all");
disturb("run", { changes: 0, lastInsertRowid: 0 });
