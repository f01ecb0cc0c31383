import type { Model } from "../model/index.ts";
import { inspectProject, parseTerraform } from "../parse/index.ts";
import type { Hints, Inspection, Project, SourceFile } from "../parse/index.ts";
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
  files: readonly SourceFile[];
  added: string[];
}

const parseFiles = (files: readonly SourceFile[]): Project => parseTerraform(files).project;

/** Files as they would be written: the user's, then one of ours. */
const written = (draft: Draft): SourceFile[] =>
  draft.added.length === 0 ? [...draft.files] : [...draft.files, { name: addedFile, text: `${draft.added.join("\n\n")}\n` }];

const collectEdits = (failures: readonly Failure[], goals: readonly Goal[], model: Model, tried: Set<string>): Map<Edit, Reason> => {
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
  if (versions !== undefined) draft = { ...draft, files: [{ name: "versions.tf", text: `${versions}\n` }, ...draft.files] };
  const outputs = outputBlocks(current.project, current.model);
  let { model } = current;
  let latest = found;
  const tried = new Set<string>();
  const applied: Suggestion["applied"] = [];

  for (let round = 0; round < mostRounds; round++) {
    const edits = collectEdits(latest.failures, goals, model, tried);
    if (edits.size === 0 && round > 0) break;
    const patched = applyEdits(parseFiles(written(draft)), [...edits.keys()]);
    const added = [...patched.added.map(({ text }) => text), ...(round === 0 ? outputs : [])];
    const next = hideSecrets(nextDraft(draft, patched.files, added));
    const { project, warnings } = parseTerraform(written(next));
    // A change that does not read back is no improvement: what there was before stays.
    if (warnings.length > 0) break;
    ({ model } = inspectProject(project, { ...hints, cloud: current.model.cloud, region: current.model.region }));
    latest = review(model, rules);
    draft = next;
    for (const edit of patched.applied) {
      const reason = edits.get(edit);
      if (reason !== undefined) applied.push({ edit, reason });
    }
  }
  return { terraform: joinFiles(written(draft)), model, review: latest, applied };
};

/** Literal secrets that no fix took out become variables. */
const hideSecrets = (draft: Draft): Draft => {
  const files = written(draft);
  if (!files.some(({ text }) => text.includes(maskMarker))) return draft;
  const { files: safe, added } = withoutSecrets(parseFiles(files), parseFiles);
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
