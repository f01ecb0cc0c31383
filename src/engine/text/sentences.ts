/** Ends a sentence wherever it stands; scripts that are written without spaces have no need of one after it. */
const alwaysEnds = /[。！？｡।॥۔؟።។။]/;

const candidate = /[.!?…。！？｡।॥۔؟።។။]|\n|(?<=[\u0E00-\u0E7F]) +/gu;

/** What may stand between the end of a sentence and the space after it. */
const closers = /["'”’»)\]」』）】〉》]/;

const space = /\s/;
const startsLower = /\p{Ll}/u;

/** After these a full stop is no end. */
const abbreviations: ReadonlySet<string> = new Set(
  (
    "mr mrs ms dr prof sr jr st rev hon gen col capt lt sgt e.g i.e eg ie cf vs viz al approx fig figs eq eqs ref refs " +
    "sec secs ch chap vol vols no nos pp p ed eds trans inc ltd co corp dept est max min jan feb mar apr jun jul aug " +
    "sep sept oct nov dec a.m p.m u.s u.k"
  ).split(" "),
);

/** The longest abbreviation, with room for a bracket before it. */
const longestAbbreviation = 8;

const isAbbreviation = (text: string, stop: number): boolean => {
  const before = text.slice(Math.max(0, stop - longestAbbreviation), stop);
  const word = /[\p{L}.]+$/u.exec(before)?.[0] ?? "";
  // An initial: "J. Smith"; but "I." ends more sentences than it begins names.
  if (/^\p{Lu}$/u.test(word)) return word !== "I";
  return abbreviations.has(word.toLowerCase());
};

/** Where the sentence that ends with the mark at `mark` ends, or undefined where it goes on. */
const endAfter = (text: string, mark: number): number | undefined => {
  let end = mark + 1;
  while (end < text.length && closers.test(text.charAt(end))) end++;
  if (alwaysEnds.test(text.charAt(mark)) || end === text.length) return end;
  if (!space.test(text.charAt(end))) return undefined;
  if (text.charAt(mark) === "." && isAbbreviation(text, mark)) return undefined;
  let next = end;
  while (next < text.length && space.test(text.charAt(next))) next++;
  return startsLower.test(text.slice(next, next + 2).slice(0, 1)) ? undefined : end;
};

/**
 * The sentences of a text as places in it, without the space around them: `[from, to)`. A line's end is a border too,
 * and so is a space in Thai, which has no full stop.
 */
export function* sentencesOf(text: string): Generator<readonly [from: number, to: number]> {
  let from = 0;
  while (from < text.length && space.test(text.charAt(from))) from++;
  for (const { 0: mark, index } of text.matchAll(candidate)) {
    if (index < from) continue;
    const isGap = mark === "\n" || mark.startsWith(" ");
    const end = isGap ? index : endAfter(text, index);
    if (end === undefined || end <= from) continue;
    yield [from, end];
    from = end;
    while (from < text.length && space.test(text.charAt(from))) from++;
  }
  let end = text.length;
  while (end > from && space.test(text.charAt(end - 1))) end--;
  if (end > from) yield [from, end];
}
