import type { DocumentNode } from "../document/node.ts";
import { entryOf } from "../document/node.ts";
import type { Hcl } from "../translate/terraform-writer.ts";
import { hclString } from "../translate/terraform-writer.ts";
import type { Expressions } from "./expressions.ts";
import type { Intrinsic } from "./intrinsics.ts";
import { argumentsOf, intrinsicOf, plainText } from "./intrinsics.ts";
import { attributeCode } from "./references.ts";
import { atom } from "./text-parts.ts";

/** Translates one use of a function; `undefined` where it lacks what it needs. */
type Translate = (intrinsic: Intrinsic, expressions: Expressions) => Hcl | undefined;

const plainList = (node: DocumentNode | undefined): readonly DocumentNode[] | undefined =>
  node?.kind === "list" && node.tag === undefined ? node.items : undefined;

const getAtt: Translate = ({ argument, line }, { scope }) => {
  const [id, ...names] =
    plainList(argument)?.map((item) => (intrinsicOf(item) === undefined ? plainText(item) : undefined)) ??
    (plainText(argument) ?? "").split(".");
  if (id === undefined || id === "") return undefined;
  const attribute = names.every((name) => name !== undefined) ? names.join(".") : undefined;
  if (attribute === undefined || attribute === "")
    return scope.placeholder(`${id}_attribute`, "An attribute whose name is only known later", line);
  return attributeCode(id, attribute, scope, line);
};

const join: Translate = (intrinsic, expressions) => {
  const [delimiter, list] = argumentsOf(intrinsic);
  if (delimiter === undefined || list === undefined) return undefined;
  return { call: "join", args: [expressions.hcl(delimiter), expressions.hcl(list)] };
};

const select: Translate = (intrinsic, expressions) => {
  const [index, list] = argumentsOf(intrinsic);
  if (index === undefined || list === undefined) return undefined;
  const position = Number(plainText(index) ?? Number.NaN);
  const items = plainList(list);
  const picked = items?.[position];
  if (picked !== undefined) return expressions.hcl(picked);
  const inner = intrinsicOf(list);
  if (inner?.name === "Cidr" && Number.isInteger(position)) return subnet(inner, String(position), expressions);
  return `${atom(expressions.code(list))}[${Number.isInteger(position) ? position : expressions.code(index)}]`;
};

const split: Translate = (intrinsic, expressions) => {
  const [delimiter, text] = argumentsOf(intrinsic);
  if (delimiter === undefined || text === undefined) return undefined;
  return { call: "split", args: [expressions.hcl(delimiter), expressions.hcl(text)] };
};

/** Bits that a subnet adds to the prefix of its block: CloudFormation counts from the other end. */
const newBits = (block: string, bits: string): string => {
  const width = /ipv6|^"[\da-f]*:/i.test(block) ? 128 : 32;
  const known = /^"[\da-f.:]+\/(\d+)"$/i.exec(block)?.[1];
  if (known !== undefined && /^\d+$/.test(bits)) return String(width - Number(bits) - Number(known));
  return `${width} - ${bits} - tonumber(split("/", ${block})[1])`;
};

const cidrArguments = (
  intrinsic: Intrinsic,
  expressions: Expressions,
): [block: string, count: string, bits: string] | undefined => {
  const [block, count, bits] = argumentsOf(intrinsic);
  if (block === undefined || count === undefined) return undefined;
  const numberOf = (node: DocumentNode): string => {
    const text = plainText(node);
    return text !== undefined && /^\d+$/.test(text) ? text : expressions.code(node);
  };
  return [expressions.code(block), numberOf(count), bits === undefined ? "8" : numberOf(bits)];
};

const subnet = (intrinsic: Intrinsic, position: string, expressions: Expressions): Hcl | undefined => {
  const given = cidrArguments(intrinsic, expressions);
  if (given === undefined) return undefined;
  const [block, , bits] = given;
  return `cidrsubnet(${block}, ${newBits(block, bits)}, ${position})`;
};

const cidr: Translate = (intrinsic, expressions) => {
  const given = cidrArguments(intrinsic, expressions);
  if (given === undefined) return undefined;
  const [block, count, bits] = given;
  return `[for index in range(${count}) : cidrsubnet(${block}, ${newBits(block, bits)}, index)]`;
};

/** More mappings than this are not written out at every place where one of them is picked. */
const mostMappings = 20;

/** Code of the mapping of this name; of all of them where the name is only known later, to pick one from. */
const mappingCode = (map: DocumentNode | undefined, expressions: Expressions): string | undefined => {
  const { mappings } = expressions.scope;
  const name = plainText(map);
  const local = name === undefined ? undefined : mappings.get(name);
  if (local !== undefined) return `local.${local}`;
  if (map === undefined || name !== undefined || mappings.size === 0 || mappings.size > mostMappings) return undefined;
  const all = [...mappings].map(([id, each]) => `${JSON.stringify(id)} = local.${each}`).join(", ");
  return `({ ${all} })[${expressions.code(map)}]`;
};

const findInMap: Translate = (intrinsic, expressions) => {
  const [map, ...keys] = argumentsOf(intrinsic);
  const [first, second, options] = keys;
  const mapping = mappingCode(map, expressions);
  if (first === undefined || second === undefined) return undefined;
  if (mapping === undefined) {
    expressions.scope.report(intrinsic.line, "which mapping this looks into is not known");
    return expressions.scope.placeholder("unknown_value", "A value that only CloudFormation can make", intrinsic.line);
  }
  const code = `${mapping}[${expressions.code(first)}][${expressions.code(second)}]`;
  const fallback = entryOf(options, "DefaultValue");
  return fallback === undefined ? code : { call: "try", args: [code, expressions.hcl(fallback)] };
};

const importValue: Translate = ({ argument, line }, expressions) => {
  const name = expressions.hcl(argument);
  const words = expressions.parts(argument).map((part) => ("text" in part ? part.text : ""));
  const wanted = words
    .join("_")
    .replaceAll(/[^A-Za-z\d]+/g, "_")
    .replaceAll(/^_+|_+$/g, "");
  const source = expressions.scope.data(
    "aws_cloudformation_export",
    wanted || "imported",
    [{ name: "name", value: name }],
    line,
  );
  return `${source}.value`;
};

const textOperand = (node: DocumentNode, expressions: Expressions): string => {
  const intrinsic = intrinsicOf(node);
  if (intrinsic === undefined && node.kind === "scalar") return hclString(plainText(node) ?? "");
  const parameter =
    intrinsic?.name === "Ref" ? expressions.scope.parameters.get(plainText(intrinsic.argument) ?? "") : undefined;
  return parameter?.needsText === true ? `tostring(${parameter.code})` : atom(expressions.code(node));
};

const equals: Translate = (intrinsic, expressions) => {
  const [a, b] = argumentsOf(intrinsic);
  if (a === undefined || b === undefined) return undefined;
  return `${textOperand(a, expressions)} == ${textOperand(b, expressions)}`;
};

/** Code of a condition, where `{Condition: Name}` is a reference to another one. */
export const conditionCode = (node: DocumentNode, expressions: Expressions): string => {
  const other = plainText(entryOf(node, "Condition"));
  return other === undefined ? expressions.code(node) : expressions.scope.conditionCode(other, node.line);
};

const operands = (intrinsic: Intrinsic, expressions: Expressions): string[] =>
  argumentsOf(intrinsic).map((node) => atom(conditionCode(node, expressions)));

/** Functions by their name behind `Fn::`; `Ref`, `If`, `Sub` and `Join` over a written list are expressions' own. */
export const functions: Readonly<Record<string, Translate>> = {
  GetAtt: getAtt,
  Join: join,
  Select: select,
  Split: split,
  Cidr: cidr,
  FindInMap: findInMap,
  ImportValue: importValue,
  GetAZs: ({ line }, { scope }) =>
    `${scope.data("aws_availability_zones", "available", [{ name: "state", value: '"available"' }], line)}.names`,
  Base64: ({ argument }, expressions) => ({ call: "base64encode", args: [expressions.hcl(argument)] }),
  ToJsonString: ({ argument }, expressions) => ({ call: "jsonencode", args: [expressions.hcl(argument)] }),
  Length: ({ argument }, expressions) => ({ call: "length", args: [expressions.hcl(argument)] }),
  Equals: equals,
  And: (intrinsic, expressions) => operands(intrinsic, expressions).join(" && "),
  Or: (intrinsic, expressions) => operands(intrinsic, expressions).join(" || "),
  Not: (intrinsic, expressions) => `!${operands(intrinsic, expressions)[0] ?? "false"}`,
  Condition: ({ argument, line }, { scope }) => scope.conditionCode(plainText(argument) ?? "", line),
};
