import type { DocumentNode } from "../parse/document/node.ts";
import { dotted, functionOf, isList, isMap } from "./change.ts";
import type { DocumentMap, DocumentValue } from "./change.ts";

/** `!Ref` → `Ref`, `!Sub` → `Fn::Sub`. */
const functionNamed = (tag: string): string => (tag === "Ref" || tag === "Condition" ? tag : `Fn::${tag}`);

/** `Fn::GetAtt` takes a list or a text with a dot: one of them stands for both. */
const plainFunction = (value: DocumentMap): DocumentMap => {
  const used = functionOf(value);
  return used?.name === "Fn::GetAtt" && isList(used.argument) ? { "Fn::GetAtt": dotted(used.argument) } : value;
};

/** What a part of a document says, without its places; functions in their long form. */
export const valueOf = (node: DocumentNode): DocumentValue => {
  const value = untaggedValue(node);
  return node.tag === undefined ? value : plainFunction({ [functionNamed(node.tag)]: value });
};

const untaggedValue = (node: DocumentNode): DocumentValue => {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(valueOf);
  return plainFunction(Object.fromEntries(node.entries.map(({ key, value }) => [key, valueOf(value)])));
};

/** A value in the one spelling that `valueOf` answers with. */
export const plainValue = (value: DocumentValue): DocumentValue => {
  if (isList(value)) return value.map(plainValue);
  if (!isMap(value)) return value;
  return plainFunction(Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plainValue(inner)])));
};
