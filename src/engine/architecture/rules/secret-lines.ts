import type { Position } from "../parse/hcl/index.ts";
import { positionsIn } from "../parse/project.ts";
import type { Project, TerraformFile } from "../parse/project.ts";
import type { Failure } from "./review.ts";
import { rule } from "./rule.ts";

/** For a literal secret that no other rule speaks of: in a variable's default, a local, an output, a comment. */
const literalInCode = rule({
  id: "literal-secret-in-code",
  severity: "critical",
  pillar: "security",
  types: [],
  title: "Secret is written into the code",
  why: "Everyone who can read the repository, its history or a build log has the secret, and it cannot be changed without a commit.",
  fix: "Take the value out, give it as a sensitive variable or read it from a secret store, and change it, since it has been seen.",
  refs: { cwe: ["CWE-798"] },
  check: () => ({ outcome: "pass" }),
});

const aboutSecrets = /secret|password|credential|access-key|private-key|token/;

/** Address of the top-level block that stands on a line of the user's text, else the file's name. */
const ownerOf = (file: TerraformFile, line: number, positionOf: (offset: number) => Position): string => {
  for (const item of file.body) {
    if (item.kind !== "block" || positionOf(item.start).line > line || positionOf(item.end - 1).line < line) continue;
    return (
      item.type === "resource" ? item.labels : [item.type === "variable" ? "var" : item.type, ...item.labels]
    ).join(".");
  }
  return file.name;
};

/** One failure for every masked line that no other finding about secrets covers. `maskedLines`: file name → lines from 1. */
export const secretFailures = (
  project: Project,
  maskedLines: ReadonlyMap<string, readonly number[]>,
  failures: readonly Failure[],
): Failure[] => {
  const told = failures.filter((failure) => aboutSecrets.test(failure.rule.id));
  const found: Failure[] = [];
  for (const file of project.files) {
    const lines = maskedLines.get(file.name) ?? [];
    if (lines.length === 0) continue;
    const positionOf = positionsIn(file);
    for (const line of lines) {
      const covered = told.some(
        ({ place }) => place.file === file.name && place.line <= line && line <= place.end_line,
      );
      if (covered) continue;
      const resource = ownerOf(file, line, positionOf);
      const place = { file: file.name, line, end_line: line };
      found.push({ rule: literalInCode, resource, address: resource, place, edits: [] });
    }
  }
  return found;
};
