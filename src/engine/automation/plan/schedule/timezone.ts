import { once } from "../../once.ts";
import table from "./timezones.json" with { type: "json" };

const zones = once(
  () =>
    new Map(
      Object.entries(table.zones).flatMap(([zone, names]) => names.split("|").map((name) => [name, zone] as const)),
    ),
);

const named = once(() => {
  const names = [...zones().keys()].toSorted((one, other) => other.length - one.length || (one < other ? -1 : 1));
  const alternatives = names.join("|");
  // A city says when only after a clock time, "in", or before "time": "customers in London" says where.
  return new RegExp(
    `(?:t\\d\\d:\\d\\d|noon|midnight|o'clock|oclock|sharp|am|pm|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirty|morning|afternoon|evening|night|weekday|weekdays|day|daily|hour|hours|monday|tuesday|wednesday|thursday|friday|saturday|sunday|\\d)(?: in| at)?(?: the)?(?: \\()? (${alternatives})(?: time| timezone| time zone)?(?![\\p{L}\\p{N}])|(?<![\\p{L}\\p{N}])(${alternatives}) (?:time|timezone|time zone)(?![\\p{L}\\p{N}])`,
    "u",
  );
});

const offset = /(?<![\p{L}\p{N}])(?:utc|gmt) ?([+-]) ?(\d{1,2})(?![\p{N}])/u;

const iana =
  /(?<![\p{L}\p{N}])(africa|america|asia|atlantic|australia|europe|indian|pacific) ?\/? ?([a-z_]{3,30})(?![\p{L}\p{N}])/u;

/** "europe/madrid" as IANA writes it. */
const ianaName = (area: string, city: string): string | undefined => {
  const title = (text: string): string => text.replaceAll(/(?:^|_)[a-z]/g, (first) => first.toUpperCase());
  const zone = `${title(area)}/${title(city)}`;
  return new Set(zones().values()).has(zone) ? zone : undefined;
};

/** The zone that a sentence tells its times in, as IANA names it, and where it says so. */
export const findTimezone = (line: string): { zone: string; start: number; end: number } | undefined => {
  const shifted = offset.exec(line);
  if (shifted !== null) {
    const hours = Number(shifted[2]);
    // IANA counts the other way: Etc/GMT-7 is seven hours ahead.
    const zone = hours === 0 || hours > 14 ? "UTC" : `Etc/GMT${shifted[1] === "+" ? "-" : "+"}${hours}`;
    return { zone, start: shifted.index, end: shifted.index + shifted[0].length };
  }
  const written = iana.exec(line);
  const place = written === null ? undefined : ianaName(written[1] ?? "", written[2] ?? "");
  if (written !== null && place !== undefined)
    return { zone: place, start: written.index, end: written.index + written[0].length };
  const found = named().exec(line);
  const name = found?.[1] ?? found?.[2];
  const zone = name === undefined ? undefined : zones().get(name);
  if (found === null || zone === undefined) return undefined;
  const start = found[1] === undefined ? found.index : found.index + found[0].indexOf(` ${name}`);
  return { zone, start, end: found.index + found[0].length };
};
