/** Which hubs are wanted, as far as azd's environment alone can tell. */
import { valueOf } from "../../../functions/config/variable.ts";
import type { Variables } from "../../../functions/config/variable.ts";
import { isSameId, parseHubId } from "../hub/hub-id.ts";
import type { HubId } from "../hub/hub-id.ts";
import { listOf } from "../settings.ts";
import { fault } from "./finding.ts";
import type { Finding } from "./finding.ts";

const NAME = "LINEWATCH_HUB_IDS";
export const LIST_LINE =
  'az resource list --resource-type Microsoft.Devices/IotHubs --query "[].id" --output tsv';

export interface WantedHubs {
  readonly ids: readonly HubId[];
  readonly findings: readonly Finding[];
}

export function readWantedHubs(env: Variables): WantedHubs {
  const texts = listOf(env, NAME);
  const trial = valueOf(env, "LINEWATCH_TRIAL_HUB") ?? "none";
  if (texts.length === 0 && trial === "none") return { ids: [], findings: [neither()] };
  const parsed = texts.map((text) => ({ text, id: parseHubId(text) }));
  const ids = parsed.flatMap(({ id }) => id ?? []);
  return {
    ids: ids.filter((id, index) => ids.findIndex((other) => isSameId(other.text, id.text)) === index),
    findings: parsed.flatMap(({ text, id }) => (id === undefined ? [noHubId(text)] : [])),
  };
}

function neither(): Finding {
  return fault(
    "No IoT hub is named. Give the resource ids of yours, or have a trial hub made (F1 is free, one a subscription):",
    LIST_LINE,
    `azd env set ${NAME} "/subscriptions/…/providers/Microsoft.Devices/IotHubs/…"`,
    "azd env set LINEWATCH_TRIAL_HUB F1",
  );
}

function noHubId(text: string): Finding {
  return fault(
    // No id has an equals sign; a connection string, which is a secret, does.
    `${NAME}: “${text.replace(/=.*/s, "=…")}” is not the resource id of an IoT hub. This lists those of the subscription:`,
    LIST_LINE,
    `azd env set ${NAME} "ID, ID"`,
  );
}
