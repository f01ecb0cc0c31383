import { findTool } from "../catalogue/index.ts";
import type { Tool } from "../catalogue/index.ts";
import type { Plan } from "../plan/plan.ts";
import { resolveWorkflow } from "../python/workflow.ts";
import type { Workflow, WorkflowStep } from "../python/workflow.ts";

interface CanvasCredential {
  id: string;
  type: "password" | "text" | "email" | "url";
  name: string;
  description: string;
  required: boolean;
  placeholder: string;
  helpUrl: string;
  validationPattern: string;
}

export interface CanvasNode {
  id: string;
  name: string;
  description: string;
  serviceType: string;
  icon: Tool["icon"];
  position: { x: number; y: number };
  requiredCredentials: CanvasCredential[];
}

export interface CanvasEdge {
  id: string;
  source: string;
  target: string;
}

/** A node is drawn 260 × 120 at most; these leave 80 between neighbours. */
const COLUMN = 340;
const ROW = 200;

/** A name that no step has. */
const TRIGGER = "trigger";

/** Steps whose results a step reads. */
const readBy = (step: WorkflowStep): Set<string> => {
  const found = new Set<string>();
  const visit = (value: unknown, depth: number): void => {
    if (depth > 12 || typeof value !== "object" || value === null) return;
    if ("kind" in value && value.kind === "reference" && "from" in value && typeof value.from === "string") {
      found.add(value.from);
    }
    for (const inner of Object.values(value)) visit(inner, depth + 1);
  };
  visit([step.plan.inputs, step.plan.when, step.plan.for_each], 0);
  return found;
};

/** The step before each: steps under conditions that exclude each other branch off where the first of them does. */
const edgesOf = (workflow: Workflow): [string, string][] => {
  const edges: [string, string][] = [];
  let ends = [TRIGGER];
  let fork: { from: string[]; ends: string[] } | undefined;
  for (const step of workflow.steps) {
    const isConditional = (step.plan.when ?? []).length > 0;
    const followsBranch = fork?.ends.some((end) => readBy(step).has(end)) === true;
    if (isConditional && fork !== undefined && !followsBranch) {
      for (const from of fork.from) edges.push([from, step.id]);
      fork.ends.push(step.id);
      ends = fork.ends;
      continue;
    }
    for (const from of ends) edges.push([from, step.id]);
    fork = isConditional ? { from: ends, ends: [step.id] } : undefined;
    ends = fork?.ends ?? [step.id];
  }
  return edges;
};

/** Columns by the longest way from the trigger, rows around the middle. */
const placesOf = (
  ids: readonly string[],
  edges: readonly [string, string][],
): Map<string, { x: number; y: number }> => {
  const column = new Map<string, number>([[TRIGGER, 0]]);
  // Edges come in the order of the steps, so that a source is placed before its targets.
  for (const [from, to] of edges) column.set(to, Math.max(column.get(to) ?? 0, (column.get(from) ?? 0) + 1));
  const columns = Map.groupBy(ids, (id) => column.get(id) ?? 0);
  const tallest = Math.max(...Array.from(columns.values(), (each) => each.length));
  const places = new Map<string, { x: number; y: number }>();
  for (const [at, members] of columns) {
    const top = ((tallest - members.length) * ROW) / 2;
    members.forEach((id, row) => places.set(id, { x: at * COLUMN, y: top + row * ROW }));
  }
  return places;
};

/** The nodes and edges that Cue's canvas draws: the trigger first, branches side by side, nothing on top of each other. */
export const canvasOf = (plan: Plan): { nodes: CanvasNode[]; edges: CanvasEdge[] } => {
  const workflow = resolveWorkflow(plan);
  const links = edgesOf(workflow);
  const places = placesOf([TRIGGER, ...workflow.steps.map((step) => step.id)], links);
  const asked = new Set<string>();
  const credentialsFor = (id: string): CanvasCredential[] =>
    workflow.credentials.flatMap(({ credential, steps }) => {
      // Each is asked for once, where it is first needed.
      if (steps[0] !== id || asked.has(credential.key)) return [];
      asked.add(credential.key);
      return [
        {
          id: credential.key,
          type: credential.type,
          name: credential.name,
          description: credential.description,
          required: credential.required,
          placeholder: credential.placeholder,
          helpUrl: credential.help_url,
          validationPattern: credential.pattern,
        },
      ];
    });
  const at = (id: string): { x: number; y: number } => places.get(id) ?? { x: 0, y: 0 };
  const { trigger } = plan;
  const sender = trigger.tool === undefined ? undefined : findTool(trigger.tool);
  const nodes: CanvasNode[] = [
    {
      id: TRIGGER,
      name: sender === undefined ? TRIGGER_NAMES[trigger.type] : `${sender.name} event`,
      description: trigger.description,
      serviceType: trigger.tool ?? trigger.type,
      icon:
        trigger.type === "email"
          ? "email"
          : trigger.type === "s3" || trigger.type === "dynamodb"
            ? "storage"
            : "webhook",
      position: at(TRIGGER),
      requiredCredentials: credentialsFor(TRIGGER),
    },
    ...workflow.steps.map((step): CanvasNode => ({
      id: step.id,
      name: `${step.tool.name}: ${step.action.title}`,
      description: step.plan.title,
      serviceType: step.tool.id,
      icon: step.tool.icon,
      position: at(step.id),
      requiredCredentials: credentialsFor(step.id),
    })),
  ];
  return { nodes, edges: links.map(([source, target]) => ({ id: `${source}-${target}`, source, target })) };
};

const TRIGGER_NAMES: Readonly<Record<Plan["trigger"]["type"], string>> = {
  webhook: "Webhook",
  schedule: "Schedule",
  email: "Incoming mail",
  s3: "File in S3",
  sqs: "Message in SQS",
  sns: "SNS notification",
  dynamodb: "Change in DynamoDB",
  eventbridge: "EventBridge event",
  api: "API request",
  manual: "Manual start",
};
