const amount = /[$€£]\s?\d[\d,]*(?:\.\d+)?/g;

const valueOf = (text: string): number => Number(text.replace(/[^\d.]/g, ""));

/** Amounts of money that a text states. */
export const amountsIn = (text: string): number[] => [...text.matchAll(amount)].map(([match]) => valueOf(match));

/** An amount is known when the facts hold it, or hold it rounded. */
const isKnown = (value: number, known: readonly number[]): boolean =>
  known.some((fact) => fact === value || Math.round(fact) === value);

const withoutUnknown = (line: string, known: readonly number[]): string =>
  line.replaceAll(amount, (match) => (isKnown(valueOf(match), known) ? match : "(a price that was not computed)"));

/** Lets through line by line; an amount of money that the facts do not hold is taken out. */
export async function* onlyKnownPrices(
  pieces: AsyncIterable<string>,
  known: readonly number[],
): AsyncGenerator<string, void> {
  let held = "";
  for await (const piece of pieces) {
    held += piece;
    // Up to the last place where no amount can be under way.
    const end = Math.max(held.lastIndexOf(" "), held.lastIndexOf("\n")) + 1;
    const safe = /[$€£]\s?$/.test(held.slice(0, end)) ? 0 : end;
    if (safe === 0) continue;
    yield withoutUnknown(held.slice(0, safe), known);
    held = held.slice(safe);
  }
  if (held !== "") yield withoutUnknown(held, known);
}
