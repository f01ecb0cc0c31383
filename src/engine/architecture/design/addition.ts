import { printAligned } from "./literal.ts";
import { Code } from "./edit.ts";
import type { Literal } from "./edit.ts";

/** What is to be written into one block: attributes and nested blocks that are not there yet. */
export interface Addition {
  attributes: Map<string, Literal>;
  blocks: { name: string; content: Addition }[];
}

export const emptyAddition = (): Addition => ({ attributes: new Map(), blocks: [] });

/** The `index`th new block of that name, made when missing. */
export const blockIn = (addition: Addition, name: string, index: number): Addition => {
  const known = addition.blocks.filter((block) => block.name === name)[index];
  if (known !== undefined) return known.content;
  const content = emptyAddition();
  addition.blocks.push({ name, content });
  return content;
};

const isBlockList = (value: Literal): value is readonly { readonly [name: string]: Literal }[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((item: Literal) => typeof item === "object" && !Array.isArray(item) && !(item instanceof Code));

/** `{name: value}` as a block's content; an array of objects in it is a list of blocks. */
export const additionOf = (value: { readonly [name: string]: Literal }): Addition => {
  const addition = emptyAddition();
  for (const [name, item] of Object.entries(value))
    if (isBlockList(item)) for (const block of item) addition.blocks.push({ name, content: additionOf(block) });
    else addition.attributes.set(name, item);
  return addition;
};

export const printAttributes = (addition: Addition, indent: string): string =>
  addition.attributes.size === 0 ? "" : printAligned([...addition.attributes], indent);

const printBlock = (name: string, content: Addition, indent: string): string => {
  const inner = `${indent}  `;
  const parts = [printAttributes(content, inner), printBlocks(content, inner)].filter((part) => part !== "");
  return parts.length === 0 ? `${indent}${name} {}\n` : `${indent}${name} {\n${parts.join("\n")}${indent}}\n`;
};

/** New nested blocks, a blank line between each. */
export const printBlocks = (addition: Addition, indent: string): string =>
  addition.blocks.map(({ name, content }) => printBlock(name, content, indent)).join("\n");
