import type { Component } from "../../model/index.ts";
import type { Located, Properties } from "./cfn.ts";
import type { Reader } from "./reader.ts";
import type { Translation } from "./translation.ts";

/**
 * What of a resource a property wants. `id` and `name` are what Terraform calls so; `host` is a DNS name, `zone` its hosted
 * zone, `az` the zone it runs in; `suffix` is what metrics know a load balancer by; `invoke`, `execution` and `stream` are
 * ARNs besides a resource's own; `origin` and `canonical` are names of a CloudFront identity; `group` is a security group
 * and `root` the root of an API; `text` is how a program would be told of it.
 */
export type Handle =
  | "id"
  | "arn"
  | "name"
  | "host"
  | "zone"
  | "az"
  | "suffix"
  | "version"
  | "stream"
  | "invoke"
  | "execution"
  | "origin"
  | "canonical"
  | "group"
  | "root"
  | "text";

/**
 * `Ref`, the name of an attribute for `Fn::GetAtt`, or a text for `Fn::Sub` in which `Self` is the logical id; a function
 * where another component has a part in it.
 */
export type Locator = string | ((component: Component, translation: Translation) => Located | undefined);

/** A resource that CloudFormation has on its own and Terraform writes inside another. */
export interface Beside {
  suffix: string;
  type: string;
  properties: Properties;
  dependsOn?: readonly string[];
}

export interface Options {
  /** Logical ids that no property refers to. */
  dependsOn?: readonly string[];
  /** `Snapshot` or `Retain`: what becomes of the data when the resource goes. */
  deletionPolicy?: string;
}

/** How one Terraform type is said in CloudFormation. */
export interface Mapping {
  type: string | ((component: Component) => string);
  handles?: Readonly<Partial<Record<Handle, Locator>>>;
  /** One that cannot be said, such as a policy that is not known: it is listed as not translated. */
  skip?: (component: Component) => boolean;
  properties: (resource: Reader) => Properties;
  options?: (resource: Reader) => Options;
  beside?: (resource: Reader) => readonly Beside[];
  output?: { suffix: string; description: string; handle: Handle };
}

export type Mappings = Readonly<Record<string, Mapping>>;
