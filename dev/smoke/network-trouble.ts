/** A request that nobody answered, in words: name, port, certificate and time each have their own remedy. */
import { Trouble } from "./trouble.ts";

export function troubleOfNetwork(error: unknown, url: string): Trouble {
  const { host, protocol, port } = new URL(url);
  const code = codeOf(error);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return new Trouble("unreachable", `No name server knows ${host}.`, {
      advice: "Is the address right? A new app's name can take some minutes to be known.",
    });
  }
  if (code === "ECONNREFUSED") {
    return new Trouble("unreachable", `Nothing listens at ${host}.`, {
      advice:
        protocol === "http:" ? `Is npm start running, with --port ${port || "80"}?` : "Is the address right?",
    });
  }
  if (isCertificateCode(code)) {
    return new Trouble("unreachable", `The certificate of ${host} is not trusted here (${code}).`, {
      advice:
        "Where a proxy reads TLS, name its certificate in NODE_EXTRA_CA_CERTS. Otherwise the address is another's.",
    });
  }
  if (code.startsWith("ERR_SSL") || code === "EPROTO") {
    return new Trouble("unreachable", `${host} does not speak TLS (${code}).`, {
      advice: "Is the address right? Under npm start it begins with http://.",
    });
  }
  return new Trouble("noAnswer", `${host} could not be asked (${code}).`, {
    page: "No alerts",
    advice: "Is the app running, and does its network let you in?",
  });
}

function isCertificateCode(code: string): boolean {
  return /CERT|SIGNATURE|SELF_SIGNED|UNABLE_TO_GET_ISSUER/.test(code);
}

/** The platform's word for it; `fetch` wraps it. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  return cause instanceof Error ? cause.message : String(cause);
}
