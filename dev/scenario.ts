/** `npm run scenario -- NAME [--speed N] [--url URL]`: plays a scenario against a running `npm start`. */
import { runCommand } from "./run-command.ts";
import { readScenarioOptions } from "./scenarios/options.ts";
import { findScenario, listScenarios, playScenario } from "./scenarios/scenario.ts";

await runCommand(readScenarioOptions(process.argv.slice(2)), async ({ name, speed, url }) => {
  if (name === undefined) return list();
  const scenario = await findScenario(name);
  console.log(scenario.title);
  await playScenario(scenario, speed, (event) => push(url, event));
});

async function list(): Promise<void> {
  const scenarios = await listScenarios();
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  for (const { name, title } of scenarios) console.log(`${name.padEnd(width)}  ${title}`);
}

/** As Event Grid pushes it. */
async function push(url: string, event: unknown): Promise<void> {
  const address = `${url}/runtime/webhooks/EventGrid?functionName=events-push`;
  const headers = { "content-type": "application/cloudevents+json", "aeg-event-type": "Notification" };
  const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(event) }).catch(
    (cause: unknown) => {
      throw new Error(`Nothing answers at ${url}: is npm start running? --url names another address.`, {
        cause,
      });
    },
  );
  if (!response.ok) throw new Error(`The app at ${url} answered ${response.status}.`);
}
