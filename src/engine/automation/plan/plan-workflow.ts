import { tools } from "../catalogue/index.ts";
import { once } from "../once.ts";
import { findClauses } from "./clauses/clauses.ts";
import type { Clause } from "./clauses/clauses.ts";
import type { Start } from "./trigger/event.ts";
import { unreadOf } from "./file-read.ts";
import { partsOf } from "./conditions/compound.ts";
import { findHeads } from "./clauses/heads.ts";
import { know } from "./words/known.ts";
import { findMentions } from "./words/mentions.ts";
import type { Mention } from "./words/mentions.ts";
import { normAt } from "./words/lexer.ts";
import type { Plan } from "./plan.ts";
import { lineOf, read, wordsOf } from "./words/reading.ts";
import type { Reading, Span } from "./words/reading.ts";
import { findReported } from "./clauses/reported.ts";
import { summaryOf, topicOf } from "./actions/looked-up.ts";
import { resolveClause } from "./actions/resolve.ts";
import type { Wanted } from "./actions/wanted.ts";
import { buildSteps, slug } from "./steps.ts";
import { turns } from "./trigger/table-field.ts";
import { updateThere } from "./trigger/table-stream.ts";
import { findStart } from "./trigger/trigger.ts";
import { talks } from "./actions/understood.ts";
import { findUnread, findUnused } from "./clauses/unread.ts";
import { verbForms } from "./words/verbs.ts";

/** A text that asks for nothing that a workflow could do. */
export interface Unclear {
  kind: "unclear";
  message: string;
}

export interface Planned {
  kind: "plan";
  plan: Plan;
}

const known = once(() => know(tools));
const maxSteps = 20;

/** The plan that a sentence describes: what starts it, and the steps in their order. */
export const planWorkflow = (text: string): Planned | Unclear => {
  const reading = read(text.slice(0, 20_000), known().uses);
  const named = findMentions(reading, known());
  const verbs = findHeads(reading, named, () => false);
  const start = findStart(reading, named, verbs, known());
  const isIn = (spans: readonly Span[], at: number): boolean => spans.some(({ from, to }) => at >= from && at < to);
  const taken = (at: number): boolean => isIn(start.spans, at);
  const reported = findReported(reading, verbs, named, taken);
  const mentions = named.filter(({ from }) => taken(from) || !isIn(reported, from));
  const heads = findHeads(reading, mentions, taken).filter(({ at }) => !isIn(reported, at));
  const clauses = inOrder(reading, findClauses(reading, heads, mentions, taken, start.clause !== undefined));
  limitTo(reading, start, clauses);
  const filtered = filterBy(reading, clauses);
  chooseByMood(reading, filtered);
  const { wanted, unmet } = resolveAll(reading, filtered, mentions, start, taken);
  if (wanted.length === 0 || reading.tokens.filter(({ kind }) => kind === "word").length < 2)
    return {
      kind: "unclear",
      message:
        unmet[0] !== undefined
          ? `Nothing here does “${wordsOf(reading, unmet[0]).slice(0, 250).replace(danglingEnd, "")}”.`
          : start.trigger.type === "manual"
            ? "Say what should happen and with what: “When a Stripe payment succeeds, save it to DynamoDB and email the customer.”"
            : "It says when to start and not what to do then: name what should be sent, saved or changed.",
    };
  const undone = [...unmet, ...findUnread(reading, clauses, mentions, taken)];
  const used = new Set([...wanted.map(({ tool }) => tool.id), start.trigger.tool ?? ""]);
  const isSaid = ({ from, tool }: Mention): boolean =>
    taken(from) ||
    start.open.some((line) => line.includes(tool.name)) ||
    [...undone, ...clauses.filter(({ head }) => head.negated)].some((span) => from >= span.from && from < span.to) ||
    // "a WhatsApp message with Twilio"
    wanted.some((one) => from >= one.clause.from && from < one.clause.to && one.tool.category === tool.category);
  const open = [
    ...start.open,
    ...unreadOf(reading, wanted, start),
    ...findUnused(mentions, used, isSaid).map((name) => `${name} is named, and nothing is done with it.`),
    ...undone.map((span) => `Not done: “${wordsOf(reading, span).slice(0, 250).replace(danglingEnd, "")}”.`),
  ];
  if (wanted.length > maxSteps) open.push(`A workflow has at most ${maxSteps} steps: the first ${maxSteps} are done.`);
  for (const [words] of reading.line.matchAll(ages))
    open.push(`“${words}” is not looked at: say it in the query, or choose among what is found.`);
  const built = buildSteps(reading, wanted.slice(0, maxSteps), start, open);
  return {
    kind: "plan",
    plan: {
      name: nameOf(start, built),
      description: text.trim().slice(0, 4_000),
      trigger: start.trigger,
      steps: built,
      open: open.slice(0, 20),
    },
  };
};

/** What is chosen by its age, of which no condition is made. */
const ages = /(?<!\p{L})(?:older|newer|younger|more recent) than (?:\S+ )?\d+ \p{L}+/gu;

const danglingEnd = /(?:[\s,;]|(?<=[\s,;])(?:and|then|also|but))+$/i;

/** What an event has to be like, as amounts, words and attributes are said of it. */
const limit = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${[
    String.raw`over|above`,
    String.raw`between [$€£¥]?\d+`,
    String.raw`more than|greater than|bigger than|larger than|exceeding|exceeds|exactly|equals|equal to|under|below|less than|at least|at most|or more|or higher|or above|or less|or fewer|or lower|is not equal to`,
    String.raw`of type \S+`,
    String.raw`detail type`,
    String.raw`at (?:level|severity|priority) \S+`,
    String.raw`worth`,
    String.raw`(?:with|has|having) (?:an? |the )?(?:status|severity|priority|type|state|level|category)`,
    String.raw`containing|with the subject|with subject`,
    String.raw`(?:contains?|includes?|including|mentions?|mentioning|says?|saying)(?: the (?:words?|phrase|term))? «»`,
    String.raw`(?:labell?ed|tagged)(?: as| with)? «»`,
    String.raw`the (?:word|phrase|term) (?:\p{L}+|«»)`,
    String.raw`(?:and (?:its|their)|whose) (?:\S+ ){1,3}(?:is|are|equals|contains|ends with|starts with)`,
  ].join("|")})(?![\p{L}\p{N}])|[<>]`,
  "u",
);

/** "When a payment over $100 succeeds": what the event has to be like holds for all that is done; "otherwise" turns it round. */
const limitTo = (reading: Reading, start: Start, clauses: readonly Clause[]): void => {
  const { clause: event } = start;
  if (event === undefined || !(limit.test(lineOf(reading, event)) || turns(reading, start))) return;
  // "When a payment succeeds and its amount is over $100": the event itself is no condition.
  const [, ...more] = partsOf(reading, event);
  const whose = reading.tokens.findLastIndex(({ norm }, at) => norm === "whose" && at > event.from && at < event.to);
  const from = more[0]?.from ?? (whose < 0 ? event.from : whose);
  const span = { from, to: event.to };
  for (const clause of clauses) {
    const before = ` ${lineOf(reading, { from: Math.max(0, clause.from - 2), to: clause.head.at })} `;
    clause.condition ??= { span, negated: / (?:otherwise|else|if not) /.test(before) };
  }
};

/** "Filter for orders over $100": what is done after it depends on that. */
const filterBy = (reading: Reading, clauses: readonly Clause[]): Clause[] =>
  clauses.filter((clause, index) => {
    const { lemma } = clause.head.verb;
    if (lemma !== "filter" || !limit.test(lineOf(reading, clause))) return true;
    const negated = normAt(reading.tokens, clause.head.at + 1) === "out";
    const span = { from: clause.head.at + 1, to: clause.to };
    for (const later of clauses.slice(index + 1)) later.condition ??= { span, negated };
    return false;
  });

/** "log the negative ones" */
const chooseByMood = ({ tokens }: Reading, clauses: readonly Clause[]): void => {
  for (const clause of clauses) {
    const at = tokens.findIndex(
      ({ norm }, place) =>
        place > clause.head.at - 4 &&
        place < clause.to &&
        /^(?:negative|positive|neutral)$/.test(norm) &&
        /^(?:ones?|posts?|reviews?|comments?|messages?|tickets?|tweets?|responses?|answers?|e|emails?|mentions?|feedback)$/.test(
          normAt(tokens, place + 1),
        ),
    );
    if (at > 0) clause.condition ??= { span: { from: at - 1, to: at + 1 }, negated: false };
  }
};

/** Puts what is done "before" or "after" something where it belongs. */
const inOrder = (reading: Reading, clauses: readonly Clause[]): Clause[] => {
  const ordered: Clause[] = [];
  const waiting: Clause[] = [];
  for (const [index, clause] of clauses.entries()) {
    if (waiting[0] !== undefined && waiting[0].sentence !== clause.sentence) ordered.push(...waiting.splice(0));
    const previous = clauses[index - 1];
    const leads = previous === undefined || previous.sentence !== clause.sentence;
    if (clause.order === "before" && leads) waiting.push(clause);
    else if (clause.order === "first") {
      // At the head of a sentence it speaks of the one before.
      const aim = leads ? clause.sentence - 1 : clause.sentence;
      const first = ordered.findIndex(({ sentence }) => sentence === aim);
      ordered.splice(first < 0 ? ordered.length : first, 0, clause);
    } else if (clause.order === "after" && !leads) ordered.splice(beforeAll(reading, ordered, clause), 0, clause);
    else ordered.push(clause);
  }
  return [...ordered, ...waiting];
};

/** "Create an issue and email the owner after saving it": before both. */
const beforeAll = ({ tokens }: Reading, ordered: readonly Clause[], { sentence }: Clause): number => {
  let at = Math.max(0, ordered.length - 1);
  for (; at > 0; at--) {
    const later = ordered[at];
    const earlier = ordered[at - 1];
    if (later === undefined || earlier?.sentence !== sentence || earlier.order !== undefined) break;
    if (normAt(tokens, later.from - 1) !== "and") break;
  }
  return at;
};

const resolveAll = (
  reading: Reading,
  clauses: readonly Clause[],
  mentions: Parameters<typeof resolveClause>[2],
  start: Start,
  taken: (at: number) => boolean,
): { wanted: Wanted[]; unmet: Clause[] } => {
  const used = new Set(start.trigger.tool === undefined ? [] : [start.trigger.tool]);
  const free = mentions.filter(({ from }) => !taken(from));
  const wanted: Wanted[] = polledBy(start);
  const unmet: Clause[] = [];
  for (const { tool } of wanted) used.add(tool.id);
  // What sends it, though the catalogue knows no event of it.
  if (start.trigger.tool === "webhook" && start.clause !== undefined)
    for (const { from, tool } of mentions) if (from >= start.clause.from && from < start.clause.to) used.add(tool.id);
  for (const clause of clauses) {
    if (clause.head.negated) continue;
    // "send the answer back" of an endpoint: it answers with what it has.
    if (start.trigger.type === "api" && givesBack.test(` ${lineOf(reading, clause)} `)) continue;
    // "If the temperature goes above 35, text me": it has to be looked up first.
    const { condition } = clause;
    const looked =
      condition === undefined || start.known !== undefined
        ? undefined
        : topicOf(reading, { head: clause.head, sentence: clause.sentence, ...condition.span }, known(), used);
    if (looked !== undefined) {
      wanted.push(looked);
      used.add(looked.tool.id);
    }
    const resolved = resolveClause(reading, clause, free, known(), used, [...wanted]);
    const there = resolved.wanted.length === 0 ? updateThere(clause, start, free, known()) : undefined;
    if (there !== undefined) {
      wanted.push({ ...there, clause, source: false });
      continue;
    }
    const summary = summaryOf(reading, clause, known(), [...used], wanted);
    if (summary !== undefined && !resolved.wanted.some(({ source, tool }) => source || tool.category === "ai")) {
      wanted.push(summary);
      used.add(summary.tool.id);
    }
    // What is looked at comes before what is done about it: "text me when it is down, check it every hour".
    if (resolved.first === true) {
      wanted.unshift(...resolved.wanted);
      continue;
    }
    // "Let me know when it is going to rain, check OpenWeather every day": looked up before it is told.
    const isLookedUp = clause === clauses.at(-1) && /^(?:check|look|poll|watch)$/.test(clause.head.verb.lemma);
    const told = wanted.every(({ tool, clause: earlier }) => talks(tool) && earlier.condition !== undefined);
    if (isLookedUp && told && resolved.wanted.every(({ source }) => source)) {
      wanted.unshift(...resolved.wanted);
      continue;
    }
    for (const one of resolved.wanted) {
      // "After it is saved to DynamoDB" says again what was asked before.
      const again =
        clause.order !== undefined &&
        wanted.some(({ tool, action }) => tool.id === one.tool.id && action.id === one.action.id);
      // "… if bitcoin dips, check it on CoinGecko": it is looked up already.
      const known =
        one.source &&
        isIt(reading, clause) &&
        wanted.some(({ tool, action }) => tool === one.tool && action === one.action);
      if (!again && !known) wanted.push(one);
      used.add(one.tool.id);
    }
    if (resolved.unmet) unmet.push(clause);
  }
  answerThere(wanted, start);
  return { wanted, unmet };
};

const givesBack =
  / (?:answers?|repl(?:y|ies)|responds?)(?: (?:it|them))? with (?:the|a|an|its|his|her|their|that|this|it|them) (?:\S+ ){0,4}$| (?:send|give|hand|pass|return|reply|respond|answer|back) (?:with )?(?:it|that|this|them|the (?:answer|result|results|response|output|text|data|reply|total|list|rows|score))(?: back)?(?: to (?:me|us|them|the (?:caller|client|app)))? (?:[.,;!] )?$/;

const isIt = ({ tokens }: Reading, { head }: Clause): boolean => /^(?:it|that|this)$/.test(normAt(tokens, head.at + 1));

/** "If anyone mentions our bot in Slack, answer with Claude": the answer goes where the question came from. */
const answerThere = (wanted: Wanted[], { trigger }: Start): void => {
  const tool = known().tools.get(trigger.tool ?? "");
  const [action] = tool?.actions ?? [];
  const at = wanted.findIndex(
    (one) => one.tool.category === "ai" && /^(?:answer|reply|respond)$/.test(one.clause.head.verb.lemma),
  );
  if (tool?.category !== "messaging" || action === undefined || wanted[at] === undefined) return;
  if (wanted.some((one) => one.tool.category === "messaging" || one.tool.category === "email")) return;
  wanted.splice(at + 1, 0, { tool, action, clause: wanted[at].clause, source: false });
};

/** What tells no events is read first. */
const polledBy = ({ polled }: Start): Wanted[] => {
  const action = polled?.tool.actions.find(({ many }) => many === true) ?? polled?.tool.actions[0];
  const verb = verbForms("read").find(({ form }) => form === "base");
  if (polled === undefined || action === undefined || verb === undefined) return [];
  const head = { at: polled.span.from, verb, passive: false, negated: false };
  return [{ tool: polled.tool, action, clause: { ...polled.span, head, sentence: -1 }, source: true }];
};

const nameOf = ({ trigger }: Start, steps: Plan["steps"]): string =>
  slug([trigger.tool ?? trigger.type, "to", steps.at(-1)?.tool ?? "workflow"].join("_"));
