import { tools } from "../catalogue/index.ts";
import { once } from "../once.ts";
import { conditionOf } from "./condition.ts";
import { bindInput, isEach } from "./bind.ts";
import type { Origin } from "./bind.ts";
import { findClauses } from "./clauses.ts";
import type { Clause } from "./clauses.ts";
import type { Start } from "./event.ts";
import { findHeads } from "./heads.ts";
import { know } from "./known.ts";
import { findMentions } from "./mentions.ts";
import type { Condition, Plan, Value } from "./plan.ts";
import { lineOf, read, wordsOf } from "./reading.ts";
import type { Reading } from "./reading.ts";
import { resolveClause, topicOf } from "./resolve.ts";
import type { Wanted } from "./resolve.ts";
import { findStart } from "./trigger.ts";
import { findUnread } from "./unread.ts";
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
  const clauses = inOrder(findClauses(reading, heads, mentions, taken));
  limitTo(reading, start, clauses);
  const { wanted, unmet } = resolveAll(reading, clauses, mentions, start, taken);
  if (wanted.length === 0 || reading.tokens.filter(({ kind }) => kind === "word").length < 2)
    return {
      kind: "unclear",
      message:
        start.trigger.type === "manual"
          ? "Say what should happen and with what: “When a Stripe payment succeeds, save it to DynamoDB and email the customer.”"
          : "It says when to start and not what to do then: name what should be sent, saved or changed.",
    };
  const open = [
    ...start.open,
    ...[...unmet, ...findUnread(reading, clauses, mentions, taken)].map(
      (span) => `Not done: “${wordsOf(reading, span, text).slice(0, 250)}”.`,
    ),
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

const limit =
  /(?<![\p{L}\p{N}])(?:over|above|more than|greater than|bigger than|larger than|exceeding|exceeds|exactly|equals|equal to|under|below|less than|at least|at most|worth|containing|with the subject|with subject)(?![\p{L}\p{N}])|[<>]/u;

/** "When a payment over $100 succeeds": what the event has to be like holds for all that is done; "otherwise" turns it round. */
const limitTo = (reading: Reading, { clause: event }: Start, clauses: readonly Clause[]): void => {
  if (event === undefined || !limit.test(lineOf(reading, event))) return;
  for (const clause of clauses) {
    const before = ` ${lineOf(reading, { from: Math.max(0, clause.from - 2), to: clause.head.at })} `;
    clause.condition ??= { span: event, negated: / (?:otherwise|else|if not) /.test(before) };
  }
};

/** Puts what is done "before" or "after" something where it belongs. */
const inOrder = (clauses: readonly Clause[]): Clause[] => {
  const ordered: Clause[] = [];
  const waiting: Clause[] = [];
  for (const [index, clause] of clauses.entries()) {
    if (waiting[0] !== undefined && waiting[0].sentence !== clause.sentence) ordered.push(...waiting.splice(0));
    const previous = clauses[index - 1];
    const leads = previous === undefined || previous.sentence !== clause.sentence;
    if (clause.order === "before" && leads) waiting.push(clause);
    else if (clause.order === "after" && !leads) ordered.splice(Math.max(0, ordered.length - 1), 0, clause);
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
    for (const one of resolved.wanted) {
      // "After it is saved to DynamoDB" says again what was asked before.
      const again =
        clause.order !== undefined &&
        wanted.some(({ tool, action }) => tool.id === one.tool.id && action.id === one.action.id);
      if (!again) wanted.push(one);
      used.add(one.tool.id);
    }
    if (resolved.unmet) unmet.push(clause);
  }
  answerThere(wanted, start);
  return { wanted, unmet };
};

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
  const steps = wanted.map(({ tool, action, clause, source }): Plan["steps"][number] => {
    const base = slug(`${action.id}_${tool.id}`);
    const count = (ids.get(base) ?? 0) + 1;
    ids.set(base, count);
    const id = count === 1 ? base : `${base}_${count}`;
    const looped =
      list !== undefined &&
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
      const value = bindInput(reading, clause, input, origins, free) ?? wholeOf(input.takes, start, earlier, looped);
      if (value !== undefined) inputs[input.name] = value;
    }
    const when: Condition[] = [];
    if (clause.condition !== undefined) {
      const condition = conditionOf(reading, clause.condition, origins);
      if (condition !== undefined) when.push(condition);
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
