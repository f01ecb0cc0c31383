import { deflateSync } from "node:zlib";
import { PDFDocument, StandardFonts } from "pdf-lib";
import { describe, expect, it } from "vitest";
import { ExtractionError, openPdf } from "./index.ts";
import type { Block } from "#engine/text";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A PDF of these objects, counted from 1; the first is its catalogue. */
const pdf = (objects: readonly (string | Uint8Array)[], trailer = ""): Uint8Array => {
  const parts: Uint8Array[] = [bytesOf("%PDF-1.7\n")];
  for (const [index, object] of objects.entries())
    parts.push(
      bytesOf(`${index + 1} 0 obj\n`),
      typeof object === "string" ? bytesOf(object) : object,
      bytesOf("\nendobj\n"),
    );
  parts.push(bytesOf(`trailer\n<</Size ${objects.length + 1}/Root 1 0 R${trailer}>>\n%%EOF`));
  return new Uint8Array(Buffer.concat(parts));
};

const onePage = (content: Uint8Array, catalogue = "", filter = ""): (string | Uint8Array)[] => [
  `<</Type/Catalog/Pages 2 0 R${catalogue}>>`,
  "<</Type/Pages/Kids[3 0 R]/Count 1>>",
  "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
  Buffer.concat([bytesOf(`<</Length ${content.length}${filter}>>\nstream\n`), content, bytesOf("\nendstream")]),
  "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
];

const hello = bytesOf("BT /F1 12 Tf 50 700 Td (Hello from the page) Tj ET");

const read = async (bytes: Uint8Array): Promise<Block[]> => {
  const document = await openPdf(bytes);
  const blocks = await document.read(1, document.pages);
  await document.close();
  return blocks;
};

const failureOf = async (bytes: Uint8Array): Promise<unknown> => {
  try {
    return await read(bytes);
  } catch (error) {
    return error instanceof ExtractionError ? error.code : error;
  }
};

interface Line {
  text: string;
  x?: number;
  y: number;
  size?: number;
}

const written = async (pages: readonly (readonly Line[])[]): Promise<Uint8Array> => {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (const lines of pages) {
    const page = document.addPage([595, 842]);
    for (const { text, x = 60, y, size = 11 } of lines) page.drawText(text, { x, y, size, font });
  }
  return document.save();
};

describe("a PDF", () => {
  it("gives headings by their size and paragraphs with mended lines, page by page", async () => {
    const bytes = await written([
      [
        { text: "Silt in rivers", y: 780, size: 22 },
        { text: "The river carries silt to the delta, and the infor-", y: 740 },
        { text: "mation that was gathered shows where it comes from.", y: 727 },
        { text: "Another paragraph stands a little below the first one.", y: 700 },
      ],
      [{ text: "The second page is about birds and about their nests.", y: 780 }],
    ]);
    const document = await openPdf(bytes);
    expect(document.pages).toBe(2);
    expect(await document.read(1, 1)).toEqual([
      { kind: "heading", level: 1, text: "Silt in rivers", page: 1 },
      {
        kind: "paragraph",
        text: "The river carries silt to the delta, and the information that was gathered shows where it comes from.",
        page: 1,
      },
      { kind: "paragraph", text: "Another paragraph stands a little below the first one.", page: 1 },
    ]);
    expect(await document.read(2, 2)).toMatchObject([{ page: 2, text: /^The second page/ }]);
    await document.close();
  });

  it("reads two columns one after the other, and a table by its rows", async () => {
    const columns = Array.from({ length: 8 }, (_, row) => [
      { text: `left column goes on with line ${row} here`, y: 700 - row * 14 },
      { text: `right column goes on with line ${row} too`, x: 330, y: 700 - row * 14 },
    ]).flat();
    const table = ["Year Count", "2016 26960", "2020 20580"].flatMap((row, index) =>
      row.split(" ").map((text, column) => ({ text, x: 60 + column * 90, y: 500 - index * 16 })),
    );
    const blocks = await read(await written([[...columns, ...table]]));
    const text = blocks.map((block) => block.text).join("\n");
    expect(text.indexOf("left column goes on with line 7")).toBeLessThan(
      text.indexOf("right column goes on with line 0"),
    );
    expect(blocks.at(-1)).toEqual({ kind: "table", text: "Year | Count\n2016 | 26960\n2020 | 20580", page: 1 });
  });

  it("leaves out running titles and page numbers", async () => {
    const pages = Array.from({ length: 6 }, (_, index) => [
      { text: "Annual survey of rivers", y: 815, size: 9 },
      { text: `Words that only page ${"abcdef"[index]} has, in a full sentence.`, y: 700 },
      { text: String(index + 1), x: 290, y: 25, size: 9 },
    ]);
    const blocks = await read(await written(pages));
    expect(blocks.map(({ text }) => text)).toEqual(
      ["a", "b", "c", "d", "e", "f"].map((page) => `Words that only page ${page} has, in a full sentence.`),
    );
  });

  it("without words gives no blocks", async () => {
    expect(await read(await written([[]]))).toEqual([]);
  });

  it("G7: runs no script and starts no program: its text only", async () => {
    const actions =
      "/OpenAction<</S/JavaScript/JS(throw 1)>>/AA<</WC<</S/Launch/F(calc.exe)>>>>/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(while(1){})>>]>>>>";
    expect(await read(pdf(onePage(hello, actions)))).toEqual([
      { kind: "paragraph", text: "Hello from the page", page: 1 },
    ]);
  });

  const lock = `/ID[<${"ab".repeat(16)}><${"ab".repeat(16)}>]/Encrypt<</Filter/Standard/V 1/R 2/P -44/O<${"11".repeat(32)}>/U<${"22".repeat(32)}>>>`;

  it.each([
    ["encrypted", pdf(onePage(hello), lock), "encrypted"],
    [
      "a cross-reference that leads to itself",
      bytesOf("%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF"),
      "malformed",
    ],
    [
      "pages that hold themselves",
      pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>"]),
      "malformed",
    ],
    ["a million objects", bytesOf(`%PDF-1.4\n${"1 0 obj 1 endobj\n".repeat(1_000_000)}`), "too_complex"],
    ["arrays a million deep", pdf([`<</Type/Catalog/Pages ${"[".repeat(1_000_000)}>>`]), "malformed"],
    ["only a header", bytesOf("%PDF-1.7\n"), "malformed"],
    ["a bomb", pdf(onePage(deflateSync(Buffer.alloc(80_000_000, 32)), "", "/Filter/FlateDecode")), "too_large"],
    ["packed twice", pdf(onePage(hello, "", "/Filter[/FlateDecode/FlateDecode]")), "too_large"],
  ])("G7: %s is refused", async (_name, bytes, code) => {
    expect(await failureOf(bytes)).toBe(code);
  });
});
