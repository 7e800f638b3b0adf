/**
 * The canned Azure in a process of its own, so that what it computes is not counted. It answers every message of its
 * parent with the number of requests so far, and ends with its parent.
 */
import type { RequestListener } from "node:http";

import * as z from "zod";

import { listenOnLoopback, makeCannedAzure } from "./canned-azure.ts";

const [text = "{}"] = process.argv.slice(2);
const answer = makeCannedAzure(z.record(z.string(), z.unknown()).parse(JSON.parse(text)));
let requests = 0;
const listener: RequestListener = (request, response) => {
  requests += 1;
  answer(request, response);
};
process.once("disconnect", () => process.exit());
process.on("message", () => process.send?.({ requests }));
process.send?.({ port: await listenOnLoopback(listener) });
