/** Which device or module a path asks for, and the answer where it is not just one. */
import type { HttpRequest } from "@azure/functions";

import type { Store } from "../../application/ports.ts";
import { findDevice } from "../../application/queries/find-device.ts";
import type { DeviceReference, Found } from "../../application/queries/find-device.ts";
import { ambiguousHub, notFound } from "./problem.ts";
import { ID_RULE, readHub, readText } from "./query-reader.ts";
import type { QueryReader } from "./query-reader.ts";
import type { Refused } from "./reply.ts";

/** Ids come decoded, once, from the host's route parameters. */
export function readReference({ params }: HttpRequest, query: QueryReader): DeviceReference {
  const { deviceId = "", moduleId } = params;
  for (const [name, id] of Object.entries({ deviceId, moduleId })) {
    if (id !== undefined && readText(id) === undefined) query.refuse(name, `is not ${ID_RULE}`);
  }
  const hub = query.value("hub", ID_RULE, readHub);
  return { deviceId, ...(hub === undefined ? {} : { hub }), ...(moduleId === undefined ? {} : { moduleId }) };
}

type One = Extract<Found, { name: "found" }>;

export async function findAsked(store: Store, reference: DeviceReference): Promise<One | Refused> {
  const found = await findDevice(store, reference);
  switch (found.name) {
    case "found":
      return found;
    case "unknown":
      return notFound(reference.moduleId === undefined ? "device" : "module");
    case "ambiguous":
      return ambiguousHub(found.hubs);
    default:
      return found satisfies never;
  }
}
