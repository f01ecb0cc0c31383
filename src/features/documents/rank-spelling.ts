const shortest = 4;
const longest = 40;
const gramLength = 3;
/** A word so long may hold two slips. */
const longWord = 7;
/** What a word counts that holds the one asked for. */
const holdingWeight = 0.5;

/** Runs of three characters of a term, its beginning marked; none of a term that is not looked for by its spelling. */
export const gramsOf = (term: string): string[] => {
  const letters = Array.from(term);
  if (letters.length < shortest || letters.length > longest || !/\p{L}/u.test(term)) return [];
  const marked = ["^", ...letters];
  const grams = new Set<string>();
  for (let at = 0; at + gramLength <= marked.length; at++) grams.add(marked.slice(at, at + gramLength).join(""));
  return [...grams];
};

/** Slips between two words: a letter left out, put in, taken for another, or two exchanged. */
const slipsBetween = (a: string, b: string): number => {
  const [first, second] = [Array.from(a), Array.from(b)];
  let before: number[] = [];
  let last = Array.from({ length: second.length + 1 }, (_, index) => index);
  for (const [row, letter] of first.entries()) {
    const next = [row + 1];
    for (const [column, other] of second.entries()) {
      const taken = (last[column] ?? 0) + (letter === other ? 0 : 1);
      let slips = Math.min(taken, (last[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1);
      const isExchanged = row > 0 && column > 0 && letter === second[column - 1] && first[row - 1] === other;
      if (isExchanged) slips = Math.min(slips, (before[column - 1] ?? 0) + 1);
      next.push(slips);
    }
    before = last;
    last = next;
  }
  return last[second.length] ?? 0;
};

/** How likely the known term is what was meant, 0 to 1. */
export const likenessOf = (asked: string, known: string): number => {
  if (known.includes(asked)) return holdingWeight;
  if (Math.abs(asked.length - known.length) > 2) return 0;
  const slips = slipsBetween(asked, known);
  if (slips > (asked.length >= longWord ? 2 : 1)) return 0;
  return 1 - slips / Math.max(asked.length, known.length);
};
