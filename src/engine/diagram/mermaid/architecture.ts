import type { Graph, GraphEdge, GraphNode, Side } from "../types.ts";
import type { ArchitectureDiagram } from "./diagram.ts";
import { groupsOf, titleOf } from "./groups.ts";
import { iconFor } from "./icon-names.ts";

const sides: Readonly<Record<"L" | "R" | "T" | "B", Side>> = { L: "left", R: "right", T: "top", B: "bottom" };

const serviceNode = ({ id, label, icon, group, junction }: ArchitectureDiagram["services"][number]): GraphNode => ({
  id,
  label,
  // An unknown name gives the neutral tile with its initial.
  icon: iconFor(icon) ?? icon?.split(/[-:]/).at(-1) ?? "",
  ...(junction && { shape: "junction" }),
  ...(group !== undefined && { group }),
});

/** Most edges lie across or upright: that is the way the picture is read. */
const directionOf = ({ edges }: ArchitectureDiagram): "RIGHT" | "DOWN" => {
  const upright = edges.filter(({ fromSide, toSide }) => "TB".includes(fromSide) && "TB".includes(toSide)).length;
  return upright > edges.length - upright ? "DOWN" : "RIGHT";
};

export const architectureGraph = (diagram: ArchitectureDiagram): Graph => {
  const groupOf = new Map(diagram.services.map(({ id, group }) => [id, group]));
  const endOf = (service: string, ofGroup: boolean): string => (ofGroup ? groupOf.get(service) : undefined) ?? service;
  return {
    ...titleOf(diagram),
    direction: directionOf(diagram),
    groups: groupsOf(diagram.groups),
    nodes: diagram.services.map(serviceNode),
    edges: diagram.edges.map((edge): GraphEdge => {
      const { from, to, fromSide, toSide, start, end, label, fromGroup, toGroup } = edge;
      return {
        from: endOf(from, fromGroup),
        to: endOf(to, toGroup),
        sides: { from: sides[fromSide], to: sides[toSide] },
        start: start ? "arrow" : "none",
        end: end ? "arrow" : "none",
        ...(label !== undefined && { label }),
      };
    }),
  };
};
