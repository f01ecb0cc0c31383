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
    ["no title beside a heading of its own", "<title>T</title><h1>H</h1>", ["heading1: H"]],
    ["one title of two", "<title>T</title><title>U</title>x", ["heading1: T", "paragraph: x"]],
    ["nothing of a title that does not end", "<title>T <p>x", []],
    [
      "all levels of headings, broken lines in one line",
      "<h3>A<br>B</h3><h4>C</h4><h5>D</h5><h6>E</h6>",
      ["heading3: A B", "heading4: C", "heading5: D", "heading6: E"],
    ],
    [
      "what a block's missing end tag hides, no further than to the next",
      "<p hidden>a<p>b<li aria-hidden=true>c<div>d</div><p aria-hidden=false>e<p style='visibility:hidden'>f",
      ["paragraph: b", "paragraph: d", "paragraph: e"],
    ],
    [
      "nothing inside what is skipped, however it nests",
      "<nav>a<nav>b</nav>c<br></nav>d<svg/>e<svg><title>f</title></svg><textarea><p>g</p></textarea>h<math/>",
      ["paragraph: deh"],
    ],
    ["no comment, no NUL, no document type", "<!doctype html><!-- a -->b\0c", ["paragraph: bc"]],
    [
      "text that follows ends without a beginning",
      "</table></ul></ol></li></td></tr></pre></h1></p>x",
      ["paragraph: x"],
    ],
  ])("gives %s", async (_name, html, expected) => {
    expect(told(await extractHtml(html))).toEqual(expected);
  });

  it.each([
    ["further paragraphs of an item, indented", "<ul><li>a<p>b</ul>", ["list: - a\n  b"]],
    [
      "a heading, which ends the list before it",
      "<ul><li>a<h2>H</h2>b</ul>",
      ["list: - a", "heading2: H", "list:   b"],
    ],
    ["an item without a list", "<li>a</li>b", ["paragraph: a", "paragraph: b"]],
    ["numbers that go on after a list inside", "<ol><li>a<ol><li>b</ol><li>c</ol>", ["list: 1. a\n  1. b\n2. c"]],
    [
      "ten lists inside each other, indented eight times at most",
      `${"<ul>".repeat(10)}<li>a${"</ul>".repeat(10)}b`,
      [`list: ${"  ".repeat(7)}- a`, "paragraph: b"],
    ],
    [
      "code as it stands, without empty ends of lines",
      "<ul><li>x<pre>\n a  \n\n b\n</pre></ul>",
      ["list: - x", "code:  a\n\n b"],
    ],
    ["no code where there is none", "<pre> \n </pre>a", ["paragraph: a"]],
    ["code that does not end", "<pre>a\n b", ["code: a\n b"]],
  ])("keeps in lists and code %s", async (_name, html, expected) => {
    expect(told(await extractHtml(html))).toEqual(expected);
  });

  it.each([
    [
      "as people write it, over many lines",
      "<table>\n  <thead>\n    <tr>\n      <th>Year</th>\n      <th>Tons</th>\n    </tr>\n  </thead>\n  <tr>\n    <td>2025</td>\n    <td>31</td>\n  </tr>\n</table>",
      ["table: Year | Tons\n2025 | 31"],
    ],
    [
      "with empty cells in their places",
      "<table><tr><td>a<td><td>c<tr><td></td> <td>b</td><td></table>",
      ["table: a |  | c\n | b | "],
    ],
    ["without its rows' tags", "<table><td>a<td>b</table>", ["table: a | b"]],
    ["without a row that holds nothing", "<table><tr><td> <td><tr><td>a<td>b</table>", ["table: a | b"]],
    [
      "of one column, which only sets a page",
      "<table><tr><td>a</td></tr><tr><td>b</table>c",
      ["paragraph: a", "paragraph: b", "paragraph: c"],
    ],
    ["with a caption", "<table><caption>A</caption><tr><td>b<td>c</table>", ["paragraph: A", "table: b | c"]],
    [
      "with text where none may be, which comes before it",
      "<table>a<tr><td>b<td>c</table>",
      ["paragraph: a", "table: b | c"],
    ],
    ["with text between its cells, which is a cell", "<table><tr>a<td>b</td>c</tr></table>", ["table: a | b | c"]],
    [
      "with headings, code and blocks in its cells",
      "<table><tr><td><h2>a</h2><p>b</p><td><pre>c\n  d</pre></table>",
      ["table: a b | c d"],
    ],
    [
      "with a table inside",
      "<table><tr><td>a<td>b<table><tr><td>c<td>d</table></table>e",
      ["table: a | b\nc | d", "paragraph: e"],
    ],
    ["that does not end", "<ul><li>a<table><tr><td>b<td>c", ["list: - a", "table: b | c"]],
  ])("gives a table %s", async (_name, html, expected) => {
    expect(told(await extractHtml(html))).toEqual(expected);
  });

  it("takes cells without a table for text", async () => {
    expect(told(await extractHtml("<tr><td>a</td><th>b</th></tr>"))).toEqual(["paragraph: ab"]);
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
    ["no title beside a heading of its own", "---\ntitle: T\n---\n# H", ["heading1: H"]],
    ["no title where front matter has none", "---\ntitle: ''\ntags: a\n...\n## H", ["heading2: H"]],
    ["dashes that open no front matter as a rule", "---\nx", ["paragraph: x"]],
    [
      "headings with and without words",
      "## A b ##\n#\n###### C\n####### D\nTwo\nlines\n====",
      ["heading2: A b", "heading6: C", "heading1: ####### D Two lines"],
    ],
    [
      "text without what only a page shows",
      "<https://a.b/c> <mailto:d@e.f> <b>g</b> [h][i] ~~j~~ __k__ _l_ \\*m\\* &amp; &nbsp;&#39;&copy; ``n``",
      ["paragraph: a.b/c d@e.f g h j k l *m* &  '&copy; n"],
    ],
    ["no definitions of links", "a\n[b]: http://x\nc", ["paragraph: a c"]],
    ["quotations as text", "> a\n> > b\n\n> - c", ["paragraph: a b", "list: - c"]],
    ["rules as breaks", "a\n***\nb\n- - -\nc", ["paragraph: a", "paragraph: b", "paragraph: c"]],
    [
      "lists over blank lines, until something else comes",
      "- a\n\n  b\n\n1) c\n\nd\n* e\n# F",
      ["list: - a b\n1) c", "paragraph: d", "list: * e", "heading1: F"],
    ],
    ["a list at the end of the text", "x\n+ a\n\n", ["paragraph: x", "list: + a"]],
    [
      "tables of every hand, and the text after them",
      "a | b\n:-|-:\n1 | **2**\nplain\n\n| c |\n| d |\n- e",
      ["table: a | b\n1 | 2", "paragraph: plain", "table: c\nd", "list: - e"],
    ],
    [
      "code between longer fences, between tildes, and without an end",
      "````\n```\n````\n~~~ sh\n\nls  \n~~~\n```\n\n```\n```\nend",
      ["code: ```", "code: ls", "code: end"],
    ],
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
