import type { Action, Credential, Input, Tool, ToolTrigger } from "../catalogue/index.ts";
import { findAction, findTool } from "../catalogue/index.ts";
import type { Plan, Value } from "../plan/plan.ts";

export interface WorkflowStep {
  id: string;
  plan: Plan["steps"][number];
  tool: Tool;
  action: Action;
}

/** A plan with what the catalogue says of its tools. */
export interface Workflow {
  plan: Plan;
  trigger: { tool: Tool | undefined; event: ToolTrigger | undefined };
  steps: readonly WorkflowStep[];
  /** Each once, in the order in which they are needed; `trigger` for those that only the trigger needs. */
  credentials: readonly { credential: Credential; tool: Tool; steps: readonly string[] }[];
}

/** A plan that names what the catalogue does not hold. */
export class UnknownTool extends Error {}

/** Looks a plan's tools up; throws `UnknownTool` for one that the catalogue does not hold. */
export const resolveWorkflow = (plan: Plan): Workflow => {
  const named = plan.trigger.tool === undefined ? undefined : findTool(plan.trigger.tool);
  // Who has no webhook of its own sends through one that its user sets up there.
  const isSetUp = plan.trigger.type === "webhook" && named?.triggers.every(({ type }) => type !== "webhook") === true;
  const tool = isSetUp ? findTool("webhook") : named;
  const events = (tool?.triggers ?? []).filter((event) => event.type === plan.trigger.type);
  const event = events.find((each) => each.event === plan.trigger.event) ?? events[0];
  const seen = new Set<string>();
  const steps = plan.steps.map((step): WorkflowStep => {
    const stepTool = findTool(step.tool);
    if (stepTool === undefined) throw new UnknownTool(`The catalogue holds no tool "${step.tool}"`);
    const action = findAction(stepTool, step.action);
    if (action === undefined) throw new UnknownTool(`"${step.tool}" has no action "${step.action}"`);
    let id = step.id;
    for (let again = 2; seen.has(id) || id === "trigger" || id === "item"; again += 1)
      id = `${step.id}_${String(again)}`;
    seen.add(id);
    return { id, plan: step, tool: stepTool, action };
  });
  return { plan, trigger: { tool, event }, steps, credentials: credentialsNeeded(tool, event, steps) };
};

/** Whether the path that a sentence gave is a whole address, `https://…`, so that nothing else says where to call. */
export const isWholeAddress = (step: WorkflowStep): boolean => {
  const { call } = step.action;
  if (call.kind !== "http" || call.path !== "/{path}") return false;
  const given = step.plan.inputs["path"];
  const address = given?.kind === "setting" ? given.example : given?.kind === "literal" ? String(given.value) : "";
  return /^https?:\/\//.test(address);
};

/** `{{KEY}}` in a call, and the key of a service account. */
const namedIn = (step: WorkflowStep): Set<string> => {
  const { call: whole } = step.action;
  const call = JSON.stringify(isWholeAddress(step) ? { ...whole, base: "" } : whole);
  const keys = new Set(Array.from(call.matchAll(/\{\{([A-Z0-9_]{1,80})\}\}/g), (match) => match[1] ?? ""));
  for (const credential of step.tool.credentials) {
    if (call.includes(`"credential":"${credential.key}"`)) keys.add(credential.key);
  }
  return keys;
};

const credentialsNeeded = (
  tool: Tool | undefined,
  event: ToolTrigger | undefined,
  steps: readonly WorkflowStep[],
): Workflow["credentials"] => {
  const found = new Map<string, { credential: Credential; tool: Tool; steps: string[] }>();
  const add = (owner: Tool, key: string, step: string): void => {
    const credential = owner.credentials.find((each) => each.key === key);
    if (credential === undefined) return;
    const entry = found.get(key) ?? { credential, tool: owner, steps: [] };
    if (!entry.steps.includes(step)) entry.steps.push(step);
    found.set(key, entry);
  };
  if (tool !== undefined && event?.secret !== undefined) add(tool, event.secret, "trigger");
  for (const step of steps) {
    const keys = namedIn(step);
    for (const credential of step.tool.credentials)
      if (keys.has(credential.key)) add(step.tool, credential.key, step.id);
  }
  return [...found.values()];
};

/** What an input of a step is given: by the plan, composed of what is known, or by its fallback. */
export const valueOf = (input: Input, step: WorkflowStep): Value | undefined => {
  const given = step.plan.inputs[input.name];
  if (given !== undefined) return given;
  if ("setting" in input.fallback)
    return { kind: "setting", name: input.fallback.setting, example: input.fallback.example };
  return input.fallback.constant === "" ? undefined : { kind: "literal", value: input.fallback.constant };
};

/** The settings of a workflow, each once: environment variables that are no secret. */
export const settingsOf = (
  workflow: Workflow,
): { name: string; example: string; step: WorkflowStep; input: string }[] => {
  const found = new Map<string, { name: string; example: string; step: WorkflowStep; input: string }>();
  const keys = new Set(workflow.credentials.map((entry) => entry.credential.key));
  const add = (value: Value | undefined, step: WorkflowStep, input: string): void => {
    for (const part of value?.kind === "template" ? value.parts : value === undefined ? [] : [value]) {
      if (part.kind === "setting" && !keys.has(part.name) && !found.has(part.name)) {
        found.set(part.name, { name: part.name, example: part.example, step, input });
      }
    }
  };
  for (const step of workflow.steps) {
    for (const input of step.action.inputs) add(valueOf(input, step), step, input.name);
    add(step.plan.for_each, step, "");
    for (const condition of step.plan.when ?? []) {
      add(condition.left, step, "");
      add(condition.right, step, "");
    }
  }
  return [...found.values()];
};

/** The credentials that a plan's code reads, in the order in which it needs them. */
export const credentialsOf = (plan: Plan): readonly Credential[] =>
  resolveWorkflow(plan).credentials.map((entry) => entry.credential);

/** The tools of a plan, each once, the trigger's first, with the credentials that the code reads for it. */
export const toolsOf = (plan: Plan): { id: string; name: string; credentials: readonly Credential[] }[] => {
  const workflow = resolveWorkflow(plan);
  const used = new Set([workflow.trigger.tool, ...workflow.steps.map((step) => step.tool)]);
  return [...used].flatMap((tool) => {
    if (tool === undefined) return [];
    const own = workflow.credentials.filter((entry) => entry.tool === tool);
    return [{ id: tool.id, name: tool.name, credentials: own.map((entry) => entry.credential) }];
  });
};
