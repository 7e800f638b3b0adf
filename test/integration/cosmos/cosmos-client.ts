/** A process that opens a Cosmos DB store, asks it something, and closes it: `node cosmos-client.ts URL KEY DATABASE`. */
import { makeCosmosStore } from "../../../functions/adapters/cosmos/cosmos-store.ts";

const [endpoint = "", key = "", database = ""] = process.argv.slice(2);
const store = await makeCosmosStore({ endpoint, database, auth: { key } });
await store.ping();
await store.connections.overdue(0, 1);
await store.close();
// The channel to the parent would keep the process alive; nothing else may.
process.disconnect();
