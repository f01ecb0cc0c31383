import type { DocumentNode, MapNode } from "../document/node.ts";
import { entryOf } from "../document/node.ts";
import { intrinsicOf, plainText } from "./intrinsics.ts";
import { terraformType } from "./names.ts";
import { mappingOf } from "./resources/index.ts";
import { isSkipped, lossOf } from "./skipped.ts";
import type { Resource, Scope } from "./scope.ts";

/** An entry of one of the template's sections. */
export interface Entry {
  id: string;
  node: DocumentNode;
  line: number;
}

/** Sections of a template, each as its entries in source order. */
export interface Template {
  parameters: Entry[];
  mappings: Entry[];
  conditions: Entry[];
  resources: Entry[];
  outputs: Entry[];
  globals: DocumentNode | undefined;
  transforms: { name: string; line: number }[];
}

const entriesOf = (root: MapNode, section: string): Entry[] => {
  const node = entryOf(root, section);
  if (node?.kind !== "map") return [];
  return node.entries.map(({ key, keyLine, value }) => ({ id: key, node: value, line: keyLine }));
};

const transformsOf = (root: MapNode): Template["transforms"] => {
  const node = entryOf(root, "Transform");
  if (node === undefined) return [];
  const items = node.kind === "list" ? node.items : [node];
  return items.map((item) => ({ name: plainText(item) ?? plainText(entryOf(item, "Name")) ?? "", line: item.line }));
};

/** Does this document look like a template of CloudFormation or SAM? */
export const isTemplate = (document: DocumentNode | undefined): document is MapNode => {
  if (document?.kind !== "map") return false;
  if (entryOf(document, "AWSTemplateFormatVersion") !== undefined) return true;
  const resources = entryOf(document, "Resources");
  if (resources?.kind !== "map") return false;
  return resources.entries.some(
    ({ key, value }) =>
      key.startsWith("Fn::ForEach::") || /^(?:AWS|Custom)::|::/.test(plainText(entryOf(value, "Type")) ?? ""),
  );
};

export const readTemplate = (root: MapNode): Template => ({
  parameters: entriesOf(root, "Parameters"),
  mappings: entriesOf(root, "Mappings"),
  conditions: entriesOf(root, "Conditions"),
  resources: entriesOf(root, "Resources"),
  outputs: entriesOf(root, "Outputs"),
  globals: entryOf(root, "Globals"),
  transforms: transformsOf(root),
});

const dependenciesOf = (node: DocumentNode): Resource["dependsOn"] => {
  const value = entryOf(node, "DependsOn");
  const items = value?.kind === "list" ? value.items : value === undefined ? [] : [value];
  return items.flatMap((item) => {
    const id = plainText(item);
    return id === undefined ? [] : [{ id, line: item.line }];
  });
};

const deletionPolicyOf = (node: DocumentNode): Resource["deletionPolicy"] => {
  const value = entryOf(node, "DeletionPolicy");
  const text = plainText(value);
  return value === undefined || text === undefined ? undefined : { value: text, line: value.line };
};

/** CloudFormation takes 500 resources of a template; SAM makes several of one. */
const maxResources = 2_000;

/** Makes the resources known by their logical ids, before anything refers to them. */
export const declareResources = (entries: readonly Entry[], scope: Scope): void => {
  for (const entry of entries.slice(0, maxResources)) {
    const resource = resourceOf(entry, scope);
    if (resource !== undefined) scope.resources.set(entry.id, resource);
  }
  const [tooMany] = entries.slice(maxResources);
  if (tooMany !== undefined)
    scope.report(tooMany.line, `more than ${maxResources} resources: from here on they are left out`);
  for (const resource of scope.resources.values()) {
    if (resource.mapping.partOf === undefined) continue;
    const target = ownerOf(resource, scope);
    if (target !== undefined) scope.absorbed.set(resource.id, target);
    else resource.mapping = resource.mapping.alone?.(resource.properties) ?? resource.mapping;
  }
};

const resourceOf = ({ id, node, line }: Entry, scope: Scope): Resource | undefined => {
  if (id.startsWith("Fn::")) {
    scope.report(line, "resources that a loop or a macro makes are left out");
    return undefined;
  }
  const type = plainText(entryOf(node, "Type"));
  if (type === undefined) {
    scope.report(line, "a resource needs a type");
    return undefined;
  }
  const loss = lossOf(type);
  if (loss !== undefined) scope.report(line, loss);
  if (isSkipped(type)) {
    scope.skipped.add(id);
    return undefined;
  }
  const properties = entryOf(node, "Properties");
  const terraform = terraformType(type);
  const mapping =
    mappingOf(type, properties) ?? (terraform === undefined ? undefined : { type: terraform, properties: {} });
  if (mapping === undefined) {
    scope.skipped.add(id);
    scope.report(line, "this is no type of resource");
    return undefined;
  }
  const name = scope.names.claim(mapping.type, id);
  const condition = plainText(entryOf(node, "Condition"));
  const bodyLine = bodyLineOf(node, type);
  const span = { line, endLine: Math.max(line, node.endLine), ...(bodyLine !== undefined && { bodyLine }) };
  const dependsOn = dependenciesOf(node);
  return { id, type, properties, span, condition, dependsOn, deletionPolicy: deletionPolicyOf(node), mapping, name };
};

/** Where a resource's properties are introduced; those of CloudFront stand one level deeper, in `DistributionConfig` and the like. */
const bodyLineOf = (node: DocumentNode, type: string): number | undefined => {
  const properties = node.kind === "map" ? node.entries.find(({ key }) => key === "Properties") : undefined;
  const wrapper = `${type.replace(/^.*::/, "")}Config`;
  const inner =
    type.startsWith("AWS::CloudFront::") && properties?.value.kind === "map"
      ? properties.value.entries.find(({ key }) => key === wrapper)
      : undefined;
  return (inner ?? properties)?.keyLine;
};

/** The resource that this one is written into, if one of the properties that may say so names it. */
const ownerOf = ({ id, mapping, properties }: Resource, scope: Scope): string | undefined => {
  for (const key of mapping.partOf ?? []) {
    const intrinsic = intrinsicOf(entryOf(properties, key));
    const target = intrinsic?.name === "Ref" ? plainText(intrinsic.argument) : undefined;
    const owner = target === undefined ? undefined : scope.resources.get(target);
    if (owner !== undefined && owner.id !== id && owner.mapping.partOf === undefined) return owner.id;
  }
  return undefined;
};
