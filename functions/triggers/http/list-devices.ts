/**
 * `GET /api/devices`: one row for each device id. With `deviceId` it stands in for the device's own address, which
 * cannot carry every id, and says as much.
 */
import { CONDITIONS } from "../../application/queries/conditions.ts";
import { listDevices } from "../../application/queries/list-devices.ts";
import type { DeviceQuery } from "../../application/queries/list-devices.ts";
import type { ApiDeps } from "./api-route.ts";
import { PAGING, listBody, readPaging } from "./paging.ts";
import { badRequest } from "./problem.ts";
import { ID_RULE, makeQueryReader, readHub, readText, TEXT_RULE } from "./query-reader.ts";
import type { QueryReader } from "./query-reader.ts";
import { renderDevice, renderDeviceInFull } from "./render-device.ts";
import { ok } from "./reply.ts";
import type { ApiHandler } from "./serve.ts";
import type { DeviceRowAnswer } from "./shapes/device-shape.ts";
import type { ListAnswer } from "./shapes/list-shape.ts";
import { stateName } from "./shapes/values.ts";

const PATH = "/api/devices";
const NAMES = ["state", "condition", "hub", "tag", "q", "deviceId", ...PAGING];

export function makeListDevices({
  store,
  policy,
  clock,
  pageLinks,
}: ApiDeps): ApiHandler<ListAnswer<DeviceRowAnswer>> {
  return async (request) => {
    const query = makeQueryReader(request, NAMES);
    const filter = readFilter(query);
    const { top, after, link } = readPaging(query, pageLinks, PATH);
    if (query.errors.length > 0) return badRequest(query.errors);
    const viewpoint = { policy, now: clock.now() };
    const { devices, next } = await listDevices({ store, viewpoint }, filter, after, top);
    const rows = devices.map((view) =>
      filter.deviceId === undefined ? renderDevice(view) : renderDeviceInFull(view, viewpoint),
    );
    return ok(listBody(rows, next === undefined ? undefined : link(next)));
  };
}

function readFilter(query: QueryReader): DeviceQuery {
  return {
    deviceId: query.value("deviceId", ID_RULE, readText),
    state: query.oneOf("state", stateName.options),
    condition: query.oneOf("condition", CONDITIONS),
    hub: query.value("hub", ID_RULE, readHub),
    tag: query.value("tag", TAG_RULE, readTag),
    text: query.value("q", TEXT_RULE, readText),
  };
}

/** As long as the policy file lets a tag's name and value be. */
const LONGEST_TAG = { name: 64, value: 128 };
const TAG_RULE = `of the form key:value, of at most ${LONGEST_TAG.name} and ${LONGEST_TAG.value} characters`;

/** A name ends at its first colon; a value may have more of them. */
function readTag(text: string): DeviceQuery["tag"] {
  const colon = text.indexOf(":");
  const [name, value] = [text.slice(0, Math.max(colon, 0)), text.slice(colon + 1)];
  const isShort = name.length <= LONGEST_TAG.name && value.length <= LONGEST_TAG.value;
  return name !== "" && isShort ? { name, value } : undefined;
}
