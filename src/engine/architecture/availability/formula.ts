interface Link {
  label: string;
  sla_percent: number;
  copies: number;
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

const power = (exponent: number): string =>
  exponent === 1 ? "" : Array.from(String(exponent), (digit) => superscripts[Number(digit)] ?? "").join("");

/** 99.95 → "0.9995", without the noise of binary fractions. */
const fraction = (percent: number): string => String(Number((percent / 100).toFixed(7)));

const termOf = ({ sla_percent, copies }: Link): string =>
  copies === 1 ? fraction(sla_percent) : `(1 − (1 − ${fraction(sla_percent)})${power(copies)})`;

/** Links with the same term are one factor with an exponent; what is promised to be always up is none. */
const countTerms = (links: readonly Link[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const link of links) if (link.sla_percent < 100) counts.set(termOf(link), (counts.get(termOf(link)) ?? 0) + 1);
  return counts;
};

/** `0.9999 × (1 − (1 − 0.995)²) × 0.9995³ = 0.998376`. */
export const printFormula = (links: readonly Link[], whole: number): string => {
  const factors = [...countTerms(links)].map(([term, times]) => term + power(times));
  return `${factors.length === 0 ? "1" : factors.join(" × ")} = ${Number(whole.toFixed(7))}`;
};

const mostNamed = 12;

/** "Application Load Balancer and one of 2 EC2 and RDS". */
export const printWords = (links: readonly Link[]): string => {
  const names = new Map<string, number>();
  for (const { label, copies } of links) {
    const name = copies === 1 ? label : `one of ${copies} × ${label}`;
    names.set(name, (names.get(name) ?? 0) + 1);
  }
  const all = [...names].map(([name, times]) => (times === 1 ? name : `${times} × ${name}`));
  const left = all.length - mostNamed;
  const shown = all.slice(0, mostNamed).join(" and ");
  const rest = left > 0 ? ` and ${left} more` : "";
  return `A request needs ${shown}${rest}${all.length > 1 ? ", all at once" : ""}.`;
};
