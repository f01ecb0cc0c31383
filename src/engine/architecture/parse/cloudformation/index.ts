import { readDocument } from "../document/index.ts";
import type { DocumentFile } from "../document/index.ts";
import type { DocumentNode } from "../document/node.ts";
import { TerraformWriter } from "../translate/terraform-writer.ts";
import type { Translation } from "../translate/terraform-writer.ts";
import {
  declareLocals,
  declareParameters,
  writeLocals,
  writeOutputs,
  writeSupplies,
  writeVariables,
} from "./declarations.ts";
import { Expressions } from "./expressions.ts";
import { unrollLoops } from "./loops.ts";
import { Names } from "./names.ts";
import { ResourceWriter } from "./resource-writer.ts";
import { expandServerless, serverlessTransform } from "./sam/index.ts";
import type { Resource } from "./scope.ts";
import { Scope } from "./scope.ts";
import { declareResources, isTemplate, readTemplate } from "./template.ts";
import type { Template } from "./template.ts";

/** Transforms whose work is done here, or that change nothing of the design. */
const knownTransforms = new Set([serverlessTransform, "AWS::LanguageExtensions", "AWS::CodeDeployBlueGreen"]);

const reportTransforms = ({ transforms }: Template, scope: Scope): void => {
  for (const { name, line } of transforms)
    if (!knownTransforms.has(name)) scope.report(line, "this transform is not known: what it makes is left out");
};

/** Resources by the one that they are written into. */
const partsByOwner = (scope: Scope): Map<string, Resource[]> => {
  const parts = new Map<string, Resource[]>();
  for (const [id, owner] of scope.absorbed) {
    const resource = scope.resources.get(id);
    if (resource !== undefined) parts.set(owner, [...(parts.get(owner) ?? []), resource]);
  }
  return parts;
};

const writeResources = (expressions: Expressions, out: TerraformWriter): void => {
  const { scope } = expressions;
  const parts = partsByOwner(scope);
  for (const resource of scope.resources.values())
    if (!scope.absorbed.has(resource.id))
      new ResourceWriter(resource, expressions).write(out, parts.get(resource.id) ?? []);
};

/** A CloudFormation or SAM document as Terraform, every line with the line of the template that it stands for. */
const translateTemplate = (root: DocumentNode, names: Names): Translation => {
  const scope = new Scope(names);
  const out = new TerraformWriter();
  if (!isTemplate(root)) {
    out.problem(root.line, "this is no CloudFormation template: it has no Resources");
    return out.finish();
  }
  const template = expandServerless(readTemplate(unrollLoops(root)), (line, message) => scope.report(line, message));
  reportTransforms(template, scope);
  const variables = declareParameters(template.parameters, scope);
  declareLocals(template, scope);
  declareResources(template.resources, scope);
  const expressions = new Expressions(scope);
  writeVariables(variables, out);
  writeLocals(template, expressions, out);
  writeResources(expressions, out);
  writeOutputs(template.outputs, expressions, out);
  writeSupplies(scope, out);
  for (const { line, column, message } of scope.problems) out.problem(line, message, column);
  return out.finish();
};

/** Several templates of one file, one after the other. */
const joined = (translations: readonly Translation[], problems: Translation["problems"]): Translation => ({
  text: translations.map(({ text }) => text).join(""),
  // The text of each ends with a line's end, after which nothing follows.
  lines: translations.flatMap(({ lines }) => lines),
  bodies: new Map(translations.flatMap(({ bodies }) => [...(bodies ?? [])])),
  problems: [...problems, ...translations.flatMap((one) => one.problems)],
});

/**
 * Reads a CloudFormation or SAM template (YAML or JSON) and writes it as Terraform. Templates of one folder become one
 * configuration: given the same `names`, none of them takes a name that another has.
 */
export const translateCloudFormation = (file: DocumentFile, names = new Names()): Translation => {
  const { documents, problems } = file.reading ?? readDocument(file.text);
  const [first, ...rest] = documents;
  if (first === undefined) {
    const nothing = { line: 1, column: 1, message: "nothing could be read of this template" };
    return { text: "", lines: [], problems: problems.length > 0 ? problems : [nothing] };
  }
  const translations = [first, ...rest.filter(isTemplate)].map((root) => translateTemplate(root, names));
  return joined(translations, problems);
};
