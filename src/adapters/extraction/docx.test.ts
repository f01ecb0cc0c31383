import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { ExtractionError, extractDocx } from "./index.ts";

const namespace = "http://schemas.openxmlformats.org";

const docx = (body: string, more: Readonly<Record<string, Uint8Array>> = {}): Uint8Array =>
  zipSync({
    "_rels/.rels": strToU8(
      `<Relationships xmlns="${namespace}/package/2006/relationships"><Relationship Id="r1" Type="${namespace}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    ),
    "word/styles.xml": strToU8(
      `<w:styles xmlns:w="${namespace}/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>`,
    ),
    "word/document.xml": strToU8(
      `<w:document xmlns:w="${namespace}/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    ),
    ...more,
  });

const paragraph = (text: string, style = ""): string =>
  `<w:p>${style === "" ? "" : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`;

const cell = (text: string): string => `<w:tc>${paragraph(text)}</w:tc>`;

const failureOf = async (bytes: Uint8Array): Promise<unknown> => {
  try {
    return await extractDocx(bytes);
  } catch (error) {
    return error instanceof ExtractionError ? error.code : error;
  }
};

describe("a Word document", () => {
  it("keeps headings, paragraphs and tables, and leaves pictures out", async () => {
    const body =
      paragraph("Harvest report", "Heading1") +
      paragraph("Rice &amp; น้ำ did well.") +
      `<w:tbl><w:tr>${cell("Year")}${cell("Tons")}</w:tr><w:tr>${cell("2025")}${cell("31")}</w:tr></w:tbl>`;
    expect(await extractDocx(docx(body, { "word/media/image1.png": new Uint8Array(50) }))).toEqual([
      { kind: "heading", level: 1, text: "Harvest report", page: null },
      { kind: "paragraph", text: "Rice & น้ำ did well.", page: null },
      { kind: "table", text: "Year | Tons\n2025 | 31", page: null },
    ]);
  });

  it("without words is read as nothing", async () => {
    expect(await extractDocx(docx(""))).toEqual([]);
  });
});

const documentPart = strToU8("word/document.xml").join();

/** Sets a figure of 32 bits in what the archive's list says of the text. */
const withDeclared = (archive: Uint8Array, offset: number, value: number): Uint8Array => {
  const view = new DataView(archive.buffer);
  for (let at = 0; at + 46 < archive.length; at++)
    if (view.getUint32(at, true) === 0x02014b50 && archive.subarray(at + 46, at + 63).join() === documentPart)
      view.setUint32(at + offset, value, true);
  return archive;
};

const many = (count: number): Record<string, Uint8Array> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`word/part${index}.xml`, new Uint8Array(0)]));

describe("a hostile Word document", () => {
  it.each([
    ["G4: a bomb", docx("a".repeat(60_000_000)), "too_large"],
    ["G4: a bomb that lies about its size", withDeclared(docx("a".repeat(60_000_000)), 24, 300), "too_large"],
    ["G5: ten thousand entries", docx("", many(10_000)), "too_complex"],
    ["G5: a path that leads out", docx("", { "../../etc/cron.d/x": new Uint8Array(1) }), "malformed"],
    ["G5: a path from the root", docx("", { "/etc/x": new Uint8Array(1) }), "malformed"],
    ["G5: an archive in an archive", zipSync({ "inner.docx": docx(paragraph("x")) }), "wrong_type"],
    ["G5: parts that lie outside the file", withDeclared(docx(""), 42, 9_000_000), "malformed"],
    ["XML nested a hundred thousand deep", docx("<w:p>".repeat(100_000)), "malformed"],
    ["XML that does not end", docx("<w:p>"), "malformed"],
    ["an archive cut short", docx(paragraph("x")).subarray(0, 200), "malformed"],
    ["a zip archive of something else", zipSync({ "a.txt": strToU8("a") }), "wrong_type"],
  ])("%s is refused", async (_name, bytes, code) => {
    expect(await failureOf(bytes)).toBe(code);
  });

  it("reads no file and follows no entity", async () => {
    const xml = `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document xmlns:w="${namespace}/wordprocessingml/2006/main"><w:body>${paragraph("before &a; after")}</w:body></w:document>`;
    const answer = await failureOf(docx("", { "word/document.xml": strToU8(xml) }));
    expect(JSON.stringify(answer)).not.toContain("root:");
  });
});
