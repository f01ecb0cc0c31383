import { clockSaid, findTime, groupsOf, hourOf, withinOf, withinRule } from "./clock.ts";
import type { Clock } from "./clock.ts";
import { everyDay, rules } from "./schedule-rules.ts";
import type { Heard } from "./schedule-rules.ts";
import { findTimezone } from "./timezone.ts";

/** When a workflow runs by itself, as EventBridge reads it, and the places of the line that say so. */
export interface Schedule {
  expression: string;
  timezone?: string;
  description: string;
  /** What was said, in pieces: `every monday`, `at t09:00`. */
  places: readonly { start: number; end: number }[];
  /** What had to be assumed, for the user to know. */
  assumed: readonly string[];
}

const two = (value: number): string => String(value).padStart(2, "0");

const plural = (count: number, unit: string): string => (count === 1 ? unit : `${unit}s`);

/** Words before a day that make it a day that was or will be, or a name. */
const noSchedule =
  /(?:last|this|next|previous|past|by|until|before|since|from|called|named|(?:unless|except|excluding|but not|if|not) (?:(?:it's|it is|it|its|on|at|during|for|the|a|over) ){0,3}) $|(?:unless|except|excluding|but not|if|not) (?:(?:it's|it is|it|its|on|at|during|for|the|a|over) ){0,3}$/;

/** The schedule that a text tells, if it tells one. `certain` leaves out what may be only an adjective: "the daily report". */
export const findSchedule = (line: string): Schedule | undefined => {
  for (const [pattern, hear] of rules) {
    const match = pattern.exec(line);
    if (match === null || noSchedule.test(line.slice(0, match.index))) continue;
    return scheduleOf(line, match, hear(...groupsOf(match)));
  }
  if (findTime(line) === undefined) return undefined;
  return scheduleOf(line, undefined, { days: everyDay }, "No day was said: it runs every day.");
};

const scheduleOf = (line: string, match: RegExpExecArray | undefined, heard: Heard, assumed?: string): Schedule => {
  const places = match === undefined ? [] : [{ start: match.index, end: match.index + match[0].length }];
  // Its own words are no clock time: "every day at 9" has the nine outside.
  const rest =
    match === undefined
      ? line
      : `${line.slice(0, match.index)}${"·".repeat(match[0].length)}${line.slice(match.index + match[0].length)}`;
  const hours = heard.days === undefined || heard.rate !== undefined;
  const within = withinRule.exec(rest);
  const time = within === null ? findTime(rest) : undefined;
  const zone = findTimezone(line);
  const notes = [assumed, heard.assumed].filter((note) => note !== undefined);
  const second = hours && match !== undefined ? moreDays(rest) : undefined;
  if (within !== null) places.push({ start: within.index, end: within.index + within[0].length });
  if (time !== undefined) places.push({ start: time.start, end: time.end });
  if (zone !== undefined) places.push({ start: zone.start, end: zone.end });
  if (second !== undefined) places.push({ start: second.start, end: second.end });
  const part =
    match === undefined
      ? undefined
      : /^ ?(morning|afternoon|evening|night)s?(?![\p{L}])/u.exec(line.slice(match.index + match[0].length))?.[1];
  const spoken = /(?<![\p{L}])in the (afternoon|evening|night)(?![\p{L}])/u.exec(rest)?.[1];
  const dayEnd =
    /(?<![\p{L}])(?:end of (?:the |each |every )?(?:business|work|working|day)|close of business|cob|eod)(?![\p{L}])/u.test(
      line,
    )
      ? "close"
      : undefined;
  const ofDay =
    part ?? spoken ?? dayEnd ?? (/(?<![\p{L}])lunch(?:time| time)?(?![\p{L}])/u.test(line) ? "noon" : undefined);
  const said = clockSaid(
    time,
    heard.clock ?? (ofDay === undefined ? undefined : { hours: [hourOf(ofDay)], minute: 0 }),
  );
  if (time?.differ === true)
    notes.push("A schedule has one minute past the hour: all its times take that of the first.");
  const built = build(heard, said, within === null ? undefined : withinOf(within), second?.days, notes);
  const suffix = zone === undefined ? " UTC" : ` ${zone.zone}`;
  return {
    expression: built.expression,
    ...(zone === undefined ? {} : { timezone: zone.zone }),
    description: built.expression.startsWith("rate") ? built.words : `${built.words}${suffix}`,
    places,
    assumed: notes,
  };
};

/** Of "every 15 minutes on weekdays": the days. */
const moreDays = (
  line: string,
): { days: { fields: string; words: string }; start: number; end: number } | undefined => {
  for (const [pattern, hear] of rules) {
    const match = pattern.exec(line);
    const heard = match === null ? undefined : hear(...groupsOf(match));
    if (match !== null && heard?.days?.fields.startsWith("? *") === true)
      return { days: heard.days, start: match.index, end: match.index + match[0].length };
  }
  return undefined;
};

const timesOf = ({ hours, minute }: Clock): string => hours.map((hour) => `${two(hour)}:${two(minute)}`).join(" and ");

const build = (
  heard: Heard,
  said: Clock | undefined,
  within: string | undefined,
  second: { fields: string; words: string } | undefined,
  notes: string[],
): { expression: string; words: string } => {
  const { rate } = heard;
  if (rate !== undefined) {
    const { count, unit } = rate;
    const words = `Every ${count === 1 ? "" : `${count} `}${plural(count, unit)}`;
    const restricted = within !== undefined || second !== undefined;
    if (restricted && unit !== "day") {
      const fields = second?.fields ?? everyDay.fields;
      const hours = unit === "hour" ? count : Math.ceil(count / 60);
      const span = within ?? (hours === 1 ? "*" : "0");
      const clock =
        unit === "minute" && count < 60
          ? `0/${count} ${within ?? "*"}`
          : `0 ${span.replaceAll(/(?=,|$)/g, hours === 1 ? "" : `/${hours}`)}`;
      const isRounded = unit === "minute" && count > 60 && count % 60 > 0;
      if (isRounded)
        notes.push(`On some hours or days only, it cannot run every ${count} minutes: it runs every ${hours} hours.`);
      return {
        expression: `cron(${clock} ${fields})`,
        words: `${isRounded ? `Every ${hours} hours` : words}${within === undefined ? "" : `, hours ${within}`}${second === undefined ? "" : `, ${second.words.replace("Every", "every")}`}`,
      };
    }
    if (said !== undefined && unit === "day" && count < 28)
      return {
        expression: `cron(${said.minute} ${said.hours.join(",")} 1/${count} * ? *)`,
        words: `${words} at ${timesOf(said)}`,
      };
    if (said !== undefined && unit === "hour" && said.hours.length > 1)
      return {
        expression: `cron(${said.minute} ${said.hours.join(",")} ${everyDay.fields})`,
        words: `Every day at ${timesOf(said)}`,
      };
    return { expression: `rate(${count} ${plural(count, unit)})`, words };
  }
  const clock = said ?? { hours: [9], minute: 0 };
  const days = heard.days ?? everyDay;
  if (said === undefined && within !== undefined)
    return { expression: `cron(0 ${within} ${days.fields})`, words: `${days.words}, hours ${within}` };
  if (said === undefined) notes.push("No time was said: it runs at 09:00.");
  return {
    expression: `cron(${clock.minute} ${clock.hours.join(",")} ${days.fields})`,
    words: `${days.words} at ${timesOf(clock)}`,
  };
};
