import type { Graph, GraphEdge, GraphGroup } from "./types.ts";

/** How deep groups may stand in each other; deeper ones are lifted out. */
const depthLimit = 16;

/** An edge as it will be drawn; one line stands for a pair of edges that differ only in direction. */
export interface TidyEdge extends GraphEdge {
  both?: true;
}

/** A graph that can be drawn: every reference leads somewhere, groups form a forest, no line is drawn twice. */
export interface TidyGraph extends Graph {
  edges: TidyEdge[];
}

const firstOfEach = <T extends { id: string }>(items: readonly T[]): T[] =>
  [...new Map(items.toReversed().map((item) => [item.id, item])).values()].toReversed();

const withoutParent = (group: GraphGroup): GraphGroup => {
  const { parent, ...rest } = group;
  return parent === undefined ? group : rest;
};

/** Drops a parent that does not exist, that leads back to the group itself, or that stands too deep. */
const tidyGroups = (groups: readonly GraphGroup[]): GraphGroup[] => {
  const byId = new Map(groups.map((group) => [group.id, group]));
  for (const group of groups) {
    let steps = 0;
    let ancestor = group.parent;
    while (ancestor !== undefined && ancestor !== group.id && steps < depthLimit) {
      ancestor = byId.get(ancestor)?.parent;
      steps += 1;
    }
    const isRooted = group.parent !== undefined && byId.has(group.parent) && ancestor === undefined;
    if (!isRooted) byId.set(group.id, withoutParent(group));
  }
  return [...byId.values()];
};

/** All groups that a node or group stands in, innermost first. */
export const ancestorsOf = (id: string, parents: ReadonlyMap<string, string | undefined>): string[] => {
  const found: string[] = [];
  for (let parent = parents.get(id); parent !== undefined; parent = parents.get(parent)) found.push(parent);
  return found;
};

/** Id of a node or group → id of the group it stands in. */
export const parentsOf = ({ groups, nodes }: Graph): Map<string, string | undefined> =>
  new Map([
    ...groups.map(({ id, parent }): [string, string | undefined] => [id, parent]),
    ...nodes.map(({ id, group }): [string, string | undefined] => [id, group]),
  ]);

/** Leaves out edges to nowhere, to itself or into a surrounding group; joins doubles and opposites. */
const tidyEdges = (edges: readonly GraphEdge[], parents: ReadonlyMap<string, string | undefined>): TidyEdge[] => {
  const kept = new Map<string, TidyEdge>();
  const keyOf = (from: string, to: string, { label = "", peer = false }: GraphEdge): string =>
    JSON.stringify([from, to, label, peer]);
  for (const edge of edges) {
    const { from, to } = edge;
    if (from === to || !parents.has(from) || !parents.has(to)) continue;
    if (ancestorsOf(from, parents).includes(to) || ancestorsOf(to, parents).includes(from)) continue;
    const opposite = kept.get(keyOf(to, from, edge));
    if (opposite !== undefined) opposite.both = true;
    else if (!kept.has(keyOf(from, to, edge))) kept.set(keyOf(from, to, edge), { ...edge });
  }
  return [...kept.values()];
};

/** Makes a drawable graph of any graph. Of two things with one id the first stays. */
export const tidy = (graph: Graph): TidyGraph => {
  const groups = tidyGroups(firstOfEach(graph.groups));
  const taken = new Set(groups.map(({ id }) => id));
  const nodes = firstOfEach(graph.nodes)
    .filter(({ id }) => !taken.has(id))
    .map(({ group, ...node }) => (group !== undefined && taken.has(group) ? { ...node, group } : node));
  const parents = parentsOf({ ...graph, groups, nodes });
  return { ...graph, groups, nodes, edges: tidyEdges(graph.edges, parents) };
};
