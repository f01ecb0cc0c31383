import type { Input } from "../catalogue/index.ts";
import type { Condition, Part, Value } from "../plan/plan.ts";
import { call, code, dict, list, text } from "./expression.ts";
import type { Expression } from "./expression.ts";
import type { Module } from "./module.ts";
import { pythonLiteral } from "./literal.ts";
import { valueOf } from "./workflow.ts";
import type { Workflow, WorkflowStep } from "./workflow.ts";

/** What stands in the file that an event of S3 names: the event itself does not hold it. */
const isStoredFile = (value: Part): boolean =>
  value.kind === "reference" && value.from === "trigger" && value.path.join("/") === "s3/object/content";

/** Whether a plan reads the file that its event names. */
export const readsStoredFile = ({ steps }: Workflow): boolean =>
  steps.some(({ plan }) =>
    Object.values(plan.inputs).some((value) =>
      value.kind === "template" ? value.parts.some(isStoredFile) : isStoredFile(value),
    ),
  );

const part = (module: Module, value: Part): Expression => {
  if (value.kind === "literal") {
    return typeof value.value === "string" ? text(value.value) : code(pythonLiteral(value.value));
  }
  if (value.kind === "setting") return code(value.name);
  const whole = code(`data[${pythonLiteral(value.from)}]`);
  if (isStoredFile(value)) {
    module.use("_stored_file");
    return call("_stored_file", [whole]);
  }
  if (value.path.length === 0 && value.from === "trigger") return whole;
  module.use("_pick");
  return call("_pick", [
    code("data"),
    ...[value.from, ...value.path].map((key) => (typeof key === "string" ? text(key) : code(String(key)))),
  ]);
};

/** A value of the plan as a Python expression of whatever type it has. */
export const expressionOf = (module: Module, value: Value): Expression => {
  if (value.kind !== "template") return part(module, value);
  if (value.parts.every((each) => each.kind === "literal")) {
    return text(value.parts.map((each) => (each.kind === "literal" ? String(each.value) : "")).join(""));
  }
  module.use("_text");
  return call(
    "_text",
    value.parts.map((each) => part(module, each)),
  );
};

export const conditionOf = (module: Module, condition: Condition): Expression => {
  module.use("_holds");
  const right = condition.right === undefined ? [] : [expressionOf(module, condition.right)];
  return call("_holds", [expressionOf(module, condition.left), text(condition.operator), ...right]);
};

/** Whether a condition is about the item that a loop is at. */
export const asksForItem = (condition: Condition): boolean =>
  [condition.left, condition.right].some((value) =>
    (value?.kind === "template" ? value.parts : value === undefined ? [] : [value]).some(
      (each) => each.kind === "reference" && each.from === "item",
    ),
  );

/** The fields that are known of the event, by name: what an item, a row or a message is made of where nobody says. */
const knownFields = (workflow: Workflow): { name: string; path: readonly (string | number)[] }[] => {
  const paths = new Set<string>();
  return (workflow.trigger.event?.outputs ?? []).filter((field) => {
    const path = JSON.stringify(field.path);
    return !paths.has(path) && paths.add(path);
  });
};

const composed = (module: Module, workflow: Workflow, input: Input, step: WorkflowStep): Expression => {
  if (step.plan.for_each !== undefined) return code('data["item"]');
  if (workflow.plan.trigger.type === "dynamodb") {
    // What fields a table has, nobody but its owner knows: the item is kept whole.
    module.use("_pick");
    const item = call("_pick", [code("data"), text("trigger"), text("item")]);
    if (input.type !== "list") return item;
    module.use("_cells");
    return call("_cells", [item]);
  }
  const fields = knownFields(workflow);
  // Of a sender that we do not know, the fields are guesses: it is kept whole.
  const isKnownSender = workflow.trigger.event?.type === "webhook" && workflow.trigger.tool?.id !== "webhook";
  const isWhole = !isKnownSender && input.type !== "list" && workflow.plan.trigger.type !== "s3";
  if (fields.length === 0 || isWhole) return code('data["trigger"]');
  module.use("_pick");
  const pick = (path: readonly (string | number)[]): Expression =>
    call("_pick", [
      code("data"),
      text("trigger"),
      ...path.map((key) => (typeof key === "string" ? text(key) : code(String(key)))),
    ]);
  if (input.type === "list") return list(fields.map((field) => pick(field.path)));
  module.use("_compact");
  return call("_compact", [dict(fields.map((field) => [text(field.name), pick(field.path)]))]);
};

const RELATIVE_TIME = /^now(?:[+-]\d{1,6})?$/;
const RELATIVE_DATE = /^today(?:[+-]\d{1,4})?$/;

const COERCIONS = {
  text: "_text",
  number: "_number",
  list: "_list",
  object: "_object",
  json: "_json_text",
  time: "_time",
  date: "_date",
  file: "_file",
} as const;

/** Literals and settings need no look at what they are. */
const typed = (module: Module, input: Input, value: Value | undefined, expression: Expression): Expression => {
  const literal = value?.kind === "literal" ? value.value : expression.kind === "text" ? expression.value : undefined;
  if (input.type === "text" || input.type === "file") {
    if (literal !== undefined) return text(String(literal));
    if (value?.kind === "setting" || (value?.kind === "template" && expression.kind === "call")) return expression;
  }
  if (input.type === "number" && literal !== undefined && literal !== "" && Number.isFinite(Number(literal))) {
    return code(pythonLiteral(Number(literal)));
  }
  if (input.type === "list" && (expression.kind === "list" || typeof literal === "string")) {
    if (expression.kind === "list") return expression;
    if (typeof literal === "string" && !literal.trimStart().startsWith("["))
      return list(literal === "" ? [] : [text(literal)]);
  }
  if (input.type === "object" && expression.kind === "call" && expression.name === "_compact") return expression;
  if (input.type === "time" && typeof literal === "string" && RELATIVE_TIME.test(literal)) {
    module.use("_time_from_now");
    const minutes = Number(literal.slice("now".length) || "0");
    return call("_time_from_now", [code(String(minutes))]);
  }
  if (input.type === "date" && typeof literal === "string" && RELATIVE_DATE.test(literal)) {
    module.use("_day_from_today");
    const days = Number(literal.slice("today".length) || "0");
    return call("_day_from_today", [code(String(days))]);
  }
  const coercion = COERCIONS[input.type];
  module.use(coercion);
  return call(coercion, [expression]);
};

/** The first of two that has a value. */
const either = (first: Expression, second: Expression): Expression => ({ kind: "either", first, second });

export interface GivenInput {
  input: Input;
  expression: Expression;
  /** It may turn out to have no value, and is optional. */
  mayBeMissing: boolean;
}

/** What an action's inputs are given; optional ones that nothing fills are not in it. */
export const inputsOf = (module: Module, workflow: Workflow, step: WorkflowStep): Map<string, GivenInput> => {
  const inputs = new Map<string, GivenInput>();
  for (const input of step.action.inputs) {
    const value = valueOf(input, step);
    const blank = value === undefined || (value.kind === "literal" && value.value === "");
    if (blank && input.compose !== true && !input.required) continue;
    const expression =
      blank && input.compose === true
        ? typed(module, input, undefined, composed(module, workflow, input, step))
        : typed(module, input, value, value === undefined ? text("") : expressionOf(module, value));
    const words = "constant" in input.fallback ? input.fallback.constant : "";
    const isUncertain = value?.kind === "reference" || value?.kind === "template";
    if (input.type === "text" && words !== "" && isUncertain) {
      inputs.set(input.name, { input, expression: either(expression, text(words)), mayBeMissing: false });
      continue;
    }
    const certain =
      expression.kind === "list" ||
      expression.kind === "text" ||
      value?.kind === "setting" ||
      (input.type === "number" && expression.kind === "code");
    if (input.required && !(certain && !(expression.kind === "text" && expression.value === ""))) {
      module.use("_required");
      inputs.set(input.name, {
        input,
        expression: call("_required", [text(input.name), expression]),
        mayBeMissing: false,
      });
    } else {
      inputs.set(input.name, { input, expression, mayBeMissing: !input.required });
    }
  }
  return inputs;
};
