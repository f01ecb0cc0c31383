import type { SourceFile } from "../parse/index.ts";

/** HashiCorp's own parser; it refuses what is no HCL. */
type Parse = (name: string, text: string) => Promise<unknown>;

type Blocks = Record<string, unknown>;

const isBlocks = (value: unknown): value is Blocks => typeof value === "object" && value !== null;
const within = (blocks: Blocks, kind: string): Blocks => {
  const found = blocks[kind];
  return isBlocks(found) ? found : {};
};

/** What the code of one folder declares. */
const declaredIn = async (text: string, parse: Parse): Promise<Set<string>> => {
  const read: unknown = await parse("folder.tf", text);
  const json = isBlocks(read) ? read : {};
  const typed = (kind: string, prefix: string): string[] =>
    Object.entries(within(json, kind)).flatMap(([type, blocks]) =>
      isBlocks(blocks) ? Object.keys(blocks).map((label) => `${prefix}${type}.${label}`) : [],
    );
  const { locals } = json;
  const localNames = Array.isArray(locals) ? locals.filter(isBlocks).flatMap((block) => Object.keys(block)) : [];
  return new Set([
    ...typed("resource", ""),
    ...typed("data", "data."),
    ...Object.keys(within(json, "variable")).map((name) => `var.${name}`),
    ...Object.keys(within(json, "module")).map((name) => `module.${name}`),
    ...localNames.map((name) => `local.${name}`),
  ]);
};

const reference = /(?<![\w."/-])(?:(?:data\.)?(?:aws|azurerm|google)_\w+\.[a-z_]\w*|(?:var|local|module)\.\w+)/gi;

/** `folder: name` of everything that the code of a folder refers to and does not declare. */
export const undeclaredIn = async (files: readonly SourceFile[], parse: Parse): Promise<string[]> => {
  const folders = Map.groupBy(
    files.filter(({ name }) => name.endsWith(".tf")),
    ({ name }) => name.slice(0, Math.max(0, name.lastIndexOf("/"))),
  );
  const missing: string[] = [];
  for (const [folder, contents] of folders) {
    const text = contents.map((file) => file.text).join("\n");
    const declared = await declaredIn(text, parse);
    for (const name of new Set(text.replaceAll(/#.*$/gm, "").match(reference)))
      if (!declared.has(name)) missing.push(`${folder}: ${name}`);
  }
  return missing;
};

/** Modules whose call leaves out a variable without a default: `folder: module.x name`. */
export const unsetIn = async (files: readonly SourceFile[], parse: Parse): Promise<string[]> => {
  const folders = Map.groupBy(files, ({ name }) => name.slice(0, Math.max(0, name.lastIndexOf("/"))));
  const read = new Map<string, Blocks>();
  for (const [folder, contents] of folders) {
    const json: unknown = await parse("folder.tf", contents.map(({ text }) => text).join("\n"));
    read.set(folder, isBlocks(json) ? json : {});
  }
  const first = (value: unknown): Blocks => (Array.isArray(value) && isBlocks(value[0]) ? value[0] : {});
  return [...read].flatMap(([folder, json]) =>
    Object.entries(within(json, "module")).flatMap(([name, calls]) => {
      const call = first(calls);
      const target = new URL(`${String(call["source"])}/`, `file:///${folder}/`).pathname.slice(1, -1);
      return Object.entries(within(read.get(target) ?? {}, "variable"))
        .filter(([variable, blocks]) => first(blocks)["default"] === undefined && call[variable] === undefined)
        .map(([variable]) => `${folder}: module.${name} ${variable}`);
    }),
  );
};
