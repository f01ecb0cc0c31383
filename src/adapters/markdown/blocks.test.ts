import { describe, expect, test } from "vitest";
import { readBlocks } from "./index.ts";

const drawNothing = () => Promise.resolve(undefined);
const read = (markdown: string) => readBlocks(markdown, { draw: drawNothing, lineBreaks: "kept" });

describe("lists lose nothing", () => {
  test("code in a step stands after it, and the numbers go on", async () => {
    expect(await read("1. First\n   ```hcl\n   a = 1\n   ```\n2. Second\n3. Third")).toEqual([
      { kind: "steps", first: 1, items: ["First"], level: 0 },
      { kind: "code", text: "a = 1", language: "terraform" },
      { kind: "steps", first: 2, items: ["Second", "Third"], level: 0 },
    ]);
  });

  test("a list in a list is one level further in", async () => {
    expect(await read("- a\n  1. b\n  2. c\n- d")).toEqual([
      { kind: "bullets", items: ["a"], level: 0 },
      { kind: "steps", first: 1, items: ["b", "c"], level: 1 },
      { kind: "bullets", items: ["d"], level: 0 },
    ]);
  });

  test("a table in an item, and boxes to check", async () => {
    const blocks = await read("- [x] done\n- [ ] open\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |");
    expect(blocks.map(({ kind }) => kind)).toEqual(["bullets", "table"]);
    expect(blocks[0]).toMatchObject({ items: ["[x] done", "[ ] open"] });
  });
});

test("a text of every kind is read as a page shows it", async () => {
  const markdown = [
    "# *A* title &amp; `code`",
    "",
    "Some *slanted*, **bold**, ~~struck~~, [linked](https://a.example) text &lt;b&gt; with `code`  ",
    "and a line, and a<br>break <i>by</i> hand.",
    "",
    "- first",
    "  goes on",
    "- *second*",
    "",
    "  has a paragraph",
    "- [x] ",
    "",
    "| Name | Cost | Why |",
    "|:-----|-----:|:---:|",
    "| `a`  |   12 | a rather long remark that no column should be as wide as |",
    "",
    "***",
    "",
    "```yaml",
    "a: 1",
    "```",
    "",
    "```JSON",
    "{}",
    "```",
    "",
    "    indented",
  ].join("\n");
  expect(await read(markdown)).toEqual([
    { kind: "heading", level: 1, text: "A title & code" },
    {
      kind: "paragraph",
      text: [
        { text: "Some " },
        { text: "slanted", italic: true },
        { text: ", " },
        { text: "bold", bold: true },
        { text: ", " },
        { text: "struck", struck: true },
        { text: ", " },
        { text: "linked", href: "https://a.example" },
        { text: " text <b> with " },
        { text: "code", code: true },
        { text: "\n" },
        { text: "and a line, and a" },
        { text: "\n" },
        { text: "break " },
        { text: "by" },
        { text: " hand." },
      ],
    },
    {
      kind: "bullets",
      level: 0,
      items: ["first\ngoes on", [{ text: "second", italic: true }, { text: " " }, { text: "has a paragraph" }], "[x]"],
    },
    {
      kind: "table",
      columns: [
        { title: "Name", share: 10 },
        { title: "Cost", share: 10, align: "end" },
        { title: "Why", share: 34 },
      ],
      rows: [["`a`", "12", "a rather long remark that no column should be as wide as"]],
    },
    { kind: "rule" },
    { kind: "code", text: "a: 1", language: "yaml" },
    { kind: "code", text: "{}", language: "json" },
    { kind: "code", text: "indented", language: "text" },
  ]);
});

test("a list in more lists than a page has room for is shown as it was written", async () => {
  const deep = Array.from({ length: 9 }, (_, depth) => `${"  ".repeat(depth)}- level ${depth}`).join("\n");
  const blocks = await read(deep);
  expect(blocks.at(-1)).toEqual({ kind: "bullets", level: 7, items: ["- level 7 - level 8"] });
});

test("a quote keeps its paragraphs, lists and code apart", async () => {
  expect(await read("> one\n>\n> - two\n>\n> ```sh\n> three\n> ```")).toEqual([
    { kind: "quote", text: "one" },
    { kind: "bullets", items: ["two"], level: 1 },
    { kind: "code", text: "three", language: "text" },
  ]);
});

test.each(["mermaid", "Mermaid", "mermaid title=x"])("a block in %s is drawn", async (language) => {
  const drawn: string[] = [];
  const draw = (text: string) => {
    drawn.push(text);
    return Promise.resolve(undefined);
  };
  await readBlocks(`\`\`\`${language}\nflowchart LR\n\`\`\``, { draw, lineBreaks: "kept" });
  expect(drawn).toEqual(["flowchart LR"]);
});

describe("what takes a parser's stack or hours is shown as it stands", () => {
  test.each([
    ["quotes in quotes", ">".repeat(20_000)],
    ["lists in lists", "- ".repeat(20_000) + "x"],
    ["marks of emphasis", "*a_".repeat(16_000)],
    ["an endless address", `${"a.".repeat(20_000)}@`],
  ])("%s", async (_, text) => {
    expect(await read(text)).toEqual([{ kind: "paragraph", text }]);
  });
});
