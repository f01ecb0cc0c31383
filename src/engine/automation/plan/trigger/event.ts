import { stem } from "../../../text/index.ts";
import type { Tool } from "../../catalogue/tool.ts";
import events from "./events.json" with { type: "json" };
import type { Known, KnownTrigger } from "../words/known.ts";
import { normAt, textAt } from "../words/lexer.ts";
import type { Mention } from "../words/mentions.ts";
import type { Trigger } from "../plan.ts";
import { lineOf, shownOf } from "../words/reading.ts";
import type { Reading, Span } from "../words/reading.ts";
import { is } from "../words/words-of-kind.ts";

/** What starts a workflow, and the parts of the sentence that say so. */
export interface Start {
  trigger: Trigger;
  /** Where the catalogue knows it. */
  known?: KnownTrigger;
  spans: readonly Span[];
  /** The clause that tells the event. */
  clause?: Span;
  open: readonly string[];
  /** What is read, time and again, because it sends no events itself. */
  polled?: { tool: Tool; span: Span };
}

const patterns = new Map<string, RegExp>();
const matches = (pattern: string, line: string): boolean => {
  const known = patterns.get(pattern) ?? new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, "u");
  patterns.set(pattern, known);
  return known.test(line);
};

/** How well an event's phrases fit a clause: the stems of the best one, more for one that stands there in order, or that has what happens. */
const fit = (
  phrases: readonly (readonly string[])[],
  stems: ReadonlySet<string>,
  line: string,
  decisive: ReadonlySet<string>,
): number => {
  let best = 0;
  for (const phrase of phrases) {
    if (phrase.length === 0 || !phrase.every((part) => stems.has(part))) continue;
    const ordered = line.includes(` ${phrase.join(" ")} `) ? 0.5 : 0;
    const happens = phrase.some((part) => decisive.has(part)) ? 1 : 0;
    best = Math.max(best, phrase.length + ordered + happens);
  }
  return best;
};

const small = new Set("a an the to of in on at for it me my is are".split(" "));

/** What happens, said as a thing or in another word: "a cancellation", "reacts". */
const happenings: Readonly<Record<string, string>> = events.happenings;

/** The stems of what a clause says that happens, where another word is the known one. */
const happeningsIn = ({ tokens }: Reading, { from, to }: Span): string[] =>
  tokens.slice(from, to).flatMap(({ norm, kind }) => {
    const meant = kind === "word" ? happenings[norm.replace(/s$/, "")] : undefined;
    return meant === undefined ? [] : meant.split(" ").map(stem);
  });

const stemsIn = (reading: Reading, span: Span): string[] => [
  ...reading.tokens
    .slice(span.from, span.to)
    .flatMap(({ norm, kind }) => (kind === "word" && !small.has(norm) ? [stem(norm)] : [])),
  ...happeningsIn(reading, span),
];

export const bestOf = (
  candidates: readonly KnownTrigger[],
  reading: Reading,
  ...spans: readonly Span[]
): { known: KnownTrigger; score: number } | undefined => {
  const stems = spans.flatMap((span) => stemsIn(reading, span));
  const set = new Set(stems);
  const line = ` ${stems.join(" ")} `;
  const decisive = new Set(spans.flatMap((span) => happeningsIn(reading, span)));
  let best: { known: KnownTrigger; score: number } | undefined;
  for (const known of candidates) {
    const score = fit(known.phrases, set, line, decisive);
    if (score > (best?.score ?? 0)) best = { known, score };
  }
  return best;
};

export const described = (reading: Reading, span: Span): string => {
  const words = shownOf(reading, span).slice(0, 280);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export const startOf = (known: KnownTrigger, reading: Reading, span: Span): Start => ({
  trigger: {
    type: known.trigger.type,
    tool: known.tool.id,
    event: known.trigger.event,
    description: described(reading, span),
  },
  known,
  spans: [span],
  clause: span,
  open: [],
});

/** "Save the Stripe payment when it succeeds": what "it" is was said before. */
export const eventOfPronoun = (
  reading: Reading,
  span: Span,
  mentions: readonly Mention[],
  known: Known,
): Start | undefined => {
  // "if it's critical" tells how it is, and not that it happens.
  if (
    reading.tokens[span.from]?.norm === "if" &&
    (/['’]/.test(textAt(reading.tokens, span.from + 1)) ||
      /^(?:is|are|was|has|have|contains|isn't)$/.test(normAt(reading.tokens, span.from + 2)))
  )
    return undefined;
  if (!/^(?:it|they|one)$/.test(normAt(reading.tokens, span.from + 1))) return undefined;
  const earlier = mentions.filter(({ to, negated }) => to <= span.from && !negated);
  for (const { from, to, tool } of earlier.toReversed()) {
    const own = known.triggers.filter((trigger) => trigger.tool.id === tool.id);
    const best = bestOf(own, reading, { from, to: Math.min(to + 1, span.from) }, span);
    if (best !== undefined && best.score >= 2) return startOf(best.known, reading, span);
  }
  return undefined;
};

const toTopic =
  /(?<!\p{L})(?:publish(?:es|ed)?|posts?|sends?|sent|lands?|arrives?|comes in) (?:\S+ ){0,2}(?:to|on|in|into|via) (?:the |our |an? |my )?(?:\S+ )?sns(?: topic)?(?!\p{L})/u;

/** What a clause says that happens, if anything here can send it. */
export const eventOf = (
  reading: Reading,
  span: Span,
  mentions: readonly Mention[],
  known: Known,
): Start | undefined => {
  const named = mentions.filter(({ from, negated }) => from >= span.from && from < span.to && !negated);
  const line = lineOf(reading, span);
  // "a CloudWatch alarm publishes to the SNS topic"
  const topic = toTopic.test(line) ? known.triggers.find(({ trigger }) => trigger.type === "sns") : undefined;
  if (topic !== undefined) return startOf(topic, reading, span);
  for (const { tool } of named) {
    const own = known.triggers.filter((trigger) => trigger.tool.id === tool.id);
    // "on invoice.paid"
    const spelled = own.find(({ trigger }) => ` ${line} `.includes(` ${trigger.event.toLowerCase()} `));
    if (spelled !== undefined) return startOf(spelled, reading, span);
    const best = bestOf(own, reading, span);
    if (best !== undefined) return startOf(best.known, reading, span);
    const usual = nearest(own, reading, span);
    if (usual !== undefined) return { ...startOf(usual, reading, span), open: unknownEvent(usual, reading, span) };
  }
  const generic = events.events.find(
    ({ says, not }) => matches(says, line) && (not === undefined || !matches(not, line)),
  );
  const feed = named.find(({ tool }) => tool.category === "feed" || tool.id === "rss")?.tool;
  if (feed !== undefined)
    return {
      trigger: { type: "schedule", schedule: "rate(15 minutes)", description: "Every 15 minutes" },
      polled: { tool: feed, span },
      spans: [span],
      open: [
        `${feed.name} tells nobody what is new: it is read every 15 minutes, and what is old in it is not left out.`,
      ],
    };
  const [stranger] = named.every(({ tool }) => tool.category === "http" || tool.id.startsWith("aws")) ? [] : named;
  if (stranger !== undefined)
    return {
      trigger: { type: "webhook", tool: stranger.tool.id, description: described(reading, span) },
      ...knownOf(known, "webhook", "request"),
      spans: [span],
      clause: span,
      open: [`${stranger.tool.name} has no event of its own here: point a webhook of it at the function.`],
    };
  // "I run a Shopify store, and every time an order gets paid …"
  for (const { tool, to, from, negated } of named.length > 0 ? [] : mentions) {
    if (negated || to > span.from || is.destination.has(normAt(reading.tokens, from - 1))) continue;
    const own = known.triggers.filter((trigger) => trigger.tool.id === tool.id);
    const best = bestOf(own, reading, span);
    if (best !== undefined) return startOf(best.known, reading, span);
  }
  if (generic !== undefined) {
    // "People order through Square. When they pay, …": not Stripe, by default.
    const kind = known.tools.get(generic.tools[0] ?? "")?.category;
    const spokenOf = mentions.find(
      ({ tool, to, negated }) => !negated && to <= span.from && tool.category === kind && !isPlain(kind),
    );
    const usual =
      spokenOf === undefined
        ? undefined
        : nearest(
            known.triggers.filter(({ tool }) => tool.id === spokenOf.tool.id),
            reading,
            span,
          );
    if (usual !== undefined) return { ...startOf(usual, reading, span), open: unknownEvent(usual, reading, span) };
    for (const id of generic.tools) {
      const own = known.triggers.filter(
        ({ tool, trigger }) => tool.id === id && (generic.type === undefined || trigger.type === generic.type),
      );
      const best =
        (generic.event === undefined ? undefined : own.find(({ trigger }) => trigger.event === generic.event)) ??
        bestOf(own, reading, span)?.known ??
        own[0];
      if (best !== undefined) return startOf(best, reading, span);
    }
  }
  const any = bestOf(known.triggers, reading, span);
  return any === undefined || any.score < 2 ? undefined : startOf(any.known, reading, span);
};

/** Where the event itself says more than what was spoken of before. */
const isPlain = (category: string): boolean => /^(?:http|email|storage|queue|monitoring)$/.test(category);

/** Of what a tool tells, what has most words in common with a clause; the first where none has. */
const nearest = (own: readonly KnownTrigger[], reading: Reading, span: Span): KnownTrigger | undefined => {
  const stems = new Set(stemsIn(reading, span));
  const decisive = new Set(happeningsIn(reading, span));
  const shared = ({ phrases }: KnownTrigger): number =>
    Math.max(
      0,
      ...phrases.map(
        (phrase) =>
          phrase.filter((part) => stems.has(part)).length + (phrase.some((part) => decisive.has(part)) ? 1 : 0),
      ),
    );
  return own.toSorted((one, other) => shared(other) - shared(one))[0];
};

/** "When an invoice is voided in Stripe": what is taken instead has to be said. */
const unknownEvent = ({ tool, trigger }: KnownTrigger, reading: Reading, span: Span): string[] =>
  /^(?:webhook|email|schedule|http)$/.test(tool.category) ||
  own.has(tool.id) ||
  plainEvent.test(` ${lineOf(reading, span)} `) ||
  (comesIn.test(` ${lineOf(reading, span)} `) && begins.test(trigger.event))
    ? []
    : [
        `“${shownOf(reading, span).slice(0, 200)}” is read as ${trigger.event} of ${tool.name}: check that this is the event you mean.`,
      ];

const own = new Set(["webhook", "aws-s3", "aws-sqs", "aws-sns", "aws-ses", "aws-eventbridge"]);
/** "An incoming ticket" is one that was created. */
const comesIn = / (?:new|incoming|inbound|receives|arrives|comes in|starts) /;
const begins = /creat|open|receiv|message|new|form|submi|complet|captur/i;
const plainEvent = / (?:something|anything|an event|events?|a webhook|webhooks?) /;

const knownOf = (known: Known, tool: string, event: string): { known?: KnownTrigger } => {
  const found = known.triggers.find((one) => one.tool.id === tool && one.trigger.event === event);
  return found === undefined ? {} : { known: found };
};
