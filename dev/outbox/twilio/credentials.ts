/** Who may use an account of the pretended Twilio: whoever shows credentials that look real, since none are known here. */
import type { Reply } from "../reply.ts";
import { twilioError } from "./twilio-error.ts";

const accountSid = /^AC[0-9a-f]{32}$/i;
const apiKeySid = /^SK[0-9a-f]{32}$/i;

/** Twilio's refusal, or undefined: basic authentication with the account's own sid or an API key, and a secret. */
export function refusedAccess(
  account: string,
  authorization: string | undefined,
  path: string,
): Reply | undefined {
  const [, credentials] = /^Basic ([\w+/]+=*)$/i.exec(authorization ?? "") ?? [];
  if (credentials === undefined) return unauthenticated();
  const [user = "", ...secret] = Buffer.from(credentials, "base64").toString("utf8").split(":");
  if (secret.join(":") === "") return unauthenticated();
  if (user !== account && !apiKeySid.test(user)) return unauthenticated();
  return accountSid.test(account) ? undefined : twilioError(20404, path);
}

function unauthenticated(): Reply {
  return twilioError(20003, "", { "www-authenticate": 'Basic realm="Twilio API"' });
}
