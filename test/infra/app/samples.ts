/** What a deployment would know, in the shape that Azure gives it: a sample for each thing that the templates ask for. */

const samples: Readonly<Record<string, (name: string) => string>> = {
  "properties.clientId": () => "8d5c9a6e-0d3b-4a4f-9a53-0a1b2c3d4e5f",
  "properties.primaryEndpoints.blob": (name) => `https://${name}.blob.core.windows.net/`,
  "properties.primaryEndpoints.queue": (name) => `https://${name}.queue.core.windows.net/`,
  "properties.documentEndpoint": (name) => `https://${name}.documents.azure.com:443/`,
  "properties.vaultUri": (name) => `https://${name}.vault.azure.net/`,
  "properties.defaultHostName": (name) => `${name}.azurewebsites.net`,
  "properties.ConnectionString": (name) => `InstrumentationKey=0;IngestionEndpoint=https://${name}.example/`,
};

/** The text with samples for each `<name.path>` in it. */
export function withSamples(text: string): string {
  return text.replaceAll(/<([\w/-]+)\.([\w.]+)>/g, (_all, name: string, path: string) => {
    const sample = samples[path];
    if (sample === undefined) throw new Error(`There is no sample of ${path} yet.`);
    return sample(name);
  });
}
