import { parseTerraform } from "../parse/index.ts";
import type { Project, SourceFile, TerraformFile } from "../parse/index.ts";
import { directoryOf } from "../parse/evaluate/directories.ts";
import type { Edit } from "./edit.ts";
import { applyEdits } from "./patch.ts";

/** An edit with the folder that it is made in; its addresses are as that folder's code writes them. */
export interface EditInFolder {
  edit: Edit;
  directory: string;
}

/** A design under way. */
export interface Draft {
  /** The user's files. */
  files: readonly SourceFile[];
  /** Blocks of ours by the folder that they belong to: each folder has one file of them. */
  added: ReadonlyMap<string, readonly string[]>;
}

const inDirectory = (directory: string, name: string): string => (directory === "" ? name : `${directory}/${name}`);

/** The first of these names, with a number where need be, that is not taken in the folder. */
export const freeFile = (taken: ReadonlySet<string>, directory: string, ...wanted: string[]): string => {
  const names = wanted.map((name) => inDirectory(directory, `${name}.tf`));
  let free = names.find((name) => !taken.has(name));
  for (let number = 2; free === undefined || taken.has(free); number++)
    free = inDirectory(directory, `${wanted.at(-1) ?? ""}-${number}.tf`);
  return free;
};

/** Names of files. */
export const namesOf = (files: readonly SourceFile[]): Set<string> => new Set(files.map(({ name }) => name));

/** Files as they would be written: the user's, then those of ours. */
export const written = (draft: Draft): SourceFile[] => {
  const taken = namesOf(draft.files);
  const ours = [...draft.added].flatMap(([directory, blocks]) =>
    blocks.length === 0 ? [] : [{ name: freeFile(taken, directory, "stackstage"), text: `${blocks.join("\n\n")}\n` }],
  );
  return [...draft.files, ...ours];
};

export type Parse = (files: readonly SourceFile[]) => { project: Project; clean: boolean };

/** Parses files, those that stand as they were only once; `clean` tells whether all of it could be read. */
export const createParser = (known: readonly TerraformFile[]): Parse => {
  // The suggested design is Terraform whatever it was made from: its lines are its own.
  const parsed = new Map(known.map(({ name, text, body }) => [text, { file: { name, text, body }, clean: true }]));
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

/** What was written into one folder: its files as they are now, and blocks that belong to none of them. */
interface Rewritten {
  files: readonly SourceFile[];
  added: readonly string[];
}

/** A project's files by their folder, in the order of the folders. */
export const filesByDirectory = ({ files }: Project): Map<string, TerraformFile[]> => {
  const folders = new Map<string, TerraformFile[]>();
  for (const file of files) {
    const directory = directoryOf(file.name);
    const known = folders.get(directory);
    if (known === undefined) folders.set(directory, [file]);
    else known.push(file);
  }
  return folders;
};

/** Rewrites folder after folder; where `rewrite` answers nothing the folder stays as it is. */
export const rewriteDirectories = (
  draft: Draft,
  parse: Parse,
  rewrite: (project: Project, directory: string) => Rewritten | undefined,
): Draft => {
  const texts = new Map(draft.files.map(({ name, text }) => [name, text]));
  const added = new Map(draft.added);
  const taken = namesOf(draft.files);
  for (const [directory, files] of filesByDirectory(parse(written(draft)).project)) {
    const own = freeFile(taken, directory, "stackstage");
    const rewritten = rewrite({ files }, directory);
    if (rewritten === undefined) continue;
    // Our own file was rewritten with the others: it becomes the start of what is added next.
    let ours: string[] = [];
    for (const { name, text } of rewritten.files)
      if (name === own) ours = [text.trim()];
      else texts.set(name, text);
    added.set(directory, [...ours, ...rewritten.added]);
  }
  return { files: draft.files.map(({ name }) => ({ name, text: texts.get(name) ?? "" })), added };
};

/** Makes edits, each in its own folder; those that could not be made with certainty are not among `applied`. */
const applyPlaced = <E extends EditInFolder>(
  draft: Draft,
  edits: readonly E[],
  parse: Parse,
): { draft: Draft; applied: E[] } => {
  const byDirectory = Map.groupBy(edits, ({ directory }) => directory);
  const applied = new Set<E>();
  const next = rewriteDirectories(draft, parse, (project, directory) => {
    const placed = byDirectory.get(directory) ?? [];
    if (placed.length === 0) return undefined;
    const made = applyEdits(
      project,
      placed.map(({ edit }) => edit),
    );
    const done = new Set(made.applied);
    for (const one of placed) if (done.has(one.edit)) applied.add(one);
    return { files: made.files, added: made.added.map(({ text }) => text) };
  });
  return { draft: next, applied: edits.filter((edit) => applied.has(edit)) };
};

/** Applies edits; where the result could not be read back, the edit at fault is found by halving and left out. */
export const applyReadably = <E extends EditInFolder>(
  draft: Draft,
  edits: readonly E[],
  parse: Parse,
): { draft: Draft; applied: E[] } => {
  const next = applyPlaced(draft, edits, parse);
  if (parse(written(next.draft)).clean) return next;
  // What could not be read before is at fault itself: to look for an edit would be to read it once for each of them.
  if (edits.length <= 1 || !parse(written(draft)).clean) return { draft, applied: [] };
  const middle = Math.floor(edits.length / 2);
  const first = applyReadably(draft, edits.slice(0, middle), parse);
  const second = applyReadably(first.draft, edits.slice(middle), parse);
  return { draft: second.draft, applied: [...first.applied, ...second.applied] };
};
