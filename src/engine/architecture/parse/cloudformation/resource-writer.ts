import type { DocumentNode, MapNode } from "../document/node.ts";
import { entryOf } from "../document/node.ts";
import type { Hcl, TerraformWriter } from "../translate/terraform-writer.ts";
import { both, Draft, writeItems } from "./draft.ts";
import type { DraftItems } from "./draft.ts";
import type { Expressions } from "./expressions.ts";
import { argumentsOf, intrinsicOf, isNoValue, plainText } from "./intrinsics.ts";
import { snakeCase } from "./names.ts";
import { completed } from "./resources/completion.ts";
import type { PropertyMapping, PropertyMappings, PropertyPlace } from "./resources/mapping.ts";
import type { Resource } from "./scope.ts";

interface Companion {
  type: string;
  name: string;
  span: { line: number; endLine: number };
  guard: string | undefined;
  items: DraftItems;
}

/** An entry of a map with where it stands. */
interface Property {
  key: string;
  value: DocumentNode;
  line: number;
}

const asList = (value: DocumentNode): readonly DocumentNode[] =>
  value.kind === "list" && value.tag === undefined ? value.items : [value];

/** CloudFormation reads YAML as of before 2009: `PubliclyAccessible: Yes` is true. */
const withAnswer = (value: DocumentNode): DocumentNode =>
  value.kind === "scalar" && value.answer !== undefined && value.tag === undefined
    ? { ...value, value: value.answer }
    : value;

const isTagList = (value: DocumentNode): boolean =>
  value.kind === "list" &&
  value.items.length > 0 &&
  value.items.every((item) => intrinsicOf(item) !== undefined || entryOf(item, "Key") !== undefined);

const isPolicy = (name: string, value: DocumentNode): boolean =>
  value.kind === "map" &&
  (/Policy(?:Document)?$/.test(name) || name === "PolicyText") &&
  entryOf(value, "Statement") !== undefined;

const isPascal = (name: string): boolean => /^[A-Z][A-Za-z\d]*$/.test(name);

/** What becomes of a property that no table names: its own name in Terraform's spelling, in the form that its value has. */
const guessMapping = (key: string, value: DocumentNode): PropertyMapping => {
  const name = snakeCase(key);
  if (intrinsicOf(value) !== undefined && intrinsicOf(value)?.name !== "If") return name;
  if (isPolicy(key, value)) return { json: name };
  if (key === "Tags" || (key.endsWith("Tags") && isTagList(value))) return { tags: name };
  if (value.kind === "map" && value.tag === undefined)
    return value.entries.length > 0 && value.entries.every((entry) => isPascal(entry.key)) ? { block: name } : name;
  const isListOfMaps =
    value.kind === "list" && value.items.some((item) => item.kind === "map" && intrinsicOf(item) === undefined);
  return isListOfMaps ? { block: name } : name;
};

/** Writes one resource: its body first, then the resources that CloudFormation keeps inside it. */
export class ResourceWriter {
  private readonly resource: Resource;
  private readonly expressions: Expressions;
  private readonly draft = new Draft();
  private readonly companions: Companion[] = [];
  private guard: string | undefined;

  constructor(resource: Resource, expressions: Expressions) {
    this.resource = resource;
    this.expressions = expressions;
  }

  /** `parts` are resources that are written into this one. */
  write(out: TerraformWriter, parts: readonly Resource[]): void {
    const { resource, expressions } = this;
    const { mapping, name, span, condition } = resource;
    const body = this.draft.collect(() => {
      this.writeBody(resource);
      for (const part of parts) this.writePart(part);
    });
    const guard = condition === undefined ? undefined : expressions.scope.conditionCode(condition, span.line);
    out.block("resource", [mapping.type, name], span, () => {
      if (guard !== undefined) out.attribute("count", `${guard} ? 1 : 0`, span.line);
      writeItems(completed(body, mapping.type, name, span.line), out);
      this.writeDependencies(out, parts);
      this.writeLifecycle(out);
    });
    for (const companion of this.companions) this.writeCompanion(companion, guard, out);
  }

  private writeBody(resource: Resource): void {
    const { properties, mapping, deletionPolicy } = resource;
    const shaped =
      properties?.kind === "map" && mapping.reshape !== undefined ? mapping.reshape(properties) : properties;
    if (shaped !== undefined) this.properties(shaped, mapping.properties);
    mapping.finish?.(this.placeAt(resource.span.line), { properties, deletionPolicy });
  }

  private writePart(part: Resource): void {
    const { properties, condition, span } = part;
    const body = (): void => {
      const rest = withoutKeys(properties, part.mapping.partOf ?? []);
      if (rest !== undefined) this.properties(rest, part.mapping.properties);
      part.mapping.finish?.(this.placeAt(span.line), { properties, deletionPolicy: part.deletionPolicy });
    };
    if (condition === undefined || condition === this.resource.condition) return body();
    const items = this.draft.collect(body);
    this.draft.either(this.expressions.scope.conditionCode(condition, span.line), items, []);
  }

  private writeDependencies(out: TerraformWriter, parts: readonly Resource[]): void {
    const { scope } = this.expressions;
    const own = scope.addressOf(this.resource.id);
    const named = [this.resource, ...parts].flatMap(({ dependsOn }) => dependsOn);
    const seen = new Set([own]);
    const list: { value: Hcl; line: number }[] = [];
    for (const { id, line } of named) {
      const address = scope.addressOf(id);
      if (address === undefined && !scope.skipped.has(id))
        scope.report(line, "the template declares nothing of this name");
      if (address === undefined || seen.has(address)) continue;
      seen.add(address);
      list.push({ value: address, line });
    }
    const [first] = list;
    if (first !== undefined) out.attribute("depends_on", { list }, first.line);
  }

  /** What stays when the stack goes must not be destroyed. */
  private writeLifecycle(out: TerraformWriter): void {
    const policy = this.resource.deletionPolicy;
    if (policy === undefined || !policy.value.startsWith("Retain")) return;
    out.block("lifecycle", [], { line: policy.line, endLine: policy.line }, () =>
      out.attribute("prevent_destroy", "true", policy.line),
    );
  }

  private writeCompanion(companion: Companion, guard: string | undefined, out: TerraformWriter): void {
    const { type, name, span, items } = companion;
    const whole = both(guard, companion.guard);
    out.block("resource", [type, name], span, () => {
      if (whole !== undefined) out.attribute("count", `${whole} ? 1 : 0`, span.line);
      writeItems(completed(items, type, name, span.line), out);
    });
  }

  private placeAt(line: number): PropertyPlace {
    return {
      line,
      logicalId: this.resource.name,
      out: this.draft,
      hcl: (value) => this.expressions.hcl(value),
      properties: (value, mappings) => this.properties(value, mappings),
      companion: (type, name, span, body) => this.addCompanion(type, name, span, body),
      reference: (attribute) => this.reference(attribute),
    };
  }

  private reference(attribute: string): string {
    return this.expressions.scope.referTo(this.resource.id, attribute) ?? "null";
  }

  private addCompanion(type: string, wanted: string, span: Companion["span"], body: () => void): void {
    if (!this.expressions.scope.admitsCompanion(span.line)) return;
    const name = this.expressions.scope.names.claim(type, wanted);
    const { guard } = this;
    const companion: Companion = { type, name, span, guard, items: [] };
    this.companions.push(companion);
    companion.items = this.draft.collect(body);
  }

  /** Writes the properties of a map, or of each branch where a condition chooses the map. */
  private properties(value: DocumentNode, mappings: PropertyMappings): void {
    this.eachBranch(value, (branch) => {
      if (branch.kind !== "map" || branch.tag !== undefined) return this.notReadable(branch);
      for (const { key, value: inner, keyLine } of branch.entries)
        this.property({ key, value: inner, line: keyLine }, mappings);
    });
  }

  private property(property: Property, mappings: PropertyMappings): void {
    const { key, line } = property;
    const value = withAnswer(property.value);
    if (isNoValue(value)) return;
    const known = Object.hasOwn(mappings, key) ? mappings[key] : undefined;
    const mapping = known ?? guessMapping(key, value);
    if (typeof mapping === "string") this.draft.attribute(mapping, this.expressions.hcl(value), line);
    else if ("tags" in mapping) this.tags(mapping.tags, value, line);
    else if ("json" in mapping) this.draft.attribute(mapping.json, this.json(value), line);
    else if ("inline" in mapping) this.properties(value, mapping.inline);
    else if ("block" in mapping) this.blocks(mapping, value, line);
    else if ("companion" in mapping) this.companionsOf(mapping, value, line);
    else if ("write" in mapping) this.eachBranch(value, (branch) => mapping.write(branch, this.placeAt(line)));
  }

  private blocks(mapping: { block: string; properties?: PropertyMappings }, value: DocumentNode, line: number): void {
    this.eachBranch(value, (branch) => {
      for (const item of asList(branch))
        this.eachBranch(item, (one) => {
          if (one.kind !== "map" || one.tag !== undefined) return this.notReadable(one);
          const from = item === branch ? line : one.line;
          this.draft.block(mapping.block, [], { line: from, endLine: Math.max(from, one.endLine) }, () =>
            this.properties(one, mapping.properties ?? {}),
          );
        });
    });
  }

  private companionsOf(
    { companion, via, properties }: { companion: string; via: string; properties: PropertyMappings },
    value: DocumentNode,
    line: number,
  ): void {
    this.eachBranch(value, (branch) => {
      for (const item of asList(branch))
        this.eachBranch(item, (one) => {
          const from = item === branch ? line : one.line;
          this.addCompanion(companion, this.resource.name, { line: from, endLine: Math.max(from, one.endLine) }, () => {
            this.draft.attribute(via, this.reference(this.resource.mapping.ref ?? "id"), from);
            this.properties(one, properties);
          });
        });
    });
  }

  /** Calls `write` for the value, or for both values that a condition chooses between, and joins what they write. */
  private eachBranch(value: DocumentNode, write: (branch: DocumentNode) => void): void {
    if (isNoValue(value)) return;
    const intrinsic = intrinsicOf(value);
    if (intrinsic?.name !== "If") return write(value);
    const [name, yes, no] = argumentsOf(intrinsic);
    if (name === undefined || yes === undefined || no === undefined) return this.notReadable(value);
    const condition = this.expressions.scope.conditionCode(plainText(name) ?? "", intrinsic.line);
    const under = (guard: string, branch: DocumentNode): DraftItems => {
      const outer = this.guard;
      this.guard = both(outer, guard);
      const items = this.draft.collect(() => this.eachBranch(branch, write));
      this.guard = outer;
      return items;
    };
    const [ifSo, ifNot] = [under(condition, yes), under(`!${condition}`, no)];
    this.draft.either(condition, ifSo, ifNot);
  }

  private notReadable({ line }: DocumentNode): void {
    this.expressions.scope.report(line, "what this stands for is only known to CloudFormation");
  }

  private json(value: DocumentNode): Hcl {
    const intrinsic = intrinsicOf(value);
    if (intrinsic?.name === "If") return this.expressions.choice(intrinsic, (node) => this.json(node));
    if (isNoValue(value)) return "null";
    if (intrinsic !== undefined || value.kind === "scalar") return this.expressions.hcl(value);
    return { call: "jsonencode", args: [this.expressions.hcl(value)] };
  }

  /** A list of keys and values, or a map, as a map; what a condition adds is merged into it. */
  private tags(name: string, value: DocumentNode, line: number): void {
    this.draft.attribute(name, this.tagMap(value), line);
  }

  private tagMap(value: DocumentNode): Hcl {
    const intrinsic = intrinsicOf(value);
    if (isNoValue(value)) return { object: [] };
    if (intrinsic?.name === "If") return this.expressions.choice(intrinsic, (node) => this.tagMap(node));
    if (intrinsic !== undefined || value.kind !== "list") return this.expressions.hcl(value);
    const plain = value.items.flatMap((item) => this.tagEntry(item));
    const chosen = value.items.flatMap((item) => {
      const choice = intrinsicOf(item);
      if (choice?.name !== "If") return [];
      const inner = (node: DocumentNode): Hcl => (isNoValue(node) ? "{}" : { object: this.tagEntry(node) });
      return [this.expressions.choice(choice, inner)];
    });
    return chosen.length === 0 ? { object: plain } : { call: "merge", args: [{ object: plain }, ...chosen] };
  }

  private tagEntry(item: DocumentNode): { key: string; value: Hcl; line: number }[] {
    const key = entryOf(item, "Key");
    const value = entryOf(item, "Value");
    if (key === undefined || intrinsicOf(key) !== undefined || value === undefined || isNoValue(value)) return [];
    return [{ key: plainText(key) ?? "", value: this.expressions.hcl(value), line: item.line }];
  }
}

const withoutKeys = (properties: DocumentNode | undefined, keys: readonly string[]): MapNode | undefined =>
  properties?.kind === "map"
    ? { ...properties, entries: properties.entries.filter(({ key }) => !keys.includes(key)) }
    : undefined;
