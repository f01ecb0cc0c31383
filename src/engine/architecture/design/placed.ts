import { parseHcl } from "../parse/hcl/index.ts";
import type { Body } from "../parse/hcl/ast.ts";
import type { EditInFolder } from "./draft.ts";
import type { Edit } from "./edit.ts";
import type { Goal } from "./goal.ts";
import { printLiteral } from "./literal.ts";
import { namesDeclaredIn, namesUsedIn } from "./names-used.ts";
import type { Failure } from "../rules/index.ts";

/** Why something was changed: the rule that failed, or the goal that was asked for. */
export type Reason = { rule: Failure["rule"] } | { goal: Goal };

/** An edit with its folder and its reason. */
export interface PlacedEdit extends EditInFolder {
  reason: Reason;
}

/** An edit as code: what it refers to, and what it declares. */
export interface Written {
  placed: PlacedEdit;
  body: Body;
  uses: ReadonlySet<string>;
  declares: readonly string[];
}

const codeOf = (edit: Edit): string => {
  if (edit.op === "add") return edit.text;
  return edit.op === "remove" ? "" : `value = ${printLiteral(edit.value)}\n`;
};

/** Reads the code of an edit. */
export const readEdit = (placed: PlacedEdit): Written => {
  const { body } = parseHcl(codeOf(placed.edit));
  const isAddition = placed.edit.op === "add";
  return { placed, body, uses: namesUsedIn(body), declares: isAddition ? namesDeclaredIn(body) : [] };
};

/** Names as edits address blocks: `variable.x` for what code calls `var.x`. */
const nameOfAddress = (address: string): string => address.replace(/^variable\./, "var.");

/** An edit to a block that the folder has not, or code that refers to what the folder does not declare, or into a module. */
const isOutOfScope = ({ placed: { edit }, uses }: Written, names: ReadonlySet<string>): boolean =>
  (edit.op !== "add" && !names.has(nameOfAddress(edit.address))) ||
  [...uses].some((name) => !names.has(name) || name.startsWith("module."));

/** Drops edits that the folder's code cannot hold, and then those that only they would have used. */
export const keepInScope = (edits: readonly Written[], declared: ReadonlySet<string>): Written[] => {
  let kept = [...edits];
  for (;;) {
    const names = new Set([...declared, ...kept.flatMap(({ declares }) => declares)]);
    const inScope = kept.filter((edit) => !isOutOfScope(edit, names));
    const dropped = kept.filter((edit) => isOutOfScope(edit, names));
    if (dropped.length === 0) return kept;
    kept = withoutOrphans(inScope, dropped);
  }
};

/** The edits without those that were there for the dropped ones alone. */
const withoutOrphans = (edits: readonly Written[], dropped: readonly Written[]): Written[] => {
  const once = new Set(dropped.flatMap(({ uses }) => [...uses]));
  let kept = [...edits];
  for (;;) {
    const still = new Set(kept.flatMap(({ uses }) => [...uses]));
    const isOrphan = ({ declares }: Written): boolean =>
      declares.some((name) => once.has(name)) && !declares.some((name) => still.has(name));
    const orphans = kept.filter(isOrphan);
    if (orphans.length === 0) return kept;
    for (const { uses } of orphans) for (const name of uses) once.add(name);
    kept = kept.filter((edit) => !orphans.includes(edit));
  }
};

/** A resource that is none of ours. */
const userResource = /^[a-z0-9]+_\w+\.(?!stackstage)/;

/** The edits that have to do with what the folder declares itself, with all that they need and all that needs them. */
export const keepAttached = (edits: readonly Written[], declared: ReadonlySet<string>): Written[] => {
  const isSeed = ({ placed: { edit }, uses }: Written): boolean =>
    edit.op !== "add" || [...uses].some((name) => declared.has(name) && userResource.test(name));
  const kept = new Set(edits.filter(isSeed));
  for (let before = -1; before !== kept.size;) {
    before = kept.size;
    const names = new Set([...kept].flatMap(({ uses, declares }) => [...uses, ...declares]));
    const added = new Set([...kept].flatMap(({ declares }) => declares));
    for (const edit of edits) {
      const isNeeded = edit.declares.some((name) => names.has(name));
      if (isNeeded || [...edit.uses].some((name) => added.has(name))) kept.add(edit);
    }
  }
  return edits.filter((edit) => kept.has(edit));
};

/** Drops additions of one kind and name, needed by no other edit, that another folder of the deployment has got already. */
export const withoutRepeats = (edits: readonly Written[], taken: ReadonlySet<string>): Written[] => {
  const used = new Set(edits.flatMap(({ uses }) => [...uses]));
  const isRepeat = ({ placed: { edit }, declares }: Written): boolean =>
    edit.op === "add" &&
    taken.has(edit.address) &&
    /\.stackstage/.test(edit.address) &&
    !declares.some((name) => used.has(name));
  const repeats = edits.filter(isRepeat);
  return repeats.length === 0
    ? [...edits]
    : withoutOrphans(
        edits.filter((edit) => !repeats.includes(edit)),
        repeats,
      );
};

/** Whether an addition configures a provider: Terraform wants those in the root. */
export const isForRoot = ({ declares }: Written): boolean => declares.some((name) => name.startsWith("provider."));
