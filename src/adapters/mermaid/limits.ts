import type { MermaidDiagram, SequenceStep } from "#engine/diagram";
import { MermaidError } from "./fault.ts";
import { mostEdges } from "./library.ts";
import { deepest, refuseDeepNesting } from "./parents.ts";

const mostNodes = 500;
const mostGroups = 100;
const mostSteps = 2_000;
const mostParticipants = 100;

const refuseMore = (count: number, most: number, what: string): void => {
  if (count > most) throw new MermaidError(`The diagram has more than ${most} ${what}.`);
};

const refuseLargeGraph = (nodes: number, edges: number, groups: readonly { id: string; parent?: string }[]): void => {
  refuseMore(nodes, mostNodes, "nodes");
  refuseMore(edges, mostEdges, "arrows");
  refuseMore(groups.length, mostGroups, "groups");
  refuseDeepNesting(groups);
};

const refuseDeepFragments = (steps: readonly SequenceStep[]): void => {
  let depth = 0;
  for (const { kind } of steps) {
    if (kind === "open") depth += 1;
    if (kind === "close") depth -= 1;
    if (depth > deepest) throw new MermaidError(`Fragments lie more than ${deepest} deep in each other.`);
  }
};

/** Throws where a diagram is larger than anyone could read. */
export const refuseLargeDiagram = (diagram: MermaidDiagram): void => {
  switch (diagram.kind) {
    case "flowchart":
    case "state":
      return refuseLargeGraph(diagram.nodes.length, diagram.edges.length, diagram.groups);
    case "class":
      return refuseLargeGraph(diagram.classes.length, diagram.relations.length, diagram.groups);
    case "er":
      return refuseLargeGraph(diagram.entities.length, diagram.relations.length, []);
    case "c4":
      return refuseLargeGraph(diagram.elements.length, diagram.relations.length, diagram.groups);
    case "architecture":
      return refuseLargeGraph(diagram.services.length, diagram.edges.length, diagram.groups);
    case "sequence":
      refuseMore(diagram.participants.length, mostParticipants, "participants");
      refuseMore(diagram.steps.length, mostSteps, "steps");
      return refuseDeepFragments(diagram.steps);
  }
};
