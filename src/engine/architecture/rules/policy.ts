import { asText, isObject, isUnknown } from "../model/index.ts";
import type { Attributes, Value } from "../model/index.ts";

/** One statement of an IAM policy, its lists flattened. An element that is only known after apply is left out of its list. */
export interface Statement {
  effect: string;
  actions: string[];
  notActions: string[];
  resources: string[];
  principals: string[];
  notPrincipals: boolean;
  condition: Attributes | undefined;
}

const textsOf = (value: Value | undefined): string[] => {
  if (Array.isArray(value)) return value.flatMap((item: Value) => textsOf(item));
  if (isUnknown(value)) return typeof value.shape === "string" ? [value.shape] : [];
  const text = asText(value);
  return text === undefined ? [] : [text];
};

const principalsOf = (value: Value | undefined): string[] =>
  isObject(value) ? Object.values(value).flatMap((item) => textsOf(item)) : textsOf(value);

const parseJson = (text: string): Value | undefined => {
  try {
    // JSON.parse answers `any`; JSON has no other values than these.
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
};

const documentOf = (value: Value | undefined): Value | undefined => {
  const known = isUnknown(value) ? value.shape : value;
  return typeof known === "string" ? parseJson(known) : known;
};

/** Statements of a policy given as JSON text, as a heredoc, by `jsonencode` or by a policy-document data block; `undefined` when not known. */
export const statementsOf = (value: Value | undefined): Statement[] | undefined => {
  const document = documentOf(value);
  if (!isObject(document)) return undefined;
  const statements = document["Statement"];
  const list: readonly Value[] = Array.isArray(statements) ? statements : [statements ?? null];
  return list.filter(isObject).map((statement) => ({
    effect: asText(statement["Effect"]) ?? "Allow",
    actions: textsOf(statement["Action"]),
    notActions: textsOf(statement["NotAction"]),
    resources: textsOf(statement["Resource"]),
    principals: principalsOf(statement["Principal"]),
    notPrincipals: statement["NotPrincipal"] !== undefined,
    condition: isObject(statement["Condition"]) ? statement["Condition"] : undefined,
  }));
};
