/**
 * The floor of a cold start: the SDKs that a disconnect needs, and their calls, in the order in which the product
 * makes them. It registers one function, reads the envelope with Event Grid's deserializer, reads and replaces an
 * item, and sends a message: nothing is parsed by a schema, nothing decided.
 */
import { CosmosClient } from "@azure/cosmos";
import { EventGridDeserializer } from "@azure/eventgrid";
import { app } from "@azure/functions";
import { QueueServiceClient } from "@azure/storage-queue";

const {
  COSMOS_ENDPOINT: endpoint = "",
  COSMOS_KEY: key = "",
  BENCH_DOCUMENT: id = "",
  AzureWebJobsStorage: storage = "",
} = process.env;

const client = new CosmosClient({
  endpoint,
  key,
  connectionPolicy: { enableEndpointDiscovery: false, enableBackgroundEndpointRefreshing: false },
});
const deadlines = QueueServiceClient.fromConnectionString(storage).getQueueClient("deadlines");
const item = client.database("linewatch").container("connections").item(id, id);

app.storageQueue("events", {
  queueName: "events",
  connection: "AzureWebJobsStorage",
  handler: async (body: unknown) => {
    const [event] = await new EventGridDeserializer().deserializeCloudEvents(JSON.stringify(body));
    const { resource, etag } = await item.read<Record<string, unknown>>();
    const next = { ...resource, id, changed: event?.id };
    await item.replace(next, { accessCondition: { type: "IfMatch", condition: etag } });
    const message = Buffer.from(JSON.stringify({ identity: id, dueAt: Date.now() })).toString("base64");
    await deadlines.sendMessage(message, { visibilityTimeout: 300, messageTimeToLive: -1 });
  },
});
