import { asText, isObject, isUnknown, read, readAll } from "../model/index.ts";
import type { Attributes, Value } from "../model/index.ts";

/** One statement of an IAM policy, its lists flattened. An element that is only known after apply is left out of its list. */
export interface Statement {
  effect: string;
  actions: string[];
  notActions: string[];
  resources: string[];
  principals: string[];
  notPrincipals: boolean;
  /** It says who may: only the policy of a resource does, whose `*` is that resource alone. */
  saysWho: boolean;
  condition: Attributes | undefined;
}

/** Texts of a value or of a list of them, of what is only known after apply its template. */
export const textsOf = (value: Value | undefined): string[] => {
  if (Array.isArray(value)) return value.flatMap((item: Value) => textsOf(item));
  if (isUnknown(value)) return typeof value.shape === "string" ? [value.shape] : [];
  const text = asText(value);
  return text === undefined ? [] : [text];
};

const principalsOf = (value: Value | undefined): string[] =>
  isObject(value) ? Object.values(value).flatMap((item) => textsOf(item)) : textsOf(value);

/** What a JSON text says; `undefined` of any other text. */
export const parseJson = (text: string): Value | undefined => {
  try {
    // JSON.parse answers `any`; JSON has no other values than these.
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
};

/** People leave a comma after the last element of a policy; what it says is plain all the same. */
const trailingComma = /,(?=\s{0,200}[}\]])/g;

const parsePolicy = (text: string): Value | undefined => parseJson(text) ?? parseJson(text.replace(trailingComma, ""));

const documentOf = (value: Value | undefined): Value | undefined => {
  const known = isUnknown(value) ? value.shape : value;
  return typeof known === "string" ? parsePolicy(known) : known;
};

/** Statements of a policy given as JSON text, as a heredoc, by `jsonencode` or by a policy-document data block; `undefined` when not known. */
export const statementsOf = (value: Value | undefined): Statement[] | undefined => {
  const document = documentOf(value);
  if (!isObject(document)) return undefined;
  const statements = document["Statement"];
  const list: readonly (Value | undefined)[] = Array.isArray(statements) ? statements : [statements];
  return list.filter(isObject).map((statement) => ({
    effect: asText(statement["Effect"]) ?? "Allow",
    actions: textsOf(statement["Action"]),
    notActions: textsOf(statement["NotAction"]),
    resources: textsOf(statement["Resource"]),
    principals: principalsOf(statement["Principal"]),
    notPrincipals: statement["NotPrincipal"] !== undefined,
    saysWho: statement["Principal"] !== undefined || statement["NotPrincipal"] !== undefined,
    condition: isObject(statement["Condition"]) ? statement["Condition"] : undefined,
  }));
};

/**
 * Statements of a policy-document data block, read from its own `statement` blocks; `undefined` when they are not known.
 */
export const statementsOfDocument = (document: Attributes): Statement[] | undefined => {
  if (isUnknown(read(document, "statement"))) return undefined;
  return readAll(document, "statement").map(([, statement]) => ({
    effect: asText(read(statement, "effect")) ?? "Allow",
    actions: textsOf(statement["actions"]),
    notActions: textsOf(statement["not_actions"]),
    resources: textsOf(statement["resources"]),
    principals: readAll(statement, "principals").flatMap(([, principal]) => textsOf(principal["identifiers"])),
    notPrincipals: readAll(statement, "not_principals").length > 0,
    saysWho: ["principals", "not_principals"].some((name) => read(statement, name) !== undefined),
    condition: conditionOf(statement),
  }));
};

const conditionOf = (statement: Attributes): Attributes | undefined => {
  const blocks = readAll(statement, "condition").map(([, block]) => block);
  if (blocks.length === 0) return undefined;
  const condition: Record<string, Record<string, Value>> = {};
  for (const block of blocks) {
    const operator = asText(block["test"]) ?? "";
    condition[operator] = { ...condition[operator], [asText(block["variable"]) ?? ""]: block["values"] ?? null };
  }
  return condition;
};

/**
 * Condition keys with which a policy for everyone is no longer public, in lower case.
 * Source: AWS, "Blocking public access to your Amazon S3 storage", the meaning of "public"; the same keys limit the other resource policies.
 */
const limitingKeys: ReadonlySet<string> = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalisawsservice",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalservicename",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceip",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
  "aws:vpceaccount",
  "aws:vpceorgid",
  "aws:vpceorgpaths",
  "elasticfilesystem:accessedviamounttarget",
  "kms:calleraccount",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
]);

/** With these, a request that carries the key must match; the negated and the `IfExists` forms let strangers in. */
const limitingOperator =
  /^(?:foranyvalue:)?(?:string(?:equals|equalsignorecase|like)|arn(?:equals|like)|ipaddress|bool)$/i;

/** Is one value of a condition narrower than "anyone"? A value known only after apply is a particular thing's. */
const isNarrow = (value: Value): boolean => {
  if (isUnknown(value)) return true;
  const text = asText(value) ?? "";
  if (text === "" || text === "0.0.0.0/0" || text === "::/0") return false;
  if (!text.startsWith("arn:")) return /[^*?]/.test(text);
  const [, , , , account = "", ...resource] = text.split(":");
  if (account.includes("*")) return false;
  return account !== "" || /^[^*?]/.test(resource.join(":"));
};

const limits = (values: Value): boolean => {
  const list: readonly Value[] = Array.isArray(values) ? values : [values];
  return list.length > 0 && list.every(isNarrow);
};

/** Does a condition of the statement shut out people who are not meant? */
export const isLimited = ({ condition }: Statement): boolean =>
  Object.entries(condition ?? {}).some(
    ([operator, keys]) =>
      limitingOperator.test(operator) &&
      isObject(keys) &&
      Object.entries(keys).some(([key, values]) => limitingKeys.has(key.toLowerCase()) && limits(values)),
  );

/** Lets anyone at all in: an Allow for principal `*`, or for all but a few, that no condition narrows. */
export const isOpenToAnyone = (statement: Statement): boolean =>
  statement.effect === "Allow" &&
  (statement.principals.includes("*") || statement.notPrincipals) &&
  !isLimited(statement);
