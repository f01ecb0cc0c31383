import type { Kind } from "./kinds.ts";
import type { Attributes } from "./value.ts";

export type Cloud = "aws" | "azure" | "gcp";

/** What a design is made for: a cloud, or what runs on any of them. */
export type Platform = Cloud | "kubernetes" | "docker";

/** A place in an input file. Lines count from 1; `file` is "" for a design that came from a form or a sentence. */
export interface Span {
  file: string;
  line: number;
  end_line: number;
}

/** One pointer from an attribute to another component, e.g. `{path: "bucket", to: "aws_s3_bucket.assets"}`. */
export interface Reference {
  /** Top-level attribute or block it stands in. */
  path: string;
  /** Component id, or block address when the instance is not known. */
  to: string;
}

/** One instance of one resource. `count`, `for_each` and `dynamic` are already unrolled. */
export interface Component {
  /** The source's own address, with its index where there is one: `aws_subnet.public[0]`. */
  id: string;
  /** The address of the block it was declared by: `aws_subnet.public`. */
  address: string;
  /** Terraform type, e.g. `aws_s3_bucket`; every input format is mapped onto these names. */
  type: string;
  /** Catalogue id, e.g. `aws.s3`. */
  service: string;
  kind: Kind;
  name: string;
  /** Terraform's own shape: a nested block is an array of objects, a map is an object. */
  attributes: Attributes;
  references: readonly Reference[];
  source: Span;
  /** Attribute path (`ingress[0].cidr_blocks`) → where it stands; `""` → where another format introduces the attributes. */
  lines: ReadonlyMap<string, { line: number; end_line: number }>;
  /** Id of the innermost group it is drawn in. */
  group?: string;
}

export type GroupKind = "cloud" | "region" | "network" | "subnet" | "zone" | "cluster" | "namespace";

export interface Group {
  id: string;
  kind: GroupKind;
  label: string;
  parent?: string;
}

export type LinkKind = "traffic" | "data" | "depends" | "network";

export interface Link {
  from: string;
  to: string;
  kind: LinkKind;
  label?: string;
}

export interface Architecture {
  cloud: Platform;
  region: string;
  components: Component[];
  groups: Group[];
  links: Link[];
  /** What the code reads or calls rather than builds: data blocks and calls of modules. Judged; never drawn, priced or counted. */
  asides?: readonly Component[];
}
