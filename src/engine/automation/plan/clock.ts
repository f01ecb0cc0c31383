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

/** The groups of a match, the whole of it first; "" where one is not there. */
export const groupsOf = (match: RegExpExecArray): string[] =>
  Array.from(match, (group: string | undefined) => group ?? "");

/** The hour of a part of the day, of a morning where none is named. */
export const hourOf = (part: string): number => {
  switch (part) {
    case "afternoon":
      return 15;
    case "evening":
      return 18;
    case "night":
      return 21;
    default:
      return 9;
  }
};

const spoken = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve";
/** A time of day: `at 9`, `at t09:00 and t17:00`, `noon`, `half past eight`. */
export const timeRule = whole(
  `(?:(?:at|around|about|by|@|,) )?(?:(?:exactly|precisely) )?(t\\d\\d:\\d\\d)(?:(?: ,)?(?: and| ,|&)(?: again)?(?: at)? (t\\d\\d:\\d\\d))?(?:(?: ,)?(?: and| ,)(?: at)? (t\\d\\d:\\d\\d))?(?: (?:in the )?(morning|afternoon|evening|night))?|(?:(?:at|around|by) )?(noon|midday|midnight)|(?:at|around) (half past|quarter past|quarter to) (\\d{1,2}|${spoken})(?: (?:in the )?(morning|afternoon|evening|night|pm|am))?|(?:at|around) (\\d{1,2}|${spoken})(?: (thirty|fifteen|forty five))?(?: (?:o'clock|oclock|sharp))?(?: (?:in the )?(morning|afternoon|evening|night|pm|am|p\\.m|a\\.m))?(?! (?:minutes?|hours?|days?|%|items?|rows?|percent|times?))`,
);

const later = (hour: number, part: string): number => {
  if (/^(?:p|afternoon|evening|night)/.test(part) && hour < 12) return hour + 12;
  return /^a\.?m/.test(part) && hour === 12 ? 0 : hour;
};

type TellTime = (...groups: string[]) => Clock;

const tellTime: TellTime = (
  _,
  one,
  two,
  three,
  part,
  word,
  past,
  pastHour,
  pastPart,
  plain,
  plainMinutes,
  plainPart,
) => {
  if (word !== "") return { hours: [word === "midnight" ? 0 : 12], minute: 0 };
  if (past !== "") {
    const hour = later(numberOf(pastHour), pastPart);
    if (past === "quarter to") return { hours: [(hour + 23) % 24], minute: 45 };
    return { hours: [hour], minute: past === "half past" ? 30 : 15 };
  }
  if (plain !== "")
    return {
      hours: [later(numberOf(plain), plainPart) % 24],
      minute: plainMinutes === "" ? 0 : numberOf(plainMinutes),
    };
  const hours = [one, two, three].filter((time) => time !== "").map((time) => later(Number(time.slice(1, 3)), part));
  return { hours: hours.toSorted((left, right) => left - right), minute: Number(one.slice(4)) };
};

/** Hours between which something runs. */
export const withinRule = whole(
  "(?:between|from) (t\\d\\d:\\d\\d|\\d{1,2}) (?:and|to|until|till) (t\\d\\d:\\d\\d|\\d{1,2})|(?:during|in|within) (?:business|office|working|work) hours",
);

/** Them as a range of a cron field. */
export const withinOf = (match: RegExpExecArray): string => {
  const [from = "9", to = "17"] = groupsOf(match)
    .slice(1)
    .filter((hour) => hour !== "");
  const hourIn = (text: string): number => Number(text.startsWith("t") ? text.slice(1, 3) : text);
  const first = hourIn(from);
  const last = hourIn(to);
  if (first === last) return "*";
  if (first < last) return `${first}-${last}`;
  // "from 10 to 2" ends in the afternoon, "from 22:00 to 6:00" the next morning.
  return !to.startsWith("t") && last + 12 > first && last < 12 ? `${first}-${last + 12}` : `${first}-23,0-${last}`;
};

/** "Every night at 10" is 22:00. */
export const clockSaid = (time: RegExpExecArray | null, part: Clock | undefined): Clock | undefined => {
  if (time === null) return part;
  const clock = tellTime(...groupsOf(time));
  const told = part === undefined ? hourOf("morning") : Math.min(...part.hours);
  // "Every night at 2" is after midnight.
  if (told === hourOf("night") && Math.min(...clock.hours) <= 5) return clock;
  const evening =
    told >= 15 &&
    /(?:^|at|around|by) \d{1,2}$|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven)$|past|quarter/.test(
      time[0],
    );
  return evening ? { ...clock, hours: clock.hours.map((hour) => (hour < 12 ? hour + 12 : hour)) } : clock;
};
