import { stem } from "../../text/index.ts";
import type { Origin } from "./bind.ts";
import type { Condition } from "./plan.ts";
import { lineOf } from "./reading.ts";
import type { Reading, Span } from "./reading.ts";

const opposites: Readonly<Record<Condition["operator"], Condition["operator"]>> = {
  equals: "not_equals",
  not_equals: "equals",
  greater: "at_most",
  at_least: "less",
  less: "at_least",
  at_most: "greater",
  contains: "not_contains",
  not_contains: "contains",
  exists: "missing",
  missing: "exists",
};

/** How comparisons are said; the first that is found counts. */
const operators: readonly (readonly [words: RegExp, operator: Condition["operator"]])[] = [
  [/ (?:does not|doesn't|do not|don't|not) (?:contain|include|mention|have the word)s? /, "not_contains"],
  [/ (?:contains?|includes?|mentions?|has the word|with the word|containing|including) /, "contains"],
  [/ (?:at least|no less than|not less than|greater than or equal to|or more|minimum) /, "at_least"],
  [/ (?:at most|no more than|not more than|less than or equal to|up to|or less|maximum) /, "at_most"],
  [
    / (?:over|above|more than|greater than|bigger than|larger than|higher than|exceeds?|exceeding|exceeded|>) /,
    "greater",
  ],
  [/ (?:under|below|less than|smaller than|lower than|fewer than|<) /, "less"],
  [
    / (?:is|are|was) (?:empty|missing|blank|not set) | has no | without an? | does not exist | doesn't exist /,
    "missing",
  ],
  [/ (?:is not|isn't|are not|aren't|not|is different from) /, "not_equals"],
  [
    / (?:(?:is set|gets set|changes?|changed|goes|switches|switched|moves|moved|updated|transitions|set) to|becomes|turns|reaches) /,
    "equals",
  ],
  [/ (?:exists?|is set|is present|has an?|have an?|is there) /, "exists"],
  [/ (?:is|are|equals?|=|was|in|from|marked|labeled|labelled|tagged) /, "equals"],
];

/** A condition as data: what is compared, how, with what. Undefined where the sentence names nothing that is known here. */
export const conditionOf = (
  reading: Reading,
  { span, negated }: { span: Span; negated: boolean },
  origins: readonly Origin[],
): Condition | undefined => {
  const line = ` ${lineOf(reading, { from: span.from + 1, to: span.to })} `;
  const tokens = reading.tokens.slice(span.from, span.to);
  // What Comprehend answers is one of four words in capitals.
  const mood = / (negative|positive|neutral|mixed) /.exec(line)?.[1];
  const felt =
    mood === undefined ? undefined : conditionOnMood(mood, negated !== / (?:not|isn't|no) /.test(line), origins);
  if (felt !== undefined) return felt;
  const asked = siteIn(line, negated, origins);
  if (asked !== undefined) return asked;
  const number = tokens.find(({ kind }) => kind === "money" || kind === "number" || kind === "percent");
  const isSame = [/$/, "equals"] as const;
  const found = operators.find(([words]) => words.test(line)) ?? (number === undefined ? undefined : isSame);
  if (found === undefined) return undefined;
  const [words, operator] = found;
  const place = line.search(words);
  const subject = line.slice(0, place);
  // "If it drops below 40000": the price that was looked up last.
  const measured =
    / (?:it|its|that|this|bitcoin|btc|ethereum|eth|crypto|stock|share|dollar|euro) /.test(`${subject} `) &&
    number !== undefined
      ? measureOf(origins)
      : undefined;
  const isThere = operator === "exists" || operator === "missing";
  // "if it has an email": what is looked for stands behind.
  const field = / (?:has|have|without) (?:no|an?) /.test(line.slice(place))
    ? fieldOf(line.slice(place), origins)
    : (measured ??
      fieldOf(subject, origins) ??
      (number?.kind === "money" ? amountOf(origins) : undefined) ??
      fieldOf(line, origins));
  if (field === undefined) return undefined;
  const left = { kind: "reference" as const, from: field.from, path: [...field.path] };
  const chosen = negated ? opposites[operator] : operator;
  if (isThere) return { left, operator: chosen };
  const right =
    number?.value === undefined
      ? wordAfter(line.slice(place), words, tokens)
      : field.unit === "cents"
        ? Math.round(number.value * 100)
        : number.value;
  return right === undefined ? undefined : { left, operator: chosen, right: { kind: "literal", value: right } };
};

const isDown =
  / (?:fails?|failed|failing|failure|down|offline|unreachable|unavailable|unhealthy|broken|errors?|times out|stops (?:working|responding)|(?:not|n't|doesn't|isn't|can't be|cannot be) (?:up|online|available|reachable|reached|responding|respond|answering|answer|working|work|load|healthy|ok)) /;
const isUp = / (?:up|online|back|available|reachable|healthy|works?|responds?|answers?|ok|succeeds) /;

/** "If it is down", of a site that was asked whether it is up. */
const siteIn = (line: string, negated: boolean, origins: readonly Origin[]): Condition | undefined => {
  const site = origins.findLast(({ from }) => from.startsWith("check_site_"));
  const down = isDown.test(line);
  if (site === undefined || !(down || isUp.test(line))) return undefined;
  return {
    left: { kind: "reference", from: site.from, path: ["status"] },
    operator: "equals",
    right: { kind: "literal", value: down === negated ? "up" : "down" },
  };
};

/** "If the sentiment is negative": what Comprehend answers, else what a text that was made says. */
const conditionOnMood = (mood: string, turned: boolean, origins: readonly Origin[]): Condition | undefined => {
  const sentiment = search(origins, (name) => name === "sentiment");
  if (sentiment !== undefined)
    return {
      left: { kind: "reference", from: sentiment.from, path: [...sentiment.path] },
      operator: turned ? "not_equals" : "equals",
      right: { kind: "literal", value: mood.toUpperCase() },
    };
  const answer = search(origins.filter(({ makesText }) => makesText).toReversed(), () => true);
  return answer === undefined
    ? undefined
    : {
        left: { kind: "reference", from: answer.from, path: [...answer.path] },
        operator: turned ? "not_contains" : "contains",
        right: { kind: "literal", value: mood },
      };
};

const wordAfter = (rest: string, words: RegExp, tokens: Reading["tokens"]): string | undefined => {
  const quote = tokens.find(({ kind }) => kind === "quote");
  if (quote !== undefined) return quote.text;
  const said = rest
    .replace(words, "")
    .trim()
    .replace(/^(?:a|an|the|as) /, "");
  return said === "" ? undefined : said.slice(0, 100);
};

interface Found {
  from: string;
  path: readonly (string | number)[];
  unit?: "cents" | "seconds";
}

const measures = /^(?:price|rate|temperature|temp|value|score|total|count|close)$/;

/** The number that the last step with one answers, where something is looked up and not told by the event. */
const measureOf = (origins: readonly Origin[]): Found | undefined =>
  search(origins.filter(({ from }) => from !== "trigger").toReversed(), (name) => measures.test(name));

const amountOf = (origins: readonly Origin[]): Found | undefined => fieldOf(" amount ", origins);

const synonyms: Readonly<Record<string, string>> = {
  total: "amount",
  price: "amount",
  value: "amount",
  payment: "amount",
  order: "amount",
  cost: "amount",
  sum: "amount",
  order_value: "amount",
  country: "country",
  sender: "from_email",
  kind: "type",
  message: "text",
  it: "amount",
};

/** The field that a few words name. */
const fieldOf = (words: string, origins: readonly Origin[]): Found | undefined => {
  const said = new Set(words.trim().split(" ").map(stem));
  const exact = search(origins, (name) => name.split("_").every((part) => said.has(stem(part))));
  if (exact !== undefined) return exact;
  for (const word of words.trim().split(" ")) {
    const meant = synonyms[word] ?? synonyms[word.replace(/s$/, "")];
    const found = meant === undefined ? undefined : search(origins, (name) => name === meant);
    if (found !== undefined) return found;
  }
  return undefined;
};

const search = (origins: readonly Origin[], fits: (name: string) => boolean): Found | undefined => {
  for (const { from, outputs } of origins) {
    const field = outputs.find(({ name }) => fits(name));
    if (field !== undefined)
      return { from, path: field.path, ...(field.unit === undefined ? {} : { unit: field.unit }) };
  }
  return undefined;
};
