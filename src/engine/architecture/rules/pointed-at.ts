import type { Component, Model } from "../model/index.ts";

/** Made once for a model and types: looking through all of them for each component would be quadratic. */
const indexes = new WeakMap<Model, Map<string, ReadonlySet<string>>>();

const targetsOf = (model: Model, types: readonly string[]): ReadonlySet<string> => {
  const known = indexes.get(model) ?? new Map<string, ReadonlySet<string>>();
  indexes.set(model, known);
  const key = types.join(" ");
  const targets =
    known.get(key) ?? new Set(model.ofType(...types).flatMap(({ references }) => references.map(({ to }) => to)));
  known.set(key, targets);
  return targets;
};

/** Does any resource of these types point at the component, in whatever attribute? */
export const isPointedAt = ({ id, address }: Component, model: Model, ...types: readonly string[]): boolean => {
  const targets = targetsOf(model, types);
  return targets.has(id) || targets.has(address);
};
