import type { Brief, Capability, Compute, Fact, Product } from "./brief.ts";

/** A brief with the questions that all templates ask. */
export interface Plan extends Brief {
  /** Prefix of every name: a-z, 0-9 and "-", at most 24 characters. */
  name: string;
  has: (...capabilities: readonly Capability[]) => boolean;
  uses: (product: Product) => boolean;
  states: (fact: Fact) => boolean;
  runs: (...computes: readonly Compute[]) => boolean;
  /** There is an application that people or programs call. */
  app: boolean;
  /** Functions do the work that events bring: beside the application, or as the only thing that runs. */
  functions: boolean;
  /** Something takes messages off the queue. */
  worker: boolean;
}

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
    app,
    functions,
    worker: has("queue") && (functions || runs("containers")),
  };
};

/** Environment of an application: a name and the Terraform expression of its value. */
export type Setting = readonly [name: string, expression: string];
