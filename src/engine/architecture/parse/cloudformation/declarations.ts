import { plainText } from "./intrinsics.ts";
import type { DocumentNode } from "../document/node.ts";
import { entryOf } from "../document/node.ts";
import type { Hcl, TerraformWriter } from "../translate/terraform-writer.ts";
import { hclString } from "../translate/terraform-writer.ts";
import type { Expressions } from "./expressions.ts";
import { conditionCode } from "./functions.ts";
import type { Entry, Template } from "./template.ts";
import type { Scope } from "./scope.ts";

/** How values of a parameter are written. */
type Form = "text" | "number" | "bool" | "texts" | "numbers";

const typeNames: Readonly<Record<Form, string>> = {
  text: "string",
  number: "number",
  bool: "bool",
  texts: "list(string)",
  numbers: "list(number)",
};

const isBool = (text: string): boolean => text === "true" || text === "false";
const isNumber = (text: string): boolean => /^-?\d+(?:\.\d+)?$/.test(text);

const textsOf = (node: DocumentNode | undefined): string[] =>
  node?.kind === "list" ? node.items.flatMap((item) => plainText(item) ?? []) : [];

/** `AWS::SSM::Parameter::Value<…>` holds the name of a stored parameter. */
const storedType = (type: string): string | undefined => /^AWS::SSM::Parameter::Value<(.+)>$/.exec(type)?.[1];

const isList = (type: string): boolean => type === "CommaDelimitedList" || type.startsWith("List<");

const formOf = (node: DocumentNode): Form => {
  const type = plainText(entryOf(node, "Type")) ?? "String";
  if (storedType(type) !== undefined) return "text";
  if (isList(type)) return type === "List<Number>" ? "numbers" : "texts";
  const fallback = plainText(entryOf(node, "Default"));
  if (type === "Number") return fallback === undefined || isNumber(fallback) ? "number" : "text";
  const allowed = textsOf(entryOf(node, "AllowedValues"));
  const isSwitch = allowed.length > 0 && allowed.every(isBool);
  return isSwitch && (fallback === undefined || isBool(fallback)) ? "bool" : "text";
};

/** A parameter with the name that it has in Terraform. */
interface NamedEntry extends Entry {
  name: string;
}

/** Makes the parameters known by their names, before anything refers to them. */
export const declareParameters = (entries: readonly Entry[], scope: Scope): NamedEntry[] => {
  const named = entries.map((entry) => ({ ...entry, name: scope.names.claim("var", entry.id) }));
  for (const { id, node, line, name } of named) {
    const type = storedType(plainText(entryOf(node, "Type")) ?? "");
    if (type === undefined) {
      const form = formOf(node);
      scope.parameters.set(id, { code: `var.${name}`, needsText: form === "number" || form === "bool" });
      continue;
    }
    const source = scope.data("aws_ssm_parameter", name, [{ name: "name", value: `var.${name}` }], line);
    const value = `${source}.value`;
    scope.parameters.set(id, { code: isList(type) ? `split(",", ${value})` : value, needsText: false });
  }
  return named;
};

const literal = (text: string, form: Form, line: number): Hcl => {
  if (form === "text") return hclString(text);
  if (form === "number" || form === "bool") return text;
  const items = text === "" ? [] : text.split(",").map((item) => item.trim());
  const isNumeric = form === "numbers" && items.every(isNumber);
  return { list: items.map((item) => ({ value: isNumeric ? item : hclString(item), line })) };
};

const lineOf = (node: DocumentNode, key: string): number =>
  node.kind === "map" ? (node.entries.find((entry) => entry.key === key)?.keyLine ?? node.line) : node.line;

/** Parameters as variables: what may be chosen, and what is chosen without a word. */
export const writeVariables = (entries: readonly NamedEntry[], out: TerraformWriter): void => {
  for (const { name, node, line } of entries) {
    const form = formOf(node);
    out.block("variable", [name], { line, endLine: Math.max(line, node.endLine) }, () => {
      const description = plainText(entryOf(node, "Description"));
      if (description !== undefined && description.trim() !== "")
        out.attribute("description", hclString(description), lineOf(node, "Description"));
      out.attribute("type", typeNames[form], lineOf(node, "Type"));
      const fallback = defaultOf(node);
      if (fallback !== undefined)
        out.attribute("default", literal(fallback, form, lineOf(node, "Default")), lineOf(node, "Default"));
      if (plainText(entryOf(node, "NoEcho"))?.toLowerCase() === "true")
        out.attribute("sensitive", "true", lineOf(node, "NoEcho"));
      if (form === "text" || form === "number") writeAllowed(name, node, form, out);
    });
  }
};

/** A default may be given as a list where a list is meant. */
const defaultOf = (node: DocumentNode): string | undefined => {
  const value = entryOf(node, "Default");
  return value?.kind === "list" ? textsOf(value).join(",") : plainText(value);
};

const writeAllowed = (name: string, node: DocumentNode, form: Form, out: TerraformWriter): void => {
  const allowed = entryOf(node, "AllowedValues");
  if (allowed?.kind !== "list") return;
  const values = textsOf(allowed);
  if (values.length === 0 || (form === "number" && !values.every(isNumber))) return;
  const line = lineOf(node, "AllowedValues");
  const list = {
    list: allowed.items.flatMap((item) => {
      const text = plainText(item);
      return text === undefined ? [] : [{ value: literal(text, form, item.line), line: item.line }];
    }),
  };
  out.block("validation", [], { line, endLine: allowed.endLine }, () => {
    out.attribute("condition", { call: "contains", args: [list, `var.${name}`] }, line);
    const message = plainText(entryOf(node, "ConstraintDescription"))?.trim();
    out.attribute(
      "error_message",
      hclString(message === undefined || message === "" ? "This value is not allowed." : message),
      line,
    );
  });
};

/** Makes the names of mappings and conditions known. */
export const declareLocals = ({ mappings, conditions }: Template, scope: Scope): void => {
  for (const { id } of mappings) scope.mappings.set(id, scope.names.claim("local", id));
  for (const { id } of conditions) scope.conditions.set(id, scope.names.claim("local", id));
};

/** Mappings and conditions as locals. */
export const writeLocals = (
  { mappings, conditions }: Template,
  expressions: Expressions,
  out: TerraformWriter,
): void => {
  const { scope } = expressions;
  const all = [...mappings, ...conditions];
  const [first] = all;
  if (first === undefined) return;
  const endLine = Math.max(...all.map(({ node, line }) => Math.max(line, node.endLine)));
  out.block("locals", [], { line: first.line, endLine }, () => {
    for (const { id, node, line } of mappings) out.attribute(scope.mappings.get(id) ?? id, expressions.hcl(node), line);
    for (const { id, node, line } of conditions)
      out.attribute(scope.conditions.get(id) ?? id, conditionCode(node, expressions), line);
  });
};

/** Outputs; one that stands under a condition is null without it. */
export const writeOutputs = (entries: readonly Entry[], expressions: Expressions, out: TerraformWriter): void => {
  for (const { id, node, line } of entries) {
    const value = entryOf(node, "Value");
    if (value === undefined) continue;
    const name = expressions.scope.names.claim("output", id);
    out.block("output", [name], { line, endLine: Math.max(line, node.endLine) }, () => {
      const description = plainText(entryOf(node, "Description"));
      if (description !== undefined && description.trim() !== "")
        out.attribute("description", hclString(description), lineOf(node, "Description"));
      const condition = plainText(entryOf(node, "Condition"));
      const code = expressions.hcl(value);
      const guarded = (name: string): Hcl => ({
        condition: expressions.scope.conditionCode(name, line),
        yes: code,
        no: "null",
      });
      out.attribute("value", condition === undefined ? code : guarded(condition), lineOf(node, "Value"));
    });
  }
};

/** What expressions turned out to need: variables for what the template does not hold, and data sources. */
export const writeSupplies = (scope: Scope, out: TerraformWriter): void => {
  for (const { name, description, line } of scope.placeholders.values())
    out.block("variable", [name], { line, endLine: line }, () => {
      out.attribute("description", hclString(description), line);
    });
  for (const { type, name, attributes, line } of scope.dataSources.values())
    out.block("data", [type, name], { line, endLine: line }, () => {
      for (const attribute of attributes) out.attribute(attribute.name, attribute.value, line);
    });
};
