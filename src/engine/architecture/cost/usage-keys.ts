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

const profiles: Readonly<Record<string, readonly number[]>> = file.usage;

/** Whether a profile takes a part for used: the usual ones are, rare ones only when somebody says so. */
const isUsual = (type: string, key: string): boolean =>
  [type, ...(Object.hasOwn(lenders, type) ? (lenders[type] ?? []) : [])].some(
    (lender) => (profiles[`${lender}.${key}`]?.[0] ?? 0) > 0,
  );

/** A written key under the names that pricing asks for; `undefined` where it never asks for such a thing. */
const resolve = (type: string, written: string, value: number): [key: string, value: number][] | undefined => {
  const keys = figuresOfType(type);
  if (keys.includes(written)) return [[written, value]];
  const parts = keys.filter((key) => key.startsWith(`${written}.`));
  if (parts.length > 0) {
    // A sum over several parts goes to a usual one of them, which leaves nothing for the others.
    const main = parts.find((key) => isUsual(type, key)) ?? parts[0];
    return parts.map((key) => [key, key === main ? value : 0]);
  }
  const longer = keys.filter((key) => key.endsWith(`.${written}`));
  const usual = longer.filter((key) => isUsual(type, key));
  if (longer.length === 0) return undefined;
  return (usual.length > 0 ? usual : longer.slice(0, 1)).map((key) => [key, value]);
};

const namesFor = (written: string): readonly string[] => [
  written,
  ...(Object.hasOwn(aliases, written) ? (aliases[written] ?? []) : []),
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
  const types = [...new Set([...keysByType.keys(), ...Object.keys(lenders)])].toSorted((a, b) => (a < b ? -1 : 1));
  const rows = types.map((type) => `| ${type} | ${figuresOfType(type).join(", ")} |`);
  return ["| type | keys, a month |", "| --- | --- |", ...rows].join("\n");
};
