import type { GroupKind } from "../architecture/model/index.ts";

/** What is drawn: a graph to lay out. Made from an architecture, later from Mermaid. */
export interface Graph {
  title: string;
  subtitle?: string;
  footer?: string;
  direction?: "RIGHT" | "DOWN" | "LEFT" | "UP";
  /** Where in its group stands what has no edges: at the foot, unless a picture would come out too tall. */
  asides?: "foot" | "right";
  /** Drawn as given, as Mermaid text asks: no edge is joined with another, turned or left out. */
  exact?: true;
  groups: GraphGroup[];
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** How a group is tinted. The model's kinds, and four for groups that a drawing adds: edge services, queues, operations, anything. */
export type GraphGroupKind =
  | GroupKind
  | "public"
  | "private"
  | "data"
  | "edge"
  | "async"
  | "operations"
  | "security"
  | "plain";

export interface GraphGroup {
  id: string;
  kind: GraphGroupKind;
  label: string;
  sub?: string;
  parent?: string;
  /** Icon id, when the kind's own does not fit. */
  icon?: string;
  /** Findings on what the frame stands for: a network, a subnet, a cluster. */
  findings?: GraphNode["findings"];
  /** In an exact graph: which way the group itself is read, where no edge crosses its frame. */
  direction?: "RIGHT" | "DOWN" | "LEFT" | "UP";
  /** Colours asked for by the text it came from. */
  paint?: { fill?: string; stroke?: string; text?: string };
}

export interface GraphNode {
  id: string;
  label: string;
  sub?: string;
  /** Icon id = catalogue service id (`aws.s3`); an unknown one becomes a neutral glyph with its initial. */
  icon: string;
  group?: string;
  /** Findings on it: worst severity (border colour) and how many (badge). */
  findings?: { worst: "critical" | "high" | "medium" | "low"; count: number };
  /** Mark of one of two designs: against the other it is new, is different, or is not there. */
  change?: "added" | "changed" | "removed";
  /** Drawn as this outline with its label inside, as Mermaid asks; without one it is a card with an icon. */
  shape?: NodeShape;
  /** Lines under the label in ruled sections: attributes and methods of a class, columns of an entity. Tabs part the cells of a line. */
  sections?: string[][];
  /** Sentences under the sub line of a shaped node. */
  description?: string;
  /** A note stands right beside what it is about. */
  beside?: { of: string; side: "left" | "right" };
  /** Colours asked for by the text it came from. */
  paint?: { fill?: string; stroke?: string; text?: string };
}

/** Outlines of Mermaid's nodes. */
export type NodeShape =
  | "rect"
  | "rounded"
  | "stadium"
  | "subroutine"
  | "cylinder"
  | "queue"
  | "circle"
  | "double-circle"
  | "diamond"
  | "hexagon"
  | "parallelogram"
  | "parallelogram-alt"
  | "trapezoid"
  | "trapezoid-alt"
  | "flag"
  | "document"
  | "cloud"
  | "note"
  | "table"
  | "person"
  | "start"
  | "end"
  | "bar"
  | "junction"
  | "text";

export type Side = "left" | "right" | "top" | "bottom";

/** Heads of Mermaid's arrows: plain ones, UML's and the crow's feet of an entity diagram. */
export type Arrowhead =
  | "none"
  | "arrow"
  | "open"
  | "circle"
  | "cross"
  | "triangle"
  | "diamond"
  | "diamond-open"
  | "lollipop"
  | "one"
  | "zero-or-one"
  | "many"
  | "zero-or-many";

export interface GraphEdge {
  /** Node or group id. */
  from: string;
  to: string;
  label?: string;
  style?: "solid" | "dashed" | "dotted" | "thick" | "invisible";
  /** Heads; without them an arrow at the end and nothing at the start. */
  start?: Arrowhead;
  end?: Arrowhead;
  /** Short words at the ends: cardinalities. */
  startLabel?: string;
  endLabel?: string;
  /** Colour asked for by the text it came from. */
  stroke?: string;
  /** Sides that the ends keep to. */
  sides?: { from: Side; to: Side };
  /** Replication, failover: stays out of the layering and is routed afterwards. */
  peer?: boolean;
  change?: "added" | "changed";
}

/** A laid-out picture: plain shapes in paint order, in px; one writer makes SVG of it, another PDF operators. */
export interface Scene {
  width: number;
  height: number;
  background: string;
  label: string;
  shapes: Shape[];
}

export type Shape =
  | { kind: "rect"; x: number; y: number; width: number; height: number; radius: number; paint: Paint }
  | { kind: "path"; d: string; paint: Paint }
  | {
      kind: "text";
      x: number;
      y: number;
      text: string;
      size: number;
      weight: 400 | 500 | 600 | 700;
      anchor: "start" | "middle" | "end";
      fill: string;
    }
  | { kind: "icon"; icon: string; x: number; y: number; size: number };

export interface Paint {
  fill?: string;
  fillOpacity?: number;
  stroke?: string;
  strokeOpacity?: number;
  strokeWidth?: number;
  dash?: string;
}

export type Theme = "light" | "dark";
