import { Document, isCollection, isMap, isScalar, Scalar, visit } from "yaml";

/** A CloudFormation function in its short form. */
export interface Intrinsic {
  readonly intrinsic: "!Ref" | "!Sub" | "!GetAtt" | "!If" | "!Equals" | "!Select" | "!Split";
  readonly of: Cfn;
}

export type Cfn = string | number | boolean | Intrinsic | readonly Cfn[] | { readonly [key: string]: Cfn };

export const ref = (name: string): Intrinsic => ({ intrinsic: "!Ref", of: name });
export const sub = (of: Cfn): Intrinsic => ({ intrinsic: "!Sub", of });
export const attribute = (of: string): Intrinsic => ({ intrinsic: "!GetAtt", of });
export const choose = (condition: string, then: Cfn, otherwise: Cfn): Intrinsic => ({
  intrinsic: "!If",
  of: [condition, then, otherwise],
});
export const equals = (left: Cfn, right: Cfn): Intrinsic => ({ intrinsic: "!Equals", of: [left, right] });

/** What stands before `mark` in a text. */
export const before = (mark: string, text: Cfn): Intrinsic => ({
  intrinsic: "!Select",
  of: [0, { intrinsic: "!Split", of: [mark, text] }],
});

const isIntrinsic = (value: Cfn): value is Intrinsic => typeof value === "object" && "intrinsic" in value;

/** A template as YAML with `!Ref` and its like. */
export const templateYaml = (template: Cfn): string => {
  const document = new Document();
  const node = (value: Cfn): unknown => {
    if (isIntrinsic(value)) {
      const inner = isPlain(value.of) ? scalar(value.of) : node(value.of);
      if (isScalar(inner) || isCollection(inner)) inner.tag = value.intrinsic;
      // A short list is read more easily on one line.
      if (isCollection(inner) && value.intrinsic !== "!Sub") inner.flow = true;
      return inner;
    }
    if (isPlain(value)) return scalar(value);
    if (Array.isArray(value)) return document.createNode(value.map(node));
    return document.createNode(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, node(item)])));
  };
  document.contents = node(template) as typeof document.contents;
  // Sections and resources stand apart from each other.
  visit(document, {
    Pair: (_, pair, path) => {
      const parent = path.at(-1);
      const depth = path.filter((each) => isMap(each)).length;
      if (isScalar(pair.key) && depth === 1 && isMap(parent) && parent.items[0] !== pair) pair.key.spaceBefore = true;
    },
  });
  return document.toString({ lineWidth: 0 });
};

/** What YAML 1.1 would take for a date stands in quotes. */
const scalar = (value: string | number | boolean): Scalar => {
  const node = new Scalar(value);
  if (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value)) node.type = "QUOTE_DOUBLE";
  return node;
};

const isPlain = (value: Cfn): value is string | number | boolean => typeof value !== "object";
