/** Watches and steers `fixtures/queue-app.mjs` over HTTP. */
import * as z from "zod";

const seenSchema = z.object({
  mostActive: z.number(),
  seen: z.array(
    z.object({ at: z.number(), message: z.unknown(), metadata: z.record(z.string(), z.unknown()) }),
  ),
});

export type Seen = z.infer<typeof seenSchema>;

export async function seenBy(url: string): Promise<Seen> {
  const response = await fetch(`${url}/seen`);
  return seenSchema.parse(await response.json());
}

/** Lets the message that said `wait` go on; false when nothing waits under that id. */
export async function release(url: string, id: string): Promise<boolean> {
  const response = await fetch(`${url}/release/${id}`, { method: "POST" });
  return response.ok;
}
