import type { Graph, GraphEdge } from "./types.ts";

/** Arrows beyond this make a picture that nobody can read, and the layout's time grows with their square. */
export const mostEdges = ({ nodes }: Graph): number => Math.min(160, Math.round(1.5 * nodes.length) + 24);

const rootOf = (parents: Map<string, string>, id: string): string => {
  let root = id;
  for (let next = parents.get(root); next !== undefined && next !== root; next = parents.get(root)) root = next;
  parents.set(id, root);
  return root;
};

/** Arrows that join what nothing joined before, and the others, each in their order. */
const sortByNeed = (edges: readonly GraphEdge[]): { needed: Set<GraphEdge>; others: GraphEdge[] } => {
  const parents = new Map<string, string>();
  const needed = new Set<GraphEdge>();
  const others: GraphEdge[] = [];
  for (const edge of edges) {
    const [from, to] = [rootOf(parents, edge.from), rootOf(parents, edge.to)];
    if (from === to) others.push(edge);
    else {
      parents.set(from, to);
      needed.add(edge);
    }
  }
  return { needed, others };
};

/** The graph with no more than `most` arrows: those that hold it together first; the foot tells how many were left out. */
export const thinOut = (graph: Graph, most = mostEdges(graph)): Graph => {
  if (graph.edges.length <= most) return graph;
  const { needed, others } = sortByNeed(graph.edges);
  const kept = new Set([...needed, ...others].slice(0, most));
  const left = graph.edges.length - kept.size;
  return {
    ...graph,
    edges: graph.edges.filter((edge) => kept.has(edge)),
    footer: `${left} more connections are not drawn`,
  };
};
