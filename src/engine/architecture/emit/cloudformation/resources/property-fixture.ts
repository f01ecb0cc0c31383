import { inspect } from "../../../parse/index.ts";
import type { Cfn } from "../cfn.ts";
import { at, entries } from "../template-fixture.ts";
import { composeTemplate } from "../template.ts";

/** A setting that is rarely written, and what a template says for it at a path of the first resource of a type. */
export type RareProperty = [says: string, text: string, type: string, path: (string | number)[], wanted: unknown];

export const templateOf = (text: string): Cfn => composeTemplate(inspect([{ name: "main.tf", text }]).model);

/** What stands at a path of the properties of the first resource of a type. */
export const propertyOf = (text: string, type: string, ...path: (string | number)[]): Cfn | undefined => {
  const found = entries(at(templateOf(text), "Resources")).find(([, each]) => at(each, "Type") === `AWS::${type}`);
  return at(found?.[1], "Properties", ...path);
};

/** A block of Terraform. */
export const resource = (type: string, body: string, name = "x"): string =>
  `resource "${type}" "${name}" {\n${body}\n}\n`;
