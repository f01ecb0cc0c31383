import { catalogue } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { kubernetesOwner } from "./kubernetes/uses.ts";

/** Resources that a picture shows on another one when they name it: a rule is a word on an arrow from its event bus. */
const folds: Readonly<Record<string, string>> = { aws_cloudwatch_event_rule: "event_bus_name" };

/** What a resource is drawn on instead of as a box of its own. */
export const foldedInto = (component: Component, model: Model): Component | undefined => {
  const via = folds[component.type];
  return via === undefined ? kubernetesOwner(component, model) : model.target(component, via);
};

/** Whether a picture gives the resource a box. */
export const isBox = (component: Component, model: Model): boolean =>
  catalogue(component.type).role === "node" && foldedInto(component, model) === undefined;

/** The box that a part stands for: what it names as its owner. */
export const boxOf = (component: Component, model: Model): Component | undefined => {
  if (isBox(component, model)) return component;
  const { role, via } = catalogue(component.type);
  const owner =
    foldedInto(component, model) ?? (role === "part" && via !== undefined ? model.target(component, via) : undefined);
  return owner !== undefined && isBox(owner, model) ? owner : undefined;
};
