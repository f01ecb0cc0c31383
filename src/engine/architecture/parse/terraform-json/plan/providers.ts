import type { DocumentNode } from "../../document/node.ts";
import { entryOf, textOf } from "../../document/node.ts";
import { hclString } from "../../translate/terraform-writer.ts";
import type { TerraformWriter } from "../../translate/terraform-writer.ts";
import { isIdentifier } from "../identifier.ts";
import { constantOf, referencesIn } from "./configuration.ts";
import type { ConfigurationModule } from "./configuration.ts";
import type { Instance } from "./instance.ts";

/** What says where things are built. Anything else of a provider is how to get in. */
const placing = ["region", "project", "zone", "location"];

/** Value of a root variable: what the plan was made with, else its default. */
const variableValue = (name: string, root: DocumentNode, module: ConfigurationModule | undefined): string | undefined =>
  textOf(entryOf(entryOf(entryOf(root, "variables"), name), "value")) ?? textOf(module?.variableDefault(name));

/** The places that the values of AWS resources tell of: for a region that came from the environment. */
const builtRegion = (instances: readonly Instance[]): { region: string; line: number } | undefined => {
  for (const { type, values } of instances) {
    if (!type.startsWith("aws_")) continue;
    for (const [name, pattern] of regionPatterns) {
      const entry = values.get(name);
      const region = pattern.exec(textOf(entry?.value) ?? "")?.[1];
      if (entry !== undefined && region !== undefined) return { region, line: entry.keyLine };
    }
  }
  return undefined;
};

const regionPatterns = [
  ["region", /^([a-z]{2}(?:-[a-z]+)+-\d)$/],
  ["availability_zone", /^([a-z]{2}(?:-[a-z]+)+-\d)[a-z]$/],
  ["arn", /^arn:aws[\w-]*:[\w-]+:([a-z]{2}(?:-[a-z]+)+-\d):/],
] as const;

/** Writes the root module's providers with their places; answers the names under which resources ask for the aliased. */
export const writeProviders = (
  writer: TerraformWriter,
  root: DocumentNode,
  module: ConfigurationModule | undefined,
  instances: readonly Instance[],
): ReadonlyMap<string, string> => {
  const aliases = new Map<string, string>();
  const config = entryOf(entryOf(root, "configuration"), "provider_config");
  const built = builtRegion(instances);
  for (const { key, keyLine, value } of config?.kind === "map" ? config.entries : []) {
    const name = textOf(entryOf(value, "name")) ?? key;
    const alias = textOf(entryOf(value, "alias"));
    if (entryOf(value, "module_address") !== undefined || !isIdentifier(name)) continue;
    if (alias !== undefined && !isIdentifier(alias)) continue;
    if (alias !== undefined) aliases.set(key, `${name}.${alias}`);
    writer.block("provider", [name], { line: keyLine, endLine: value.endLine }, () => {
      if (alias !== undefined) writer.attribute("alias", hclString(alias), keyLine);
      const expressions = entryOf(value, "expressions");
      if (name === "azurerm") writer.block("features", [], { line: keyLine, endLine: keyLine }, () => {});
      for (const attribute of placing) {
        const expression = entryOf(expressions, attribute);
        const text = placeText(expression, root, module);
        if (text !== undefined) writer.attribute(attribute, hclString(text), expression?.line ?? keyLine);
        else if (attribute === "region" && name === "aws" && alias === undefined && built !== undefined)
          writer.attribute(attribute, hclString(built.region), built.line);
      }
    });
  }
  if (built !== undefined && entryOf(config, "aws") === undefined)
    writer.block("provider", ["aws"], { line: built.line, endLine: built.line }, () => {
      writer.attribute("region", hclString(built.region), built.line);
    });
  return aliases;
};

const placeText = (
  expression: DocumentNode | undefined,
  root: DocumentNode,
  module: ConfigurationModule | undefined,
): string | undefined => {
  const constant = textOf(constantOf(expression));
  const variable = /^var\.([\w-]+)$/.exec(referencesIn(expression)[0] ?? "")?.[1];
  return constant ?? (variable === undefined ? undefined : variableValue(variable, root, module));
};
