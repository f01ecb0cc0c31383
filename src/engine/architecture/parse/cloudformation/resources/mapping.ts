import type { DocumentNode, MapNode } from "../../document/node.ts";
import type { Hcl, TerraformWriter } from "../../translate/terraform-writer.ts";

/** How one CloudFormation type is written in Terraform. */
export interface ResourceMapping {
  /** `aws_s3_bucket`. */
  type: string;
  /** What becomes of each property. One that is not named becomes an attribute of its name in snake_case. */
  properties: PropertyMappings;
  /** Terraform attribute that `Ref` stands for; `id` by default. */
  ref?: string;
  /** `Fn::GetAtt` name → Terraform attribute; others are the name in snake_case (`Arn` → `arn`). */
  attributes?: Readonly<Record<string, string>>;
  /**
   * The properties as the table wants them, where Terraform keeps together what CloudFormation spreads over several (the
   * health check of a target group). What is moved keeps its lines.
   */
  reshape?: (properties: MapNode) => MapNode;
  /** Another mapping, where the properties say that Terraform has another type for it: an instance of a cluster. */
  instead?: (properties: DocumentNode | undefined) => ResourceMapping | undefined;
  /**
   * Properties that name the resource which this one is written into, when the template declares it: an attachment is
   * an attribute of the gateway that it attaches. What `properties` say then stands inside that resource.
   */
  partOf?: readonly string[];
  /** What such a resource is when the template does not declare the one that it belongs to. */
  alone?: (properties: DocumentNode | undefined) => ResourceMapping;
  /** Written after the properties: what AWS takes for granted here and Terraform does not, such as a deletion policy. */
  finish?: (at: PropertyPlace, resource: ResourceFacts) => void;
}

/** What of a resource stands beside its properties. */
export interface ResourceFacts {
  properties: DocumentNode | undefined;
  /** `Delete`, `Retain` or `Snapshot`, and the line that says so. */
  deletionPolicy: { value: string; line: number } | undefined;
}

export type PropertyMappings = Readonly<Record<string, PropertyMapping>>;

export type PropertyMapping =
  /** An attribute of this name: scalars, lists and maps alike, intrinsic functions included. */
  | string
  /** A nested block for the map, or for each map of a list; a scalar has no place in it. */
  | { block: string; properties?: PropertyMappings }
  /** The members of the map belong to the body that it stands in. */
  | { inline: PropertyMappings }
  /** A list of `Key`/`Value` as a map. */
  | { tags: string }
  /** `jsonencode({…})` of what is below: policies and other documents, keys left as they are. */
  | { json: string }
  /**
   * A resource of its own that points back with attribute `via`: the parts of a bucket since version 4 of the provider.
   * It gets the logical id of its owner, and a number where there are several.
   */
  | { companion: string; via: string; properties: PropertyMappings }
  /** No counterpart in Terraform, and nothing that a rule, a price or a picture would miss. */
  | { drop: true }
  /** What none of the above can say. */
  | { write: (value: DocumentNode, at: PropertyPlace) => void };

/** Where a property is being written. */
export interface PropertyPlace {
  /** Line of the property's name. */
  line: number;
  /** Logical id of the resource. */
  logicalId: string;
  /** The resource's body, or the block that is open in it. */
  out: TerraformWriter;
  /** A value of the template, intrinsic functions translated. */
  hcl: (value: DocumentNode) => Hcl;
  /** Writes the properties of a map below by a table. */
  properties: (value: DocumentNode, mappings: PropertyMappings) => void;
  /** Another resource, written after this one; `name` is its Terraform name. `body` writes into `at.out`. */
  companion: (type: string, name: string, span: { line: number; endLine: number }, body: () => void) => void;
  /** Expression that points at this resource: `aws_s3_bucket.Assets.id`. */
  reference: (attribute: string) => Hcl;
}

/** CloudFormation type → its mapping; each file of this folder adds the types of one area. */
export type ResourceMappings = Readonly<Record<string, ResourceMapping>>;
