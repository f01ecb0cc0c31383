import type { Model } from "../../model/index.ts";
import type { Requirement } from "../../parse/form/index.ts";
import type { Edit } from "../edit.ts";

/** A requirement on one cloud. Without `edits` it can only be judged: no change is safe to make unasked. */
interface CloudGoal {
  /** `undefined` where the design has nothing that it could apply to. */
  isMet: (model: Model) => boolean | undefined;
  edits?: (model: Model) => readonly Edit[];
}

export type CloudGoals = Partial<Record<Requirement, CloudGoal>>;

/** Met when every one of the checks that apply is met; nothing applies: undefined. */
export const all = (...checks: readonly (boolean | undefined)[]): boolean | undefined => {
  const applying = checks.filter((check) => check !== undefined);
  return applying.length === 0 ? undefined : applying.every(Boolean);
};

/** `undefined` for an empty list, else whether all of it passes. */
export const every = <Item>(items: readonly Item[], test: (item: Item) => boolean): boolean | undefined =>
  items.length === 0 ? undefined : items.every(test);
