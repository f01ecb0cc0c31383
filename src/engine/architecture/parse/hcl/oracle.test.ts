import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@cdktn/hcl2json";
import { describe, expect, test } from "vitest";
import type { Body } from "./ast.ts";
import { parseHcl } from "./index.ts";

// HashiCorp's own parser, compiled to WebAssembly, is the oracle: same blocks, same arguments, same refusals.

interface Tree {
  [name: string]: "attribute" | Tree[] | Tree;
}

/** Blocks under their labels and arguments by name, in the shape that the oracle's JSON has. */
const treeOf = (body: Body): Tree => {
  const tree: Tree = {};
  for (const item of body) {
    if (item.kind === "attribute") {
      tree[item.name] = "attribute";
      continue;
    }
    let place = tree;
    for (const name of [item.type, ...item.labels].slice(0, -1)) {
      const inner = place[name] ?? {};
      if (inner === "attribute" || Array.isArray(inner)) throw new Error("an argument and a block share a name");
      place[name] = inner;
      place = inner;
    }
    const last = item.labels.at(-1) ?? item.type;
    const siblings = place[last];
    place[last] = [...(Array.isArray(siblings) ? siblings : []), treeOf(item.body)];
  }
  return tree;
};

/** The oracle's JSON with each of our attributes' values left out. */
const trimTo = (tree: Tree, json: unknown): unknown => {
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([name, value]: [string, unknown]) => {
      const ours = tree[name];
      if (ours === undefined || ours === "attribute") return [name, ours ?? "missing here"];
      if (Array.isArray(ours))
        return [name, Array.isArray(value) ? value.map((item, index) => trimTo(ours[index] ?? {}, item)) : value];
      return [name, trimTo(ours, value)];
    }),
  );
};

const folder = join(import.meta.dirname, "oracle");
const names = readdirSync(folder);

const forms: [string, (text: string) => string][] = [
  ["as it is", (text) => text],
  ["with Windows line ends", (text) => text.replaceAll("\n", "\r\n")],
  ["with a byte order mark", (text) => `\uFEFF${text}`],
];

describe.each(forms)("agrees with HashiCorp's parser %s on", (_, form) => {
  test.each(names)("%s", async (name) => {
    const text = form(readFileSync(join(folder, name), "utf8"));
    const { body, problems } = parseHcl(text);
    expect(problems).toEqual([]);
    const tree = treeOf(body);
    expect(trimTo(tree, await parse(name, text))).toEqual(tree);
  });
});

describe("refuses with HashiCorp's parser", () => {
  test.each([
    "a {\n  b = 1\n  b = 2\n}\n",
    "a {\r  b = 1\r}\n",
    'a = "\\ud83d"\n',
    "a = 1 b = 2\n",
    "a { b = 1 c = 2 }\n",
    "a { b { c = 1 } }\n",
    "a {\n  b = 1 }\n",
    "a\n{\n}\n",
    'a "b${c}" {\n}\n',
    "a = [1 2]\n",
    "a = {\n  b = 1 c = 2\n}\n",
    "a = {\n  b = 1\n  , c = 2\n}\n",
    'a = "x\ny"\n',
    'a = "x\ry"\n',
    "a = <<EOT\nx\ry\nEOT\n",
    'a = "\\d"\n',
    'a = "${b"\n',
    'a = "%{ if b }"\n',
    'a = "%{ endif }"\n',
    "a = b ? c\n",
    "a = <<EOT\nx\n",
    "a = [for x xs : x]\n",
    "a = {for x in xs : x}\n",
    "a = 'b'\n",
    "a {\n",
    "}\n",
  ])("%j", async (text) => {
    expect(parseHcl(text).problems).not.toEqual([]);
    await expect(parse("main.tf", text)).rejects.toThrow("parse config");
  });
});
