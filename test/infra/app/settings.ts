/** The app's settings, as the templates set them and a deployed app would see them. */
import { theOnly } from "../templates.ts";
import { isFields, textOf } from "../template/values.ts";
import type { Deployment } from "../template/values.ts";
import { withSamples } from "./samples.ts";

export type Settings = ReadonlyMap<string, string>;

/** They are a resource of their own below the site. */
export function settingsOf(deployment: Deployment): Settings {
  const { name, body } = theOnly(deployment, "Microsoft.Web/sites/config");
  const { properties } = body;
  if (name !== "appsettings" || !isFields(properties))
    throw new Error("The site's config must be appsettings.");
  return new Map(Object.entries(properties).map(([name, value]) => [name, withSamples(textOf(value))]));
}

/** The environment that the app would find, with every reference resolved. */
export function environmentOf(settings: Settings): Record<string, string> {
  const values = [...settings].map(([name, value]): [string, string] => [
    name,
    secretOf(value) === undefined ? value : "+4790000000-a-secret-from-the-vault",
  ]);
  return { ...Object.fromEntries(values), WEBSITE_SITE_NAME: "app" };
}

const reference =
  /^@Microsoft\.KeyVault\(SecretUri=https:\/\/([\w-]+)\.vault\.azure\.net\/secrets\/([\w-]+)\)$/;

/** The vault and the secret that a setting refers to; undefined for a plain one. */
export function secretOf(value: string): { readonly vault: string; readonly secret: string } | undefined {
  if (!value.startsWith("@")) return undefined;
  const [, vault, secret] = reference.exec(value) ?? [];
  if (vault === undefined || secret === undefined) throw new Error(`Azure would not read ${value}`);
  return { vault, secret };
}
