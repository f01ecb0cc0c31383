import type { Names } from "../cloudformation/names.ts";
import type { MapNode } from "../document/node.ts";
import type { Frame } from "./frame.ts";
import type { ArmMapping, Fields } from "./resources/mapping.ts";

/** A resource of the template with what it is in Terraform. */
export interface ArmResource {
  /** `Microsoft.Sql/servers/databases`. */
  type: string;
  /** Its name and those of what it stands in, as far as they are known: `main/orders`. */
  path: string;
  node: MapNode;
  frame: Frame;
  mapping: ArmMapping;
  /** Terraform's type and label for it. */
  terraformType: string;
  label: string;
  /** How many there are of it, as code; `undefined` for exactly one. */
  count: string | undefined;
  /** Does a loop make several of it? */
  isLooped: boolean;
  /** What it stands in, where that is declared. */
  owner: ArmResource | undefined;
  /** Settings that the template holds in resources of their own. */
  settings: { node: MapNode; frame: Frame; fields: Fields }[];
}

/** A value that the template does not hold: a variable asks for it. */
interface Placeholder {
  name: string;
  description: string;
  line: number;
}

const maxProblems = 100;

const keyOf = (type: string, path: string): string => `${type}|${path}`.toLowerCase();

/** The type and the path of names of an id; Azure puts names between the words of the type. */
const partsOfId = (id: string): { type: string; path: string } | undefined => {
  const own = id.slice(id.lastIndexOf("/providers/") + 1).replace(/^providers\//, "");
  const [namespace = "", ...steps] = own.split("/").filter((step) => step !== "");
  if (!/^[\w.]+\.[\w.]+$/.test(namespace) || steps.length < 2 || steps.length % 2 === 1) return undefined;
  const every = (remainder: number): string[] => steps.filter((_, index) => index % 2 === remainder);
  return { type: [namespace, ...every(0)].join("/"), path: every(1).join("/") };
};

/** All that one deployment declares, and what its expressions turned out to need besides. */
export class ArmScope {
  /** Shared by the files that become one configuration. */
  readonly names: Names;
  readonly resources: ArmResource[] = [];
  readonly placeholders = new Map<string, Placeholder>();
  readonly problems: { line: number; column: number; message: string }[] = [];
  /** Line on which the resource group is first asked for something. */
  groupLine: number | undefined;
  subscriptionLine: number | undefined;
  private readonly byKey = new Map<string, ArmResource>();
  private readonly byName = new Map<string, ArmResource>();
  private group: string | undefined;
  private subscriptionName: string | undefined;

  constructor(names: Names) {
    this.names = names;
  }

  report(line: number, message: string): void {
    if (this.problems.length >= maxProblems) return;
    if (this.problems.some((problem) => problem.line === line && problem.message === message)) return;
    this.problems.push({ line, column: 1, message });
  }

  declare(resource: ArmResource): void {
    this.resources.push(resource);
    const key = keyOf(resource.type, resource.path);
    if (!this.byKey.has(key)) this.byKey.set(key, resource);
    const name = resource.path.toLowerCase();
    if (!this.byName.has(name)) this.byName.set(name, resource);
  }

  /** The first resource of a name, whatever its type. */
  findByName(path: string): ArmResource | undefined {
    return this.byName.get(path.toLowerCase());
  }

  find(type: string, path: string): ArmResource | undefined {
    return this.byKey.get(keyOf(type, path));
  }

  /** The resource that an id, as far as it is known, belongs to. */
  findById(id: string): ArmResource | undefined {
    const parts = partsOfId(id);
    return parts && this.find(parts.type, parts.path);
  }

  /** An attribute of a resource, of the instance with the same place in its loop where both have one. */
  referTo({ terraformType, label, count, isLooped }: ArmResource, attribute: string, frame: Frame): string {
    const place = isLooped ? (frame.indexes.get("") ?? "0") : "0";
    const index = count === undefined ? "" : `[${place}]`;
    return `${terraformType}.${label}${index}.${attribute}`;
  }

  /** The group that a template is deployed into: only Azure knows it. */
  resourceGroup(attribute: string, line: number): string {
    this.groupLine ??= line;
    this.group ??= this.names.claim("data.azurerm_resource_group", "main");
    return `data.azurerm_resource_group.${this.group}.${attribute}`;
  }

  subscription(attribute: string, line: number): string {
    this.subscriptionLine ??= line;
    this.subscriptionName ??= this.names.claim("data.azurerm_client_config", "current");
    return `data.azurerm_client_config.${this.subscriptionName}.${attribute}`;
  }

  get groupName(): string | undefined {
    return this.group;
  }

  get subscriptionLabel(): string | undefined {
    return this.subscriptionName;
  }

  /** A variable without a default: what it stands for is not known, and not guessed. */
  placeholder(wanted: string, description: string, line: number): string {
    const known = this.placeholders.get(wanted);
    const placeholder = known ?? { name: this.names.claim("var", wanted), description, line };
    this.placeholders.set(wanted, placeholder);
    return `var.${placeholder.name}`;
  }
}
