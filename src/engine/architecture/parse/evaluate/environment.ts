import { Unknown } from "../../model/index.ts";
import type { Value } from "../../model/index.ts";
import type { Expression } from "../hcl/ast.ts";
import { rootPrefix } from "./addresses.ts";
import type { Origins } from "./blocks.ts";
import { evaluateBody, evaluateItems } from "./blocks.ts";
import { Budget } from "./budget.ts";
import type { Declarations, Declared, Variable } from "./declarations.ts";
import { attributeNamed } from "./declarations.ts";
import { evaluate } from "./expressions.ts";
import type { Expansion, Instance } from "./instances.ts";
import { collectionOf, expandBlock, instanceAt, instancesBehind } from "./instances.ts";
import type { ModuleTree } from "./module-tree.ts";
import { maxModuleDepth, maxModules } from "./module-tree.ts";
import { googlePolicy, policyDocument } from "./policy-document.ts";
import { placeAttributes, providerOfRoot, regionOf } from "./providers.ts";
import type { Environment, Prefix, Step } from "./scope.ts";
import { follow } from "./traversal.ts";
import { withTypeDefaults } from "./type-defaults.ts";
import { elementOf, invalid } from "./values.ts";
import { writtenName } from "./written-names.ts";

/** Attributes that only the provider knows, whatever the code says. */
const computedAttributes = new Set(["id", "arn"]);
/** Data sources that only put a policy together, and under what they give it. */
const documents: Readonly<Record<string, RegExp>> = {
  aws_iam_policy_document: /^(?:minified_)?json$/,
  google_iam_policy: /^policy_data$/,
};

/** Arguments of a module call that are none of its variables. */
const callArguments = new Set(["source", "version", "providers", "count", "for_each", "depends_on"]);

interface Owner {
  environment: ModuleEnvironment;
  instance: Instance;
  expansion: Expansion;
}

/** What all modules of one evaluation share. */
class Shared {
  readonly budget = new Budget();
  readonly origins: Origins = new Map();
  readonly owners = new Map<Unknown, Owner>();
  readonly refs = new Map<object, readonly string[]>();
  readonly tree: ModuleTree;
  /** Region that AWS designs are taken to lie in where their provider names none. */
  readonly awsRegion: string | undefined;
  modules = 0;

  constructor(tree: ModuleTree, awsRegion: string | undefined) {
    this.tree = tree;
    this.awsRegion = awsRegion;
  }
}

/** The call that a module instance was made by. */
export interface Call {
  environment: ModuleEnvironment;
  instance: Instance;
  expansion: Expansion;
}

/** The names of one module instance and their values, each evaluated once, when it is first asked for. */
export class ModuleEnvironment implements Environment {
  readonly directory: string;
  readonly declarations: Declarations;
  readonly prefix: Prefix;
  /** `undefined` for a root. */
  readonly call: Call | undefined;
  private readonly shared: Shared;
  /** Folders from this module out to its root. */
  private readonly chain: readonly string[];
  private readonly expansions = new Map<Declared, Expansion | undefined>();
  private readonly providers = new Map<string, string>();
  private readonly children = new Map<Instance, ModuleEnvironment | undefined>();
  private readonly collections = new Map<string, Value>();
  private readonly named = new Map<string, Value | undefined>();

  private constructor(shared: Shared, directory: string, prefix: Prefix, call?: Call) {
    this.shared = shared;
    this.directory = directory;
    this.declarations = shared.tree.declarationsOf(directory);
    this.prefix = prefix;
    this.call = call;
    this.chain = [directory, ...(call?.environment.chain ?? [])];
  }

  /** One environment for each root of the tree. */
  static ofRoots(tree: ModuleTree, awsRegion: string | undefined): ModuleEnvironment[] {
    const shared = new Shared(tree, awsRegion);
    return [...tree.roots].map(([directory, label]) => {
      const prefix = rootPrefix(label);
      return new ModuleEnvironment(shared, directory, { id: prefix, address: prefix });
    });
  }

  get budget(): Budget {
    return this.shared.budget;
  }

  /** The root whose call, over however many modules, made this one. */
  private get root(): ModuleEnvironment {
    return this.call?.environment.root ?? this;
  }

  get origins(): Origins {
    return this.shared.origins;
  }

  resolve(root: string, steps: readonly Step[]): Value {
    const [first, ...rest] = steps;
    if (first?.kind !== "attribute") return invalid;
    switch (root) {
      case "var":
        return follow(this.variable(first.name), rest, this);
      case "local":
        return follow(this.local(first.name), rest, this);
      case "module": {
        const address = `module.${first.name}`;
        return follow(this.valueOf(address, this.declarations.modules.get(address)), rest, this);
      }
      case "data":
        return this.resolveData(first.name, rest);
      case "path":
      case "terraform":
      case "self":
      case "each":
      case "count":
        return new Unknown();
      default: {
        const address = `${root}.${first.name}`;
        return follow(this.valueOf(address, this.declarations.resources.get(address)), rest, this);
      }
    }
  }

  attributeOf(value: Unknown, name: string): Value | undefined {
    const owner = this.shared.owners.get(value);
    return owner?.environment.seenFromOutside(owner.instance, owner.expansion, name);
  }

  resourceBehind(value: Unknown): "one" | "several" | undefined {
    const number = this.shared.owners.get(value)?.expansion.number;
    return number === undefined || number === "several" ? number : "one";
  }

  refsOf(collection: Value): readonly string[] | undefined {
    return typeof collection === "object" && collection !== null ? this.shared.refs.get(collection) : undefined;
  }

  /** Instances of a declared block. While they are being counted, and for a block that is not declared, `undefined`. */
  expansionOf(declared: Declared): Expansion | undefined {
    if (this.expansions.has(declared)) return this.expansions.get(declared);
    this.expansions.set(declared, undefined);
    const expansion = expandBlock(declared, this);
    this.expansions.set(declared, expansion);
    for (const instance of expansion.instances)
      this.shared.owners.set(instance.handle, { environment: this, instance, expansion });
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

  /** The module that an instance of a call makes; `undefined`, with a warning, where it cannot be followed. */
  childOf(instance: Instance, expansion: Expansion): ModuleEnvironment | undefined {
    if (this.children.has(instance)) return this.children.get(instance);
    const directory = this.shared.tree.folderOf(expansion.declared, this.directory);
    const child = directory === undefined ? undefined : this.enter(directory, instance, expansion);
    this.children.set(instance, child);
    return child;
  }

  /** What the root calls the provider that this module calls `name`. */
  provider(name: string): string {
    const known = this.providers.get(name) ?? providerOfRoot(name, this.call);
    this.providers.set(name, known);
    return known;
  }

  /** The argument of a call that sets variable `name`, where there is one. */
  argument(name: string): Expression | undefined {
    const [item] = callArguments.has(name) ? [] : (this.call?.expansion.items.get(name) ?? []);
    return item?.kind === "attribute" ? item.value : undefined;
  }

  private enter(directory: string, instance: Instance, expansion: Expansion): ModuleEnvironment | undefined {
    const { tree } = this.shared;
    const problem = this.obstacleTo(directory);
    if (problem !== undefined) {
      tree.refuse(expansion.declared, this.directory, problem);
      return undefined;
    }
    this.shared.modules++;
    const prefix = { id: `${instance.id}.`, address: `${this.prefix.address}${expansion.declared.address}.` };
    return new ModuleEnvironment(this.shared, directory, prefix, { environment: this, instance, expansion });
  }

  private obstacleTo(directory: string): string | undefined {
    if (this.chain.includes(directory)) return "this module calls itself: it is left out";
    if (this.chain.length > maxModuleDepth)
      return `modules are followed ${maxModuleDepth} levels deep: this one is left out`;
    if (this.shared.modules >= maxModules) return `more than ${maxModules} modules: from here on they are left out`;
    return this.budget.spend(10) ? undefined : "evaluation ended before this module: it is left out";
  }

  private seenFromOutside(instance: Instance, expansion: Expansion, name: string): Value {
    if (expansion.declared.block.type === "module")
      return this.childOf(instance, expansion)?.output(name) ?? new Unknown(instance.handle.refs);
    const own = computedAttributes.has(name) ? undefined : this.ownValue(instance, expansion, name);
    if (own === undefined || own === null) return new Unknown([instance.id]);
    if (!(own instanceof Unknown)) return own;
    return new Unknown([...new Set([instance.id, ...own.refs])], own.shape, { gaps: own.gaps, assumed: own.assumed });
  }

  /** What expressions see of a resource or a module call. */
  private valueOf(address: string, declared: Declared | undefined): Value {
    const known = this.collections.get(address);
    if (known !== undefined) return known;
    const expansion = declared && this.expansionOf(declared);
    if (expansion === undefined) return new Unknown([`${this.prefix.id}${address}`]);
    const value = collectionOf(expansion);
    this.collections.set(address, value);
    if (expansion.number === "known" && typeof value === "object" && value !== null)
      this.shared.refs.set(value, instancesBehind(expansion, this.prefix));
    return value;
  }

  private output(name: string): Value {
    return this.evaluateOnce(`output.${name}`, this.declarations.outputs.get(name));
  }

  private local(name: string): Value {
    return this.evaluateOnce(`local.${name}`, this.declarations.locals.get(name));
  }

  /** What the call gives, else the default; unknown where there is neither. */
  private variable(name: string): Value {
    const variable = this.declarations.variables.get(name);
    const { call } = this;
    if (call === undefined && variable !== undefined && variable.value === undefined) return unset(name, variable);
    if (call === undefined) return this.evaluateOnce(`var.${name}`, variable?.value, variable?.type);
    if (variable === undefined || callArguments.has(name)) return new Unknown();
    const given =
      this.argument(name) === undefined ? undefined : call.environment.ownValue(call.instance, call.expansion, name);
    const isSet = this.argument(name) !== undefined && !(given === null && !variable.isNullable);
    if (!isSet) return this.evaluateOnce(`var.${name}`, variable.value, variable.type);
    if (given === undefined) return new Unknown();
    return variable.type === undefined ? given : this.typed(`var.${name}`, given, variable.type);
  }

  private typed(key: string, value: Value, type: Expression): Value {
    const known = this.named.get(key);
    if (known !== undefined) return known;
    const filled = withTypeDefaults(value, type, { environment: this, innermost: undefined });
    this.named.set(key, filled);
    return filled;
  }

  /** Value of a name; unknown when it has none, or depends on itself. */
  private evaluateOnce(key: string, expression: Expression | undefined, type?: Expression): Value {
    if (this.named.has(key)) return this.named.get(key) ?? new Unknown();
    if (expression === undefined) return new Unknown();
    this.named.set(key, undefined);
    const scope = { environment: this, innermost: undefined };
    const value = evaluate(expression, scope);
    const filled = type === undefined ? value : withTypeDefaults(value, type, scope);
    this.named.set(key, filled);
    return filled;
  }

  /** Data sources are never read; a policy document is made of its own code alone, and where the design lies is known. */
  private resolveData(type: string, steps: readonly Step[]): Value {
    const [name, ...rest] = steps;
    if (name?.kind !== "attribute") return invalid;
    const address = `data.${type}.${name.name}`;
    const declared = this.declarations.data.get(address);
    const given = Object.hasOwn(documents, type) ? documents[type] : undefined;
    const expansion = given !== undefined && declared ? this.expansionOf(declared) : undefined;
    const unknown = new Unknown([address]);
    if (expansion === undefined) return this.placeFrom(type, address, declared, rest) ?? lastElementOf(unknown, rest);
    const [index] = rest;
    const instance = index?.kind === "index" ? instanceAt(expansion, index.key) : expansion.instances[0];
    const attribute = rest[index?.kind === "index" ? 1 : 0];
    const isDocument = attribute?.kind === "attribute" && given?.test(attribute.name) === true;
    return isDocument && instance !== undefined ? this.documentOf(instance, expansion) : unknown;
  }

  /** What a data source says of the design's place: the region of the provider that it reads through. */
  private placeFrom(
    type: string,
    address: string,
    declared: Declared | undefined,
    [step]: readonly Step[],
  ): Unknown | undefined {
    const named = Object.hasOwn(placeAttributes, type) ? placeAttributes[type] : undefined;
    if (declared === undefined || named === undefined || step?.kind !== "attribute") return undefined;
    const derive = Object.hasOwn(named, step.name) ? named[step.name] : undefined;
    const region = this.regionBehind(declared);
    if (derive === undefined || region === undefined) return undefined;
    return new Unknown([address], undefined, { assumed: derive(region) });
  }

  private regionBehind({ block }: Declared): string | undefined {
    // It tells of another region than its provider's.
    if (attributeNamed(block, "region") ?? attributeNamed(block, "name") ?? attributeNamed(block, "endpoint"))
      return undefined;
    const written = attributeNamed(block, "provider");
    const name = this.provider(written === undefined ? "aws" : (writtenName(written.value) ?? ""));
    const { root } = this;
    const provider = root.declarations.providers.find(({ address }) => address === `provider.${name}`);
    const region = provider && regionOf(provider, root);
    return region ?? (name === "aws" ? this.shared.awsRegion : undefined);
  }

  private documentOf(instance: Instance, expansion: Expansion): Value {
    const key = instance.id;
    if (this.named.has(key)) return this.named.get(key) ?? new Unknown([instance.id]);
    this.named.set(key, undefined);
    const attributes = evaluateBody(expansion.declared.block.body, instance.scope, this.origins);
    const write = instance.id.startsWith("data.google_") ? googlePolicy : policyDocument;
    const value = this.budget.admit(write(instance.id, attributes));
    this.named.set(key, value);
    return value;
  }
}

/** Where the steps end on an element of a list, which one it is stays known. */
const lastElementOf = (list: Unknown, steps: readonly Step[]): Unknown => {
  const last = steps.at(-1);
  return last?.kind === "index" ? elementOf(list, last.key) : list;
};

/** A variable of the root that has no value: whoever applies the code gives it. */
const unset = (name: string, { type, isSensitive }: Variable): Unknown => {
  const outer = type?.kind === "call" ? type.name : type?.kind === "variable" ? type.name : "string";
  const isPlain = ["string", "bool", "number", "list", "set"].includes(outer);
  if (!isPlain) return new Unknown();
  const kind = outer === "list" || outer === "set" ? "list" : outer === "number" ? "number" : "text";
  return new Unknown([], undefined, { variable: { name, type: kind, secret: isSensitive } });
};
