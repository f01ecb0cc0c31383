import { asText, read } from "../../model/index.ts";
import type { Component, Model, UnsetVariable } from "../../model/index.ts";
import type { Located, Ref } from "./cfn.ts";
import { getAtt, ref, sub } from "./cfn.ts";
import type { Handle, Mapping, Mappings } from "./mapping.ts";
import { isLogicalId, Names, pascalCase } from "./names.ts";
import { Reading } from "./reading.ts";

/** What a caller of the template has to give. */
export interface Parameter {
  type: string;
  description: string;
  secret: boolean;
  default?: string;
}

/** A design on its way into a template: which resources it will hold, under which names, and what it has to be told. */
export class Translation {
  readonly model: Model;
  /** What has been carried over of each component. */
  readonly reading = new Reading();
  readonly parameters = new Map<string, Parameter>();
  /** Components that became properties of another resource, by id: its logical id. */
  readonly folded = new Map<string, string>();
  private readonly mappings: Mappings;
  private readonly names = new Names();
  private readonly logicalIds = new Map<string, string>();
  private readonly besides = new Map<string, string>();
  private readonly parameterNames = new Map<string, string>();
  private readonly instances = new Map<string, Component[]>();
  private readonly literalBuckets: ReadonlyMap<string, string>;

  constructor(model: Model, mappings: Mappings) {
    this.model = model;
    this.mappings = mappings;
    this.literalBuckets = bucketsThatNotify(model);
    for (const component of model.components) {
      const peers = this.instances.get(component.address);
      if (peers === undefined) this.instances.set(component.address, [component]);
      else peers.push(component);
    }
    this.nameResources();
  }

  /** Logical ids of all that becomes a resource. Those that the design has as such already come first, and stay. */
  private nameResources(): void {
    const later: (() => void)[] = [];
    for (const component of this.model.components) {
      const mapping = this.mappingOf(component);
      if (mapping === undefined || this.regionElsewhere(component) !== undefined) continue;
      if (mapping.skip?.(component) === true) continue;
      const isOnly = this.instances.get(component.address)?.length === 1;
      const kept = isOnly && isLogicalId(component.name) && this.names.claim(component.name);
      if (kept) this.logicalIds.set(component.id, component.name);
      else later.push(() => this.logicalIds.set(component.id, this.names.take(wantedName(component, mapping))));
    }
    for (const name of later) name();
  }

  mappingOf({ type }: Component): Mapping | undefined {
    return Object.hasOwn(this.mappings, type) ? this.mappings[type] : undefined;
  }

  /** Logical id of a component that is a resource of the template. */
  logicalId({ id }: Component): string | undefined {
    return this.logicalIds.get(id);
  }

  /** Logical id of what stands beside a resource, such as the attachment of an internet gateway. */
  besideId(component: Component, suffix: string): string {
    const key = `${component.id} ${suffix}`;
    const known = this.besides.get(key);
    if (known !== undefined) return known;
    const id = this.names.take(`${this.logicalIds.get(component.id) ?? component.name}${suffix}`);
    this.besides.set(key, id);
    return id;
  }

  /** The other region that a component's provider names: a stack lives in one region. */
  regionElsewhere({ attributes }: Component): string | undefined {
    const provider = asText(read(attributes, "provider"));
    const named = provider === undefined ? undefined : this.model.find(`provider.${provider}`);
    const region = named && asText(read(named.attributes, "region"));
    return region === this.model.region ? undefined : region;
  }

  /** All instances that a reference may mean: one by its id, each of a block by its address. */
  meant(reference: string): readonly Component[] {
    const known = this.instances.get(reference);
    if (known !== undefined) return known;
    const component = this.model.find(reference);
    return component === undefined ? [] : [component];
  }

  /** True for a bucket that is made after what it notifies: nothing that names it waits for it. */
  comesLate({ id }: Component): boolean {
    return this.literalBuckets.has(id);
  }

  /** What `handle` of a component is in the template; `undefined` when it is not there. */
  locate(component: Component, handle: Handle): Located | undefined {
    const id = this.logicalIds.get(component.id);
    const mapping = this.mappingOf(component);
    if (id === undefined || mapping === undefined) return undefined;
    const bucketName = this.literalBuckets.get(component.id);
    if (bucketName !== undefined && handle !== "host")
      return isArn(handle) ? sub(`arn:\${AWS::Partition}:s3:::${bucketName}`) : bucketName;
    const handles = mapping.handles ?? {};
    const locator = handles[handle] ?? (isArn(handle) ? (handles.arn ?? "Arn") : (handles.id ?? "Ref"));
    if (handles[handle] === undefined && ownHandles.has(handle)) return undefined;
    if (typeof locator === "function") return locator(component, this);
    if (locator === "Ref") return ref(id);
    return locator.includes("${") ? sub(locator.replaceAll("${Self", `\${${id}`)) : getAtt(id, locator);
  }

  /** The parameter for a variable that nobody has set; it keeps the variable's name. */
  variable({ name, type, secret }: UnsetVariable): Ref {
    const pseudo = Object.hasOwn(ofStack, name) ? ofStack[name] : undefined;
    if (pseudo !== undefined) return ref(pseudo);
    const key = `var.${name}`;
    const known = this.parameterNames.get(key);
    if (known !== undefined) return ref(known);
    const parameter = this.names.take(name);
    this.parameterNames.set(key, parameter);
    this.parameters.set(parameter, {
      type: parameterTypes[type],
      description: `Variable ${name}`,
      secret,
    });
    return ref(parameter);
  }

  /** The parameter that stands for a value that only the caller knows. Asked again for the same place, it is the same one. */
  parameter(component: Component, path: string, wish: Partial<Parameter>): Ref {
    const key = `${component.id} ${path}`;
    const known = this.parameterNames.get(key);
    if (known !== undefined) return ref(known);
    const owner = this.logicalIds.get(component.id) ?? pascalCase(component.name);
    const name = this.names.take(`${owner}${pascalCase(inSmallLetters(path))}`);
    this.parameterNames.set(key, name);
    this.parameters.set(name, {
      type: "String",
      description: `${path} of ${component.id}`,
      secret: false,
      ...wish,
    });
    return ref(name);
  }
}

/** Variables that ask for what every stack knows of itself. */
const ofStack: Readonly<Record<string, string>> = { stack_name: "AWS::StackName", stack_id: "AWS::StackId" };

const parameterTypes = { text: "String", number: "Number", list: "CommaDelimitedList" } as const;

/** Handles for which nothing else of a resource can stand. */
const ownHandles: ReadonlySet<Handle> = new Set(["text", "host", "az", "suffix", "version"]);

/** Handles that are ARNs: where a resource has no special one, its own is meant. */
const isArn = (handle: Handle): boolean => ["arn", "execution", "invoke", "stream"].includes(handle);

/** `environment.STRIPE_KEY` → `environment.stripe_key`: easier to read as a part of a name. */
const inSmallLetters = (path: string): string =>
  path.replaceAll(/\b[A-Z][A-Z0-9_]{2,}\b/g, (word) => word.toLowerCase());

const wantedName = (component: Component, mapping: Mapping): string => {
  const type = typeof mapping.type === "string" ? mapping.type : mapping.type(component);
  const noun = type.replace(/^.*::/, "");
  const [, index = ""] = /\[(.*)\]$/.exec(component.id) ?? [];
  const label = pascalCase(component.name);
  return `${label.toLowerCase().endsWith(noun.toLowerCase()) ? label : label + noun} ${index}`;
};

/**
 * A bucket that notifies comes after what it notifies, which may have to know its name and its ARN first: they are written
 * out, or the template would go in a circle.
 */
const bucketsThatNotify = (model: Model): Map<string, string> => {
  const found = new Map<string, string>();
  for (const notification of model.ofType("aws_s3_bucket_notification")) {
    const bucket = model.target(notification, "bucket");
    const name = bucket && asText(read(bucket.attributes, "bucket"));
    if (bucket !== undefined && name !== undefined) found.set(bucket.id, name);
  }
  return found;
};
