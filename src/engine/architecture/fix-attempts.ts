import { createChangeView } from "./change-view.ts";
import { collectEdits } from "./design/collect-edits.ts";
import type { Edit } from "./design/edit.ts";
import { Layout } from "./design/layout.ts";
import type { PlacedEdit } from "./design/placed.ts";
import { placementOf } from "./design/scopes.ts";
import type { Model } from "./model/index.ts";
import { directoryOf } from "./parse/evaluate/directories.ts";
import type { Project } from "./parse/index.ts";
import type { Failure } from "./rules/index.ts";

/** Where an edit is made: in the code of a folder; what it adds goes to the end of a file. */
export interface Home {
  directory: string;
  file: string;
}

export type Edits = ReadonlyMap<Edit, Home>;

/** A finding, what would mend it, and what that looks like by itself. */
export interface Attempt {
  failure: Failure;
  edits: Edits;
  diff: string[];
}

interface Wanted {
  failures: readonly Failure[];
  model: Model;
  /** The files as they came. */
  project: Project;
}

/** Edits for a finding, in the words of the folder that its resource stands in. */
export const editsInOwnWords = ({ failures, model, project }: Wanted): ((failure: Failure) => readonly Edit[]) => {
  const layout = new Layout(project);
  return layout.isFlat ? ownEdits : editsInFolders(failures, model, layout);
};

/** What would mend each of the findings, in the words of the folder that its resource stands in. */
export const attemptFixes = ({ failures, model, project }: Wanted): Attempt[] => {
  const layout = new Layout(project);
  const editsOf = editsInOwnWords({ failures, model, project });
  const views = new Map(
    [...layout.directories].map(([directory, files]) => [directory, createChangeView({ ...project, files })]),
  );
  return failures.map((failure) => {
    const home = { directory: directoryOf(failure.place.file), file: failure.place.file };
    const edits = editsOf(failure);
    const diff = views.get(home.directory)?.(edits, home.file) ?? [];
    return { failure, edits: new Map(edits.map((edit) => [edit, home])), diff };
  });
};

const ownEdits = ({ edits }: Failure): readonly Edit[] => edits;

const sameWork = (rule: string, directory: string): string => `${rule}\n${directory}`;

/** Remedies speak in addresses of the whole design; code of a module calls its resources by shorter names, and others not at all. */
const editsInFolders = (
  failures: readonly Failure[],
  model: Model,
  layout: Layout,
): ((failure: Failure) => readonly Edit[]) => {
  const placed = collectEdits({ failures, goals: [], model, layout, tried: new Set() });
  const works = Map.groupBy(placed, ({ reason, directory }) =>
    sameWork("rule" in reason ? reason.rule.id : "", directory),
  );
  const localOf = ({ resource, address }: Failure): string => {
    const component = model.find(resource) ?? model.find(address);
    return component === undefined ? address : placementOf(component).local;
  };
  const workOf = ({ rule, place }: Failure): string => sameWork(rule.id, directoryOf(place.file));
  const locals = new Map(
    [...Map.groupBy(failures, workOf)].map(([work, members]) => [work, new Set(members.map(localOf))]),
  );
  return (failure) => {
    const work = workOf(failure);
    const local = localOf(failure);
    const all = [...(locals.get(work) ?? [])];
    const isOwn = (edit: PlacedEdit): boolean => speaksOf(edit, local) || !all.some((other) => speaksOf(edit, other));
    const edits = (works.get(work) ?? []).filter(isOwn);
    return edits.some((edit) => speaksOf(edit, local)) || all.length === 1 ? edits.map(({ edit }) => edit) : [];
  };
};

/** Whether an edit changes a block, or adds what names it. */
const speaksOf = ({ edit }: PlacedEdit, local: string): boolean =>
  edit.address === local || (edit.op === "add" && namesBlock(edit.text, local));

const namesBlock = (text: string, local: string): boolean => {
  for (let at = text.indexOf(local); at >= 0; at = text.indexOf(local, at + 1))
    if (!/[\w.-]/.test(text.charAt(at - 1)) && !/[\w-]/.test(text.charAt(at + local.length))) return true;
  return false;
};
