/** What counts as this machine: decides where plain http, an emulator's key and a pretended provider are accepted. */

const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/** Whether a URL's host, as `URL.hostname` gives it, is this machine. Names are taken at their word, none is looked up. */
export function isLoopbackHost(hostname: string): boolean {
  return loopbackHost.test(hostname);
}

/** Whether a URL points at this machine; false for what is no URL. */
export function isLoopbackUrl(text: string): boolean {
  return URL.canParse(text) && isLoopbackHost(new URL(text).hostname);
}
