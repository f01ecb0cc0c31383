import type { DocumentNode } from "../parse/document/node.ts";
import type { DocumentPath } from "./change.ts";

/** Every part of a file's documents by what it is, and the path to it. What an anchor shares is known by its first place. */
export const pathsOf = (documents: readonly DocumentNode[]): ReadonlyMap<DocumentNode, DocumentPath> => {
  const paths = new Map<DocumentNode, DocumentPath>();
  const waiting = documents.map((node, index) => ({ node, path: [index] as DocumentPath })).toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, path } = next;
    if (paths.has(node)) continue;
    paths.set(node, path);
    const inside =
      node.kind === "map"
        ? node.entries.map(({ key, value }) => ({ node: value, path: [...path, key] }))
        : node.kind === "list"
          ? node.items.map((item, index) => ({ node: item, path: [...path, index] }))
          : [];
    waiting.push(...inside.toReversed());
  }
  return paths;
};
