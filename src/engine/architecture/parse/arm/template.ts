import type { DocumentNode, MapNode } from "../document/node.ts";
import { entriesIn, entryOf, textOf } from "../document/node.ts";
import type { ArmExpressions } from "./expressions.ts";
import { inLoop } from "./frame.ts";
import type { Bound, Frame } from "./frame.ts";
import { isWhole } from "./known-text.ts";
import { factsOf } from "./facts.ts";
import type { ArmResource, ArmScope } from "./scope.ts";
import { mappingOf, partsInside } from "./resources/index.ts";
import { walk } from "./walk.ts";

/** What a template inside a template may be nested. */
const deepestTemplate = 8;
/** Azure takes 800 resources of a template. */
const maxResources = 2_000;

/** Where a resource stands, for the parts of it. */
interface Place {
  owner: ArmResource | undefined;
  type: string;
  path: string;
  count: string | undefined;
  isLooped: boolean;
  depth: number;
}

export const root: Place = { owner: undefined, type: "", path: "", count: undefined, isLooped: false, depth: 0 };

const itemsOf = (node: DocumentNode | undefined): DocumentNode[] => {
  if (node?.kind === "list") return node.items;
  // Since language version 2.0 resources have symbolic names.
  return node?.kind === "map" ? node.entries.map(({ value }) => value) : [];
};

/** A name for what Azure's own name does not say: `{p:site}-plan` → `site-plan`. */
const labelOf = (path: string, type: string): string => {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const spoken = name.replaceAll(/\{p:([^}]*)\}/g, "$1").replaceAll(/\{[^}]*\}/g, "");
  const trimmed = isWhole(name) ? spoken : spoken.replaceAll(/^[\W_]+|[\W_]+$/g, "");
  return trimmed === "" ? type.slice(type.lastIndexOf("/") + 1) : trimmed;
};

/** Reads the resources of a template, those inside others and those of inner templates too. */
export class TemplateReader {
  private readonly expressions: ArmExpressions;
  private readonly scope: ArmScope;

  constructor(expressions: ArmExpressions) {
    this.expressions = expressions;
    this.scope = expressions.scope;
  }

  resources(node: DocumentNode | undefined, frame: Frame, place: Place): void {
    for (const item of itemsOf(node)) this.resource(item, frame, place);
  }

  private resource(node: DocumentNode, frame: Frame, place: Place): void {
    const ownType = textOf(entryOf(node, "type"));
    if (node.kind !== "map" || ownType === undefined) return this.scope.report(node.line, "a resource needs a type");
    if (textOf(entryOf(node, "existing")) === "true") return;
    if (this.scope.resources.length >= maxResources)
      return this.scope.report(node.line, `more than ${maxResources} resources: from here on they are left out`);
    const inner = this.placeOf(node, frame, place);
    if (ownType.toLowerCase() === "microsoft.resources/deployments")
      return this.deployment(node, inner.frame, { ...place, ...inner.counted, depth: place.depth + 1 });
    const isPart = place.type !== "" && !ownType.includes(".");
    const type = isPart ? `${place.type}/${ownType}` : ownType;
    const name = this.expressions.texts.of(entryOf(node, "name"), inner.frame);
    const path = isPart ? `${place.path}/${name}` : name;
    this.admit(node, inner.frame, { ...place, ...inner.counted, type, path });
  }

  private admit(node: MapNode, frame: Frame, place: Place): void {
    const { type, path } = place;
    const facts = factsOf(node, frame, this.expressions.texts);
    const mapping = mappingOf(type);
    if (mapping === undefined) return this.scope.report(node.line, "this is no type of resource");
    const owner = this.ownerOf(type, path) ?? place.owner;
    if (mapping.settingsOf !== undefined && owner !== undefined) {
      const fields = mapping.settingsOf(facts, path.slice(path.lastIndexOf("/") + 1));
      owner.settings.push({ node, frame, fields });
      return this.parts(node, frame, { ...place, owner }, owner);
    }
    const terraformType = typeof mapping.type === "string" ? mapping.type : mapping.type(facts);
    const label = this.scope.names.claim(terraformType, labelOf(path, type));
    const { count, isLooped } = place;
    const resource: ArmResource = {
      type,
      path,
      node,
      frame,
      mapping,
      terraformType,
      label,
      count,
      isLooped,
      owner,
      settings: [],
    };
    this.scope.declare(resource);
    this.parts(node, frame, { ...place, owner: resource }, resource);
  }

  /** Resources inside this one: those it lists as such, and those that are properties of it. */
  private parts(node: MapNode, frame: Frame, place: Place, owner: ArmResource): void {
    if (place.depth > deepestTemplate) return;
    const below = { ...place, owner, depth: place.depth + 1 };
    for (const { path, type } of partsInside(place.type)) {
      const found = walk({ node, frame }, path);
      if (found === undefined) continue;
      for (const item of itemsOf(found.node)) {
        if (item.kind !== "map") continue;
        const name = this.expressions.texts.of(entryOf(item, "name"), found.frame);
        this.admit(item, found.frame, { ...below, type: `${place.type}/${type}`, path: `${place.path}/${name}` });
      }
    }
    this.resources(entryOf(node, "resources"), frame, below);
  }

  /** The nearest declared resource whose type and name this one's begin with. */
  private ownerOf(type: string, path: string): ArmResource | undefined {
    const types = type.split("/");
    const names = path.split("/");
    for (let depth = names.length - 1; depth > 0; depth--) {
      const owner = this.scope.find(types.slice(0, depth + 1).join("/"), names.slice(0, depth).join("/"));
      if (owner !== undefined) return owner;
    }
    return undefined;
  }

  /** The frame inside the resource's own loop, and how many there are of it. */
  private placeOf(
    node: MapNode,
    frame: Frame,
    { count: outer, isLooped }: Place,
  ): { frame: Frame; counted: { count: string | undefined; isLooped: boolean } } {
    const { line } = node;
    const copy = entryOf(node, "copy");
    const times = entryOf(copy, "count");
    const condition = entryOf(node, "condition");
    const code = (value: DocumentNode): string => {
      const written = this.expressions.hcl(value, frame);
      return typeof written === "string" ? written : this.scope.placeholder("condition", "Whether it is made", line);
    };
    const guard = condition === undefined ? undefined : unquoted(code(condition));
    const loop = times === undefined ? undefined : unquoted(code(times));
    const inner = loop === undefined ? frame : inLoop(frame, textOf(entryOf(copy, "name")) ?? "", "count.index");
    const many = loop ?? outer;
    const count = guard === undefined ? many : `${guard} ? ${many ?? "1"} : 0`;
    return { frame: inner, counted: { count, isLooped: isLooped || loop !== undefined } };
  }

  /** A template inside this one is part of the design; one behind a link is not read. */
  private deployment(node: MapNode, frame: Frame, place: Place): void {
    const properties = entryOf(node, "properties");
    const template = entryOf(properties, "template");
    if (template?.kind !== "map")
      return this.scope.report(node.line, "a linked template is not followed: only the files of this upload are read");
    if (place.depth > deepestTemplate) return this.scope.report(node.line, "templates are nested too deep");
    const mode = textOf(entryOf(entryOf(properties, "expressionEvaluationOptions"), "scope"))?.toLowerCase();
    const isInner =
      mode === "inner" ||
      (mode === undefined &&
        entryOf(template, "parameters")?.kind === "map" &&
        entriesIn(properties, "parameters").length > 0);
    const innerFrame = isInner ? innerFrameOf(template, properties, frame) : frame;
    const below: Place = { ...root, count: place.count, isLooped: place.isLooped, depth: place.depth };
    this.resources(entryOf(template, "resources"), innerFrame, below);
  }
}

const unquoted = (code: string): string =>
  code.replace(/^"(true|false|\d+)"$/i, (_, word: string) => word.toLowerCase());

/** The names of an inner template: its parameters have the values that the outer one gives. */
const innerFrameOf = (template: MapNode, properties: DocumentNode | undefined, outer: Frame): Frame => {
  const frame: Frame = { parameters: new Map(), variables: new Map(), indexes: outer.indexes };
  for (const { key, value } of entriesIn(template, "parameters")) {
    const given = entryOf(entryOf(entryOf(properties, "parameters"), key), "value");
    const fallback = entryOf(value, "defaultValue");
    const bound: Bound | undefined =
      given !== undefined ? { node: given, frame: outer } : fallback && { node: fallback, frame };
    frame.parameters.set(key.toLowerCase(), bound === undefined ? {} : { value: bound });
  }
  for (const { key, value } of entriesIn(template, "variables"))
    frame.variables.set(key.toLowerCase(), { node: value });
  return frame;
};
