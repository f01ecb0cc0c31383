import type { DocumentNode } from "../document/node.ts";
import type { BlockSpan, Hcl } from "../translate/terraform-writer.ts";
import { snakeCase } from "./names.ts";
import type { Names } from "./names.ts";
import type { ResourceMapping } from "./resources/mapping.ts";

/** A resource of the template with the name that it has in Terraform. */
export interface Resource {
  id: string;
  /** `AWS::S3::Bucket`. */
  type: string;
  properties: DocumentNode | undefined;
  span: BlockSpan;
  /** Name of the condition on which it is made. */
  condition: string | undefined;
  dependsOn: readonly { id: string; line: number }[];
  deletionPolicy: { value: string; line: number } | undefined;
  mapping: ResourceMapping;
  name: string;
}

/** What a `Ref` to a parameter is in Terraform. */
export interface Parameter {
  code: string;
  /** Its values are texts to CloudFormation, but a number or a bool in Terraform. */
  needsText: boolean;
}

/** A data source that an expression reads. */
interface DataSource {
  type: string;
  name: string;
  attributes: readonly { name: string; value: Hcl }[];
  line: number;
}

/** A value that the template does not hold. */
interface Placeholder {
  name: string;
  description: string;
  line: number;
}

const maxProblems = 100;
/** Resources that others are written out into. */
const maxCompanions = 2_000;

/** Everything that the template's expressions may name, and what they turned out to need besides. */
export class Scope {
  /** Shared by the templates that become one configuration: what has a name in one of them has none in the next. */
  readonly names: Names;
  readonly parameters = new Map<string, Parameter>();
  readonly mappings = new Map<string, string>();
  readonly conditions = new Map<string, string>();
  readonly resources = new Map<string, Resource>();
  /** Resource that is written into another → that other. */
  readonly absorbed = new Map<string, string>();
  /** Resources that have no counterpart in a design, such as custom ones. */
  readonly skipped = new Set<string>();
  readonly dataSources = new Map<string, DataSource>();
  readonly placeholders = new Map<string, Placeholder>();
  private companions = 0;
  readonly problems: { line: number; column: number; message: string }[] = [];

  constructor(names: Names) {
    this.names = names;
  }

  report(line: number, message: string): void {
    if (this.problems.length >= maxProblems) return;
    if (this.problems.some((problem) => problem.line === line && problem.message === message)) return;
    this.problems.push({ line, column: 1, message });
  }

  /** May one more resource be written beside another? */
  admitsCompanion(line: number): boolean {
    const before = this.companions++;
    if (before === maxCompanions)
      this.report(line, `more than ${maxCompanions} resources: from here on they are left out`);
    return before < maxCompanions;
  }

  /** Where the resource of a logical id stands in Terraform: `aws_s3_bucket.Assets`. */
  addressOf(id: string): string | undefined {
    const resource = this.resources.get(this.absorbed.get(id) ?? id);
    return resource && `${resource.mapping.type}.${resource.name}`;
  }

  /** An attribute of a resource; of one that a condition makes, that of its only instance. */
  referTo(id: string, attribute: string): string | undefined {
    const resource = this.resources.get(this.absorbed.get(id) ?? id);
    if (resource === undefined) return undefined;
    const index = resource.condition === undefined ? "" : "[0]";
    return `${resource.mapping.type}.${resource.name}${index}.${attribute}`;
  }

  /** Attribute that `Ref` stands for. */
  refer(id: string): string | undefined {
    return this.referTo(id, this.resources.get(id)?.mapping.ref ?? "id");
  }

  /** Attribute that `Fn::GetAtt` stands for. */
  getAttribute(id: string, attribute: string): string | undefined {
    const { mapping } = this.resources.get(id) ?? {};
    if (mapping === undefined) return undefined;
    const known = mapping.attributes;
    const name = known && Object.hasOwn(known, attribute) ? known[attribute] : undefined;
    if (name !== undefined) return this.referTo(id, name);
    // The outputs of a nested stack keep their own names.
    const output = attribute.startsWith("Outputs.") ? attribute.slice("Outputs.".length) : undefined;
    if (output !== undefined) return this.referTo(id, `outputs[${JSON.stringify(output)}]`);
    return this.referTo(id, snakeCase(attribute.replaceAll(".", "_")));
  }

  /** Code of a condition: `local.IsProduction`. */
  conditionCode(name: string, line: number): string {
    const local = this.conditions.get(name);
    if (local !== undefined) return `local.${local}`;
    this.report(line, "the template declares no condition of this name");
    return this.placeholder(name, "A condition that the template does not declare", line);
  }

  /** A variable without a default: what it stands for is not known, and not guessed. */
  placeholder(wanted: string, description: string, line: number): string {
    const known = this.placeholders.get(wanted);
    const placeholder = known ?? { name: this.names.claim("var", wanted), description, line };
    this.placeholders.set(wanted, placeholder);
    return `var.${placeholder.name}`;
  }

  /** A data source, declared once for its key. */
  data(type: string, wanted: string, attributes: DataSource["attributes"], line: number): string {
    const key = `${type} ${JSON.stringify(attributes)}`;
    const known = this.dataSources.get(key);
    const source = known ?? { type, name: this.names.claim(`data.${type}`, wanted), attributes, line };
    this.dataSources.set(key, source);
    return `data.${type}.${source.name}`;
  }
}
