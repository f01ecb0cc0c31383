import { isUnknown, read } from "../model/index.ts";
import type { Component, Model, Value } from "../model/index.ts";

/** Attributes that carry a resource's own name. */
const namingAttributes = ["bucket", "name", "identifier", "cluster_identifier", "function_name"];

/** Two unknown values made of the same things in the same way are the same value, e.g. `var.bucket_name` twice. */
const unknownKey = (value: Value | undefined): string | undefined =>
  isUnknown(value) && value.refs.length > 0
    ? `${value.refs.join(" ")} ${JSON.stringify(value.shape ?? null)}`
    : undefined;

const namesOf = (component: Component): string[] =>
  namingAttributes.flatMap((attribute) => unknownKey(read(component.attributes, attribute)) ?? []);

/** Points at something outside of the design, which therefore is none of its resources. */
const isElsewhere = (value: Value | undefined): boolean =>
  isUnknown(value) && value.refs.length > 0 && value.refs.every((ref) => /^(?:module|data)\./.test(ref));

interface Index {
  /** Companions under the unknown name that they give. */
  byName: ReadonlyMap<string, readonly Component[]>;
  /** Subjects that one more companion may belong to, because its name is known only after apply. */
  doubtful: "none" | "unnamed" | "all";
}

/** Made once for a model and kind of companion: looking through all companions for each subject would be quadratic. */
const indexes = new WeakMap<Model, Map<string, Index>>();

const indexOf = (model: Model, subjectType: string, type: string, via: string): Index => {
  const known = indexes.get(model) ?? new Map<string, Index>();
  indexes.set(model, known);
  const key = `${subjectType} ${type} ${via}`;
  const index = known.get(key) ?? buildIndex(model, subjectType, type, via);
  known.set(key, index);
  return index;
};

/** Its own name is known only after apply, and not even what it is made of. */
const isUnnamed = ({ attributes }: Component): boolean =>
  namingAttributes.some((attribute) => {
    const value = read(attributes, attribute);
    return isUnknown(value) && value.refs.length === 0;
  });

const buildIndex = (model: Model, subjectType: string, type: string, via: string): Index => {
  const subjects = model.ofType(subjectType);
  const names = new Set(subjects.flatMap(namesOf));
  const byName = new Map<string, Component[]>();
  let doubtful: Index["doubtful"] = "none";
  for (const companion of model.ofType(type)) {
    const value = read(companion.attributes, via);
    if (!isUnknown(value) || isElsewhere(value) || model.target(companion, via) !== undefined) continue;
    const name = unknownKey(value);
    if (name !== undefined && names.has(name)) byName.set(name, [...(byName.get(name) ?? []), companion]);
    // `bucket = var.name` twice: the companion is the bucket's whose name is not known either, rather than another's.
    else if (value.refs.length === 0 && subjects.some(isUnnamed)) doubtful = doubtful === "all" ? "all" : "unnamed";
    else doubtful = "all";
  }
  return { byName, doubtful };
};

/**
 * Resources of `type` that belong to `subject` by their attribute `via`, e.g. the versioning of a bucket.
 * `undefined` when that cannot be told: one of them names what it belongs to only after apply.
 */
export const companionsOf = (
  subject: Component,
  model: Model,
  type: string,
  via: string,
): readonly Component[] | undefined => {
  const attached = model.attached(subject, type, via);
  if (attached.length > 0) return attached;
  const index = indexOf(model, subject.type, type, via);
  const named = namesOf(subject).flatMap((name) => index.byName.get(name) ?? []);
  if (named.length > 0) return named;
  const isDoubtful = index.doubtful === "all" || (index.doubtful === "unnamed" && isUnnamed(subject));
  return isDoubtful ? undefined : [];
};
