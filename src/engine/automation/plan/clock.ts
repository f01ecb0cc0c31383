const numbers: Readonly<Record<string, number>> = {
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

/** The hour of a part of the day. */
export const parts: Readonly<Record<string, number>> = { morning: 9, afternoon: 15, evening: 18, night: 21 };

const spoken = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve";
/** A time of day: `at 9`, `at t09:00 and t17:00`, `noon`, `half past eight`. */
export const timeRule = whole(
  `(?:(?:at|around|about|by|@|,) )?(?:(?:exactly|precisely) )?(t\\d\\d:\\d\\d)(?:(?: ,)?(?: and| ,|&)(?: again)?(?: at)? (t\\d\\d:\\d\\d))?(?:(?: ,)?(?: and| ,)(?: at)? (t\\d\\d:\\d\\d))?(?: (?:in the )?(morning|afternoon|evening|night))?|(?:(?:at|around|by) )?(noon|midday|midnight)|(?:at|around) (half past|quarter past|quarter to) (\\d{1,2}|${spoken})(?: (?:in the )?(morning|afternoon|evening|night|pm|am))?|(?:at|around) (\\d{1,2}|${spoken})(?: (thirty|fifteen|forty five))?(?: (?:o'clock|oclock|sharp))?(?: (?:in the )?(morning|afternoon|evening|night|pm|am|p\\.m|a\\.m))?(?! (?:minutes?|hours?|days?|%|items?|rows?|percent|times?))`,
);

const later = (hour: number, part: string | undefined): number =>
  part !== undefined &&
  (part.startsWith("p") || part === "afternoon" || part === "evening" || part === "night") &&
  hour < 12
    ? hour + 12
    : part !== undefined && part.startsWith("a") && part !== "afternoon" && hour === 12
      ? 0
      : hour;

const clockOf = (match: RegExpExecArray): Clock => {
  const [, one, two, three, part, word, past, pastHour, pastPart, plain, plainMinutes, plainPart] = match;
  if (word !== undefined) return { hours: [word === "midnight" ? 0 : 12], minute: 0 };
  if (past !== undefined) {
    const hour = later(numberOf(pastHour ?? "9"), pastPart);
    if (past === "quarter to") return { hours: [(hour + 23) % 24], minute: 45 };
    return { hours: [hour], minute: past === "half past" ? 30 : 15 };
  }
  if (plain !== undefined) {
    const minutes: Readonly<Record<string, number>> = { thirty: 30, fifteen: 15, "forty five": 45 };
    return { hours: [later(numberOf(plain), plainPart) % 24], minute: minutes[plainMinutes ?? ""] ?? 0 };
  }
  const times = [one, two, three].filter((time) => time !== undefined);
  const hours = times.map((time) => later(Number(time.slice(1, 3)), part));
  return { hours: hours.toSorted((left, right) => left - right), minute: Number(one?.slice(4) ?? 0) };
};

/** Hours between which something runs. */
export const withinRule = whole(
  "(?:between|from) (t\\d\\d:\\d\\d|\\d{1,2}) (?:and|to|until|till) (t\\d\\d:\\d\\d|\\d{1,2})|(?:during|in|within) (?:business|office|working|work) hours",
);

/** Them as a range of a cron field. */
export const withinOf = ([, from, to]: RegExpExecArray): string => {
  const hour = (text: string): number => (text.startsWith("t") ? Number(text.slice(1, 3)) : Number(text));
  if (from === undefined || to === undefined) return "9-17";
  const first = hour(from);
  const last = hour(to);
  return first < last ? `${first}-${last}` : last + 12 < 24 ? `${first}-${last + 12}` : "*";
};

/** "Every night at 10" is 22:00. */
export const clockSaid = (time: RegExpExecArray | null, part: Clock | undefined): Clock | undefined => {
  if (time === null) return part;
  const clock = clockOf(time);
  // "Every night at 2" is after midnight.
  const small = (clock.hours[0] ?? 0) <= 5 && (part?.hours[0] ?? 0) === parts["night"];
  if (small) return clock;
  const evening =
    (part?.hours[0] ?? 0) >= 15 &&
    /(?:^|at|around|by) \d{1,2}$|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven)$|past|quarter/.test(
      time[0],
    );
  return evening ? { ...clock, hours: clock.hours.map((hour) => (hour < 12 ? hour + 12 : hour)) } : clock;
};
