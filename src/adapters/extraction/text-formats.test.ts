import { describe, expect, it } from "vitest";
import { decodeText, ExtractionError, extractCode, extractHtml, extractMarkdown, extractText } from "./index.ts";
import type { Block } from "#engine/text";

/** Blocks as short lines: what a table of cases can show. */
const told = (blocks: readonly Block[]): string[] =>
  blocks.map(({ kind, level, text }) => `${kind}${level ?? ""}: ${text}`);

describe("HTML", () => {
  it.each([
    [
      "headings and paragraphs",
      "<h1>A</h1><p>One &amp; two<br>three<h2>B</h2>four",
      ["heading1: A", "paragraph: One & two\nthree", "heading2: B", "paragraph: four"],
    ],
    ["lists", "<ul><li>a<ul><li>b</ul><li>c</ul><ol><li>x<li>y</ol>", ["list: - a\n  - b\n- c", "list: 1. x\n2. y"]],
    ["tables", "<table><tr><th>Y<th>N<tr><td>1<td><p>2</p></table>", ["table: Y | N\n1 | 2"]],
    ["code", "<pre>if x:\n  y &lt; 1\n</pre>", ["code: if x:\n  y < 1"]],
    [
      "no programs, menus or hidden parts",
      "<script>a</script><style>b</style><nav>c</nav><p hidden>d</p><div style='display: none'>e</div>f",
      ["paragraph: f"],
    ],
    ["a title where no heading is", "<title>T</title><p>x", ["heading1: T", "paragraph: x"]],
  ])("gives %s", async (_name, html, expected) => {
    expect(told(await extractHtml(html))).toEqual(expected);
  });

  it.each(["<div>", "<b><p>", "<table><tr><td>", "<ul><li>"])(
    "G5: a hundred thousand of %s inside each other are read",
    async (tag) => {
      expect((await extractHtml(`${tag.repeat(100_000)}end`)).at(-1)?.text).toContain("end");
    },
  );
});

describe("Markdown", () => {
  it.each([
    [
      "headings of both kinds",
      "# A #\nText\n\nB\n===\n\nC\n---\n",
      ["heading1: A", "paragraph: Text", "heading1: B", "heading2: C"],
    ],
    [
      "text without its marks",
      "**bold** and *soft*, [a link](http://x) `code` ![pic](y) snake_case_name 2 * 3 * 4",
      ["paragraph: bold and soft, a link code pic snake_case_name 2 * 3 * 4"],
    ],
    ["lists", "- a\n- b\n  more\n\n- c\n\nend", ["list: - a\n- b more\n- c", "paragraph: end"]],
    ["tables", "| a | b |\n|---|---|\n| 1 | 2 |\n", ["table: a | b\n1 | 2"]],
    ["code with its marks", "```py\n# no *heading*\n```\n", ["code: # no *heading*"]],
    ["the title in front matter", '---\ntitle: "T"\ntags: [a]\n---\nx', ["heading1: T", "paragraph: x"]],
  ])("gives %s", (_name, markdown, expected) => {
    expect(told(extractMarkdown(markdown))).toEqual(expected);
  });
});

describe("plain text", () => {
  const wrapped =
    "The river carries a great deal of silt toward\nthe delta where farmers have been planting rice\nfor a thousand years.";
  it.each([
    ["lines that a program broke are joined", wrapped, [`paragraph: ${wrapped.replaceAll("\n", " ")}`]],
    ["lines that mean something stay", "Rose Lane 4\nChiang Mai", ["paragraph: Rose Lane 4\nChiang Mai"]],
    ["blank lines part paragraphs", "a\r\n\r\n\r\nb", ["paragraph: a", "paragraph: b"]],
    ["letters are composed and what nobody sees is left out", "e\u0301\u0000\u200B\u202Ex", ["paragraph: éx"]],
  ])("%s", (_name, text, expected) => {
    expect(told(extractText(text))).toEqual(expected);
  });

  it("a pile of marks on one letter is cut off", () => {
    expect(extractText(`e${"\u0323\u0301".repeat(500_000)}`)[0]?.text.length).toBeLessThan(40);
  });

  it("code keeps its lines and indentation", () => {
    expect(told(extractCode("\n  a:\n\n    b  \n"))).toEqual(["code:   a:\n\n    b"]);
  });

  it("UTF-16 with its mark is read, and broken UTF-8 is refused", () => {
    expect(decodeText(Uint8Array.of(0xfe, 0xff, 0, 0x61))).toBe("a");
    expect(() => decodeText(Uint8Array.of(0xc3, 0x28))).toThrow(ExtractionError);
  });
});
