import type { Workflow } from "./workflow.ts";

/** Something of an event that tells it from the other events of its sender: a header or a field with a value. */
export type Mark =
  | { header: string; value: string }
  | { path: readonly (string | number)[]; value: string | boolean }
  /** Whatever its value: a field that only this event has, or that it has not. */
  | { path: readonly (string | number)[]; value?: never; isThere: boolean };

/** What a person adds to an event whose sender makes no difference: a pull request is closed, and was it merged? */
const NARROWED: readonly {
  tool: string;
  event: string;
  says: RegExp;
  path: readonly string[];
  value: string | boolean;
}[] = [
  {
    tool: "github",
    event: "pull_request.closed",
    says: /\bmerge(?:s|d)?\b/i,
    path: ["pull_request", "merged"],
    value: true,
  },
  {
    tool: "github",
    event: "workflow_run.completed",
    says: /\b(?:fail(?:s|ed|ure)?|breaks|broken)\b/i,
    path: ["workflow_run", "conclusion"],
    value: "failure",
  },
  {
    tool: "github",
    event: "workflow_run.completed",
    says: /\b(?:succe(?:eds?|eded|ss)|pass(?:es|ed)?)\b/i,
    path: ["workflow_run", "conclusion"],
    value: "success",
  },
  {
    tool: "gitlab",
    event: "Merge Request Hook",
    says: /\b(?:is|was|gets|been|are) merged\b|\bmerges\b/i,
    path: ["object_attributes", "action"],
    value: "merge",
  },
  {
    tool: "gitlab",
    event: "Merge Request Hook",
    says: /\b(?:opened|opens|created|new)\b/i,
    path: ["object_attributes", "action"],
    value: "open",
  },
  {
    tool: "gitlab",
    event: "Issue Hook",
    says: /\b(?:opened|opens|created|creates|new|filed|reported)\b/i,
    path: ["object_attributes", "action"],
    value: "open",
  },
  {
    tool: "gitlab",
    event: "Issue Hook",
    says: /\b(?:closed|closes)\b/i,
    path: ["object_attributes", "action"],
    value: "close",
  },
  {
    tool: "gitlab",
    event: "Pipeline Hook",
    says: /\b(?:fail(?:s|ed|ure)?|breaks|broken)\b/i,
    path: ["object_attributes", "status"],
    value: "failed",
  },
  {
    tool: "gitlab",
    event: "Pipeline Hook",
    says: /\b(?:succe(?:eds?|eded|ss)|pass(?:es|ed)?)\b/i,
    path: ["object_attributes", "status"],
    value: "success",
  },
];

/** What stands in an event beside the marks that the catalogue knows. */
const SPECIAL: Readonly<Record<string, readonly Mark[]>> = {
  "slack slash_command": [{ path: ["command"], isThere: true }],
  // What a bot says, this workflow too, starts nothing.
  "slack message": [{ path: ["event", "bot_id"], isThere: false }],
  "slack app_mention": [{ path: ["event", "bot_id"], isThere: false }],
  "slack reaction_added": [{ path: ["event", "bot_id"], isThere: false }],
  // Whether a message was delivered and read is told in the same way as a message.
  "whatsapp messages": [{ path: ["entry", 0, "changes", 0, "value", "messages"], isThere: true }],
};

/** What tells the event that a workflow waits for from the others of its sender; nothing where its address gets one only. */
export const marksOf = ({ plan, trigger: { tool, event } }: Workflow): readonly Mark[] => {
  if (tool === undefined || event === undefined) return [];
  const narrowed = NARROWED.find(
    (each) => each.tool === tool.id && each.event === event.event && each.says.test(plan.trigger.description),
  );
  const special = SPECIAL[`${tool.id} ${event.event}`] ?? [];
  return [
    ...(event.told_by ?? []),
    ...special,
    ...(narrowed === undefined ? [] : [{ path: narrowed.path, value: narrowed.value }]),
  ];
};
