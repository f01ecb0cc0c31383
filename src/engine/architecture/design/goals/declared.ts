import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";

/** What an edit can be written for: one component for each block of the root module. */
export const declared = (model: Model, ...types: string[]): readonly Component[] => {
  const byAddress = new Map<string, Component>();
  for (const component of model.ofType(...types))
    if (!component.address.startsWith("module.") && !byAddress.has(component.address))
      byAddress.set(component.address, component);
  return [...byAddress.values()];
};

/** Those of them with exactly one instance: only they can be referred to by their address alone. */
export const singles = (model: Model, ...types: string[]): readonly Component[] =>
  declared(model, ...types).filter(({ id, address }) => id === address);

/** The number at `path`; NaN when it is not set or not known, so that every comparison with it is false. */
export const numberAt = (component: Component, path: string): number => Number(textAt(component, path) ?? Number.NaN);

/** Whether the component refers to `target`, from anywhere in its code. */
export const mentions = (component: Component, target: Component): boolean =>
  component.references.some(({ to }) => to === target.id || to === target.address);
