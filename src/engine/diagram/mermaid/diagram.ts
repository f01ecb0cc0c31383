import type { Arrowhead, NodeShape } from "../types.ts";

/** What Mermaid text says, as plain data: mermaid's own parsers fill it (`adapters/mermaid`), this folder draws it. */
export type MermaidDiagram =
  | Flowchart
  | SequenceDiagram
  | ClassDiagram
  | StateDiagram
  | ErDiagram
  | C4Diagram
  | ArchitectureDiagram;

export type MermaidDirection = "RIGHT" | "DOWN" | "LEFT" | "UP";

/** Colours that the text asks for; only `#rgb`, `#rrggbb` and CSS colour names get this far. */
export interface MermaidPaint {
  fill?: string;
  stroke?: string;
  text?: string;
}

export interface MermaidGroup {
  id: string;
  label: string;
  parent?: string;
  direction?: MermaidDirection;
  /** Icon name, as the text writes it (`cloud`, `aws:s3`). */
  icon?: string;
  paint?: MermaidPaint;
}

/** Labels hold plain text: `<br>` is a line break, entities are decoded, other markup is gone. */
export interface Flowchart {
  kind: "flowchart";
  title?: string;
  direction: MermaidDirection;
  nodes: { id: string; label: string; shape: NodeShape; group?: string; paint?: MermaidPaint; icon?: string }[];
  /** `from` and `to` name a node or a group. */
  edges: {
    from: string;
    to: string;
    label?: string;
    stroke: "solid" | "dotted" | "thick" | "invisible";
    start: Arrowhead;
    end: Arrowhead;
    /** Colour that `linkStyle` asks for. */
    color?: string;
  }[];
  groups: MermaidGroup[];
}

export interface StateDiagram {
  kind: "state";
  title?: string;
  direction: MermaidDirection;
  /** Composite states are groups; `start` and `end` of each scope are nodes of their own. */
  nodes: {
    id: string;
    label: string;
    kind: "state" | "start" | "end" | "fork" | "choice" | "divider";
    group?: string;
    paint?: MermaidPaint;
  }[];
  edges: { from: string; to: string; label?: string }[];
  groups: MermaidGroup[];
  notes: { of: string; side: "left" | "right"; text: string }[];
}

export interface ClassDiagram {
  kind: "class";
  title?: string;
  direction: MermaidDirection;
  classes: {
    id: string;
    label: string;
    /** `«interface»` and such, without the marks. */
    annotations: string[];
    attributes: string[];
    methods: string[];
    group?: string;
    paint?: MermaidPaint;
  }[];
  relations: {
    from: string;
    to: string;
    label?: string;
    dashed: boolean;
    start: Arrowhead;
    end: Arrowhead;
    /** Cardinality written at either end. */
    startLabel?: string;
    endLabel?: string;
  }[];
  groups: MermaidGroup[];
  notes: { of?: string; text: string }[];
}

export interface ErDiagram {
  kind: "er";
  title?: string;
  direction: MermaidDirection;
  entities: {
    id: string;
    label: string;
    attributes: { type: string; name: string; keys: string[]; comment?: string }[];
    paint?: MermaidPaint;
  }[];
  relations: { from: string; to: string; label?: string; dashed: boolean; start: Arrowhead; end: Arrowhead }[];
}

export interface C4Diagram {
  kind: "c4";
  title?: string;
  /** `person`, `system`, `system_db`, `system_queue`, `container`, … with `external_` before it where it is outside. */
  elements: {
    id: string;
    label: string;
    type: string;
    technology?: string;
    description?: string;
    group?: string;
  }[];
  relations: { from: string; to: string; label?: string; technology?: string; both: boolean }[];
  groups: (MermaidGroup & { type?: string })[];
}

export interface ArchitectureDiagram {
  kind: "architecture";
  title?: string;
  /** `icon` as the text writes it; a junction has neither icon nor label. */
  services: { id: string; label: string; icon?: string; group?: string; junction: boolean }[];
  edges: {
    from: string;
    to: string;
    /** Side of each end: left, right, top, bottom. */
    fromSide: "L" | "R" | "T" | "B";
    toSide: "L" | "R" | "T" | "B";
    start: boolean;
    end: boolean;
    label?: string;
    /** The end is the group that holds the service, not the service. */
    fromGroup: boolean;
    toGroup: boolean;
  }[];
  groups: MermaidGroup[];
}

export interface SequenceDiagram {
  kind: "sequence";
  title?: string;
  participants: {
    id: string;
    label: string;
    type: "participant" | "actor" | "boundary" | "control" | "entity" | "database" | "collections" | "queue";
  }[];
  boxes: { label: string; fill?: string; participants: string[] }[];
  autonumber: boolean;
  /** In the order that they happen, top to bottom. */
  steps: SequenceStep[];
}

export type SequenceStep =
  | {
      kind: "message";
      from: string;
      to: string;
      text: string;
      dashed: boolean;
      head: "none" | "arrow" | "open" | "cross";
      both: boolean;
      /** Number shown before it, where the text asks for numbers. */
      number?: number;
    }
  | { kind: "note"; side: "left" | "right" | "over"; participants: string[]; text: string }
  | { kind: "activate" | "deactivate"; participant: string }
  | { kind: "create" | "destroy"; participant: string }
  /** `loop`, `alt`, `opt`, `par`, `critical`, `break`, `rect`: opened, divided, closed. */
  | { kind: "open"; fragment: string; label: string; fill?: string }
  | { kind: "divide"; label: string }
  | { kind: "close" };
