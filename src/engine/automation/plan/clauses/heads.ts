import { numberOf } from "../schedule/clock.ts";
import { normAt, textAt } from "../words/lexer.ts";
import type { Mention } from "../words/mentions.ts";
import type { Reading } from "../words/reading.ts";
import { verbForms } from "../words/verbs.ts";
import type { Verb } from "../words/verbs.ts";
import { laterDone, wantedDone, wishedDone } from "./wished.ts";
import { is } from "../words/words-of-kind.ts";

/** A verb that asks for something, at its place. */
export interface Head {
  at: number;
  verb: Verb;
  /** "is sent": what is acted on stands before it. */
  passive: boolean;
  negated: boolean;
  /** Where its words begin, if before the verb: "use Twilio to text me". */
  begins?: number;
  /** Understood, not said: "then a Slack message". */
  nominal?: boolean;
}

const relative = new Set(
  "that which who it lambda function workflow api endpoint and then , also automation bot script".split(" "),
);
const gerundAfter = new Set("before after by without start while when then and of , than for".split(" "));
const negations = /^(?:don't|dont|not|never|doesn't|won't|without|cannot|can't)$/;

/** A noun rather than a verb before these: "the email to Airtable", "name, email, and amount". */
const nounBefore = new Set([
  "to",
  "of",
  "in",
  "from",
  ",",
  ".",
  "and",
  "or",
  "is",
  "are",
  "address",
  "on",
  "for",
  "at",
  ";",
]);
const movesBy = new Set(
  "reply respond answer comment post upload report sync copy push publish log export write transfer stream backup filter sort group".split(
    " ",
  ),
);

/** Finds the verbs of a sentence that ask for something. */
export const findHeads = (reading: Reading, mentions: readonly Mention[], taken: (at: number) => boolean): Head[] => {
  const { tokens } = reading;
  const named = new Set(
    mentions.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, step) => from + step)),
  );
  const heads: Head[] = [];
  const waits = verbForms("wait").filter(({ form }) => form === "base");
  const paused = new Set<number>();
  const isOver = (at: number): boolean => taken(at) || paused.has(at);
  for (const [at, token] of tokens.entries()) {
    const end = taken(at) ? at : pauseFrom(reading, at);
    if (end > at) heads.push(...waits.map((verb) => ({ at, verb, passive: false, negated: false })));
    for (let place = at; place < end; place++) paused.add(place);
    const says = verbForms("message").find(({ form }) => form === "base");
    if (
      says !== undefined &&
      !isOver(at) &&
      !namedVerb.test(token.norm) &&
      !namedCall.test(token.norm) &&
      pings(reading, at, mentions)
    )
      heads.push({ at, verb: says, passive: false, negated: false });
    if (
      token.kind !== "word" ||
      isOver(at) ||
      (named.has(at) && !(namedVerb.test(token.norm) || (namedCall.test(token.norm) && callsSomebody(reading, at))))
    )
      continue;
    const head = headAt(reading, at, named, isOver);
    if (head !== undefined) heads.push(head);
  }
  return heads;
};

/** "Pushover me at noon": the name of a service as what it does. */
const pings = (reading: Reading, at: number, mentions: readonly Mention[]): boolean => {
  const mention = mentions.find(({ from }) => from === at);
  if (
    mention === undefined ||
    !/^(?:messaging|monitoring)$/.test(mention.tool.category) ||
    !/^(?:me|us)$/.test(norm(reading, mention.to))
  )
    return false;
  const before = norm(reading, at - 1);
  return before === "" || (is.connector.has(before) && before !== "with");
};

/** Names that are verbs as well. */
const namedVerb = /^(?:tweet|tweets|toot|toots|whatsapp|sms|page)$/;

/** Names that are verbs only with somebody or a channel after them: "slack me", "Slack #alerts". */
const namedCall = /^(?:slack|telegram|discord)$/;

const callsSomebody = (reading: Reading, at: number): boolean => {
  const next = reading.tokens[at + 1];
  const before = norm(reading, at - 1);
  // "ping Slack #vip"
  if (verbForms(before).some(({ form }) => form === "base") && !is.connector.has(before)) return false;
  if (next === undefined || (is.preposition.has(before) && !(before === "to" && is.pronoun.has(next.norm))))
    return false;
  return (
    next.kind === "channel" ||
    next.kind === "handle" ||
    is.pronoun.has(next.norm) ||
    is.people.has(next.norm) ||
    (is.determiner.has(next.norm) &&
      (is.people.has(norm(reading, at + 2)) ||
        /^(?:\p{L}+ )?(?:team|channel|group|crew)$/u.test(norm(reading, at + 2))))
  );
};

/** "2 days later", "then after an hour": it is waited. Up to where that is said; `at` where it is not. */
const pauseFrom = (reading: Reading, at: number): number => {
  const { tokens } = reading;
  const counted =
    tokens[at]?.kind === "number" || /^(?:an?|one|two|three|four|five|six|seven|ten)$/.test(norm(reading, at));
  if (!counted || !/^(?:second|minute|hour|day|week)s?$/.test(norm(reading, at + 1))) return at;
  if (/^(?:later|afterwards)$/.test(norm(reading, at + 2))) return at + 3;
  return norm(reading, at - 1) === "after" &&
    /^(?:then|and|,|;|\.|\n)$/.test(norm(reading, at - 2)) &&
    norm(reading, at + 2) !== "of"
    ? at + 2
    : at;
};

const norm = ({ tokens }: Reading, at: number): string => normAt(tokens, at);

/** The word before, adverbs left out; empty where a clause begins. */
const wordBefore = (reading: Reading, at: number, taken: (at: number) => boolean): string => {
  let before = at - 1;
  while (before >= 0 && is.adverb.has(norm(reading, before)) && !taken(before)) before--;
  return before < 0 || taken(before) ? "" : norm(reading, before);
};

const startsObject = (reading: Reading, at: number, named: ReadonlySet<number>): boolean => {
  const token = reading.tokens[at];
  if (token === undefined) return false;
  return (
    is.determiner.has(token.norm) ||
    is.pronoun.has(token.norm) ||
    is.people.has(token.norm) ||
    is.team.has(token.norm) ||
    named.has(at) ||
    ["quote", "email", "channel", "handle", "url", "money"].includes(token.kind) ||
    (/^\p{Lu}\p{Ll}/u.test(token.text) && token.kind === "word")
  );
};

const headAt = (
  reading: Reading,
  at: number,
  named: ReadonlySet<number>,
  taken: (at: number) => boolean,
): Head | undefined => {
  const word = norm(reading, at);
  if (/['’]s$/.test(textAt(reading.tokens, at))) return undefined;
  // "gets posted": it is the posting that is asked for.
  if (/^gets?$/.test(word) && verbForms(norm(reading, at + 1)).some(({ form }) => form === "past")) return undefined;
  // "pull request" is a thing; "text back" brings no backup.
  if (
    /^(?:pull|merge) requests?$/.test(`${word} ${norm(reading, at + 1)}`) ||
    (word === "back" && norm(reading, at + 1) !== "up" && norm(reading, at + 2) !== "up") ||
    // "list open issues"
    (word === "open" &&
      (norm(reading, at - 1) === "up" || norm(reading, at - 1) === "all") &&
      verbForms(norm(reading, at - 2)).some(({ family, form }) => family === "read" && form === "base")) ||
    (word === "open" &&
      verbForms(norm(reading, at - 1)).some(({ family, form }) => family === "read" && form === "base"))
  )
    return undefined;
  // "summarise what you find"
  if (
    /^(?:you|it|we|they|i)$/.test(norm(reading, at - 1)) &&
    /^(?:what|whatever|everything|anything|all)$/.test(norm(reading, at - 2)) &&
    verbForms(word).some(({ family }) => family === "read")
  )
    return undefined;
  // "keep only those with status failed"
  if (word === "keep" && /^(?:only|just|those|the ones)$/.test(norm(reading, at + 1))) {
    const filters = verbForms("filter").find(({ form }) => form === "base");
    return filters === undefined ? undefined : { at, verb: filters, passive: false, negated: false };
  }
  if (/^keep(?:s|ing)?$/.test(word) && !keepsThing(reading, at, named)) return undefined;
  // "a thank you email"; "a tweet to go out"
  if (norm(reading, at - 1) === "you" && norm(reading, at - 2) === "thank") return undefined;
  if (
    word === "thank" &&
    norm(reading, at + 1) === "you" &&
    [1, 2, 3].some((step) => /^(?:an?|our|the)$/.test(norm(reading, at - step)))
  )
    return undefined;
  if (word === "go" && /^(?:out|off|up|live)$/.test(norm(reading, at + 1))) return undefined;
  if (/^(?:get|have)$/.test(word) && norm(reading, at - 1) === "to" && laterDone(reading, at)) return undefined;
  // "sends STOP to our number" says a word.
  if (
    /^\p{Lu}{3,}$/u.test(textAt(reading.tokens, at)) &&
    /^(?:sends?|says?|writes?|types?|texts?|repl(?:y|ies)|answers?|with)$/.test(norm(reading, at - 1))
  )
    return undefined;
  const forms = verbForms(word);
  // "when a deal is lost in Zoho wait three days"
  if (word === "wait" && !Number.isNaN(numberOf(norm(reading, at + 1)))) {
    const wait = forms.find(({ form }) => form === "base");
    if (wait !== undefined) return { at, verb: wait, passive: false, negated: false };
  }
  const before = wordBefore(reading, at, taken);
  if (forms.length === 0) return doneWith(reading, at, before, named);
  const next = taken(at + 1) ? "" : norm(reading, at + 1);
  const object = !taken(at + 1) && startsObject(reading, at + 1, named);
  const told = reading.tokens[at - 1]?.kind;
  // "if it is open a ticket"
  const isThen =
    is.be.has(norm(reading, at - 1)) &&
    /^(?:it|they|this|that|so)$/.test(norm(reading, at - 2)) &&
    /^(?:if|unless)$/.test(norm(reading, at - 3)) &&
    is.determiner.has(norm(reading, at + 1));
  const begins =
    isThen ||
    told === "money" ||
    told === "percent" ||
    /^(?:usd|eur|gbp|dollars|euros|pounds|bucks)$/.test(before) ||
    told === "quote" ||
    (told === "number" && (object || goesTo(reading, at, named))) ||
    before === "" ||
    (is.connector.has(before) && before !== "with") ||
    is.modal.has(before);
  const negated =
    next === "nothing" ||
    next === "no" ||
    [1, 2, 3].some(
      (step) =>
        negations.test(norm(reading, at - step)) &&
        !["but", ",", "and", "."].some((stop) =>
          [1, 2].some((near) => near < step && norm(reading, at - near) === stop),
        ),
    ) ||
    (["of", "than"].includes(before) && ["instead", "rather"].includes(norm(reading, at - 2))) ||
    (before === "to" && norm(reading, at - 2) === "need" && norm(reading, at - 3) === "no");
  for (const verb of forms) {
    // "a message that says hello" asks nobody to say it.
    if (verb.lemma === "say" && (verb.form !== "base" || !begins || reading.tokens[at + 1]?.kind === "time")) continue;
    // "the open tasks should land in my inbox": what is sent stands before it.
    const lands = /^(?:land|go)$/.test(verb.lemma) && verb.form === "base" && /^(?:should|must|shall)$/.test(before);
    const head = { at, verb, passive: lands, negated };
    // "I want my calendar read and sent to me"
    if (
      verb.form === "base" &&
      !begins &&
      forms.some(({ form }) => form === "past") &&
      !is.pronoun.has(before) &&
      wishedDone(reading, at)
    )
      continue;
    if (
      verb.form === "base" &&
      isBase(
        verb,
        before,
        next,
        begins || endsEvent(reading, at),
        object || (begins && goesTo(reading, at, named)),
        isListed(reading, at, verb),
      )
    )
      return head;
    // "a release that uses the summary as its notes"
    if (verb.family === "use" && verb.form === "third" && /^(?:that|which)$/.test(before) && usesAs(reading, at))
      continue;
    // "each message it receives"
    if (before === "it" && verb.form === "third" && verb.lemma === "receive") continue;
    const follows = before === "" ? at > 0 && taken(at - 1) : relative.has(before);
    // "…, ChatGPT answers": the tool that does it stands before.
    const does = named.has(at - 1) && verb.form === "third" && wordBefore(reading, at - 1, taken) === ",";
    if (does) return head;
    if (verb.form === "past" && verb.lemma === "become") return head;
    if (
      verb.form === "third" &&
      follows &&
      (!verb.noun || object || ((before === "that" || before === "which") && is.destination.has(next)))
    )
      return head;
    if (verb.form === "ing" && verb.family !== "use" && (gerundAfter.has(before) || before === "")) return head;
    if (verb.form === "past" && (is.be.has(before) || wantedDone(reading, at, taken)))
      return { ...head, passive: true };
  }
  return undefined;
};

const usesAs = (reading: Reading, at: number): boolean => {
  for (let ahead = at + 1; ahead <= at + 8; ahead++) {
    if (norm(reading, ahead) === "as") return true;
    if (/^(?:to|[,.;:!?]|and|)$/.test(norm(reading, ahead))) return false;
  }
  return false;
};

/** "chase each customer by email": how it is done says what is done. */
const writtenBy = (reading: Reading, at: number): Verb | undefined => {
  for (let ahead = at + 2; ahead <= at + 6; ahead++) {
    if (is.connector.has(norm(reading, ahead)) || reading.tokens[ahead] === undefined) return undefined;
    if (!/^(?:by|via)$/.test(norm(reading, ahead))) continue;
    const way = norm(reading, ahead + 1);
    const lemma = /^e?mail$/.test(way) ? "email" : /^(?:text|sms)$/.test(way) ? "text" : undefined;
    return lemma === undefined ? undefined : verbForms(lemma).find(({ form }) => form === "base");
  }
  return undefined;
};

/** "enrich it with Clearbit": whatever the word is, it is done with a tool. */
const doneWith = (reading: Reading, at: number, before: string, named: ReadonlySet<number>): Head | undefined => {
  const object = norm(reading, at + 1);
  const word = norm(reading, at);
  if (
    [is.determiner, is.pronoun, is.preposition, is.be, is.modal, is.adverb, is.connector].some((kind) => kind.has(word))
  )
    return undefined;
  const told = writtenBy(reading, at);
  if (told !== undefined && (before === "" || is.connector.has(before)) && startsObject(reading, at + 1, named))
    return { at, verb: told, passive: false, negated: false };
  if (before !== "" && !/^(?:and|then|,|please|[.!;:\n→>])$/.test(before)) return undefined;
  if (!/^(?:it|them|this|that)$/.test(object) || !is.instrument.has(norm(reading, at + 2)) || !named.has(at + 3))
    return undefined;
  const verb: Verb = { lemma: word, family: "use", form: "base", noun: false };
  return { at, verb, passive: false, negated: false };
};

/** "keep a copy", "keep it in Airtable", and not "we keep a goat", "keep in mind that". */
const keepsThing = (reading: Reading, at: number, named: ReadonlySet<number>): boolean => {
  if (/^(?:i|we|they|you)$/.test(norm(reading, at - 1))) return false;
  if (/^(?:it|them|these|those|everything|track)$/.test(norm(reading, at + 1))) return true;
  for (let ahead = at + 1; ahead <= at + 10; ahead++) {
    const word = norm(reading, ahead);
    if (/^(?:[.!?;:\n]|)$/.test(word)) return false;
    if (
      /^(?:cop(?:y|ies)|rows?|entry|records?|log|logs|list|history|archive|backups?|trace|tally|note|notes)$/.test(word)
    )
      return true;
    if (
      is.place.has(word) &&
      [1, 2, 3].some((step) => named.has(ahead + step) || stores.test(norm(reading, ahead + step)))
    )
      return true;
  }
  return false;
};

const stores = /^(?:database|spreadsheet|sheet|table|bucket|crm|storage|file|folder|db)$/;

/** "…, store in DynamoDB": a verb, for all that it may be a noun. */
const goesTo = (reading: Reading, at: number, named: ReadonlySet<number>): boolean =>
  /^(?:in|into|to|on|via|with)$/.test(norm(reading, at + 1)) &&
  [2, 3].some((step) => named.has(at + step) && (step === 2 || is.determiner.has(norm(reading, at + 2))));

/** A verb with its particle, or one that ends an event: "comes in", "fails". What follows may ask for something. */
const endsEvent = (reading: Reading, at: number): boolean => {
  const before = norm(reading, at - 1);
  if (particle.test(before)) return finite.test(norm(reading, at - 2));
  if (
    /^(?:succeeds|fails|arrives|happens|closes|opens|completes|finishes|lands|stops|starts|changes|breaks|expires|appears)$/.test(
      before,
    )
  )
    return true;
  return (
    is.be.has(norm(reading, at - 2)) &&
    /^(?:merged|opened|created|closed|uploaded|received|paid|submitted|published|added|placed|issued|cancelled|canceled|deleted|updated|declined|refunded|booked|triggered)$/.test(
      before,
    )
  );
};

const particle = /^(?:in|up|out|through|off|on|over|back|away|by|down)$/;
const finite =
  /^(?:comes?|came|coming|signs?|signed|fills?|filled|fils?|goes|go|went|logs?|logged|checks?|drops?|pops?|rolls?|lands?|turns?|shows?)$/;

/** "save the name and score to Airtable": the second of two things, and nothing that is to be done. */
const isListed = (reading: Reading, at: number, { lemma, family }: Verb): boolean =>
  norm(reading, at - 1) === "and" &&
  /^(?:to|in|into|on)$/.test(norm(reading, at + 1)) &&
  is.determiner.has(norm(reading, at - 3)) &&
  verbForms(norm(reading, at - 4)).some(({ form }) => form === "base") &&
  !movesBy.has(lemma) &&
  !/^(?:send|notify|email|text|message|post|reply|save)$/.test(family);

const isBase = (
  verb: Verb,
  before: string,
  next: string,
  begins: boolean,
  object: boolean,
  isListed: boolean,
): boolean => {
  // "for each of those text the buyer"
  if (
    is.determiner.has(before) &&
    before !== "that" &&
    !(object && /^(?:those|these)$/.test(before)) &&
    !(before === "new" && next === "it")
  )
    return false;
  if (!verb.noun) return begins || (!is.preposition.has(before) && !is.be.has(before) && before !== "who");
  if (isListed) return false;
  // "… to S3 check what is in it"
  if (verb.family === "read" && /^(?:what|whether|who|which)$/.test(next) && !begins)
    return !is.preposition.has(before) && !is.be.has(before) && !is.people.has(before);
  if (!begins) return object && !is.preposition.has(before) && !is.be.has(before) && !is.people.has(before);
  // "audio to text", "turn it into text and …"
  if (verb.lemma === "text" && /^(?:to|into|as|plain)$/.test(before) && !object) return false;
  if (next === "") return verb.lemma !== "text" || before === "";
  if (object) return true;
  if (next === "." && /^(?:reply|respond|answer)$/.test(verb.lemma)) return true;
  if (nounBefore.has(next)) {
    const listed = before === "and" || before === "," || before === "&" || before === "or";
    if (
      next === "," ||
      next === "." ||
      next === "and" ||
      next === "is" ||
      next === "are" ||
      next === "of" ||
      next === "address"
    )
      return !listed && before !== "";
    return !listed || movesBy.has(verb.lemma);
  }
  return next !== "when" || before !== "and";
};
