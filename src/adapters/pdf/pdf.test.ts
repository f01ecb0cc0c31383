import { PDFDict, PDFDocument, PDFHexString, PDFName } from "pdf-lib";
import { describe, expect, test } from "vitest";
import type { Block, Recommendation, Report } from "./index.ts";
import { renderReport } from "./index.ts";
import { readBack } from "./read-back-fixture.ts";

const reportWith = (...blocks: Block[]): Report => ({
  title: "Shop",
  subject: "Cloud architecture report",
  facts: ["AWS", "eu-west-1"],
  madeAt: new Date("2026-11-21T10:00:00Z"),
  score: 62,
  reachable: 90,
  summary: "Sound, with gaps.",
  figures: [{ label: "Score", before: "62", after: "90", change: "+28", mood: "better" }],
  pillars: [
    { name: "Security", score: 40, reachable: 95 },
    { name: "Sustainability", score: null, reachable: null },
  ],
  risks: [{ severity: "critical", title: "Open port", text: "Anyone can try to log in." }],
  sections: [{ title: "Section", start: "page", blocks }],
});

const mixed = "→ 🚀 é ภาษาไทยที่ไม่มีช่องว่าง 云架构报告。クラウド 설계 العربية \u202Eevil \u0000\ud800\t`code`";
const endless = "x".repeat(5000);

const finding = (title: string, links: string[] = []) => ({
  title,
  pillar: "Security",
  why: title,
  fix: title,
  references: [title],
  links,
  places: [{ resource: title, where: title }],
});

const advice = (text: string): Recommendation => ({
  title: text,
  text,
  severity: "high",
  resources: [text],
  score: { before: "62", after: "70" },
  effects: [{ text, mood: "better" }],
});

const hostileBlocks = (text: string): Block[] => [
  { kind: "heading", text },
  { kind: "paragraph", text },
  { kind: "note", text },
  { kind: "bullets", items: [text, ""] },
  { kind: "findings", severity: "critical", total: 1, groups: [finding(text)] },
  { kind: "recommendations", items: [advice(text)] },
  { kind: "climb", from: 62, steps: [70, 80], goal: 75 },
  { kind: "figures", items: [{ label: text, before: text, after: text, change: text, mood: "same" }] },
  {
    kind: "table",
    columns: [
      { title: text, share: 1, mono: true },
      { title: "b", share: 1, align: "end" },
    ],
    rows: [[text, text]],
    total: [text],
  },
  { kind: "code", text, language: "terraform" },
  {
    kind: "diagram",
    caption: text,
    scene: {
      width: 100,
      height: 50,
      background: "#FFFFFF",
      label: text,
      shapes: [
        {
          kind: "rect",
          x: 0,
          y: 0,
          width: 100,
          height: 50,
          radius: 4,
          paint: { fill: "#FFFFFF", stroke: "#000", dash: "5 4" },
        },
        { kind: "path", d: "M0 0L9 9", paint: { stroke: "#64748B", strokeOpacity: 0.5 } },
        { kind: "text", x: 50, y: 20, text, size: 12, weight: 600, anchor: "middle", fill: "#1E293B" },
        { kind: "icon", icon: "no.such", x: 4, y: 4, size: 20 },
      ],
    },
  },
];

const linksOf = async (bytes: Uint8Array): Promise<string[]> => {
  const document = await PDFDocument.load(bytes);
  return document.getPages().flatMap((page) =>
    (page.node.Annots()?.asArray() ?? []).flatMap((ref) => {
      const address = document.context
        .lookup(ref, PDFDict)
        .lookupMaybe(PDFName.of("A"), PDFDict)
        ?.lookup(PDFName.of("URI"));
      return address instanceof PDFHexString ? [address.decodeText()] : [];
    }),
  );
};

test("the same report gives the same bytes", async () => {
  const report = reportWith(...hostileBlocks("Same"));
  const first = await renderReport(report);
  expect(new TextDecoder().decode(first.slice(0, 5))).toBe("%PDF-");
  expect(await renderReport(report)).toEqual(first);
});

test("title, maker, language, dates and outline are in the document", async () => {
  const document = await PDFDocument.load(await renderReport(reportWith({ kind: "paragraph", text: "x" })), {
    updateMetadata: false,
  });
  expect(document.getTitle()).toBe("Shop: Cloud architecture report");
  expect(document.getCreator()).toBe("StackStage");
  expect(document.getCreationDate()).toEqual(new Date("2026-11-21T10:00:00Z"));
  expect(document.getModificationDate()).toEqual(document.getCreationDate());
  expect(document.catalog.has(PDFName.of("Outlines"))).toBe(true);
  expect(document.catalog.has(PDFName.of("Lang"))).toBe(true);
});

describe("any text can be set", () => {
  test.each([
    ["every script, emoji, controls", mixed],
    ["a word of 5,000 letters", endless],
    ["nothing", ""],
    ["markup", "<script>alert(1)</script> %{init} ](javascript:alert(1)) `"],
  ])("%s", async (_name, text) => {
    const risks = [{ severity: "low" as const, title: text, text }];
    const report = { ...reportWith(...hostileBlocks(text)), title: text, summary: text, facts: [text], risks };
    const blocks = hostileBlocks(text);
    const diagram = { title: text, start: "page", blocks: blocks.slice(-1) } as const;
    const bytes = await renderReport({ ...report, sections: [...report.sections, diagram] });
    const document = await PDFDocument.load(bytes);
    expect(document.getPageCount()).toBeGreaterThanOrEqual(3);
    expect(document.getPageCount()).toBeLessThan(12);
  });
});

test("a picture may have any number of shapes", async () => {
  const icon = { kind: "icon", icon: "constructor", x: 4, y: 4, size: 20 } as const;
  const line = { kind: "path", d: "M0 0L9 9", paint: { stroke: "#64748B" } } as const;
  const shapes = [icon, ...Array.from({ length: 40_000 }, () => line)];
  const scene = { width: 100, height: 50, background: "#FFFFFF", label: "", shapes };
  const bytes = await renderReport(reportWith({ kind: "diagram", scene, caption: "" }));
  expect((await PDFDocument.load(bytes)).getPageCount()).toBeGreaterThan(1);
});

test("only http and https become links", async () => {
  const links = [
    "javascript:alert(1)",
    "JAVASCRIPT://x/%0aalert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    "//example.com",
    "https://example.com/(a)?b=\\)",
  ];
  const bytes = await renderReport(
    reportWith({ kind: "findings", severity: "low", total: 1, groups: [finding("Linked", links)] }),
  );
  expect(await linksOf(bytes)).toEqual(["https://example.com/(a)?b=\\)"]);
});

test("code of any length takes a bounded number of pages and says what is left out", async () => {
  const bytes = await renderReport(reportWith({ kind: "code", text: "line\n".repeat(100_000), language: "yaml" }));
  const { pages } = await readBack(bytes);
  expect(pages.length).toBeGreaterThan(50);
  expect(pages.length).toBeLessThan(70);
  expect(pages.at(-1)).toMatch(/\d+ more lines are not shown/);
});

test("a long line of code goes on below without a number, and numbers go on from page to page", async () => {
  const long = `name = "${"part-".repeat(60)}end"`;
  const text = [long, ...Array.from({ length: 120 }, (_, index) => `line_${index + 2}`)].join("\n");
  const { pages } = await readBack(await renderReport(reportWith({ kind: "code", text, language: "terraform" })));
  const [, first = "", second = ""] = pages;
  const numbersOf = (page: string): string[] =>
    page.split("\n").filter((line) => /^ *\d+$/.test(line) || line === "     ");
  expect(
    numbersOf(first)
      .slice(0, 4)
      .map((number) => number.trim()),
  ).toEqual(["1", "", "", ""]);
  const numbers = [...numbersOf(first), ...numbersOf(second)].filter((number) => number.trim() !== "").map(Number);
  expect(numbers).toEqual(Array.from({ length: 121 }, (_, index) => index + 1));
  expect(first.replaceAll(/\s/g, "")).toContain(long.replaceAll(/\s/g, ""));
});

test("a path that is too long keeps its end and the line's number", async () => {
  const where = `${"folder-".repeat(80)}main.tf:127`;
  const group = { ...finding("Open"), places: [{ resource: "aws_s3_bucket.a", where }] };
  const { pages } = await readBack(
    await renderReport(reportWith({ kind: "findings", severity: "low", total: 1, groups: [group] })),
  );
  expect(pages[1]?.replaceAll("\n", "")).toMatch(/…[a-z-]+main\.tf:127/);
});

describe("a picture has a page of its own", () => {
  const box = (width: number, height: number): Block => ({
    kind: "diagram",
    caption: "",
    scene: {
      width,
      height,
      background: "#FFFFFF",
      label: "",
      shapes: [{ kind: "rect", x: 0, y: 0, width, height, radius: 0, paint: { fill: "#FF0000" } }],
    },
  });

  test.each([
    ["lying, for a wide one", 1600, 800, "lying"],
    ["lying, for one that is nearly square", 1000, 1000, "lying"],
    ["upright, for a tall one", 800, 1600, "upright"],
    ["lying, for one so small that both have room", 100, 300, "lying"],
  ])("%s", async (_name, width, height, expected) => {
    const document = await PDFDocument.load(await renderReport(reportWith(box(width, height))));
    const size = document.getPage(1).getSize();
    expect(size.width > size.height ? "lying" : "upright").toBe(expected);
  });
});

test("an icon that is shown often is written once", async () => {
  const icons = (count: number): Block => ({
    kind: "diagram",
    caption: "",
    scene: {
      width: 1000,
      height: 500,
      background: "#FFFFFF",
      label: "",
      shapes: Array.from({ length: count }, (_, index) => ({ kind: "icon", icon: "aws.s3", x: index, y: 4, size: 20 })),
    },
  });
  const [one, many] = await Promise.all([icons(1), icons(50)].map((block) => renderReport(reportWith(block))));
  expect((many?.length ?? 0) - (one?.length ?? 0)).toBeLessThan(500);
});
