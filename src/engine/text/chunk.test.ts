import { describe, expect, it } from "vitest";
import { chunkBlocks, joinBlocks, openChunker } from "./index.ts";
import type { Block, Chunk } from "./index.ts";

/** Figures that look random and are the same every time (Lehmer's generator). */
const dice = (seed: number): ((sides: number) => number) => {
  let state = seed;
  return (sides) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % sides;
  };
};

const words =
  "river delta silt 水が流れる。春です！ ข้าวเติบโต ภาคใต้ 강물이 흐른다. 👩‍👩‍👧 e\u0301tude Dr. e.g. 3.14 (rain) «snow» \t".split(
    " ",
  );

const textOf = (roll: (sides: number) => number, length: number): string => {
  let text = "";
  while (text.length < length) text += `${words[roll(words.length)] ?? ""}${[" ", " ", ". ", "", ", "][roll(5)] ?? ""}`;
  return text;
};

const documentOf = (seed: number): Block[] => {
  const roll = dice(seed + 1);
  return Array.from({ length: roll(40) }, (_, index): Block => {
    const page = 1 + Math.floor(index / 5);
    switch (roll(6)) {
      case 0:
        return { kind: "heading", level: ([1, 2, 3] as const)[roll(3)] ?? 1, text: textOf(roll, roll(80)), page };
      case 1:
        return { kind: "table", text: Array.from({ length: roll(40) }, () => textOf(roll, 40)).join("\n"), page };
      case 2:
        return { kind: "code", text: `  ${textOf(roll, roll(3_000))}\n\n\n  x = 1\n`, page };
      case 3:
        return { kind: "paragraph", text: roll(3) === 0 ? "" : "x".repeat(roll(3_000)), page };
      default:
        return { kind: "paragraph", text: textOf(roll, roll(2_500)), page };
    }
  });
};

const isWhole = (text: string): boolean => text.isWellFormed() && !/^[\p{M}\u200D]/u.test(text);

describe("chunks of any document", () => {
  it.each(Array.from({ length: 200 }, (_, seed) => seed))("are exact, short and whole (document %i)", (seed) => {
    const blocks = documentOf(seed);
    const whole = joinBlocks(blocks);
    const chunks = Array.from(chunkBlocks(blocks));
    let reached = 0;
    for (const [index, chunk] of chunks.entries()) {
      expect(chunk.position).toBe(index);
      expect(whole.slice(chunk.start, chunk.end)).toBe(chunk.text);
      expect(chunk.text.length).toBeLessThanOrEqual(1_000);
      expect(chunk.text.trim()).not.toBe("");
      expect(isWhole(chunk.text)).toBe(true);
      // Nothing is lost between two chunks, and what they share is little.
      expect(whole.slice(reached, Math.max(reached, chunk.start)).trim()).toBe("");
      expect(reached - chunk.start).toBeLessThanOrEqual(200);
      expect(chunk.end).toBeGreaterThan(reached);
      reached = chunk.end;
    }
    expect(whole.slice(reached).trim()).toBe("");
  });

  it.each([3, 17, 40])("are the same when the work is put down after every block (document %i)", (seed) => {
    const blocks = documentOf(seed);
    const chunks: Chunk[] = [];
    let saved = JSON.stringify(openChunker().save());
    for (const block of blocks) {
      const chunker = openChunker(JSON.parse(saved));
      chunks.push(...chunker.add(block));
      saved = JSON.stringify(chunker.save());
    }
    chunks.push(...openChunker(JSON.parse(saved)).finish());
    expect(chunks).toEqual(Array.from(chunkBlocks(blocks)));
  });
});

const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: "heading", level, text, page: null });
const paragraph = (text: string, page: number | null = null): Block => ({ kind: "paragraph", text, page });
const sentences = (name: string, count: number): string =>
  Array.from(
    { length: count },
    (_, index) => `Sentence ${index} of ${name} says something of about ninety letters about the matter.`,
  ).join(" ");

describe("where chunks begin and end", () => {
  it("a short document is one chunk with its title", () => {
    const chunks = Array.from(
      chunkBlocks([heading(1, "Title"), paragraph("One."), heading(1, "Next"), paragraph("Two.")]),
    );
    expect(chunks.map(({ text }) => text)).toEqual(["Title\n\nOne.\n\nNext\n\nTwo."]);
    expect(chunks[0]?.headings).toEqual(["Title"]);
  });

  it("prose is cut between sentences, and the next chunk repeats whole ones", () => {
    const chunks = Array.from(chunkBlocks([paragraph(sentences("it", 60))]));
    expect(chunks.length).toBeGreaterThan(5);
    for (const { text } of chunks) expect(text).toMatch(/^Sentence .*matter\.$/s);
    for (const [index, { end }] of chunks.slice(0, -1).entries()) expect(chunks[index + 1]?.start).toBeLessThan(end);
  });

  it("a new top heading begins a chunk, which knows the headings above it and its page", () => {
    const blocks = [
      heading(1, "Rivers"),
      heading(2, "Silt"),
      paragraph(sentences("silt", 9), 1),
      heading(1, "Birds"),
      paragraph(sentences("birds", 5), 2),
    ];
    const chunks = Array.from(chunkBlocks(blocks));
    expect(chunks.map(({ headings, page }) => [headings, page])).toEqual([
      [["Rivers", "Silt"], null],
      [["Birds"], null],
    ]);
    expect(chunks[1]?.text.startsWith("Birds\n\nSentence 0")).toBe(true);
  });

  it("short sections under one heading share a chunk, and none ends with a heading", () => {
    const blocks = [
      heading(1, "All"),
      ...Array.from({ length: 20 }, (_, at) => [heading(2, `Part ${at}`), paragraph(sentences(`${at}`, 2))]).flat(),
    ];
    const chunks = Array.from(chunkBlocks(blocks));
    for (const { text } of chunks) {
      expect(text.length).toBeGreaterThan(300);
      expect(text).toMatch(/matter\.$/);
      expect(text).toMatch(/^(?:All|Part)/);
    }
  });

  it("a table that fits stays whole, and a longer one is cut between rows", () => {
    const table = (rows: number): Block => ({
      kind: "table",
      text: Array.from({ length: rows }, (_, row) => `row ${row} | ${"y".repeat(30)} | end`).join("\n"),
      page: null,
    });
    const chunks = Array.from(chunkBlocks([paragraph(sentences("x", 9)), table(15), table(60)]));
    expect(chunks.some(({ text }) => text.includes("row 0 ") && text.includes("row 14 "))).toBe(true);
    for (const { text } of chunks.slice(1)) expect(text).toMatch(/end$/);
  });

  it.each([
    ["Chinese", "河水流过平原带来泥沙。".repeat(300), /。$/],
    ["Thai", "แม่น้ำไหลผ่านที่ราบ ".repeat(150), /ที่ราบ$/],
    ["abbreviations", "Dr. Smith met Mr. J. Ellis, e.g. at noon, in Fig. 3 there. ".repeat(60), /there\.$/],
  ])("%s is cut where sentences end", (_name, text, end) => {
    for (const chunk of chunkBlocks([paragraph(text)])) expect(chunk.text).toMatch(end);
  });

  it.each([
    ["signs of two halves", `a${"🍯".repeat(900)}`, /^a?(?:🍯)+$/u],
    ["letters with marks", "e\u0301".repeat(900), /^(?:e\u0301)+$/u],
    ["signs that are joined", "👩‍🌾".repeat(500), /^(?:👩‍🌾)+$/u],
  ])("%s are not cut apart, and nothing of them is lost", (_name, text, whole) => {
    const chunks = Array.from(chunkBlocks([paragraph(text)]));
    expect(chunks.length).toBeGreaterThan(1);
    for (const chunk of chunks) expect(chunk.text).toMatch(whole);
    expect(chunks[0]?.text.length).toBeLessThanOrEqual(1_000);
    expect(chunks.at(-1)?.end).toBe(text.length);
  });

  it.each([
    ["marks alone", `a${"\u0301".repeat(2_500)}`],
    ["skin tones alone", "\u{1F3FD}".repeat(1_200)],
  ])("%s, that never end, are cut all the same", (_name, text) => {
    const chunks = Array.from(chunkBlocks([paragraph(text)]));
    for (const chunk of chunks) {
      expect(chunk.text.length).toBeLessThanOrEqual(1_000);
      expect(chunk.text.isWellFormed()).toBe(true);
      expect(chunk.text).toBe(text.slice(chunk.start, chunk.end));
    }
  });

  it("leaves out lines of white space in a long list, and keeps its lines whole", () => {
    const item = `- ${"row ".repeat(20)}end`;
    const list: Block = {
      kind: "list",
      text: [item, "   ", ...Array(20).fill(item), "", " ", ""].join("\n"),
      page: null,
    };
    const chunks = Array.from(chunkBlocks([list]));
    expect(chunks.length).toBeGreaterThan(1);
    for (const { text } of chunks) expect(text).toMatch(/^- row[^]*end$/);
  });

  it("no blocks are no chunks", () => {
    expect(Array.from(chunkBlocks([]))).toEqual([]);
    expect(Array.from(chunkBlocks([paragraph(" \n ")]))).toEqual([]);
  });
});
