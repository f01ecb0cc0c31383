/** Tools whose comments are honoured, and our own. */
export type Tool = "checkov" | "trivy" | "tfsec" | "kics" | "stackstage";

/** A comment by which somebody says that a finding is accepted. */
export interface Directive {
  by: Tool;
  file: string;
  /** Line of the comment. */
  line: number;
  /** Ids as the tool calls its checks, lower case; `*` stands for any part of one. */
  ids: readonly string[];
  reason: string;
  covers: Cover;
}

/**
 * What a comment covers: the resource that it stands in, one line, whatever begins on a line (a resource, a nested
 * block, an argument), or the whole file.
 */
export type Cover =
  | { what: "resource" }
  | { what: "line"; line: number }
  | { what: "start"; line: number }
  | { what: "file" };
