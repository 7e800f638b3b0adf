/** The templates as they lie in `infra/bicep`, and what they make of the values of an azd environment. */
import { fileURLToPath } from "node:url";
import { parametersFor } from "./azd/parameters.ts";
import type { AzdEnvironment } from "./azd/parameters.ts";
import { deploy } from "./template/deploy.ts";
import { readTemplateFiles } from "./template/files.ts";
import type { TemplateFiles } from "./template/files.ts";
import { isFields, isList } from "./template/values.ts";
import type { Resource } from "./template/resource.ts";
import type { Deployment, Value } from "./template/values.ts";

export const TEMPLATES = readTemplateFiles(fileURLToPath(new URL("../../infra/bicep", import.meta.url)));

export function provision(env: AzdEnvironment, files: TemplateFiles = TEMPLATES): Deployment {
  return deploy(files, parametersFor(files, env));
}

/** Those that the deployment creates. */
export function created({ resources }: Pick<Deployment, "resources">, type?: string): Resource[] {
  return resources.filter((found) => !found.existing && (type === undefined || found.type === type));
}

/** The only one of its type. */
export function theOnly(deployment: Deployment, type: string): Resource {
  const all = created(deployment, type);
  const [found] = all;
  if (found === undefined || all.length > 1) throw new Error(`There must be one ${type}, not ${all.length}.`);
  return found;
}

/** What stands at a path such as `properties.siteConfig.minTlsVersion`; undefined for nothing. */
export function valueAt(value: Value | undefined, path: string): Value | undefined {
  return path.split(".").reduce<Value | undefined>((so, name) => {
    if (isList(so)) return so[Number(name)];
    return isFields(so) && Object.hasOwn(so, name) ? so[name] : undefined;
  }, value);
}

/** For people: where a resource is declared. */
export function whereIs({ symbol, type, at }: Resource): string {
  return `${at.file}:${at.line} ${symbol} (${type})`;
}
