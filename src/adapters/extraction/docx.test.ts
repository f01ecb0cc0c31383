import { strToU8, unzipSync, zipSync } from "fflate";
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

  it("whose parts are stored as they are, with a remark at the archive's end, is read", async () => {
    const plain = zipSync(unzipSync(docx(paragraph("Stored."))), { level: 0 });
    const remarked = new Uint8Array([...plain, ...strToU8("remark")]);
    new DataView(remarked.buffer).setUint16(plain.length - 2, 6, true);
    expect(await extractDocx(remarked)).toEqual([{ kind: "paragraph", text: "Stored.", page: null }]);
  });

  it("keeps a title as the first heading, and lists as lists", async () => {
    const styles = `<w:styles xmlns:w="${namespace}/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style></w:styles>`;
    const numbering = `<w:numbering xmlns:w="${namespace}/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`;
    const rels = `<Relationships xmlns="${namespace}/package/2006/relationships"><Relationship Id="n" Type="${namespace}/officeDocument/2006/relationships/numbering" Target="numbering.xml"/><Relationship Id="s" Type="${namespace}/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`;
    const item = (text: string): string =>
      `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;
    const more = { "word/styles.xml": styles, "word/numbering.xml": numbering, "word/_rels/document.xml.rels": rels };
    const parts = Object.fromEntries(Object.entries(more).map(([name, xml]) => [name, strToU8(xml)]));
    expect(await extractDocx(docx(paragraph("Pantry", "T") + item("rice") + item("salt"), parts))).toEqual([
      { kind: "heading", level: 1, text: "Pantry", page: null },
      { kind: "list", text: "- rice\n- salt", page: null },
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
    ["a part that is encrypted", withDeclared(docx(""), 6, 0x0001_0014), "encrypted"],
    ["a part packed in a way nobody knows", withDeclared(docx(""), 10, 99), "malformed"],
    ["a part that is longer than the file", withDeclared(docx(""), 20, 9_000_000), "malformed"],
    ["a part that is shorter than it says", withDeclared(docx(""), 24, 9_000), "malformed"],
    ["a part whose own head is missing", withDeclared(docx(""), 42, 1), "malformed"],
    ["21 megabytes of text", docx("<w:t/>".repeat(3_600_000)), "too_large"],
    ["bytes that are no archive", new Uint8Array(100), "malformed"],
    ["fewer bytes than an archive's end", new Uint8Array(10), "malformed"],
    ["a tag that does not end", docx("<w:p"), "malformed"],
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
