import { Names } from "../cloudformation/names.ts";
import { readJson } from "../document/index.ts";
import type { DocumentNode } from "../document/node.ts";
import { entryOf } from "../document/node.ts";
import { TerraformWriter } from "../translate/terraform-writer.ts";
import type { Translation } from "../translate/terraform-writer.ts";
import { declare, writeLocals, writeOutputs, writeSupplies, writeVariables } from "./declarations.ts";
import { ArmExpressions } from "./expressions.ts";
import { ResourceWriter } from "./resource-writer.ts";
import { ArmScope } from "./scope.ts";
import { root as atRoot, TemplateReader } from "./template.ts";

const translateTemplate = (root: DocumentNode, names: Names): Translation => {
  const out = new TerraformWriter();
  const resources = entryOf(root, "resources");
  if (root.kind !== "map" || resources === undefined) {
    out.problem(root.line, "this is no ARM template: it has no resources");
    return out.finish();
  }
  const scope = new ArmScope(names);
  const expressions = new ArmExpressions(scope);
  const declarations = declare(root, scope);
  new TemplateReader(expressions).resources(resources, declarations.frame, atRoot);
  writeVariables(declarations, out);
  writeLocals(declarations, expressions, out);
  for (const resource of scope.resources) new ResourceWriter(resource, expressions).write(out);
  writeOutputs(root, declarations.frame, expressions, out);
  writeSupplies(scope, out);
  for (const { line, column, message } of scope.problems) out.problem(line, message, column);
  return out.finish();
};

/**
 * Reads an ARM template and writes it as Terraform. Templates of one folder become one configuration: given the same
 * `names`, none of them takes a name that another has.
 */
export const translateArm = (file: { name: string; text: string }, names = new Names()): Translation => {
  const { documents, problems } = readJson(file.text.replace(/^\uFEFF/, " "));
  const [root] = documents;
  if (root === undefined) return { text: "", lines: [], problems };
  const translation = translateTemplate(root, names);
  return { ...translation, problems: [...problems, ...translation.problems] };
};
