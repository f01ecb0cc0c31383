import type { DocumentNode, MapNode } from "../document/node.ts";
import { textOf } from "../document/node.ts";
import { hclString } from "../translate/terraform-writer.ts";
import type { Hcl, TerraformWriter } from "../translate/terraform-writer.ts";
import { objectCode, scalarCode } from "./object.ts";
import { argumentOf, shapeOfBlock } from "./shapes.ts";
import type { Shape } from "./shapes.ts";

/** What says of an object which it is, and what the cluster writes into it. */
const ofTheObject = new Set(["apiVersion", "kind", "status"]);
const ofTheCluster = new Set([
  "creationTimestamp",
  "deletionTimestamp",
  "finalizers",
  "generation",
  "managedFields",
  "ownerReferences",
  "resourceVersion",
  "selfLink",
  "uid",
]);

const isWritten = (key: string, path: string): boolean =>
  path === "" ? !ofTheObject.has(key) : !(/(?:^|\.)metadata$/.test(path) && ofTheCluster.has(key));

/** Blocks that a manifest may leave out and the provider may not. */
const addedBlocks = new Set(["metadata", "spec", "template", "pod_selector", "resources"]);

/** Arguments that the provider takes as text and that everybody writes as numbers. */
const isCounting = (name: string): boolean => !["value", "version", "name", "size_limit"].includes(name);

const numberText = /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/;

/** Code for the value of one argument; `undefined` where nothing is set. */
type Override = (path: string, value: DocumentNode) => string | undefined;

/** Writes one manifest as a resource of the provider, after the provider's own schema. */
export class ResourceWriter {
  private readonly out: TerraformWriter;
  private readonly skip: (line: number) => void;
  private readonly override: Override;

  /** `skip` is told of each field that the provider has no argument for; `override` may give code for an argument. */
  constructor(out: TerraformWriter, skip: (line: number) => void, override: Override) {
    this.out = out;
    this.skip = skip;
    this.override = override;
  }

  /** Arguments first, then blocks, each in the order of the manifest, as `terraform fmt` has them. */
  write(node: MapNode, shape: Shape, path = ""): void {
    const blocks: (() => void)[] = [];
    const written = new Set<string>();
    for (const { key, keyLine, value } of node.entries) {
      if (!isWritten(key, path)) continue;
      const [name, holds] = argumentOf(key, shape) ?? [];
      if (name === undefined || holds === undefined) this.skip(keyLine);
      else if (!written.has(name)) {
        written.add(name);
        const at = path === "" ? name : `${path}.${name}`;
        if (typeof holds === "number") blocks.push(() => this.blocks(name, holds, value, keyLine, at));
        else this.argument(name, holds, value, keyLine, at);
      }
    }
    for (const write of blocks) write();
    for (const name of shape.required)
      if (!written.has(name) && addedBlocks.has(name))
        this.out.block(name, [], { line: node.line, endLine: node.line }, () => {});
  }

  private blocks(name: string, index: number, value: DocumentNode, keyLine: number, path: string): void {
    const shape = shapeOfBlock(index);
    const block = (node: DocumentNode, line: number): void => {
      const body = this.bodyOf(node, shape);
      if (body === undefined) this.skip(line);
      else
        this.out.block(name, [], { line, endLine: Math.max(line, node.endLine) }, () => this.write(body, shape, path));
    };
    if (value.kind === "list") for (const item of value.items) block(item, item.line);
    else block(value, keyLine);
  }

  /** A key without a value is an empty map; a bare text stands for the block's one argument. */
  private bodyOf(node: DocumentNode, shape: Shape): MapNode | undefined {
    if (node.kind === "map") return node;
    if (node.kind !== "scalar") return undefined;
    const { start, end, line, endLine } = node;
    const empty: MapNode = { kind: "map", start, end, line, endLine, entries: [] };
    if (node.value === null || node.value === "") return empty;
    const [only, ...others] = shape.arguments.keys();
    if (only === undefined || others.length > 0) return undefined;
    return { ...empty, entries: [{ key: only, keyStart: start, keyLine: line, value: node }] };
  }

  private argument(name: string, holds: string, value: DocumentNode, line: number, path: string): void {
    const code = this.override(path, value) ?? codeOf(name, holds, value);
    if (code === undefined) {
      if (textOf(value) !== undefined || value.kind !== "scalar") this.skip(line);
    } else this.out.attribute(name, code, line);
  }
}

const codeOf = (name: string, holds: string, value: DocumentNode): Hcl | undefined => {
  if (holds === "a") return objectCode(value);
  if (holds.startsWith("m")) return mapCode(value);
  if (holds.startsWith("l")) return listCode(value);
  if (value.kind !== "scalar" || value.value === null) return undefined;
  return plainCode(name, holds, value.value);
};

const plainCode = (name: string, holds: string, value: string | number | boolean): string => {
  const text = String(value);
  if (holds === "n" && numberText.test(text)) return text;
  if (holds === "b" && /^(?:true|false)$/i.test(text)) return text.toLowerCase();
  if (typeof value === "number" && isCounting(name)) return text;
  return hclString(text);
};

const mapCode = (value: DocumentNode): Hcl | undefined => {
  if (value.kind === "scalar") return value.value === null ? "{}" : undefined;
  if (value.kind !== "map") return undefined;
  return {
    object: value.entries.map(({ key, keyLine, value: inner }) => ({
      key,
      value: inner.kind === "scalar" ? hclString(textOf(inner) ?? "") : objectCode(inner),
      line: keyLine,
    })),
  };
};

const listCode = (value: DocumentNode): Hcl | undefined => {
  if (value.kind === "map") return undefined;
  if (value.kind === "scalar")
    return value.value === null ? "[]" : { list: [{ value: scalarCode(value.value), line: value.line }] };
  return { list: value.items.map((item) => ({ value: objectCode(item), line: item.line })) };
};
