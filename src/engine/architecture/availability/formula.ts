interface Link {
  label: string;
  sla_percent: number;
  copies: number;
}

/** What a request needs all of, and choices between ways of which it needs one each. */
interface Chain {
  links: readonly Link[];
  choices: readonly (readonly (readonly Link[])[])[];
}

const productOf = (links: readonly Link[]): number =>
  links.reduce((product, { sla_percent, copies }) => product * (1 - (1 - sla_percent / 100) ** copies), 1);

/** All links at once, and of each choice at least one way. */
export const availabilityOf = ({ links, choices }: Chain): number =>
  choices.reduce(
    (product, ways) => product * (1 - ways.reduce((failing, way) => failing * (1 - productOf(way)), 1)),
    productOf(links),
  );

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

const factorsOf = (links: readonly Link[]): string[] =>
  [...countTerms(links)].map(([term, times]) => term + power(times));

/** `(1 − (1 − 0.9999 × 0.9995)²)`: all ways fail at once. */
const choiceOf = (ways: readonly (readonly Link[])[]): string => {
  const failures = new Map<string, number>();
  for (const way of ways) {
    const failure = `(1 − ${factorsOf(way).join(" × ") || "1"})`;
    failures.set(failure, (failures.get(failure) ?? 0) + 1);
  }
  return `(1 − ${[...failures].map(([failure, times]) => failure + power(times)).join(" × ")})`;
};

/** `0.9999 × (1 − (1 − 0.995)²) × 0.9995³ = 0.998376`. */
export const printFormula = ({ links, choices }: Chain, whole: number): string => {
  const factors = [...factorsOf(links), ...choices.map(choiceOf)];
  return `${factors.length === 0 ? "1" : factors.join(" × ")} = ${whole < 1 ? Math.min(Number(whole.toFixed(7)), 0.999_999_9) : 1}`;
};

const mostNamed = 12;

const namesOf = (links: readonly Link[]): string[] => {
  const names = new Map<string, number>();
  for (const { label, copies } of links) {
    const name = copies === 1 ? label : `one of ${copies} × ${label}`;
    names.set(name, (names.get(name) ?? 0) + 1);
  }
  return [...names].map(([name, times]) => (times === 1 ? name : `${times} × ${name}`));
};

/** "one of 2 regions with Application Load Balancer and ECS". */
const nameChoice = (ways: readonly (readonly Link[])[]): string => {
  const [first = "", ...others] = ways.map((way) => namesOf(way).join(" and "));
  return others.every((other) => other === first)
    ? `one of ${ways.length} regions with ${first}`
    : `one region of: ${[first, ...others].join("; or ")}`;
};

/** "Application Load Balancer and one of 2 EC2 and RDS". */
export const printWords = ({ links, choices }: Chain): string => {
  const all = [...namesOf(links), ...choices.map(nameChoice)];
  const left = all.length - mostNamed;
  const shown = all.slice(0, mostNamed).join(" and ");
  const rest = left > 0 ? ` and ${left} more` : "";
  return `A request needs ${shown}${rest}${all.length > 1 ? ", all at once" : ""}.`;
};
