import type { Action, Tool } from "../../catalogue/tool.ts";
import type { Clause } from "../clauses/clauses.ts";
import type { Mention } from "../words/mentions.ts";

/** An action that a clause asks for. */
export interface Wanted {
  tool: Tool;
  action: Action;
  clause: Clause;
  /** Where the tool is named, if it is. */
  mention?: Mention;
  /** Asked only for what it knows. */
  source: boolean;
}
