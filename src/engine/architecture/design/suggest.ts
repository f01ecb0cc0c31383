import type { Model } from "../model/index.ts";
import { inspectProject } from "../parse/index.ts";
import type { Hints, Inspection, TerraformFile } from "../parse/index.ts";
import { review, rules } from "../rules/index.ts";
import type { Review } from "../rules/index.ts";
import { joinFiles, outputBlocks, versionsBlock } from "../emit/terraform.ts";
import { maskMarker } from "../secrets/index.ts";
import { cleanProject } from "./clean.ts";
import { addressesOf, collectEdits } from "./collect-edits.ts";
import {
  applyReadably,
  createParser,
  filesByDirectory,
  freeFile,
  namesOf,
  rewriteDirectories,
  written,
} from "./draft.ts";
import type { Draft, Parse } from "./draft.ts";
import type { Edit } from "./edit.ts";
import type { Goal } from "./goal.ts";
import { Layout } from "./layout.ts";
import type { PlacedEdit, Reason } from "./placed.ts";
import { scopesOf } from "./scopes.ts";
import { withoutSecrets } from "./unmask.ts";
import { argumentsMissingIn, wireVariables } from "./wire-variables.ts";

export type { Reason } from "./placed.ts";

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

/** What was read without a problem need not be read again. */
const cleanFiles = ({ project, warnings }: Inspection): TerraformFile[] => {
  const troubled = new Set(warnings.map(({ file }) => file));
  return project.files.filter(({ name }) => !troubled.has(name));
};

/**
 * The better design: every safe fix and what the goals ask for, written into the user's own code, then read back and
 * judged again. Nothing is removed that a fix does not replace. `found` is the review of the current design; `keep`
 * takes out of later ones what the user accepts.
 */
export const suggest = (
  current: Inspection,
  found: Review,
  goals: readonly Goal[],
  hints: Hints,
  keep: (review: Review) => Review = (review) => review,
): Suggestion => {
  const parse = createParser(cleanFiles(current));
  const layout = new Layout(current.project);
  const missing = argumentsMissingIn(layout);
  const hidden = { ...hints, cloud: current.model.cloud, region: current.model.region };
  let draft = begin(current, layout);
  let { model } = current;
  let latest = found;
  const tried = new Set<string>();
  const applied: Suggestion["applied"] = [];

  for (let round = 0; round < mostRounds; round++) {
    const at = round === 0 ? layout : new Layout(parse(written(draft)).project);
    const edits = collectEdits({ failures: latest.failures, goals, model, layout: at, tried });
    if (edits.length === 0 && round > 0) break;
    const edited = applyReadably(draft, edits, parse);
    for (const goal of shadowedGoals(edits, edited.applied, model)) tried.delete(goal.id);
    draft = round === 0 ? withOutputs(edited.draft, current, layout) : edited.draft;
    draft = hideSecrets(draft, parse);
    if (!layout.isFlat) draft = wireVariables(draft, missing, parse);
    applied.push(...nameChanges(edited.applied, at, model));
    ({ model } = inspectProject(parse(written(draft)).project, hidden));
    latest = keep(review(model, rules));
  }
  return { terraform: joinFiles(written(draft)), model, review: latest, applied };
};

/** The user's files, cleaned, and what pins the provider of each root. */
const begin = ({ project, model }: Inspection, { applied }: Layout): Draft => {
  const files = cleanProject(project);
  const taken = namesOf(files);
  const folders = filesByDirectory(project);
  const versions = applied.flatMap((root) => {
    const text = versionsBlock({ files: folders.get(root) ?? [] }, model.cloud);
    return text === undefined ? [] : [{ name: freeFile(taken, root, "versions", "terraform"), text: `${text}\n` }];
  });
  return { files: [...versions, ...files], added: new Map() };
};

/** Blocks of outputs for each root that has none. */
const withOutputs = (draft: Draft, { project, model }: Inspection, { roots, applied }: Layout): Draft => {
  const added = new Map(draft.added);
  const folders = filesByDirectory(project);
  for (const root of applied) {
    const outputs = outputBlocks({ files: folders.get(root) ?? [] }, model, roots.get(root) ?? "");
    if (outputs.length > 0) added.set(root, [...(added.get(root) ?? []), ...outputs]);
  }
  return { ...draft, added };
};

/** Variables and data sources of a module carry a change; they are not one, and the design has no address for them. */
const isTold = (address: string, local: string): boolean =>
  address === local || !/^(?:variable|output|data|locals|terraform|provider)(?:\.|$)/.test(local);

/** Edits under the addresses that the design as a whole has for their blocks. */
const nameChanges = (edits: readonly PlacedEdit[], layout: Layout, model: Model): Suggestion["applied"] => {
  const scopes = layout.isFlat ? undefined : scopesOf(model, layout.roots);
  return edits.flatMap((placed) => {
    const { edit, reason } = placed;
    const addresses = scopes === undefined ? [edit.address] : addressesOf(placed, scopes);
    return addresses
      .filter((address) => isTold(address, edit.address))
      .map((address) => ({ edit: address === edit.address ? edit : { ...edit, address }, reason }));
  });
};

/** Goals of which a resource was written by another reason in another way: they get to build on that in the next round. */
const shadowedGoals = (edits: readonly PlacedEdit[], applied: readonly PlacedEdit[], model: Model): Goal[] => {
  const done = new Set(applied);
  return edits.flatMap((placed) => {
    const { edit, reason } = placed;
    const isShadowed = edit.op === "add" && !done.has(placed) && model.find(edit.address) === undefined;
    return isShadowed && "goal" in reason && /^[a-z]+_\w+\./.test(edit.address) ? [reason.goal] : [];
  });
};

/** Literal secrets that no fix took out become variables of the folder that they stand in. */
const hideSecrets = (draft: Draft, parse: Parse): Draft => {
  if (!written(draft).some(({ text }) => text.includes(maskMarker))) return draft;
  return rewriteDirectories(draft, parse, (project) => {
    if (!project.files.some(({ text }) => text.includes(maskMarker))) return undefined;
    return withoutSecrets(project, (sources) => parse(sources).project);
  });
};
