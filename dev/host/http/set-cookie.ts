/** `Set-Cookie` lines for the cookies of a function's response, as the real host writes them. */
import * as z from "zod";

const value = <T extends z.ZodType>(type: T) => z.object({ value: type }).nullish();

export const cookieSchema = z.object({
  name: z.string(),
  value: z.string(),
  domain: value(z.string()),
  path: value(z.string()),
  /** Seconds since 1970. */
  expires: value(z.object({ seconds: z.number() })),
  secure: value(z.boolean()),
  httpOnly: value(z.boolean()),
  sameSite: z.enum(["none", "lax", "strict", "explicitNone"]).nullish(),
  maxAge: value(z.number()),
});

type Cookie = z.infer<typeof cookieSchema>;

const sameSiteWords = { none: undefined, lax: "lax", strict: "strict", explicitNone: "none" };

/** The value is percent-encoded and the path is `/` unless it is given. */
export function setCookieLine(cookie: Cookie): string {
  const sameSite = sameSiteWords[cookie.sameSite ?? "none"];
  const attributes = [
    `${cookie.name}=${encodeURIComponent(cookie.value)}`,
    cookie.expires ? `expires=${new Date(cookie.expires.value.seconds * 1000).toUTCString()}` : undefined,
    cookie.maxAge ? `max-age=${Math.trunc(cookie.maxAge.value)}` : undefined,
    cookie.domain ? `domain=${cookie.domain.value}` : undefined,
    `path=${cookie.path?.value ?? "/"}`,
    cookie.secure?.value ? "secure" : undefined,
    sameSite === undefined ? undefined : `samesite=${sameSite}`,
    cookie.httpOnly?.value ? "httponly" : undefined,
  ];
  return attributes.filter((attribute) => attribute !== undefined).join("; ");
}
