const dollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
const unitPrice = new Intl.NumberFormat("en-US", {
  style: "currency",
  currency: "USD",
  minimumFractionDigits: 2,
  maximumFractionDigits: 8,
});
const numbers = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
const days = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

export const formatMoney = (amount: number): string => dollars.format(amount).replace("-", "−");
export const formatUnitPrice = (amount: number): string => unitPrice.format(amount);
export const formatNumber = (value: number): string => numbers.format(value).replace("-", "−");

/** "3 findings", "1 finding". */
export const count = (amount: number, noun: string): string =>
  `${formatNumber(amount)} ${amount === 1 ? noun : `${noun}s`}`;

/** With a sign, and nothing but "0" for no difference: "+$12.00", "−3". */
export const formatChange = (change: number, format: (value: number) => string = formatNumber): string =>
  change > 0 ? `+${format(change)}` : change < 0 ? format(change) : "±0";

/** "21 November 2026"; undefined for what is no date. */
export const formatDay = (iso: string): string | undefined => {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? undefined : days.format(date);
};

/** The first `most`, and how many are left. */
export const limitTo = <T>(items: readonly T[], most: number): { shown: readonly T[]; left: number } => ({
  shown: items.slice(0, most),
  left: Math.max(0, items.length - most),
});

export const withoutStop = (sentence: string): string => sentence.trim().replace(/\.$/, "");

/** "a, b and 3 more". */
export const nameAll = (names: readonly string[], most: number): string => {
  const { shown, left } = limitTo([...new Set(names)], most);
  return left > 0 ? `${shown.join(", ")} and ${left} more` : shown.join(", ");
};

/** What something adds to the monthly bill, in words. */
export const costEffect = (delta: number): { text: string; mood: "better" | "worse" | "same" } => {
  if (Math.abs(delta) < 0.005) return { text: "no change in cost", mood: "same" };
  return delta > 0
    ? { text: `+${formatMoney(delta)} a month`, mood: "worse" }
    : { text: `saves ${formatMoney(-delta)} a month`, mood: "better" };
};
