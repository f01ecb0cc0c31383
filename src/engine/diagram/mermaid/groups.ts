import type { Graph, GraphGroup, GraphGroupKind } from "../types.ts";
import type { MermaidGroup } from "./diagram.ts";
import { iconFor } from "./icon-names.ts";

/** Tints for groups of no known kind, in turn, so that neighbours differ. */
const tints: readonly GraphGroupKind[] = ["subnet", "network", "public", "async", "data", "operations"];

/** Groups as they are drawn: outermost ones in tints of their own, those in them plain. */
export const groupsOf = (groups: readonly MermaidGroup[]): GraphGroup[] => {
  const ids = new Set(groups.map(({ id }) => id));
  let outermost = 0;
  return groups.map(({ id, label, parent, direction, icon, paint }): GraphGroup => {
    const isInner = parent !== undefined && ids.has(parent);
    const kind = isInner ? "plain" : (tints[outermost % tints.length] ?? "plain");
    if (!isInner) outermost += 1;
    const known = iconFor(icon);
    return {
      id,
      kind,
      label,
      ...(parent !== undefined && { parent }),
      ...(direction !== undefined && { direction }),
      ...(known !== undefined && { icon: known }),
      ...(paint !== undefined && { paint }),
    };
  });
};

export const titleOf = ({ title = "" }: { title?: string }): Pick<Graph, "title"> => ({ title });
