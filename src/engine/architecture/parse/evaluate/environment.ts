import { Unknown } from "../../model/index.ts";
import type { Value } from "../../model/index.ts";
import type { Expression } from "../hcl/ast.ts";
import type { Origins } from "./blocks.ts";
import { evaluateBody, evaluateItems } from "./blocks.ts";
import { Budget } from "./budget.ts";
import type { Declarations, Declared } from "./declarations.ts";
import { evaluate } from "./expressions.ts";
import type { Expansion, Instance } from "./instances.ts";
import { collectionOf, expandBlock, instanceAt } from "./instances.ts";
import { policyDocument } from "./policy-document.ts";
import type { Environment, Step } from "./scope.ts";
import { follow } from "./traversal.ts";
import { invalid } from "./values.ts";

/** Attributes that only the provider knows, whatever the code says. */
const computedAttributes = new Set(["id", "arn"]);
const documentType = "aws_iam_policy_document";

/** A project's names and their values, each evaluated once, when it is first asked for. */
export class ProjectEnvironment implements Environment {
  readonly budget = new Budget();
  readonly origins: Origins = new WeakMap();
  private readonly declarations: Declarations;
  private readonly expansions = new Map<Declared, Expansion | undefined>();
  private readonly collections = new Map<string, Value>();
  private readonly addresses = new WeakMap<object, string>();
  private readonly owners = new WeakMap<Unknown, { instance: Instance; expansion: Expansion }>();
  private readonly named = new Map<string, Value | undefined>();

  constructor(declarations: Declarations) {
    this.declarations = declarations;
  }

  resolve(root: string, steps: readonly Step[]): Value {
    const [first, ...rest] = steps;
    if (first?.kind !== "attribute") return invalid;
    switch (root) {
      case "var":
        return follow(this.evaluateOnce("var", first.name, this.declarations.variables), rest, this);
      case "local":
        return follow(this.evaluateOnce("local", first.name, this.declarations.locals), rest, this);
      case "module":
        return new Unknown([`module.${first.name}`]);
      case "data":
        return this.resolveData(first.name, rest);
      case "path":
      case "terraform":
      case "self":
      case "each":
      case "count":
        return new Unknown();
      default:
        return follow(this.valueOf(`${root}.${first.name}`), rest, this);
    }
  }

  attributeOf(value: Unknown, name: string): Value | undefined {
    const owner = this.owners.get(value);
    return owner === undefined ? undefined : this.seenFromOutside(owner.instance, owner.expansion, name);
  }

  resourceBehind(value: Unknown): "one" | "several" | undefined {
    const number = this.owners.get(value)?.expansion.number;
    return number === undefined || number === "several" ? number : "one";
  }

  addressOf(collection: Value): string | undefined {
    return typeof collection === "object" && collection !== null ? this.addresses.get(collection) : undefined;
  }

  /** Instances of a declared block. While they are being counted, and for a block that is not declared, `undefined`. */
  expansionOf(declared: Declared): Expansion | undefined {
    if (this.expansions.has(declared)) return this.expansions.get(declared);
    this.expansions.set(declared, undefined);
    const expansion = expandBlock(declared, this);
    this.expansions.set(declared, expansion);
    for (const instance of expansion.instances) this.owners.set(instance.handle, { instance, expansion });
    return expansion;
  }

  /** Value of everything called `name` in an instance's own code; `undefined` when there is nothing, or in a cycle. */
  ownValue(instance: Instance, expansion: Expansion, name: string): Value | undefined {
    if (instance.values.has(name)) return instance.values.get(name);
    const items = expansion.items.get(name);
    if (items === undefined) return undefined;
    instance.values.set(name, undefined);
    const value = this.budget.admit(evaluateItems(items, instance.scope, this.origins));
    instance.values.set(name, value);
    return value;
  }

  private seenFromOutside(instance: Instance, expansion: Expansion, name: string): Value {
    const own = computedAttributes.has(name) ? undefined : this.ownValue(instance, expansion, name);
    if (own === undefined || own === null) return new Unknown([instance.id]);
    return own instanceof Unknown ? new Unknown([...new Set([instance.id, ...own.refs])], own.shape) : own;
  }

  private valueOf(address: string): Value {
    const known = this.collections.get(address);
    if (known !== undefined) return known;
    const declared = this.declarations.resources.get(address);
    const expansion = declared && this.expansionOf(declared);
    if (expansion === undefined) return new Unknown([address]);
    const value = collectionOf(expansion);
    this.collections.set(address, value);
    if (expansion.number === "known" && typeof value === "object" && value !== null) this.addresses.set(value, address);
    return value;
  }

  /** Value of a variable or a local; unknown when it has none, or depends on itself. */
  private evaluateOnce(kind: "var" | "local", name: string, expressions: ReadonlyMap<string, Expression>): Value {
    const key = `${kind}.${name}`;
    if (this.named.has(key)) return this.named.get(key) ?? new Unknown();
    const expression = expressions.get(name);
    if (expression === undefined) return new Unknown();
    this.named.set(key, undefined);
    const value = evaluate(expression, { environment: this, innermost: undefined });
    this.named.set(key, value);
    return value;
  }

  /** Data sources are never read; a policy document is made of its own code alone. */
  private resolveData(type: string, steps: readonly Step[]): Value {
    const [name, ...rest] = steps;
    if (name?.kind !== "attribute") return invalid;
    const address = `data.${type}.${name.name}`;
    const declared = this.declarations.data.get(address);
    const expansion = type === documentType && declared ? this.expansionOf(declared) : undefined;
    const unknown = new Unknown([address]);
    if (expansion === undefined) return unknown;
    const [index] = rest;
    const instance = index?.kind === "index" ? instanceAt(expansion, index.key) : expansion.instances[0];
    const attribute = rest[index?.kind === "index" ? 1 : 0];
    const isDocument = attribute?.kind === "attribute" && /^(?:minified_)?json$/.test(attribute.name);
    return isDocument && instance !== undefined ? this.documentOf(instance, expansion) : unknown;
  }

  private documentOf(instance: Instance, expansion: Expansion): Value {
    const key = instance.id;
    if (this.named.has(key)) return this.named.get(key) ?? new Unknown([instance.id]);
    this.named.set(key, undefined);
    const attributes = evaluateBody(expansion.declared.block.body, instance.scope, this.origins);
    const value = this.budget.admit(policyDocument(instance.id, attributes));
    this.named.set(key, value);
    return value;
  }
}
