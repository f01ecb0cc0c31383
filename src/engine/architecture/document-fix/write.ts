import { readDocument } from "../parse/document/index.ts";
import type { SourceFile } from "../parse/index.ts";
import { addChanges, changedValue, emptyBranch, sameValue } from "./change.ts";
import type { Branch, DocumentValue } from "./change.ts";
import { keepsComments } from "./comments.ts";
import { plainValue, valueOf } from "./document-value.ts";
import { hunksOf } from "./hunks.ts";
import { Refusal, spliced, splicesFor } from "./splice.ts";
import type { Plan, TranslatedFile } from "./translated-file.ts";
import type { Failure } from "../rules/index.ts";

/** A change that can be made, and what it looks like by itself. */
export interface Choice {
  failure: Failure;
  file: TranslatedFile;
  changes: Extract<Plan, { changes: unknown }>["changes"];
  diff: string[];
}

/** The change by itself. Throws `Refusal` where it cannot be made in one place of the text. */
export const choiceOf = (plan: Extract<Plan, { changes: unknown }>, file: TranslatedFile): Choice => {
  const branch = emptyBranch();
  if (!addChanges(branch, plan.changes)) throw new Refusal("The change says two things of one setting.");
  const splices = splicesFor(file, branch);
  return { failure: plan.failure, file, changes: plan.changes, diff: hunksOf(file.text, file.lineOf, splices) };
};

/** All changes to one file that go together; the rest wait for another time. */
export interface Gathered {
  branches: Map<TranslatedFile, Branch>;
  kept: Choice[];
  waiting: Choice[];
}

/** Puts changes together: where two want something else of one place, the first one holds. */
export const gather = (choices: readonly Choice[]): Gathered => {
  const gathered: Gathered = { branches: new Map(), kept: [], waiting: [] };
  for (const choice of choices) {
    const branch = gathered.branches.get(choice.file) ?? emptyBranch();
    gathered.branches.set(choice.file, branch);
    (addChanges(branch, choice.changes) ? gathered.kept : gathered.waiting).push(choice);
  }
  return gathered;
};

const valuesOf = (documents: TranslatedFile["documents"]): DocumentValue[] => documents.map(valueOf);

/**
 * The text with its changes, held against the text before: it reads, every comment is still there, and it says what it
 * said but for what was to change. Throws `Refusal` where it does not.
 */
export const writeChanges = (file: TranslatedFile, branch: Branch): SourceFile => {
  const { name, text, style } = file;
  const next = spliced(text, splicesFor(file, branch));
  if (next === undefined) throw new Refusal("The change has two parts in one place.");
  const { documents, problems } = readDocument(next);
  if (problems.length > file.problems) throw new Refusal("The file could not be read any more.");
  if (!keepsComments(text, next, style.isJson))
    throw new Refusal("A comment would be lost: it stands in what has to go.");
  const wanted = changedValue(valuesOf(file.documents), branch);
  if (wanted === undefined || !sameValue(plainValue(wanted), plainValue(valuesOf(documents))))
    throw new Refusal("More than this would change: another place of the file depends on it.");
  return { name, text: next };
};
