import { snakeCase } from "../cloudformation/names.ts";
import type { DocumentNode, MapNode } from "../document/node.ts";
import { entryOf } from "../document/node.ts";
import type { Hcl, TerraformWriter } from "../translate/terraform-writer.ts";
import { Body } from "./body.ts";
import type { ArmExpressions } from "./expressions.ts";
import { factsOf } from "./facts.ts";
import type { Bound, Frame } from "./frame.ts";
import type { Field, FieldPlace, Fields } from "./resources/mapping.ts";
import { isWhole, resolve } from "./known-text.ts";
import type { ArmResource } from "./scope.ts";
import { walkTo } from "./walk.ts";
import type { Found } from "./walk.ts";

const deepestGuess = 8;

/** A resource that ties the one that is written to another. */
interface Tie {
  type: string;
  via: string;
  attribute: string;
  value: Hcl;
  line: number;
}

/** Writes one resource as a block of Terraform. */
export class ResourceWriter {
  private readonly expressions: ArmExpressions;
  private readonly resource: ArmResource;
  private readonly body = new Body();
  private readonly ties: Tie[] = [];

  constructor(resource: ArmResource, expressions: ArmExpressions) {
    this.resource = resource;
    this.expressions = expressions;
  }

  write(out: TerraformWriter): void {
    const { node, mapping, terraformType, label, count } = this.resource;
    this.writeHead();
    this.fields({ node, frame: this.resource.frame }, mapping.fields, this.body);
    for (const { node: settings, frame, fields } of this.resource.settings)
      this.fields({ node: settings, frame }, fields, this.body);
    if (mapping.isGuessed) this.guess(entryOf(node, "properties"), this.body, 0);
    this.writeDefaults();
    const span = { line: node.line, endLine: node.endLine };
    out.block("resource", [terraformType, label], span, () => {
      if (count !== undefined) out.attribute("count", count, node.line);
      this.body.writeTo(out);
      this.writeDependencies(out);
    });
    for (const tie of this.ties) this.writeTie(tie, out);
  }

  private writeTie({ type, via, attribute, value, line }: Tie, out: TerraformWriter): void {
    const { terraformType, label, count } = this.resource;
    const own = `${terraformType}.${label}${count === undefined ? "" : "[count.index]"}.id`;
    out.block("resource", [type, label], { line, endLine: line }, () => {
      if (count !== undefined) out.attribute("count", count, line);
      out.attribute(via, own, line);
      out.attribute(attribute, value, line);
    });
  }

  private writeHead(): void {
    const { node, frame, mapping, owner, path } = this.resource;
    const { scope } = this.expressions;
    const [nameLine, name] = placed(node, "name");
    if (mapping.isNameless === undefined && name !== undefined)
      this.body.attribute("name", this.nameOf(name), nameLine);
    if (mapping.owner !== undefined) return this.writeOwner(mapping.owner, owner, path, nameLine);
    if (mapping.isPlaceless) return;
    this.body.attribute("resource_group_name", scope.resourceGroup("name", node.line), nameLine);
    const [locationLine, location] = placed(node, "location");
    if (location !== undefined) this.body.attribute("location", this.expressions.hcl(location, frame), locationLine);
    else if (mapping.isPlaced) this.body.attribute("location", scope.resourceGroup("location", node.line), node.line);
    const [tagsLine, tags] = placed(node, "tags");
    if (tags !== undefined) this.body.attribute("tags", this.expressions.hcl(tags, frame), tagsLine);
  }

  /** Azure puts the names of all that a part stands in before its own. */
  private nameOf(name: DocumentNode): Hcl {
    const text = this.expressions.texts.of(name, this.resource.frame);
    const isPath = text.includes("/") && this.resource.type.split("/").length > 2;
    if (!isPath) return this.expressions.hcl(name, this.resource.frame);
    const own = text.slice(text.lastIndexOf("/") + 1);
    if (isWhole(own)) return JSON.stringify(own);
    const whole = this.expressions.hcl(name, this.resource.frame);
    return typeof whole === "string" ? `element(split("/", ${whole}), -1)` : whole;
  }

  private writeOwner(
    { attribute, by }: { attribute: string; by: "id" | "name" },
    owner: ArmResource | undefined,
    path: string,
    line: number,
  ): void {
    const { scope } = this.expressions;
    if (owner !== undefined) this.body.attribute(attribute, scope.referTo(owner, by, this.resource.frame), line);
    else {
      const names = path.split("/");
      const name = names.at(-2);
      const isKnown = by === "name" && name !== undefined && isWhole(name);
      const other = scope.placeholder("existing_resource", "What the template takes as given", line);
      this.body.attribute(attribute, isKnown ? JSON.stringify(name) : other, line);
    }
    if (by === "name")
      this.body.attribute("resource_group_name", scope.resourceGroup("name", this.resource.node.line), line);
  }

  private writeDefaults(): void {
    const { node, frame, mapping } = this.resource;
    const facts = factsOf(node, frame, this.expressions.texts);
    for (const [path, code] of mapping.defaults?.(facts) ?? [])
      if (!this.body.has(path)) this.body.attribute(path, code, node.line);
  }

  private fields(from: Bound, fields: Fields, body: Body): void {
    for (const [path, field] of Object.entries(fields)) {
      const found = walkTo(from, path);
      if (found !== undefined) this.field(found, field, body);
    }
  }

  private field(found: Found, field: Field, body: Body): void {
    const { line } = found;
    const value = (): Hcl => this.expressions.hcl(found.node, found.frame);
    if (typeof field === "string") body.attribute(field, value(), line);
    else if ("to" in field) body.attribute(field.to, field.as(value()), line);
    else if ("each" in field) this.blocks(found, field, body);
    else if ("pluck" in field) this.pluck(found, field, body);
    else if ("beside" in field)
      this.ties.push({ type: field.beside, via: field.via, attribute: field.attribute, value: value(), line });
    else if ("first" in field) this.first(found, field.first, body);
    else field.write(resolve(found).node, this.placeAt(found, body));
  }

  private blocks(found: Found, { each, fields }: { each: string; fields: Fields }, body: Body): void {
    const { node, frame } = resolve(found);
    for (const item of node.kind === "list" ? node.items : [node]) {
      const one = resolve({ node: item, frame });
      if (one.node.kind !== "map") continue;
      const line = node.kind === "list" ? item.line : found.line;
      this.fields(one, fields, body.block(each, { line, endLine: Math.max(line, item.endLine) }));
    }
  }

  private pluck(found: Found, { pluck, of }: { pluck: string; of: string }, body: Body): void {
    const { node, frame } = resolve(found);
    if (node.kind !== "list") return body.attribute(pluck, this.expressions.hcl(node, frame), found.line);
    const list = node.items.flatMap((item) => {
      const value = walkTo({ node: item, frame }, of);
      return value === undefined ? [] : [{ value: this.expressions.hcl(value.node, value.frame), line: value.line }];
    });
    body.attribute(pluck, { list }, found.line);
  }

  private first(found: Found, name: string, body: Body): void {
    const { node, frame } = resolve(found);
    const [item] = node.kind === "list" ? node.items : [node];
    if (item !== undefined) body.attribute(name, this.expressions.hcl(item, frame), found.line);
  }

  private placeAt(found: Found, body: Body): FieldPlace {
    const { frame, line } = resolve(found) === found ? found : { ...found, ...resolve(found) };
    return {
      line,
      body,
      hcl: (value) => this.expressions.hcl(value, frame),
      key: (text, at) =>
        this.expressions.hcl({ kind: "scalar", value: text, start: 0, end: 0, line: at, endLine: at }, frame),
      fields: (value, fields, inner) => this.fields({ node: value, frame }, fields, inner),
    };
  }

  /** Of a type that no table knows, what it says under its own names. */
  private guess(node: DocumentNode | undefined, body: Body, depth: number): void {
    const { node: known, frame } = node === undefined ? {} : resolve({ node, frame: this.resource.frame });
    if (known?.kind !== "map" || frame === undefined || depth > deepestGuess) return;
    for (const { key, value, keyLine } of known.entries) {
      const name = snakeCase(key);
      if (!/^[a-z_]\w*$/.test(name) || (value.kind === "scalar" && value.value === null)) continue;
      if (value.kind === "map")
        this.guess(value, body.block(name, { line: keyLine, endLine: value.endLine }), depth + 1);
      else body.attribute(name, this.expressions.hcl(value, frame), keyLine);
    }
  }

  private writeDependencies(out: TerraformWriter): void {
    const { node, frame } = this.resource;
    const dependsOn = entryOf(node, "dependsOn");
    if (dependsOn?.kind !== "list") return;
    const addresses = new Map<string, number>();
    for (const item of dependsOn.items) {
      const target = this.dependency(item, frame);
      if (target === undefined || target === this.resource) continue;
      const address = `${target.terraformType}.${target.label}`;
      if (!addresses.has(address)) addresses.set(address, item.line);
    }
    if (addresses.size === 0) return;
    const list = [...addresses].map(([value, line]) => ({ value, line }));
    out.attribute("depends_on", { list }, dependsOn.line);
  }

  /** An id, or the plain name of a resource. */
  private dependency(item: DocumentNode, frame: Frame): ArmResource | undefined {
    const text = this.expressions.texts.of(item, frame);
    return this.expressions.scope.findById(text) ?? this.expressions.scope.findByName(text);
  }
}

const placed = (node: MapNode, key: string): [line: number, value: DocumentNode | undefined] => {
  const entry = node.entries.find((one) => one.key === key);
  const isNull = entry?.value.kind === "scalar" && entry.value.value === null;
  return [entry?.keyLine ?? node.line, isNull ? undefined : entry?.value];
};
