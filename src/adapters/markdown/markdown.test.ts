import { describe, expect, test } from "vitest";
import { htmlToMarkdown, isHtml, markdownToHtml, MarkdownError, sanitiseMarkdown } from "./index.ts";

describe("Markdown, its HTML and back is the same Markdown", () => {
  test.each([
    ["headings and emphasis", "# A\n\n## B *it* **bo** ~~no~~ `c`\n"],
    ["lists in lists", "- a\n  - b\n    1. c\n    2. d\n- e\n"],
    ["a list with paragraphs", "1. a\n\n   para\n\n2. b\n"],
    ["tasks", "- [x] done\n- [ ] open **x**\n"],
    ["a table", "| a | b |\n| :- | -: |\n| 1 | `x` **z** |\n| 한 | 1<br>2 |\n"],
    ["backticks in code", "````md\n```js\nx\n```\n````\n"],
    ["a diagram", "```mermaid\nflowchart LR\n  A-->B\n```\n"],
    ["footnotes", "Text[^1] and[^note].\n\n[^1]: One.\n\n[^note]: Two *b*.\n"],
    [
      "formulas, and prices, which are none",
      "Inline $a_1 * b_2 * c$ and $$x_i * y$$ costs $5 and $10.\n\n$$\na_b * c\n\\\\\nd\n$$\n\n\\(x_1\\) ok\n",
    ],
    ["a formula in a list", "- $$\n  a_b\n  $$\n"],
    [
      "Korean with particles behind its marks",
      '**강조**는 좋고 *기울임*을 <strong>"인용"</strong>은 3~5일, 10~12일 snake_case\n',
    ],
    ["Thai and emoji", "ภาษาไทย 😀 👩‍👩‍👧 `<T>`\n"],
    [
      "quotes, lines, breaks, links",
      '> q\n>\n> - l\n\n---\n\nline  \nbreak\n\n![alt](https://e.com/a.png "t") <https://x.y> [l](https://a.b/c_d "ti")\n',
    ],
    ["what Markdown has no mark for", "a <u>under</u> <mark>hi</mark> H<sub>2</sub>O\n"],
  ])("%s", async (_name, markdown) => {
    expect(await htmlToMarkdown(await markdownToHtml(markdown))).toBe(markdown);
    expect(await sanitiseMarkdown(markdown)).toBe(markdown);
  });
});

test("the editor's HTML", async () => {
  const html = `<h1>제목</h1><p style="text-align: center"><strong>강조</strong>는 <strong>"인용"</strong>은 <em>x </em>y <s>no</s> <mark data-color="#ff0" style="background-color:#ff0">hi</mark></p><ul data-type="taskList"><li data-checked="true" data-type="taskItem"><label><input type="checkbox" checked="checked"><span></span></label><div><p>done</p></div></li></ul><pre><code class="language-ts">const a = \`x\`;\n\nif (a &lt; 1) {}\n</code></pre><table><colgroup><col></colgroup><tbody><tr><th colspan="1"><p>A</p></th></tr><tr><td><p>1</p><p>x|y</p></td></tr></tbody></table><ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul><p>a<br>b</p><hr><blockquote><p>q</p></blockquote><p></p>`;
  expect(isHtml(html)).toBe(true);
  expect(await htmlToMarkdown(html)).toBe(
    '# 제목\n\n**강조**는 <strong>"인용"</strong>은 *x* y ~~no~~ <mark>hi</mark>\n\n- [x] done\n\n```ts\nconst a = `x`;\n\nif (a < 1) {}\n```\n\n| A |\n| - |\n| 1<br>x\\|y |\n\n- a\n  - b\n\na  \nb\n\n---\n\n> q\n',
  );
});

test("tasks are what the editor knows them by", async () => {
  expect(await markdownToHtml("- [x] a")).toContain(
    '<ul class="contains-task-list" data-type="taskList">\n<li class="task-list-item" data-type="taskItem" data-checked="true"><input type="checkbox" checked disabled> a</li>',
  );
});

test.each([
  ["<p>a</p>", true],
  ["<h2>a</h2>\n<p>b < c</p>\n", true],
  ["<pre><code>a\n\nb</code></pre>", true],
  ["# T\n<p>x</p>", false],
  ["<p align=center>x</p>\n\n# T\n\ntext", false],
  ["<div>\n\n**x**\n\n</div>", false],
  ["```html\n<p>x</p>\n```", false],
  ["Generic `<T>`", false],
  ["<T>", false],
  ["<p>a", false],
  ["", false],
])("%j is HTML: %s", (content, expected) => {
  expect(isHtml(content)).toBe(expected);
});

const hostile = [
  "<script>alert(1)</script>\n\ntext <img src=x onerror=alert(1)> [a](javascript:alert(1))",
  '<a href="jAva&#115;cript:alert(1)" onclick=y>z</a>',
  "<scr<script>ipt>alert(1)</script>",
  "[x][1]\n\n[1]: javascript:alert(1)\n",
  "![a](data:text/html,x) <javascript:alert(1)> <iframe src=x>\n\nyy</iframe>",
  "[a](java\nscript:x) [b]( javascript:x) [c](<java script:y>) [d](&#106;avascript:x) [e](vbscript:x)",
  "<svg onload=x><p>hi</p></svg> <math><mi xlink:href='data:x'>",
  '<div style="background:url(javascript:x)" onmouseover="x">\n\n**b**\n\n</div>\n<!-- <img src=x onerror=y> -->',
  '<p title="--><img src=x onerror=alert(1)>">x</p>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
];

describe("I9: nothing that acts gets through, whichever way", () => {
  const active = new RegExp(
    [
      "<(?:script|iframe|svg|math|object|style|noscript)",
      String.raw`<[^>"]*(?:"[^"]*"[^>"]*)*\son\w+\s*=`,
      String.raw`(?:href|src)="[^"]*(?:script|data)\s*:`,
    ].join("|"),
    "i",
  );
  test.each(hostile)("%j", async (content) => {
    const html = await markdownToHtml(content);
    expect(html).not.toMatch(active);
    const clean = await sanitiseMarkdown(content);
    expect(await markdownToHtml(clean)).not.toMatch(active);
    expect(clean).not.toMatch(/<(?:script|iframe|svg|math)\b|<[^>]*\son\w+=/i);
    expect(await markdownToHtml(await htmlToMarkdown(content))).not.toMatch(active);
  });
});

describe("F10: what would take a parser's stack or time is refused by its limit", () => {
  test.each([
    [">".repeat(100_000), /40 deep/],
    ["- ".repeat(100_000), /40 deep/],
    [`${" ".repeat(2_000)}- a`, /40 deep/],
    ["[".repeat(100_000), /marks/],
    ["*a_".repeat(100_000), /marks/],
    ["a@a.".repeat(100_000), /marks/],
    ["a\n".repeat(100_000), /40,000 lines/],
    ["a".repeat(1_000_001), /1 MB/],
    ["가".repeat(400_000), /1 MB/],
    ["<div>\n\n".repeat(200), /nested more than 100 deep/],
  ])("Markdown %#", async (markdown, message) => {
    await expect(markdownToHtml(markdown)).rejects.toThrow(message);
    await expect(markdownToHtml(markdown)).rejects.toBeInstanceOf(MarkdownError);
  });

  test.each([
    ["<div>".repeat(100_000), /100 deep/],
    ["<div></x>".repeat(10_000), /100 deep/],
    [`${"<b>".repeat(90)}${"<p>".repeat(10_000)}`, /not closed/],
    [`<a ${"a=1 ".repeat(100_000)}>`, /100 attributes/],
    ["<b>a</b> ".repeat(100_000), /50,000 tags/],
  ])("HTML %#", async (html, message) => {
    await expect(htmlToMarkdown(html)).rejects.toThrow(message);
  });
});

describe("HTML that no editor of ours wrote", () => {
  test.each([
    [
      "a picture without an address is its words",
      '<p><img alt="A cat"> and <img> and <img src="https://a.b/c.png"></p>',
      "A cat and  and ![](https://a.b/c.png)\n",
    ],
    ["a section is its content", "<section><h2>A</h2><p>b</p></section>", "## A\n\nb\n"],
    ["a raised number is raised", "<p>x<sup>2</sup> and <sup></sup>y</p>", "x<sup>2</sup> and <sup></sup>y\n"],
    ["emphasis of nothing but a space is a space", "<p>a<strong> </strong>b<em></em>c</p>", "a bc\n"],
    [
      "emphasis of a picture stays",
      '<p><em><img src="https://a.b/c.png" alt="x"></em></p>',
      "<em>![x](https://a.b/c.png)</em>\n",
    ],
    ["a line that breaks in a heading is a space", "<h3>a<br>b</h3>", "### a b\n"],
    [
      "classes but for a language's go, addresses that are none too",
      '<p class="x"><a href="javascript:alert(1)" class="y">a</a></p><pre><code class="language-c++">x</code></pre>',
      "a\n\n```c++\nx\n```\n",
    ],
  ])("%s", async (_name, html, markdown) => {
    expect(await htmlToMarkdown(html)).toBe(markdown);
  });
});

test.each([
  ["text beside its tags", "a<p>b</p>", false],
  ["a tag that ends another", "<p><b>a</p></b>", false],
])("%s is no HTML of an editor's", (_name, content, expected) => {
  expect(isHtml(content)).toBe(expected);
});
