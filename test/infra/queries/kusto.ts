/**
 * What Kusto itself says of a query: Microsoft's own parser, of which only the check of a text against tables is used.
 * Its two files put one name into the global scope, so they get a scope of their own.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createContext, runInContext } from "node:vm";
import * as z from "zod";
import { TABLES } from "./tables.ts";

const FILES = ["bridge.min.js", "Kusto.Language.Bridge.min.js"];

/** Runs beside the parser: from the tables' columns and a query to a sentence for each fault. */
const CHECK = `
  const { TableSymbol, DatabaseSymbol } = Kusto.Language.Symbols;
  const tables = Object.entries(columns).map(([name, schema]) => TableSymbol.From(schema).WithName(name));
  const database = new DatabaseSymbol.$ctor1("workspace", tables);
  const globals = Kusto.Language.GlobalState.Default.WithDatabase(database);
  const found = Kusto.Language.KustoCode.ParseAndAnalyze(query, globals).GetDiagnostics();
  Array.from({ length: found.Count }, (_, at) => found.getItem(at))
    .map(({ Start, Message }) => "at " + Start + ": " + Message);
`;

const { resolve } = createRequire(import.meta.url);
const scope = createContext({ columns: Object.fromEntries(TABLES), query: "", console });
for (const file of FILES) {
  const path = resolve(`@kusto/language-service-next/${file}`);
  runInContext(readFileSync(path, "utf8"), scope, { filename: path });
}

/** One sentence for each fault of the query's grammar, or of what it says about the tables. */
export function kustoFaults(query: string): string[] {
  scope["query"] = query;
  return z.array(z.string()).parse(Array.from(runInContext(`{${CHECK}}`, scope)));
}
