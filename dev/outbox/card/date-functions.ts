/** `{{DATE(…)}}` and `{{TIME(…)}}` in a card's text, which Teams words in the reader's own time zone. */

const call =
  /\{\{(DATE|TIME)\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d))(?:, ?(COMPACT|SHORT|LONG))?\)\}\}/g;

const date = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat("en-US", options);
const compact = date({ dateStyle: "short" });
const short = date({ weekday: "short", month: "short", day: "numeric", year: "numeric" });
const long = date({ dateStyle: "full" });
const time = date({ timeStyle: "short" });

/** What is not exactly such a call, or names no date, stays as it is: Teams shows it raw, too. */
export function withDates(text: string): string {
  return text.replace(call, (raw: string, name: string, instant: string, style: string | undefined) => {
    const at = Date.parse(instant);
    if (Number.isNaN(at)) return raw;
    if (name === "TIME") return time.format(at);
    return (style === "LONG" ? long : style === "SHORT" ? short : compact).format(at);
  });
}
