import type { ElkEdge, ElkNode } from "../elk-graph.ts";
import { known } from "../known.ts";
import type { Graph, GraphEdge, Side } from "../types.ts";
import { edgeLabel, endLabel } from "./edge-label.ts";
import { groupPadding } from "./group.ts";
import type { ExactPlan, LayeredEdge } from "./plan.ts";
import { exactPlan } from "./plan.ts";

/** Between a node and the note beside it. */
const noteGap = 22;

/** How much care the layout takes: past these sizes, seconds of it would show nowhere. */
const tangled = 90;
const vast = 180;

const portSides: Readonly<Record<Side, string>> = { left: "WEST", right: "EAST", top: "NORTH", bottom: "SOUTH" };

/** What ELK reads from every graph in a graph on its own. */
const spacing: Readonly<Record<string, string>> = {
  "elk.spacing.nodeNode": "34",
  "elk.spacing.edgeNode": "20",
  "elk.spacing.edgeEdge": "14",
  "elk.spacing.portPort": "16",
  "elk.spacing.edgeLabel": "4",
  "elk.spacing.labelNode": String(noteGap),
  "elk.spacing.nodeSelfLoop": "22",
  "elk.layered.spacing.nodeNodeBetweenLayers": "50",
  "elk.layered.spacing.edgeNodeBetweenLayers": "24",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "14",
};

/** Keeping to the order of the text takes four fifths of the time where groups and arrows are many. */
const orderOptions = ({ layered, nodes }: ExactPlan): Record<string, string> =>
  layered.length > vast || nodes.size > 2 * vast
    ? {
        "elk.layered.crossingMinimization.greedySwitch.type": "OFF",
        "elk.layered.crossingMinimization.greedySwitchHierarchical.type": "OFF",
      }
    : {
        "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
        "elk.layered.crossingMinimization.forceNodeModelOrder": "false",
      };

/** Down a page a parent stands in the middle above its children; across it, straight lines read better. */
const placementOptions = ({ direction, layered }: ExactPlan): Record<string, string> =>
  direction === "DOWN" || direction === "UP" || layered.length > tangled
    ? {
        "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
        "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
      }
    : {
        "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
        "elk.layered.nodePlacement.favorStraightEdges": "true",
      };

const layeredOptions = (plan: ExactPlan): Record<string, string> => {
  const { direction, layered } = plan;
  const isTangled = layered.length > tangled;
  return {
    ...spacing,
    ...orderOptions(plan),
    "elk.algorithm": "layered",
    "elk.direction": direction,
    "elk.hierarchyHandling": "INCLUDE_CHILDREN",
    "elk.edgeRouting": "ORTHOGONAL",
    "elk.padding": "[top=0,left=0,bottom=0,right=0]",
    "elk.randomSeed": "1",
    ...placementOptions(plan),
    "elk.layered.thoroughness": layered.length > vast ? "1" : isTangled ? "3" : "12",
  };
};

const endLabelOf = (text: string | undefined, placement: string): NonNullable<ElkEdge["labels"]> => {
  const label = endLabel(text);
  if (label === undefined) return [];
  const { width, height } = label;
  return [{ text: placement, width, height, layoutOptions: { "elk.edgeLabels.placement": placement } }];
};

const labelsOf = ({ edge, reversed }: LayeredEdge): NonNullable<ElkEdge["labels"]> => {
  const label = edgeLabel(edge.label);
  const [tail, head] = reversed ? [edge.endLabel, edge.startLabel] : [edge.startLabel, edge.endLabel];
  // On a loop an inline label would lie on the node.
  const layoutOptions: Record<string, string> = edge.from === edge.to ? {} : { "elk.edgeLabels.inline": "true" };
  return [
    ...(label === undefined ? [] : [{ text: "CENTER", width: label.width, height: label.height, layoutOptions }]),
    ...endLabelOf(tail, "TAIL"),
    ...endLabelOf(head, "HEAD"),
  ];
};

const portOf = (edgeId: string, end: "from" | "to"): string => `${edgeId} ${end}`;

const edgeOf = (layered: LayeredEdge): ElkEdge => {
  const { id, edge, reversed } = layered;
  const from = edge.sides === undefined ? edge.from : portOf(id, "from");
  const to = edge.sides === undefined ? edge.to : portOf(id, "to");
  const [source, target] = reversed ? [to, from] : [from, to];
  const labels = labelsOf(layered);
  return {
    id,
    sources: [source],
    targets: [target],
    ...(labels.length > 0 && { labels }),
    // What leads on is drawn straight, if need be at the cost of what leads back.
    layoutOptions: { "elk.layered.priority.straightness": reversed ? "1" : "8" },
  };
};

/** The ends that edges with given sides have on each node or group. */
const portsOf = (plan: ExactPlan): Map<string, NonNullable<ElkNode["ports"]>> => {
  const ports = new Map<string, NonNullable<ElkNode["ports"]>>();
  const add = (node: string, id: string, side: Side): void => {
    const port = { id, width: 0, height: 0, layoutOptions: { "elk.port.side": portSides[side] } };
    ports.set(node, [...(ports.get(node) ?? []), port]);
  };
  for (const { id, edge } of plan.layered) {
    if (edge.sides === undefined) continue;
    add(edge.from, portOf(id, "from"), edge.sides.from);
    add(edge.to, portOf(id, "to"), edge.sides.to);
  }
  return ports;
};

/** A group may be read its own way where no edge leads out of it. */
const ownDirection = (plan: ExactPlan, id: string, inherited: Graph["direction"]): Graph["direction"] => {
  const wanted = plan.groups.get(id)?.direction;
  if (wanted === undefined || wanted === inherited) return undefined;
  const inside = insideOf(plan, id);
  const crosses = ({ from, to }: GraphEdge): boolean => inside.has(from) !== inside.has(to);
  return plan.graph.edges.some(crosses) ? undefined : wanted;
};

const insideOf = (plan: ExactPlan, id: string): Set<string> => {
  const inside = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const member of plan.members.get(next) ?? []) {
      inside.add(member);
      open.push(member);
    }
  return inside;
};

interface Build {
  plan: ExactPlan;
  ports: ReturnType<typeof portsOf>;
  /** Edges not yet given to a group of its own direction. */
  edges: Set<LayeredEdge>;
}

const portOptions = (ports: ElkNode["ports"]): Record<string, string> =>
  ports === undefined ? {} : { "elk.portConstraints": "FIXED_SIDE" };

const leafOf = ({ plan, ports }: Build, id: string): ElkNode => {
  const { width, height } = known(plan.layouts, id);
  const own = ports.get(id);
  const isAcross = plan.direction === "RIGHT" || plan.direction === "LEFT";
  const labels = (plan.besides.get(id) ?? []).map((note) => {
    const size = known(plan.layouts, note.id);
    // Left and right of a node run its edges when the picture is read across: its notes then stand above and below.
    const isFirst = note.beside?.side === "left";
    const side = isAcross
      ? isFirst
        ? "V_TOP H_CENTER"
        : "V_BOTTOM H_CENTER"
      : isFirst
        ? "H_LEFT V_CENTER"
        : "H_RIGHT V_CENTER";
    return {
      text: note.id,
      width: size.width,
      height: size.height,
      layoutOptions: { "elk.nodeLabels.placement": `OUTSIDE ${side}` },
    };
  });
  return {
    id,
    width,
    height,
    ...(labels.length > 0 && { labels }),
    ...(own !== undefined && { ports: own, layoutOptions: portOptions(own) }),
  };
};

const groupOf = (build: Build, id: string, inherited: Graph["direction"]): ElkNode => {
  const { plan } = build;
  const { least, height: headHeight } = known(plan.heads, id);
  const members = plan.members.get(id) ?? [];
  const own = build.ports.get(id);
  const ports = own === undefined ? {} : { ports: own };
  if (members.length === 0) return { id, ...least, ...ports, layoutOptions: portOptions(own) };
  const turned = ownDirection(plan, id, inherited);
  const direction = turned ?? inherited;
  const inner = turned === undefined ? [] : edgesInside(build, id);
  for (const edge of inner) build.edges.delete(edge);
  const children = members.map((member) => nodeOf(build, member, direction));
  // Drawing up or down, ELK takes a compound node's least width for its height and the other way round.
  const isAcross = inherited === "RIGHT" || inherited === "LEFT";
  const [first, second] = isAcross ? [least.width, least.height] : [least.height, least.width];
  return {
    id,
    ...ports,
    children,
    ...(inner.length > 0 && { edges: inner.map(edgeOf) }),
    layoutOptions: {
      ...spacing,
      ...(turned !== undefined && {
        ...layeredOptions(plan),
        "elk.direction": turned,
        "elk.hierarchyHandling": "SEPARATE_CHILDREN",
      }),
      ...portOptions(own),
      "elk.padding": `[top=${headHeight},left=${groupPadding},bottom=${groupPadding},right=${groupPadding}]`,
      "elk.nodeSize.constraints": "MINIMUM_SIZE",
      "elk.nodeSize.minimum": `(${first},${second})`,
    },
  };
};

const edgesInside = ({ plan, edges }: Build, id: string): LayeredEdge[] => {
  const inside = insideOf(plan, id);
  return [...edges].filter(({ edge }) => inside.has(edge.from) && inside.has(edge.to));
};

const nodeOf = (build: Build, id: string, direction: Graph["direction"]): ElkNode =>
  build.plan.groups.has(id) ? groupOf(build, id, direction) : leafOf(build, id);

/** An exact graph as ELK takes it: each set of joined things laid out on its own, packed by us afterwards. */
export const toExactElk = (graph: Graph): ElkNode => {
  const plan = exactPlan(graph);
  const build: Build = { plan, ports: portsOf(plan), edges: new Set([...plan.layered, ...plan.guides]) };
  const parts = plan.grid === undefined ? plan.components : [];
  const children = parts.map((members, index): ElkNode => {
    const id = `\u0000${index}`;
    const nodes = members.map((member) => nodeOf(build, member, plan.direction));
    const inside = new Set(members.flatMap((member) => [member, ...insideOf(plan, member)]));
    const edges = [...build.edges].filter(({ edge }) => inside.has(edge.from));
    return { id, layoutOptions: layeredOptions(plan), children: nodes, edges: edges.map(edgeOf) };
  });
  return {
    id: "\u0000",
    layoutOptions: {
      "elk.algorithm": "box",
      "elk.json.edgeCoords": "ROOT",
      "elk.json.shapeCoords": "ROOT",
      "elk.padding": "[top=0,left=0,bottom=0,right=0]",
    },
    children,
  };
};
