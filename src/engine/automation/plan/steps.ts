import { bindInput, isEach } from "./bind.ts";
import type { Origin } from "./bind.ts";
import type { Clause } from "./clauses/clauses.ts";
import { conditionsOf } from "./conditions/compound.ts";
import type { Start } from "./trigger/event.ts";
import { contentOf } from "./file-read.ts";
import { narrowingOf } from "./trigger/narrowing.ts";
import type { Condition, Plan, Value } from "./plan.ts";
import { lineOf, shownOf } from "./words/reading.ts";
import type { Reading, Span } from "./words/reading.ts";
import type { Wanted } from "./actions/wanted.ts";
import { wasNot } from "./trigger/table-field.ts";

/** A name as code has it. */
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^[^a-z]+|_+$/g, "")
    .slice(0, 50);

/** The steps of a plan: what each is given, under which conditions, and for each of what. What stays unsettled is added to `open`. */
export const buildSteps = (
  reading: Reading,
  wanted: readonly Wanted[],
  start: Start,
  open: string[],
): Plan["steps"] => {
  const free = new Set(reading.tokens.keys());
  const trigger: Origin = {
    from: "trigger",
    outputs: start.known?.trigger.outputs ?? [],
    makesText: false,
    isOpen: start.trigger.tool === "webhook",
  };
  const earlier: Earlier[] = [];
  const ids = new Map<string, number>();
  const unread = new Set<string>();
  let list: string | undefined;
  let lookedUp: string | undefined;
  const governed = new Map<Span, readonly string[]>();
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
    const direct = earlier.filter(({ many, isSecret }) => !many && !isSecret).map(({ origin }) => origin);
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
      // What one step answers decides nothing about the next one under the same condition.
      const under = governed.get(clause.condition.span) ?? [];
      governed.set(clause.condition.span, [...under, id]);
      const before = origins.filter(({ from }) => !under.includes(from));
      const { conditions, unread: left } = conditionsOf(reading, clause.condition, before, lookedUp);
      when.push(...conditions, ...conditions.flatMap((condition) => wasNot(condition, reading, start)));
      for (const { left: value } of conditions) {
        const field = value.kind === "reference" && value.from === "trigger" ? value.path.join(".") : "";
        if (field === "" || trigger.isOpen !== true || unread.has(field)) continue;
        if (!trigger.outputs.some(({ path }) => path.join(".") === field))
          open.push(`“${field}” is read from the field of that name in the request.`);
        unread.add(field);
      }
      for (const part of left) {
        const words = shownOf(reading, part).replace(/^(?:[,;:→>|]|and) /, "");
        if (!unread.has(words))
          open.push(`The condition “${words.slice(0, 200)}” is not checked: no field of it is known.`);
        unread.add(words);
      }
    }
    if (looksFor(action.id, inputs)) lookedUp = id;
    earlier.push({
      origin: {
        from: id,
        outputs: action.outputs,
        makesText:
          tool.category === "ai" ||
          /translate|transcrib|textract|comprehend|extract_summary/.test(`${tool.id} ${action.id}`),
      },
      many: action.many === true,
      isSecret: tellsSecret({ tool, action, clause, source }, reading),
    });
    if (action.many === true) list = id;
    return {
      id,
      tool: tool.id,
      action: action.id,
      title: `${action.title} (${tool.name})`.slice(0, 120),
      inputs,
      ...(when.length === 0 ? {} : { when: when.filter(isFirst) }),
      ...(looped && list !== undefined ? { for_each: { kind: "reference" as const, from: list, path: [] } } : {}),
    };
  });
  const [secret] = wanted.filter((_, at) => earlier[at]?.isSecret === true);
  if (secret !== undefined)
    open.push(`What ${secret.tool.name} answers is passed on to no step: say in the code where it is needed.`);
  return steps;
};

/** What a step before has answered. */
interface Earlier {
  origin: Origin;
  many: boolean;
  isSecret: boolean;
}

/** What is read to get in somewhere is passed on to nobody. */
const tellsSecret = ({ tool, clause }: Wanted, reading: Reading): boolean =>
  tool.id === "aws-secrets-manager" ||
  (tool.id === "aws-ssm" &&
    /(?<!\p{L})(?:passwords?|secrets?|tokens?|keys?|credentials?)(?!\p{L})/u.test(lineOf(reading, clause)));

/** "A ticket with priority urgent": what the event says and what the sentence says may be the same. */
const isFirst = (condition: Condition, at: number, all: readonly Condition[]): boolean =>
  all.findIndex((one) => JSON.stringify(one) === JSON.stringify(condition)) === at;

/** Whether a step looks for something that is known by then: what it finds is about that, and there may be none. */
const looksFor = (action: string, inputs: Readonly<Record<string, Value>>): boolean =>
  /^(?:find|search|query|get|look)_/.test(action) &&
  Object.values(inputs).some(
    (value) =>
      value.kind === "reference" || (value.kind === "template" && value.parts.some(({ kind }) => kind === "reference")),
  );

/** With the few words before it, where a loop is announced. */
const around = (reading: Reading, clause: Clause): string =>
  lineOf(reading, { from: Math.max(0, clause.from - 6), to: clause.to });

/** What was read is passed on whole to what takes a text, where nothing else is known: rows in a message. */
const wholeOf = (
  takes: readonly string[],
  start: Start,
  earlier: readonly Earlier[],
  looped: boolean,
): Value | undefined => {
  const last = earlier.findLast(({ isSecret }) => !isSecret);
  if (looped || last === undefined || start.known !== undefined) return undefined;
  const carries = takes.some((name) =>
    ["text", "body", "message", "content", "record", "item", "items", "row"].includes(name),
  );
  return carries && last.origin.outputs.length > 0
    ? { kind: "reference", from: last.origin.from, path: [] }
    : undefined;
};
