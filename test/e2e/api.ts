/** The product's HTTP interface, as far as the stories read it. */
import * as z from "zod";

const deviceSchema = z.looseObject({
  hub: z.string(),
  deviceId: z.string(),
  moduleId: z.string().nullable(),
  state: z.string(),
  incidentId: z.string().nullable(),
  modules: z.array(z.looseObject({ moduleId: z.string(), state: z.string() })).optional(),
});
export type Device = z.infer<typeof deviceSchema>;

const incidentSchema = z.looseObject({
  id: z.string(),
  code: z.string(),
  state: z.string(),
  count: z.number(),
  duration: z.string().nullable(),
  members: z.array(
    z.looseObject({
      deviceId: z.string(),
      moduleId: z.string().nullable(),
      from: z.string(),
      to: z.string().nullable(),
    }),
  ),
  deliveries: z.array(
    z.looseObject({ purpose: z.string(), channel: z.string(), state: z.string(), attempts: z.number() }),
  ),
});
export type Incident = z.infer<typeof incidentSchema>;

const transitionSchema = z.looseObject({ state: z.string(), at: z.string() });
const rejectedSchema = z.looseObject({ reason: z.string(), detail: z.string(), body: z.string() });
const summarySchema = z.looseObject({
  identities: z.looseObject({ total: z.number(), byState: z.record(z.string(), z.number()) }),
  devices: z.looseObject({ total: z.number() }),
  rejected: z.number(),
});
const listOf = <T extends z.ZodType>(element: T) => z.looseObject({ value: z.array(element) });

export interface Api {
  device(deviceId: string): Promise<Device>;
  /** By `?deviceId=`, which carries every id. */
  devicesOfId(deviceId: string): Promise<Device[]>;
  /** Of all of the device's modules; undefined while it is unknown. */
  moduleStates(deviceId: string): Promise<string[] | undefined>;
  transitions(deviceId: string, moduleId: string): Promise<string[]>;
  incidents(): Promise<{ id: string; state: string }[]>;
  incident(idOrCode: string): Promise<Incident>;
  rejected(): Promise<z.infer<typeof rejectedSchema>[]>;
  summary(): Promise<z.infer<typeof summarySchema>>;
  /** As Event Grid pushes them; gives the status. */
  push(events: unknown, headers?: Record<string, string>): Promise<number>;
  /** Makes the sweep run now instead of at the next minute. */
  sweep(): Promise<void>;
}

export function openApi(url: string): Api {
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(url + path);
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const list = async <T extends z.ZodType>(path: string, element: T): Promise<z.infer<T>[]> =>
    listOf(element).parse(await get(path)).value;
  const part = encodeURIComponent;
  const devicesOfId = (deviceId: string) => list(`/api/devices?deviceId=${part(deviceId)}`, deviceSchema);
  return {
    device: async (deviceId) => deviceSchema.parse(await get(`/api/devices/${part(deviceId)}`)),
    devicesOfId,
    moduleStates: async (deviceId) => (await devicesOfId(deviceId))[0]?.modules?.map(({ state }) => state),
    transitions: async (deviceId, moduleId) => {
      const path = `/api/devices/${part(deviceId)}/modules/${part(moduleId)}/transitions`;
      return (await list(path, transitionSchema)).map(({ state }) => state);
    },
    incidents: () => list("/api/incidents", z.looseObject({ id: z.string(), state: z.string() })),
    incident: async (idOrCode) => incidentSchema.parse(await get(`/api/incidents/${part(idOrCode)}`)),
    rejected: () => list("/api/rejected", rejectedSchema),
    summary: async () => summarySchema.parse(await get("/api/summary")),
    push: async (events, headers = {}) => {
      const response = await fetch(`${url}/runtime/webhooks/EventGrid?functionName=events-push`, {
        method: "POST",
        headers: { "aeg-event-type": "Notification", ...headers },
        body: typeof events === "string" ? events : JSON.stringify(events),
      });
      await response.body?.cancel();
      return response.status;
    },
    sweep: async () => {
      const response = await fetch(`${url}/admin/functions/sweep`, { method: "POST", body: "{}" });
      if (response.status !== 202) throw new Error(`the sweep: ${response.status}`);
    },
  };
}
