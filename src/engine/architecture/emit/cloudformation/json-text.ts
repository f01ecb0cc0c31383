import type { Cfn, Draft } from "./cfn.ts";
import { deepest, escapeSub, prune, sub } from "./cfn.ts";

const isList = (value: Cfn): value is readonly Cfn[] => Array.isArray(value);

/** What a reference is within `Fn::Sub`; `undefined` for a function that has no place there. */
const inSub = (value: { readonly [name: string]: Cfn }): string | undefined => {
  const [[name, argument] = [], ...others] = Object.entries(value);
  if (others.length > 0) return undefined;
  if (name === "Ref" && typeof argument === "string") return `\${${argument}}`;
  if (name === "Fn::GetAtt" && Array.isArray(argument)) return `\${${argument.join(".")}}`;
  return name === "Fn::Sub" && typeof argument === "string" ? argument : undefined;
};

/** JSON in which references stand as `Fn::Sub` has them. */
const write = (value: Cfn, depth: number): string => {
  if (depth > deepest) return "null";
  if (typeof value !== "object") return escapeSub(JSON.stringify(value));
  if (isList(value)) return `[${value.map((item) => write(item, depth + 1)).join(",")}]`;
  const reference = inSub(value);
  if (reference !== undefined) return JSON.stringify(reference);
  const members = Object.entries(value).map(
    ([name, item]) => `${escapeSub(JSON.stringify(name))}:${write(item, depth + 1)}`,
  );
  return `{${members.join(",")}}`;
};

const refersAnywhere = (value: Cfn, depth = 0): boolean => {
  if (typeof value !== "object" || depth > deepest) return false;
  if (isList(value)) return value.some((item) => refersAnywhere(item, depth + 1));
  return inSub(value) !== undefined || Object.values(value).some((item) => refersAnywhere(item, depth + 1));
};

/** A document where CloudFormation wants it as text: JSON, within `Fn::Sub` when it refers to something. */
export const asJsonText = (draft: Draft): Draft => {
  const document = prune(draft);
  if (document === undefined || typeof document !== "object") return document;
  if (!isList(document) && inSub(document) !== undefined) return document;
  return refersAnywhere(document) ? sub(write(document, 0)) : JSON.stringify(document);
};
