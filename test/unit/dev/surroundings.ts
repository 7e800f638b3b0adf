/** An outbox's address and embedded parts, as the unit tests of the local environment know them. */
export const outbox = {
  url: "http://127.0.0.1:7072",
  workflowUrl: (name: string) => `http://127.0.0.1:7072/workflow/${name}`,
};

export const parts = { outbox, queueConnectionString: "embedded queues", sqlite: ":memory:" };

export const localQueues =
  "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=a2V5;QueueEndpoint=http://127.0.0.1:10001/devstoreaccount1;";
export const realQueues =
  "DefaultEndpointsProtocol=https;AccountName=real;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net";

export const policy = `
receivers:
  ops: { teams: { workflow: "\${TEAMS_OPS_WORKFLOW_URL}" } }
  oncall: { sms: { to: ["\${ONCALL_PHONE}"] } }
routes: [{ notify: [ops, oncall] }]
`;
