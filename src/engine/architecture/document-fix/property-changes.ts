import type { DocumentNode } from "../parse/document/node.ts";
import { functionOf, isList, isMap, sameValue } from "./change.ts";
import type { DocumentChange, DocumentMap, DocumentPath, DocumentValue } from "./change.ts";
import { plainValue, valueOf } from "./document-value.ts";
import { Refusal } from "./splice.ts";

/** A value of a setting before and after, and what of it stands in the document. */
interface Compared {
  path: DocumentPath;
  before: DocumentValue | undefined;
  after: DocumentValue | undefined;
  node: DocumentNode | undefined;
  /** Is it a part of an item of a list? Then it has to be the item that is meant. */
  isInItem?: true;
}

const isGroup = (value: DocumentValue | undefined): value is DocumentMap =>
  isMap(value) && functionOf(value) === undefined;

const inside = (node: DocumentNode | undefined, step: string | number): DocumentNode | undefined => {
  if (node === undefined || node.tag !== undefined) return undefined;
  if (node.kind === "map") return node.entries.find(({ key }) => key === step)?.value;
  return node.kind === "list" ? node.items[Number(step)] : undefined;
};

/** What has to change in a document where its settings, as another tells them, go from `before` to `after`. */
export const changesBetween = (compared: Compared): DocumentChange[] => {
  const { path, before, after, node } = compared;
  if (sameValue(before, after)) return [];
  if (after === undefined) return node === undefined ? [] : [{ path }];
  if (isGroup(after) && (isGroup(before) || (before === undefined && node?.kind === "map")))
    return inGroups(compared, after);
  if (isList(before) && isList(after)) return inLists(compared, before, after);
  if (compared.isInItem && !isAsTold(node, before))
    throw new Refusal(
      "The list is written in another order than it is judged: which of its items to change is not certain.",
    );
  if (isList(after) && node !== undefined && before === undefined)
    throw new Refusal("The list stands there in a form that is not understood.");
  return [{ path, value: after }];
};

/** Whether a plain value of the document is the one that another tells; what a function makes is taken as it is. */
const isAsTold = (node: DocumentNode | undefined, before: DocumentValue | undefined): boolean => {
  if (node === undefined) return before === undefined;
  if (node.kind !== "scalar" || node.tag !== undefined || typeof before === "object") return true;
  return String(node.value).toLowerCase() === String(before).toLowerCase();
};

const inGroups = ({ path, before, node, isInItem }: Compared, after: DocumentMap): DocumentChange[] => {
  const earlier = isGroup(before) ? before : {};
  const names = new Set([...Object.keys(earlier), ...Object.keys(after)]);
  return [...names].flatMap((name) =>
    changesBetween({
      path: [...path, name],
      before: earlier[name],
      after: after[name],
      node: inside(node, name),
      ...(isInItem && { isInItem }),
    }),
  );
};

const inLists = (
  { path, node }: Compared,
  before: readonly DocumentValue[],
  after: readonly DocumentValue[],
): DocumentChange[] => {
  if (node === undefined) return [{ path, value: after }];
  const named = inNamedItems({ path, node, before, after });
  if (named !== undefined) return named;
  if (node.kind !== "list" || node.tag !== undefined || node.items.length !== before.length)
    throw new Refusal(
      "The list is written in another way than it is judged: which of its items to change is not certain.",
    );
  if (after.length === before.length)
    return after.flatMap((item, index) =>
      changesBetween({
        path: [...path, index],
        before: before[index],
        after: item,
        node: node.items[index],
        isInItem: true,
      }),
    );
  if (after.length > before.length && before.every((item, index) => sameValue(item, after[index])))
    return after.slice(before.length).map((value, index) => ({ path: [...path, before.length + index], value }));
  if (sameValue(valueOf(node), plainValue(before))) return [{ path, value: after }];
  throw new Refusal("Which items of the list to change is not certain.");
};

/** `[{Key: …, Value: …}]` by its keys; nothing where it is another list. */
const pairsOf = (items: readonly DocumentValue[]): Map<string, DocumentValue> | undefined => {
  const pairs = new Map<string, DocumentValue>();
  for (const item of items) {
    const key = isMap(item) && Object.keys(item).length === 2 ? item["Key"] : undefined;
    const value = isMap(item) ? item["Value"] : undefined;
    if (typeof key !== "string" || value === undefined || pairs.has(key)) return undefined;
    pairs.set(key, value);
  }
  return pairs;
};

/** A list of pairs means the same in any order, and without those that say what is taken for granted. */
const inNamedItems = ({
  path,
  node,
  before,
  after,
}: {
  path: DocumentPath;
  node: DocumentNode;
  before: readonly DocumentValue[];
  after: readonly DocumentValue[];
}): DocumentChange[] | undefined => {
  if (node.kind !== "list" || node.tag !== undefined) return undefined;
  const own = node.items.map(valueOf);
  const [earlier, later, written] = [pairsOf(before), pairsOf(after), pairsOf(own)];
  if (earlier === undefined || later === undefined || written === undefined) return undefined;
  const keys = [...written.keys()];
  let end = own.length;
  return [...later].flatMap(([key, value]) => {
    if (sameValue(earlier.get(key), value)) return [];
    const index = keys.indexOf(key);
    return index >= 0
      ? [{ path: [...path, index, "Value"], value }]
      : [{ path: [...path, end++], value: { Key: key, Value: value } }];
  });
};
