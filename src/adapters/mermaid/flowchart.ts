import type { FlowDb } from "#assets/mermaid-parsers.js";
import type { Arrowhead, Flowchart, NodeShape } from "#engine/diagram";
import { toDirection } from "./direction.ts";
import { plainText } from "./label.ts";
import { paintOf, withPaint } from "./paint.ts";
import { parentsOf } from "./parents.ts";
import { toShape } from "./shapes.ts";

type Node = Flowchart["nodes"][number];
type Edge = Flowchart["edges"][number];

const heads: Readonly<Record<string, Arrowhead>> = {
  arrow_point: "arrow",
  arrow_circle: "circle",
  arrow_cross: "cross",
  arrow_open: "none",
};

const headsOf = (type: string | undefined): { start: Arrowhead; end: Arrowhead } => {
  const isDouble = type?.startsWith("double_") === true;
  const end = heads[(type ?? "arrow_point").replace("double_", "")] ?? "arrow";
  return { start: isDouble ? end : "none", end };
};

const strokes: Readonly<Record<string, Edge["stroke"]>> = {
  normal: "solid",
  dotted: "dotted",
  thick: "thick",
  invisible: "invisible",
};

const declarationsOf = (db: FlowDb, classes: readonly string[]): string[] => {
  const known = db.getClasses();
  return classes.flatMap((name) => known.get(name)?.styles ?? []);
};

type FlowEdge = ReturnType<FlowDb["getEdges"]>[number];

const toEdge = (db: FlowDb, edge: FlowEdge, everywhere: readonly string[]): Edge => {
  const stroke = strokes[edge.stroke ?? "normal"] ?? "solid";
  const label = plainText(edge.text, edge.labelType);
  const ends = stroke === "invisible" ? { start: "none" as const, end: "none" as const } : headsOf(edge.type);
  const color = paintOf([...everywhere, ...declarationsOf(db, edge.classes), ...(edge.style ?? [])])?.stroke;
  return {
    from: edge.start,
    to: edge.end,
    ...(label !== "" && { label }),
    stroke,
    ...ends,
    ...(color !== undefined && { color }),
  };
};

type Vertex = ReturnType<FlowDb["getVertices"]> extends Map<string, infer V> ? V : never;

/** Shapes that mermaid draws without their label. */
const unlabelled: ReadonlySet<NodeShape> = new Set(["start", "end", "bar", "junction"]);

const labelOf = ({ id, text, labelType }: Vertex, shape: NodeShape): string => {
  const label = plainText(text, labelType);
  return unlabelled.has(shape) && label === id ? "" : label;
};

const toNode = (db: FlowDb, vertex: Vertex, group: string | undefined): Node => {
  const declarations = declarationsOf(db, ["default", ...vertex.classes]);
  const shape = toShape(vertex.type);
  return {
    id: vertex.id,
    label: labelOf(vertex, shape),
    shape,
    ...(group !== undefined && { group }),
    ...withPaint([...declarations, ...vertex.styles]),
    ...(typeof vertex.icon === "string" && { icon: vertex.icon }),
  };
};

/** A filled flowchart database → our flowchart. */
export const toFlowchart = (db: FlowDb): Flowchart => {
  // Mermaid lists an inner group before the group that holds it.
  const subgraphs = db.getSubGraphs();
  const parents = parentsOf(subgraphs.map(({ id, nodes }) => ({ id, members: nodes })));
  const groupIds = new Set(subgraphs.map(({ id }) => id));
  const vertices = db.getVertices();
  const groups = subgraphs.toReversed().map(({ id, title, labelType, dir, classes }): Flowchart["groups"][number] => {
    const parent = parents.get(id);
    const direction = toDirection(dir);
    return {
      id,
      label: plainText(title, labelType),
      ...(parent !== undefined && { parent }),
      ...(direction !== undefined && { direction }),
      // A style or an arrow to a subgraph makes a vertex of its id, too.
      ...withPaint([...declarationsOf(db, classes), ...(vertices.get(id)?.styles ?? [])]),
    };
  });
  const edges = db.getEdges();
  return {
    kind: "flowchart",
    direction: toDirection(db.getDirection()) ?? "DOWN",
    nodes: [...vertices.values()]
      .filter(({ id }) => !groupIds.has(id))
      .map((vertex) => toNode(db, vertex, parents.get(vertex.id))),
    edges: edges.map((edge) => toEdge(db, edge, edges.defaultStyle ?? [])),
    groups,
  };
};
