import { deedOf } from "../actions/deed.ts";
import type { Head } from "./heads.ts";
import { attachConditions, ends, findConditions, nominal } from "./conditional.ts";
import { normAt } from "../words/lexer.ts";
import type { Mention } from "../words/mentions.ts";
import { lineOf } from "../words/reading.ts";
import type { Reading, Span } from "../words/reading.ts";
import { aside, meta, states, tells } from "./statements.ts";
import { verbForms } from "../words/verbs.ts";
import { is } from "../words/words-of-kind.ts";

/** One thing that is asked for: a verb and what belongs to it. */
export interface Clause extends Span {
  head: Head;
  /** `before sending the email`: done after what it is said with; `after`: done before it; `first`: before all of it. */
  order?: "before" | "after" | "first";
  /** Of which sentence it is. */
  sentence: number;
  /** What it depends on, as said. */
  condition?: { span: Span; negated: boolean };
  /** What it is done for each of. */
  each?: Span;
}

/** "…, but first tell us", "Before that, save it". */
const butFirst =
  / (?:but|though|and|[,;.!]|\n) (?:but )?(?:first|(?:before|prior to) (?:that|this|doing (?:that|this|so))|beforehand) /;

/** "an endpoint that receives a text" sends none. */
const takesIn = /^(?:takes?|accepts?|receives?|expects?)$/;

const said0 = ({ tokens }: Reading, { from }: Span): string => normAt(tokens, from);

/** "… to Slack and by email" */
const byMail = /^(?:by|via) (?:email|e mail|mail|sms|text|text message)$/;

const kept = /^(?:crm|spreadsheet|calendar|row|record|entry|sheet|sheets|table|database|file|backup)$/;

/** Cuts what is left of a sentence, its trigger taken out, into the things that it asks for. `told`: an event starts it. */
export const findClauses = (
  reading: Reading,
  heads: readonly Head[],
  mentions: readonly Mention[],
  taken: (at: number) => boolean,
  told: boolean,
): Clause[] => {
  const { tokens } = reading;
  const clauses: Clause[] = [];
  let sentence = 0;
  let at = 0;
  const conditions = findConditions(reading, heads, taken);
  const inCondition = (place: number): boolean => conditions.some(({ span }) => place >= span.from && place < span.to);
  const asked = withNominal(
    reading,
    merged(
      reading,
      heads.filter((head) => !inCondition(head.at)),
      mentions,
      taken,
    ),
    mentions,
    (place) => taken(place) || inCondition(place),
    told,
  );
  for (const [index, head] of asked.entries()) {
    const from = ledFrom(reading, mentions, head) ?? beginOf(reading, head, at);
    for (let place = at; place < from; place++) if (ends(tokens[place])) sentence++;
    const next = asked[index + 1];
    const to =
      next === undefined ? tokens.length : (ledFrom(reading, mentions, next) ?? beginOf(reading, next, head.at + 1));
    const before = tokens.slice(Math.max(0, from - 2), head.at).map(({ norm }) => norm);
    const order = before.includes("before")
      ? "before"
      : before.includes("after") || before.includes("once")
        ? "after"
        : undefined;
    const clause: Clause = {
      head,
      from,
      to: endOf(reading, head.at, to),
      sentence,
    };
    const said =
      /^(?:i|we|you|they|it)$/.test(normAt(tokens, head.at - 1)) &&
      /^(?:before|after|once)$/.test(normAt(tokens, head.at - 2));
    if (order !== undefined && (head.verb.form === "ing" || head.passive || said)) clause.order = order;
    else if (
      butFirst.test(` ${lineOf(reading, { from: Math.max(clauses.at(-1)?.head.at ?? 0, head.at - 6), to: head.at })} `)
    )
      clause.order = "first";
    // "save it, finally text me, but in between let OpenAI score it"
    else if (/ in between /.test(` ${lineOf(reading, { from: Math.max(0, head.at - 4), to: head.at })} `))
      clause.order = "after";
    clauses.push(clause);
    at = from;
  }
  attachConditions(reading, clauses, conditions);
  return clauses;
};

/** "Use Twilio to text me" is one thing, as is "send a message to tell them"; what is said of something done is none. */
const merged = (
  reading: Reading,
  heads: readonly Head[],
  mentions: readonly Mention[],
  taken: (at: number) => boolean,
): Head[] => {
  const { tokens } = reading;
  const kept: Head[] = [];
  const firstTaken = tokens.findIndex((_, at) => taken(at));
  for (const head of heads) {
    const previous = kept.at(-1);
    const before = normAt(tokens, head.at - 1);
    const joined = previous !== undefined && !parts(reading, previous.at + 1, head.at);
    const has = (from: number, to: number): boolean =>
      mentions.some((mention) => !mention.negated && mention.from >= from && mention.from < to);
    const lets = previous?.verb.lemma === "let" && mentions.some(({ from }) => from === previous.at + 1);
    if (joined && (previous.verb.family === "use" || lets))
      kept[kept.length - 1] = { ...head, begins: previous.begins ?? previous.at };
    else if (
      joined &&
      before === "to" &&
      (has(previous.at, head.at) || !has(head.at, endOf(reading, head.at, tokens.length)))
    )
      continue;
    // "send the office a reminder to approve the timesheets in Teams"
    else if (joined && before === "to" && reminds(tokens, previous, head)) continue;
    // "I record my lessons, and when I put them in S3, …": told before anything is asked.
    // "The laws say we must keep everything, so when …": why it is done.
    else if (
      head.at < firstTaken &&
      normAt(tokens, firstTaken - 1) === "so" &&
      !tokens.slice(head.at, firstTaken).some(ends)
    )
      continue;
    else if (
      /^(?:i|we|they|people)$/.test(before) &&
      firstTaken > head.at &&
      !/^(?:want|need|like|love|wish)$/.test(normAt(tokens, head.at))
    )
      continue;
    else if (
      (head.passive && aside(reading, head.at) && !namesNew(mentions, head, endOf(reading, head.at, tokens.length))) ||
      states(reading, head) ||
      meta(reading, head) ||
      (/^(?:run|start|schedule|check|poll)$/.test(head.verb.lemma) &&
        (taken(head.at + 1) ||
          (/^(?:it|this)$/.test(normAt(tokens, head.at + 1)) &&
            (taken(head.at + 2) || onlyWhen.test(normAt(tokens, head.at + 2))) &&
            !tokens.some(({ kind }) => kind === "url"))) &&
        !has(head.at, endOf(reading, head.at, tokens.length)))
    )
      continue;
    else kept.push(head);
  }
  return kept;
};

/** "check it every hour", and not "check it for bad words". */
const onlyWhen =
  /^(?:[,.;!?:\n]|and|then|every|each|at|on|once|twice|daily|hourly|weekly|monthly|again|from|between|during|when|whenever|if|now|by|manually|myself|)$/;

const reminds = (tokens: Reading["tokens"], { at, verb }: Head, head: Head): boolean =>
  /^(?:send|notify|email|text|message|post)$/.test(verb.family) &&
  tokens
    .slice(at + 1, head.at)
    .some(({ norm }) =>
      /^(?:reminder|reminders|message|note|request|nudge|email|mail|text|ping|notification|alert)$/.test(norm),
    );

/** "only after it has been saved to Postgres", where Postgres was not spoken of before. */
const namesNew = (mentions: readonly Mention[], { at }: Head, to: number): boolean =>
  mentions.some(
    (mention) =>
      mention.from > at &&
      mention.from < to &&
      !mentions.some((earlier) => earlier.from < at && earlier.tool.id === mention.tool.id),
  );

const parts = ({ tokens }: Pick<Reading, "tokens">, from: number, to: number): boolean =>
  tokens.slice(from, to).some(({ norm, kind }) => kind === "line" || /^(?:[,;.!?:→>+]|and|then|but|or)$/.test(norm));

/** "→ jira transition to Released": where it is done stands before the verb. */
const ledFrom = (
  { tokens }: Reading,
  mentions: readonly Mention[],
  { at, nominal: unsaid }: Head,
): number | undefined =>
  unsaid === true
    ? undefined
    : mentions.find(({ from, to }) => to === at && /^[→>\n;]$/.test(normAt(tokens, from - 1)))?.from;

/** Where the words of a verb begin: after the last connector before it. */
const beginOf = ({ tokens }: Pick<Reading, "tokens">, { at, passive, begins }: Head, floor: number): number => {
  if (begins !== undefined) return begins;
  if (!passive) {
    let from = at;
    const comma = tokens[at - 1]?.norm === "," ? at - 1 : -1;
    if (comma > 0)
      for (let place = comma - 1; place >= Math.max(floor, comma - 6); place--)
        if (
          /^(?:using|with|via|through)$/.test(normAt(tokens, place)) &&
          (place === 0 || parts({ tokens }, place - 1, place))
        )
          return place;
    for (
      let place = at - 1;
      (place >= Math.max(floor, at - 14) && !parts({ tokens }, place, place + 1)) || place === at - 1;
      place--
    )
      if (
        tokens[at - 1]?.norm !== "and" &&
        tokens[place]?.norm === "for" &&
        /^(?:each|every|all)$/.test(normAt(tokens, place + 1))
      )
        return place;
    while (from > floor && (is.adverb.has(normAt(tokens, from - 1)) || is.modal.has(normAt(tokens, from - 1)))) from--;
    return from;
  }
  let from = at;
  while (
    from > floor &&
    !is.connector.has(normAt(tokens, from - 1)) &&
    tokens[from - 1]?.kind !== "line" &&
    // "I want to get the payments stored": what is stored stands after it.
    !(/^(?:get|have|want|need)$/.test(normAt(tokens, from - 1)) && from < at)
  )
    from--;
  return from;
};

/** Up to the end of the sentence at most. */
const endOf = ({ tokens }: Reading, from: number, to: number): number => {
  for (let at = from; at < to; at++)
    if (
      ends(tokens[at]) ||
      (at > from &&
        /^(?:after|once|before)$/.test(normAt(tokens, at)) &&
        /^(?:it|they|that|this)$/.test(normAt(tokens, at + 1)))
    )
      return at;
  return to;
};

const isArrow = (norm: string): boolean => norm === "→" || norm === ">";

/** Adds a verb where a piece names what is to be made and no verb: "then a Slack message to #ops". */
const withNominal = (
  reading: Reading,
  heads: readonly Head[],
  mentions: readonly Mention[],
  taken: (at: number) => boolean,
  told: boolean,
): Head[] => {
  const { tokens } = reading;
  const added: Head[] = [];
  const firstArrow = tokens.findIndex(({ norm }) => isArrow(norm));
  let from = 0;
  let begun = -1;
  for (let at = 0; at <= tokens.length; at++) {
    const token = tokens[at];
    const border =
      token === undefined ||
      token.kind === "line" ||
      /^[,;:.!?→>]$/.test(token.norm) ||
      token.norm === "and" ||
      token.norm === "then" ||
      // "+43 660 …" is a number to call.
      (token.norm === "+" && tokens[at + 1]?.kind !== "number") ||
      taken(at);
    if (!border) continue;
    const piece = { from, to: at };
    const last = begun;
    from = at + 1;
    begun = piece.from;
    // "GitHub is where our code lives"
    if (tells(tokens, piece)) continue;
    if (piece.to - piece.from < 1 || heads.some((head) => head.at >= piece.from && head.at < piece.to)) continue;
    const manner =
      byMail.test(lineOf(reading, piece)) &&
      /^(?:and|\+)$/.test(normAt(tokens, piece.from - 1)) &&
      mentions.some(({ from: at, negated }) => !negated && at < piece.from && at > piece.from - 6);
    const sends = verbForms("send").find(({ form }) => form === "base");
    if (manner && !taken(piece.from) && sends !== undefined)
      added.push({ at: piece.from, verb: sends, passive: false, negated: false, nominal: true });
    if (taken(piece.from) || is.instrument.has(said0(reading, piece)) || takesIn.test(said0(reading, piece))) continue;
    // "I'd like a Slack message"
    while (
      piece.from < piece.to &&
      /^(?:i|we|i'd|we'd|want|need|like|would|love|give|get|me|us|also)$/.test(said0(reading, piece))
    )
      piece.from++;
    // "The club wants a Discord message"
    for (let place = piece.from; place < Math.min(piece.to - 2, piece.from + 8); place++)
      if (
        /^(?:wants?|needs?|gets?|deserves?|triggers?|causes?)$/.test(normAt(tokens, place)) &&
        /^(?:an?|one)$/.test(normAt(tokens, place + 1)) &&
        !mentions.some((mention) => mention.from >= piece.from && mention.from < place)
      )
        piece.from = place + 1;
    const said = tokens.slice(piece.from, piece.to);
    // "SQS message → Lambda → DynamoDB": this function itself.
    if (said.length === 1 && said[0]?.norm === "lambda") continue;
    const past = said.findIndex(
      ({ norm, kind }) => kind === "word" && verbForms(norm).some(({ form }) => form === "past"),
    );
    const verb = past < 0 ? undefined : verbForms(normAt(said, past)).find(({ form }) => form === "past");
    const named = mentions.some((mention) => !mention.negated && mention.from >= piece.from && mention.from < piece.to);
    const first = normAt(said, 0);
    // "Bitcoin price to Telegram, hourly": no verb at all.
    const bare =
      heads.length + added.length === 0 &&
      mentions.some(
        (mention) =>
          mention.from > piece.from && mention.from < piece.to && is.preposition.has(normAt(tokens, mention.from - 1)),
      );
    // "… and the answer goes to Slack"
    const goes = said.some(
      ({ norm }, step) => /^goe?s?$/.test(norm) && /^(?:to|into|onto|in)$/.test(normAt(said, step + 1)),
    );
    // "→ remove from Mailchimp, note in HubSpot, feedback email": each piece of a terse list.
    const terse =
      /^(?:[,+&;.]|and)$/.test(normAt(tokens, piece.from - 1)) &&
      piece.to - piece.from <= 5 &&
      firstArrow >= 0 &&
      firstArrow < piece.from;
    // "every 10 min rss -> mastodon"
    const fed =
      (taken(piece.from - 1) || /^[.!?:]$/.test(normAt(tokens, piece.from - 1))) && isArrow(normAt(tokens, piece.to));
    const opens =
      bare ||
      fed ||
      goes ||
      terse ||
      ["a", "an", "then", "another", "one"].includes(first) ||
      (piece.from === 0 && mentions.some((mention) => mention.from <= 1)) ||
      /^[→>+;:?]$/.test(normAt(tokens, piece.from - 1)) ||
      tokens[piece.from - 1]?.kind === "line" ||
      // "When an issue is opened, Trello card, then …"
      (named && tokens[piece.from - 1]?.norm === "," && (taken(piece.from - 2) || added.at(-1)?.at === last)) ||
      /^(?:then|also)$/.test(normAt(tokens, piece.from - 1));
    // "Post the stripes and a video to Discord" is one thing.
    const goesOn =
      normAt(tokens, piece.from - 1) === "and" &&
      !goes &&
      !said.some(({ norm }) => nominal.test(norm)) &&
      !isElided(reading, piece, last, mentions);
    const alone =
      !goesOn && !listed(reading, piece.from, heads) && opens && (named || said.some(({ norm }) => nominal.test(norm)));
    if (verb !== undefined && named && opens)
      added.push({ at: piece.from + past, verb, passive: true, negated: false });
    else if (
      alone &&
      (named ||
        fed ||
        goes ||
        terse ||
        ["a", "an", "another"].includes(first) ||
        (nominal.test(first) && /^(?:then|also)$/.test(normAt(tokens, piece.from - 1))) ||
        isArrow(normAt(tokens, piece.from - 1)))
    ) {
      const tool = mentions.find(
        (mention) => !mention.negated && mention.from >= piece.from && mention.from < piece.to,
      )?.tool;
      const keeps =
        tool === undefined
          ? said.some(({ norm }) => kept.test(norm))
          : !/^(?:messaging|email|social|http|ai)$/.test(tool.category);
      // "Mon 9am: Jira -> Slack": what stands before the arrow is read, where nothing is told by an event.
      const onlyReads = tool?.actions.every((action) => deedOf(action) === "read") === true;
      const isSource =
        (onlyReads && !told) || (isArrow(normAt(tokens, piece.to)) && !told && named && added.length === 0);
      const verbs = verbForms(isSource ? "fetch" : keeps ? "save" : "send");
      const send = verbs.find(({ form }) => form === "base");
      if (send !== undefined) added.push({ at: piece.from, verb: send, passive: false, negated: false, nominal: true });
    }
  }
  return [...heads, ...added].toSorted((one, other) => one.at - other.at);
};

/** "make a Dropbox folder and a board in Trello": the verb is said once. */
const isElided = ({ tokens }: Reading, { from, to }: Span, last: number, mentions: readonly Mention[]): boolean =>
  /^(?:an?|one)$/.test(normAt(tokens, from)) &&
  mentions.some((mention) => mention.from >= last && mention.from < from - 1) &&
  mentions.some(
    (mention) =>
      mention.from > from + 1 &&
      mention.from < to &&
      [1, 2].some((step) => is.place.has(normAt(tokens, mention.from - step))),
  );

/** "takes a name and an email": the second is as little asked for as the first. */
const listed = ({ tokens }: Reading, from: number, heads: readonly Head[]): boolean => {
  if (!/^(?:and|,)$/.test(normAt(tokens, from - 1))) return false;
  for (let at = from - 1; at >= Math.max(0, from - 10) && !ends(tokens[at]); at--) {
    if (
      /^(?:takes?|accepts?|receives?|expects?|contains?|containing|includes?|including|has|have)$/.test(
        normAt(tokens, at),
      )
    )
      return true;
    if (heads.some((head) => head.at === at)) return false;
  }
  return false;
};
