import { readJson } from "../../document/json.ts";
import type { DocumentNode } from "../../document/node.ts";
import { entryOf, textOf } from "../../document/node.ts";
import type { SourceFile } from "../../project.ts";
import { TerraformWriter } from "../../translate/terraform-writer.ts";
import type { Translation } from "../../translate/terraform-writer.ts";
import { ConfigurationModule } from "./configuration.ts";
import { copiedBlocks } from "./copies.ts";
import { ReferencePrinter, standIns } from "./expressions.ts";
import { Identities } from "./identities.ts";
import { addressOf, instancesOf, labelsFor } from "./instance.ts";
import { writeProviders } from "./providers.ts";
import { ReferenceResolver } from "./references.ts";
import { BodyWriter } from "./values.ts";

/** As many as one design may have. */
const mostResources = 1_000;

/** Left out where the code does not set it: AWS resources repeat their provider's region, and patience is no design. */
const isNeedless = (type: string, name: string): boolean =>
  name === "timeouts" || (name === "region" && type.startsWith("aws_"));

const writePlan = (writer: TerraformWriter, root: DocumentNode): void => {
  const report = (line: number, message: string): void => {
    writer.problem(line, message);
  };
  const all = instancesOf(root, report);
  const instances = all.slice(0, mostResources);
  const beyond = all[mostResources];
  if (beyond !== undefined)
    writer.problem(beyond.place.line, `more than ${mostResources} resources: from here on they are left out`);

  const configured = entryOf(entryOf(root, "configuration"), "root_module");
  const module = configured && new ConfigurationModule(configured);
  const resolver = new ReferenceResolver(instances, module);
  const labels = labelsFor(instances);
  const plan = { writer, resolver, identities: new Identities(instances), printer: new ReferencePrinter(labels) };
  const aliases = writeProviders(writer, root, module, instances);
  const copiesIn = copiedBlocks(instances);
  for (const instance of instances) {
    const { mode, type, place } = instance;
    writer.block(mode === "data" ? "data" : "resource", [type, labels.get(instance) ?? ""], place, () => {
      if (labels.get(instance) !== instance.name) writer.comment(addressOf(instance), place.line);
      const provider = aliases.get(textOf(entryOf(resolver.written(instance), "provider_config_key")) ?? "");
      if (provider !== undefined) writer.attribute("provider", provider, place.line);
      const copies = copiesIn(instance);
      new BodyWriter(plan, instance).write((name) => copies.has(name) || isNeedless(type, name));
    });
  }
};

/** Declares the variables that stand in for values, where some do. */
const declareStandIns = (writer: TerraformWriter): void => {
  const { text } = writer.finish();
  for (const name of Object.values(standIns)) {
    if (!text.includes(`var.${name}`)) continue;
    writer.block("variable", [name], { line: 1, endLine: 1 }, () => {
      if (name === standIns.sensitive) writer.attribute("sensitive", "true", 1);
    });
  }
};

/**
 * What `terraform show -json` prints of a plan, or of a state, as Terraform: every resource that will be there, with the
 * values that are known, references where they are not, and no value that the plan calls sensitive.
 */
export const translatePlan = ({ text }: SourceFile): Translation => {
  const writer = new TerraformWriter();
  const { documents, problems } = readJson(text);
  for (const { line, column, message } of problems) writer.problem(line, message, column);
  const [root] = documents;
  if (root !== undefined) writePlan(writer, root);
  declareStandIns(writer);
  return writer.finish();
};
