/** The functions whose answer depends on where a template is deployed, or on files beside it. */
import { posix } from "node:path";
import { FUNCTIONS } from "./functions.ts";
import type { Place } from "./place.ts";
import { readJson } from "./read-json.ts";
import type { TemplateFiles } from "./files.ts";
import { idIn } from "./resource.ts";
import { isFields, textOf } from "./values.ts";
import type { Fields, Value } from "./values.ts";

/** Calls a function of Bicep's from a template at the place. */
export function callFrom(place: Place, files: TemplateFiles, name: string, given: readonly Value[]): Value {
  const words = () => given.map(textOf);
  const beside = () => files.text(posix.join(posix.dirname(place.file), words()[0] ?? ""));
  switch (name) {
    case "subscription":
      return subscriptionOf(place.scope);
    case "resourceGroup":
      return groupOf(place.scope, words());
    case "tenant":
      return { tenantId: "00000000-0000-0000-0000-00000000000a" };
    case "environment":
      return { suffixes: { storage: "core.windows.net" }, portal: "https://portal.azure.com" };
    case "deployment":
      return { name: "deployment" };
    case "subscriptionResourceId":
      return resourceIdIn(subscriptionIdOf(place.scope), words());
    case "resourceId":
      return resourceIdIn(place.scope, words());
    case "loadTextContent":
      return beside();
    case "loadJsonContent":
      return readJson(beside());
    default: {
      const call = FUNCTIONS.get(name);
      if (call === undefined) throw new Error(`The reader does not know the function ${name}.`);
      return call(...given);
    }
  }
}

function subscriptionIdOf(scope: string): string {
  return scope.split("/").slice(0, 3).join("/");
}

function subscriptionOf(scope: string): Fields {
  const id = subscriptionIdOf(scope);
  return { id, subscriptionId: id.split("/").at(-1) ?? "" };
}

/** Here, or by name, or by subscription and name. */
function groupOf(scope: string, given: readonly string[]): Fields {
  const here = /^(.*\/resourceGroups\/([^/]+))$/i.exec(scope);
  const name = given.at(-1) ?? here?.[2];
  if (name === undefined) throw new Error("resourceGroup() needs a name in a template of a subscription.");
  const subscription = given.length > 1 ? `/subscriptions/${given[0]}` : subscriptionIdOf(scope);
  return { id: `${subscription}/resourceGroups/${name}`, name, location: "norwayeast" };
}

/** Words before the type say where else: a group, or a subscription and a group. */
function resourceIdIn(scope: string, words: readonly string[]): string {
  const at = words.findIndex((word) => word.includes("/"));
  const [type = "", ...names] = words.slice(at);
  const elsewhere = at > 0 ? groupOf(scope, words.slice(0, at))["id"] : undefined;
  return idIn(typeof elsewhere === "string" ? elsewhere : scope, type, names.join("/"));
}

export function scopeIdOf(value: Value | undefined): string | undefined {
  const id = isFields(value) ? value["id"] : undefined;
  return typeof id === "string" ? id : undefined;
}
