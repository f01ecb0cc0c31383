import { formatPatch, structuredPatch } from "diff";
import type { StructuredPatch } from "diff";
import type { Edit } from "./design/edit.ts";
import { applyEdits } from "./design/patch.ts";
import { isMendable, mendDocuments } from "./document-fix/mend.ts";
import type { Judged } from "./document-fix/mend.ts";
import { attemptFixes } from "./fix-attempts.ts";
import type { Edits, Home } from "./fix-attempts.ts";
import { judge } from "./judge.ts";
import type { Model } from "./model/index.ts";
import { directoriesOf } from "./parse/evaluate/directories.ts";
import { describeFormat, inspect, parseTerraform } from "./parse/index.ts";
import type { Project, SourceFile } from "./parse/index.ts";
import { receive } from "./receive.ts";
import type { Failure } from "./rules/index.ts";
import { scoreReview } from "./score/index.ts";
import { suppress } from "./suppress/index.ts";

/** Which findings are to be mended: those of these rules, or all. */
export interface FixRequest {
  /** Files of any format that is read, as they came. */
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
  /** Findings that were asked for and have no fix that is safe unasked, or one that cannot be written here: `reason`. */
  open: { rule: string; resource: string; file: string; line: number; fix: string; reason?: string }[];
  before: Verdict;
  after: Verdict;
}

interface Verdict {
  score: number;
  findings: { rule: string; severity: string; resource: string; file: string; line: number; title: string }[];
}

/** Files judged: as an answer tells it, and with what the next step needs. */
interface JudgedFiles extends Judged {
  verdict: Verdict;
}

type Parsed = ReturnType<typeof parseTerraform>;

const contextLines = 3;
/** A longer way from one text to the other is not looked for: then the whole file is one change. */
const mostDifferences = 20_000;

const judgeFiles = (files: readonly SourceFile[]): JudgedFiles => {
  const received = receive(files);
  const { model, project } = inspect(received.files);
  const { review: found } = suppress(judge(model, project, received.maskedLines), {
    files: received.masked,
    model,
    project,
  });
  const score = scoreReview(found).overall;
  return {
    failures: found.failures,
    score,
    code: project.files,
    model,
    verdict: {
      score,
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

const append = (text: string, block: string): string => {
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  return `${text.trimEnd()}${lineEnd}${lineEnd}${block.trim().replaceAll(/\r?\n/g, lineEnd)}${lineEnd}`;
};

interface Writer {
  /** The texts with these edits; nothing where none could be made. New blocks go to the end of the file whose resource they are for. */
  write: (edits: Edits) => Map<string, string> | undefined;
  /** Whether what was written reads as well as what came. */
  isReadable: (texts: ReadonlyMap<string, string>) => boolean;
}

const createWriter = (files: readonly SourceFile[], { project, warnings }: Parsed): Writer => {
  const directories = directoriesOf(project);
  return {
    write: (edits) => {
      const texts = new Map<string, string>();
      const byDirectory = Map.groupBy([...edits], ([, { directory }]) => directory);
      for (const [directory, own] of byDirectory) {
        const folder = { ...project, files: directories.get(directory) ?? [] };
        for (const [name, text] of writeFolder(folder, own)) texts.set(name, text);
      }
      return texts.size === 0 ? undefined : texts;
    },
    isReadable: (texts) =>
      parseTerraform(files.map(({ name, text }) => ({ name, text: texts.get(name) ?? text }))).warnings.length <=
      warnings.length,
  };
};

/** The texts of one folder with these edits; none where none could be made. */
const writeFolder = (project: Project, edits: readonly (readonly [Edit, Home])[]): Map<string, string> => {
  const { files, added, applied } = applyEdits(
    project,
    edits.map(([edit]) => edit),
  );
  if (applied.length === 0) return new Map();
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  const homes = new Map(edits.map(([{ address }, { file }]) => [address, file]));
  // What belongs to one file is appended at once: its text is long, and there may be thousands.
  for (const [home, blocks] of Map.groupBy(added, ({ address }) => homes.get(address) ?? files[0]?.name ?? ""))
    texts.set(home, append(texts.get(home) ?? "", blocks.map(({ text }) => text.trim()).join("\n\n")));
  return texts;
};

/** Texts parsed to find one that spoils the others, before those that are left are given up. */
const mostTries = 40;

/** All edits at once; where that cannot be read, by halves, without those at fault. */
const writeAll = ({ write, isReadable }: Writer, groups: readonly Edits[]): Edits[] => {
  const together = (parts: readonly Edits[]): Map<Edit, Home> => new Map(parts.flatMap((edits) => [...edits]));
  let tries = 0;
  let kept: Edits[] = [];
  const keep = (parts: readonly Edits[]): void => {
    if (parts.length === 0 || tries >= mostTries) return;
    tries++;
    const texts = write(together([...kept, ...parts]));
    if (texts === undefined || isReadable(texts)) kept = [...kept, ...parts];
    else if (parts.length > 1) {
      keep(parts.slice(0, parts.length >> 1));
      keep(parts.slice(parts.length >> 1));
    }
  };
  keep(groups);
  return kept;
};

interface FixedPart {
  files: readonly SourceFile[];
  changes: { failure: Failure; diff: string[] }[];
  open: { failure: Failure; reason?: string }[];
}

/** Mends findings in the user's own Terraform: comments and layout stay. */
const fixTerraform = (files: readonly SourceFile[], wanted: readonly Failure[], model: Model): FixedPart => {
  const parsed = parseTerraform(files);
  const attempts = attemptFixes({ failures: wanted, model, project: parsed.project });
  const writer = createWriter(files, parsed);
  const kept = new Set(
    writeAll(
      writer,
      attempts.flatMap(({ edits, diff }) => (diff.length > 0 ? [edits] : [])),
    ),
  );
  const texts = writer.write(new Map([...kept].flatMap((edits) => [...edits])));
  return {
    files: files.map(({ name, text }) => ({ name, text: texts?.get(name) ?? text })),
    changes: attempts.flatMap(({ failure, edits, diff }) => (kept.has(edits) ? [{ failure, diff }] : [])),
    open: attempts.flatMap(({ failure, edits }) => (kept.has(edits) ? [] : [{ failure }])),
  };
};

/** In which way a file is changed. */
type Way = "terraform" | "document" | "none";

const wayOf = (file: SourceFile): Way => {
  if (isMendable(file)) return "document";
  // A file of nothing but comments reads as words.
  return ["Terraform", "words"].includes(describeFormat(file)) ? "terraform" : "none";
};

/** Whether findings in a file of this format are mended: a plan, for one, is no code. */
export const isFixable = (file: SourceFile): boolean => isMendable(file) || describeFormat(file) === "Terraform";

/** Mends findings in the user's own files, each in its own language: comments and layout stay, and the result is judged again. */
export const fixCode = ({ files, rules, resource }: FixRequest): FixedCode => {
  const given = judgeFiles(files);
  const wanted = given.failures.filter(
    (failure) =>
      (rules === "all" || rules.includes(failure.rule.id)) && (resource === undefined || failure.resource === resource),
  );
  const ways = new Map(files.map((file) => [file.name, wayOf(file)]));
  const inFiles = (way: Way): Failure[] => wanted.filter(({ place }) => (ways.get(place.file) ?? "none") === way);
  const terraform = fixTerraform(
    files.filter(({ name }) => ways.get(name) === "terraform"),
    inFiles("terraform"),
    given.model,
  );
  const texts = new Map(terraform.files.map((file) => [file.name, file]));
  const half = files.map((file) => texts.get(file.name) ?? file);
  const judged = terraform.changes.length === 0 ? given : judgeFiles(half);
  const mended = mendDocuments({ files: half, judged, wanted: inFiles("document"), judge: judgeFiles });
  const unchanged = inFiles("none").map((failure) => ({
    failure,
    reason: "Nothing is written into a file of this format.",
  }));

  const nameOf = ({ rule, resource, place }: Failure) => ({
    rule: rule.id,
    resource,
    file: place.file,
    line: place.line,
  });
  return {
    files: [...mended.files],
    patch: files
      .flatMap((file, index) => {
        const next = mended.files[index]?.text ?? file.text;
        return next === file.text ? [] : [formatPatch(differenceOf(file, next))];
      })
      .join(""),
    changes: [...terraform.changes, ...mended.changes].map(({ failure, diff }) => ({ ...nameOf(failure), diff })),
    open: [...terraform.open, ...mended.open, ...unchanged].map(({ failure, reason }) => ({
      ...nameOf(failure),
      fix: failure.rule.fix,
      ...(reason !== undefined && { reason }),
    })),
    before: given.verdict,
    after: judgeFiles(mended.files).verdict,
  };
};
