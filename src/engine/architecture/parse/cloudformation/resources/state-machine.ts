import type { DocumentNode, MapNode } from "../../document/node.ts";
import { textOf } from "../../document/node.ts";
import type { Hcl } from "../../translate/terraform-writer.ts";
import { hclString } from "../../translate/terraform-writer.ts";
import { intrinsicOf } from "../intrinsics.ts";
import type { PropertyPlace, ResourceMappings } from "./mapping.ts";
import { documentOf, dropped } from "./property-writers.ts";
import { findEntry, gather, itemsOf, mapOf, scalarAt } from "./reshaping.ts";

/** Workflows nest states in states: deeper than this nothing is filled in. */
const deepest = 30;

/** The definition and what is filled into it belong together. */
const withDefinition = (machine: MapNode): MapNode =>
  gather(machine, "definition", {
    Definition: "Definition",
    DefinitionString: "Definition",
    DefinitionS3Location: "File",
    DefinitionUri: "File",
    DefinitionSubstitutions: "Substitutions",
  });

/** `${TableName}` of a definition, which CloudFormation fills in from `DefinitionSubstitutions`, by `Fn::Sub`. */
const fill = (node: DocumentNode, values: MapNode, depth = 0): DocumentNode => {
  if (depth > deepest || intrinsicOf(node) !== undefined) return node;
  if (node.kind === "list") return { ...node, items: node.items.map((item) => fill(item, values, depth + 1)) };
  if (node.kind === "map")
    return {
      ...node,
      entries: node.entries.map((entry) => ({ ...entry, value: fill(entry.value, values, depth + 1) })),
    };
  const text = typeof node.value === "string" ? node.value : "";
  const used = values.entries.filter(({ key }) => text.includes(`\${${key}}`));
  const [first, ...others] = used;
  if (first === undefined) return node;
  const names = new Set(used.map(({ key }) => key));
  // What is not filled in is text to `Fn::Sub`.
  const kept = text.replaceAll(/\$\{([^!}]+)\}/g, (whole, name: string) => (names.has(name) ? whole : `\${!${name}}`));
  const filling: DocumentNode = { ...node, kind: "list", items: [scalarAt(node, kept), mapOf([first, ...others])] };
  return mapOf([{ key: "Fn::Sub", keyStart: node.start, keyLine: node.line, value: filling }]);
};

/** A definition in a file is read by Terraform, too, with what is to be filled in. */
const definitionFile = (file: DocumentNode, values: DocumentNode | undefined, at: PropertyPlace): Hcl => {
  const key = file.kind === "map" ? findEntry(file, "Key")?.value : file;
  const name = (key && intrinsicOf(key) === undefined ? textOf(key) : undefined) ?? "definition.asl.json";
  return {
    call: "templatefile",
    args: [hclString(name), values === undefined ? { object: [] } : at.hcl(values)],
  };
};

const writeDefinition = (parts: DocumentNode, at: PropertyPlace): void => {
  const values = findEntry(parts, "Substitutions")?.value;
  const definition = findEntry(parts, "Definition")?.value;
  const file = findEntry(parts, "File")?.value;
  if (definition !== undefined) {
    const filled = values?.kind === "map" ? fill(definition, values) : definition;
    // `DefinitionString` is text, written as such or by a function.
    const isText = intrinsicOf(filled) !== undefined || filled.kind === "scalar";
    at.out.attribute("definition", isText ? at.hcl(filled) : documentOf(filled, at), at.line);
  } else if (file !== undefined) at.out.attribute("definition", definitionFile(file, values, at), at.line);
};

/** Workflows of Step Functions. */
export const stateMachines: ResourceMappings = {
  "AWS::StepFunctions::StateMachine": {
    type: "aws_sfn_state_machine",
    ref: "arn",
    reshape: withDefinition,
    properties: {
      StateMachineName: "name",
      StateMachineType: "type",
      definition: { write: writeDefinition },
      LoggingConfiguration: {
        block: "logging_configuration",
        properties: {
          Destinations: {
            write: (list, at) => {
              const [first] = itemsOf(list);
              const group = first && findEntry(first, "CloudWatchLogsLogGroup")?.value;
              const arn = group && findEntry(group, "LogGroupArn")?.value;
              if (arn !== undefined) at.out.attribute("log_destination", at.hcl(arn), at.line);
            },
          },
        },
      },
      TracingConfiguration: { block: "tracing_configuration" },
      EncryptionConfiguration: { block: "encryption_configuration" },
      Tags: { tags: "tags" },
    },
  },
  "AWS::StepFunctions::Activity": {
    type: "aws_sfn_activity",
    ref: "arn",
    properties: { EncryptionConfiguration: dropped, Tags: { tags: "tags" } },
  },
};
