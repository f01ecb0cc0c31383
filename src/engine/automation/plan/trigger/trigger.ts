import { findWritten } from "../schedule/cron.ts";
import { described, eventOf, eventOfPronoun } from "./event.ts";
import type { Start } from "./event.ts";
import type { Head } from "../clauses/heads.ts";
import { asks, findImplied } from "./implied.ts";
import type { Known } from "../words/known.ts";
import languages from "../languages.json" with { type: "json" };
import { normAt } from "../words/lexer.ts";
import type { Token } from "../words/lexer.ts";
import type { Mention } from "../words/mentions.ts";
import { lineOf, placeOf, spanOf, tokenAt, wordsOf } from "../words/reading.ts";
import type { Reading, Span } from "../words/reading.ts";
import { findSchedule } from "../schedule/schedule.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { impliedStream, streamOf } from "./table-stream.ts";
import { verbForms } from "../words/verbs.ts";
import { is } from "../words/words-of-kind.ts";

const starter = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${[
    String.raw`(?:and )?(?:when(?:ever)?|every time|each time|any ?time|as soon as|the moment|the instant|the second|the minute|in case|in response to|in the event(?: that)?|on receipt of|once|upon|listens? (?:for|to)|watch(?:es)?(?: for)?|monitors?(?: for)?|waits? for|trigger(?: is|s)? :(?: when(?:ever)?)?|trigger is|triggered (?:by|when|whenever)|trigger(?:s)? (?:on|when|whenever)|starts? when|runs? when)`,
    String.raw`(?:on|after|for|with|at) (?:a|an|each|every|any|all|new|incoming|receiving|someone|a new)`,
    String.raw`following (?:an?|the|each|every|any|new)`,
    String.raw`if`,
    String.raw`(?<=^|[.!?:;,] |\n )(?:(?:on|after)(?= (?:(?:new|incoming)|push|pull request|merge|s3)(?![\p{L}\p{N}]))|on(?= (?!the )\S+ (?:payment|order|push|signup|sign up|upload|failure|success|event|events|message|issue|pull|commit|release|webhook|error|incident|alert|ticket|deal|lead|booking|deploy|deployment|comment|review|response|build|pipeline|refund|dispute|invoice|subscription|contact|meeting|task|card|row|record|submission|mention|reaction|star|tag)))`,
  ].join("|")})(?![\p{L}\p{N}])`,
  "gu",
);

/** An event told by a noun: "Upload of a CSV to S3 should …", "Each upload to the bucket gets …", "Customers who pay …". */
const nominalStarter = new RegExp(
  [
    String.raw`(?<=^|^so |^and |[.!?:;] |\n )(?:(?:on|upon|after|following|with) )?(?:(?:the|an?|each|every|any|all|new|successful|failed|completed) ){0,3}(?:${[
      String.raw`(?:arrival|receipt|upload|uploading|creation|submission|completion|publication|addition|appearance|cancellation|failure|placement|deletion|opening|delivery)s? of`,
      String.raw`(?:upload|submission|checkout|purchase|signup|sign up|payment|order|booking|arrival|donation|registration|push|merge|release|commit|reply|subscription|cancellation|(?<=(?:an?|each|every|any|new) )(?:row|record|entry))s? (?:to|into|in|on|from|via|through|by|at|for)`,
      String.raw`(?:people|customers|users|clients|patients|visitors|students|guests|members|fans|buyers|tenants)(?= (?:\S+ ){2,12}(?:and|,) (?:and )?(?:i'd|we'd|(?:i|we) (?:want|need|would|wanna))(?![\p{L}\p{N}]))`,
      String.raw`(?:each|every|any|an?) (?:\S+ ){0,2}\p{L}+ (?:that|which) (?:lands|arrives|appears|comes|drops|gets|was|has been)`,
      String.raw`(?:\S+ ){0,3}\p{L}+s (?:that|which) (?:land|arrive|appear|come|drop|are|get|were|have been|got)`,
      String.raw`(?:customers?|users?|people|anyone|everyone|anybody|everybody|visitors?|clients?|subscribers?|those|members?|donors?|buyers?|someone|person|leads?|students?) (?:who|that|signing|paying|buying|subscribing|ordering|booking|registering|joining)`,
    ].join("|")})(?![\p{L}\p{N}])`,
    String.raw`(?<=^|[.!?:;,] |\n )(?:on|upon|after|following) (?:(?:each|every|any|a|successful|new|completed) ){0,2}(?=(?:upload|checkout|purchase|signup|sign up|payment|submission|registration|booking|delivery|merge|cancellation|refund)s?(?![\p{L}\p{N}]))`,
  ].join("|"),
  "gu",
);

/** Where such an event ends: what shall be done begins. */
const demands =
  /^(?:should|must|shall|needs?|ought|gets?|has|have|triggers?|causes?|will|can|would|kicks?|starts?|leads|means|means|becomes?|result|results|is|are)$/;

/** A thing is named and no event: what is asked for comes after "and". */
const listening = /^(?:listens?|watch(?:es)?|monitors?|waits?|on|upon|after|for) ?/;

/** A text with more than these is no request; they keep the work in proportion to its length. */
const mostClauses = 40;
const longestClause = 120;

const weak = /^(?:for|after|with|once|if|at|on a|from)/;

/** Where a clause that begins at `from` ends: at a mark, "then", or the verb that asks for something. */
const clauseFrom = (
  reading: Reading,
  from: number,
  body: number,
  heads: readonly Head[],
  word: string,
  noun = false,
): Span => {
  const { tokens } = reading;
  // "when customers pay …", "when new users place an order": the verb right after them is what they do.
  const doer =
    listening.test(word) || /^(?:an?|someone|somebody|anyone)$/.test(normAt(tokens, body)) || / an?$/.test(word)
      ? -1
      : ([body, body + 1, body + 2].find(
          (at) =>
            is.subject.has(normAt(tokens, at)) ||
            (/[^su]s$/.test(normAt(tokens, at)) &&
              !/^(?:succeeds|fails|arrives|closes|opens|completes|lands|stops|starts|changes|comes|gets|has|does|goes|signs|fills|is|was|this)$/.test(
                normAt(tokens, at),
              )),
        ) ?? -1);
  const isOver = (token: Token, to: number): boolean => {
    if (to > body && (token.kind === "line" || /^[,;:.!?→>=]$/.test(token.norm) || token.norm === "then")) return true;
    if (noun && to > body && demands.test(token.norm)) return true;
    if (
      to > body &&
      /^(?:could|can|would|will) you$|^(?:i|we) (?:want|need|would|wanna)$|^(?:i'd|we'd) (?:like|want|love)$|^(?:you|it) should$/.test(
        `${token.norm} ${normAt(tokens, to + 1)}`,
      )
    )
      return true;
    // "when a payment fails if it is a big one …", and not "when somebody asks if …"
    if (
      to > body + 1 &&
      /^(?:if|unless)$/.test(token.norm) &&
      !/^(?:asks?|asked|asking|wonders?|know|knows|see|sees|as)$/.test(normAt(tokens, to - 1))
    )
      return true;
    // "when a customer cancels they're removed from MySQL"
    if (to > body + 1 && isDoneTo(reading, to)) return true;
    // "when a patient books through Calendly we text them"
    if (to > body + 2 && wePassOn(reading, heads, to)) return true;
    // "when someone pays with PayPal it goes into HubSpot"
    if (
      to > body + 1 &&
      goesThere.test(`${token.norm} ${normAt(tokens, to + 1)}`) &&
      !is.connector.has(normAt(tokens, to - 1))
    )
      return true;
    // "… it creates a ticket": the workflow.
    if (to > body && token.norm === "it" && heads.some(({ at, verb }) => at === to + 1 && verb.form === "third"))
      return true;
    const head = heads.find(({ at }) => at === to);
    if (head?.verb.form === "third" && normAt(tokens, to - 1) === "and" && listening.test(word)) return true;
    if (head === undefined || head.passive || head.verb.form !== "base" || to === body || to === doer + 1) return false;
    return !is.subject.has(normAt(tokens, to - 1)) && normAt(tokens, to - 1) !== "to";
  };
  const within = tokens.slice(body, body + longestClause);
  const stop = within.findIndex((token, step) => isOver(token, body + step));
  let to = body + (stop === -1 ? within.length : stop);
  while (
    to > body &&
    (is.adverb.has(normAt(tokens, to - 1)) ||
      ["and", "then", "i", "we", "please", "it", "should"].includes(normAt(tokens, to - 1)))
  )
    to--;
  return { from, to };
};

/** "Scan the receipts that are dropped in the bucket": what happens is said of the receipts. */
const nounAfter = (reading: Reading, from: number): number => {
  if (!asks(reading, from)) return from;
  let at = from + 1;
  while (is.determiner.has(normAt(reading.tokens, at))) at++;
  return at;
};

/** "… that come in from Typeform with DeepL", "… into German": how it is to be done, and nothing that happens. */
const withoutManner = ({ tokens }: Reading, { from, to }: Span): Span => {
  const manner = tokens.findIndex(
    ({ norm }, at) =>
      at > from &&
      at < to &&
      (/^(?:with|using)$/.test(norm) || (norm === "into" && Object.hasOwn(languages, normAt(tokens, at + 1)))),
  );
  return { from, to: manner < 0 ? to : manner };
};

const wePassOn = ({ tokens }: Reading, heads: readonly Head[], at: number): boolean =>
  /^(?:we|i)$/.test(normAt(tokens, at)) &&
  !/^(?:that|which|who|and|or|if|as|than|what|how|because|where|when)$/.test(normAt(tokens, at - 1)) &&
  heads.some((head) => head.at === at + 1 && head.verb.form === "base" && passesOn.has(head.verb.family));

const passesOn = new Set(["send", "notify", "email", "text", "message", "post", "save"]);

const goesThere = /^(?:it|they|that|this) (?:goes|go|lands?|ends?|should|must|shall|needs?|has|have|gets?)$/;

const isDoneTo = ({ tokens }: Reading, at: number): boolean => {
  const word = normAt(tokens, at);
  const step = word === "they're" || word === "we're" ? 1 : 2;
  if (
    step === 2 &&
    !(/^(?:they|it|he|she)$/.test(word) && /^(?:are|is|get|gets|should|must)$/.test(normAt(tokens, at + 1)))
  )
    return false;
  return (
    verbForms(normAt(tokens, at + step)).some(({ form }) => form === "past") &&
    is.preposition.has(normAt(tokens, at + step + 1))
  );
};

/** An endpoint that is called, in the ways that people say it. */
const apiWords = new RegExp(
  [
    String.raw`(?<![\p{L}\p{N}])(?:(?:create|build|make|expose|set up|provide|write|need|want|like|love|give me|have|add|offer|as|via|through|generate|deploy|is|be) )(?:me )?(?:a|an|the|my|this|one|it as an?)? ?(?:(?:simple|small|new|public|private|secure|basic|get|post|put|rest|restful|json|http|https|web|serverless) ){0,4}(?:api|endpoint|apis|service)(?: (?:endpoint|route))?(?: (?:called|named|at|on) \S+)?(?: (?:(?:that|which)? ?(?:i|we|you|they|our app|my app|clients?) can (?:call|hit|invoke|use)(?: with(?: (?!and it|it|to|that|which|then)\S+){1,10}?(?= ,| and it| it | to | that ))?(?: and it)?|that|which|to|where|for me to call|and))?(?![\p{L}\p{N}])`,
    String.raw`(?:^|[.!?] |\n )(?:an? |the |my )?(?:(?:simple|small|rest|restful|json|http|https|web|serverless|get|post|put) ){0,3}(?:api|endpoint)(?: endpoint)?(?: (?:that|which|to|where|for|taking|accepting))(?![\p{L}\p{N}])`,
    String.raw`(?:^|[.!?] |\n )(?:an? |the |my )?(?:(?:simple|small|rest|http|https|get|post|put) ){0,3}(?:api|endpoint)(?= returning )`,
    String.raw`(?:^|[.!?] |\n )(?:post|get|put|patch|delete|rest|http) (?:\S+ ){0,2}(?:api|endpoint)(?= :| ,)`,
    String.raw`(?:want|need|like|make|create|build|set up|give me) (?:me )?an? (?:web address|url|link) (?:(?:that|which) )?(?:i|we|you|they|(?:my|our|the) \S+) can (?:call|hit|use|open|request)(?: with(?: (?!and )\S+){1,6}?(?= and ))?(?: and)?(?![\p{L}\p{N}])`,
    String.raw`(?:app|frontend|client|clients|website|site|users?|i|we|they) (?:should |can |could |will |may |must |want |need )?(?:be able )?(?:to )?(?:call|hit|invoke) (?:an?|the) (?:\S+ )?(?:api|endpoint|url) (?:that|which)(?![\p{L}\p{N}])`,
    String.raw`(?:when(?:ever)?|each time|every time|if|once) (?:i|we|someone|somebody|a client|a user|the client|my app|our app|anyone|the app|the frontend|my frontend|my website|an app) (?:calls?|hits?|requests?|invokes?) (?:a|an|the|my|our|this)? ?(?:\S+ ){0,2}(?:api|endpoint|url|route|lambda)(?![\p{L}\p{N}])`,
    String.raw`when(?:ever)? (?:a|an|the|my|our|this) (?:\S+ ){0,3}(?:api|endpoint) (?:is|gets) (?:called|hit|requested|invoked)`,
    String.raw`when(?:ever)? (?:my|our|the|an|this) (?:\S+ )?(?:api|endpoint) (?:gets|receives|is sent|has) (?:an? )?(?:\S+ )?(?:request|call)s?`,
    String.raw`when(?:ever)? (?:my|our|the|a|an) (?:\S+ ){0,2}(?:app|frontend|website|backend|client|shop|store) (?:calls?|hits?|requests?|invokes?) (?:a|an|the|my|our|this) (?:\S+ ){0,2}(?:api|endpoint|url|route)`,
    String.raw`(?:^|[.!?] |\n )(?:i|we|they|customers|users|clients|my app|our app) (?:post|put|send|submit|call|hit) (?:\S+ ){0,5}(?:to |on )?(?:an?|the) (?:\S+ )?(?:api|endpoint)(?: endpoint)?(?= ,| and| it| which| that)`,
    String.raw`when(?:ever)? (?:\S+ ){1,8}(?:through|via) (?:my|our|the) (?:\S+ )?(?:api|endpoint)`,
  ].join("|"),
  "u",
);

/** Finds what starts the workflow that a sentence describes: an event, an endpoint, a schedule, or somebody's hand. */
export const findStart = (
  reading: Reading,
  mentions: readonly Mention[],
  heads: readonly Head[],
  known: Known,
): Start => {
  const written = findWritten(reading);
  if (written !== undefined) return startOn(written, [written.span]);
  if (byHand.test(reading.text)) return manual;
  const served = httpRoute.exec(reading.text);
  if (served !== null) {
    const span = spanOf(reading, served.index, served.index + served[0].length);
    return { trigger: { type: "api", description: wordsOf(reading, span) }, spans: [span], clause: span, open: [] };
  }
  const clauses: { span: Span; word: string }[] = [];
  for (const found of reading.line.matchAll(starter)) {
    if (clauses.length >= mostClauses) break;
    const from = tokenAt(reading, found.index);
    const body = tokenAt(reading, found.index + found[0].length - 1) + 1;
    clauses.push({ span: clauseFrom(reading, from, body, heads, found[0]), word: found[0] });
  }
  for (const found of reading.line.matchAll(nominalStarter)) {
    const from = tokenAt(reading, found.index);
    const body = tokenAt(reading, found.index + found[0].trimEnd().length - 1) + 1;
    const told = clauseFrom(reading, nounAfter(reading, from), body, heads, found[0], true);
    const span = told.from === from ? told : withoutManner(reading, told);
    if (!clauses.some((one) => one.span.from === from)) clauses.push({ span, word: found[0].trimEnd() });
  }
  const api = apiWords.exec(reading.line);
  const schedule = findSchedule(reading.line);
  const spansOfSchedule = (schedule?.places ?? []).map(({ start, end }) => ({
    from: tokenAt(reading, start),
    to: tokenAt(reading, end - 1) + 1,
  }));
  const overlaps = (span: Span): boolean => spansOfSchedule.some(({ from, to }) => from < span.to && span.from < to);
  for (const strong of [true, false]) {
    for (const { span, word } of clauses) {
      if (weak.test(word) === strong || (schedule !== undefined && !strong)) continue;
      // "Watch the feed every 30 minutes" is looked at, and tells nothing by itself.
      if (schedule !== undefined && /^(?:watch|monitor|listen)/.test(word)) continue;
      if (api !== null && overlapsText(reading, span, api)) continue;
      // "for each customer who hasn't paid", "for every row in the sheet": a choice, and nothing that happens.
      if (word.startsWith("for ") && isChoice.test(` ${lineOf(reading, span)} `)) continue;
      // "mirrored into Asana, with a Slack message": no event, but at the start of a sentence.
      if (/^with an?$/.test(word) && span.from > 0 && !/^[.!?\n]$/.test(normAt(reading.tokens, span.from - 1)))
        continue;
      // "Webhook comes in with an order": the event was told before.
      if (
        word.startsWith("with") &&
        / (?:comes in|came in|arrives|arrived|is received|is placed|is created|received|fires|lands)$/.test(
          ` ${lineOf(reading, { from: Math.max(0, span.from - 5), to: span.from })}`,
        )
      )
        continue;
      // "Put it on a queue"
      if (
        /^on an?$/.test(word) &&
        isPlace.test(lineOf(reading, span)) &&
        reading.tokens.slice(0, span.from).some(({ norm }) => placing.has(norm))
      )
        continue;
      // "…; if total > 500 also SMS via Twilio" depends on what was told before.
      if (word === "if" && span.from > 0 && / also /.test(lineOf(reading, span))) continue;
      // "at 9 on Fridays" is no event.
      if (overlaps(span) && !strong) continue;
      // "openai classify -> if 'urgent' pagerduty"
      if (word === "if" && /^[→>]$/.test(normAt(reading.tokens, span.from - 1))) continue;
      if (
        word === "if" &&
        span.from > 0 &&
        reading.tokens[span.from - 1]?.kind !== "line" &&
        !/^[.!?]$/.test(normAt(reading.tokens, span.from - 1)) &&
        !atEnd(reading, span)
      )
        continue;
      const start =
        streamOf(reading, span, mentions, known) ??
        eventOf(reading, span, mentions, known) ??
        eventOfPronoun(reading, span, mentions, known);
      if (start !== undefined) return start;
    }
  }
  if (api !== null) {
    const span = { from: tokenAt(reading, api.index), to: tokenAt(reading, api.index + api[0].length - 1) + 1 };
    return { trigger: { type: "api", description: described(reading, span) }, spans: [span], clause: span, open: [] };
  }
  if (schedule !== undefined) return startOn(schedule, spansOfSchedule);
  // "Ping me on Slack if a Datadog monitor goes off and …"
  for (const { span, word } of clauses) {
    const named = mentions.find(({ from, negated }) => !negated && from >= span.from && from < span.to);
    if (
      word !== "if" ||
      /^[→>]$/.test(normAt(reading.tokens, span.from - 1)) ||
      named === undefined ||
      named.from > span.from + 2 ||
      mentions.some(({ from, tool }) => from < span.from && tool === named.tool)
    )
      continue;
    const start = span.from > 0 ? eventOf(reading, span, mentions, known) : undefined;
    if (start !== undefined && !/ (?:is|are|has|have|exists?|contains?) /.test(lineOf(reading, span))) return start;
  }
  return impliedStream(reading, mentions, known) ?? findImplied(reading, mentions, known) ?? manual;
};

const manual: Start = {
  trigger: { type: "manual", description: "When it is started by hand" },
  spans: [],
  open: [],
};

/** "When I click run, start the nightly job": whatever else sounds like a schedule. */
const byHand =
  /(?<!\p{L})(?:(?:only )?when(?:ever)? i (?:click|press|hit|push|tap) (?:on )?(?:run|start|go|it|the button|a button|this button)|(?:only )?when(?:ever)? i (?:run|start|trigger) (?:it|this)(?: myself| by hand| manually)?|(?:run|runs|started|triggered) (?:by hand|manually)|(?:start|run|trigger|launch) (?:it )?by hand|on demand|at the (?:press|push|click|touch) of a button)(?!\p{L})/iu;

/** "POST /orders -> …" */
const httpRoute =
  /(?<=^|[.!?\n]\s{0,3}|^api:? )(?:GET|POST|PUT|PATCH|DELETE)\s{1,3}\/[\w/{}:.-]{0,100}(?:\s{1,3}(?:api|endpoint|route|request))?(?=\s{0,3}(?:->|→|=>|[:,>|]))/i;

const startOn = (
  { expression, timezone, description, assumed }: Pick<Schedule, "expression" | "timezone" | "description" | "assumed">,
  spans: readonly Span[],
): Start => ({
  trigger: { type: "schedule", schedule: expression, ...(timezone === undefined ? {} : { timezone }), description },
  spans,
  open: assumed,
});

const isChoice =
  / (?:hasn't|haven't|hasnt|havent|didn't|didnt|isn't|aren't|not|never) | (?:rows?|records?|items?|lines?|entry|entries|customers?|products?|people|persons?|users?) (?:in|of|on|from) /;

const placing = new Set("put place drop post push add queue save store".split(" "));
const isPlace = /^on an? (?:\S+ ){0,2}(?:queue|topic|channel|board|list|calendar|spreadsheet|table)$/;

const atEnd = ({ tokens }: Reading, { to }: Span): boolean => to >= tokens.length - 1;

const overlapsText = (reading: Reading, { from, to }: Span, { index, 0: text }: RegExpExecArray): boolean =>
  placeOf(reading, from) < index + text.length && index < placeOf(reading, to);
