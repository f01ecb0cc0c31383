import type { Component } from "../../model/index.ts";
import type { Cfn } from "./cfn.ts";
import { referencedBy } from "./cfn.ts";

/** One resource of a template, before it is written. */
export interface Resource {
  type: string;
  properties: Cfn;
  /** Logical ids of resources that come first and that no property refers to. */
  dependsOn: Set<string>;
  deletionPolicy?: string | undefined;
  /** What it was made of, and what stands beside it; nothing for what only CloudFormation has. */
  source?: { component: Component; besides: readonly string[] };
}

type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * Leaves out every `DependsOn` within a circle: Terraform has none, but a resource that takes over what others say takes
 * over their order, too.
 */
export const breakCircles = (resources: ReadonlyMap<string, Resource>): void => {
  const earlier = new Map(
    [...resources].map(([id, { properties, dependsOn }]) => [id, [...referencedBy(properties), ...dependsOn]] as const),
  );
  const circle = circlesOf(earlier);
  for (const [id, { dependsOn }] of resources)
    for (const before of dependsOn) if (circle.get(before) === circle.get(id)) dependsOn.delete(before);
};

/** Kosaraju's algorithm: what reaches itself both ways gets the same number. */
const circlesOf = (graph: Graph): Map<string, number> => {
  const numbers = new Map<string, number>();
  const backwards = reverse(graph);
  for (const id of finished(graph).toReversed()) {
    if (numbers.has(id)) continue;
    const number = numbers.size;
    const waiting = [id];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (numbers.has(next)) continue;
      numbers.set(next, number);
      waiting.push(...(backwards.get(next) ?? []));
    }
  }
  return numbers;
};

const reverse = (graph: Graph): Graph => {
  const backwards = new Map<string, string[]>([...graph.keys()].map((id) => [id, []]));
  for (const [id, targets] of graph) for (const target of targets) backwards.get(target)?.push(id);
  return backwards;
};

/** Ids in the order in which a walk, depth first, is done with them. */
const finished = (graph: Graph): string[] => {
  const seen = new Set<string>();
  const order: string[] = [];
  for (const [start, targets] of graph) {
    if (seen.has(start)) continue;
    seen.add(start);
    const path = [{ id: start, left: [...targets] }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.left.pop();
      const after = next === undefined ? undefined : graph.get(next);
      if (next === undefined) {
        order.push(top.id);
        path.pop();
      } else if (!seen.has(next) && after !== undefined) {
        seen.add(next);
        path.push({ id: next, left: [...after] });
      }
    }
  }
  return order;
};
