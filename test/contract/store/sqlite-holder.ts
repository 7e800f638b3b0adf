/** A process that says when it has a file locked for writing, and lets it go soon after: `node sqlite-holder.ts FILE`. */
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";

const [path = ""] = process.argv.slice(2);
const database = new DatabaseSync(path);
database.exec("BEGIN IMMEDIATE");
process.send?.("locked");
await pause(100);
database.exec("COMMIT");
database.close();
process.disconnect();
