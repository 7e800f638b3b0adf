/** `routes`, and the sections that describe the fleet to them: tags, topology, maintenance. */
import * as z from "zod";
import { DAY_MS } from "../../../domain/time.ts";
import { duration } from "./duration.ts";
import { matching, refuse, Refusal } from "./leaf.ts";
import { overrides } from "./settings.ts";
import { hubName, idPattern, label, parentId, receiverName, tags, zone } from "./values.ts";

const devicePattern = idPattern("Device ids; `*` stands for any run of characters.", ["oslo-*", "gw-oslo"]);

const match = z
  .strictObject({
    hub: hubName.exactOptional(),
    device: devicePattern.exactOptional(),
    module: idPattern("Module ids; `*` stands for any run of characters.", ["$edgeHub", "*"]).exactOptional(),
    tags: tags("Tags that the device has, with these values.").exactOptional(),
  })
  .refine((value) => Object.keys(value).length > 0, {
    error: "is empty; leave it out to match everything",
    params: { name: "empty-value" },
  })
  .meta({ description: "Which identities: those that all of this is true of.", minProperties: 1 });

const notify = z
  .array(receiverName)
  .min(1)
  .meta({ description: "Receivers, by name.", examples: [["ops"]] });

const escalate = z
  .array(
    z.strictObject({
      after: duration({
        description: "How long after the announcement.",
        examples: ["15m"],
        atMostMs: 7 * DAY_MS,
      }),
      notify,
    }),
  )
  .superRefine((steps, context) => {
    for (const [index, step] of steps.entries()) {
      const before = steps[index - 1];
      if (before === undefined || step.after > before.after) continue;
      const refusal = new Refusal("escalation-out-of-order", "must be longer than in the step before");
      refuse(context, steps, refusal, [index, "after"]);
    }
  })
  .meta({ description: "Who is told if nobody acknowledges, in steps." });

export const routes = z
  .array(
    z.strictObject({
      match: match.exactOptional(),
      notify,
      escalate: escalate.exactOptional(),
      ...overrides,
    }),
  )
  .min(1)
  .meta({
    description: "Who is told about which identities. The first match wins; the last route has no match.",
  });

export const tagRules = z
  .array(z.strictObject({ device: devicePattern, set: tags("The tags that these devices get.") }))
  .prefault([])
  .meta({
    description: "Tags for devices, for routes to match; where several entries match, later ones win.",
  });

export const topology = z
  .array(
    z.strictObject({
      parent: parentId,
      children: z
        .array(devicePattern)
        .min(1)
        .meta({ description: "The devices that reach the hub through it, by id or pattern; never itself." }),
    }),
  )
  .prefault([])
  .meta({
    description: "Which devices reach the hub through which gateway. It rules over what the registry says.",
  });

export const maintenance = z
  .array(
    z.strictObject({
      name: label,
      match: match.exactOptional(),
      days: z
        .array(z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
        .min(1)
        .exactOptional()
        .meta({ description: "On which days it begins; every day without." }),
      from: matching(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "bad-time", 'must be a time of day such as "02:00"', {
        description: "When it begins, in its zone.",
        examples: ["02:00"],
      }),
      for: duration({ description: "How long it lasts.", examples: ["4h"], atMostMs: 7 * DAY_MS }),
      zone: zone.exactOptional(),
    }),
  )
  .prefault([])
  .meta({ description: "Recurring windows in which messages are held back, never the monitoring." });
