import type { Component, Model } from "../model/index.ts";
import { skip } from "./checks.ts";
import type { Verdict } from "./rule.ts";

/** Judges the stack as a whole, once: at the first component of the first of `types` that it has. */
export const onceForStack =
  (types: readonly string[], check: (anchor: Component, model: Model) => Verdict) =>
  (component: Component, model: Model): Verdict =>
    component === anchorOf(types, model) ? check(component, model) : skip;

const anchorOf = (types: readonly string[], model: Model): Component | undefined => {
  const [anchor] = types.flatMap((type) => model.ofType(type).slice(0, 1));
  return anchor;
};
