import type { Graph, GraphEdge, GraphGroup, GraphNode, NodeShape } from "../types.ts";
import type { C4Diagram } from "./diagram.ts";
import { groupsOf, titleOf } from "./groups.ts";

/** C4's own blues (c4model.com, notation), darkened where white text would not reach a contrast of 4.5; what is outside is grey. */
const fills = {
  person: "#1e3a8a",
  system: "#1d4ed8",
  container: "#2563eb",
  component: "#7cb0fa",
  external: "#64748b",
} as const;

const levels = ["person", "system", "container", "component"] as const;

const levelNames = {
  person: "Person",
  system: "Software System",
  container: "Container",
  component: "Component",
} as const;

const shapeOf = (type: string, level: (typeof levels)[number]): NodeShape => {
  if (level === "person") return "person";
  if (type.endsWith("_db")) return "cylinder";
  return type.endsWith("_queue") ? "queue" : "rounded";
};

const elementNode = ({
  id,
  label,
  type,
  technology = "",
  description = "",
  group,
}: C4Diagram["elements"][number]): GraphNode => {
  const isExternal = type.startsWith("external_");
  const level = levels.find((name) => type.replace("external_", "").startsWith(name)) ?? "system";
  const kind = `${isExternal ? "External " : ""}${levelNames[level]}`;
  return {
    id,
    label,
    icon: "",
    shape: shapeOf(type, level),
    sub: `[${technology === "" ? kind : `${kind}: ${technology}`}]`,
    ...(description !== "" && { description }),
    paint: { fill: isExternal ? fills.external : fills[level] },
    ...(group !== undefined && { group }),
  };
};

const relationLabel = (label = "", technology = ""): string | undefined => {
  const words = [label, technology === "" ? "" : `[${technology}]`].filter((part) => part !== "").join("\n");
  return words === "" ? undefined : words;
};

/** `system` → `[System]`, under a boundary's name. */
const boundaryType = (type: string | undefined): string | undefined =>
  type === undefined || type === ""
    ? undefined
    : `[${type.slice(0, 1).toUpperCase()}${type.slice(1).replaceAll("_", " ")}]`;

export const c4Graph = (diagram: C4Diagram): Graph => {
  const types = new Map(diagram.groups.map(({ id, type }) => [id, boundaryType(type)]));
  return {
    ...titleOf(diagram),
    direction: "DOWN",
    groups: groupsOf(diagram.groups).map((group): GraphGroup => {
      const sub = types.get(group.id);
      return { ...group, kind: "plain", ...(sub !== undefined && { sub }) };
    }),
    nodes: diagram.elements.map(elementNode),
    edges: diagram.relations.map(({ from, to, label, technology, both }): GraphEdge => {
      const words = relationLabel(label, technology);
      return { from, to, ...(words !== undefined && { label: words }), ...(both && { start: "arrow" }) };
    }),
  };
};
