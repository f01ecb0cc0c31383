import { stem } from "../../../text/index.ts";
import type { Origin } from "../bind.ts";
import type { Condition } from "../plan.ts";
import { lineOf } from "../words/reading.ts";
import type { Reading, Span } from "../words/reading.ts";

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
export const operators: readonly (readonly [words: RegExp, operator: Condition["operator"]])[] = [
  [/ (?:does not|doesn't|do not|don't|not) (?:contain|include|mention|have the word)s? /, "not_contains"],
  [/ (?:contains?|includes?|mentions?|has the word|with the word|containing|including) /, "contains"],
  [/ (?:at least|no less than|not less than|greater than or equal to|or more|or higher|or above|minimum) /, "at_least"],
  [/ (?:at most|no more than|not more than|less than or equal to|up to|or less|or fewer|or lower|maximum) /, "at_most"],
  [
    / (?:over|above|more than|greater than|bigger than|larger than|higher than|exceeds?|exceeding|exceeded|>) /,
    "greater",
  ],
  [/ (?:under|below|less than|smaller than|lower than|fewer than|<) /, "less"],
  [
    / (?:is|are|was) (?:empty|missing|blank|not set) | has no | without an? | does not exist | doesn't exist /,
    "missing",
  ],
  [/ (?:is not equal to|is not|isn't|are not|aren't|not|is different from) /, "not_equals"],
  [
    / (?:(?:is set|gets set|changes?|changed|goes|switches|switched|moves|moved|updated|transitions|set) to|becomes|turns|reaches) /,
    "equals",
  ],
  [/ (?:exists?|is set|is present|has an?|have an?|is there) /, "exists"],
  [/ (?:is|are|equals?|=|was|in|from|marked|labeled|labelled|tagged) /, "equals"],
];

/** A condition as data: what is compared, how, with what. Undefined where the sentence names nothing that is known here. `lookedUp` is the last step that has looked something up. */
export const conditionOf = (
  reading: Reading,
  { span, negated }: { span: Span; negated: boolean },
  origins: readonly Origin[],
  lookedUp: string | undefined,
): Condition | undefined => {
  const line = ` ${lineOf(reading, { from: span.from + 1, to: span.to })} `;
  const tokens = reading.tokens.slice(span.from, span.to);
  // What Comprehend answers is one of four words in capitals.
  const mood = / (negative|positive|neutral|mixed) /.exec(line)?.[1] ?? moodSaid(line, origins);
  const felt =
    mood === undefined ? undefined : conditionOnMood(mood, negated !== / (?:not|isn't|no) /.test(line), origins);
  if (felt !== undefined) return felt;
  const asked =
    siteIn(line, negated, origins) ?? moderatedIn(line, negated, origins) ?? resultIn(line, negated, lookedUp);
  if (asked !== undefined) return asked;
  const [, attribute] = ofAttribute.exec(line) ?? [];
  if (attribute !== undefined) return conditionOnAttribute(attribute, negated, tokens, origins);
  const number = tokens.find(({ kind }) => kind === "money" || kind === "number" || kind === "percent");
  const isSame = [/$/, "equals"] as const;
  const found = operators.find(([words]) => words.test(line)) ?? (number === undefined ? undefined : isSame);
  if (found === undefined) return undefined;
  const [words, operator] = found;
  const place = line.search(words);
  // "its retry count is 3 or more"
  const subject = line.slice(0, place).replace(/ (?:is|are|was|has)(?: [$€£¥]?[\d.,]+%?)? ?$/, " ");
  const field = fieldCompared({ subject, rest: line.slice(place), line }, tokens, origins);
  if (field === undefined) return undefined;
  const left = { kind: "reference" as const, from: field.from, path: [...field.path] };
  const isThere = operator === "exists" || operator === "missing";
  const chosen = negated ? opposites[operator] : operator;
  if (isThere) return { left, operator: chosen };
  const right =
    number?.value === undefined
      ? wordAfter(line.slice(place), words, tokens)
      : field.unit === "cents"
        ? Math.round(number.value * 100)
        : number.value;
  if (right === undefined) return undefined;
  // "if it is flagged"
  const isFlag = typeof right === "string" && stem(right) === stem(field.path.at(-1)?.toString() ?? "");
  return { left, operator: chosen, right: { kind: "literal", value: isFlag ? true : right } };
};

/** The field that a comparison is about: `subject` stands before it, `rest` is it and what follows. */
const fieldCompared = (
  { subject, rest, line }: { subject: string; rest: string; line: string },
  tokens: Reading["tokens"],
  origins: readonly Origin[],
): Found | undefined => {
  const isNumeric = tokens.some(({ kind }) => kind === "money" || kind === "number" || kind === "percent");
  // "a message arrives and its retry count is 3": that, and not the message.
  const [, own] = / (?:its|their|whose) ((?:\p{L}+ ){1,3})$/u.exec(subject) ?? [];
  if (own !== undefined) return fieldOf(own, origins, isNumeric) ?? freeField(own, origins);
  // "if it has an email": what is looked for stands behind.
  if (/ (?:has|have|without) (?:no|an?) /.test(rest)) return fieldOf(rest, origins, isNumeric);
  // "If it drops below 40000": the price that was looked up last.
  const isMeasured =
    isNumeric && / (?:it|its|that|this|bitcoin|btc|ethereum|eth|crypto|stock|share|dollar|euro|) /.test(`${subject} `);
  return (
    (isMeasured ? measureOf(origins) : undefined) ??
    (isMoney(tokens) ? amountOf(origins) : undefined) ??
    fieldOf(subject, origins, isNumeric) ??
    fieldOf(line, origins, isNumeric) ??
    freeField(subject, origins)
  );
};

/** A request by anyone may have any field: the one that is named. */
const freeField = (subject: string, origins: readonly Origin[]): Found | undefined => {
  const [, name] = / (?:the |its |their |whose )?([a-z_]{3,30}) $/.exec(` ${subject.trim()} `) ?? [];
  const isFree = origins.some(({ from, isOpen }) => from === "trigger" && isOpen === true);
  return name === undefined || !isFree || noField.test(name) ? undefined : { from: "trigger", path: [name] };
};

const noField = /^(?:it|they|that|this|there|one|request|webhook|message|body|payload|event|form|and|is|are)$/;

const ofAttribute = / (?:with|has|having|of|at) (?:an? |the )?(status|severity|priority|type|state|level|category) \S/;

/** "with severity critical": that field, or none. */
const conditionOnAttribute = (
  attribute: string,
  negated: boolean,
  tokens: Reading["tokens"],
  origins: readonly Origin[],
): Condition | undefined => {
  const field = search(origins, (name) => name === attribute);
  const at = tokens.findIndex(({ norm }) => norm === attribute);
  const value = tokens.slice(at + 1).find(({ norm }) => !/^(?:of|set|to|is|an?|the)$/.test(norm));
  if (field === undefined || value === undefined) return undefined;
  return {
    left: { kind: "reference", from: field.from, path: [...field.path] },
    operator: negated ? "not_equals" : "equals",
    right: { kind: "literal", value: value.text },
  };
};

const isMoney = (tokens: Reading["tokens"]): boolean =>
  tokens.some(
    ({ kind }, at) =>
      kind === "money" ||
      (kind === "number" &&
        /^(?:usd|eur|gbp|chf|jpy|inr|cad|aud|thb|dollars?|euros?|pounds?|bucks|yen|francs?)$/.test(
          tokens[at + 1]?.norm ?? "",
        )),
  );

const isDown =
  / (?:fails?|failed|failing|failure|down|offline|unreachable|unavailable|unhealthy|broken|errors?|times out|stops (?:working|responding)|(?:not|n't|doesn't|isn't|can't be|cannot be) (?:up|online|available|reachable|reached|responding|respond|answering|answer|working|work|load|healthy|ok)) /;
const isUp = / (?:up|online|back|available|reachable|healthy|works?|responds?|answers?|ok|succeeds) /;

const moods = [
  ["NEGATIVE", / (?:angry|upset|unhappy|furious|frustrated|annoyed|cross|mad|sad|bad|disappointed|dissatisfied) /],
  ["POSITIVE", / (?:happy|glad|pleased|satisfied|delighted|good|thrilled) /],
] as const;

/** "If they are angry", where Comprehend has told the sentiment. */
const moodSaid = (line: string, origins: readonly Origin[]): string | undefined =>
  search(origins, (name) => name === "sentiment") === undefined
    ? undefined
    : moods.find(([, words]) => words.test(line))?.[0].toLowerCase();

const isBad = / (?:flagged|inappropriate|unsafe|rude|offensive|abusive|toxic|explicit|nsfw|bad) /;
const isGood = / (?:clean|ok|okay|fine|safe|appropriate|allowed|good) /;

/** "If it is flagged", "if it isn't ok", of what was moderated. */
const moderatedIn = (line: string, negated: boolean, origins: readonly Origin[]): Condition | undefined => {
  const moderated = origins.findLast(({ from }) => from.startsWith("moderate_"));
  const field = moderated?.outputs[0];
  if (moderated === undefined || field === undefined || isBad.test(line) === isGood.test(line)) return undefined;
  const bad = (isBad.test(line) === / (?:not|isn't|aren't|nothing|no) /.test(line)) === negated;
  const left = { kind: "reference" as const, from: moderated.from, path: [...field.path] };
  // A text is flagged or not; of a picture there are labels or none.
  return field.name === "flagged"
    ? { left, operator: "equals", right: { kind: "literal", value: bad } }
    : { left, operator: bad ? "exists" : "missing" };
};

const speaksOfResult =
  /^ (?:there(?: \S+){1,6}|(?:none|nothing|nobody|no one)(?: \S+){0,3}|no (?:such )?\S+(?: \S+){0,3}|not(?: found)?|(?:\S+ ){1,3}(?:(?:is|are|was|were|isn't|aren't|wasn't|does|do|doesn't|don't) )?(?:not )?(?:already |yet )*(?:there|exists?|found|known)(?: (?:yet|already|there|in \S+))*) $/;
const isNone = / (?:none|nothing|nobody|no|not|isn't|aren't|wasn't|doesn't|don't) /;

/** "If there is none": of what was looked up just before. */
const resultIn = (line: string, negated: boolean, lookedUp: string | undefined): Condition | undefined =>
  lookedUp === undefined || !speaksOfResult.test(line) || / (?:than|least|most|over|under|\S*\d\S*|«») /.test(line)
    ? undefined
    : {
        left: { kind: "reference", from: lookedUp, path: [] },
        operator: isNone.test(line) === negated ? "exists" : "missing",
      };

/** "If it is down", of a site that was asked whether it is up. */
const siteIn = (line: string, negated: boolean, origins: readonly Origin[]): Condition | undefined => {
  const site = origins.findLast(({ from }) => from.startsWith("check_site_"));
  const down = isDown.test(line) || /^ (?:it|they|that|the \S+) (?:isn't|is not|aren't|doesn't) $/.test(line);
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

const amountOf = (origins: readonly Origin[]): Found | undefined => fieldOf(" amount ", origins, true);

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
  labelled: "label",
  labeled: "label",
  conclusion: "status",
  outcome: "status",
  state: "status",
};

/** The field that a few words name. */
const fieldOf = (words: string, origins: readonly Origin[], isNumeric: boolean): Found | undefined => {
  const said = new Set(words.trim().split(" ").map(stem));
  const list = words.trim().split(" ");
  // "the stock in the products table"
  const isPlace = (at: number): boolean =>
    list.slice(Math.max(0, at - 4), at).some((word) => /^(?:in|on|of|from|at)$/.test(word));
  // "an email whose subject": the last that is named.
  const [last] = origins
    .flatMap(({ outputs }) => outputs.map(({ name }) => name))
    .filter((name) => name.split("_").every((part) => said.has(stem(part))))
    .map((name) => {
      const parts = new Set(name.split("_").map(stem));
      const at = list.findLastIndex((word) => parts.has(stem(word)));
      return { name, at: isPlace(at) ? at - list.length : at };
    })
    .toSorted((one, other) => other.at - one.at || other.name.length - one.name.length);
  const exact = last === undefined ? undefined : search(origins, (name) => name === last.name);
  if (exact !== undefined) return exact;
  for (const word of words.trim().split(" ")) {
    const meant = synonyms[word] ?? synonyms[word.replace(/s$/, "")];
    // "if it is flagged": no amount is.
    const found =
      meant === undefined || (meant === "amount" && !isNumeric) ? undefined : search(origins, (name) => name === meant);
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
