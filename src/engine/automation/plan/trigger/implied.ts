import { bestOf, eventOf, startOf } from "./event.ts";
import type { Start } from "./event.ts";
import type { Known } from "../words/known.ts";
import { normAt } from "../words/lexer.ts";
import type { Mention } from "../words/mentions.ts";
import { lineOf, placeOf, tokenAt } from "../words/reading.ts";
import type { Reading, Span } from "../words/reading.ts";
import { verbForms } from "../words/verbs.ts";
import { is } from "../words/words-of-kind.ts";

type Find = (reading: Reading, mentions: readonly Mention[], known: Known) => Start | undefined;

/** What starts a workflow where no word like "when" announces it: "stripe → slack", "Log every Stripe payment". */
export const findImplied: Find = (reading, mentions, known) => {
  for (const find of [
    mailedIn,
    received,
    opening,
    incoming,
    distributive,
    participle,
    firstPiece,
    passedOn,
    definite,
  ]) {
    const start = find(reading, mentions, known);
    if (start !== undefined) return start;
  }
  return undefined;
};

/** "every invoice that is emailed to us" */
const mailedIn: Find = (reading, _mentions, known) => {
  const place =
    /(?<![\p{L}\p{N}])(?:(?:that|which) (?:is|are|gets?|has been|was) )?(?:emailed|mailed) to (?:us|me|our|my|\S+@\S+)(?: (?:inbox|address|account|mailbox))?(?![\p{L}\p{N}])/u.exec(
      reading.line,
    );
  if (place === null) return undefined;
  const span = { from: tokenAt(reading, place.index), to: tokenAt(reading, place.index + place[0].length - 1) + 1 };
  const noun = reading.tokens.slice(Math.max(0, span.from - 3), span.from);
  if (!noun.some(({ norm }) => /^(?:each|every|any|all|incoming|new)$/.test(norm))) return undefined;
  const [email] = known.triggers.filter(({ trigger }) => trigger.type === "email");
  return email === undefined ? undefined : startOf(email, reading, span);
};

/** "We get orders in WooCommerce. Each one must be stored …" */
const received: Find = (reading, mentions, known) => {
  const told =
    /(?:^|[.!?] |\n )(?:the |all |most )?(?:\S+ ){0,2}(?:mails|emails|messages|orders|payments|invoices|requests|leads|tickets|bookings|calls|texts) (?:that )?(?:i|we) (?:get|receive) (?=[^.!?\n]{0,60}[.!?;:\n,])|(?:^|[.!?] |\n )(?:i|we|our (?:\S+ )?(?:shop|store|company|team|customers)) (?:get|gets|receive|receives|take|takes|have|collect|collects) (?:a lot of |lots of |many |some )?\S+s (?:\S+ ){0,2}(?:in|from|via|through|on|with|by) (?=[^.!?\n]{0,60}[.!?;\n,])/u.exec(
      reading.line,
    );
  if (told === null) return undefined;
  const from = tokenAt(reading, told.index);
  let to = tokenAt(reading, told.index + told[0].length - 1) + 1;
  while (to < reading.tokens.length && !/^[.!?;:,\n]$/.test(normAt(reading.tokens, to))) to++;
  if (!/ (?:each|every|all|any|they|them|these|those|one|it) /.test(lineOf(reading, { from: to, to: to + 12 })))
    return undefined;
  const start = eventOf(reading, { from, to }, mentions, known);
  return start?.known === undefined ? undefined : start;
};

const inside = (mentions: readonly Mention[], { from, to }: Span): Mention[] =>
  mentions.filter((mention) => !mention.negated && mention.from >= from && mention.from < to);

/** Only the first few sentences or lines may tell the event. */
const mostOpenings = 4;

/** Where sentences and lines begin. */
const beginnings = ({ tokens }: Reading): number[] =>
  [...tokens.keys()]
    .filter((at) => at === 0 || tokens[at - 1]?.kind === "line" || /^[.!?:]$/.test(normAt(tokens, at - 1)))
    .slice(0, mostOpenings);

/** "Send …", "email the …": a piece that asks, and tells no event. */
export const asks = ({ tokens }: Reading, at: number): boolean => {
  const [verb] = verbForms(normAt(tokens, at)).filter(({ form }) => form === "base");
  const next = normAt(tokens, at + 1);
  return (
    verb !== undefined &&
    (!verb.noun || is.determiner.has(next) || is.pronoun.has(next) || is.people.has(next) || is.preposition.has(next))
  );
};

const happens =
  /(?<![\p{L}\p{N}])(?:(?:is|are|was|gets?|got|has|have|has been|have been) (?:\S+ )?\p{L}+(?:ed|en|id|ade|ent)|(?:clients|customers|users|people|students|patients|members|visitors|employees|sellers|buyers|tenants|guests|applicants|subscribers|they) (?:\S+ )?(?:upload|submit|send|place|pay|book|register|sign|buy|order|fill|drop|leave|subscribe|apply)|(?:someone|somebody|anyone|customer|user|client) (?:just )?\p{L}+(?:s|ed)|(?:dropped|landing|landed|arriving|arrived) (?:in|into|at|on)|succeeds|fails|arrives?|happens|completes|lands?|come in|opens|closes|(?:comes|came|goes|went|drops|rolls|checks|signs|fills|filled|signed) (?:in|out|up|through)|submits|signs|places|pays|buys|books|uploads|subscribes|registers|receives|pushes|merges|mentions|reacts|drops|appears|changes|expires|reports|uploaded|received|created|placed|succeeded|failed|completed|submitted|opened|closed|merged|published|booked|paid|cancelled|canceled|refunded)(?![\p{L}\p{N}])/u;

/** "Dispute on Stripe: …", "The build breaks on GitLab: …". */
const happening =
  /(?:^| )(?:disputes?|refunds?|cancell?ations?|payments?|orders?|signups?|submissions?|uploads?|bookings?|failures?|breaks|fails|failed|breaking) (?:on|in|from|at|via) \S+(?: \S+)?$/;

/** "email in → …", "s3 put → …" */
const arrives =
  /^(?:new |incoming |inbound )?(?:(?:e ?mail|mail|webhook|sms|file|image|pdf|csv|photo|form|order|payment|s3|bucket)s? (?:in|received|upload|put|arrives|event|object|submission)|(?:e ?mail|webhook|file upload|s3 upload)s?)(?: .{0,40})?$/;

const takesIn =
  /^(?:receives?|consumes?|process(?:es)?|handles?|accepts?|catch(?:es)?|reacts? to|subscribes? to|takes?(?! (?:the|our|my|all) \S+ (?:from|off|out))|picks? up) /;

/** "stripe -> slack", "A file is dropped into the bucket; …", "Consume the SQS queue and …". */
const opening: Find = (reading, mentions, known) => {
  const { tokens } = reading;
  for (const from of beginnings(reading)) {
    let to = from;
    while (
      to < tokens.length &&
      to < from + 20 &&
      tokens[to]?.kind !== "line" &&
      !/^(?:[,;:.!?→>=+]|then|that|which|so|should|must|shall)$/.test(normAt(tokens, to)) &&
      !(/^needs?$/.test(normAt(tokens, to)) && normAt(tokens, to + 1) === "to") &&
      !(/^(?:is|are)$/.test(normAt(tokens, to)) && tokens[to + 1]?.norm === "to") &&
      !(/^(?:get|are)$/.test(normAt(tokens, to)) && isPassedOn(normAt(tokens, to + 1)))
    )
      to++;
    // "Any invoice uploaded to our bucket is read by Textract": what is done with it begins at "is".
    const thing = participial.exec(lineOf(reading, { from, to }));
    if (thing !== null && thing.index < 12) {
      const after = tokenAt(reading, placeOf(reading, from) + thing.index + thing[0].length - 1) + 1;
      if (/^(?:is|are|gets?)$/.test(normAt(tokens, after))) to = after;
    }
    const span = { from, to };
    const line = lineOf(reading, span);
    if (takesIn.test(line)) {
      const stop = tokens.findIndex(({ norm }, at) => at > from && at < to && norm === "and");
      const start = eventOf(reading, { from, to: stop < 0 ? to : stop }, mentions, known);
      if (start !== undefined && /^(?:sqs|sns|s3|eventbridge|email|webhook)$/.test(start.trigger.type)) return start;
    }
    const arrow = /^[→>=]$/.test(normAt(tokens, to));
    const comesIn = arrow && arrives.test(line);
    if (to >= tokens.length - 1 || to === from || (asks(reading, from) && !comesIn)) continue;
    const sends = inside(mentions, span).some(({ tool }) => known.triggers.some((one) => one.tool.id === tool.id));
    // "Order over $500 in Shopify? Let the boss know"
    if (
      sends &&
      tokens[to]?.norm === "?" &&
      to - from <= 9 &&
      !/^(?:can|could|would|will|do|does|is|are|what|how|why|should|may|any chance)(?: |$)/.test(line)
    ) {
      const start = eventOf(reading, span, mentions, known);
      if (start?.known !== undefined) return start;
    }
    // "Typeform responses: …"
    const colon =
      tokens[to]?.norm === ":" &&
      to - from <= 5 &&
      (bestOf(
        known.triggers.filter(({ tool }) => inside(mentions, span).some((mention) => mention.tool.id === tool.id)),
        reading,
        span,
      )?.score ?? 0) >= (/[^s]s$/.test(line) || happening.test(line) ? 1 : 2);
    const then = tokens[to]?.norm === "then" || tokens[to + 1]?.norm === "then";
    const piece = colon || arrow || ((then || /^(?:that|which|so)$/.test(normAt(tokens, to))) && to - from <= 8);
    // "Forwarded emails should end up in Notion", "A Telegram bot: …"
    const done = /^(?:get|are)$/.test(normAt(tokens, to));
    const subject =
      (done || /^(?:should|must|shall|needs?)$/.test(normAt(tokens, to))) && /(?:s|to \S+|in \S+|by \S+)$/.test(line);
    // "A Zendesk ticket with priority urgent should page …"
    const made = /^be (?:sent|posted|created|delivered|made|written|added)$/.test(
      lineOf(reading, { from: to + 1, to: to + 3 }),
    );
    const thingFirst =
      sends && !made && /^(?:an?|each|every|any) /.test(line) && /^(?:should|must|shall)$/.test(normAt(tokens, to));
    const mail = /^(?:all |any )?(?:e ?mails?|mails?) (?:sent )?(?:to|from) \S+$/.test(line);
    const bot = sends && line.endsWith(" bot");
    if (subject || bot || mail || thingFirst) {
      const start = eventOf(reading, span, mentions, known);
      // Of a service that tells no events, a webhook of it; "Everyone on Slack should …" is no event.
      const silent = subject && /^(?:new |all |any |each |every )?\p{L}+s (?:in|from|on|of|to|at|via) /u.test(line);
      const chats = inside(mentions, span).some(({ tool }) => /^(?:messaging|email)$/.test(tool.category));
      if (
        start?.known !== undefined &&
        (start.open.length === 0 || start.known?.tool.id !== "webhook" || (silent && !chats))
      )
        return start;
    }
    if (!(piece && sends) && !comesIn && !happens.test(line)) continue;
    const start = eventOf(reading, span, mentions, known);
    // "each Zendesk ticket that is opened: …": that is told of it, and not asked for.
    const opened = normAt(tokens, to + 2);
    const told =
      /^(?:that|which)$/.test(normAt(tokens, to)) &&
      is.be.has(normAt(tokens, to + 1)) &&
      !isPassedOn(opened) &&
      verbForms(opened).some(({ form }) => form === "past");
    if (start?.known !== undefined || (start !== undefined && (comesIn || happens.test(line))))
      return told ? { ...start, spans: [{ from, to: to + 3 }] } : start;
  }
  return undefined;
};

/** "Push each Shopify order onto a queue": done whenever there is one. */
const distributive: Find = (reading, mentions, known) => {
  const { tokens } = reading;
  for (const found of reading.line.matchAll(/(?<![\p{L}\p{N}])(?:each|every|any)(?![\p{L}\p{N}])/gu)) {
    const from = tokenAt(reading, found.index);
    const span = { from, to: pieceEnd(reading, from) };
    const fetched = tokens
      .slice(Math.max(0, from - 3), from)
      .some(({ norm }) => verbForms(norm).some(({ family, lemma }) => family === "read" && lemma !== "take"));
    const [named] = inside(mentions, span);
    if (fetched || named === undefined) continue;
    const own = known.triggers.filter(({ tool }) => tool.id === named.tool.id);
    // "take each payment off the SQS queue"
    const queued = own[0]?.trigger.type === "sqs" ? { known: own[0] } : undefined;
    const best = bestOf(own, reading, span) ?? queued;
    if (best === undefined) continue;
    // "each Zendesk ticket that is opened": this is told of it, and not asked for.
    const told = tokens.findIndex(
      ({ norm }, at) => at > from && at < span.to && /^(?:that|which)$/.test(norm) && is.be.has(normAt(tokens, at + 1)),
    );
    return { ...startOf(best.known, reading, span), spans: told < 0 ? [] : [{ from: told, to: span.to }] };
  }
  return undefined;
};

const beforeNoun =
  /^(?:all|our|my|successful|completed|failed|paid|fresh|received|inbound|submitted|closed|won|merged|published)$/;
const passing = new Set(
  "insert capture notify message post save log store write forward relay announce share broadcast send append add sync copy record translate summarize summarise push stream archive put".split(
    " ",
  ),
);

/** "Announce GitLab pushes on Discord", "Sync Shopify orders to Airtable": each, as it comes. */
const passedOn: Find = (reading, mentions, known) => {
  const { tokens } = reading;
  for (const mention of mentions) {
    let before = mention.from - 1;
    while (before > mention.from - 4 && beforeNoun.test(normAt(tokens, before))) before--;
    const verb = verbForms(normAt(tokens, before)).find(({ form }) => form === "base" || form === "third");
    // Some names hold the noun: "Stripe payments".
    const whole = mention.to - mention.from > 1 && /[^s]s$/.test(normAt(tokens, mention.to - 1));
    const noun = tokens[whole ? mention.to - 1 : mention.to];
    const another = mentions.some(
      ({ from, tool, negated }) => from > mention.to && tool.id !== mention.tool.id && !negated,
    );
    // "I want to get PayPal payments stored in DynamoDB"
    const done =
      (/^(?:get|have|want|need)$/.test(normAt(tokens, before)) && isPassedOn(normAt(tokens, mention.to))) ||
      (isPassedOn(normAt(tokens, mention.to + 1)) && /^(?:get|have|want|need)$/.test(normAt(tokens, before)));
    if (mention.negated || !another || !(done || (verb !== undefined && passing.has(verb.lemma)))) continue;
    if (mention.tool.category === "messaging" || mention.tool.category === "email") continue;
    if (noun?.kind !== "word" || !/[^s]s$/.test(noun.norm)) continue;
    const span = { from: mention.from, to: mention.to + 1 };
    const own = known.triggers.filter(({ tool }) => tool.id === mention.tool.id);
    const best = bestOf(own, reading, span)?.known ?? (occurrences.test(noun.norm) ? own[0] : undefined);
    if (best !== undefined) return { ...startOf(best, reading, span), spans: [] };
  }
  return undefined;
};

const occurrences =
  /^(?:charges|sales|transactions|submissions|responses|answers|signups|purchases|orders|bookings|conversations|alerts|events)$/;

/** "New Stripe payments go to …": an event without a word like "when". */
const incoming: Find = (reading, mentions, known) => {
  for (const found of reading.line.matchAll(
    /(?<![\p{L}\p{N}])(?:new|incoming|inbound|forwarded|failed|declined|abandoned|cancelled|canceled|refunded|merged|overdue)(?![\p{L}\p{N}])/gu,
  )) {
    const from = tokenAt(reading, found.index);
    const before = normAt(reading.tokens, from - 1);
    const article = before === "a" || before === "an";
    const opens =
      from === (article ? 1 : 0) ||
      reading.tokens[from - (article ? 2 : 1)]?.kind === "line" ||
      /^[.!?]$/.test(normAt(reading.tokens, from - (article ? 2 : 1)));
    // "tell the team about a new Zendesk ticket"
    const spokenOf = article && /^(?:about|of|for)$/.test(normAt(reading.tokens, from - 2));
    if ((article && !opens && !spokenOf) || ["the", "create", "make", "open"].includes(before)) continue;
    const span = { from, to: pieceEnd(reading, from) };
    const [named] = mentions.filter((mention) => mention.from >= span.from && mention.from < span.to);
    const own = known.triggers.filter(({ tool }) => tool.id === named?.tool.id);
    const best = bestOf(own, reading, span);
    const start =
      best !== undefined && best.score >= 2
        ? startOf(best.known, reading, span)
        : eventOf(reading, span, mentions, known);
    if (start === undefined) continue;
    // "New Stripe payment → Airtable": the piece says no more than what starts it.
    return {
      ...start,
      spans:
        opens &&
        (/^[,:;?!→>=+\n]$/.test(normAt(reading.tokens, span.to)) ||
          (reading.tokens[span.to]?.norm === "." && inside(mentions, span).length === 1))
          ? [{ from: article ? from - 1 : from, to: span.to }]
          : [],
    };
  }
  return undefined;
};

const participle: Find = (reading, mentions, known) => {
  const place = participial.exec(reading.line);
  if (place === null) return undefined;
  const to = tokenAt(reading, place.index + place[0].length - 1) + 1;
  const at = tokenAt(reading, place.index);
  // "each Zendesk ticket that is opened": its sender stands before it.
  const sender = mentions.find((mention) => mention.to === at || (mention.from < at && mention.to > at));
  const start = eventOf(reading, { from: sender?.from ?? at, to }, mentions, known);
  return start === undefined
    ? undefined
    : { ...start, spans: [{ from: at === 0 || reading.tokens[at - 1]?.kind === "line" ? at : at + 1, to }] };
};

/** "Payment received in Stripe, then …", or a webhook spoken of in passing. */
const firstPiece: Find = (reading, mentions, known) => {
  const span = { from: 0, to: pieceEnd(reading, 0) };
  const named = mentions.some(({ from }) => from < span.to);
  const asks = reading.tokens
    .slice(0, 1)
    .some(({ norm }) => verbForms(norm).some(({ form, noun }) => form === "base" && !noun));
  if (named && !asks) {
    const best = bestOf(
      known.triggers.filter(({ tool }) =>
        mentions.some((mention) => mention.from < span.to && mention.tool.id === tool.id),
      ),
      reading,
      span,
    );
    if (best !== undefined && best.score >= 2) return startOf(best.known, reading, span);
  }
  const hook = mentions.find(({ tool, negated }) => tool.id === "webhook" && !negated);
  const before = hook === undefined ? "" : normAt(reading.tokens, hook.from - 1);
  return hook === undefined || is.destination.has(before) || ["a", "via"].includes(before)
    ? undefined
    : eventOf(reading, { from: hook.from, to: hook.to }, mentions, known);
};

/** "Send an SMS after saving the Shopify order": that order, whenever there is one. */
const definite: Find = (reading, mentions, known) => {
  const { tokens } = reading;
  for (const mention of mentions) {
    const noun = normAt(tokens, mention.to);
    const fetched = tokens
      .slice(Math.max(0, mention.from - 3), mention.from)
      .some(({ norm }) => verbForms(norm).some(({ family }) => family === "read" || family === "delete"));
    if (mention.negated || fetched || normAt(tokens, mention.from - 1) !== "the" || !occurrence.test(noun)) continue;
    const span = { from: mention.from, to: mention.to + 1 };
    const own = known.triggers.filter(({ tool }) => tool.id === mention.tool.id);
    const best = bestOf(own, reading, span)?.known ?? own[0];
    if (best !== undefined && mentions.some(({ tool }) => tool.id !== mention.tool.id))
      return { ...startOf(best, reading, span), spans: [] };
  }
  return undefined;
};

const occurrence = /^(?:order|payment|response|submission|purchase|booking|charge|signup|sale|transaction)$/;

/** "New customers get added to Mailchimp": that is what is to be done. */
const isPassedOn = (word: string): boolean =>
  verbForms(word).some(({ form, lemma }) => form === "past" && passing.has(lemma));

const pieceEnd = ({ tokens }: Reading, from: number): number => {
  let to = from;
  while (
    to < tokens.length &&
    to < from + 8 &&
    tokens[to]?.kind !== "line" &&
    !/^(?:[,;:.!?→>=+]|and|then|should|to|must|into|onto|using|with|triggers|causes)$/.test(normAt(tokens, to)) &&
    !(/^(?:gets?|will)$/.test(normAt(tokens, to)) && isPassedOn(normAt(tokens, to + 1)))
  )
    to++;
  return to;
};

/** "the audio files uploaded to S3" */
const participial =
  /(?<![\p{L}\p{N}])(?:files?|images?|photos?|pictures?|documents?|pdfs?|videos?|recordings?|attachments?|messages?|payments?|orders?|responses?|submissions?|issues?|emails?|tickets?|leads?|invoices?|receipts?|csvs?|objects?|audio|spreadsheets?|reports?|scans?|contracts?) (?:that (?:are|is|get|gets) )?(?:uploaded|dropped|added|received|submitted|opened|created|posted|sent|published|placed|made|paid|created)(?: (?:to|in|into|on|via|through|at|from|by) (?:the |my |our |an? )?(?:\S+)(?: (?:bucket|queue|topic|form))?)?/u;
