/** .NET's text for a length of time, as `host.json` writes it. */

const pattern =
  /^(?:(?<days>\d+)\.)?(?<hours>\d{1,2}):(?<minutes>[0-5]?\d):(?<seconds>[0-5]?\d(?:\.\d{1,7})?)$/;

/** Milliseconds of `[d.]hh:mm:ss[.fff]`; undefined for any other text. */
export function parseTimeSpanMs(text: string): number | undefined {
  const parts = pattern.exec(text)?.groups;
  if (parts === undefined) {
    return undefined;
  }
  const part = (name: string): number => Number(parts[name] ?? 0);
  const hours = part("days") * 24 + part("hours");
  return Math.round(((hours * 60 + part("minutes")) * 60 + part("seconds")) * 1000);
}
