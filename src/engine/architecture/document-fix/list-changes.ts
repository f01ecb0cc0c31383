import type { DocumentNode } from "../parse/document/node.ts";
import type { DocumentChange, DocumentPath, DocumentValue } from "./change.ts";
import { sameValue } from "./change.ts";
import { valueOf } from "./document-value.ts";

/** A list in place of another: what is new is put at its end, so that what stands there stays as it is written. */
export const listChanges = (
  path: DocumentPath,
  node: DocumentNode | undefined,
  wanted: readonly DocumentValue[],
): DocumentChange[] => {
  const known = node?.kind === "list" && node.tag === undefined && node.items.length > 0 ? node.items.map(valueOf) : [];
  const isKept = known.every((item) => wanted.some((other) => sameValue(item, other)));
  if (known.length === 0 || !isKept) return [{ path, value: wanted }];
  return wanted
    .filter((item) => !known.some((other) => sameValue(item, other)))
    .map((value, index) => ({ path: [...path, known.length + index], value }));
};
