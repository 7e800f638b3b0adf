/** Who has just named an incident reads it again: one that is about to end is opened again, by whoever writes first. */
import type { Incident } from "../domain/incident.ts";
import type { Deps } from "./deps.ts";

/** @returns whether the incident is open; if not, it may be over, or somebody else wrote it meanwhile. */
export async function keepOpen(deps: Deps, id: string): Promise<boolean> {
  const saved = await deps.store.incidents.read(id);
  if (saved?.value.state.name !== "ending") return saved?.value.state.name === "open";
  const open: Incident = { ...saved.value, state: { name: "open" } };
  return (await deps.store.incidents.replace(open, saved.version)) !== undefined;
}
