/** 1234567 → "1.23 M", 12500 → "12,500", 0.8 → "0.8". */
export const amount = (value: number): string => {
  if (value >= 1e6) return `${Number((value / 1e6).toPrecision(3))} M`;
  return String(Number(value.toFixed(3))).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
};

/** "1 node", "2 nodes". */
export const count = (value: number, noun: string): string => `${amount(value)} ${noun}${value === 1 ? "" : "s"}`;

/** Joins what there is to say into one phrase. */
export const phrase = (...parts: (string | false | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== false && part !== "").join("; ");
