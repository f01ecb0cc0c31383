import { textOf } from "../document/node.ts";
import type { DocumentNode } from "../document/node.ts";

/** A use of an intrinsic function, whichever way it is spelled. */
export interface Intrinsic {
  /** `Ref`, `Condition`, or the name behind `Fn::`. */
  name: string;
  argument: DocumentNode;
  line: number;
}

const untagged = (node: DocumentNode): DocumentNode => {
  const { tag: _tag, ...plain } = node;
  return plain;
};

/** The function that a value is a use of: `!Sub …`, `{"Fn::Sub": …}`, `{"Ref": …}`. */
export const intrinsicOf = (node: DocumentNode | undefined): Intrinsic | undefined => {
  if (node === undefined) return undefined;
  if (node.tag !== undefined) return { name: node.tag, argument: untagged(node), line: node.line };
  if (node.kind !== "map" || node.entries.length !== 1) return undefined;
  const [entry] = node.entries;
  if (entry === undefined) return undefined;
  const { key, value, keyLine: line } = entry;
  if (key === "Ref") return { name: key, argument: value, line };
  return key.startsWith("Fn::") ? { name: key.slice(4), argument: value, line } : undefined;
};

/** Text of a value that is written out; `undefined` where a function makes it, however it is spelled. */
export const plainText = (node: DocumentNode | undefined): string | undefined =>
  node?.tag === undefined ? textOf(node) : undefined;

/** `Ref` to `AWS::NoValue`: what stands there is not there. */
export const isNoValue = (node: DocumentNode): boolean => {
  const intrinsic = intrinsicOf(node);
  return (
    intrinsic?.name === "Ref" && intrinsic.argument.kind === "scalar" && intrinsic.argument.value === "AWS::NoValue"
  );
};

/** Arguments of a function that takes several; one alone where it is no list. */
export const argumentsOf = ({ argument }: Intrinsic): readonly DocumentNode[] =>
  argument.kind === "list" && argument.tag === undefined ? argument.items : [argument];
