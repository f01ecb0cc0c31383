import { read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import type { Draft, Properties } from "./cfn.ts";
import { prune, referencedBy } from "./cfn.ts";
import { breakCircles } from "./circles.ts";
import type { Mapping, Options } from "./mapping.ts";
import { Reader } from "./reader.ts";
import { Reading } from "./reading.ts";
import { mappings } from "./resources/index.ts";
import type { Resource } from "./circles.ts";
import { Translation } from "./translation.ts";
import { toYaml } from "./yaml.ts";

/** Types that Terraform has and a template does not need: what they say is CloudFormation's own business. */
const ofTerraform = (component: Component): boolean => component.type.startsWith("provider.");

/** An AWS design as a CloudFormation template in YAML. What cannot be said in one is listed in its metadata. */
export const toCloudFormation = (model: Model): string => {
  const translation = new Translation(model, mappings);
  const reading = new Reading();
  const resources = new Map<string, Resource>();
  const outputs = new Map<string, Properties>();
  for (const component of model.components) {
    const mapping = translation.mappingOf(component);
    if (mapping === undefined || translation.logicalId(component) === undefined) continue;
    const reader = new Reader(component, translation, reading);
    addResources(resources, mapping, reader);
    addOutput(outputs, mapping, reader);
  }
  addOrder(resources, translation);
  breakCircles(resources);
  const template = prune({
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `Design for ${model.region}, written by StackStage`,
    Metadata: { StackStage: metadataOf(translation, reading) },
    Parameters: Object.fromEntries(
      [...translation.parameters].map(([name, { type, description, secret, default: value }]) => [
        name,
        { Type: type, Description: description, NoEcho: secret ? true : undefined, Default: value },
      ]),
    ),
    Resources: Object.fromEntries([...resources].map(([id, resource]) => [id, bodyOf(resource)])),
    Outputs: Object.fromEntries(outputs),
  });
  return toYaml(template ?? {});
};

const addResources = (resources: Map<string, Resource>, mapping: Mapping, reader: Reader): void => {
  const { component, translation, logicalId } = reader;
  const properties = prune(mapping.properties(reader)) ?? {};
  const options: Options = mapping.options?.(reader) ?? {};
  resources.set(logicalId, {
    type: typeof mapping.type === "string" ? mapping.type : mapping.type(component),
    properties,
    dependsOn: new Set(options.dependsOn),
    ...(options.deletionPolicy !== undefined && {
      deletionPolicy: keptByOwner(component) ? "Retain" : options.deletionPolicy,
    }),
    component,
  });
  for (const beside of mapping.beside?.(reader) ?? [])
    resources.set(translation.besideId(component, beside.suffix), {
      type: beside.type,
      properties: prune(beside.properties) ?? {},
      dependsOn: new Set(beside.dependsOn),
    });
};

/** `prevent_destroy` is what `DeletionPolicy: Retain` means. */
const keptByOwner = ({ attributes }: Component): boolean => read(attributes, "lifecycle.prevent_destroy") === true;

const addOutput = (
  outputs: Map<string, Properties>,
  { output }: Mapping,
  { component, translation, logicalId }: Reader,
): void => {
  if (output === undefined) return;
  const value = translation.locate(component, output.handle);
  if (value !== undefined)
    outputs.set(`${logicalId}${output.suffix}`, { Description: output.description, Value: value });
};

/** Terraform builds in the order of its references: what no property refers to is kept as `DependsOn`. */
const addOrder = (resources: ReadonlyMap<string, Resource>, translation: Translation): void => {
  for (const [id, resource] of resources) {
    const known = new Set(referencedBy(resource.properties));
    for (const { to } of resource.component?.references ?? [])
      for (const earlier of translation.meant(to)) {
        const earlierId = translation.logicalId(earlier);
        if (earlierId !== undefined && earlierId !== id) resource.dependsOn.add(earlierId);
      }
    for (const earlier of resource.dependsOn)
      if (known.has(earlier) || !resources.has(earlier)) resource.dependsOn.delete(earlier);
  }
};

const bodyOf = ({ type, properties, dependsOn, deletionPolicy }: Resource): Draft => ({
  Type: type,
  DependsOn: dependsOn.size === 0 ? undefined : [...dependsOn].toSorted((a, b) => (a < b ? -1 : 1)),
  DeletionPolicy: deletionPolicy,
  UpdateReplacePolicy: deletionPolicy,
  Properties: Object.keys(properties).length === 0 ? undefined : properties,
});

/** What the template does not say: whole resources, those of another region, and single attributes. */
const metadataOf = (translation: Translation, reading: Reading): Draft => {
  const notTranslated: string[] = [];
  const otherRegion: string[] = [];
  const leftOut: string[] = [];
  for (const component of translation.model.components) {
    if (ofTerraform(component)) continue;
    const region = translation.regionElsewhere(component);
    const isIn = translation.logicalId(component) !== undefined || translation.folded.has(component.id);
    if (isIn) leftOut.push(...reading.leftOut(component));
    else if (region !== undefined) otherRegion.push(`${component.id} (${region})`);
    else notTranslated.push(component.id);
  }
  return {
    NotTranslated: notTranslated.length === 0 ? undefined : notTranslated,
    OtherRegion: otherRegion.length === 0 ? undefined : otherRegion,
    LeftOut: leftOut.length === 0 ? undefined : leftOut,
  };
};
