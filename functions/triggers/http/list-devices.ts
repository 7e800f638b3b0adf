/**
 * `GET /api/devices`: one row for each device id. With `deviceId` it stands in for the device's own address, which
 * cannot carry every id, and says as much.
 */
import { CONDITIONS } from "../../application/queries/conditions.ts";
import { listDevices } from "../../application/queries/list-devices.ts";
import type { DeviceQuery } from "../../application/queries/list-devices.ts";
import { answer } from "./answer.ts";
import type { ApiDeps, ApiHandler } from "./api-route.ts";
import { PAGING, listBody, readPaging } from "./paging.ts";
import { badQuery } from "./problem.ts";
import { ID_RULE, makeQueryReader, readId } from "./query-reader.ts";
import type { QueryReader } from "./query-reader.ts";
import { renderDevice, renderDeviceInFull } from "./render-device.ts";

const PATH = "/api/devices";
const STATES = ["new", "online", "suspect", "offline", "recovering", "deleted"] as const;
const NAMES = ["state", "condition", "hub", "tag", "q", "deviceId", ...PAGING];

export function makeListDevices(deps: ApiDeps): ApiHandler {
  return async (request) => {
    const query = makeQueryReader(request, NAMES);
    const filter = readFilter(query);
    const { top, after, link } = readPaging(query, deps.pageLinks, PATH);
    if (query.errors.length > 0) return badQuery(query.errors);
    const { devices, next } = await listDevices(deps, filter, after, top);
    const rows = devices.map((view) =>
      filter.deviceId === undefined ? renderDevice(view) : renderDeviceInFull(view, deps.policy),
    );
    return answer(200, listBody(rows, next === undefined ? undefined : link(next)));
  };
}

function readFilter(query: QueryReader): DeviceQuery {
  return {
    deviceId: query.value("deviceId", ID_RULE, readId),
    state: query.oneOf("state", STATES),
    condition: query.oneOf("condition", CONDITIONS),
    hub: query.value("hub", ID_RULE, readId)?.toLowerCase(),
    tag: query.value("tag", "of the form key:value", readTag),
    text: query.value("q", "a text of at most 128 characters", (text) =>
      text.length <= 128 ? text : undefined,
    ),
  };
}

/** A name ends at its first colon; a value may have more of them. */
function readTag(text: string): DeviceQuery["tag"] {
  const colon = text.indexOf(":");
  return colon > 0 ? { name: text.slice(0, colon), value: text.slice(colon + 1) } : undefined;
}
