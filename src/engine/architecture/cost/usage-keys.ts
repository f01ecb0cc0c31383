import names from "./usage-names.json" with { type: "json" };
import file from "./usage.json" with { type: "json" };

/** Monthly figures of one resource by key; Infracost's nesting (`standard: {storage_gb: 500}`) is taken too. */
export type Figures = Readonly<Record<string, number | Readonly<Record<string, number>>>>;

/** Types that are priced with the figures of others: a hosted zone with those of its records. */
const lenders = new Map<string, readonly string[]>(Object.entries(names.types));

/** Other names for a key: Infracost's where they differ, and short ones. */
const aliases = new Map<string, readonly string[]>(Object.entries(names.aliases));

const profiles = new Map<string, readonly number[]>(Object.entries(file.usage));

const figuresByType = Map.groupBy(profiles.keys(), (figure) => figure.slice(0, figure.indexOf(".")));

const keyOf = (figure: string): string => figure.slice(figure.indexOf(".") + 1);

/** The figures, `type.key`, that a type's price depends on: its own, and those that it borrows. */
const figuresFor = (type: string): readonly string[] =>
  [type, ...(lenders.get(type) ?? [])].flatMap((lender) =>
    lender.includes(".") ? [lender] : (figuresByType.get(lender) ?? []),
  );

/** Keys of the usage figures that a type's price depends on, in the order of the alphabet. */
export const figuresOfType = (type: string): readonly string[] =>
  [...new Set(figuresFor(type).map(keyOf))].toSorted((a, b) => (a < b ? -1 : 1));

/** `{standard: {storage_gb: 5}}` → `standard.storage_gb` 5. */
const flatten = (figures: Figures): [key: string, value: number][] =>
  Object.entries(figures).flatMap(([key, value]): [string, number][] =>
    typeof value === "number"
      ? [[key, value]]
      : Object.entries(value).map(([inner, number]): [string, number] => [`${key}.${inner}`, number]),
  );

/** The keys of parts that a profile takes for used: the usual ones are, rare ones only when somebody says so. */
const usualKeys = (type: string): ReadonlySet<string> =>
  new Set(
    figuresFor(type)
      .filter((figure) => profiles.get(figure)?.some((used) => used > 0))
      .map(keyOf),
  );

/** A written key under the names that pricing asks for; `undefined` where it never asks for such a thing. */
const resolve = (type: string, written: string, value: number): [key: string, value: number][] | undefined => {
  const keys = figuresOfType(type);
  if (keys.includes(written)) return [[written, value]];
  const parts = keys.filter((key) => key.startsWith(`${written}.`));
  if (parts.length > 0) {
    // A sum over several parts goes to a usual one of them, which leaves nothing for the others.
    const main = parts.find((key) => usualKeys(type).has(key)) ?? parts[0];
    return parts.map((key) => [key, key === main ? value : 0]);
  }
  const longer = keys.filter((key) => key.endsWith(`.${written}`));
  const usual = longer.filter((key) => usualKeys(type).has(key));
  if (longer.length === 0) return undefined;
  return (usual.length > 0 ? usual : longer.slice(0, 1)).map((key) => [key, value]);
};

const namesFor = (written: string): readonly string[] => [
  written,
  ...(aliases.get(written) ?? []),
  `monthly_${written}`,
];

/** Figures under the names that pricing asks for, and the names that it never asks for. */
export const canonicalKeys = (type: string, figures: Figures): { known: Map<string, number>; unknown: string[] } => {
  const known = new Map<string, number>();
  const unknown: string[] = [];
  for (const [written, value] of flatten(figures)) {
    const found = namesFor(written)
      .map((name) => resolve(type, name, value))
      .find((matches) => matches !== undefined);
    if (found === undefined) unknown.push(written);
    else for (const [key, figure] of found) known.set(key, figure);
  }
  return { known, unknown };
};

/** The types whose price depends on usage, and the keys that each takes, as a table in Markdown. */
export const describeUsage = (): string => {
  const types = [...new Set([...figuresByType.keys(), ...lenders.keys()])].toSorted((a, b) => (a < b ? -1 : 1));
  const rows = types.map((type) => `| ${type} | ${figuresOfType(type).join(", ")} |`);
  return ["| type | keys, a month |", "| --- | --- |", ...rows].join("\n");
};
