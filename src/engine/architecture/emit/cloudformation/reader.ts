import { asText, isObject, isUnknown, read } from "../../model/index.ts";
import type { Attributes, Component, Value } from "../../model/index.ts";
import { madeUpName } from "../../parse/cloudformation/resources/completion.ts";
import type { Cfn, Draft, Properties } from "./cfn.ts";
import { asText as digitsAsText, prune } from "./cfn.ts";
import { isLogicalId } from "./names.ts";
import type { Handle } from "./mapping.ts";
import type { Parameter, Translation } from "./translation.ts";
import { askFor, isList, translate, translateDocument } from "./values.ts";

/**
 * A design that came from a template has names that were made of its logical ids: CloudFormation makes them up again, and
 * what it named once is not replaced.
 */
const withoutMadeUpName = ({ type, name, attributes }: Component): Attributes => {
  const made = isLogicalId(name) ? madeUpName(type, name) : undefined;
  if (made === undefined || attributes[made.argument] !== made.name) return attributes;
  return Object.fromEntries(Object.entries(attributes).filter(([argument]) => argument !== made.argument));
};

/** Reads the attributes of a component, or of one of its blocks, as values of a template. */
export class Reader {
  readonly component: Component;
  readonly translation: Translation;
  private readonly attributes: Attributes;
  /** Path of this block, with a dot at its end; empty for the component itself. */
  private readonly path: string;
  private readonly asks: boolean;

  constructor(
    component: Component,
    translation: Translation,
    within: { attributes: Attributes; path: string; asks: boolean } = {
      attributes: withoutMadeUpName(component),
      path: "",
      asks: false,
    },
  ) {
    this.component = component;
    this.translation = translation;
    ({ attributes: this.attributes, path: this.path, asks: this.asks } = within);
  }

  /** The same, for what CloudFormation requires: a value that is not known becomes a parameter. */
  get must(): Reader {
    const { attributes, path } = this;
    return new Reader(this.component, this.translation, { attributes, path, asks: true });
  }

  /** Logical id of this resource. */
  get logicalId(): string {
    return this.translation.logicalId(this.component) ?? this.component.name;
  }

  value(path: string, handle: Handle): Draft {
    const place = { component: this.component, path: this.path + path, handle };
    const given = this.raw(path);
    const known = translate(given, place, this.translation);
    if (prune(known) !== undefined) return known;
    if (this.asks) return askFor(place, this.translation);
    if (given !== undefined && isUnknown(given)) this.translation.reading.miss(this.component, place.path);
    return known;
  }

  plain(path: string): Draft {
    return this.value(path, "text");
  }

  id(path: string): Draft {
    return this.value(path, "id");
  }

  arn(path: string): Draft {
    return this.value(path, "arn");
  }

  named(path: string): Draft {
    return this.value(path, "name");
  }

  /** A list, also where Terraform has one value or a reference to all instances of a block. */
  list(path: string, handle: Handle): Draft {
    const given = this.raw(path);
    if (given === undefined && !this.asks) return undefined;
    const place = { component: this.component, path: this.path + path, handle };
    if (isUnknown(given) && given.variable?.type === "list") return this.translation.variable(given.variable);
    const items = translate(isList(given) ? given : [given ?? null], place, this.translation);
    if (prune(items) !== undefined) return items;
    if (this.asks) return this.translation.parameter(this.component, place.path, { type: "CommaDelimitedList" });
    if (given !== undefined && isUnknown(given)) this.translation.reading.miss(this.component, place.path);
    return undefined;
  }

  ids(path: string): Draft {
    return this.list(path, "id");
  }

  /** Items of a list that a template says one by one: a list that nobody knows yet is left out, and told. */
  items(path: string, handle: Handle): readonly Draft[] {
    const given = this.raw(path);
    if (isUnknown(given) && given.variable?.type === "list") {
      this.translation.reading.miss(this.component, this.path + path);
      return [];
    }
    const items = this.list(path, handle);
    return Array.isArray(items) ? items : [];
  }

  arns(path: string): Draft {
    return this.list(path, "arn");
  }

  /** Properties that have another name and the same value: `{CidrBlock: "cidr_block"}`. */
  copy(names: Readonly<Record<string, string>>): Properties {
    return Object.fromEntries(Object.entries(names).map(([name, path]) => [name, this.plain(path)]));
  }

  /** The same for what CloudFormation wants as text, where Terraform also takes a number. */
  copyText(names: Readonly<Record<string, string>>): Properties {
    return Object.fromEntries(Object.entries(names).map(([name, path]) => [name, digitsAsText(this.plain(path))]));
  }

  /** A JSON document, as an object. */
  document(path: string, handle: Handle = "arn"): Draft {
    const given = this.raw(path);
    if (given === undefined) return undefined;
    return translateDocument(given, { component: this.component, path: this.path + path, handle }, this.translation);
  }

  /** Known text of an attribute: what a mapping decides by. */
  text(path: string): string | undefined {
    return asText(this.raw(path));
  }

  /** Known text that becomes the name of a property; one that nobody knows yet is left out, and told. */
  key(path: string): string | undefined {
    const text = this.text(path);
    if (text === undefined && this.has(path)) this.translation.reading.miss(this.component, this.path + path);
    return text;
  }

  has(path: string): boolean {
    return this.raw(path) !== undefined;
  }

  isOn(path: string): boolean {
    return this.text(path) === "true";
  }

  /** The attribute as Terraform has it; from here on it counts as carried over. */
  raw(path: string): Value | undefined {
    this.translation.reading.use(this.component, this.path + path);
    return read(this.attributes, path);
  }

  /** Names of a map that is known. */
  names(path: string): string[] {
    const map = this.raw(path);
    return isObject(map) ? Object.keys(map) : [];
  }

  /** A map whose names are the user's own; `handleOf` says what each is to hold. */
  map(path: string, handleOf: (name: string) => Handle): Draft {
    const names = this.names(path);
    const entries = names.map((name) => [name, this.value(`${path}.${name}`, handleOf(name))] as const);
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  }

  /** A text of which at least a part is known: what a function made of another resource is not that resource. */
  written(path: string): Draft {
    const given = this.raw(path);
    if (isUnknown(given) && typeof (given.encoded ?? given).shape !== "string") {
      this.translation.reading.miss(this.component, this.path + path);
      return undefined;
    }
    return this.plain(path);
  }

  /** All blocks of this name. */
  blocks(path: string): Reader[] {
    const given = read(this.attributes, path);
    this.translation.reading.open(this.component, this.path + path);
    const blocks = isList(given) ? given : [given ?? null];
    return blocks.flatMap((attributes, index) =>
      isObject(attributes)
        ? [
            new Reader(this.component, this.translation, {
              attributes,
              path: `${this.path}${path}${index === 0 ? "" : `[${index}]`}.`,
              asks: this.asks,
            }),
          ]
        : [],
    );
  }

  /** What `build` makes of each block, or nothing where there is none. */
  each(path: string, build: (block: Reader) => Draft): Draft {
    const blocks = this.blocks(path);
    return blocks.length === 0 ? undefined : blocks.map(build);
  }

  /** What `build` makes of the only block of this name. */
  within(path: string, build: (block: Reader) => Draft): Draft {
    const [block] = this.blocks(path);
    return block && build(block);
  }

  /** Companions that Terraform writes beside this resource and CloudFormation inside it. */
  companions(type: string, via: string): Reader[] {
    return this.translation.model.attached(this.component, type, via).map((companion) => {
      this.translation.reading.use(companion, via);
      return this.fold(companion);
    });
  }

  /** Another component of which this resource takes over what it says. */
  fold(companion: Component): Reader {
    this.translation.folded.set(companion.id, this.logicalId);
    return new Reader(companion, this.translation);
  }

  companion(type: string, via: string): Reader | undefined {
    return this.companions(type, via)[0];
  }

  /** A parameter for something that Terraform does not say at all, or not in a way that CloudFormation understands. */
  ask(name: string, wish: Partial<Parameter>): Cfn {
    return this.translation.parameter(this.component, name, wish);
  }

  /** Tags as an object; those that the provider sets by default come first. */
  tagMap(path = "tags"): Draft {
    const tags = this.tagEntries(path);
    return tags.length === 0 ? undefined : Object.fromEntries(tags);
  }

  tagEntries(path = "tags"): (readonly [name: string, value: Draft])[] {
    this.translation.reading.use(this.component, this.path + path);
    const provider = this.translation.model.find("provider.aws");
    const common = provider === undefined ? undefined : read(provider.attributes, "default_tags.tags");
    const all = { ...(isObject(common) && common), ...this.known(path) };
    return Object.keys(all).flatMap((name) => {
      const place = { component: this.component, path: `${path}.${name}`, handle: "text" as const };
      const value = translate(all[name], place, this.translation);
      return value === undefined ? [] : [[name, typeof value === "object" ? value : String(value)] as const];
    });
  }

  tags(path = "tags"): Draft {
    const tags = this.tagEntries(path);
    return tags.length === 0 ? undefined : tags.map(([Key, Value]) => ({ Key, Value }));
  }

  private known(path: string): Attributes {
    const value = read(this.attributes, path);
    return isObject(value) ? value : {};
  }
}
