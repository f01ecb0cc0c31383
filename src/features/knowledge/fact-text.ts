import type { Fact, FileTopic, Value } from "./schema.ts";

export type Language = "en" | "th";

type Scalar = string | number;

/** A number with thousands set apart; a year and the like as it stands. */
const formatNumber = (value: number, unit: string | undefined): string => {
  if (unit === "year") return String(value);
  // Behind the point nothing is set apart.
  return String(value).replaceAll(/(?<!\.\d*)\B(?=(\d{3})+(?!\d))/g, ",");
};

const formatScalar = (value: Scalar, unit: string | undefined): string =>
  typeof value === "number" ? formatNumber(value, unit) : value;

const listOf = (items: readonly string[], and: string): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")}${and}${items.at(-1)}`;

const withUnit = (text: string, unit: string | undefined): string =>
  unit === undefined || unit === "year" ? text : `${text} ${unit}`;

/** A value in words, for facts that bring no sentence of their own. */
const describeValue = (value: Value, unit: string | undefined): string => {
  if (Array.isArray(value))
    return listOf(
      value.map((item) => formatScalar(item, unit)),
      " and ",
    );
  if (typeof value !== "object") return withUnit(formatScalar(value, typeof value === "number" ? unit : "year"), unit);
  const { min, max, ...rest } = value;
  const range =
    min === undefined || max === undefined
      ? Object.entries(value)
      : [["", `${formatScalar(min, unit)} to ${formatScalar(max, unit)}`] as const, ...Object.entries(rest)];
  const parts = range.map(([name, part]) => `${name === "" ? "" : `${name} `}${formatScalar(part, unit)}`);
  return withUnit(parts.join(", "), unit);
};

/** What the names in braces stand for in the sentences of a fact. */
const fillings = ({ value, unit }: Fact, topic: Pick<FileTopic, "as_of">, language: Language) => {
  const names = new Map<string, string>([["as_of", topic.as_of ?? ""]]);
  if (Array.isArray(value))
    names.set(
      "value",
      listOf(
        value.map((item) => formatScalar(item, unit)),
        language === "th" ? " และ " : " and ",
      ),
    );
  else if (typeof value === "object")
    for (const [name, part] of Object.entries(value)) names.set(name, formatScalar(part, unit));
  else names.set("value", formatScalar(value, unit));
  return names;
};

/** A fact as a sentence: its own in that language, else its title and value. */
export const sayFact = (fact: Fact, topic: Pick<FileTopic, "as_of">, language: Language): string => {
  const template = fact.say?.[language];
  if (template === undefined) return `${fact.fact}: ${describeValue(fact.value, fact.unit)}.`;
  const names = fillings(fact, topic, language);
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => names.get(name) ?? whole);
};

/** What a fact is about, for the index: its words here count more than those of `bodyOf`. */
export const headOf = (topic: FileTopic, { fact, keywords = [] }: Fact): string =>
  [topic.title, topic.title_th ?? "", fact, ...keywords].filter((part) => part !== "").join("\n");

/** What a fact says, for the index. */
export const bodyOf = (topic: FileTopic, fact: Fact): string =>
  [describeValue(fact.value, fact.unit), sayFact(fact, topic, "en"), sayFact(fact, topic, "th")].join("\n");
