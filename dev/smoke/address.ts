/** Where the app is, and the key for it: what must hold before a key leaves this machine. */
import { isLoopbackHost } from "../../functions/config/loopback.ts";

/**
 * The address without a slash at its end. Sentences about it repeat no more than its host: a copied address can have a key
 * in it.
 * @throws an Error with a sentence.
 */
export function readAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new Error(
      "The app's address begins with https://, such as https://func-linewatch.azurewebsites.net.",
    );
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new Error(
      "The app's address ends before any “?” or “#” and names no user; the key is given by itself.",
    );
  }
  if (url.protocol === "http:" && !isLoopbackHost(url.hostname)) {
    throw new Error(
      `Over plain http anybody on the way can read the key, so it is for this machine only: use https://${url.host}.`,
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

/**
 * Undefined for none. Ends of lines around it are dropped: the Azure CLI leaves one on Windows.
 * @throws an Error with a sentence, which does not repeat the key.
 */
export function readKey(text: string | undefined): string | undefined {
  const key = text?.trim() ?? "";
  if (key === "") return undefined;
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  throw new Error("The key has characters that no key has: copy it again, without quotes or spaces.");
}
