import type { DocumentNode } from "../document/node.ts";

/** A value and where the names in it mean something. */
export interface Bound {
  node: DocumentNode;
  frame: Frame;
}

interface Parameter {
  /** What it is in Terraform: `var.size`; none when the deployment that holds the template gives the value. */
  code?: string;
  /** Its default, or what the outer deployment gives. */
  value?: Bound;
}

interface Variable {
  code?: string;
  node: DocumentNode;
}

/** What the expressions of one template may name. Azure compares names without their case, so keys are in lower case. */
export interface Frame {
  parameters: Map<string, Parameter>;
  variables: Map<string, Variable>;
  /** Loop → its place, as code; `""` is the innermost. */
  indexes: ReadonlyMap<string, string>;
}

/** The same names inside a loop. */
export const inLoop = (frame: Frame, name: string, index: string): Frame => ({
  ...frame,
  indexes: new Map([...frame.indexes, ["", index], [name.toLowerCase(), index]]),
});
