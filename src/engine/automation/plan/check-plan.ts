import { findAction, findTool } from "../catalogue/index.ts";
import { Plan } from "./plan.ts";
import type { Part, Value } from "./plan.ts";

export type Checked = { plan: Plan } | { problems: readonly string[] };

const partsOf = (value: Value | undefined): readonly Part[] =>
  value === undefined ? [] : value.kind === "template" ? value.parts : [value];

const triggerProblems = ({ trigger }: Plan): string[] => {
  const problems: string[] = [];
  if (trigger.type === "schedule" && trigger.schedule === undefined)
    problems.push("trigger.schedule: a schedule says when.");
  if (trigger.type !== "schedule" && trigger.schedule !== undefined)
    problems.push("trigger.schedule: only a schedule has one.");
  if (trigger.schedule !== undefined && !isExpression(trigger.schedule))
    problems.push(`trigger.schedule: EventBridge does not read "${trigger.schedule}".`);
  if (trigger.tool === undefined) return problems;
  const tool = findTool(trigger.tool);
  if (tool === undefined) return [...problems, `trigger.tool: there is no tool "${trigger.tool}".`];
  if (
    trigger.event !== undefined &&
    !tool.triggers.some(({ event, type }) => event === trigger.event && type === trigger.type)
  )
    problems.push(`trigger.event: ${tool.name} has no event "${trigger.event}" of type ${trigger.type}.`);
  return problems;
};

/** Schema, and every name in it known: what a model has written is a plan only if this says so. */
export const checkPlan = (plan: unknown): Checked => {
  const read = Plan.safeParse(plan);
  if (!read.success)
    return {
      problems: read.error.issues.slice(0, 20).map(({ path, message }) => `${path.join(".") || "plan"}: ${message}`),
    };
  const problems = triggerProblems(read.data);
  const before = new Set(["trigger"]);
  for (const [index, step] of read.data.steps.entries()) {
    const place = `steps.${index}`;
    const tool = findTool(step.tool);
    const action = tool === undefined ? undefined : findAction(tool, step.action);
    if (tool === undefined) problems.push(`${place}.tool: there is no tool "${step.tool}".`);
    else if (action === undefined) problems.push(`${place}.action: ${tool.name} has no action "${step.action}".`);
    if (before.has(step.id) || step.id === "item") problems.push(`${place}.id: "${step.id}" is taken.`);
    for (const [name, value] of Object.entries(step.inputs)) {
      if (action !== undefined && !action.inputs.some((input) => input.name === name))
        problems.push(`${place}.inputs.${name}: the action has no such input.`);
      problems.push(...referenceProblems(value, before, step.for_each !== undefined, `${place}.inputs.${name}`));
    }
    for (const [at, { left, operator, right }] of (step.when ?? []).entries()) {
      const unary = operator === "exists" || operator === "missing";
      if (unary !== (right === undefined))
        problems.push(`${place}.when.${at}: ${operator} ${unary ? "has no right side" : "needs a right side"}.`);
      for (const value of [left, right])
        problems.push(...referenceProblems(value, before, step.for_each !== undefined, `${place}.when.${at}`));
    }
    problems.push(...referenceProblems(step.for_each, before, false, `${place}.for_each`));
    for (const input of action?.inputs ?? []) {
      const given = step.inputs[input.name];
      const blank =
        given === undefined &&
        input.compose !== true &&
        !("setting" in input.fallback) &&
        input.fallback.constant === "";
      if (input.required && blank) problems.push(`${place}.inputs.${input.name}: the action needs it.`);
    }
    before.add(step.id);
  }
  return problems.length === 0 ? { plan: read.data } : { problems: problems.slice(0, 20) };
};

const referenceProblems = (
  value: Value | undefined,
  before: ReadonlySet<string>,
  inLoop: boolean,
  place: string,
): string[] =>
  partsOf(value).flatMap((part) =>
    part.kind !== "reference" || before.has(part.from) || (part.from === "item" && inLoop)
      ? []
      : [`${place}: "${part.from}" is no earlier step.`],
  );

const ranges: readonly (readonly [low: number, high: number, names: RegExp])[] = [
  [0, 59, /^$/],
  [0, 23, /^$/],
  [1, 31, /^(?:L|\d{1,2}W|LW)$/],
  [1, 12, /^(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)$/],
  [1, 7, /^(?:SUN|MON|TUE|WED|THU|FRI|SAT|L|[1-7]L|(?:[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)#[1-5])$/],
  [1970, 2199, /^$/],
];

/** An expression as EventBridge reads it: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html */
export const isExpression = (expression: string): boolean => {
  const rate = /^rate\((\d{1,5}) (minute|hour|day)(s?)\)$/.exec(expression);
  if (rate !== null) return Number(rate[1]) > 0 && (Number(rate[1]) === 1) === (rate[3] === "");
  const fields = /^cron\((.*)\)$/.exec(expression)?.[1]?.split(" ") ?? [];
  if (fields.length !== 6 || (fields[2] === "?") === (fields[4] === "?")) return false;
  return fields.every((field, at) => ((at === 2 || at === 4) && field === "?") || isField(field, ranges[at]));
};

const isField = (field: string, range: (typeof ranges)[number] | undefined): boolean => {
  if (range === undefined || field === "") return false;
  const [low, high, names] = range;
  const isOne = (text: string): boolean =>
    /^\d{1,4}$/.test(text) ? Number(text) >= low && Number(text) <= high : names.test(text);
  return field.split(",").every((part) => {
    const span = part.replace(/\/0?[1-9]\d?$/, "");
    return span === "*" || (span.split("-").length <= 2 && span.split("-").every(isOne));
  });
};
