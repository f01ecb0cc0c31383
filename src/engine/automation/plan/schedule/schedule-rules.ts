import { hourOf, numberOf, whole } from "./clock.ts";
import type { Clock } from "./clock.ts";

const days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] as const;
const dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const months = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
] as const;
const ordinals: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  tenth: 10,
  fifteenth: 15,
  twentieth: 20,
};

const ordinalOf = (word: string): number => ordinals[word] ?? Number.parseInt(word, 10);

const number =
  "\\d{1,4}|one|two|couple of|couple|three|few|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty five|sixty|ninety|single|other|second|third";
const day =
  "(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|mon|tues?|weds?|thu|thurs?|fri|sat|sun)";
const month = `(?:${months.join("|")}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)`;
const ordinal = "\\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|tenth|fifteenth|twentieth";

/** What one way of saying "how often" means. */
export interface Heard {
  /** The four last fields and how the days are called. */
  days?: { fields: string; words: string };
  rate?: { count: number; unit: "minute" | "hour" | "day" };
  clock?: Clock;
  /** A time that nobody said. */
  assumed?: string;
  /** Hours between which it runs: `9-17`. */
  within?: string;
}

const dayIndex = (name: string): number => days.findIndex((known) => known.toLowerCase() === name.slice(0, 3));
const monthIndex = (name: string): number => months.findIndex((known) => known.slice(0, 3) === name.slice(0, 3)) + 1;

const listOfDays = (text: string): { fields: string; words: string } => {
  const named = [...text.matchAll(new RegExp(day, "gu"))].map(([name]) => dayIndex(name));
  const each = [...new Set(named)].toSorted((one, other) => ((one + 6) % 7) - ((other + 6) % 7));
  return {
    fields: `? * ${each.map((index) => days[index]).join(",")} *`,
    words: `Every ${each.map((index) => dayNames[index]).join(" and ")}`,
  };
};

const rangeOfDays = (from: number, to: number): { fields: string; words: string } => {
  const span = [...days.keys()].map((step) => (from + step) % 7).slice(0, ((to - from + 7) % 7) + 1);
  const field = from < to ? `${days[from]}-${days[to]}` : span.map((index) => days[index]).join(",");
  return { fields: `? * ${field} *`, words: `Every day from ${dayNames[from]} to ${dayNames[to]}` };
};

const weekdays = { fields: "? * MON-FRI *", words: "Every weekday" };
const weekends = { fields: "? * SAT,SUN *", words: "Every Saturday and Sunday" };
export const everyDay = { fields: "* * ? *", words: "Every day" };
const monday = { fields: "? * MON *", words: "Every Monday" };
const firstOfMonth = { fields: "1 * ? *", words: "On day 1 of every month" };
const noDay = "No day was said: it runs on Mondays.";

const onDates = (said: readonly string[]): Heard => {
  const dates = said.filter((date) => date !== "").map(ordinalOf);
  return { days: { fields: `${dates.join(",")} * ? *`, words: `On day ${dates.join(" and ")} of every month` } };
};

/** What is heard by the groups of a pattern, its whole match first. */
type Rule = readonly [pattern: RegExp, hear: (...groups: string[]) => Heard];

const inMonth =
  "(?: (?:day )?(?:of|in) (?:the|each|every|a) (?:calendar )?month| (?:of the month )?(?:each|every) month| monthly)";

/** The first that is said is what counts; the more particular stand before the more general. */
export const rules: readonly Rule[] = [
  [
    whole("quarterly|(?:every|each) quarter(?! (?:of an )?hour)|once (?:a|per|every) quarter|every (?:three|3) months"),
    () => ({ days: { fields: "1 1,4,7,10 ? *", words: "On the first day of every quarter" } }),
  ],
  [
    whole(
      `(?:(?:on|at) )?(?:the )?(?:very )?last (?:calendar )?day${inMonth}|(?:at )?the end of (?:each|every|the) month|(?:every|each) month end|month end`,
    ),
    () => ({ days: { fields: "L * ? *", words: "On the last day of every month" } }),
  ],
  [
    whole(`(?:on )?(?:the )?first (?:business|working|week) ?day${inMonth}`),
    () => ({ days: { fields: "1W * ? *", words: "On the first weekday of every month" } }),
  ],
  [
    whole(`(?:on )?(?:the |every )?last (${day})${inMonth}`),
    (_, name) => ({
      days: { fields: `? * ${dayIndex(name) + 1}L *`, words: `On the last ${dayNames[dayIndex(name)]} of every month` },
    }),
  ],
  [
    whole(`(?:on )?(?:the |every )?(${ordinal}) (${day})${inMonth}`),
    (_, nth, name) => ({
      days: {
        fields: `? * ${days[dayIndex(name)]}#${Math.min(5, ordinalOf(nth))} *`,
        words: `On ${dayNames[dayIndex(name)]} number ${Math.min(5, ordinalOf(nth))} of every month`,
      },
    }),
  ],
  [
    whole(`(?:on )?(?:the )?(${ordinal})(?: day)?(?:,? (?:and|,) (?:the )?(${ordinal})(?: day)?)?${inMonth}`),
    (_, ...dates) => onDates(dates),
  ],
  [
    // "on the 15th at noon every month": the time stands between.
    whole(
      `(?:on )?the (${ordinal})(?: day)?(?: and (?:the )?(${ordinal}))?(?=.{1,30} (?:(?:every|each) month|monthly)(?![\\p{L}]))`,
    ),
    (_, ...dates) => onDates(dates),
  ],
  [
    whole(
      `(?:(?:every|each) month|monthly|once (?:a|per) month)(?: ,)? on (?:the )?(${ordinal})(?:,? (?:and|,) (?:the )?(${ordinal}))?|(?:every|each) (?:the )?(\\d{1,2}(?:st|nd|rd|th))(?! (?:of )?${month})`,
    ),
    (_, ...dates) => onDates(dates),
  ],
  [
    whole(
      `(?:every year on|yearly on|annually on|every|each) (?:the )?(?:(${month}) (${ordinal}|\\d{1,2})|(${ordinal}|\\d{1,2})(?: of)? (${month}))`,
    ),
    (_, name, date, otherDate, otherName) => {
      const at = ordinalOf(date || otherDate);
      const of = monthIndex(name || otherName);
      return { days: { fields: `${at} ${of} ? *`, words: `On day ${at} of month ${of}, every year` } };
    },
  ],
  [
    whole(`(?:on )?(?:the )?(${ordinal})(?: day)? of (${month}(?:(?: ,| and| &|, and| , and) (?:of )?${month}){1,11})`),
    (_, date, list) => {
      const of = [...list.matchAll(new RegExp(month, "g"))].map(([name]) => monthIndex(name));
      const at = ordinalOf(date);
      const in_ = of.toSorted((one, other) => one - other).join(",");
      return { days: { fields: `${at} ${in_} ? *`, words: `On day ${at} of months ${in_}` } };
    },
  ],
  [
    whole("yearly|annually|(?:every|each) year|once (?:a|per) year"),
    () => ({ days: { fields: "1 1 ? *", words: "Every January 1" } }),
  ],
  [
    whole(
      `(?:every|each) (?:other|second|two|2) (?:weeks?|${day})|fortnightly|biweekly|bi weekly|once every two weeks|every fortnight`,
    ),
    () => ({ rate: { count: 14, unit: "day" } }),
  ],
  [
    whole("(?:twice|two times|2 times|2x) (?:a|per|each|every) day|twice daily"),
    () => ({ rate: { count: 12, unit: "hour" } }),
  ],
  [
    whole("(three|four|six|3|4|6|eight|8) times (?:a|per|each|every) day"),
    (_, count) => ({ rate: { count: 24 / numberOf(count), unit: "hour" } }),
  ],
  [
    whole(`(?:twice|two times|2 times) (?:a|per|each|every) week(?! ?(?:,|:|on)? ?(?:on )?${day})|twice weekly`),
    () => ({
      days: { fields: "? * MON,THU *", words: "Every Monday and Thursday" },
      assumed: "No days were said: it runs on Mondays and Thursdays.",
    }),
  ],
  [
    whole("(?:twice|two times|2 times) (?:a|per|each|every) month|twice monthly"),
    () => ({ days: { fields: "1,15 * ? *", words: "On days 1 and 15 of every month" } }),
  ],
  [
    whole(
      `(?:twice|two times) (?:an|per|each|every) hour|(?:every|each) half(?: an)? hour|(?:every|each) half hour|half hourly`,
    ),
    () => ({ rate: { count: 30, unit: "minute" } }),
  ],
  [whole("(?:every|each) quarter (?:of an )?hour"), () => ({ rate: { count: 15, unit: "minute" } })],
  [
    whole(
      `(?:once )?(?:every|each|per) (?:(${number}) )?(minutes?|mins?|hours?|hrs?|days?|weeks?|months?)(?! (?:end|of the month))|every (\\d{1,3})(m|min|mins|h|hrs?|d)`,
    ),
    (_, count, unit, shortCount, shortUnit) =>
      everyUnit(numberOf(count.replace(" of", "") || shortCount || "one"), unit || shortUnit),
  ],
  [
    // "On the 1st and the 15th at midnight": of every month.
    whole(`on the (${ordinal})(?:,? (?:and|,) (?:the )?(${ordinal}))?(?= at | around |,| ,|$)`),
    (_, ...dates) => onDates(dates),
  ],
  [whole("hourly|once an hour|on the hour"), () => ({ rate: { count: 1, unit: "hour" } })],
  [
    whole(`(?:from )?(${day}) (?:(?:to|through|thru|until) )?(${day})`),
    (_, first, last) => ({ days: rangeOfDays(dayIndex(first), dayIndex(last)) }),
  ],
  [
    whole(
      `(?:(?:every|each|on|this|weekly on|week on|(?:twice|two times) (?:a|per|each|every) week(?: ,| :)?) )${day}(?:(?: ,)?(?: and| &|,| ,) (?:every |on )?${day}){0,6}(?: (?:of )?(?:each|every) week)?|(?:mon|tues|wednes|thurs|fri|satur|sun)days(?:(?: ,)?(?: and| &| ,) (?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)days){0,6}|${day}(?= (?:mornings|afternoons|evenings|nights))`,
    ),
    (text) => ({ days: listOfDays(text) }),
  ],
  // "Mon 9am", "first thing Monday, 7 sharp"
  [
    whole(
      `first thing (?:on )?${day}|${day}(?:(?: and| ,| &) ${day})?(?= (?:, )?(?:at )?(?:t\\d\\d|noon|midnight|\\d{1,2} (?:sharp|o'clock)))`,
    ),
    (text) => ({ days: listOfDays(text) }),
  ],
  [
    whole(
      `(?:(?:every|each|on|during|only on) )?(?:all )?(?:the )?(?:weekdays?|week days?|business days?|working days?|workdays?|work days?)(?: only)?`,
    ),
    () => ({ days: weekdays }),
  ],
  [whole("(?:(?:every|each|on|over|during|at|only on) )?(?:all )?(?:the )?(?:weekends?)"), () => ({ days: weekends })],
  [
    whole("(?:every|each) (morning|afternoon|evening|night)"),
    (_, part) => ({ days: everyDay, clock: { hours: [hourOf(part)], minute: 0 } }),
  ],
  [whole("(?:every|each) (?:lunchtime|lunch time|lunch)"), () => ({ days: everyDay })],
  [whole("nightly"), () => ({ days: everyDay, clock: { hours: [0], minute: 0 } })],
  [whole("every day|each day|daily|everyday|once a day|once per day|once daily"), () => ({ days: everyDay })],
  [whole("weekly|once a week|once per week"), () => ({ days: monday, assumed: noDay })],
  [whole("monthly|once a month|once per month"), () => ({ days: firstOfMonth })],
];

const everyUnit = (count: number, unit: string): Heard => {
  const many = count > 0 ? count : 1;
  if (unit.startsWith("mi") || unit === "m") return { rate: { count: many, unit: "minute" } };
  if (unit.startsWith("h")) return { rate: { count: many, unit: "hour" } };
  if (unit.startsWith("d")) return many === 1 ? { days: everyDay } : { rate: { count: many, unit: "day" } };
  if (unit.startsWith("w"))
    return many === 1 ? { days: monday, assumed: noDay } : { rate: { count: many * 7, unit: "day" } };
  return many === 1
    ? { days: firstOfMonth }
    : { days: { fields: `1 1/${Math.min(many, 12)} ? *`, words: `On day 1 of every ${many} months` } };
};
