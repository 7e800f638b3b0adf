import { describe, expect, test } from "vitest";

import { makePageLinks } from "../../../functions/adapters/page-link/page-links.ts";
import { PAGING, readPaging } from "../../../functions/triggers/http/paging.ts";
import { makeQueryReader } from "../../../functions/triggers/http/query-reader.ts";
import { requestOf } from "./requests.ts";

const PATH = "/api/devices";
const links = makePageLinks(["key"]);

function read(target: string, path = PATH) {
  const query = makeQueryReader(requestOf(target), ["state", "q", ...PAGING]);
  return { ...readPaging(query, links, path), errors: query.errors };
}

describe("top", () => {
  test.each(["1", "100", "1000"])("%s is allowed", (top) => {
    expect(read(`${PATH}?top=${top}`)).toMatchObject({ top: Number(top), errors: [] });
  });
  test.each(["0", "1001", "-1", "1.5", "1e2", "ten", "", " 1", "0x1", "99999"])("'%s' is not", (top) => {
    expect(read(`${PATH}?top=${encodeURIComponent(top)}`).errors).toMatchObject([{ field: "top" }]);
  });
  test("is 100 where none is given", () => {
    expect(read(PATH).top).toBe(100);
  });
});

describe("the link to the next page", () => {
  const link = read(`${PATH}?state=offline&q=a%20%26b&top=7&code=secret`).link("hub!ø%2B");

  test("carries the query and the key, and no function key", () => {
    expect(read(link)).toMatchObject({ top: 7, after: "hub!ø%2B", errors: [] });
    expect(link).toMatch(/^\/api\/devices\?state=offline&q=a\+%26b&top=7&after=/);
    expect(link).not.toContain("secret");
  });

  test("works with a function key, and with its parameters in another order", () => {
    const [path, query = ""] = link.split("?");
    const turned = query.split("&").toReversed().join("&");
    expect(read(`${path}?code=key&${turned}`)).toMatchObject({ after: "hub!ø%2B", errors: [] });
  });

  test("leads on to a further page, with one signature", () => {
    const further = read(link).link("next");
    expect(read(further)).toMatchObject({ top: 7, after: "next", errors: [] });
  });

  test.each([
    ["another size", link.replace("top=7", "top=8")],
    ["another filter", link.replace("state=offline", "state=online")],
    ["one filter less", link.replace("state=offline&", "")],
    ["another place", link.replace("after=hub", "after=bub")],
    ["no place", link.replace(/after=[^&]*&/, "")],
    ["no signature", link.replace(/&signature=.*/, "")],
    ["an empty signature", link.replace(/signature=.*/, "signature=")],
    ["a longer signature", `${link}A`],
    ["another signature", link.replace(/signature=.{43}/, `signature=${"A".repeat(43)}`)],
  ])("is refused when altered: %s", (_what, altered) => {
    expect(altered).not.toBe(link);
    expect(read(altered).errors).toMatchObject([{ field: "signature" }]);
  });

  test("is good for its own list only", () => {
    expect(read(link, "/api/incidents").errors).toMatchObject([{ field: "signature" }]);
  });
});
