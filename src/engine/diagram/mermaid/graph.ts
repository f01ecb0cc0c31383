import type { Graph, GraphEdge, GraphNode } from "../types.ts";
import { architectureGraph } from "./architecture.ts";
import { c4Graph } from "./c4.ts";
import type { ClassDiagram, ErDiagram, Flowchart, MermaidDiagram, SequenceDiagram, StateDiagram } from "./diagram.ts";
import { iconFor } from "./icon-names.ts";
import { groupsOf, titleOf } from "./groups.ts";

const strokes = { solid: "solid", dotted: "dotted", thick: "thick", invisible: "invisible" } as const;

const flowchartGraph = (flowchart: Flowchart): Graph => ({
  ...titleOf(flowchart),
  direction: flowchart.direction,
  groups: groupsOf(flowchart.groups),
  nodes: flowchart.nodes.map(({ id, label, shape, group, paint, icon }): GraphNode => {
    const known = iconFor(icon);
    return {
      id,
      label,
      icon: known ?? "",
      ...(known === undefined && { shape }),
      ...(group !== undefined && { group }),
      ...(paint !== undefined && { paint }),
    };
  }),
  edges: flowchart.edges.map(({ stroke, color, ...edge }): GraphEdge => ({
    ...edge,
    style: strokes[stroke],
    ...(color !== undefined && { stroke: color }),
  })),
});

const stateShapes = {
  state: "rounded",
  start: "start",
  end: "end",
  fork: "bar",
  choice: "diamond",
  divider: "text",
} as const;

const stateGraph = (diagram: StateDiagram): Graph => {
  const nodes = diagram.nodes.map(({ id, label, kind, group, paint }): GraphNode => ({
    id,
    // Only states carry words; a choice is a small diamond.
    label: kind === "state" || kind === "divider" ? label : "",
    icon: "",
    shape: stateShapes[kind],
    ...(group !== undefined && { group }),
    ...(paint !== undefined && { paint }),
  }));
  const inGroup = new Map(nodes.map(({ id, group }) => [id, group]));
  const parents = new Map(diagram.groups.map(({ id, parent }) => [id, parent]));
  const notes = diagram.notes.map(({ of, side, text }, index): GraphNode => {
    const isNode = inGroup.has(of);
    const group = isNode ? inGroup.get(of) : parents.get(of);
    return {
      id: `note ${index} of ${of}`,
      label: text,
      icon: "",
      shape: "note",
      ...(group !== undefined && { group }),
      ...(isNode && { beside: { of, side } }),
    };
  });
  const noteEdges = notes.flatMap(({ id, beside }, index): GraphEdge[] => {
    const of = diagram.notes[index]?.of;
    return beside !== undefined || of === undefined ? [] : [{ from: of, to: id, style: "dotted", end: "none" }];
  });
  return {
    ...titleOf(diagram),
    direction: diagram.direction,
    groups: groupsOf(diagram.groups),
    nodes: [...nodes, ...notes],
    edges: [...diagram.edges, ...noteEdges],
  };
};

const classGraph = (diagram: ClassDiagram): Graph => {
  const classes = diagram.classes.map((entry): GraphNode => {
    const { id, label, annotations, attributes, methods, group, paint } = entry;
    const isBare = attributes.length === 0 && methods.length === 0;
    return {
      id,
      label,
      icon: "",
      shape: "table",
      ...(annotations.length > 0 && { sub: annotations.map((annotation) => `«${annotation}»`).join(" ") }),
      sections: isBare ? [] : [attributes, methods],
      ...(group !== undefined && { group }),
      ...(paint !== undefined && { paint }),
    };
  });
  const groupOf = new Map(classes.map(({ id, group }) => [id, group]));
  const notes = diagram.notes.map(({ of, text }, index): GraphNode => {
    const group = of === undefined ? undefined : groupOf.get(of);
    return {
      id: `note ${index}`,
      label: text,
      icon: "",
      shape: "note",
      ...(group !== undefined && { group }),
      ...(of !== undefined && groupOf.has(of) && { beside: { of, side: "right" } }),
    };
  });
  return {
    ...titleOf(diagram),
    direction: diagram.direction,
    groups: groupsOf(diagram.groups),
    nodes: [...classes, ...notes],
    edges: diagram.relations.map(({ dashed, ...edge }): GraphEdge => ({ ...edge, style: dashed ? "dashed" : "solid" })),
  };
};

const erGraph = (diagram: ErDiagram): Graph => ({
  ...titleOf(diagram),
  direction: diagram.direction,
  groups: [],
  nodes: diagram.entities.map(({ id, label, attributes, paint }): GraphNode => {
    const hasKeys = attributes.some(({ keys }) => keys.length > 0);
    const hasComments = attributes.some(({ comment = "" }) => comment !== "");
    const lines = attributes.map(({ type, name, keys, comment = "" }) =>
      [type, name, ...(hasKeys ? [keys.join(", ")] : []), ...(hasComments ? [comment] : [])].join("\t"),
    );
    return {
      id,
      label,
      icon: "",
      shape: "table",
      sections: lines.length === 0 ? [] : [lines],
      ...(paint !== undefined && { paint }),
    };
  }),
  edges: diagram.relations.map(({ dashed, ...edge }): GraphEdge => ({ ...edge, style: dashed ? "dashed" : "solid" })),
});

const graphOf = (diagram: Exclude<MermaidDiagram, SequenceDiagram>): Graph => {
  switch (diagram.kind) {
    case "flowchart":
      return flowchartGraph(diagram);
    case "state":
      return stateGraph(diagram);
    case "class":
      return classGraph(diagram);
    case "er":
      return erGraph(diagram);
    case "c4":
      return c4Graph(diagram);
    case "architecture":
      return architectureGraph(diagram);
  }
};

/** A Mermaid diagram as a graph to lay out and draw just as it is given: every node, every edge. */
export const mermaidGraph = (diagram: Exclude<MermaidDiagram, SequenceDiagram>): Graph => ({
  ...graphOf(diagram),
  exact: true,
});
