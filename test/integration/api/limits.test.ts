import { describe, expect, test } from "vitest";

import { QUERY_LIMIT } from "../../../functions/triggers/http/serve.ts";
import { makeApi } from "./api.ts";
import { STATES, connection, device, module } from "./seed.ts";

async function refusal(target: string, headers: Record<string, string> = {}, method = "GET") {
  const { status, json } = await makeApi().get(target, headers, method);
  return { status, type: json["type"], detail: json["detail"], errors: json["errors"] };
}

const BAD_REQUEST = { status: 400, type: "urn:linewatch:problem:bad-request" };
const ADDRESSES = ["/api/devices", "/api/devices/d", "/api/incidents/x", "/api/summary", "/api/health"];

describe("a method", () => {
  test.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])(
    "that is %s is a 405 that names others",
    async (method) => {
      for (const address of ADDRESSES) {
        expect(await refusal(address, {}, method)).toMatchObject({
          status: 405,
          type: "urn:linewatch:problem:method-not-allowed",
          detail: `${method} does nothing here; this address takes GET and HEAD.`,
        });
      }
    },
  );

  test("that is HEAD has the status and the headers of GET, a 304 included", async () => {
    const api = makeApi();
    await api.seed(connection(device("d"), STATES.online));
    for (const address of ["/api/devices", "/api/devices/d", "/api/devices/e", "/api/devices?top=0"]) {
      const [get, head] = [await api.get(address), await api.get(address, {}, "HEAD")];
      expect([head.status, [...head.headers]]).toEqual([get.status, [...get.headers]]);
    }
    const etag = (await api.get("/api/devices/d")).headers.get("etag") ?? "";
    expect((await api.get("/api/devices/d", { "if-none-match": etag }, "HEAD")).status).toBe(304);
  });
});

describe("a body", () => {
  test.each([
    [{ "content-length": "2" }, 400],
    [{ "transfer-encoding": "chunked" }, 400],
    [{ "content-length": "0" }, 200],
  ])("with %j is a %i", async (headers, status) => {
    for (const address of ["/api/devices", "/api/summary", "/api/health"]) {
      expect((await makeApi().get(address, headers)).status).toBe(status);
    }
  });

  test("is named as what is wrong", async () => {
    expect(await refusal("/api/devices", { "content-length": "2" })).toMatchObject({
      ...BAD_REQUEST,
      errors: [{ field: "body", message: "must be empty: nothing here takes one" }],
    });
  });
});

describe("a length", () => {
  const long = "x".repeat(129);

  test.each([
    [`/api/devices/${long}`, "deviceId"],
    [`/api/devices/${long}/transitions`, "deviceId"],
    [`/api/devices/${long}/explain`, "deviceId"],
    [`/api/devices/d/modules/${long}`, "moduleId"],
    [`/api/devices/d/modules/${long}/transitions`, "moduleId"],
    [`/api/devices/d?hub=${long}`, "hub"],
    [`/api/devices?deviceId=${long}`, "deviceId"],
    [`/api/devices?hub=${long}`, "hub"],
    [`/api/devices?q=${long}`, "q"],
    [`/api/devices?tag=a:${long}`, "tag"],
    [`/api/devices?tag=${"a".repeat(65)}:b`, "tag"],
    [`/api/incidents/${"x".repeat(1_024)}`, "id"],
  ])("beyond what there can be is an error: %#", async (address, field) => {
    const { errors, ...rest } = await refusal(address);
    expect(rest).toMatchObject(BAD_REQUEST);
    expect(errors).toMatchObject([{ field, message: expect.stringContaining("characters") }]);
  });

  test.each(["deviceId", "hub", "q", "tag", "top", "state", "condition", "after", "signature"])(
    "of nothing is one too: %s",
    async (field) => {
      const { errors } = await refusal(`/api/devices?${field}=`);
      expect(errors).toMatchObject([{ field: field === "after" ? "signature" : field }]);
    },
  );

  test("of 128 is not", async () => {
    const api = makeApi();
    const id = "%".repeat(128);
    await api.seed(
      connection(device(id, "h".repeat(128)), STATES.online),
      connection(module(id, id), STATES.new),
    );
    const path = `/api/devices/${encodeURIComponent(id)}`;
    expect((await api.get(`${path}?hub=${"h".repeat(128)}`)).status).toBe(200);
    expect((await api.get(`${path}/modules/${encodeURIComponent(id)}/transitions`)).status).toBe(200);
  });

  test("of the query is a 414 where it is more than any link has", async () => {
    expect((await makeApi().get(`/api/health?${"x".repeat(QUERY_LIMIT)}`)).status).toBe(200);
    expect(await refusal(`/api/health?${"x".repeat(QUERY_LIMIT + 1)}`)).toMatchObject({
      status: 414,
      type: "urn:linewatch:problem:query-too-long",
      detail: expect.stringContaining("6000"),
    });
  });

  test("of the longest link to a next page is less", async () => {
    const api = makeApi();
    const [hub, text] = ["#".repeat(128), "✓".repeat(128)];
    const ids = ["%", "&"].map((end) => `${"%".repeat(127)}${end}`);
    await api.seed(...ids.map((id) => connection(device(id, hub), STATES.online)));
    const filter = `hub=${encodeURIComponent(hub)}&q=${encodeURIComponent("%".repeat(127))}&top=1&state=online`;
    const { nextLink = "" } = await api.page(`/api/devices?${filter}`);
    expect((await api.page(nextLink)).value).toMatchObject([{ deviceId: ids[1] }]);
    // And with everything else that could have been in it.
    const rest = `&deviceId=${encodeURIComponent(text)}&condition=tokenRenewal&code=${"k".repeat(100)}`;
    const tag = `&tag=${"a".repeat(64)}:${encodeURIComponent(text)}`;
    expect(`${nextLink}${rest}${tag}`.length).toBeLessThan(QUERY_LIMIT);
  });
});

test("of thousands of wrong parameters some are named, and long names are cut", async () => {
  const names = Array.from({ length: 1_000 }, (_, number) => `p${number}`);
  const { detail, errors } = await refusal(`/api/incidents?${"n".repeat(1_000)}&${names.join("&")}`);
  expect(errors).toHaveLength(20);
  expect(errors).toMatchObject(
    expect.arrayContaining([{ field: `${"n".repeat(64)}…`, message: expect.any(String) }]),
  );
  expect(detail).toMatch(/and 981 more$/);
});
