import { formatPatch, structuredPatch } from "diff";
import type { StructuredPatch } from "diff";
import type { Edit } from "./design/edit.ts";
import { applyEdits } from "./design/patch.ts";
import { judge } from "./judge.ts";
import { inspect, parseTerraform } from "./parse/index.ts";
import type { SourceFile } from "./parse/index.ts";
import { receive } from "./receive.ts";
import type { Failure } from "./rules/index.ts";
import { scoreReview } from "./score/index.ts";

/** Which findings are to be mended: those of these rules, or all. */
export interface FixRequest {
  /** Terraform files as they came. */
  files: readonly SourceFile[];
  rules: readonly string[] | "all";
  /** Only findings on this resource. */
  resource?: string;
}

export interface FixedCode {
  /** The given files, mended; secrets in them are as they came, since they go back to whoever sent them. */
  files: SourceFile[];
  /** All changes as one unified diff. */
  patch: string;
  changes: { rule: string; resource: string; file: string; line: number; diff: string[] }[];
  /** Findings that were asked for and have no fix that is safe unasked, or that clash with another. */
  open: { rule: string; resource: string; file: string; line: number; fix: string }[];
  before: Verdict;
  after: Verdict;
}

interface Verdict {
  score: number;
  findings: { rule: string; severity: string; resource: string; file: string; line: number; title: string }[];
}

const contextLines = 3;
/** A longer way from one text to the other is not looked for: then the whole file is one change. */
const mostDifferences = 20_000;

const verdictOf = (files: readonly SourceFile[]): { verdict: Verdict; failures: readonly Failure[] } => {
  const received = receive(files);
  const { model, project } = inspect(received.files);
  const found = judge(model, project, received.maskedLines);
  return {
    failures: found.failures,
    verdict: {
      score: scoreReview(found).overall,
      findings: found.failures.map(({ rule, resource, place }) => ({
        rule: rule.id,
        severity: rule.severity,
        resource,
        file: place.file,
        line: place.line,
        title: rule.title,
      })),
    },
  };
};

const differenceOf = ({ name, text }: SourceFile, next: string): StructuredPatch =>
  structuredPatch(name, name, text, next, undefined, undefined, {
    context: contextLines,
    maxEditLength: mostDifferences,
  }) ?? structuredPatch(name, name, "", next, undefined, undefined, { context: contextLines });

const linesOf = ({ hunks }: StructuredPatch): string[] =>
  hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...lines,
  ]);

const append = (text: string, block: string): string => {
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  return `${text.trimEnd()}${lineEnd}${lineEnd}${block.trim().replaceAll(/\r?\n/g, lineEnd)}${lineEnd}`;
};

type Edits = ReadonlyMap<Edit, Failure>;

interface Writer {
  /** The texts with these edits; nothing where none could be made. New blocks go to the end of the file whose resource they are for. */
  write: (edits: Edits) => Map<string, string> | undefined;
  /** Whether what was written reads as well as what came. */
  isReadable: (texts: ReadonlyMap<string, string>) => boolean;
}

const createWriter = (files: readonly SourceFile[]): Writer => {
  const { project, warnings } = parseTerraform(files);
  return {
    write: (edits) => {
      const { files: patched, added, applied } = applyEdits(project, [...edits.keys()]);
      if (applied.length === 0) return undefined;
      const texts = new Map(patched.map(({ name, text }) => [name, text]));
      const homes = new Map([...edits].map(([edit, failure]) => [edit.address, failure.place.file]));
      for (const { address, text } of added) {
        const home = homes.get(address) ?? files[0]?.name ?? "";
        texts.set(home, append(texts.get(home) ?? "", text));
      }
      return texts;
    },
    isReadable: (texts) =>
      parseTerraform(files.map(({ name, text }) => ({ name, text: texts.get(name) ?? text }))).warnings.length <=
      warnings.length,
  };
};

/** All edits at once; where that cannot be read, finding by finding, without the one at fault. */
const writeAll = ({ write, isReadable }: Writer, groups: readonly Edits[]): Map<string, string> | undefined => {
  const together = (parts: readonly Edits[]): Map<Edit, Failure> => new Map(parts.flatMap((edits) => [...edits]));
  const texts = write(together(groups));
  if (texts === undefined || isReadable(texts)) return texts;
  let kept: Edits[] = [];
  for (const group of groups) {
    const tried = write(together([...kept, group]));
    if (tried !== undefined && isReadable(tried)) kept = [...kept, group];
  }
  return write(together(kept));
};

/** Mends findings in the user's own Terraform: comments and layout stay, and the result is judged again. */
export const fixCode = ({ files, rules, resource }: FixRequest): FixedCode => {
  const { failures, verdict: before } = verdictOf(files);
  const wanted = failures.filter(
    (failure) =>
      (rules === "all" || rules.includes(failure.rule.id)) && (resource === undefined || failure.resource === resource),
  );
  const writer = createWriter(files);
  const originals = new Map(files.map((file) => [file.name, file]));
  const differencesOf = (texts: ReadonlyMap<string, string>): StructuredPatch[] =>
    [...texts].flatMap(([name, text]) => {
      const original = originals.get(name);
      return original === undefined || original.text === text ? [] : [differenceOf(original, text)];
    });

  const changes: FixedCode["changes"] = [];
  const open: FixedCode["open"] = [];
  const groups: Edits[] = [];
  for (const failure of wanted) {
    const { rule, place } = failure;
    const named = { rule: rule.id, resource: failure.resource, file: place.file, line: place.line };
    const edits: Edits = new Map(failure.edits.map((edit) => [edit, failure]));
    const differences = differencesOf(writer.write(edits) ?? new Map());
    if (differences.length === 0) {
      open.push({ ...named, fix: rule.fix });
      continue;
    }
    changes.push({ ...named, diff: differences.flatMap(linesOf) });
    groups.push(edits);
  }

  const texts = writeAll(writer, groups);
  const fixed = files.map(({ name, text }) => ({ name, text: texts?.get(name) ?? text }));
  const patch =
    texts === undefined
      ? ""
      : differencesOf(texts)
          .map((difference) => formatPatch(difference))
          .join("");
  return { files: fixed, patch, changes, open, before, after: verdictOf(fixed).verdict };
};
