import { tools } from "../catalogue/index.ts";
import type { Field, Input } from "../catalogue/tool.ts";
import { once } from "../once.ts";
import { groupsOf, numberOf } from "./schedule/clock.ts";
import languageCodes from "./languages.json" with { type: "json" };
import { normAt } from "./words/lexer.ts";
import type { Part, Value } from "./plan.ts";
import type { Reading, Span } from "./words/reading.ts";

/** Where values come from: the trigger, an earlier step, the item that a loop is at. */
export interface Origin {
  from: string;
  outputs: readonly Field[];
  /** What it has made is a text for others to use: a summary, a translation. */
  makesText: boolean;
  /** Whoever sends it decides what is in it: a request by anyone. */
  isOpen?: boolean;
}

const message = /(?:saying|says|say|message|text|with the text|body|content|reads|that reads|titled|stating)$/;
const textInputs = /^(?:text|body|message|content|caption|description|comment|prompt|status|title|name)$/;

/** A tool's name is the name of nothing else: "a Mailchimp list", "publish it to WordPress". */
const toolWords = once(
  () =>
    new Set(
      tools.flatMap(({ name, aliases }) => [name, ...aliases].flatMap((words) => words.toLowerCase().split(/[ .]/))),
    ),
);

/** Names that a sentence gives to things: `in the orders table`, `bucket called reports`. */
const named = (line: string, kind: string): string | undefined => {
  const before = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${kind}) (?:called|named|titled) ([\\p{L}\\p{N}._]{2,60})`,
    "u",
  ).exec(line)?.[1];
  if (before !== undefined) return before;
  const word = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:the|my|our|a|into|in|to|from) ([\\p{L}\\p{N}._]{2,60}) (?:${kind})(?![\\p{L}\\p{N}])`,
    "u",
  ).exec(line)?.[1];
  return word === undefined || unnamed.test(word) || toolWords().has(word) ? undefined : word;
};

const unnamed =
  /^(?:the|a|an|my|our|s3|aws|dynamodb|dynamo|new|same|right|database|sql|slack|discord|notion|google|amazon|sqs|sns|airtable|postgres|postgresql|mysql|public|private|team|existing|separate|trello|telegram|second|first|other)$/;

const kinds: readonly (readonly [input: RegExp, kind: string])[] = [
  [/table/, "tables?"],
  [/bucket/, "buckets?"],
  [/queue/, "queues?"],
  [/topic/, "topics?"],
  [/channel/, "channels?"],
  [/collection/, "collections?"],
  [/list/, "lists?|audience"],
  [/board/, "boards?"],
  [/range|sheet/, "sheets?|tabs?"],
  [/folder/, "folders?"],
  [/repo/, "repo|repository"],
  [/project/, "projects?"],
];

const languages = new Map(Object.entries(languageCodes));

const waited =
  /(?<!\p{L})(\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|couple of|few) (second|minute|hour|day|week)s?/u;

const secondsOf: (...groups: string[]) => number = (_, count, unit) => {
  const many = count === "few" ? 3 : numberOf(count.replace(" of", ""));
  switch (unit) {
    case "second":
      return many;
    case "minute":
      return many * 60;
    case "hour":
      return many * 3_600;
    case "day":
      return many * 86_400;
    default:
      return many * 604_800;
  }
};

const literal = (value: string | number): Part => ({ kind: "literal", value });

const setting = (input: Input, example: string): Part | undefined =>
  "setting" in input.fallback
    ? { kind: "setting", name: input.fallback.setting, example: example.slice(0, 200) }
    : literal(example);

/** What the sentence itself says of an input, in the words of its clause. */
const saidOf = (reading: Reading, span: Span, input: Input, free: Set<number>): Value | undefined => {
  const { tokens } = reading;
  const line = tokens
    .slice(span.from, span.to)
    .map(({ norm, kind }) => (kind === "quote" ? "«»" : norm))
    .join(" ");
  const pick = (fits: (at: number) => boolean): number | undefined => {
    for (let at = span.from; at < span.to; at++) if (free.has(at) && fits(at)) return at;
    return undefined;
  };
  const take = (at: number | undefined): string | undefined => {
    if (at === undefined) return undefined;
    free.delete(at);
    return tokens[at]?.text;
  };
  const near = (at: number, words: RegExp): boolean => [1, 2].some((step) => words.test(normAt(tokens, at - step)));
  if (/^(?:to|email|recipient)$/.test(input.name)) {
    const address = take(pick((at) => tokens[at]?.kind === "email"));
    if (address !== undefined) return setting(input, address);
    const written = tokens.slice(span.from, span.to).map(({ text }) => text);
    const phone = input.takes.includes("phone") ? /\+(?: ?\d){7,15}/.exec(written.join(" "))?.[0] : undefined;
    if (phone !== undefined) return setting(input, phone.replaceAll(" ", ""));
  }
  if (/channel/.test(input.name)) {
    const channel = take(pick((at) => tokens[at]?.kind === "channel"));
    if (channel !== undefined) return setting(input, channel);
  }
  if (/url/.test(input.name) || input.name === "path") {
    const url = take(pick((at) => tokens[at]?.kind === "url"));
    if (url !== undefined) return setting(input, url);
  }
  if (/lang|^target$|target_lang/.test(input.name)) {
    const spoken = tokens
      .slice(span.from, span.to)
      .map(({ norm }, step) => ({ code: languages.get(norm), before: normAt(tokens, span.from + step - 1) }))
      .filter(({ code }) => code !== undefined);
    const language = /source|from/.test(input.name)
      ? spoken.find(({ before }) => before === "from")
      : (spoken.find(({ before }) => /^(?:to|into)$/.test(before)) ?? spoken.find(({ before }) => before !== "from"));
    if (language?.code !== undefined) return literal(language.code);
  }
  if (/^seconds$/.test(input.name)) {
    const wait = waited.exec(line);
    if (wait !== null) return literal(secondsOf(...groupsOf(wait)));
  }
  if (/subject/.test(input.name))
    return quoted(take(pick((at) => tokens[at]?.kind === "quote" && near(at, /subject|titled/))));
  for (const [pattern, kind] of kinds) {
    if (!pattern.test(input.name)) continue;
    const near_ = pick(
      (at) =>
        tokens[at]?.kind === "quote" &&
        (new RegExp(`^(?:${kind})$`).test(normAt(tokens, at + 1)) ||
          near(at, new RegExp(`^(?:${kind}|called|named)$`))),
    );
    const name = take(near_) ?? named(line, kind);
    if (name !== undefined) return setting(input, name);
  }
  if (/^(?:attribute|column)$/.test(input.name)) return undefined;
  if (/^(?:value|status)$/.test(input.name)) {
    // "as a draft", "publish it": what becomes of a post.
    if ("constant" in input.fallback && input.fallback.constant === "draft") {
      const state = /(?<!\p{L})(draft|private|pending|publish|publishes|publishing|published|live)(?!\p{L})/u.exec(
        line,
      )?.[1];
      return state === undefined ? undefined : literal(/^(?:publish|live)/.test(state) ? "publish" : state);
    }
    const as =
      /(?<!\p{L})as (?:an? )?(\p{L}{3,30})$/u.exec(line)?.[1] ??
      /(?<!\p{L})(?:status|stage|state|value|priority|phase|it|them|ticket|issue|deal|task|card|lead|order|page|record) (?:is )?to (\p{L}{3,30})$/u.exec(
        line,
      )?.[1];
    return as === undefined || toolWords().has(as)
      ? quoted(take(pick((at) => tokens[at]?.kind === "quote")))
      : literal(as);
  }
  // "tag the order as VIP"
  if (/^(?:tags?|labels?)$/.test(input.name)) {
    const at = pick((place) => normAt(tokens, place - 1) === "as" && tokens[place]?.kind === "word");
    if (at !== undefined) return quoted(take(at));
  }
  if (/^label$/.test(input.name)) return quoted(take(pick((at) => tokens[at]?.kind === "quote")));
  if (textInputs.test(input.name)) {
    const said =
      pick((at) => tokens[at]?.kind === "quote" && near(at, message)) ?? pick((at) => tokens[at]?.kind === "quote");
    return quoted(take(said));
  }
  return undefined;
};

const quoted = (text: string | undefined): Value | undefined => (text === undefined ? undefined : literal(text));

const carrying = new Set(["file", "text", "body", "message", "content", "summary", "answer", "item", "record", "row"]);

const own =
  /(?<![\p{L}\p{N}])(?:me|us|my|our|team|boss|manager|admin|owner|accountant|staff|myself|support|sales|everyone|administrator|finance|hr)(?![\p{L}\p{N}])/u;
const theResult = /(?<!\p{L})(?:the|its) (?:result|output|(?:short |download |share )?(?:link|url))(?!\p{L})/u;
/** "Email them to me" */
const toUs =
  /(?<![\p{L}\p{N}])to (?:me|us|myself|(?:my|our|the) (?:team|boss|manager|accountant|staff))(?![\p{L}\p{N}])/u;
const others =
  /(?<![\p{L}\p{N}])(?:customer|customers|user|users|client|clients|buyer|sender|them|him|her|subscriber|payer|lead|author|person|guest|member|student|applicant|candidate|requester|patient|recipient|attendee|participant)(?![\p{L}\p{N}])/u;

/** What names a thing in one line. */
const titleInputs = /^(?:title|subject|summary|headline)$/;
const titles = ["title", "subject", "headline", "name"];

/** The name of a thing, and not of the person that it is about. */
const isTitle = ({ name, path }: Field, outputs: readonly Field[]): boolean =>
  name !== "name" ||
  !outputs.some(
    (one) =>
      /^(?:customer_name|from_name|first_name|last_name|user|sender)$/.test(one.name) &&
      JSON.stringify(one.path) === JSON.stringify(path),
  );

/** The title that the event, or what was read, has itself. */
const titleOf = (origins: readonly Origin[]): Value | undefined => {
  for (const name of titles) {
    for (const { from, outputs } of origins) {
      const field = outputs.find((one) => one.name === name && isTitle(one, outputs));
      // A person's name is no title where the event tells nothing that could be one.
      if (field !== undefined && !(name === "name" && !outputs.some((one) => carrying.has(one.name))))
        return { kind: "reference", from, path: [...field.path] };
    }
  }
  return undefined;
};

/** What a step has found out of a text or a picture, where it has made no text. */
const findings = /^(?:sentiment|labels|language|entities|categories|flagged|faces)$/;

const finderOf = (origins: readonly Origin[]): { from: string; field: Field } | undefined => {
  const last = origins.findLast(({ from, makesText }) => makesText || /^(?:detect|moderate|classify)_/.test(from));
  if (last?.outputs.some(({ name }) => /^(?:answer|translation|content|document)$/.test(name)) === true)
    return undefined;
  const field = last?.outputs.find(({ name }) => findings.test(name));
  return last === undefined || field === undefined ? undefined : { from: last.from, field };
};

/** "… and notify Slack": of the sentiment that was found, with the text that it was found in. */
const foundOf = (input: Input, origins: readonly Origin[]): Value | undefined => {
  const found = finderOf(origins);
  if (found === undefined || input.type !== "text" || !input.takes.includes("text") || !input.takes.includes("message"))
    return undefined;
  const title = found.field.name.charAt(0).toUpperCase() + found.field.name.slice(1);
  const about = origins
    .filter(({ from }) => from === "trigger" || from === "item")
    .flatMap(({ from, outputs }) =>
      ["text", "message", "body", "description", "file_name"].flatMap((name) =>
        outputs.flatMap((field) => (field.name === name ? [{ from, field }] : [])),
      ),
    )[0];
  const parts: Part[] = [literal(`${title}: `), { kind: "reference", from: found.from, path: [...found.field.path] }];
  if (about !== undefined)
    parts.push(literal("\n\n"), { kind: "reference", from: about.from, path: [...about.field.path] });
  return { kind: "template", parts };
};

/** The name of a file is not what stands in it. */
const isKey = ({ path }: Field): boolean => path.at(-1) === "key" || path.at(-1) === "Key";

/** An input of a step, from the sentence, from what is known by then, or left to the action's own fallback. */
export const bindInput = (
  reading: Reading,
  span: Span,
  input: Input,
  origins: readonly Origin[],
  free: Set<number>,
): Value | undefined => {
  const said = saidOf(reading, span, input, free);
  if (said !== undefined) return said;
  const line = reading.tokens
    .slice(span.from, span.to)
    .map(({ norm }) => norm)
    .join(" ");
  // "Email me" is not to the customer.
  const isOwn = (own.test(line) && !others.test(line)) || toUs.test(line);
  if (/^(?:to|phone|recipient|email)$/.test(input.name) && isOwn) return undefined;
  const isText =
    !titleInputs.test(input.name) && !/^(?:key|file_name|name|path|url|document|photo|link)$/.test(input.name);
  if (titleInputs.test(input.name) && input.takes.some((name) => name === "title" || name === "subject")) {
    const title = titleOf(origins);
    if (title !== undefined) return title;
  }
  const made = isText ? foundOf(input, origins) : undefined;
  if (made !== undefined) return made;
  // "shorten the link, then save the result"
  const last = origins.findLast(({ from, outputs }) => from !== "trigger" && from !== "item" && outputs.length > 0);
  if (isText && theResult.test(line) && last !== undefined && input.takes.some((name) => carrying.has(name))) {
    const field = last.outputs.find(({ name }) =>
      /^(?:short_)?(?:link|url)$|^(?:text|answer|result|value)$/.test(name),
    );
    if (field !== undefined) return { kind: "reference", from: last.from, path: [...field.path] };
  }
  const making = origins.filter(({ makesText }) => makesText);
  for (const { from, outputs } of making.toReversed()) {
    const field = input.takes.some((name) => ["text", "body", "message", "summary", "answer", "content"].includes(name))
      ? (outputs.find(
          ({ name }) =>
            ["text", "answer", "summary", "translation", "message", "sentiment"].includes(name) &&
            input.takes.includes(name),
        ) ?? outputs.find(({ name }) => input.takes.includes(name)))
      : undefined;
    if (field !== undefined) return { kind: "reference", from, path: [...field.path] };
  }
  // A title says less than what the generator puts together from all that is known.
  const fitting = input.compose === true ? input.takes.filter((name) => carrying.has(name)) : input.takes;
  for (const name of fitting) {
    for (const { from, outputs } of origins) {
      const field = outputs.find((one) => one.name === name);
      if (field !== undefined && !(isText && isKey(field) && /^(?:text|file|title)$/.test(name)))
        return { kind: "reference", from, path: [...field.path] };
    }
  }
  return undefined;
};

/** Whether a clause is about many: "each row", "all customers". */
export const isEach = (line: string): boolean =>
  /(?<![\p{L}\p{N}])(?:(?:each|every)(?! (?:other |single |\d+ ?|two |three |few |first |last )?(?:day|morning|evening|night|afternoon|week|weekday|workday|weekend|month|quarter|year|hour|half|minute|min|mins|hours|minutes|days|time|monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?![\p{L}]))|for all|all of them|all (?:the )?(?:customers|users|rows|subscribers|contacts|items|records|leads|clients)|everyone|everybody|one by one|them(?! to (?:me|us|my|our|myself|the team|the boss)(?![\p{L}])))(?![\p{L}\p{N}])/u.test(
    line,
  );
