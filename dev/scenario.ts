/** `npm run scenario -- NAME [--speed N] [--url URL]`: plays a scenario against a running `npm start`. */
import { parseArgs } from "node:util";

import { findScenario, listScenarios, playScenario } from "./scenarios/scenario.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    speed: { type: "string", default: "1" },
    url: { type: "string", default: "http://127.0.0.1:7071" },
  },
});
const [name] = positionals;
const speed = Number(values.speed);
const scenario = name === undefined ? undefined : await findScenario(name);

if (name === undefined || scenario === undefined || !(speed > 0)) {
  if (name !== undefined && scenario === undefined) console.error(`There is no scenario ${name}.`);
  if (!(speed > 0)) console.error("--speed takes a number above 0.");
  for (const { name: known, title } of await listScenarios()) console.log(`${known.padEnd(16)} ${title}`);
  process.exitCode = name === undefined ? 0 : 1;
} else {
  console.log(scenario.title);
  await playScenario(scenario, speed, push).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
}

/** As Event Grid pushes it. */
async function push(event: unknown): Promise<void> {
  const address = `${values.url}/runtime/webhooks/EventGrid?functionName=events-push`;
  const headers = { "content-type": "application/cloudevents+json", "aeg-event-type": "Notification" };
  const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(event) }).catch(
    () => {
      throw new Error(`Nothing answers at ${values.url}: is npm start running? --url names another address.`);
    },
  );
  if (!response.ok) throw new Error(`The app answered ${response.status}.`);
}
