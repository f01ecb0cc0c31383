import { fontLoader } from "#adapters/fonts";
import { env } from "cloudflare:workers";
import { PDFDict, PDFDocument, PDFHexString, PDFName } from "pdf-lib";
import { expect, test } from "vitest";
import type { Article, Block } from "./index.ts";
import { renderArticle } from "./index.ts";
import { readBack } from "./read-back-fixture.ts";

const articleOf = (...blocks: Block[]): Article => ({
  title: "결제 시스템 이야기",
  facts: ["2026-11-21"],
  madeAt: new Date("2026-11-21T10:00:00Z"),
  author: "Min-ji",
  language: "ko",
  blocks,
});

const render = (article: Article) => renderArticle(article, fontLoader(env.ASSETS));

const linksOf = async (pdf: Uint8Array): Promise<string[]> => {
  const document = await PDFDocument.load(pdf);
  return document.getPages().flatMap(({ node }) => {
    const annotations = node.Annots()?.asArray() ?? [];
    return annotations.map((entry) => {
      const action = document.context.lookup(entry, PDFDict).lookup(PDFName.of("A"), PDFDict);
      return action.lookup(PDFName.of("URI"), PDFHexString).decodeText();
    });
  });
};

test("I6: Korean with emphasis, code, lists, tables and quotes is drawn with outlines and can be copied", async () => {
  const words = [
    { text: "강조", bold: true } as const,
    { text: "는 " },
    { text: "기울임", italic: true } as const,
    { text: " 😀 끝" },
  ];
  const { pages, blank } = await readBack(
    await render(
      articleOf(
        { kind: "heading", text: "무엇이 문제였나", level: 2 },
        { kind: "paragraph", text: words },
        { kind: "quote", text: words },
        { kind: "bullets", items: [words] },
        { kind: "table", columns: [{ title: "단계", share: 1 }], rows: [[words]] },
        { kind: "code", text: "# 주석", language: "text" },
        { kind: "rule" },
      ),
    ),
  );
  const text = pages.join("\n");
  expect(blank).toBe("");
  expect(text).not.toMatch(/[□\u{FFFD}]/u);
  for (const part of ["결제 시스템 이야기", "무엇이 문제였나", "강조", "기울임", "# 주석", "1 / 1"])
    expect(text).toContain(part);
  expect(text).not.toContain("StackStage");
});

test("I8: links lead to the web or to mail, and nowhere else", async () => {
  const hrefs = [
    "https://example.com/a?b=1",
    "mailto:a@example.com",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    "/relative",
  ];
  const spans = hrefs.map((href) => ({ text: `${href} `, href }));
  const article = {
    ...articleOf({ kind: "paragraph", text: spans }),
    sources: hrefs.map((href) => ({ title: "s", href })),
  };
  const found = await linksOf(await render(article));
  expect([...new Set(found)].toSorted()).toEqual(["https://example.com/a?b=1", "mailto:a@example.com"]);
});

test("headings are the outline, counted from the highest, none lost", async () => {
  const heading = (text: string, level: number): Block => ({ kind: "heading", text, level });
  const blocks = [heading("Early", 3), heading("One", 2), heading("Two", 3), heading("Three", 5), heading("Four", 2)];
  const document = await PDFDocument.load(await render(articleOf(...blocks)));
  const root = document.catalog.lookup(PDFName.of("Outlines"), PDFDict);
  const titlesOf = (parent: PDFDict): unknown[] => {
    const titles: unknown[] = [];
    let entry = parent.lookupMaybe(PDFName.of("First"), PDFDict);
    while (entry) {
      const below = titlesOf(entry);
      const title = entry.lookup(PDFName.of("Title"), PDFHexString).decodeText();
      titles.push(below.length > 0 ? [title, below] : title);
      entry = entry.lookupMaybe(PDFName.of("Next"), PDFDict);
    }
    return titles;
  };
  expect(titlesOf(root)).toEqual(["Early", ["One", [["Two", ["Three"]]]], "Four"]);
});

test("words of many looks lose nothing where lines break, however long", async () => {
  const spans = Array.from({ length: 120 }, (_, index) =>
    index % 3 === 0 ? { text: `bold${index} `, bold: true as const } : { text: `plain${index}, ` },
  );
  const long = { text: "x".repeat(900), code: true as const };
  const { pages } = await readBack(await render(articleOf({ kind: "paragraph", text: [...spans, long] })));
  const text = pages.join("").replaceAll(/\s/g, "");
  const expected = [...spans, long]
    .map((span) => span.text)
    .join("")
    .replaceAll(/\s/g, "");
  expect(text).toContain(expected);
});

test("the same article gives the same bytes", async () => {
  const article = articleOf({ kind: "paragraph", text: [{ text: "a", bold: true }] });
  expect(await render(article)).toEqual(await render(article));
});
