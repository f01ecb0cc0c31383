import names from "./usage-names.json" with { type: "json" };
import file from "./usage.json" with { type: "json" };

/** Monthly figures of one resource by key; Infracost's nesting (`standard: {storage_gb: 500}`) is taken too. */
export type Figures = Readonly<Record<string, number | Readonly<Record<string, number>>>>;

/** Types that are priced with the figures of others: a hosted zone with those of its records. */
const lenders: Readonly<Record<string, readonly string[]>> = names.types;

/** Other names for a key: Infracost's where they differ, and short ones. */
const aliases: Readonly<Record<string, readonly string[]>> = names.aliases;

const collectKeys = (): ReadonlyMap<string, readonly string[]> => {
  const keys = new Map<string, string[]>();
  for (const figure of Object.keys(file.usage)) {
    const dot = figure.indexOf(".");
    const type = figure.slice(0, dot);
    const known = keys.get(type);
    if (known === undefined) keys.set(type, [figure.slice(dot + 1)]);
    else known.push(figure.slice(dot + 1));
  }
  return keys;
};

const keysByType = collectKeys();

/** Keys of the usage figures that a type's price depends on, in the order of the alphabet. */
export const figuresOfType = (type: string): readonly string[] => {
  const own = keysByType.get(type) ?? [];
  if (!Object.hasOwn(lenders, type)) return own;
  const all = new Set(own);
  for (const lender of lenders[type] ?? [])
    for (const key of lender.includes(".") ? [lender.slice(lender.indexOf(".") + 1)] : (keysByType.get(lender) ?? []))
      all.add(key);
  return [...all].toSorted((a, b) => (a < b ? -1 : 1));
};

/** `{standard: {storage_gb: 5}}` → `standard.storage_gb` 5. */
const flatten = (figures: Figures): [key: string, value: number][] =>
  Object.entries(figures).flatMap(([key, value]): [string, number][] =>
    typeof value === "number"
      ? [[key, value]]
      : Object.entries(value).map(([inner, number]): [string, number] => [`${key}.${inner}`, number]),
  );

/** Keys that a written one stands for: itself, a longer one that ends in it, or all parts of which it is the whole. */
const matchesOf = (written: string, keys: readonly string[]): readonly string[] => {
  if (keys.includes(written)) return [written];
  const parts = keys.filter((key) => key.startsWith(`${written}.`));
  if (parts.length > 0) return parts;
  return keys.filter((key) => key.endsWith(`.${written}`)).slice(0, 1);
};

const namesFor = (written: string): readonly string[] => [
  written,
  ...(Object.hasOwn(aliases, written) ? (aliases[written] ?? []) : []),
  `monthly_${written}`,
];

/** Figures under the names that pricing asks for, and the names that it never asks for. */
export const canonicalKeys = (type: string, figures: Figures): { known: Map<string, number>; unknown: string[] } => {
  const keys = figuresOfType(type);
  const known = new Map<string, number>();
  const unknown: string[] = [];
  for (const [written, value] of flatten(figures)) {
    const found = namesFor(written)
      .map((name) => matchesOf(name, keys))
      .find((matches) => matches.length > 0);
    if (found === undefined) unknown.push(written);
    // A sum over several parts goes to the first of them.
    else for (const [index, key] of found.entries()) known.set(key, index === 0 ? value : 0);
  }
  return { known, unknown };
};

/** The types whose price depends on usage, and the keys that each takes, as a table in Markdown. */
export const describeUsage = (): string => {
  const types = [...new Set([...keysByType.keys(), ...Object.keys(lenders)])].toSorted((a, b) => (a < b ? -1 : 1));
  const rows = types.map((type) => `| ${type} | ${figuresOfType(type).join(", ")} |`);
  return ["| type | keys, a month |", "| --- | --- |", ...rows].join("\n");
};
