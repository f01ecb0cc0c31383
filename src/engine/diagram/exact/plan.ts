import { backwardEdges, lift } from "../direction.ts";
import { known } from "../known.ts";
import type { NodeLayout } from "../node/layout.ts";
import { layOutNode } from "../node/layout.ts";
import { ancestorsOf, parentsOf } from "../tidy.ts";
import type { Graph, GraphEdge, GraphGroup, GraphNode } from "../types.ts";
import type { Grid } from "./grid.ts";
import { gridOf } from "./grid.ts";
import type { GroupHead } from "./group.ts";
import { groupHead } from "./group.ts";

/** An edge that the layout engine routes; a guide is not drawn: it only orders what has no edges. */
export interface LayeredEdge {
  id: string;
  edge: GraphEdge;
  reversed: boolean;
}

/** Everything that is known of an exact graph before the layout engine has answered. */
export interface ExactPlan {
  graph: Graph;
  direction: NonNullable<Graph["direction"]>;
  parents: ReadonlyMap<string, string | undefined>;
  nodes: ReadonlyMap<string, GraphNode>;
  groups: ReadonlyMap<string, GraphGroup>;
  layouts: ReadonlyMap<string, NodeLayout>;
  heads: ReadonlyMap<string, GroupHead>;
  /** Notes that stand beside a node, by that node. */
  besides: ReadonlyMap<string, GraphNode[]>;
  layered: readonly LayeredEdge[];
  guides: readonly LayeredEdge[];
  /** What guides put into rows, for each group with such members. */
  looseRows: string[][][];
  /** Edges between a group and what is inside it, and from a group to itself: routed once everything stands. */
  own: readonly GraphEdge[];
  /** Members of each group (undefined: the picture), in the order of the text. */
  members: ReadonlyMap<string | undefined, string[]>;
  /** Top-level members in sets that edges hold together. */
  components: string[][];
  /** Where everything stands, if the sides of its edges' ends say so. */
  grid?: Grid;
}

const depthLimit = 24;

/** The first of each id; parents that exist and do not go round in a circle. */
const rooted = (groups: readonly GraphGroup[]): GraphGroup[] => {
  const byId = new Map(groups.toReversed().map((group) => [group.id, group]));
  for (const group of [...byId.values()].toReversed()) {
    let [ancestor, steps] = [group.parent, 0];
    while (ancestor !== undefined && ancestor !== group.id && steps < depthLimit) {
      ancestor = byId.get(ancestor)?.parent;
      steps += 1;
    }
    if (group.parent !== undefined && (!byId.has(group.parent) || ancestor !== undefined)) {
      const { parent: _, ...rest } = group;
      byId.set(group.id, rest);
    }
  }
  return [...byId.values()].toReversed();
};

const sound = (graph: Graph): Graph => {
  const groups = rooted(graph.groups);
  const taken = new Set(groups.map(({ id }) => id));
  const isGroup = (id: string | undefined): id is string => id !== undefined && taken.has(id);
  const nodes: GraphNode[] = [];
  const seen = new Set(taken);
  for (const { group, ...node } of graph.nodes) {
    if (seen.has(node.id)) continue;
    seen.add(node.id);
    nodes.push(isGroup(group) ? { ...node, group } : node);
  }
  const edges = graph.edges.filter(({ from, to }) => seen.has(from) && seen.has(to));
  return { ...graph, groups, nodes, edges };
};

/** Members in the order in which the text first names something of theirs. */
const membersOf = (
  graph: Graph,
  parents: ReadonlyMap<string, string | undefined>,
): Map<string | undefined, string[]> => {
  const members = new Map<string | undefined, string[]>();
  const seen = new Set<string>();
  const add = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    const parent = parents.get(id);
    members.set(parent, [...(members.get(parent) ?? []), id]);
  };
  for (const { id, beside } of graph.nodes) {
    for (const ancestor of ancestorsOf(id, parents).toReversed()) add(ancestor);
    if (beside === undefined) add(id);
  }
  for (const { id } of graph.groups) {
    for (const ancestor of ancestorsOf(id, parents).toReversed()) add(ancestor);
    add(id);
  }
  return members;
};

const componentsOf = (members: readonly string[], pairs: readonly (readonly [string, string])[]): string[][] => {
  const neighbours = new Map<string, string[]>();
  const join = (from: string, to: string): void => {
    const known = neighbours.get(from);
    if (known === undefined) neighbours.set(from, [to]);
    else known.push(to);
  };
  for (const [from, to] of pairs) {
    join(from, to);
    join(to, from);
  }
  const order = new Map(members.map((id, index) => [id, index]));
  const seen = new Set<string>();
  const components: string[][] = [];
  for (const start of members) {
    if (seen.has(start)) continue;
    seen.add(start);
    const component = [start];
    for (const id of component)
      for (const next of neighbours.get(id) ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        component.push(next);
      }
    components.push(component.toSorted((left, right) => known(order, left) - known(order, right)));
  }
  return components;
};

/** A line of more unlinked members than this is broken into rows. */
const mostInLine = 4;

/** Members of a group that have no edges would all stand in one line: they are broken into rows. */
const rowsOfLoose = (members: ExactPlan["members"], linked: ReadonlySet<string>): string[][][] =>
  [...members].flatMap(([container, ids]) => {
    const loose = container === undefined ? [] : ids.filter((id) => !linked.has(id));
    if (loose.length <= mostInLine) return [];
    const columns = Math.ceil(Math.sqrt(loose.length * 1.3));
    const rows = Array.from({ length: Math.ceil(loose.length / columns) }, (_, row) =>
      loose.slice(row * columns, (row + 1) * columns),
    );
    return [rows];
  });

/** Unseen edges from row to row. */
const guidesFor = (looseRows: ExactPlan["looseRows"]): GraphEdge[] =>
  looseRows.flatMap((rows) =>
    rows
      .slice(1)
      .flatMap((row, index) =>
        row.map((to, column): GraphEdge => ({ from: rows[index]?.[column] ?? to, to, style: "invisible" })),
      ),
  );

/** Edges that turn back when the sides of their ends say so, else as their course through the groups asks. */
const reversedEdges = (
  edges: readonly GraphEdge[],
  parents: ReadonlyMap<string, string | undefined>,
  direction: ExactPlan["direction"],
): Set<GraphEdge> => {
  const [against, along] = (
    {
      RIGHT: ["left", "right"],
      LEFT: ["right", "left"],
      DOWN: ["top", "bottom"],
      UP: ["bottom", "top"],
    } as const
  )[direction];
  const reversed = new Set<GraphEdge>(
    backwardEdges(
      edges.filter(({ from, to }) => from !== to),
      parents,
    ),
  );
  for (const edge of edges) {
    if (edge.sides?.from === against && edge.sides.to === along) reversed.add(edge);
    if (edge.sides?.from === along && edge.sides.to === against) reversed.delete(edge);
  }
  return reversed;
};

const besidesOf = ({ nodes }: Graph): Map<string, GraphNode[]> => {
  const besides = new Map<string, GraphNode[]>();
  for (const node of nodes)
    if (node.beside !== undefined) besides.set(node.beside.of, [...(besides.get(node.beside.of) ?? []), node]);
  return besides;
};

/** Decides what the layout engine arranges, and measures everything it has to know of. */
export const exactPlan = (source: Graph): ExactPlan => {
  const graph = sound(source);
  const direction = graph.direction ?? "DOWN";
  const parents = parentsOf(graph);
  const groups = new Map(graph.groups.map((group) => [group.id, group]));
  const members = membersOf(graph, parents);
  const isOwn = ({ from, to }: GraphEdge): boolean =>
    (from === to && groups.has(from)) ||
    ancestorsOf(from, parents).includes(to) ||
    ancestorsOf(to, parents).includes(from);
  const edges = graph.edges.filter((edge) => !isOwn(edge));
  const reversed = reversedEdges(edges, parents, direction);

  const lifted = edges.map((edge) => lift(edge, parents));
  const ends = new Set(graph.edges.flatMap(({ from, to }) => [from, to]));
  const linked = new Set([...ends].flatMap((id) => [id, ...ancestorsOf(id, parents)]));
  const top = lifted.flatMap(({ container, from, to }) => (container === undefined ? [[from, to] as const] : []));
  const toLayered = (edge: GraphEdge, id: string): LayeredEdge => ({ id, edge, reversed: reversed.has(edge) });
  const looseRows = rowsOfLoose(members, linked);
  const plan: ExactPlan = {
    graph,
    direction,
    parents,
    nodes: new Map(graph.nodes.map((node) => [node.id, node])),
    groups,
    layouts: new Map(graph.nodes.map((node) => [node.id, layOutNode(node, direction)])),
    heads: new Map(graph.groups.map((group) => [group.id, groupHead(group)])),
    besides: besidesOf(graph),
    layered: edges.map((edge, index) => toLayered(edge, `e${index}`)),
    looseRows,
    guides: guidesFor(looseRows).map((edge, index) => toLayered(edge, `guide${index}`)),
    own: graph.edges.filter(isOwn),
    members,
    components: componentsOf(members.get(undefined) ?? [], top),
  };
  const grid = gridOf(plan);
  return grid === undefined ? plan : { ...plan, grid };
};
