import { tools } from "../catalogue/index.ts";
import { once } from "../once.ts";
import { conditionOf } from "./condition.ts";
import { bindInput, isEach } from "./bind.ts";
import type { Origin } from "./bind.ts";
import { findClauses } from "./clauses.ts";
import type { Clause } from "./clauses.ts";
import type { Start } from "./event.ts";
import { contentOf, unreadOf } from "./file-read.ts";
import { findHeads } from "./heads.ts";
import { know } from "./known.ts";
import { findMentions } from "./mentions.ts";
import type { Mention } from "./mentions.ts";
import { normAt } from "./lexer.ts";
import { narrowingOf } from "./narrowing.ts";
import type { Condition, Plan, Value } from "./plan.ts";
import { lineOf, read, wordsOf } from "./reading.ts";
import type { Reading } from "./reading.ts";
import { summaryOf, topicOf } from "./looked-up.ts";
import { resolveClause } from "./resolve.ts";
import type { Wanted } from "./resolve.ts";
import { turns, wasNot } from "./table-field.ts";
import { updateThere } from "./table-stream.ts";
import { findStart } from "./trigger.ts";
import { talks } from "./understood.ts";
import { findUnread, findUnused } from "./unread.ts";
import { verbForms } from "./verbs.ts";

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
  const mentions = findMentions(reading, known());
  const start = findStart(
    reading,
    mentions,
    findHeads(reading, mentions, () => false),
    known(),
  );
  const taken = (at: number): boolean => start.spans.some(({ from, to }) => at >= from && at < to);
  const heads = findHeads(reading, mentions, taken);
  const clauses = inOrder(findClauses(reading, heads, mentions, taken, start.clause !== undefined));
  limitTo(reading, start, clauses);
  const filtered = filterBy(reading, clauses);
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

const danglingEnd = /(?:[\s,;]|(?<=[\s,;])(?:and|then|also|but))+$/i;

const limit =
  /(?<![\p{L}\p{N}])(?:over|above|more than|greater than|bigger than|larger than|exceeding|exceeds|exactly|equals|equal to|under|below|less than|at least|at most|worth|containing|with the subject|with subject)(?![\p{L}\p{N}])|[<>]/u;

/** "When a payment over $100 succeeds": what the event has to be like holds for all that is done; "otherwise" turns it round. */
const limitTo = (reading: Reading, start: Start, clauses: readonly Clause[]): void => {
  const { clause: event } = start;
  if (event === undefined || !(limit.test(lineOf(reading, event)) || turns(reading, start))) return;
  for (const clause of clauses) {
    const before = ` ${lineOf(reading, { from: Math.max(0, clause.from - 2), to: clause.head.at })} `;
    clause.condition ??= { span: event, negated: / (?:otherwise|else|if not) /.test(before) };
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

/** Puts what is done "before" or "after" something where it belongs. */
const inOrder = (clauses: readonly Clause[]): Clause[] => {
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
    } else if (clause.order === "after" && !leads) ordered.splice(Math.max(0, ordered.length - 1), 0, clause);
    else ordered.push(clause);
  }
  return [...ordered, ...waiting];
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
    const resolved = resolveClause(reading, clause, free, known(), used);
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

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^[^a-z]+|_+$/g, "")
    .slice(0, 50);

const nameOf = ({ trigger }: Start, steps: Plan["steps"]): string =>
  slug([trigger.tool ?? trigger.type, "to", steps.at(-1)?.tool ?? "workflow"].join("_"));

const buildSteps = (reading: Reading, wanted: readonly Wanted[], start: Start, open: string[]): Plan["steps"] => {
  const free = new Set(reading.tokens.keys());
  const trigger: Origin = { from: "trigger", outputs: start.known?.trigger.outputs ?? [], makesText: false };
  const earlier: { origin: Origin; many: boolean }[] = [];
  const ids = new Map<string, number>();
  const unread = new Set<string>();
  let list: string | undefined;
  const narrowing = narrowingOf(reading, start);
  const steps = wanted.map(({ tool, action, clause, source }, at): Plan["steps"][number] => {
    const base = slug(`${action.id}_${tool.id}`);
    const count = (ids.get(base) ?? 0) + 1;
    ids.set(base, count);
    const id = count === 1 ? base : `${base}_${count}`;
    const looped =
      list !== undefined &&
      // One text was made of all that was read: it is passed on once.
      !earlier.slice(earlier.findIndex(({ origin }) => origin.from === list)).some(({ origin }) => origin.makesText) &&
      action.many !== true &&
      !source &&
      tool.category !== "ai" &&
      isEach(around(reading, clause));
    const items = earlier.find(({ origin }) => origin.from === list);
    const item: Origin[] = looped && items !== undefined ? [{ ...items.origin, from: "item" }] : [];
    const direct = earlier.filter(({ many }) => !many).map(({ origin }) => origin);
    const origins = [...item, ...(start.known === undefined ? [] : [trigger]), ...direct];
    const inputs: Record<string, Value> = {};
    for (const input of action.inputs) {
      const value =
        contentOf(reading, wanted, at, input, start) ??
        bindInput(reading, clause, input, origins, free) ??
        wholeOf(input.takes, start, earlier, looped);
      if (value !== undefined) inputs[input.name] = value;
      else if (input.takes.includes("embedding"))
        open.push(`${tool.name} is given a vector, and no step before makes one of a text: add one that embeds it.`);
    }
    const when: Condition[] = narrowing === undefined ? [] : [narrowing];
    if (clause.condition !== undefined) {
      const condition = conditionOf(reading, clause.condition, origins);
      if (condition !== undefined) when.push(condition, ...wasNot(condition, reading, start));
      else {
        const words = lineOf(reading, clause.condition.span);
        if (!unread.has(words))
          open.push(`The condition “${words.slice(0, 200)}” is not checked: no field of it is known.`);
        unread.add(words);
      }
    }
    earlier.push({
      origin: {
        from: id,
        outputs: action.outputs,
        makesText:
          tool.category === "ai" ||
          /translate|transcrib|textract|comprehend|extract_summary/.test(`${tool.id} ${action.id}`),
      },
      many: action.many === true,
    });
    if (action.many === true) list = id;
    return {
      id,
      tool: tool.id,
      action: action.id,
      title: `${action.title} (${tool.name})`.slice(0, 120),
      inputs,
      ...(when.length === 0 ? {} : { when }),
      ...(looped && list !== undefined ? { for_each: { kind: "reference" as const, from: list, path: [] } } : {}),
    };
  });
  return steps;
};

/** With the few words before it, where a loop is announced. */
const around = (reading: Reading, clause: Clause): string =>
  lineOf(reading, { from: Math.max(0, clause.from - 6), to: clause.to });

/** What was read is passed on whole to what takes a text, where nothing else is known: rows in a message. */
const wholeOf = (
  takes: readonly string[],
  start: Start,
  earlier: readonly { origin: Origin; many: boolean }[],
  looped: boolean,
): Value | undefined => {
  const last = earlier.at(-1);
  if (looped || last === undefined || start.known !== undefined) return undefined;
  const carries = takes.some((name) =>
    ["text", "body", "message", "content", "record", "item", "items", "row"].includes(name),
  );
  return carries && last.origin.outputs.length > 0
    ? { kind: "reference", from: last.origin.from, path: [] }
    : undefined;
};
