import { readJson } from "../../document/json.ts";
import type { MapNode } from "../../document/node.ts";
import type { SourceFile } from "../../project.ts";
import { TerraformWriter } from "../../translate/terraform-writer.ts";
import type { Translation } from "../../translate/terraform-writer.ts";
import type { BodyShape } from "./body.ts";
import { unreadable } from "./expression.ts";
import {
  blocksBelow,
  checkShape,
  localsShape,
  moduleShape,
  outputShape,
  refactoringShape,
  resourceShape,
  terraformShape,
  variableShape,
  writeBody,
} from "./body.ts";

interface TopLevel {
  labels: number;
  shape: (labels: readonly string[]) => BodyShape;
}

const ofType: TopLevel["shape"] = ([type = ""]) => resourceShape(type);

/** The blocks of the language and how many labels each has; from HashiCorp's page on its JSON syntax. */
const topLevel: ReadonlyMap<string, TopLevel> = new Map([
  ["terraform", { labels: 0, shape: () => terraformShape }],
  ["provider", { labels: 1, shape: ofType }],
  ["variable", { labels: 1, shape: () => variableShape }],
  ["locals", { labels: 0, shape: () => localsShape }],
  ["data", { labels: 2, shape: ofType }],
  ["ephemeral", { labels: 2, shape: ofType }],
  ["resource", { labels: 2, shape: ofType }],
  ["module", { labels: 1, shape: () => moduleShape }],
  ["output", { labels: 1, shape: () => outputShape }],
  ["check", { labels: 1, shape: () => checkShape }],
  ["moved", { labels: 0, shape: () => refactoringShape }],
  ["removed", { labels: 0, shape: () => refactoringShape }],
  ["import", { labels: 0, shape: () => refactoringShape }],
]);

export const isTopLevelName = (name: string): boolean => topLevel.has(name);

const writeTopLevel = (writer: TerraformWriter, { key, keyLine, value }: MapNode["entries"][number]): void => {
  const known = topLevel.get(key);
  if (known === undefined) {
    writer.problem(keyLine, "this is no block of Terraform: it is left out");
    return;
  }
  const blocks = blocksBelow(value, known.labels, keyLine);
  if (blocks === undefined) writer.problem(keyLine, "expected objects here: it is left out");
  for (const { labels, line, body } of blocks ?? [])
    writer.block(key, labels, { line, endLine: body.endLine }, () => {
      writeBody(writer, body, known.shape(labels));
    });
};

/** Terraform's JSON syntax (`.tf.json`, as the CDK for Terraform writes it too) as Terraform. */
export const translateTerraformJson = ({ text }: SourceFile): Translation => {
  const writer = new TerraformWriter();
  const { documents, problems } = readJson(text);
  for (const { line, column, message } of problems) writer.problem(line, message, column);
  const [root] = documents;
  const roots = root?.kind === "list" ? root.items : root === undefined ? [] : [root];
  for (const node of roots) {
    if (node.kind !== "map") writer.problem(node.line, "expected an object here");
    else for (const entry of node.entries) if (entry.key !== "//") writeTopLevel(writer, entry);
  }
  const translation = writer.finish();
  if (!translation.text.includes(`var.${unreadable}`)) return translation;
  writer.block("variable", [unreadable], { line: 1, endLine: 1 }, () => {});
  return writer.finish();
};
