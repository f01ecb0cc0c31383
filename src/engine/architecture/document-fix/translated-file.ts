import { readDocument } from "../parse/document/index.ts";
import type { DocumentNode } from "../parse/document/node.ts";
import { lineIndex } from "../parse/hcl/index.ts";
import type { ReadFormat } from "../parse/format.ts";
import { addressOf } from "../design/patch.ts";
import { positionsIn } from "../parse/project.ts";
import type { SourceFile, TerraformFile } from "../parse/project.ts";
import type { Failure } from "../rules/index.ts";
import type { DocumentChange } from "./change.ts";
import { styleOf } from "./style.ts";
import type { Style } from "./style.ts";

export type FixedFormat = Exclude<ReadFormat, "Terraform" | "Terraform JSON" | "a Terraform plan">;

/** A file of documents as it came, and the Terraform that it was read as. */
export interface TranslatedFile {
  name: string;
  format: FixedFormat;
  /** As it came: its secrets are in it. */
  text: string;
  documents: readonly DocumentNode[];
  problems: number;
  style: Style;
  lineOf: (offset: number) => number;
  code: TerraformFile;
  /** Address of a block → line of the document that it stands for. */
  lines: ReadonlyMap<string, number>;
}

/** What is to be done about a finding, in the words of the file that it is in; or why nothing is. */
export type Plan =
  | { failure: Failure; file: string; changes: readonly DocumentChange[] }
  | { failure: Failure; reason: string };

const linesOf = (code: TerraformFile): Map<string, number> => {
  const positionOf = positionsIn(code);
  const lines = new Map<string, number>();
  for (const item of code.body) {
    const address = item.kind === "block" ? addressOf(item) : "";
    if (item.kind === "block" && !lines.has(address)) lines.set(address, positionOf(item.start).line);
  }
  return lines;
};

export const readTranslated = (
  { name, text }: SourceFile,
  format: FixedFormat,
  code: TerraformFile,
): TranslatedFile => {
  const { documents, problems } = readDocument(text);
  const position = lineIndex(text);
  const isJson = /^\uFEFF?\s*[{[]/.test(text);
  return {
    name,
    format,
    text,
    documents,
    problems: problems.length,
    style: styleOf(text, documents, isJson),
    lineOf: (offset) => position(offset).line,
    code,
    lines: linesOf(code),
  };
};
