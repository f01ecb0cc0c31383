const numbers: Readonly<Record<string, number>> = {
  zero: 0,
  a: 1,
  an: 1,
  one: 1,
  single: 1,
  other: 2,
  second: 2,
  two: 2,
  couple: 2,
  three: 3,
  third: 3,
  few: 5,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  "twenty five": 25,
  "forty five": 45,
  sixty: 60,
  ninety: 90,
};

/** A number in digits or as a word. */
export const numberOf = (word: string): number => numbers[word] ?? Number.parseInt(word, 10);

const edge = "(?![\\p{L}\\p{N}])";
/** A pattern of whole words. */
export const whole = (pattern: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})${edge}`, "u");

/** When in the day: each of these says hours and minutes. */
export interface Clock {
  hours: readonly number[];
  minute: number;
}

/** The groups of a match, the whole of it first; "" where one is not there. */
export const groupsOf = (match: RegExpExecArray): string[] =>
  Array.from(match, (group: string | undefined) => group ?? "");

/** The hour of a part of the day, of a morning where none is named. */
export const hourOf = (part: string): number => {
  switch (part) {
    case "noon":
      return 12;
    case "afternoon":
      return 15;
    case "close":
      return 17;
    case "evening":
      return 18;
    case "night":
      return 21;
    default:
      return 9;
  }
};

const hour = "(?:\\d{1,2}h?|[012]\\d[0-5]\\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)";
const dayPart = "(?: (?:in the |at )?(?:morning|afternoon|evening|night|[ap]m|[ap]\\.m))";
const beside = "(?:half|(?:(?:a )?quarter|half|five|ten|twenty|twenty five) (?:past|after|to|before))";
/** In digits only where "at" stands before: "open 9 to 5". */
const besideDigits = "(?:(?:5|10|20|25)(?: minutes)? (?:past|after|to|before))";
const minutes = "(?: (?:fifteen|twenty|thirty|forty|forty five|fifty))";
const sharp = "(?: (?:o'clock|oclock|sharp))";
/** What is no hour: "at 9 items", "by 5 percent". */
const counted = "(?! (?:minutes?|hours?|days?|weeks?|months?|%|items?|rows?|percent|times?))";
/** A time by itself, and one that only a word like "at" makes a time. */
const sure = `(?:t\\d\\d:\\d\\d${dayPart}?|noon|midday|midnight|(?:half|quarter) (?:past|after|to) ${hour}${dayPart}?|${beside} ${hour}${dayPart}|${hour}${minutes}?${sharp}${dayPart}?|${hour}${minutes}?${dayPart})`;
const led = `(?:(?:${beside}|${besideDigits}) ${hour}|${hour}${minutes}?${sharp}?)${dayPart}?${counted}`;
const roughly = "(?:(?:about|around|exactly|precisely|like|roughly|approximately|say) )*";
/** In a list, an hour with nothing that could be counted after it. */
const listed = `(?:1[3-9]|2[0-3])${counted}|${hour}(?= (?:,|;|\\.|!|and|every|each|on|in|then|$)| ·|$)`;
/** A time of day: `at 9`, `at t09:00 and t17:00`, `noon`, `half past eight`. */
const timeRule = whole(
  `(?:(?:(?:at|by|@|,) )?${roughly}${sure}|(?:at|around|by|@) ${roughly}${led})(?:(?: ,| \\+)?(?: and| &| ,| \\+)(?: then)?(?: also)?(?: again)?(?:(?: at)? ${roughly}${sure}| at ${roughly}${led}| ${listed})){0,5}`,
);
const timeIn = new RegExp(
  `t(\\d\\d):(\\d\\d)(${dayPart})?|(noon|midday|midnight)|(${beside}|${besideDigits}) (${hour})(${dayPart})?|(${hour})(${minutes})?${sharp}?(${dayPart})?`,
  "gu",
);

const later = (hour: number, part: string): number => {
  if (/(?:p\.?m|afternoon|evening|night)$/.test(part) && hour < 12) return hour + 12;
  return /a\.?m$/.test(part) && hour === 12 ? 0 : hour;
};

interface Told {
  hour: number;
  minute: number;
  /** "in the evening", where it is said. */
  part: string;
  /** In words or digits that may mean either half of the day. */
  bare: boolean;
}

const tellTime = (_: string, ...groups: string[]): Told => {
  const [
    digits = "",
    past = "",
    part = "",
    word = "",
    side = "",
    sideHour = "",
    sidePart = "",
    plain = "",
    more = "",
    plainPart = "",
  ] = groups;
  if (digits !== "") return { hour: Number(digits), minute: Number(past), part, bare: false };
  if (word !== "") return { hour: word === "midnight" ? 0 : 12, minute: 0, part: "noon", bare: false };
  if (plain !== "") {
    // "at 0730"
    const military = /^\d{4}$/.test(plain);
    const minute = military ? Number(plain.slice(2)) : more === "" ? 0 : numberOf(more.trim());
    return { hour: numberOf(military ? plain.slice(0, 2) : plain), minute, part: plainPart, bare: !military };
  }
  const at = numberOf(sideHour);
  // "half seven" is half past.
  if (side === "half") return { hour: at, minute: 30, part: sidePart, bare: true };
  const [amount = "", way = ""] = /^(?:a )?(.+?)(?: minutes)? (past|after|to|before)$/.exec(side)?.slice(1) ?? [];
  const minute = amount === "half" ? 30 : amount === "quarter" ? 15 : numberOf(amount);
  return way === "to" || way === "before"
    ? { hour: (at + 23) % 24, minute: 60 - minute, part: sidePart, bare: true }
    : { hour: at, minute, part: sidePart, bare: true };
};

/** The times of day that a text tells, and where; `bare` where the half of the day is open. */
export interface TimeSaid {
  start: number;
  end: number;
  clock: Clock;
  bare: boolean;
  /** They differ in the minute, which one expression cannot say. */
  differ: boolean;
}

/** Finds the first time of day in a line, with those that are listed after it. */
export const findTime = (line: string): TimeSaid | undefined => {
  const found = timeRule.exec(line);
  if (found === null) return undefined;
  const told = Array.from(found[0].matchAll(timeIn), (match) => tellTime(...(groupsOf(match) as [string])));
  // "at 8 and 9 in the evening": the part of the day is said once.
  const times = told.map((one, at) => {
    const part = one.part === "" ? (told.slice(at + 1).find((next) => next.part !== "")?.part ?? "") : one.part;
    return { ...one, hour: later(one.hour, part) % 24, bare: one.bare && part === "" };
  });
  // "at 9 and 5": the second is in the afternoon.
  for (const [at, one] of times.entries()) {
    const previous = times[at - 1]?.hour ?? 0;
    if (one.bare && one.hour < previous && one.hour + 12 > previous && one.hour < 12) one.hour += 12;
  }
  const [first] = times;
  if (first === undefined) return undefined;
  return {
    start: found.index,
    end: found.index + found[0].length,
    clock: {
      hours: [...new Set(times.map((one) => one.hour))].toSorted((one, other) => one - other),
      minute: first.minute,
    },
    bare: times.every(({ bare }) => bare),
    differ: times.some(({ minute }) => minute !== first.minute),
  };
};

/** Hours between which something runs. */
const bound =
  "((?:t\\d\\d:\\d\\d|\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midnight)(?: [ap]m)?)";
export const withinRule = whole(
  `(?:between|from) ${bound} (?:and|to|until|till) ${bound}|(?:during|in|within) (?:business|office|working|work) hours`,
);

/** Them as a range of a cron field. */
export const withinOf = (match: RegExpExecArray): string => {
  const [from = "9", to = "17"] = groupsOf(match)
    .slice(1)
    .filter((hour) => hour !== "");
  const hourIn = (text: string): number => {
    const [, digits] = /^t(\d\d):/.exec(text) ?? [];
    if (digits !== undefined) return Number(digits);
    const [word = "", half = ""] = text.split(" ");
    return word === "noon" ? 12 : word === "midnight" ? 0 : later(numberOf(word), half);
  };
  const first = hourIn(from);
  const last = hourIn(to);
  if (first === last) return "*";
  if (first < last) return `${first}-${last}`;
  // "from 10 to 2" ends in the afternoon, "from 22:00 to 6:00" the next morning.
  return !to.startsWith("t") && last + 12 > first && last < 12 ? `${first}-${last + 12}` : `${first}-23,0-${last}`;
};

/** "Every night at 10" is 22:00. */
export const clockSaid = (time: TimeSaid | undefined, part: Clock | undefined): Clock | undefined => {
  if (time === undefined) return part;
  const { clock } = time;
  const told = part === undefined ? hourOf("morning") : Math.min(...part.hours);
  // "Every night at 2" is after midnight.
  if (told === hourOf("night") && Math.min(...clock.hours) <= 5) return clock;
  return told >= 15 && time.bare
    ? { ...clock, hours: clock.hours.map((hour) => (hour < 12 ? hour + 12 : hour)) }
    : clock;
};
