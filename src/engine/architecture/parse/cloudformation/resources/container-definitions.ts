import type { DocumentNode } from "../../document/node.ts";
import { intrinsicOf } from "../intrinsics.ts";
import { throughConditions } from "./reshaping.ts";

/** Objects whose keys are the user's own words, not names of properties. */
const freeMaps = new Set(["Options", "DockerLabels", "DriverOpts", "Labels", "Parameters"]);

/** Containers nest less than this; what lies below stays as it is. */
const deepest = 20;

const lowerName = (name: string): string => name.slice(0, 1).toLowerCase() + name.slice(1);

/**
 * Containers with the names that ECS and Batch have for their parts in JSON, as Terraform writes them: `Image` becomes
 * `image`. Intrinsic functions stay, and the values that a condition chooses from are written likewise.
 */
export const lowerCased = (node: DocumentNode, depth = 0): DocumentNode => {
  if (depth > deepest) return node;
  if (intrinsicOf(node) !== undefined) return throughConditions(node, (branch) => lowerCased(branch, depth + 1));
  if (node.kind === "list") return { ...node, items: node.items.map((item) => lowerCased(item, depth + 1)) };
  if (node.kind === "scalar") return node;
  return {
    ...node,
    entries: node.entries.map((entry) => ({
      ...entry,
      key: lowerName(entry.key),
      value: freeMaps.has(entry.key) ? entry.value : lowerCased(entry.value, depth + 1),
    })),
  };
};
