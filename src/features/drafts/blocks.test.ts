import { describe, expect, test } from "vitest";
import { blocksOf, inBlocks, show } from "./blocks.ts";

const collect = async (pieces: AsyncIterable<string>): Promise<string[]> => {
  const all: string[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
};

async function* inPieces(text: string, length: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
}

const text = [
  "# Title",
  "A paragraph\nof two lines.",
  "- an item\n\n  and its second paragraph\n\n- another\n\n1. one\n\n2. two",
  "```md\n# no heading\n\n```js\n\nstill code\n```",
  "~~~\n\n```\n\n~~~",
  "The end, and 1",
].join("\n\n");

const trimmed = (blocks: readonly string[]) => blocks.map((block) => block.trim());

describe("blocks", () => {
  test("are whole: a list stays together, and code is never torn", async () => {
    expect(trimmed(await collect(blocksOf(text)))).toEqual([
      "# Title",
      "A paragraph\nof two lines.\n\n- an item\n\n  and its second paragraph\n\n- another\n\n1. one\n\n2. two",
      "```md\n# no heading\n\n```js\n\nstill code\n```",
      "~~~\n\n```\n\n~~~",
      "The end, and 1",
    ]);
  });

  test.each([1, 2, 3, 7, 64, 10_000])("are the same when they come %i letters at a time", async (length) => {
    const blocks = await collect(inBlocks(inPieces(text, length)));
    expect(blocks).toEqual(await collect(blocksOf(text)));
    expect(blocks.join("")).toBe(text);
  });

  test("come as soon as the next one begins", async () => {
    const blocks = inBlocks(inPieces("One.\n\nTwo goes on and", 1));
    expect((await blocks.next()).value).toBe("One.\n\n");
  });

  test("of a long list or a long piece of code are found in one go", async () => {
    const lines = 50_000;
    expect(await collect(blocksOf("- item\n".repeat(lines)))).toHaveLength(1);
    expect(await collect(blocksOf(`~~~\n${"line\n".repeat(lines)}~~~\n\nEnd.`))).toHaveLength(2);
  });
});

test("what is shown is cleaned, in the editor's format, and kept as far as it came", async () => {
  const kept: string[] = [];
  const broken = async function* () {
    yield "**Bold** [x](javascript:x())\n\n";
    yield "<script>alert(1)</script>";
    yield "Last.";
    throw new Error("cut");
  };
  const shown: string[] = [];
  const read = async () => {
    for await (const piece of show(broken(), "html", kept)) shown.push(piece);
  };
  await expect(read()).rejects.toThrow("cut");
  expect(shown.join("")).toBe("<p><strong>Bold</strong> x</p>\n\n<p>Last.</p>");
  expect(kept).toEqual(["**Bold** x", "Last."]);
});
