// How the lines of a page become blocks: turned pages, programs, lists, words that a line's end breaks.
import { describe, expect, it } from "vitest";
import { ExtractionError, openPdf } from "./index.ts";
import { profileOf } from "./pdf-profile.ts";
import { readPage } from "./pdf-page.ts";
import { rowsOf } from "./pdf-rows.ts";
import type { Block } from "#engine/text";

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** A PDF whose pages have these contents, in Helvetica (F1) and Courier (F2). */
const pdf = (contents: readonly string[], { catalogue = "", more = "" } = {}): Uint8Array => {
  const pages = contents.map((_, index) => 10 + index * 2);
  const objects = [
    `1 0 obj\n<</Type/Catalog/Pages 2 0 R${catalogue}>>\nendobj`,
    `2 0 obj\n<</Type/Pages/Kids[${pages.map((page) => `${page} 0 R`).join(" ")}]/Count ${pages.length}>>\nendobj`,
    "3 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj",
    "4 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Courier>>\nendobj",
    ...contents.flatMap((content, index) => [
      `${10 + index * 2} 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents ${11 + index * 2} 0 R/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>\nendobj`,
      `${11 + index * 2} 0 obj\n<</Length ${content.length}>>\nstream\n${content}\nendstream\nendobj`,
    ]),
  ];
  return bytesOf(`%PDF-1.7\n${objects.join("\n")}\n${more}trailer\n<</Size 100/Root 1 0 R>>\n%%EOF`);
};

const line = (text: string, x: number, y: number, size = 12, font = "F1"): string =>
  `BT /${font} ${size} Tf ${x} ${y} Td (${text}) Tj ET`;

const read = async (bytes: Uint8Array): Promise<Block[]> => {
  const document = await openPdf(bytes);
  const blocks = await document.read(0, document.pages + 1);
  await document.close();
  return blocks;
};

const told = (blocks: readonly Block[]): string[] =>
  blocks.map(({ kind, level, text }) => `${kind}${level ?? ""}: ${text}`);

const failureOf = async (bytes: Uint8Array): Promise<unknown> => {
  try {
    return told(await read(bytes));
  } catch (error) {
    return error instanceof ExtractionError ? error.code : error;
  }
};

describe("a page", () => {
  it.each([
    ["to the left", "0 1 -1 0", [300, 100], [314, 100]],
    ["to the right", "0 -1 1 0", [300, 700], [286, 700]],
    ["upside down", "-1 0 0 -1", [500, 300], [500, 314]],
  ])("turned %s is read in its own direction", async (_name, turn, first, second) => {
    const at = ([x, y]: readonly number[], text: string): string => `BT /F1 12 Tf ${turn} ${x} ${y} Tm (${text}) Tj ET`;
    const content = `${at(first, "The first line of the page is here")}\n${at(second, "and the second line comes after it.")}`;
    expect(told(await read(pdf([content])))).toEqual([
      "paragraph: The first line of the page is here and the second line comes after it.",
    ]);
  });

  it("keeps a program's lines with their indentation, apart from the words around them", async () => {
    const content = [
      line("The program that follows counts to three:", 50, 700),
      line("for n in range(3):", 50, 680, 10, "F2"),
      line("print(n)", 74, 668, 10, "F2"),
      line("It says so.", 50, 640),
    ].join("\n");
    expect(told(await read(pdf([content])))).toEqual([
      "paragraph: The program that follows counts to three:",
      "code: for n in range(3):\n    print(n)",
      "paragraph: It says so.",
    ]);
  });

  it("reads what is printed twice to look bold once, and joins what is set in pieces", async () => {
    const content = [
      line("Bold", 50, 700),
      line("Bold", 50.4, 700),
      line("words and", 90, 700),
      line(" ", 140, 700),
      line("more", 146, 700),
      line("of them", 177, 700),
      line("a column", 400, 700),
    ].join("\n");
    const [block] = await read(pdf([content]));
    expect(block?.text).toMatch(/^Bold words and more of them a column$/);
  });

  it("gives a list by its marks, also where a mark stands by itself", async () => {
    const content = [
      line("Before the list there is a sentence that fills its line to the right end.", 50, 700),
      line("1.", 50, 670),
      line("Wash the rice", 70, 671),
      line("2. Cook it slowly in as much water as it takes until it is all gone.", 50, 655),
      line("Then wait.", 50, 641),
      line("- And eat.", 50, 620),
    ].join("\n");
    expect(told(await read(pdf([content])))).toEqual([
      "paragraph: Before the list there is a sentence that fills its line to the right end.",
      "list: 1. Wash the rice\n2. Cook it slowly in as much water as it takes until it is all gone.",
      "paragraph: Then wait.",
      "list: - And eat.",
    ]);
  });

  it("mends words and figures that a line's end breaks, and keeps a hyphen that belongs", async () => {
    const lines = [
      "Every reader of a state-of-the-",
      "art report has seen the years 2019-",
      "2024 in some diagram, and the infor-",
      "mation below it.",
    ].map((text, at) => line(text, 50, 700 - at * 14));
    expect(told(await read(pdf([lines.join("\n")])))).toEqual([
      "paragraph: Every reader of a state-of-the-art report has seen the years 2019-2024 in some diagram, and the information below it.",
    ]);
  });

  it("keeps lines that end early, and parts paragraphs by indentation and by full sentences", async () => {
    const content = [
      line("Rose Lane 4", 50, 760),
      line("Chiangmai", 50, 746),
      line("A paragraph that fills the line from one side to the other side of it.", 50, 710),
      line("And it goes on over a second line that is just as long as the first.", 50, 696),
      line("An indented line begins a new one, and it is a long one as well.", 70, 682),
      line("Short end.", 50, 668),
      line("After that another one begins without any room between the two of it.", 50, 654),
    ].join("\n");
    expect(told(await read(pdf([content])))).toEqual([
      "paragraph: Rose Lane 4\nChiangmai",
      "paragraph: A paragraph that fills the line from one side to the other side of it. And it goes on over a second line that is just as long as the first.",
      "paragraph: An indented line begins a new one, and it is a long one as well. Short end.",
      "paragraph: After that another one begins without any room between the two of it.",
    ]);
  });
});

describe("headings", () => {
  const body = (y: number): string =>
    line("Words of the text itself, of which there are more than of anything.", 50, y);

  it("are known by the table of contents too, however small they are, and end before the text", async () => {
    const outline =
      "5 0 obj\n<</Type/Outlines/First 6 0 R/Last 6 0 R/Count 1>>\nendobj\n6 0 obj\n<</Title(Birds of the delta)/Parent 5 0 R/Dest[10 0 R/Fit]>>\nendobj\n";
    const content = [
      line("Birds of the Delta", 50, 700),
      line("live in the reeds beside it.", 50, 686),
      body(650),
    ].join("\n");
    expect(told(await read(pdf([content], { catalogue: "/Outlines 5 0 R", more: outline })))).toEqual([
      "heading1: Birds of the Delta",
      "paragraph: live in the reeds beside it.",
      "paragraph: Words of the text itself, of which there are more than of anything.",
    ]);
  });

  it("of a size that is used too often to be a heading's are of the lowest rank", async () => {
    const content = [
      line("Title", 50, 760, 24),
      line("A larger line which is as long as the text", 50, 700, 15),
      body(650),
    ].join("\n");
    expect(told(await read(pdf([content])))).toEqual([
      "heading1: Title",
      "heading1: A larger line which is as long as the text",
      "paragraph: Words of the text itself, of which there are more than of anything.",
    ]);
  });

  it("over two lines are one, and end where the next one begins", async () => {
    const content = [
      line("The long title of", 50, 760, 20),
      line("a short report", 50, 738, 20),
      body(700),
      line("Results", 50, 686, 14),
      body(672),
    ].join("\n");
    expect(told(await read(pdf([content])))).toEqual([
      "heading1: The long title of a short report",
      "paragraph: Words of the text itself, of which there are more than of anything.",
      "heading2: Results",
      "paragraph: Words of the text itself, of which there are more than of anything.",
    ]);
  });
});

describe("what a font's reader tells of a page", () => {
  const item = (str: string, x: number, y: number, more: object = {}) => ({
    str,
    transform: [10, 0, 0, 10, x, y],
    width: str.length * 5,
    fontName: "f",
    dir: "ltr",
    ...more,
  });
  const readItems = (items: readonly unknown[]): string[] => {
    const rows = rowsOf(items, new Set());
    return told(readPage(rows, 1, profileOf([rows], new Map())));
  };

  it("may stand from right to left", () => {
    const rtl = { dir: "rtl" };
    expect(readItems([item("العالم", 100, 700, rtl), item("مرحبا", 135, 700, rtl)])).toEqual([
      "paragraph: مرحبا العالم",
    ]);
  });

  it("is joined without a space in scripts that have none", () => {
    expect(readItems([item("稲は水田で育てられる植物で", 50, 700), item("秋に収穫される。", 50, 688)])).toEqual([
      "paragraph: 稲は水田で育てられる植物で秋に収穫される。",
    ]);
  });

  it("may be blank, a mark of the document's structure, or of no size at all", () => {
    const marked = { type: "beginMarkedContent" };
    const sizeless = { transform: [0, 0, 0, 0, Number.POSITIVE_INFINITY, 600], width: Number.NaN };
    expect(readItems([marked, item("", 1, 1), item("  ", 50, 700), null, item("words", 50, 600, sizeless)])).toEqual([
      "paragraph: words",
    ]);
  });

  it("of letters that lie flat takes their size from their width", () => {
    expect(rowsOf([item("flat", 50, 700, { transform: [12, 0, 0, 0, 50, 700] })], new Set())[0]?.size).toBe(12);
  });
});

describe("G7: a PDF", () => {
  const lzw = (bytes: number): string =>
    `8 0 obj\n<</Filter/LZWDecode>>\nstream\n${"x".repeat(bytes)}\nendstream\nendobj\n`;
  it.each([
    ["of 5,001 pages", pdf(Array.from({ length: 5_001 }, () => "")), "too_complex"],
    [
      "with a page of 31,000 pieces",
      pdf([
        `BT /F1 12 Tf ${Array.from({ length: 31_000 }, (_, n) => `1 0 0 1 ${(n % 20) * 30} ${(n % 70) * 10} Tm (a) Tj`).join("\n")} ET`,
      ]),
      "too_complex",
    ],
    ["with a stream that does not end", pdf([""], { more: "8 0 obj\n<<>>\nstream\nxx\n" }), "malformed"],
    ["with much in a packing that is not looked into", pdf([""], { more: lzw(1_000_001) }), "too_large"],
  ])("%s is refused", async (_name, bytes, code) => {
    expect(await failureOf(bytes)).toBe(code);
  });

  it.each([
    ["with little in such a packing", lzw(10)],
    [
      "with a picture, which is left alone",
      "8 0 obj\n<</Subtype/Image/Filter[/FlateDecode/FlateDecode]>>\nstream\nxx\nendstream\nendobj\n",
    ],
  ])("%s is read", async (_name, more) => {
    expect(await failureOf(pdf([line("Hello from the page", 50, 700)], { more }))).toEqual([
      "paragraph: Hello from the page",
    ]);
  });

  it("whose table of objects has no end is judged by its reader", async () => {
    expect(await failureOf(bytesOf("%PDF-1.4\nxref\n0 1\n0000000000 65535 f \nstartxref\n9\n%%EOF"))).toBe("malformed");
  });
});
