/** Everything that can be tagged says that it is ours and of which azd environment, and the app that it is azd's service. */
import { describe, expect, it } from "vitest";
import { ENVIRONMENTS, FULL } from "./azd/environments.ts";
import { created, provision, TEMPLATES, whereIs } from "./templates.ts";
import type { TemplateFiles } from "./template/files.ts";
import { isFields } from "./template/values.ts";
import type { Resource } from "./template/resource.ts";
import type { Deployment } from "./template/values.ts";

/** Of what stands by itself only these cannot be tagged; of what stands below something else only the next one can. */
const UNTAGGABLE = new Set(["Microsoft.Authorization/locks", "Microsoft.Authorization/roleAssignments"]);
const TAGGABLE = new Set(["Microsoft.KeyVault/vaults/secrets"]);

const OURS = { "azd-env-name": "prod", product: "linewatch" };

function isTaggable({ type }: Pick<Resource, "type">): boolean {
  return TAGGABLE.has(type) || (type.split("/").length === 2 && !UNTAGGABLE.has(type));
}

function tagsOf({ body }: Resource): Readonly<Record<string, unknown>> {
  const { tags } = body;
  return isFields(tags) ? tags : {};
}

function isOurs(tags: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(OURS).every(([name, value]) => tags[name] === value);
}

function untagged(deployment: Deployment): string[] {
  return created(deployment)
    .filter((resource) => isTaggable(resource) && !isOurs(tagsOf(resource)))
    .map(whereIs);
}

/** Modules could make something that no environment here makes. */
function modulesWithoutTags(files: TemplateFiles): string[] {
  return files.bicepPaths.filter((path) => {
    const { resources, parameters, scope } = files.template(path);
    const tags = parameters.find(({ name }) => name === "tags");
    const isRoot = scope === "subscription" && path === "main.bicep";
    const makes = resources.some((resource) => !resource.existing && isTaggable(resource));
    return !isRoot && makes && (tags === undefined || tags.default !== undefined);
  });
}

describe.each(Object.entries(ENVIRONMENTS))("in the environment %s", (_name, env) => {
  const deployment = provision(env);

  it("everything is tagged", () => {
    expect(untagged(deployment)).toEqual([]);
  });

  it("one thing is azd's service: the app", () => {
    const services = created(deployment).filter((resource) => "azd-service-name" in tagsOf(resource));
    expect(services.map(({ type, body }) => [type, body["tags"]])).toEqual([
      ["Microsoft.Web/sites", { ...OURS, "azd-service-name": "app" }],
    ]);
  });
});

it("every module that makes something takes the tags", () => {
  expect(modulesWithoutTags(TEMPLATES)).toEqual([]);
});

describe("a resource without tags is seen", () => {
  const taggedLine = /^ {2}tags: tags$/m;
  it.each(TEMPLATES.bicepPaths.filter((path) => taggedLine.test(TEMPLATES.text(path))))("in %s", (path) => {
    expect(untagged(provision(FULL, TEMPLATES.broken(path, taggedLine, "  tags: {}")))).not.toEqual([]);
  });
});
