/** The app's identity towards Azure, loaded with its first token: where a key or the emulator is used, it never is. */
import type { TokenCredential } from "@azure/identity";

/**
 * The user-assigned identity `clientId`; without one the Azure CLI's sign-in, for a laptop against real Azure. A failure
 * to load is not kept: the next token tries again.
 */
export function makeLazyCredential(clientId: string | undefined): TokenCredential {
  let loading: Promise<TokenCredential> | undefined;
  return {
    getToken: async (scopes, options) => {
      loading ??= loadCredential(clientId);
      try {
        return await (await loading).getToken(scopes, options);
      } catch (error) {
        loading = undefined;
        throw error;
      }
    },
  };
}

async function loadCredential(clientId: string | undefined): Promise<TokenCredential> {
  const { AzureCliCredential, ManagedIdentityCredential } = await import("@azure/identity");
  return clientId === undefined ? new AzureCliCredential() : new ManagedIdentityCredential({ clientId });
}
