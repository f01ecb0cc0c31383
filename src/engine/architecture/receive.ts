import { describeFormat } from "./parse/format.ts";
import type { ReadFormat } from "./parse/format.ts";
import { translateCloudFormation } from "./parse/cloudformation/index.ts";
import { translatePlan, translateTerraformJson } from "./parse/terraform-json/index.ts";
import type { ReadFile, SourceFile, Warning } from "./parse/index.ts";
import type { Translation } from "./parse/translate/terraform-writer.ts";
import { maskCode, maskDocument, maskMarker } from "./secrets/index.ts";

/** What came, made fit to be read: no secret in it, all of it Terraform. */
export interface Received {
  /** The user's own texts with their secrets masked: the only form of them that may be kept. */
  masked: SourceFile[];
  files: ReadFile[];
  /** File name → lines of the user's text on which a secret was. */
  maskedLines: Map<string, number[]>;
  warnings: Warning[];
}

const translators: Readonly<Record<Exclude<ReadFormat, "Terraform">, (file: SourceFile) => Translation>> = {
  CloudFormation: translateCloudFormation,
  "Terraform JSON": translateTerraformJson,
  "a Terraform plan": translatePlan,
};

/** Masks the secrets of every file, then writes those of other formats as Terraform. */
export const receive = (sources: readonly SourceFile[]): Received => {
  const received: Received = { masked: [], files: [], maskedLines: new Map(), warnings: [] };
  for (const source of sources) {
    const format = describeFormat(source);
    if (format === "CloudFormation" || format === "Terraform JSON" || format === "a Terraform plan")
      receiveDocument(source, format, received);
    else receiveTerraform(source, received);
  }
  return received;
};

const receiveTerraform = ({ name, text }: SourceFile, { masked, files, maskedLines }: Received): void => {
  const { text: safe, lines, parsed } = maskCode(text);
  if (lines.length > 0) maskedLines.set(name, lines);
  masked.push({ name, text: safe });
  files.push({ name, text: safe, ...(parsed !== undefined && { parsed }) });
};

const receiveDocument = (
  { name, text }: SourceFile,
  format: keyof typeof translators,
  { masked, files, maskedLines, warnings }: Received,
): void => {
  const safe = maskDocument(text);
  masked.push({ name, text: safe.text });
  const written = translators[format]({ name, text: safe.text });
  for (const problem of written.problems) warnings.push({ file: name, ...problem });
  // Once more as Terraform: its syntax tells of secrets that the document's own does not.
  const { text: code, parsed } = maskCode(written.text);
  // A plan shows the value of every variable: only what the code itself says is somebody's mistake.
  const lines = new Set(format === "a Terraform plan" ? [] : safe.lines);
  for (const [index, line] of code.split("\n").entries())
    if (line.includes(maskMarker)) lines.add(written.lines[index] ?? 1);
  if (lines.size > 0)
    maskedLines.set(
      name,
      [...lines].toSorted((a, b) => a - b),
    );
  files.push({ name, text: code, origin: written.lines, ...(parsed !== undefined && { parsed }) });
};
