import { parseHcl } from "./hcl/index.ts";
import { positionsIn } from "./project.ts";
import type { Project, SourceFile, TerraformFile, Warning } from "./project.ts";

export { evaluateProject } from "./evaluate/evaluate-project.ts";

/** A file that may have been parsed already. */
export interface ReadFile extends SourceFile {
  parsed?: ReturnType<typeof parseHcl>;
  origin?: readonly number[];
  bodies?: ReadonlyMap<number, number>;
}

/**
 * Reads Terraform files. A block that cannot be read is left out and named by a warning with its place; so is a file
 * of which nothing can be read.
 */
export const parseTerraform = (files: readonly ReadFile[]): { project: Project; warnings: Warning[] } => {
  const parsed: TerraformFile[] = [];
  const warnings: Warning[] = [];
  for (const { name, text, parsed: known, origin, bodies } of files) {
    const { body, problems } = known ?? parseHcl(text);
    const file: TerraformFile = { name, text, body, ...(origin && { origin }), ...(bodies && { bodies }) };
    const positionOf = positionsIn(file);
    for (const { message, offset } of problems) warnings.push({ file: name, ...positionOf(offset), message });
    if (body.length > 0 || problems.length === 0) parsed.push(file);
  }
  return { project: { files: parsed }, warnings };
};
