import type { Reference, Value } from "../../model/index.ts";
import type { Expression } from "../hcl/ast.ts";
import { isComponentAddress } from "./addresses.ts";
import { writtenKey } from "./blocks.ts";
import type { ModuleEnvironment } from "./environment.ts";
import { evaluate } from "./expressions.ts";
import type { Expansion, Instance } from "./instances.ts";
import { instanceAt, instancesBehind } from "./instances.ts";
import type { Mention } from "./mentions.ts";
import { mentionsIn, mentionsInExpression } from "./mentions.ts";
import type { Scope } from "./scope.ts";
import { lookUp } from "./scope.ts";
import { refsIn } from "./values.ts";

/** Names through names: code that goes deeper says nothing more. */
const maxDepth = 50;
/** References kept of one attribute or name. */
const maxReferences = 100;
const maxReferencesOfComponent = 1_000;

/** The finders of all modules of one evaluation: a reference may go through several. */
export class ReferenceFinders {
  private readonly finders = new Map<ModuleEnvironment, ReferenceFinder>();

  of(environment: ModuleEnvironment): ReferenceFinder {
    const known = this.finders.get(environment) ?? new ReferenceFinder(environment, this);
    this.finders.set(environment, known);
    return known;
  }
}

/** Finds what each attribute of a component points at. */
export class ReferenceFinder {
  private readonly environment: ModuleEnvironment;
  private readonly finders: ReferenceFinders;
  private readonly moduleScope: Scope;
  private readonly ofNames = new Map<string, readonly string[]>();
  private readonly ofCollections = new WeakMap<Expansion, readonly string[]>();
  private readonly mentioned = new WeakMap<Expansion, ReadonlyMap<string, readonly Mention[]>>();

  constructor(environment: ModuleEnvironment, finders: ReferenceFinders) {
    this.environment = environment;
    this.finders = finders;
    this.moduleScope = { environment, innermost: undefined };
  }

  /** References of one instance, each once for its path, in source order. `values` are its evaluated attributes. */
  find(instance: Instance, expansion: Expansion, values: ReadonlyMap<string, Value>): Reference[] {
    const references: Reference[] = [];
    for (const [path, mentions] of this.mentionsOf(expansion)) {
      if (references.length >= maxReferencesOfComponent) break;
      const named = this.resolveAll(mentions, instance, expansion);
      for (const to of withoutBare([...named, ...refsIn([values.get(path) ?? null])])) {
        const isItself = to === instance.address || to.startsWith(`${instance.address}[`);
        if (!isItself && isComponentAddress(to)) references.push({ path, to });
      }
    }
    return references;
  }

  private mentionsOf(expansion: Expansion): ReadonlyMap<string, readonly Mention[]> {
    const known = this.mentioned.get(expansion);
    if (known !== undefined) return known;
    const mentions = new Map(
      [...expansion.items]
        .filter(([name]) => !namesWithoutReferences.has(name))
        .map(([name, items]) => [name, distinctMentions(mentionsIn(items))] as const),
    );
    this.mentioned.set(expansion, mentions);
    return mentions;
  }

  private resolveAll(mentions: readonly Mention[], instance: Instance, expansion: Expansion): Set<string> {
    const found = new Set<string>();
    this.environment.budget.spend(mentions.length / 10);
    for (const mention of mentions) {
      if (found.size >= maxReferences) break;
      for (const to of this.resolve(mention, instance, expansion)) found.add(to);
    }
    return found;
  }

  private resolve(mention: Mention, instance: Instance, expansion: Expansion): readonly string[] {
    if (mention.kind !== "each") return this.ofMention(mention, instance.scope, 0);
    const each = lookUp(instance.scope, "each");
    const refs = each === undefined ? [] : refsIn([each]);
    return refs.length > 0 ? refs : this.ofCollection(expansion);
  }

  /** What `for_each` mentions: all that is known of an element whose own value is known text. */
  private ofCollection(expansion: Expansion): readonly string[] {
    const known = this.ofCollections.get(expansion);
    if (known !== undefined) return known;
    const forEach = expansion.items.get("for_each")?.[0];
    const found = forEach?.kind === "attribute" ? this.ofExpression(forEach.value, this.moduleScope, 0) : [];
    this.ofCollections.set(expansion, found);
    return found;
  }

  private ofExpression(expression: Expression, scope: Scope, depth: number): string[] {
    const found = new Set<string>();
    for (const mention of mentionsInExpression(expression)) {
      if (found.size >= maxReferences) break;
      if (mention.kind === "each") continue;
      for (const to of this.ofMention(mention, scope, depth + 1)) found.add(to);
    }
    return [...found].slice(0, maxReferences);
  }

  private ofMention(mention: Exclude<Mention, { kind: "each" }>, scope: Scope, depth: number): readonly string[] {
    switch (mention.kind) {
      case "resource":
        return this.ofResource(mention, scope);
      case "local":
        return this.ofName(`local.${mention.name}`, this.environment.declarations.locals.get(mention.name), depth);
      case "variable":
        return this.ofVariable(mention.name, mention.path, depth);
      case "output":
        return this.ofOutput(mention, scope, depth);
    }
  }

  /** What an expression under a name mentions, found once. */
  private ofName(key: string, expression: Expression | undefined, depth: number, scope = this.moduleScope) {
    const known = this.ofNames.get(key);
    if (known !== undefined) return known;
    if (expression === undefined || depth > maxDepth || !this.environment.budget.spend(0.1)) return [];
    this.ofNames.set(key, []);
    const found = this.ofExpression(expression, scope, depth);
    this.ofNames.set(key, found);
    return found;
  }

  /** What the caller of this module gives: a name that is known in full does not tell what it is a name of. */
  private ofVariable(name: string, path: readonly string[], depth: number): readonly string[] {
    const { call } = this.environment;
    const argument = this.environment.argument(name);
    if (call === undefined || argument === undefined) return [];
    const caller = this.finders.of(call.environment);
    const key = `${call.instance.id} ${[name, ...path].join(".")}`;
    return caller.ofName(key, memberAt(argument, path), depth, call.instance.scope);
  }

  private ofOutput(mention: Mention & { kind: "output" }, scope: Scope, depth: number): readonly string[] {
    const declared = this.environment.declarations.modules.get(`module.${mention.module}`);
    const expansion = declared && this.environment.expansionOf(declared);
    if (expansion === undefined) return [];
    const picked = mention.key && instanceAt(expansion, evaluate(mention.key, scope));
    const found = new Set<string>();
    for (const instance of picked === undefined ? expansion.instances : [picked]) {
      if (found.size >= maxReferences || !this.environment.budget.spend(0.1)) break;
      const child = this.environment.childOf(instance, expansion);
      for (const to of child === undefined ? [] : this.finders.of(child).ofOwnOutput(mention, depth)) found.add(to);
    }
    return [...found];
  }

  private ofOwnOutput({ name, path }: Mention & { kind: "output" }, depth: number): readonly string[] {
    const expression = this.environment.declarations.outputs.get(name);
    return this.ofName(`output.${[name, ...path].join(".")}`, expression && memberAt(expression, path), depth);
  }

  /** Id of the instance that a mention picks, or what stands for all of the block's where that is not known. */
  private ofResource({ address, key }: Mention & { kind: "resource" }, scope: Scope): readonly string[] {
    const { prefix, declarations } = this.environment;
    const declared = declarations.resources.get(address);
    const expansion = declared && this.environment.expansionOf(declared);
    if (expansion === undefined) return [`${prefix.id}${address}`];
    const picked = key && instanceAt(expansion, evaluate(key, scope));
    return picked === undefined ? instancesBehind(expansion, prefix) : [picked.id];
  }
}

/** Arguments that wire nothing: they say how many there are, and how Terraform treats them. */
const namesWithoutReferences = new Set(["count", "for_each", "lifecycle", "provisioner", "connection", "provider"]);

/** The part of a written object that `path` leads to, as far as it is written out. */
const memberAt = (expression: Expression, path: readonly string[]): Expression => {
  let at = expression;
  for (const name of path) {
    const member: Expression | undefined =
      at.kind === "object" ? at.items.find(({ key }) => writtenKey(key) === name)?.value : undefined;
    if (member === undefined) break;
    at = member;
  }
  return at;
};

const keyOf = (mention: Mention): string => {
  switch (mention.kind) {
    case "resource":
      return mention.address;
    case "local":
      return `local ${mention.name}`;
    case "variable":
      return `var ${[mention.name, ...mention.path].join(".")}`;
    case "output":
      return `module ${[mention.module, mention.name, ...mention.path].join(".")}`;
    case "each":
      return "each";
  }
};

const distinctMentions = (mentions: readonly Mention[]): Mention[] => {
  const seen = new Set<string>();
  return mentions.filter((mention) => {
    if ((mention.kind === "resource" || mention.kind === "output") && mention.key !== undefined) return true;
    const key = keyOf(mention);
    return !seen.has(key) && seen.add(key);
  });
};

/** The ids, each once, without the bare address of a block whose instances are among them. */
const withoutBare = (ids: readonly string[]): string[] => {
  const blocks = new Set<string>();
  for (const id of ids) {
    const bracket = id.endsWith("]") ? id.lastIndexOf("[") : -1;
    if (bracket !== -1) blocks.add(id.slice(0, bracket));
  }
  return [...new Set(ids)].filter((id) => !blocks.has(id));
};
