/** The whole policy file: the one source of what is accepted, of its types and of the editors' JSON Schema. */
import * as z from "zod";
import { allowHosts, receivers } from "./receivers.ts";
import { maintenance, routes, tagRules, topology } from "./routes.ts";
import { defaults } from "./settings.ts";
import { acknowledge, delivery, flapping, list, renewal, sms, storm } from "./tuning.ts";

export const policySchema = z
  .strictObject({
    defaults,
    flapping,
    renewal,
    storm,
    list,
    acknowledge,
    sms,
    delivery,
    receivers,
    routes,
    tags: tagRules,
    topology,
    maintenance,
    allowHosts,
  })
  .meta({ title: "Linewatch policy", description: "How long to wait, how to group, whom to tell." });

/** A valid policy file, durations in milliseconds, `${NAME}` still as it stands. */
export type PolicyFile = z.output<typeof policySchema>;
