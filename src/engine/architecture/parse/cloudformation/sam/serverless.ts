import type { DocumentNode, MapNode } from "../../document/node.ts";
import { entryOf } from "../../document/node.ts";
import { intrinsicOf, plainText } from "../intrinsics.ts";
import type { Entry } from "../template.ts";
import { builderAt, withValues } from "./nodes.ts";

/** A resource that SAM makes, in the place of what it is made from. */
export interface Made {
  id: string;
  type: string;
  properties: Readonly<Record<string, DocumentNode | undefined>>;
  /** What it is made from. */
  at: DocumentNode;
  line: number;
  condition?: DocumentNode | undefined;
  dependsOn?: DocumentNode | readonly string[] | undefined;
}

/** A method of a REST API, or a route of an HTTP API, that calls a function. */
export interface Route {
  path: string;
  method: string;
  /** Logical id of the function or the state machine. */
  functionId: string;
  /** Role in which the API starts a state machine. */
  role?: string;
  event: string;
  at: DocumentNode;
  line: number;
  auth: DocumentNode | undefined;
  condition: DocumentNode | undefined;
}

/** Resources that SAM's are written out into. */
const maxMade = 2_000;
/** Events that one bucket tells of. */
const maxChanges = 200;

type Change = (properties: MapNode) => MapNode;

/** A SAM resource with the properties that `Globals` give it. */
export interface Source {
  id: string;
  node: DocumentNode;
  line: number;
  properties: DocumentNode | undefined;
}

/** The template as the transform writes it out. */
export class Serverless {
  readonly report: (line: number, message: string) => void;
  readonly made: Entry[] = [];
  readonly restRoutes = new Map<string, Route[]>();
  readonly httpRoutes = new Map<string, Route[]>();
  private readonly entries: ReadonlyMap<string, Entry>;
  private isFull = false;
  private readonly changes = new Map<string, Change[]>();

  constructor(entries: readonly Entry[], report: (line: number, message: string) => void) {
    this.entries = new Map(entries.map((entry) => [entry.id, entry]));
    this.report = report;
  }

  typeOf(id: string): string | undefined {
    return plainText(entryOf(this.entries.get(id)?.node, "Type"));
  }

  has(id: string): boolean {
    return this.entries.has(id);
  }

  propertiesOf(id: string): DocumentNode | undefined {
    return entryOf(this.entries.get(id)?.node, "Properties");
  }

  add({ id, type, properties, at, line, condition, dependsOn }: Made): void {
    if (this.made.length >= maxMade) return this.refuse(line);
    const build = builderAt(at, line);
    const named = Array.isArray(dependsOn) ? build.list(dependsOn.map((name: string) => build.text(name))) : dependsOn;
    const node = build.map({
      Type: build.text(type),
      Condition: condition,
      DependsOn: isNode(named) ? named : undefined,
      Properties: build.map(properties),
    });
    this.made.push({ id, node, line });
  }

  private refuse(line: number): void {
    if (!this.isFull) this.report(line, `more than ${maxMade} resources: from here on they are left out`);
    this.isFull = true;
  }

  addRoute(routes: Map<string, Route[]>, api: string, route: Route): void {
    const known = routes.get(api);
    if (known === undefined) routes.set(api, [route]);
    else known.push(route);
  }

  /** Has a resource of the template say more: the notifications of a bucket. */
  change(id: string, change: Change): void {
    const known = this.changes.get(id);
    if (known === undefined) this.changes.set(id, [change]);
    else if (known.length < maxChanges) known.push(change);
  }

  /** The entry with what was changed about it. */
  changed(entry: Entry): Entry {
    const changes = this.changes.get(entry.id);
    if (changes === undefined || entry.node.kind !== "map") return entry;
    const properties = entryOf(entry.node, "Properties") ?? builderAt(entry.node).map({});
    if (properties.kind !== "map") return entry;
    const Properties = changes.reduce((current, change) => change(current), properties);
    return { ...entry, node: withValues(entry.node, { Properties }) };
  }
}

const isNode = (value: DocumentNode | readonly string[] | undefined): value is DocumentNode =>
  value !== undefined && !Array.isArray(value);

/** Logical id that a `Ref` or `GetAtt` names. */
export const referredId = (node: DocumentNode | undefined): string | undefined => {
  const intrinsic = intrinsicOf(node);
  if (intrinsic === undefined) return undefined;
  if (intrinsic.name === "Ref") return plainText(intrinsic.argument);
  if (intrinsic.name !== "GetAtt") return undefined;
  const { argument } = intrinsic;
  return argument.kind === "list" ? plainText(argument.items[0]) : plainText(argument)?.split(".")[0];
};
