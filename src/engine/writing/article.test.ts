import { chunkBlocks } from "#engine/text";
import type { Block, QuotableChunk } from "#engine/text";
import { describe, expect, it } from "vitest";
import { writeArticle } from "./article.ts";

const chunksOf = (documentId: string, blocks: readonly Block[]): QuotableChunk[] =>
  [...chunkBlocks(blocks)].map((chunk, at) => ({
    ...chunk,
    id: `${documentId}.${at}`,
    documentId,
    filename: `${documentId}.md`,
  }));

const heading = (level: 1 | 2, text: string): Block => ({ kind: "heading", level, text, page: null });
const paragraph = (text: string, page: number | null = null): Block => ({ kind: "paragraph", text, page });

const manual = chunksOf("manual", [
  heading(1, "The pump P200"),
  heading(2, "Installation"),
  paragraph(
    "The pump is mounted on a level base of concrete. Four bolts hold the pump in its place. The pipes are joined after the base has dried for two days. Never lift the pump by its shaft.",
  ),
  heading(2, "Operation"),
  paragraph(
    "The pump starts when the pressure falls below two bar. A green lamp shows that the pump is ready. The motor stops by itself when it becomes too hot. This protects the winding.",
  ),
  heading(2, "Service"),
  paragraph(
    "The seals are changed once a year by trained staff. Spare parts are ordered with the number on the plate. The oil is checked every month and filled up where needed.",
  ),
]);

const notes = chunksOf("meeting-notes", [
  paragraph(
    "The team met on Monday to speak about the pump. The budget of the project was raised by ten thousand euros. Anna will order the seals before Friday.",
  ),
]);

const thai = chunksOf("thai", [
  heading(1, "คู่มือการเลี้ยงผึ้ง"),
  heading(2, "รังผึ้ง"),
  paragraph("รังผึ้งควรวางไว้ในที่ร่มและมีน้ำใกล้เคียง ควรเปิดรังผึ้งทุกสัปดาห์ในฤดูใบไม้ผลิเพื่อดูนางพญา"),
  heading(2, "น้ำผึ้ง"),
  paragraph("น้ำผึ้งเก็บเกี่ยวได้ปีละสองครั้งในพื้นที่ส่วนใหญ่ น้ำผึ้งที่ดีควรมีความชื้นต่ำกว่าร้อยละยี่สิบ"),
]);

const korean = chunksOf("korean", [
  heading(1, "양봉 안내"),
  heading(2, "벌통"),
  paragraph("벌통은 햇볕이 잘 드는 곳에 두는 것이 좋습니다. 봄에는 일주일에 한 번 벌통을 열어 여왕벌을 확인합니다."),
  heading(2, "꿀"),
  paragraph("꿀은 보통 칠월과 팔월에 두 번 수확합니다. 좋은 꿀은 수분이 이십 퍼센트보다 적어야 합니다."),
]);

const write = (chunks: readonly QuotableChunk[], instructions?: string) => {
  const article = writeArticle(chunks, { title: undefined, instructions });
  if (article === undefined) throw new Error("no article");
  return article;
};

const headingsIn = (markdown: string): string[] => [...markdown.matchAll(/^## (.+)$/gm)].map(([, text = ""]) => text);
const bodyOf = (markdown: string): string => markdown.slice(0, markdown.indexOf("\n## Sources"));
const marks = (text: string): string[] =>
  [...new Set([...text.matchAll(/\[(\d+)\]/g)].map(([, id = ""]) => id))].toSorted();

/** What the article says, without marks, headings and where quotes are from. */
const sentencesIn = (markdown: string): string[] =>
  bodyOf(markdown)
    .split("\n")
    .filter((line) => line !== "" && !/^(?:##|>$|> —)/.test(line))
    .map((line) =>
      line
        .replace(/^(?:- |> )/, "")
        .replaceAll(/ \[\d+\]/g, "")
        .replaceAll("\\", ""),
    )
    .flatMap((line) => line.split(/(?<=[.!?]) /));

describe("writeArticle", () => {
  it("takes the headings of a document for its sections, and its title", () => {
    const { title, markdown } = write(manual);
    expect(title).toBe("The pump P200");
    expect(headingsIn(markdown)).toEqual(["Installation", "Operation", "Service", "Sources"]);
  });

  it("writes without headings where there are none", () => {
    const { title, markdown } = write(notes);
    expect(title).toBe("Meeting notes");
    expect(headingsIn(markdown)).toEqual(["Sources"]);
    expect(markdown).toMatch(/^The team met on Monday/);
  });

  it.each([
    ["a manual", manual],
    ["notes", notes],
    ["a Thai text", thai],
    ["a Korean text", korean],
    ["several", [...manual, ...notes]],
  ])("says nothing that is not in the documents: %s", (_, chunks) => {
    const said = chunks.map(({ text }) => text.replaceAll(/\s+/g, " "));
    const sentences = sentencesIn(write(chunks).markdown);
    expect(sentences.length).toBeGreaterThan(1);
    expect(sentences.filter((sentence) => !said.some((text) => text.includes(sentence)))).toEqual([]);
  });

  it.each([
    ["a manual", manual],
    ["several", [...manual, ...notes]],
    ["a Thai text", thai],
  ])("names the source of every mark, and no other: %s", (_, chunks) => {
    const { markdown, sources } = write(chunks);
    const ids = sources.map(({ id }) => id).toSorted();
    expect(marks(bodyOf(markdown))).toEqual(ids);
    expect(marks(markdown.slice(markdown.indexOf("\n## Sources")))).toEqual(ids);
    for (const { chunk, quote } of sources) expect(chunk.text).toContain(quote);
  });

  it("puts several documents under their own headings", () => {
    const { title, markdown, sources } = write([...manual, ...notes]);
    expect(title).toBe("The pump P200 and Meeting notes");
    expect(headingsIn(markdown)).toContain("Meeting notes");
    expect(new Set(sources.map(({ chunk }) => chunk.documentId)).size).toBe(2);
  });

  it("says nothing twice where chunks overlap", () => {
    const long = Array.from(
      { length: 60 },
      (_, at) => `Sentence number ${at} speaks of the valve ${at * 7} and of the pipe ${at * 13} in it.`,
    ).join(" ");
    const chunks = chunksOf("long", [paragraph(long)]);
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.some(({ start }, at) => start < (chunks[at - 1]?.end ?? 0))).toBe(true);
    const sentences = sentencesIn(write(chunks, "5000 words").markdown);
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  it("names pages where the document has some", () => {
    const { markdown } = write(
      chunksOf("report", [paragraph("The yield of the year was higher than ever before.", 3)]),
    );
    expect(markdown).toContain("- [1] report.md, page 3");
  });

  it("follows instructions about length, form and sections", () => {
    const words = (text: string): number => bodyOf(text).split(/\s+/).length;
    expect(words(write(manual, "about 60 words").markdown)).toBeLessThan(words(write(manual).markdown));
    const lines = bodyOf(write(manual, "use bullet points").markdown)
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("##"));
    expect(lines.every((line) => line.startsWith("- "))).toBe(true);
    expect(headingsIn(write(manual, "with sections: seals, installation").markdown)).toEqual([
      "Seals",
      "Installation",
      "Sources",
    ]);
  });

  it("takes the title that is given", () => {
    expect(writeArticle(manual, { title: "Pumps", instructions: undefined })?.title).toBe("Pumps");
  });

  it("writes nothing out of nothing", () => {
    expect(writeArticle([], { title: undefined, instructions: undefined })).toBeUndefined();
    expect(
      writeArticle(chunksOf("empty", [paragraph("--- 1 2 3")]), { title: undefined, instructions: undefined }),
    ).toBeUndefined();
  });

  it("is the same every time", () => {
    expect(write([...manual, ...notes])).toEqual(write([...manual, ...notes]));
  });

  it("shows characters of Markdown as they are", () => {
    const { markdown } = write(
      chunksOf("odd", [paragraph("The list <b>of</b> all *stars* and [brackets](x) has `ticks` in every line.")]),
    );
    expect(markdown).toContain(String.raw`\<b>of\</b> all \*stars\* and \[brackets\](x) has `);
  });
});

it("takes no sentence out as a quote that the next one leans on", () => {
  const bees = chunksOf("bees", [
    paragraph(
      "Foragers tell each other where flowers are by dancing. Karl von Frisch described the dance of the bees in 1927. " +
        "The mite Varroa destructor is the worst enemy of the honey bee. It feeds on larvae and carries viruses. " +
        "Beekeepers treat colonies of bees with formic acid in late summer. Without treatment a colony of bees dies.",
    ),
  ]);
  const { markdown = "" } = writeArticle(bees, { title: undefined, instructions: undefined }) ?? {};
  expect(markdown).toContain("the worst enemy of the honey bee. It feeds on larvae");
});
