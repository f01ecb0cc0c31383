import { roomFor } from "./aside.ts";
import { card } from "./card.ts";
import { toExactElk } from "./exact/elk.ts";
import { frame, headHeight } from "./frame.ts";
import { elkBox } from "./geometry.ts";
import { known } from "./known.ts";
import { pill, pillSize } from "./pill.ts";
import { layersCrossed } from "./layer-spans.ts";
import type { LayeredEdge, Plan } from "./plan.ts";
import { planOf } from "./plan.ts";
import { trunksOf } from "./trunks.ts";
import type { Graph } from "./types.ts";

/** The part of ELK's JSON format that we write and read. */
export interface ElkNode {
  id: string;
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  layoutOptions?: Record<string, string>;
  children?: ElkNode[];
  edges?: ElkEdge[];
  labels?: ElkLabel[];
  ports?: { id: string; width?: number; height?: number; layoutOptions?: Record<string, string> }[];
}

export interface ElkEdge {
  id: string;
  sources: string[];
  targets: string[];
  layoutOptions?: Record<string, string>;
  labels?: ElkLabel[];
  sections?: { id: string; startPoint: ElkPoint; endPoint: ElkPoint; bendPoints?: ElkPoint[] }[];
}

interface ElkPoint {
  x: number;
  y: number;
}

interface ElkLabel {
  text?: string;
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  layoutOptions?: Record<string, string>;
}

/** With more arrows than this the network simplex takes seconds where Brandes and Köpf take tenths of one (300 nodes, 240 arrows across 30 groups: 21 s and 1.7 s). */
const tangled = 90;
/** The same for points on layers that arrows pass. */
const mostCrossed = 250;

const options = (direction: string, isLarge: boolean, isTangled: boolean): Record<string, string> => ({
  "elk.algorithm": "layered",
  "elk.direction": direction,
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.json.edgeCoords": "ROOT",
  "elk.json.shapeCoords": "ROOT",
  "elk.padding": "[top=0,left=0,bottom=0,right=0]",
  "elk.randomSeed": "1",
  "elk.spacing.nodeNode": "26",
  "elk.spacing.edgeNode": "20",
  "elk.spacing.edgeEdge": "14",
  "elk.spacing.edgeLabel": "4",
  "elk.layered.spacing.nodeNodeBetweenLayers": isLarge ? "48" : "56",
  "elk.layered.spacing.edgeNodeBetweenLayers": "22",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "14",
  "elk.layered.nodePlacement.strategy": isTangled ? "BRANDES_KOEPF" : "NETWORK_SIMPLEX",
  "elk.layered.nodePlacement.favorStraightEdges": "true",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.layered.crossingMinimization.forceNodeModelOrder": "false",
  "elk.layered.thoroughness": isTangled ? "1" : isLarge ? "4" : "10",
});

const labelsOf = ({ edge }: LayeredEdge): Pick<ElkEdge, "labels"> => {
  const size = pillSize(edge);
  if (size === undefined) return {};
  return {
    labels: [
      { text: size.text, width: size.width, height: pill.height, layoutOptions: { "elk.edgeLabels.inline": "true" } },
    ],
  };
};

const edgeOf = (layered: LayeredEdge, trunk: string | undefined): ElkEdge => {
  const { id, edge, reversed } = layered;
  const [source, target] = reversed ? [edge.to, edge.from] : [edge.from, edge.to];
  return { id, sources: [trunk ?? source], targets: [target], ...labelsOf(layered) };
};

/** Points that several arrows leave from together. */
const addPorts = (nodes: readonly ElkNode[], ports: ReadonlyMap<string, ReadonlySet<string>>): void => {
  for (const node of nodes) {
    const own = ports.get(node.id);
    if (own !== undefined) node.ports = [...own].map((id) => ({ id, width: 0, height: 0 }));
    addPorts(node.children ?? [], ports);
  }
};

const childrenOf = (plan: Plan, container: string | undefined): ElkNode[] => {
  const { nodes, groups } = known(plan.linked, container);
  return [
    ...groups.map((id) => groupNode(plan, id)),
    ...nodes.map((id) => ({ id, width: card.width, height: known(plan.cards, id).height })),
  ];
};

const groupNode = (plan: Plan, id: string): ElkNode => {
  const packed = plan.packedGroups.get(id);
  if (packed !== undefined) return { id, width: packed.width, height: packed.height };
  const group = known(plan.groups, id);
  const { right, bottom, least } = roomFor(plan, group);
  // Drawing downwards, ELK takes a compound node's least width for its height and the other way round.
  const [first, second] = plan.graph.direction === "DOWN" ? [least.height, least.width] : [least.width, least.height];
  return {
    id,
    children: childrenOf(plan, id),
    layoutOptions: {
      "elk.padding": `[top=${headHeight(group)},left=${frame.padding},bottom=${bottom},right=${right}]`,
      "elk.nodeSize.constraints": "MINIMUM_SIZE",
      "elk.nodeSize.minimum": `(${first},${second})`,
    },
  };
};

/** A graph as ELK's layered algorithm takes it: only what has edges; the rest is packed by us around its answer. */
export const toElk = (graph: Graph): ElkNode => {
  if (graph.exact === true) return toExactElk(graph);
  const plan = planOf(graph);
  const trunks = trunksOf(plan.layered, plan.parents);
  const ports = new Map<string, Set<string>>();
  for (const { id, edge } of plan.layered) {
    const trunk = trunks.get(id);
    if (trunk !== undefined) ports.set(edge.from, (ports.get(edge.from) ?? new Set<string>()).add(trunk));
  }
  const children = childrenOf(plan, undefined);
  addPorts(children, ports);
  return {
    id: "\u0000",
    layoutOptions: options(
      plan.graph.direction ?? "RIGHT",
      plan.graph.nodes.length > 60,
      plan.layered.length > tangled || layersCrossed(plan.layered) > mostCrossed,
    ),
    children,
    edges: plan.layered.map((layered) => edgeOf(layered, trunks.get(layered.id))),
  };
};

const aspectOf = (laidOut: ElkNode): number => {
  const { width, height } = elkBox(laidOut);
  return width / Math.max(1, height);
};

/** Whether a layout comes out so tall that it would not fit a page or a slide well. */
export const isTall = (laidOut: ElkNode): boolean => aspectOf(laidOut) < 1.1;

/** The proportion of a page on its side. */
const page = 1.45;

/** How far a layout's proportion is from a page's, alike for too wide and too tall. */
export const unlikePage = (laidOut: ElkNode): number => Math.abs(Math.log(aspectOf(laidOut) / page));
