import type { Body } from "./hcl/ast.ts";

export interface SourceFile {
  name: string;
  text: string;
}

/** A parsed Terraform file. `text` has its secrets masked already; offsets in `body` point into it. */
export interface TerraformFile extends SourceFile {
  body: Body;
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
