import type { CardText } from "./card.ts";
import { card, cardText } from "./card.ts";
import { backwardEdges, lift } from "./direction.ts";
import { frame, leastFrame } from "./frame.ts";
import type { Block, Contents, Packing } from "./pack.ts";
import { idealWidth, pack, packGroup } from "./pack.ts";
import type { TidyEdge, TidyGraph } from "./tidy.ts";
import { ancestorsOf, parentsOf, tidy } from "./tidy.ts";
import type { Graph, GraphGroup } from "./types.ts";

/** An edge that the layout engine arranges. `shadow` is not drawn: it only holds a standby beside its primary. */
export interface LayeredEdge {
  id: string;
  edge: TidyEdge;
  reversed: boolean;
  shadow: boolean;
}

/** Who arranges what: the layout engine whatever has edges, we the rest. */
export interface Plan {
  graph: TidyGraph;
  parents: ReadonlyMap<string, string | undefined>;
  groups: ReadonlyMap<string, GraphGroup>;
  cards: ReadonlyMap<string, CardText>;
  layered: readonly LayeredEdge[];
  /** Edges routed by us once everything stands. */
  peers: readonly TidyEdge[];
  /** Members of each group (undefined: the picture itself) that the layout engine arranges. */
  linked: ReadonlyMap<string | undefined, Contents>;
  /** Members without edges, packed to stand at their group's foot. */
  feet: ReadonlyMap<string | undefined, Block>;
  /** Groups that an edge leads to but whose contents have none: packed, and one box for the layout engine. */
  packedGroups: ReadonlyMap<string, Block>;
}

/** Space between layers that an estimate of a group's width reckons with. */
const layerGap = 60;

const groupBy = <T extends { id: string }>(
  items: readonly T[],
  parentOf: (item: T) => string | undefined,
): Map<string | undefined, string[]> => {
  const members = new Map<string | undefined, string[]>();
  for (const item of items) {
    const parent = parentOf(item);
    members.set(parent, [...(members.get(parent) ?? []), item.id]);
  }
  return members;
};

/** Peers stay out of the layering, unless neither end has another edge to be placed by. */
const splitPeers = (edges: readonly TidyEdge[]): { layered: TidyEdge[]; peers: TidyEdge[] } => {
  const placed = new Set(edges.filter(({ peer }) => peer !== true).flatMap(({ from, to }) => [from, to]));
  const isPeer = ({ peer, from, to }: TidyEdge): boolean => peer === true && (placed.has(from) || placed.has(to));
  return { layered: edges.filter((edge) => !isPeer(edge)), peers: edges.filter(isPeer) };
};

/** For an end that only has a peer edge: an unseen copy of an edge of the other end, so that both land in one layer. */
const shadowsOf = (
  layered: readonly TidyEdge[],
  peers: readonly TidyEdge[],
  parents: ReadonlyMap<string, string | undefined>,
): TidyEdge[] => {
  const placed = new Set(layered.flatMap(({ from, to }) => [from, to]));
  const shadows: TidyEdge[] = [];
  const isApart = (one: string, other: string): boolean =>
    one !== other && !ancestorsOf(one, parents).includes(other) && !ancestorsOf(other, parents).includes(one);
  for (const { from, to } of peers)
    for (const [alone, other] of [
      [from, to],
      [to, from],
    ] as const) {
      if (placed.has(alone)) continue;
      const incoming = layered.filter((edge) => edge.to === other && isApart(edge.from, alone));
      const outgoing = layered.filter((edge) => edge.from === other && isApart(edge.to, alone));
      // A label takes up a layer of its own: the copy of an edge that has one lands where the edge does.
      const copied = [...incoming, ...outgoing].find(({ label }) => label !== undefined) ?? incoming[0] ?? outgoing[0];
      if (copied !== undefined && copied.to === other) shadows.push({ ...copied, to: alone });
      else if (copied !== undefined) shadows.push({ ...copied, from: alone });
      placed.add(alone);
    }
  return shadows;
};

/** Width of a group's linked contents, guessed from its longest chain (or, drawn downwards, its widest layer). */
const estimateWidth = (
  container: string | undefined,
  linked: ReadonlyMap<string | undefined, Contents>,
  edgesIn: ReadonlyMap<string | undefined, readonly { from: string; to: string }[]>,
  isDown: boolean,
): number => {
  const { nodes, groups } = linked.get(container) ?? { nodes: [], groups: [] };
  const widths = new Map<string, number>(nodes.map((id) => [id, card.width]));
  for (const id of groups) widths.set(id, estimateWidth(id, linked, edgesIn, isDown) + 2 * frame.padding);
  const targets = Map.groupBy(edgesIn.get(container) ?? [], ({ from }) => from);
  const depths = new Map<string, { chain: number; layer: number }>();
  const measure = (id: string, seen: number): { chain: number; layer: number } => {
    const known = depths.get(id);
    if (known !== undefined || seen > widths.size) return known ?? { chain: 0, layer: 0 };
    const after = (targets.get(id) ?? []).map(({ to }) => measure(to, seen + 1));
    const chain = (widths.get(id) ?? card.width) + Math.max(0, ...after.map((rest) => rest.chain + layerGap));
    const measured = { chain, layer: Math.max(0, ...after.map((rest) => rest.layer + 1)) };
    depths.set(id, measured);
    return measured;
  };
  const measured = [...widths].map(([id, width]) => ({ width, ...measure(id, 0) }));
  if (!isDown) return Math.max(0, ...measured.map(({ chain }) => chain));
  const layers = Map.groupBy(measured, ({ layer }) => layer);
  return Math.max(0, ...[...layers.values()].map((layer) => layer.reduce((total, { width }) => total + width + 26, 0)));
};

/** Decides for every node, group and edge of a graph who places it, and packs what we place ourselves. */
export const planOf = (source: Graph): Plan => {
  const graph = tidy(source);
  const parents = parentsOf(graph);
  const groups = new Map(graph.groups.map((group) => [group.id, group]));
  const cards = new Map(graph.nodes.map((node) => [node.id, cardText(node)]));
  const { layered, peers } = splitPeers(graph.edges);
  const shadows = shadowsOf(layered, peers, parents);
  const backward = backwardEdges([...layered, ...shadows], parents);
  const withIds = [...layered, ...shadows].map((edge, index): LayeredEdge => ({
    id: `e${index}`,
    edge,
    reversed: backward.has(edge),
    shadow: index >= layered.length,
  }));

  const ends = new Set(withIds.flatMap(({ edge }) => [edge.from, edge.to]));
  const holdsEnds = new Set([...ends].flatMap((id) => ancestorsOf(id, parents)));
  const isLinked = (id: string): boolean => ends.has(id) || holdsEnds.has(id);
  const nodesIn = groupBy(graph.nodes, ({ group }) => group);
  const groupsIn = groupBy(graph.groups, ({ parent }) => parent);
  const packing: Packing = {
    contentsOf: (id) => ({ nodes: nodesIn.get(id) ?? [], groups: groupsIn.get(id) ?? [] }),
    group: (id) => groups.get(id) ?? { id, kind: "plain", label: id },
    cardHeight: (id) => cards.get(id)?.height ?? 0,
  };

  const containers = [undefined, ...graph.groups.map(({ id }) => id).filter((id) => holdsEnds.has(id))];
  const linked = new Map<string | undefined, Contents>();
  for (const id of containers)
    linked.set(id, {
      nodes: (nodesIn.get(id) ?? []).filter(isLinked),
      groups: (groupsIn.get(id) ?? []).filter(isLinked),
    });

  const lifted = withIds.map(({ edge, reversed }) => {
    const { container, from, to } = lift(edge, parents);
    return reversed ? { container, from: to, to: from } : { container, from, to };
  });
  const edgesIn = Map.groupBy(lifted, ({ container }) => container);
  const feet = new Map<string | undefined, Block>();
  for (const id of containers) {
    const loose: Contents = {
      nodes: (nodesIn.get(id) ?? []).filter((member) => !isLinked(member)),
      groups: (groupsIn.get(id) ?? []).filter((member) => !isLinked(member)),
    };
    if (loose.nodes.length + loose.groups.length === 0) continue;
    const width = estimateWidth(id, linked, edgesIn, graph.direction === "DOWN");
    feet.set(id, pack(loose, packing, Math.max(width, idealWidth(loose, packing) - 2 * frame.padding)));
  }

  const packedGroups = new Map<string, Block>();
  for (const { id } of graph.groups)
    if (ends.has(id) && !holdsEnds.has(id)) packedGroups.set(id, packGroup(id, packing));
  return { graph, parents, groups, cards, layered: withIds, peers, linked, feet, packedGroups };
};

/** The least that the frame of a group with linked contents may measure, with room for its foot. */
export const leastSize = (plan: Plan, group: GraphGroup): { width: number; height: number } => {
  const least = leastFrame(group);
  const foot = plan.feet.get(group.id);
  return { width: Math.max(least.width, (foot?.width ?? 0) + 2 * frame.padding), height: least.height };
};
