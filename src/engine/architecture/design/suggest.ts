import type { Model } from "../model/index.ts";
import { inspectProject, parseTerraform } from "../parse/index.ts";
import type { Hints, Inspection, Project, SourceFile, TerraformFile } from "../parse/index.ts";
import { review, rules } from "../rules/index.ts";
import type { Failure, Review } from "../rules/index.ts";
import { joinFiles, outputBlocks, versionsBlock } from "../emit/terraform.ts";
import { maskMarker } from "../secrets/index.ts";
import { cleanProject } from "./clean.ts";
import type { Edit } from "./edit.ts";
import type { Goal } from "./goal.ts";
import { applyEdits } from "./patch.ts";
import { withoutSecrets } from "./unmask.ts";

/** Why something was changed: the rule that failed, or the goal that was asked for. */
export type Reason = { rule: Failure["rule"] } | { goal: Goal };

export interface Suggestion {
  /** The whole design as one Terraform text. */
  terraform: string;
  model: Model;
  review: Review;
  /** What was changed, by the address of the block. */
  applied: { edit: Edit; reason: Reason }[];
}

/** A fix may bring in something that has findings of its own; after this many rounds what is left stays. */
const mostRounds = 3;
const addedFile = "stackstage.tf";

interface Draft {
  /** The user's files. */
  files: readonly SourceFile[];
  /** Blocks of ours, for one file of their own. */
  added: string[];
}

/** Files as they would be written: the user's, then one of ours. */
const written = (draft: Draft): SourceFile[] =>
  draft.added.length === 0
    ? [...draft.files]
    : [...draft.files, { name: addedFile, text: `${draft.added.join("\n\n")}\n` }];

type Parse = (files: readonly SourceFile[]) => { project: Project; clean: boolean };

/** Parses files, those that stand as they were only once; `clean` tells whether all of it could be read. */
const createParser = (known: readonly TerraformFile[]): Parse => {
  const parsed = new Map(known.map((file) => [file.text, { file, clean: true }]));
  const parseOne = (file: SourceFile): { file: TerraformFile; clean: boolean } => {
    const { project, warnings } = parseTerraform([file]);
    const [read] = project.files;
    const result = { file: read ?? { ...file, body: [] }, clean: warnings.length === 0 };
    parsed.set(file.text, result);
    return result;
  };
  return (files) => {
    const results = files.map((file) => {
      const { file: read, clean } = parsed.get(file.text) ?? parseOne(file);
      return { file: read.name === file.name ? read : { ...read, name: file.name }, clean };
    });
    return { project: { files: results.map(({ file }) => file) }, clean: results.every(({ clean }) => clean) };
  };
};

/** What was read without a problem need not be read again. */
const cleanFiles = ({ project, warnings }: Inspection): TerraformFile[] => {
  const troubled = new Set(warnings.map(({ file }) => file));
  return project.files.filter(({ name }) => !troubled.has(name));
};

const collectEdits = (
  failures: readonly Failure[],
  goals: readonly Goal[],
  model: Model,
  tried: Set<string>,
): Map<Edit, Reason> => {
  const edits = new Map<Edit, Reason>();
  for (const failure of failures) {
    const key = `${failure.rule.id} ${failure.resource}`;
    if (tried.has(key)) continue;
    tried.add(key);
    for (const edit of failure.edits) edits.set(edit, { rule: failure.rule });
  }
  for (const goal of goals) {
    if (tried.has(goal.id) || goal.isMet(model) !== false) continue;
    tried.add(goal.id);
    for (const edit of goal.edits(model)) edits.set(edit, { goal });
  }
  return edits;
};

/**
 * The better design: every safe fix and what the goals ask for, written into the user's own code, then read back and
 * judged again. Nothing is removed that a fix does not replace. `review` is that of the current design.
 */
export const suggest = (current: Inspection, found: Review, goals: readonly Goal[], hints: Hints): Suggestion => {
  let draft: Draft = { files: cleanProject(current.project), added: [] };
  const versions = versionsBlock(current.project, current.model.cloud);
  if (versions !== undefined)
    draft = { ...draft, files: [{ name: "versions.tf", text: `${versions}\n` }, ...draft.files] };
  const outputs = outputBlocks(current.project, current.model);
  let { model } = current;
  let latest = found;
  const parse = createParser(cleanFiles(current));
  const tried = new Set<string>();
  const applied: Suggestion["applied"] = [];

  for (let round = 0; round < mostRounds; round++) {
    const edits = collectEdits(latest.failures, goals, model, tried);
    if (edits.size === 0 && round > 0) break;
    const edited = applyReadably(draft, [...edits.keys()], parse);
    for (const goal of shadowedGoals(edits, edited.applied, model)) tried.delete(goal.id);
    draft = hideSecrets(
      round === 0 ? { ...edited.draft, added: [...edited.draft.added, ...outputs] } : edited.draft,
      parse,
    );
    ({ model } = inspectProject(parse(written(draft)).project, {
      ...hints,
      cloud: current.model.cloud,
      region: current.model.region,
    }));
    latest = review(model, rules);
    for (const edit of edited.applied) {
      const reason = edits.get(edit);
      if (reason !== undefined) applied.push({ edit, reason });
    }
  }
  return { terraform: joinFiles(written(draft)), model, review: latest, applied };
};

/** Goals of which a resource was written by another reason in another way: they get to build on that in the next round. */
const shadowedGoals = (edits: ReadonlyMap<Edit, Reason>, applied: readonly Edit[], model: Model): Goal[] => {
  const done = new Set(applied);
  return [...edits].flatMap(([edit, reason]) => {
    const isShadowed = edit.op === "add" && !done.has(edit) && model.find(edit.address) === undefined;
    return isShadowed && "goal" in reason && /^[a-z]+_\w+\./.test(edit.address) ? [reason.goal] : [];
  });
};

/** Applies edits; where the result could not be read back, the edit at fault is found by halving and left out. */
const applyReadably = (draft: Draft, edits: readonly Edit[], parse: Parse): { draft: Draft; applied: Edit[] } => {
  const patched = applyEdits(parse(written(draft)).project, edits);
  const next = nextDraft(
    draft,
    patched.files,
    patched.added.map(({ text }) => text),
  );
  if (parse(written(next)).clean) return { draft: next, applied: patched.applied };
  if (edits.length <= 1) return { draft, applied: [] };
  const middle = Math.floor(edits.length / 2);
  const first = applyReadably(draft, edits.slice(0, middle), parse);
  const second = applyReadably(first.draft, edits.slice(middle), parse);
  return { draft: second.draft, applied: [...first.applied, ...second.applied] };
};

/** Literal secrets that no fix took out become variables. */
const hideSecrets = (draft: Draft, parse: Parse): Draft => {
  const files = written(draft);
  if (!files.some(({ text }) => text.includes(maskMarker))) return draft;
  const read = (sources: readonly SourceFile[]): Project => parse(sources).project;
  const { files: safe, added } = withoutSecrets(read(files), read);
  return nextDraft(draft, safe, added);
};

/** Our own file was parsed and patched with the others: it becomes the start of what is added next. */
const nextDraft = (draft: Draft, files: readonly SourceFile[], added: readonly string[]): Draft => {
  const ours = draft.added.length > 0 ? files.at(-1) : undefined;
  return {
    files: ours === undefined ? files : files.slice(0, -1),
    added: [...(ours === undefined ? [] : [ours.text.trim()]), ...added],
  };
};
