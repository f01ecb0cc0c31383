import type { ArchitectureDb } from "#assets/mermaid-parsers.js";
import type { ArchitectureDiagram } from "#engine/diagram";
import { plainText } from "./label.ts";

const toService = ({
  id,
  type,
  icon,
  iconText,
  title,
  in: group,
}: ReturnType<ArchitectureDb["getNodes"]>[number]): ArchitectureDiagram["services"][number] => ({
  id,
  label: plainText(title ?? iconText),
  ...(icon !== undefined && { icon }),
  ...(group !== undefined && { group }),
  junction: type === "junction",
});

const toEdge = (edge: ReturnType<ArchitectureDb["getEdges"]>[number]): ArchitectureDiagram["edges"][number] => {
  const label = plainText(edge.title);
  return {
    from: edge.lhsId,
    to: edge.rhsId,
    fromSide: edge.lhsDir,
    toSide: edge.rhsDir,
    start: edge.lhsInto === true,
    end: edge.rhsInto === true,
    ...(label !== "" && { label }),
    fromGroup: edge.lhsGroup === true,
    toGroup: edge.rhsGroup === true,
  };
};

/** A filled architecture database → our diagram. */
export const toArchitectureDiagram = (db: ArchitectureDb): ArchitectureDiagram => ({
  kind: "architecture",
  services: db.getNodes().map(toService),
  edges: db.getEdges().map(toEdge),
  groups: db.getGroups().map(({ id, icon, title, in: parent }) => ({
    id,
    label: plainText(title),
    ...(icon !== undefined && { icon }),
    ...(parent !== undefined && { parent }),
  })),
});
