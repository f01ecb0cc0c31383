import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { writePost } from "./front-matter.ts";

const matter = { title: "T", date: new Date("2026-11-21T10:00:00Z"), categories: ["A"], tags: ["b"] };

const read = (post: string): { matter: Record<string, unknown>; body: string } => {
  const [, source = "", body = ""] = /^---\n([\s\S]*?)\n---\n\n([\s\S]*)$/.exec(post) ?? [];
  return { matter: parse(source), body };
};

const write = (change: Partial<typeof matter>, content = "Text.") => read(writePost({ ...matter, ...change }, content));

test.each([
  [': "quotes" #hash\nand a second line', ': "quotes" #hash and a second line'],
  ["  spaces  ", "spaces"],
  ["한국어: 제목 #1", "한국어: 제목 #1"],
  ["yes", "yes"],
  ["1e3", "1e3"],
  ["2024-01-01", "2024-01-01"],
  ["---", "---"],
  ["{a: b} [c] & *d ! % @ ` | >", "{a: b} [c] & *d ! % @ ` | >"],
  ["back\\slash and \u0007 bell", "back\\slash and bell"],
])("the title %j is read as it was meant", (title, expected) => {
  expect(write({ title }).matter["title"]).toBe(expected);
});

test("names are names, each once, and the date has its zone", () => {
  const { matter: found } = write({ categories: ["yes", "1e3", "yes", " "], tags: ["2024-01-01", "큐\n잉"] });
  expect(found["categories"]).toEqual(["yes", "1e3"]);
  expect(found["tags"]).toEqual(["2024-01-01", "큐 잉"]);
  expect(writePost(matter, "")).toContain("\ndate: 2026-11-21 10:00:00 +0000\n");
});

describe("what the theme has to load follows from the text", () => {
  test.each([
    ["nothing", "Text with $5 and $10.", { toc: false, math: false, mermaid: false }],
    ["headings", "## a\n## b\n### c", { toc: true, math: false, mermaid: false }],
    ["a formula", "so $$x^2$$", { toc: false, math: true, mermaid: false }],
    ["a formula in TeX's brackets", "so \\(x\\)", { toc: false, math: true, mermaid: false }],
    ["a diagram", "```mermaid\nflowchart LR\n```", { toc: false, math: false, mermaid: true }],
    [
      "code that only looks like it",
      "```sh\n# a\n# b\n# c\necho $$ $$\n```\n`$$x$$`",
      { toc: false, math: false, mermaid: false },
    ],
  ])("%s", (_name, content, expected) => {
    expect(write({}, content).matter).toMatchObject(expected);
  });
});

test("front matter of the text is merged: once, the draft's own fields win", () => {
  const { matter: found, body } = write(
    {},
    "---\ntitle: Old\ntags: [x, b]\ncategories: Z\npin: true\n---\n\nText.\n\n---\n\nMore.",
  );
  expect(found).toMatchObject({ title: "T", tags: ["b", "x"], categories: ["A", "Z"], pin: true });
  expect(body).toBe("Text.\n\n---\n\nMore.\n");
});

test.each(["---\n\nText", "---\nnot a map\n---\nText", "---\na: &x 1\nb: *x\n---\nText"])(
  "%j begins with a line, not with front matter",
  (content) => {
    expect(write({}, content).body).toBe(`${content}\n`);
  },
);

test("a heading that repeats the title goes, any other stays", () => {
  expect(write({ title: "A *b*" }, "# A **b** #\n\nText.").body).toBe("Text.\n");
  expect(write({}, "# Other\n\nText.").body).toBe("# Other\n\nText.\n");
});
