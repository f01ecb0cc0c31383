import { boto3Call, feedCall, imapCall, mongodbCall, pythonCall, smtpCall, sqlCall } from "./service-call.ts";
import type { CallScope } from "./call-text.ts";
import { call, code, flat, LINE, print, text } from "./expression.ts";
import { httpCall } from "./http-call.ts";
import { docstringText, widthOf } from "./literal.ts";
import type { Module } from "./module.ts";
import { functionName, variableName } from "./names.ts";
import { asksForItem, conditionOf, expressionOf, inputsOf } from "./values.ts";
import type { Workflow, WorkflowStep } from "./workflow.ts";

const callLines = (scope: CallScope, step: WorkflowStep): string[] => {
  const { call } = step.action;
  switch (call.kind) {
    case "http":
      return httpCall(scope, step, call);
    case "boto3":
      return boto3Call(scope, call);
    case "smtp":
      return smtpCall(scope, call);
    case "imap":
      return imapCall(scope, call);
    case "sql":
      return sqlCall(scope, step, call);
    case "mongodb":
      return mongodbCall(scope, call);
    case "rss":
      return feedCall(scope, call);
    case "python":
      return pythonCall(scope, step, call.operation);
  }
};

/** The function of a step. */
export const stepFunction = (module: Module, workflow: Workflow, step: WorkflowStep): string => {
  module.import("from typing import Any");
  const inputs = inputsOf(module, workflow, step);
  const scope: CallScope = { module, inputs };
  const lines = [
    ...Array.from(inputs, ([name, given]) => print(`${variableName(name)} = `, given.expression, "", 4)),
    ...callLines(scope, step),
  ];
  const body = lines.flatMap((line) => line.split("\n").map((each, at) => (at === 0 ? `    ${each}` : each)));
  return [
    `def ${functionName(step.id)}(data: dict[str, Any]) -> Any:`,
    `    """${docstringText(`${step.action.title} (${step.tool.name}).`)}"""`,
    ...body,
  ].join("\n");
};

const test = (conditions: readonly string[], indent: number, before: string, after: string): string[] => {
  const single = `${before}${conditions.join(" and ")}${after}`;
  if (indent + widthOf(single) <= LINE) return [single];
  return [`${before}(`, ...conditions.map((each, at) => `    ${at === 0 ? "" : "and "}${each}`), `)${after}`];
};

/** The lines of `run_workflow` that run a step: under its conditions, once or for each of a list. */
const runStep = (module: Module, step: WorkflowStep, mayBeNone: boolean): string[] => {
  const isFilter = step.action.call.kind === "python" && step.action.call.operation === "filter";
  const all = isFilter ? [] : (step.plan.when ?? []);
  const loop = step.plan.for_each;
  const before = all.filter((condition) => loop === undefined || !asksForItem(condition));
  const within = all.filter((condition) => !before.includes(condition));
  const name = functionName(step.id);
  module.use("_step");
  if (mayBeNone) module.use("_or_none");
  let result = print(`data["${step.id}"] = `, code(mayBeNone ? `_or_none(${name}, data)` : `${name}(data)`), "", 12);
  if (loop !== undefined) {
    module.use("_for_each");
    const when = within.map((condition) => flat(conditionOf(module, condition))).join(" and ");
    const parts = [text(step.id), expressionOf(module, loop), code(name), code("data")];
    const each = call("_for_each", when === "" ? parts : [...parts, code(`lambda data: ${when}`)]);
    result = print(`data["${step.id}"] = `, each, "", before.length === 0 ? 8 : 12);
  }
  const lines = [`with _step("${step.id}"):`, `    ${result}`];
  if (before.length === 0) return lines;
  return [
    ...test(
      before.map((condition) => flat(conditionOf(module, condition))),
      4,
      "if ",
      ":",
    ),
    ...lines.map((line) => `    ${line}`),
  ];
};

/** Steps of which a later one asks whether they have found anything. */
const lookedUpIn = ({ steps }: Workflow): ReadonlySet<string> =>
  new Set(
    steps
      .flatMap(({ plan }) => plan.when ?? [])
      .filter(({ operator }) => operator === "exists" || operator === "missing")
      .flatMap(({ left }) => (left.kind === "reference" && left.path.length === 0 ? [left.from] : [])),
  );

/** `run_workflow(trigger)`: the steps in order, each with what the ones before it gave. */
export const runFunction = (module: Module, workflow: Workflow): string => {
  module.import("from typing import Any");
  const lookedUp = lookedUpIn(workflow);
  return [
    "def run_workflow(trigger: Any) -> dict[str, Any]:",
    '    """Run the steps in order; each adds its result to what the next ones may use."""',
    '    data: dict[str, Any] = {"trigger": trigger}',
    ...workflow.steps.flatMap((step) =>
      // Further lines of an expression that was broken already stand where they belong.
      runStep(module, step, lookedUp.has(step.id)).map((line) => `    ${line}`),
    ),
    "    return data",
  ].join("\n");
};
