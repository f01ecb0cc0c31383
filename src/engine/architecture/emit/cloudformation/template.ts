import { read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import type { Cfn, Draft, Properties } from "./cfn.ts";
import { prune, referencedBy } from "./cfn.ts";
import { breakCircles } from "./circles.ts";
import type { Mapping, Options } from "./mapping.ts";
import { Reader } from "./reader.ts";
import { mappings } from "./resources/index.ts";
import type { Resource } from "./circles.ts";
import { Translation } from "./translation.ts";

/** An AWS design as a CloudFormation template. What cannot be said in one is listed in its metadata. */
export const composeTemplate = (model: Model): Cfn => {
  const translation = new Translation(model, mappings);
  const resources = new Map<string, Resource>();
  const outputs = new Map<string, Properties>();
  for (const component of model.components) {
    const mapping = translation.mappingOf(component);
    if (mapping === undefined || translation.logicalId(component) === undefined) continue;
    const reader = new Reader(component, translation);
    addResources(resources, mapping, reader);
    addOutput(outputs, mapping, reader);
  }
  addOrder(resources, translation);
  breakCircles(resources);
  return shown({
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `Design for ${model.region}, written by StackStage. Roles and policies in it need CAPABILITY_NAMED_IAM.`,
    Metadata: prune({ StackStage: metadataOf(translation) }),
    Parameters: prune(parametersOf(translation)),
    Resources: Object.fromEntries([...resources].map(([id, resource]) => [id, bodyOf(resource)])),
    Outputs: outputs.size === 0 ? undefined : prune(Object.fromEntries(outputs)),
  });
};

/** Members that are there. Their values are whole already: to look through them again would take as long as to make them. */
const shown = (members: Readonly<Record<string, Cfn | undefined>>): Cfn =>
  // What is left holds no `undefined`.
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Cfn;

const parametersOf = ({ parameters }: Translation): Draft =>
  parameters.size === 0
    ? undefined
    : Object.fromEntries(
        [...parameters].map(([name, { type, description, secret, default: value }]) => [
          name,
          { Type: type, Description: description, NoEcho: secret ? true : undefined, Default: value },
        ]),
      );

const addResources = (resources: Map<string, Resource>, mapping: Mapping, reader: Reader): void => {
  const { component, translation, logicalId } = reader;
  const properties = prune(mapping.properties(reader)) ?? {};
  const options: Options = mapping.options?.(reader) ?? {};
  const besides = mapping.beside?.(reader) ?? [];
  resources.set(logicalId, {
    type: typeof mapping.type === "string" ? mapping.type : mapping.type(component),
    properties,
    dependsOn: new Set(options.dependsOn),
    deletionPolicy: keptByOwner(component) ? "Retain" : options.deletionPolicy,
    source: { component, besides: besides.map(({ suffix }) => translation.besideId(component, suffix)) },
  });
  for (const beside of besides)
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

/**
 * Terraform builds in the order of its references: what no property refers to is kept as `DependsOn`. Who waits for a
 * resource by `depends_on` waits for what stands beside it, too.
 */
const addOrder = (resources: ReadonlyMap<string, Resource>, translation: Translation): void => {
  for (const [id, { properties, dependsOn, source }] of resources) {
    const besides = source?.besides ?? [];
    const known = new Set(
      [properties, ...besides.map((beside) => resources.get(beside)?.properties)].flatMap(referencedBy),
    );
    for (const { path, to } of source?.component.references ?? [])
      for (const earlier of translation.meant(to)) {
        const earlierId = translation.logicalId(earlier) ?? translation.folded.get(earlier.id);
        if (earlierId === undefined || earlierId === id || translation.comesLate(earlier)) continue;
        dependsOn.add(earlierId);
        if (path === "depends_on")
          for (const beside of resources.get(earlierId)?.source?.besides ?? []) dependsOn.add(beside);
      }
    for (const earlier of dependsOn) if (known.has(earlier) || !resources.has(earlier)) dependsOn.delete(earlier);
  }
};

const bodyOf = ({ type, properties, dependsOn, deletionPolicy }: Resource): Cfn =>
  shown({
    Type: type,
    DependsOn: dependsOn.size === 0 ? undefined : [...dependsOn].toSorted((a, b) => (a < b ? -1 : 1)),
    DeletionPolicy: deletionPolicy,
    UpdateReplacePolicy: deletionPolicy,
    Properties: Object.keys(properties).length === 0 ? undefined : properties,
  });

/** What the template does not say: whole resources, those of another region, and single attributes. */
const metadataOf = (translation: Translation): Draft => {
  const notTranslated: string[] = [];
  const otherRegion: string[] = [];
  const leftOut: string[] = [];
  for (const component of translation.model.components) {
    if (component.type.startsWith("provider.")) continue;
    const region = translation.regionElsewhere(component);
    const isIn = translation.logicalId(component) !== undefined || translation.folded.has(component.id);
    if (isIn) leftOut.push(...translation.reading.leftOut(component));
    else if (region !== undefined) otherRegion.push(`${component.id} (${region})`);
    else notTranslated.push(component.id);
  }
  return {
    NotTranslated: notTranslated.length === 0 ? undefined : notTranslated,
    OtherRegion: otherRegion.length === 0 ? undefined : otherRegion,
    LeftOut: leftOut.length === 0 ? undefined : leftOut,
  };
};
