import type { Action, Tool } from "../../catalogue/tool.ts";
import type { Clause } from "../clauses/clauses.ts";
import { described } from "./event.ts";
import type { Start } from "./event.ts";
import type { Known, KnownTrigger } from "../words/known.ts";
import { normAt } from "../words/lexer.ts";
import type { Mention } from "../words/mentions.ts";
import { lineOf, placeOf, tokenAt } from "../words/reading.ts";
import type { Reading, Span } from "../words/reading.ts";
import { changesIn, changesOf, every, isChange } from "./table-change.ts";
import type { Change } from "./table-change.ts";
import { withField, withoutPlace } from "./table-field.ts";
import { tableNamed } from "./table-name.ts";
import { verbForms } from "../words/verbs.ts";

const triggerOf = (known: Known, changes: readonly Change[]): KnownTrigger | undefined =>
  known.streams.find(
    ({ trigger }) =>
      trigger.changes?.length === changes.length && changes.every((change) => trigger.changes?.includes(change)),
  );

const startOf = (
  reading: Reading,
  known: Known,
  found: { clause: Span; spans: readonly Span[]; changes: readonly Change[]; table: string | undefined },
): Start | undefined => {
  const event = triggerOf(known, found.changes);
  if (event === undefined) return undefined;
  const { clause, spans, table } = found;
  return {
    trigger: {
      type: "dynamodb",
      tool: event.tool.id,
      event: event.trigger.event,
      ...(table === undefined ? {} : { table }),
      description: described(reading, clause),
    },
    known: withField(event, reading, clause),
    spans,
    clause: withoutPlace(reading, clause),
    open:
      marked.test(lineOf(reading, clause)) && found.changes.length === 1 && found.changes[0] === "MODIFY"
        ? [
            `“${described(reading, clause).slice(0, 200)}” is read as any change of an item: what it changes to is not checked.`,
          ]
        : [],
  };
};

const marked = / (?:is|are|gets|get|was|been) (?:marked|flagged|tagged)(?: |$)/;

/** "…, set its status to processing": the item's, where no other tool is named. */
export const updateThere = (
  { head, from, to }: Clause,
  { trigger }: Start,
  mentions: readonly Mention[],
  known: Known,
): { tool: Tool; action: Action } | undefined => {
  const tool = known.tools.get(trigger.type === "dynamodb" ? (trigger.tool ?? "") : "");
  const action = tool?.actions.find(({ id }) => id === "update_item");
  const isNamed = mentions.some((mention) => mention.from >= from && mention.from < to);
  const sets = /^(?:set|update|mark|change|increment|modify|adjust)$/.test(head.verb.lemma);
  return tool === undefined || action === undefined || isNamed || !sets ? undefined : { tool, action };
};

const tables = (mentions: readonly Mention[]): Mention[] =>
  mentions.filter(({ tool, negated }) => tool.id === "aws-dynamodb" && !negated);

const looking =
  /^(?:watch(?:es)?|monitors?|listens?|observes?|tracks?|follows?|reacts?|subscribes?|detects?|tails?)(?: |$)/;
/** It is asked for, or told of what this workflow does itself. */
const asked = / (?:should|must|shall|needs? to|has to|have to|want|wants|will|please|it|they|we|i) /;
/** Something else happens first, and then it is kept. */
const others =
  / (?:submitted|submits|received|receives|arrives|comes in|succeeds|fails|paid|pays|placed|places|uploaded|uploads|signs up|registers|buys|books|sent|sends) .*(?:and|then|,) /;
const streams = /(?<![\p{L}\p{N}])(?:streams?|cdc|change data capture)(?![\p{L}\p{N}])/u;
/** It was said before that it is kept there, so that "once it is saved in DynamoDB" says it again. */
const kept =
  /(?:save|store|put|write|add|insert|record|keep|log|persist|push|send|copy)[^.!?\n]{0,80} (?:to|into|in) (?:\S+ ){0,4}dynamo/;

/** "When a row is inserted in the DynamoDB table users": a stream of the table tells it. */
export const streamOf = (
  reading: Reading,
  given: Span,
  mentions: readonly Mention[],
  known: Known,
): Start | undefined => {
  const whole = listed(reading, given);
  const within = mentions.filter(({ from, negated }) => !negated && from >= whole.from && from < whole.to);
  const own = tables(within)[0] ?? (within.length === 0 ? spokenOf(reading, whole, mentions) : undefined);
  if (own === undefined) return undefined;
  const span = { from: whole.from, to: goesOn(reading, { from: Math.max(own.to, whole.from + 1), to: whole.to }) };
  const inSpan = within.filter(({ from }) => from < span.to);
  // "When a Stripe payment is saved in DynamoDB": Stripe tells it.
  if (inSpan.some(({ from, tool }) => from < own.from && sends(known, tool.id))) return undefined;
  const line = ` ${lineOf(reading, span)} `;
  const before = ` ${lineOf(reading, { from: span.from + 1, to: span.to })} `;
  const table = tableNamed(reading, own);
  const isWatched = looking.test(line.trim());
  const isTold = inSpan.length > 0 && kept.test(reading.line.slice(0, placeOf(reading, span.from)));
  if (others.test(line) || (!isWatched && asked.test(before)) || isTold) return undefined;
  const narrow = isWatched ? narrowed(reading, span, mentions, table) : undefined;
  if (narrow !== undefined)
    return startOf(reading, known, { clause: narrow.span, spans: [span, narrow.span], changes: narrow.changes, table });
  const statement = own.to <= span.from ? [{ from: sentenceOf(reading, own), to: span.from }] : [];
  const changes =
    changesIn(reading, span, table) ??
    (isWatched || streams.test(line) ? (each(reading, span.to) ?? every) : undefined);
  return changes === undefined
    ? undefined
    : startOf(reading, known, { clause: span, spans: [...statement, span], changes, table });
};

/** Where the sentence begins that a table is spoken of in. */
const sentenceOf = ({ tokens }: Reading, { from }: Span): number => {
  let at = from;
  while (at > 0 && tokens[at - 1]?.kind !== "line" && !/^[.!?]$/.test(normAt(tokens, at - 1))) at--;
  return at;
};

/** "… is created, updated or deleted": the rest of a list of changes. */
const listed = ({ tokens }: Reading, { from, to }: Span): Span => {
  // "a stream event of type REMOVE arrives"
  if (every.some((change) => change === tokens[to]?.text))
    return { from, to: /^(?:arrives?|comes|occurs|happens|events?)$/.test(normAt(tokens, to + 1)) ? to + 2 : to + 1 };
  let end = to;
  if (changesOf(normAt(tokens, end - 1)).length === 0) return { from, to };
  for (let at = end; at < to + 6 && /^(?:,|or|and|\/)$/.test(normAt(tokens, at));) {
    while (/^(?:,|or|and|\/|is|gets)$/.test(normAt(tokens, at))) at++;
    if (!/(?:ed|s)$/.test(normAt(tokens, at)) || changesOf(normAt(tokens, at)).length === 0) break;
    at++;
    end = at;
  }
  return { from, to: end };
};

const sends = (known: Known, tool: string): boolean => known.triggers.some((one) => one.tool.id === tool);

/** "Our users are in DynamoDB. When a row is deleted, …": the table was spoken of before. */
const spokenOf = (reading: Reading, span: Span, mentions: readonly Mention[]): Mention | undefined => {
  const line = lineOf(reading, span);
  if (!/ (?:items?|rows?|records?|entry|entries|table|inserted) /.test(`${line} `)) return undefined;
  const earlier = mentions.filter(({ to, negated }) => to <= span.from && !negated);
  const [own] = earlier;
  return earlier.every(({ tool }) => tool.id === "aws-dynamodb") &&
    lives.test(reading.line.slice(0, placeOf(reading, span.from)))
    ? own
    : undefined;
};

const lives = /(?:^|[.!?\n] |and )(?:we|i|our|my|the|there|all) [^.!?\n]{0,80}dynamo/;

const telling =
  /(?<![\p{L}\p{N}])(?:as soon as|as|when(?:ever)?|once|if|(?:each|every|any) time|(?:for|on|upon|with) (?:each|every|any|a|an)) [^,;:.!?→\n]{3,80}/gu;

/** "Watch our table; as rows get deleted, …": what of it is meant is told after it. */
const narrowed = (
  reading: Reading,
  span: Span,
  mentions: readonly Mention[],
  table: string | undefined,
): { span: Span; changes: readonly Change[] } | undefined => {
  const start = placeOf(reading, span.to);
  for (const found of reading.line.slice(start, start + 300).matchAll(telling)) {
    const from = tokenAt(reading, start + found.index);
    const whole = { from, to: tokenAt(reading, start + found.index + found[0].length - 1) + 1 };
    const piece = { from, to: endOfEvent(reading, whole) };
    const names = mentions.some(
      (mention) => mention.from >= piece.from && mention.from < piece.to && mention.tool.id !== "aws-dynamodb",
    );
    const changes = names ? undefined : changesIn(reading, piece, table);
    if (changes !== undefined) return { span: piece, changes };
  }
  return undefined;
};

/** Where the clause ends: after its last word of change, with where it happened. */
const endOfEvent = ({ tokens }: Reading, { from, to }: Span): number => {
  let end = from + 1;
  for (let at = from + 1; at < to; at++) {
    if (normAt(tokens, at) === "then") break;
    if (changesOf(normAt(tokens, at)).length > 0 && at < from + 10) end = at + 1;
  }
  while (
    end < to &&
    /^(?:in|from|to|into|of|on|the|our|my|it|there|table|dynamodb|items?|rows?|records?|or)$/.test(normAt(tokens, end))
  )
    end++;
  return end;
};

/** Words that a change is told by without "when", in a piece of a sentence. */
const pieces = /[^,;:.!?→>=\n]+/gu;
const leading =
  /^ ?(?:and |then )?(?:(?:as|upon|on|after|following|from|with|for|using|via|through|each|every|any|all|new|newly|deleted|removed|changed|updated|added|inserted|modified|the|an?|our|my|rows?|records?|items?|entries|inserts?|updates?|deletes?|deletions?|insertions?|changes?|dynamo|dynamodb|aws|amazon|process(?:es)?|consumes?|handles?|reacts?|subscribes?|tails?|reads?|captures?|tracks?|detects?|follows?)) /;
const passes =
  /(?:send|post|copy|forward|announce|push|sync|stream|archive|back up|export|email|mail|notify|tell|alert|publish|replicate|mirror|move|write|about|of|for|on|me|us|slack|message) (?:me |us |out |everyone )?(?:about |of |for |on |when )?(?:(?:the|each|every|any|all|our|my|its) )*(?:new|newly|deleted|removed|changed|updated|added|inserted|modified|inserts?|updates?|deletes?|deletions?|insertions?|changes?|writes?|items?|rows?|records?|entry|entries|dynamodb|dynamo) /;
/** "Create a new item in DynamoDB" is asked for. */
const makes = /^ ?(?:add|create|insert|put|make|save|store|log|keep|update|delete|remove|change|modify|scan|query) /;

/** A text that speaks of more tables is no request; this keeps the work in proportion to its length. */
const mostMentions = 20;

/** "I need a Lambda that runs on …": this function itself. */
const frame =
  /(?:lambda|function|workflow|automation|script|job|handler|consumer|worker) (?:\S+ ){0,3}(?:runs?|triggers|triggered|starts?|fires|listens?|listening|reacts?|reads?|reading|consumes?|consuming|process(?:es|ing)?|for|on)(?: |$)/;

/** "DynamoDB stream → Slack", "As rows get deleted from our DynamoDB table, …": told without a word like "when". */
export const impliedStream = (reading: Reading, mentions: readonly Mention[], known: Known): Start | undefined => {
  for (const own of tables(mentions).slice(0, mostMentions)) {
    const place = placeOf(reading, own.from);
    const found = [...reading.line.matchAll(pieces)].find(
      ({ index, 0: text }) => index <= place && place < index + text.length,
    );
    if (found === undefined) continue;
    const next = /^(?: ?(?:aws |amazon )?dynamo(?:db)?(?: tables?(?: \S+)?)? ?)$/.test(found[0])
      ? /^: [^,;:.!?→>=\n]+(?= [→>=,])/u.exec(reading.line.slice(found.index + found[0].length))?.[0]
      : undefined;
    const text = `${found[0]}${next ?? ""}`;
    const from = tokenAt(reading, found.index + (text.startsWith(" ") ? 1 : 0));
    const to = tokenAt(reading, found.index + text.trimEnd().length - 1) + 1;
    const piece = { from, to };
    const table = tableNamed(reading, own);
    if (/ an eye on | the lookout /.test(` ${text} `)) {
      const seen = { from, to: demanded(reading, { from: own.to - 1, to }) };
      const narrow = narrowed(reading, seen, mentions, table);
      const spans = narrow === undefined ? [seen] : [seen, narrow.span];
      return startOf(reading, known, { clause: narrow?.span ?? seen, spans, changes: narrow?.changes ?? every, table });
    }
    const isStream = streams.test(text);
    const leads = leading.test(`${text} `) && !makes.test(text);
    const stop = leads ? demanded(reading, piece) : goesOn(reading, { from: own.to, to });
    const clause = { from, to: stop };
    const changes = changesIn(reading, clause, table);
    if (
      (isStream &&
        !/(?:to|into|enable) (?:the |a |our |my )?(?:\S+ )?dynamo(?:db)?(?: table)? streams?/.test(
          text.replace(/^ ?(?:react|subscribe|listen)s? to /, ""),
        )) ||
      (leads && isStream)
    ) {
      const hint = changes ?? each(reading, to) ?? every;
      const isFrame = frame.test(text);
      const spans = leads || isFrame ? [clause] : [{ from: own.from, to: own.to + 1 }];
      return startOf(reading, known, { clause, spans, changes: hint, table });
    }
    if (changes === undefined || makes.test(text) || / (?:every|each) (?:day|hour|week|month|minute)/.test(text))
      continue;
    if (leads) return startOf(reading, known, { clause, spans: [clause], changes, table });
    if (
      passes.test(` ${text} `) &&
      !/ (?:to|into) (?:\S+ ){0,3}dynamo/.test(
        text.replace(/(?:added|inserted|written|saved|writes?|inserts?|changes?|updates?|additions?) (?:to|into)/, ""),
      )
    ) {
      // "Mirror every write to the table into …": the change is told of, and not asked for.
      const at = reading.tokens.findIndex(
        (token, place) => place > from && place < to && changesOf(token.norm).length > 0,
      );
      const spans = at < 0 ? [] : [{ from: Math.min(at, own.from), to: Math.max(at + 1, own.to) }];
      return startOf(reading, known, { clause, spans, changes, table });
    }
  }
  return undefined;
};

/** "New items in DynamoDB should be posted …": what shall be done begins. */
const demanded = ({ tokens }: Reading, { from, to }: Span): number => {
  for (let at = from + 1; at < to; at++)
    if (
      /^(?:should|must|shall|then|go|goes|trigger|triggers|needs?|causes?)$/.test(normAt(tokens, at)) ||
      (normAt(tokens, at) === "and" && !isChange(normAt(tokens, at + 1))) ||
      begins(tokens, at) ||
      (/^(?:is|are|gets?)$/.test(normAt(tokens, at)) &&
        /ed$|^sent$/.test(normAt(tokens, at + 1)) &&
        !isChange(normAt(tokens, at + 1)))
    )
      return at;
  return to;
};

/** Where the workflow's own part of a clause begins: "triggered by DynamoDB Streams that sends …". */
const goesOn = ({ tokens }: Reading, { from, to }: Span): number => {
  for (let at = from; at < to; at++) if (begins(tokens, at)) return at;
  return to;
};

/** "and writes", "that sends", "to send": and not "and removed", "that are deleted", "to the table". */
const begins = (tokens: Reading["tokens"], at: number): boolean => {
  const next = normAt(tokens, at + 1);
  const isVerb = verbForms(next).some(({ form }) => form === "base" || form === "third");
  return /^(?:and|that|which|to)$/.test(normAt(tokens, at)) && isVerb && !isChange(next);
};

/** "…: send each new item to SQS" */
const each = (reading: Reading, from: number): readonly Change[] | undefined => {
  const word =
    /(?:each|every|any|all|the|of|for|about|only) (new|added|inserted|changed|updated|modified|deleted|removed|expired) /.exec(
      reading.line.slice(placeOf(reading, from)),
    )?.[1];
  return word === undefined ? undefined : changesOf(word);
};
