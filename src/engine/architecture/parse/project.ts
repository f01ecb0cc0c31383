import type { Body } from "./hcl/ast.ts";
import { lineIndex } from "./hcl/index.ts";
import type { Position } from "./hcl/index.ts";

export interface SourceFile {
  name: string;
  text: string;
}

/** A parsed Terraform file. `text` has its secrets masked already; offsets in `body` point into it. */
export interface TerraformFile extends SourceFile {
  body: Body;
  /** Of a file that we wrote from another format: `origin[n - 1]` is the line of the user's own text that line `n` stands for. */
  origin?: readonly number[];
  /** Line of the user's text that a declaration begins on → line that its members are introduced on (`Properties:`). */
  bodies?: ReadonlyMap<number, number>;
}

/** The user's own code, in the order that it came. The design language of the whole engine: every input becomes one. */
export interface Project {
  files: readonly TerraformFile[];
}

/** Something that was left out of the analysis, and where. Never repeats input. */
export interface Warning {
  file: string;
  line: number;
  column: number;
  message: string;
}

/** Offset → line and column in the text that the user sent, whatever format that was in. */
export const positionsIn = ({ text, origin }: TerraformFile): ((offset: number) => Position) => {
  const index = lineIndex(text);
  if (origin === undefined) return index;
  return (offset) => {
    const { line } = index(offset);
    return { line: origin[line - 1] ?? line, column: 1 };
  };
};
