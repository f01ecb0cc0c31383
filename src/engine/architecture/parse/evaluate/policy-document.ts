import { isObject, isUnknown, Unknown } from "../../model/index.ts";
import type { Attributes, Value } from "../../model/index.ts";
import { callFunction } from "./functions/index.ts";
import { isList, memberOf, objectOf, refsIn, toText } from "./values.ts";

const blocksOf = (attributes: Attributes, name: string): readonly Attributes[] => {
  const value = memberOf(attributes, name);
  const blocks = isUnknown(value) ? value.shape : value;
  return isList(blocks) ? blocks.filter(isObject) : [];
};

/** IAM's element for each plain argument of a statement. */
const plainElements = [
  ["sid", "Sid"],
  ["effect", "Effect"],
  ["actions", "Action"],
  ["not_actions", "NotAction"],
  ["resources", "Resource"],
  ["not_resources", "NotResource"],
] as const;

/** `principals` blocks → `{AWS: […], Service: […]}`; everyone is written `"*"`. */
const principalOf = (blocks: readonly Attributes[]): Value => {
  const byType = new Map<string, Value[]>();
  for (const block of blocks) {
    const type = toText(memberOf(block, "type")) ?? "";
    const identifiers = memberOf(block, "identifiers") ?? null;
    const list = isList(identifiers) ? identifiers : [identifiers];
    if (type === "*" && list.includes("*")) return "*";
    byType.set(type, [...(byType.get(type) ?? []), ...list]);
  }
  return objectOf(byType);
};

const conditionOf = (blocks: readonly Attributes[]): Value => {
  const tests = new Map<string, Map<string, Value>>();
  for (const block of blocks) {
    const test = toText(memberOf(block, "test")) ?? "";
    const variables = tests.get(test) ?? new Map<string, Value>();
    variables.set(toText(memberOf(block, "variable")) ?? "", memberOf(block, "values") ?? null);
    tests.set(test, variables);
  }
  return objectOf([...tests].map(([test, variables]) => [test, objectOf(variables)] as const));
};

const statementOf = (block: Attributes): Value => {
  const elements = new Map<string, Value>([["Effect", "Allow"]]);
  for (const [argument, element] of plainElements) {
    const value = memberOf(block, argument);
    if (value !== undefined && value !== null) elements.set(element, value);
  }
  for (const [argument, element] of [
    ["principals", "Principal"],
    ["not_principals", "NotPrincipal"],
  ] as const) {
    const blocks = blocksOf(block, argument);
    if (blocks.length > 0) elements.set(element, principalOf(blocks));
  }
  const conditions = blocksOf(block, "condition");
  if (conditions.length > 0) elements.set("Condition", conditionOf(conditions));
  return objectOf(elements);
};

/** Statements of the documents that this one is built on, where they are known. */
const inheritedStatements = (attributes: Attributes, argument: string): readonly Value[] => {
  const documents = memberOf(attributes, argument);
  if (!isList(documents)) return [];
  return documents.flatMap((document) => {
    const decoded = callFunction("jsondecode", [document]);
    const statements = isObject(decoded) ? memberOf(decoded, "Statement") : undefined;
    return isList(statements) ? statements : statements === undefined ? [] : [statements];
  });
};

/** What `data.aws_iam_policy_document.….json` is: only known after apply, but of a known shape. */
export const policyDocument = (address: string, attributes: Attributes): Value => {
  const shape = {
    Version: memberOf(attributes, "version") ?? "2012-10-17",
    Statement: [
      ...inheritedStatements(attributes, "source_policy_documents"),
      ...blocksOf(attributes, "statement").map(statementOf),
      ...inheritedStatements(attributes, "override_policy_documents"),
    ],
  };
  return new Unknown([address, ...refsIn(Object.values(attributes))], shape);
};

/** What `data.google_iam_policy.….policy_data` is, in the same way. */
export const googlePolicy = (address: string, attributes: Attributes): Value => {
  const bindings = blocksOf(attributes, "binding").map((binding) => {
    const members = memberOf(binding, "members") ?? memberOf(binding, "member") ?? [];
    return { role: memberOf(binding, "role") ?? null, members: isList(members) ? members : [members] };
  });
  return new Unknown([address, ...refsIn(Object.values(attributes))], { bindings });
};
