import type { CardText } from "./card.ts";
import { cardText } from "./card.ts";
import { backwardEdges } from "./direction.ts";
import { widthEstimator } from "./estimate.ts";
import { frame } from "./frame.ts";
import { known } from "./known.ts";
import type { Block, Contents, Packing } from "./pack.ts";
import { idealWidth, pack, packGroup } from "./pack.ts";
import type { TidyEdge, TidyGraph } from "./tidy.ts";
import { ancestorsOf, parentsOf, tidy } from "./tidy.ts";
import type { Graph, GraphGroup } from "./types.ts";
import { zoneFinder, zoneShadows } from "./zones.ts";

/** An edge that the layout engine arranges. `shadow` is not drawn: it only holds a standby beside its primary, or a zone's tiers in line with another's. */
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
  /** Members without edges. In a group they are packed, to stand aside of what is linked. */
  loose: ReadonlyMap<string | undefined, Contents>;
  asides: ReadonlyMap<string, Block>;
  /** Groups that have their aside on the right. */
  asideRight: ReadonlySet<string>;
  packing: Packing;
  /** Groups that an edge leads to but whose contents have none: packed, and one box for the layout engine. */
  packedGroups: ReadonlyMap<string, Block>;
}

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

/** Peers stay out of the layering, unless they stand in one group and neither has another edge to be placed by. */
const splitPeers = (
  edges: readonly TidyEdge[],
  parents: ReadonlyMap<string, string | undefined>,
): { layered: TidyEdge[]; peers: TidyEdge[] } => {
  const placed = new Set(edges.filter(({ peer }) => peer !== true).flatMap(({ from, to }) => [from, to]));
  const isPeer = ({ peer, from, to }: TidyEdge): boolean =>
    peer === true && (placed.has(from) || placed.has(to) || parents.get(from) !== parents.get(to));
  return { layered: edges.filter((edge) => !isPeer(edge)), peers: edges.filter(isPeer) };
};

/** In a drawing that goes down, and in a tall one, asides stand on the right wherever no edge leaves on that side. */
const groupsWithAsideRight = (
  graph: TidyGraph,
  edges: readonly LayeredEdge[],
  parents: ReadonlyMap<string, string | undefined>,
): Set<string> => {
  const ids = new Set(graph.groups.map(({ id }) => id));
  if (graph.direction === "DOWN") return ids;
  if (graph.asides !== "right") return new Set();
  for (const { edge, reversed } of edges) {
    const [start, end] = reversed ? [edge.to, edge.from] : [edge.from, edge.to];
    const around = new Set([end, ...ancestorsOf(end, parents)]);
    for (const id of [start, ...ancestorsOf(start, parents)]) if (!around.has(id)) ids.delete(id);
  }
  return ids;
};

/** For an end that only has a peer edge: an unseen copy of an edge of the other end, so that both land in one layer. */
const shadowsOf = (
  layered: readonly TidyEdge[],
  peers: readonly TidyEdge[],
  parents: ReadonlyMap<string, string | undefined>,
  zoneOf: (id: string) => string | undefined,
): TidyEdge[] => {
  const placed = new Set(layered.flatMap(({ from, to }) => [from, to]));
  const shadows: TidyEdge[] = [];
  // A copy from zone to zone would set the zones one behind the other.
  const isApart = (one: string, other: string): boolean =>
    one !== other &&
    !ancestorsOf(one, parents).includes(other) &&
    !ancestorsOf(other, parents).includes(one) &&
    (zoneOf(one) === undefined || zoneOf(other) === undefined || zoneOf(one) === zoneOf(other));
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

/** Decides for every node, group and edge of a graph who places it, and packs what we place ourselves. */
export const planOf = (source: Graph): Plan => {
  const graph = tidy(source);
  const isDown = graph.direction === "DOWN";
  const parents = parentsOf(graph);
  const groups = new Map(graph.groups.map((group) => [group.id, group]));
  const cards = new Map(graph.nodes.map((node) => [node.id, cardText(node)]));
  const { layered, peers } = splitPeers(graph.edges, parents);
  const alike = zoneShadows(graph, layered, parents);
  const standbys = shadowsOf([...layered, ...alike], peers, parents, zoneFinder(graph, parents));
  const shadows = [...alike, ...standbys];
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
    group: (id) => known(groups, id),
    cardHeight: (id) => known(cards, id).height,
    aspect: isDown ? 0.6 : 2.4,
  };

  const containers = [undefined, ...graph.groups.map(({ id }) => id).filter((id) => holdsEnds.has(id))];
  const membersWhere = (belongs: (id: string) => boolean): Map<string | undefined, Contents> =>
    new Map(
      containers.map((id) => {
        const nodes = (nodesIn.get(id) ?? []).filter(belongs);
        return [id, { nodes, groups: (groupsIn.get(id) ?? []).filter(belongs) }];
      }),
    );
  const linked = membersWhere(isLinked);
  const loose = membersWhere((id) => !isLinked(id));

  const widthOf = widthEstimator(linked, withIds, parents);
  const asideRight = groupsWithAsideRight(graph, withIds, parents);
  const narrow: Packing = { ...packing, aspect: 0.6 };
  const asides = new Map<string, Block>();
  for (const [id, contents] of loose) {
    if (id === undefined || contents.nodes.length + contents.groups.length === 0) continue;
    const own = asideRight.has(id) ? narrow : packing;
    const ideal = idealWidth(contents, own) - 2 * frame.padding;
    asides.set(id, pack(contents, own, asideRight.has(id) ? ideal : Math.max(ideal, widthOf(id))));
  }

  const packedGroups = new Map<string, Block>();
  for (const { id } of graph.groups)
    if (ends.has(id) && !holdsEnds.has(id)) packedGroups.set(id, packGroup(id, packing));
  return {
    graph,
    parents,
    groups,
    cards,
    layered: withIds,
    peers,
    linked,
    loose,
    asides,
    asideRight,
    packing,
    packedGroups,
  };
};
