/**
 * Keeps browsers out of the local servers. A page on any site can make the browser of whoever runs them send requests to
 * 127.0.0.1 (or, by DNS rebinding, to a name that now resolves there), so listening on loopback alone protects nothing.
 * The runner and the outbox both ask this before anything else.
 */
import type { IncomingMessage } from "node:http";

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);
const methodsThatChangeNothing = new Set(["GET", "HEAD"]);

/**
 * The sentence of a 403, or undefined when the request may pass: its Host is loopback with `ownPort`, and unless it is a
 * GET or HEAD, its Origin is this server's own or absent (programs send none).
 */
export function refusalOf(request: IncomingMessage, ownPort: number): string | undefined {
  if (!isOwnAuthority(request.headers.host, ownPort)) {
    return `The Host header must be loopback with port ${ownPort}, such as 127.0.0.1:${ownPort}.`;
  }
  const { origin } = request.headers;
  if (origin === undefined || methodsThatChangeNothing.has(request.method ?? "")) {
    return undefined;
  }
  return isOwnOrigin(origin, ownPort)
    ? undefined
    : `The Origin header must be this server's own or absent for ${request.method ?? "this method"}.`;
}

function isOwnAuthority(authority: string | undefined, ownPort: number): boolean {
  const parts = /^(?<name>\[[^\]]*\]|[^:]*)(?::(?<port>\d{1,5}))?$/.exec(authority ?? "")?.groups;
  const name = parts?.["name"]?.toLowerCase() ?? "";
  return loopbackNames.has(name) && Number(parts?.["port"] ?? "80") === ownPort;
}

function isOwnOrigin(origin: string, ownPort: number): boolean {
  const scheme = "http://";
  return origin.startsWith(scheme) && isOwnAuthority(origin.slice(scheme.length), ownPort);
}
