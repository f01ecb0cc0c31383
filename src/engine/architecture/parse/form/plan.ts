import type { Brief, Capability, Compute, Fact, Product, Requirement } from "./brief.ts";

/** A brief with the questions that all templates ask. */
export interface Plan extends Brief {
  /** Prefix of every name: a-z, 0-9 and "-", at most 24 characters. */
  name: string;
  has: (...capabilities: readonly Capability[]) => boolean;
  uses: (product: Product) => boolean;
  states: (fact: Fact) => boolean;
  /** It was asked for, and decides what could later only be changed by building anew: a size, a place, a kind of store. */
  wants: (requirement: Requirement) => boolean;
  runs: (...computes: readonly Compute[]) => boolean;
  /** There is an application that people or programs call. */
  app: boolean;
  /** Functions do the work that events bring: beside the application, or as the only thing that runs. */
  functions: boolean;
  /** Something takes messages off the queue. */
  worker: boolean;
}

/** Data may stand in more than one region. */
export const isEverywhere = (plan: Plan): boolean => plan.wants("high_availability") && !plan.wants("data_residency");

/** Capabilities whose messages functions work off. */
const sources: readonly Capability[] = ["queue", "stream", "events", "iot"];

export const planOf = (brief: Brief): Plan => {
  const known = new Set(brief.capabilities);
  const has = (...capabilities: readonly Capability[]): boolean =>
    capabilities.some((capability) => known.has(capability));
  const runs = (...computes: readonly Compute[]): boolean =>
    brief.compute !== undefined && computes.includes(brief.compute);
  const app =
    brief.compute !== undefined &&
    (!runs("serverless") || has("web", "api", "auth", "load_balancer") || !has(...sources));
  const functions = has(...sources, "scheduler") && (runs("serverless") || has("serverless"));
  return {
    ...brief,
    name: brief.project,
    has,
    runs,
    uses: (product) => brief.products.includes(product),
    states: (fact) => brief.facts.includes(fact),
    wants: (requirement) => brief.requirements.includes(requirement),
    app,
    functions,
    worker: has("queue") && (functions || runs("containers")),
  };
};

/** Environment of an application: a name and the Terraform expression of its value. */
export type Setting = readonly [name: string, expression: string];
