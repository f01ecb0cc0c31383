import { snakeCase } from "../cloudformation/names.ts";
import type { DocumentNode, MapNode } from "../document/node.ts";
import { entriesIn, entryOf, textOf } from "../document/node.ts";
import type { TerraformWriter } from "../translate/terraform-writer.ts";
import { hclString } from "../translate/terraform-writer.ts";
import { expressionOf } from "./known-text.ts";
import type { ArmExpressions } from "./expressions.ts";
import type { Frame } from "./frame.ts";
import type { ArmScope } from "./scope.ts";

/** A parameter or a variable with the name that it has in Terraform. */
interface Declared {
  key: string;
  name: string;
  node: DocumentNode;
  line: number;
}

export interface Declarations {
  parameters: DeclaredParameter[];
  variables: Declared[];
  frame: Frame;
}

interface DeclaredParameter extends Declared {
  fallback: DocumentNode | undefined;
  /** The local that works its default out: a variable of Terraform takes no expression for a default. */
  computed?: { local: string; fallback: DocumentNode };
}

const types: ReadonlyMap<string, string> = new Map([
  ["string", "string"],
  ["securestring", "string"],
  ["int", "number"],
  ["bool", "bool"],
]);

const holdsExpression = (node: DocumentNode): boolean => {
  if (node.kind === "scalar") return expressionOf(node) !== undefined;
  return node.kind === "list"
    ? node.items.some(holdsExpression)
    : node.entries.some(({ value }) => holdsExpression(value));
};

/** Makes parameters and variables known by their names, before anything refers to them. */
export const declare = (root: MapNode, scope: ArmScope): Declarations => {
  const frame: Frame = { parameters: new Map(), variables: new Map(), indexes: new Map() };
  const parameters = entriesIn(root, "parameters").map(({ key, value, keyLine }): DeclaredParameter => {
    const name = scope.names.claim("var", key);
    const fallback = entryOf(value, "defaultValue");
    const declared = { key, name, node: value, line: keyLine, fallback };
    if (fallback === undefined) {
      frame.parameters.set(key.toLowerCase(), { code: `var.${name}` });
      return declared;
    }
    const local = holdsExpression(fallback) ? scope.names.claim("local", key) : undefined;
    const code = local === undefined ? `var.${name}` : `local.${local}`;
    frame.parameters.set(key.toLowerCase(), { code, value: { node: fallback, frame } });
    return local === undefined ? declared : { ...declared, computed: { local, fallback } };
  });
  const variables = entriesIn(root, "variables")
    .filter(({ key }) => key !== "copy")
    .map(({ key, value, keyLine }) => {
      const name = scope.names.claim("local", key);
      frame.variables.set(key.toLowerCase(), { code: `local.${name}`, node: value });
      return { key, name, node: value, line: keyLine };
    });
  return { parameters, variables, frame };
};

export const writeVariables = ({ parameters }: Declarations, out: TerraformWriter): void => {
  for (const { name, node, line, fallback, computed } of parameters)
    out.block("variable", [name], { line, endLine: Math.max(line, node.endLine) }, () => {
      const type = textOf(entryOf(node, "type"))?.toLowerCase() ?? "";
      const description = textOf(entryOf(entryOf(node, "metadata"), "description"));
      if (description !== undefined && description.trim() !== "")
        out.attribute("description", hclString(description), line);
      out.attribute("type", types.get(type) ?? "any", line);
      if (computed !== undefined) out.attribute("default", "null", computed.fallback.line);
      else if (fallback !== undefined) out.attribute("default", constant(fallback), fallback.line);
      if (type.startsWith("secure")) out.attribute("sensitive", "true", line);
    });
};

/** A value without an expression in it. */
const constant = (node: DocumentNode): Parameters<TerraformWriter["attribute"]>[1] => {
  if (node.kind === "list") return { list: node.items.map((item) => ({ value: constant(item), line: item.line })) };
  if (node.kind === "map")
    return { object: node.entries.map(({ key, value, keyLine }) => ({ key, value: constant(value), line: keyLine })) };
  if (typeof node.value === "string") return hclString(node.value.replace(/^\[\[/, "["));
  return node.value === null ? "null" : String(node.value);
};

/** Variables of the template, and parameters whose default has to be worked out. */
export const writeLocals = (
  { parameters, variables, frame }: Declarations,
  expressions: ArmExpressions,
  out: TerraformWriter,
): void => {
  const computed = parameters.flatMap((parameter) =>
    parameter.computed === undefined ? [] : [{ ...parameter, ...parameter.computed }],
  );
  const lines = [...computed, ...variables].map(({ line }) => line);
  if (lines.length === 0) return;
  const ends = [...computed, ...variables].map(({ node }) => node.endLine);
  out.block("locals", [], { line: Math.min(...lines), endLine: Math.max(...ends) }, () => {
    for (const { name, local, fallback, line } of computed) {
      const otherwise = expressions.hcl(fallback, frame);
      out.attribute(local, { condition: `var.${name} != null`, yes: `var.${name}`, no: otherwise }, line);
    }
    for (const { name, node, line } of variables) out.attribute(name, expressions.hcl(node, frame), line);
  });
};

export const writeOutputs = (root: MapNode, frame: Frame, expressions: ArmExpressions, out: TerraformWriter): void => {
  for (const { key, value, keyLine } of entriesIn(root, "outputs")) {
    const node = entryOf(value, "value");
    if (node === undefined) continue;
    const name = expressions.scope.names.claim("output", key);
    out.block("output", [name], { line: keyLine, endLine: Math.max(keyLine, value.endLine) }, () => {
      out.attribute("value", expressions.hcl(node, frame), node.line);
      if (textOf(entryOf(value, "type"))?.toLowerCase().startsWith("secure"))
        out.attribute("sensitive", "true", keyLine);
    });
  }
};

/** What expressions turned out to need: variables for what only Azure knows, and data sources. */
export const writeSupplies = (scope: ArmScope, out: TerraformWriter): void => {
  for (const { name, description, line } of scope.placeholders.values())
    out.block("variable", [name], { line, endLine: line }, () => {
      out.attribute("description", hclString(description), line);
    });
  const { groupName, groupLine, subscriptionLabel, subscriptionLine } = scope;
  if (groupName !== undefined && groupLine !== undefined) {
    const span = { line: groupLine, endLine: groupLine };
    const variable = scope.names.claim("var", snakeCase("resourceGroupName"));
    out.block("variable", [variable], span, () => {
      out.attribute("description", '"Resource group that the template is deployed into"', groupLine);
      out.attribute("type", "string", groupLine);
    });
    out.block("data", ["azurerm_resource_group", groupName], span, () =>
      out.attribute("name", `var.${variable}`, groupLine),
    );
  }
  if (subscriptionLabel !== undefined && subscriptionLine !== undefined)
    out.block(
      "data",
      ["azurerm_client_config", subscriptionLabel],
      { line: subscriptionLine, endLine: subscriptionLine },
      () => undefined,
    );
};
