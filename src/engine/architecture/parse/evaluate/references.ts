import type { Reference, Value } from "../../model/index.ts";
import type { Expression } from "../hcl/ast.ts";
import type { Declarations } from "./declarations.ts";
import type { ProjectEnvironment } from "./environment.ts";
import { evaluate } from "./expressions.ts";
import type { Expansion, Instance } from "./instances.ts";
import { instanceAt } from "./instances.ts";
import type { Mention } from "./mentions.ts";
import { mentionsIn, mentionsInExpression } from "./mentions.ts";
import type { Scope } from "./scope.ts";
import { lookUp } from "./scope.ts";
import { refsIn } from "./values.ts";

/** Locals through locals: code that goes deeper says nothing more. */
const maxLocalDepth = 50;
/** References kept of one attribute or local. */
const maxReferences = 100;
const maxReferencesOfComponent = 1_000;

/** Finds what each attribute of a component points at. */
export class ReferenceFinder {
  private readonly declarations: Declarations;
  private readonly environment: ProjectEnvironment;
  private readonly projectScope: Scope;
  private readonly ofLocals = new Map<string, readonly string[]>();
  private readonly ofCollections = new WeakMap<Expansion, readonly string[]>();
  private readonly mentioned = new WeakMap<Expansion, ReadonlyMap<string, readonly Mention[]>>();

  constructor(declarations: Declarations, environment: ProjectEnvironment) {
    this.declarations = declarations;
    this.environment = environment;
    this.projectScope = { environment, innermost: undefined };
  }

  /** References of one instance, each once for its path, in source order. `values` are its evaluated attributes. */
  find(instance: Instance, expansion: Expansion, values: ReadonlyMap<string, Value>): Reference[] {
    const references: Reference[] = [];
    for (const [path, mentions] of this.mentionsOf(expansion)) {
      if (references.length >= maxReferencesOfComponent) break;
      const named = this.resolveAll(mentions, instance, expansion);
      for (const to of withoutBare([...named, ...refsIn([values.get(path) ?? null])])) {
        const isItself = to === instance.address || to.startsWith(`${instance.address}[`);
        if (!isItself && !/^(?:data|module)\./.test(to)) references.push({ path, to });
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
    if (mention.kind === "resource") return [this.addressOf(mention, instance.scope)];
    if (mention.kind === "local") return this.ofLocal(mention.name, 0);
    const each = lookUp(instance.scope, "each");
    const refs = each === undefined ? [] : refsIn([each]);
    return refs.length > 0 ? refs : this.ofCollection(expansion);
  }

  /** What `for_each` mentions: all that is known of an element whose own value is known text. */
  private ofCollection(expansion: Expansion): readonly string[] {
    const known = this.ofCollections.get(expansion);
    if (known !== undefined) return known;
    const forEach = expansion.items.get("for_each")?.[0];
    const found = forEach?.kind === "attribute" ? this.ofExpression(forEach.value, this.projectScope, 0) : [];
    this.ofCollections.set(expansion, found);
    return found;
  }

  private ofExpression(expression: Expression, scope: Scope, depth: number): string[] {
    const found = new Set<string>();
    for (const mention of mentionsInExpression(expression)) {
      if (found.size >= maxReferences) break;
      if (mention.kind === "resource") found.add(this.addressOf(mention, scope));
      else if (mention.kind === "local") for (const to of this.ofLocal(mention.name, depth + 1)) found.add(to);
    }
    return [...found].slice(0, maxReferences);
  }

  private ofLocal(name: string, depth: number): readonly string[] {
    const known = this.ofLocals.get(name);
    if (known !== undefined) return known;
    const expression = this.declarations.locals.get(name);
    if (expression === undefined || depth > maxLocalDepth) return [];
    this.ofLocals.set(name, []);
    const found = this.ofExpression(expression, this.projectScope, depth);
    this.ofLocals.set(name, found);
    return found;
  }

  /** Id of the instance that a mention picks, or the address of its block when that is not known. */
  private addressOf({ address, key }: Mention & { kind: "resource" }, scope: Scope): string {
    const declared = this.declarations.resources.get(address);
    const expansion = declared && this.environment.expansionOf(declared);
    if (expansion === undefined || key === undefined) return address;
    return instanceAt(expansion, evaluate(key, scope))?.id ?? address;
  }
}

/** Arguments that wire nothing: they say how many there are, and how Terraform treats them. */
const namesWithoutReferences = new Set(["count", "for_each", "lifecycle", "provisioner", "connection", "provider"]);

const distinctMentions = (mentions: readonly Mention[]): Mention[] => {
  const seen = new Set<string>();
  return mentions.filter((mention) => {
    if (mention.kind === "resource" && mention.key !== undefined) return true;
    const key =
      mention.kind === "resource" ? mention.address : mention.kind === "local" ? `local ${mention.name}` : "each";
    return !seen.has(key) && seen.add(key);
  });
};

/** The ids, each once, without the bare address of a block whose instances are among them. */
const withoutBare = (ids: readonly string[]): string[] => {
  const blocks = new Set<string>();
  for (const id of ids) {
    const bracket = id.indexOf("[");
    if (bracket !== -1) blocks.add(id.slice(0, bracket));
  }
  return [...new Set(ids)].filter((id) => !blocks.has(id));
};
