import type { DocumentNode, MapNode } from "../../document/node.ts";
import type { TerraformWriter } from "../../translate/terraform-writer.ts";
import { isIdentifier } from "../identifier.ts";
import { isBlockName } from "../provider-names.ts";
import { hclOf } from "./expression.ts";
import type { Strings } from "./expression.ts";

type Entry = MapNode["entries"][number];

/** What the names in a body mean. */
export interface BodyShape {
  /** How the strings of an attribute are read. */
  strings: (name: string) => Strings;
  /** The shape of the blocks of a name; `undefined` when objects under it are the value of an attribute. */
  block: (name: string) => BlockShape | undefined;
}

interface BlockShape extends BodyShape {
  labels: number;
}

const templates = (): Strings => "templates";
const bare = (): Strings => "bare";
const noBlocks = (): undefined => undefined;

/** A block without a label whose strings are templates and which holds no blocks. */
const plainBlock: BlockShape = { labels: 0, strings: templates, block: noBlocks };

const namesIn =
  (...names: string[]) =>
  (name: string): Strings =>
    names.includes(name) ? "bare" : "templates";

const lifecycle: BlockShape = {
  labels: 0,
  strings: namesIn("ignore_changes", "replace_triggered_by"),
  block: (name) => (name === "precondition" || name === "postcondition" ? plainBlock : undefined),
};

const connection = plainBlock;

const provisioner: BlockShape = {
  labels: 1,
  strings: namesIn("when", "on_failure"),
  block: (name) => (name === "connection" ? connection : undefined),
};

/** The nested blocks of a resource: those that the provider's schema has, and `dynamic` ones that make them. */
const nestedBlock = (type: string): BlockShape => ({
  labels: 0,
  strings: templates,
  block: (name) => (name === "dynamic" ? dynamicBlock(type) : isBlockName(type, name) ? nestedBlock(type) : undefined),
});

const dynamicBlock = (type: string): BlockShape => ({
  labels: 1,
  strings: namesIn("iterator"),
  block: (name) => (name === "content" ? nestedBlock(type) : undefined),
});

/** Body of a resource, a data source or a provider. */
export const resourceShape = (type: string): BodyShape => {
  const nested = nestedBlock(type);
  return {
    strings: namesIn("depends_on", "provider"),
    block: (name) =>
      name === "lifecycle"
        ? lifecycle
        : name === "provisioner"
          ? provisioner
          : name === "connection"
            ? connection
            : nested.block(name),
  };
};

export const moduleShape: BodyShape = { strings: namesIn("depends_on", "providers"), block: noBlocks };

/** Values of a variable are taken literally: nothing can be computed there. */
export const variableShape: BodyShape = {
  strings: (name) => (name === "type" ? "bare" : "literal"),
  block: (name) => (name === "validation" ? plainBlock : undefined),
};

export const outputShape: BodyShape = {
  strings: (name) => (name === "depends_on" ? "bare" : name === "description" ? "literal" : "templates"),
  block: (name) => (name === "precondition" || name === "postcondition" ? plainBlock : undefined),
};

export const localsShape: BodyShape = { strings: templates, block: noBlocks };

const literalBlock = (labels: number): BlockShape => ({ labels, strings: () => "literal", block: literalBlocks });

const literalBlocks = (name: string): BlockShape | undefined =>
  ["required_providers", "cloud", "workspaces", "provider_meta", "assume_role"].includes(name)
    ? literalBlock(name === "provider_meta" ? 1 : 0)
    : name === "backend"
      ? literalBlock(1)
      : undefined;

export const terraformShape: BodyShape = { strings: () => "literal", block: literalBlocks };

export const checkShape: BodyShape = {
  strings: templates,
  block: (name) => (name === "assert" ? plainBlock : name === "data" ? { ...plainBlock, labels: 2 } : undefined),
};

/** `moved`, `removed` and `import` name resources. */
export const refactoringShape: BodyShape = {
  strings: (name) => (name === "id" || name === "for_each" ? "templates" : "bare"),
  block: (name) => (name === "lifecycle" ? { labels: 0, strings: bare, block: noBlocks } : undefined),
};

/** A block found below its name: its labels, where it begins, and its body. */
export interface FoundBlock {
  labels: string[];
  line: number;
  body: MapNode;
}

/**
 * The blocks below a name: one level of objects for each label, and at every level one object or a list of them.
 * `undefined` when something else stands there.
 */
export const blocksBelow = (node: DocumentNode, labels: number, line: number): FoundBlock[] | undefined => {
  if (node.kind === "list") {
    // A single one is known by its name, of several each begins where it is.
    const found = node.items.map((item) => blocksBelow(item, labels, node.items.length === 1 ? line : item.line));
    return found.every((blocks) => blocks !== undefined) ? found.flat() : undefined;
  }
  if (node.kind !== "map") return undefined;
  if (labels === 0) return [{ labels: [], line, body: node }];
  const found = node.entries
    .filter(({ key }) => key !== "//")
    .map(({ key, keyLine, value }) =>
      blocksBelow(value, labels - 1, keyLine)?.map((block) => ({ ...block, labels: [key, ...block.labels] })),
    );
  return found.every((blocks) => blocks !== undefined) ? found.flat() : undefined;
};

/** Writes the attributes and blocks of a body in the order of the file. */
export const writeBody = (writer: TerraformWriter, body: MapNode, shape: BodyShape): void => {
  for (const entry of body.entries) if (entry.key !== "//") writeEntry(writer, entry, shape);
};

const writeEntry = (writer: TerraformWriter, entry: Entry, shape: BodyShape): void => {
  const { key, keyLine, value } = entry;
  if (!isIdentifier(key)) {
    writer.problem(keyLine, "expected the name of an argument or a block");
    return;
  }
  // Null means that the argument is not there.
  if (value.kind === "scalar" && value.value === null) return;
  const block = shape.block(key);
  const found = block && blocksBelow(value, block.labels, keyLine);
  if (block !== undefined && found !== undefined) {
    for (const { labels, line, body } of found)
      writer.block(key, labels, { line, endLine: body.endLine }, () => {
        writeBody(writer, body, block);
      });
    return;
  }
  const report = (line: number, message: string): void => {
    writer.problem(line, message);
  };
  writer.attribute(key, hclOf(value, shape.strings(key), report), keyLine);
};
