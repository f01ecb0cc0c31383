import type { Action } from "../../catalogue/tool.ts";

/** What is done to something, as far as it matters whether it was asked for: told by the first word of an action's id. */
export type Deed = "read" | "create" | "update" | "delete" | "other";

const deeds: readonly (readonly [deed: Deed, words: RegExp])[] = [
  ["read", /^(?:get|read|list|find|query|scan|search|fetch|look|download|export|check)(?:_|$)/],
  ["delete", /^(?:delete|remove|clear|archive|cancel|unsubscribe|close)(?:_|$)/],
  [
    "update",
    /^(?:update|set|change|move|tag|transition|complete|resolve|acknowledge|assign|replace|identify|merge|increment|upsert)(?:_|$)/,
  ],
  ["create", /^(?:create|add|insert|append|put|post|send|submit|index|push|upload|save|track|publish|open)(?:_|$)/],
];

export const deedOf = ({ id }: Action): Deed => deeds.find(([, words]) => words.test(id))?.[0] ?? "other";
