import { tidy } from "./tidy.ts";
import type { Graph, GraphGroup, GraphNode } from "./types.ts";

const severities = ["critical", "high", "medium", "low"] as const;

const mostCommon = (values: readonly string[]): string => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), ["generic.service", 0])[0];
};

const sumFindings = (nodes: readonly GraphNode[]): Pick<GraphNode, "findings"> => {
  const found = nodes.flatMap(({ findings }) => findings ?? []);
  const worst = severities.find((severity) => found.some((finding) => finding.worst === severity));
  if (worst === undefined) return {};
  return { findings: { worst, count: found.reduce((total, { count }) => total + count, 0) } };
};

/** How many resources a node stands for: a collapsed one says so in its sub line. */
const resourcesIn = (node: GraphNode): number => Number(/^(\d+) resources$/.exec(node.sub ?? "")?.[1] ?? 1);

const standIn = (nodes: readonly GraphNode[], id: string, label: string, group: string | undefined): GraphNode => ({
  id,
  label,
  sub: `${nodes.reduce((total, node) => total + resourcesIn(node), 0)} resources`,
  icon: mostCommon(nodes.map(({ icon }) => icon)),
  ...(group !== undefined && { group }),
  ...sumFindings(nodes),
  ...(nodes.some(({ change }) => change !== undefined) && { change: "changed" as const }),
});

/** The graph with `members` replaced by one node; their edges lead to it, those among them go. */
const replace = (graph: Graph, members: ReadonlyMap<string, GraphNode>, dropped: ReadonlySet<string>): Graph => {
  const moved = (id: string): string => members.get(id)?.id ?? id;
  return {
    ...graph,
    groups: graph.groups.filter(({ id }) => !dropped.has(id)),
    nodes: [...graph.nodes.filter(({ id }) => !members.has(id)), ...new Set(members.values())],
    edges: graph.edges.map((edge) => ({ ...edge, from: moved(edge.from), to: moved(edge.to) })),
  };
};

const byGroup = (nodes: readonly GraphNode[]): Map<string | undefined, GraphNode[]> =>
  Map.groupBy(nodes, ({ group }) => group);

/** Leaf groups, fullest first, become one node each until few enough are left. */
const collapseLeafGroups = (graph: Graph, limit: number): Graph => {
  const parents = new Set(graph.groups.map(({ parent }) => parent));
  const inside = byGroup(graph.nodes);
  const size = ({ id }: GraphGroup): number => inside.get(id)?.length ?? 0;
  const leaves = graph.groups
    .filter((group) => !parents.has(group.id))
    .toSorted((left, right) => size(right) - size(left) || (left.id < right.id ? -1 : 1));
  const members = new Map<string, GraphNode>();
  const dropped = new Set<string>();
  let left = graph.nodes.length;
  for (const group of leaves) {
    if (left <= limit) break;
    const nodes = inside.get(group.id) ?? [];
    dropped.add(group.id);
    if (nodes.length === 0) continue;
    const node = standIn(nodes, group.id, group.label, group.parent);
    members.set(group.id, node);
    for (const { id } of nodes) members.set(id, node);
    left -= nodes.length - 1;
  }
  return replace(graph, members, dropped);
};

/** Without groups left to close, nodes of one service in one place become one node. */
const collapseAlike = (graph: Graph): Graph => {
  const members = new Map<string, GraphNode>();
  for (const [group, nodes] of byGroup(graph.nodes))
    for (const [icon, alike] of Map.groupBy(nodes, (node) => node.icon)) {
      if (alike.length < 2) continue;
      const node = standIn(alike, `${group ?? ""} ${icon}`, `${alike[0]?.label ?? icon} and more`, group);
      for (const { id } of alike) members.set(id, node);
    }
  return replace(graph, members, new Set());
};

const isSmaller = (left: Graph, right: Graph): boolean =>
  left.nodes.length < right.nodes.length || left.groups.length < right.groups.length;

/** A graph of at most about `limit` nodes: past that, leaf groups are drawn as one node with a count of what is inside. */
export const collapse = (graph: Graph, limit: number): Graph => {
  let collapsed: Graph = graph;
  while (collapsed.nodes.length > limit) {
    const tidied = tidy(collapsed);
    const closed = collapseLeafGroups(tidied, limit);
    const next = isSmaller(closed, tidied) ? closed : collapseAlike(tidied);
    if (!isSmaller(next, tidied)) return collapsed;
    collapsed = next;
  }
  return collapsed;
};
