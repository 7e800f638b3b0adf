/** Makes the app read its Key Vault references again: by itself it would find a new secret within a day. */
import type { Az } from "../cli/az.ts";
import type { DeployedApp } from "../settings.ts";

const API_VERSION = "2022-03-01";

export async function refreshReferences({ subscription, group, name }: DeployedApp, az: Az): Promise<void> {
  const app = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Web/sites/${name}`;
  const url = `${app}/config/configreferences/appsettings/refresh?api-version=${API_VERSION}`;
  await az.run(["rest", "--method", "post", "--url", url]);
}
