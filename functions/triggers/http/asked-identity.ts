/** Which device or module a path asks for, and the answer where it is not just one. */
import type { HttpRequest, HttpResponseInit } from "@azure/functions";

import type { Store } from "../../application/ports.ts";
import { findDevice } from "../../application/queries/find-device.ts";
import type { DeviceReference, Found } from "../../application/queries/find-device.ts";
import { ambiguousHub, notFound } from "./problem.ts";
import { ID_RULE, readId } from "./query-reader.ts";
import type { QueryReader } from "./query-reader.ts";

/** Ids come decoded, once, from the host's route parameters. */
export function readReference(request: HttpRequest, query: QueryReader): DeviceReference {
  const { deviceId = "", moduleId } = request.params;
  const hub = query.value("hub", ID_RULE, readId)?.toLowerCase();
  return { deviceId, ...(hub === undefined ? {} : { hub }), ...(moduleId === undefined ? {} : { moduleId }) };
}

type One = Extract<Found, { name: "found" }>;

export async function findAsked(
  store: Store,
  reference: DeviceReference,
): Promise<One | { readonly name: "refused"; readonly answer: HttpResponseInit }> {
  const found = await findDevice(store, reference);
  switch (found.name) {
    case "found":
      return found;
    case "unknown":
      return { name: "refused", answer: notFound(reference.moduleId === undefined ? "device" : "module") };
    case "ambiguous":
      return { name: "refused", answer: ambiguousHub(found.hubs) };
    default:
      return found satisfies never;
  }
}
