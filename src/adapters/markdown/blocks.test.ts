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
