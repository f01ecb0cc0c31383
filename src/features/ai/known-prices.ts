const number = String.raw`\d[\d,]*(?:\.\d+)?`;
// $12 · USD 12 · 12 USD, 12 €, 12 dollars, with at most one space between.
const amount = new RegExp(
  String.raw`(?:[$€£¥]|\b(?:USD|EUR|GBP)) ?${number}|(?<![\w.,$€£¥])${number} ?(?:[€£¥]|(?:USD|EUR|GBP|US dollars|dollars|euros)\b)`,
  "gi",
);

/** Where an amount may still be under way: a number, a currency or both at the end. */
const unfinished = /(?:[$€£¥\d.,]|\b(?:USD|EUR|GBP|US))\s*$/i;

const valueOf = (text: string): number => Number(text.replace(/[^\d.]/g, ""));

/** Amounts of money that a text states. */
export const amountsIn = (text: string): number[] => [...text.matchAll(amount)].map(([match]) => valueOf(match));

/** An amount is known when the facts hold it, or hold it rounded. */
const isKnown = (value: number, known: readonly number[]): boolean =>
  known.some((fact) => fact === value || Math.round(fact) === value);

/** In code `$1` is the first argument of a script. */
const isArgument = (match: string): boolean => /^\$\d$/.test(match);

const withoutUnknown = (text: string, known: readonly number[], inCode: boolean): string =>
  text.replaceAll(amount, (match) =>
    isKnown(valueOf(match), known) || (inCode && isArgument(match)) ? match : "(a price that was not computed)",
  );

/** Code stands between backticks: text before an odd number of runs of them is followed by code. */
const splitCode = (text: string): string[] => text.split(/(`+)/);

/** As far as nothing can change any more: up to a space with no amount before it. */
const settledEnd = (held: string): number => {
  for (const { index } of [...held.matchAll(/[ \n]/g)].toReversed())
    if (held[index] === "\n" || !unfinished.test(held.slice(Math.max(0, index - 12), index))) return index + 1;
  return 0;
};

/** Longer than any amount: nothing is held back beyond it. */
const mostHeld = 2_000;

/** Lets through word by word; an amount of money that the facts do not hold is taken out. */
export async function* onlyKnownPrices(
  pieces: AsyncIterable<string>,
  known: readonly number[],
): AsyncGenerator<string, void> {
  let held = "";
  /** The run of backticks that code was opened with. */
  let opened = "";
  const check = (text: string): string =>
    splitCode(text)
      .map((part) => {
        if (!part.startsWith("`")) return withoutUnknown(part, known, opened !== "");
        if (opened === "") opened = part;
        else if (opened === part) opened = "";
        return part;
      })
      .join("");
  for await (const piece of pieces) {
    held += piece;
    const end = held.length > mostHeld ? held.length : settledEnd(held);
    if (end === 0) continue;
    yield check(held.slice(0, end));
    held = held.slice(end);
  }
  if (held !== "") yield check(held);
}
