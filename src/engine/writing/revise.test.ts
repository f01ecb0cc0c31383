import { chunkBlocks } from "#engine/text";
import type { Block, QuotableChunk } from "#engine/text";
import { describe, expect, it } from "vitest";
import { lookUpsOf, revise } from "./revise.ts";

const chunksOf = (documentId: string, blocks: readonly Block[]): QuotableChunk[] =>
  [...chunkBlocks(blocks)].map((chunk, at) => ({
    ...chunk,
    id: `${documentId}.${at}`,
    documentId,
    filename: `${documentId}.md`,
  }));

const guide = chunksOf("guide", [
  { kind: "heading", level: 1, text: "Keeping bees", page: null },
  { kind: "heading", level: 2, text: "Costs", page: null },
  {
    kind: "paragraph",
    text: "A new hive costs about 240 euros in the first year. The costs of honey jars are small compared with the hive. For example, the costs of two hundred jars are below 90 euros.",
    page: null,
  },
  { kind: "heading", level: 2, text: "Winter", page: null },
  {
    kind: "paragraph",
    text: "In winter the colony clusters around the queen to keep her warm. A colony needs fifteen kilograms of honey to survive the winter.",
    page: null,
  },
]);

const draft = `Bees are kept for honey and for pollination. [1] They live in colonies of many thousands.

## Hives

A hive is a box with frames that hold the combs of the bees. A beekeeper opens the hive once a week in spring. [1] The smoke calms the bees while the hive is open. [2]

- Use a veil when you open a hive.
- Use gloves of leather.

\`\`\`sh
hive --open
\`\`\`

## Honey

Honey is harvested in July and in August. [2] A strong colony of bees gives **forty kilograms** of honey in a good year. See [the guide](https://example.org/honey) for the details of the harvest.

> Honey never spoils when it is stored dry.

| Month | Kilograms |
| ----- | --------- |
| July  | 25        |

![A comb](comb.png)

## Conclusion

Bees reward patience with honey. [1]

## Sources

- [1] guide.md
- [2] notes.md
`;

const feed = (feedback: string, markdown = draft) =>
  revise(
    { title: "Bees: a start", markdown, lastSource: 2 },
    feedback,
    new Map(lookUpsOf(feedback).map((subject) => [subject, guide])),
  );

const headings = (markdown: string): string[] =>
  [...markdown.replaceAll(/```[\s\S]*?```/g, "").matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) => text);
const words = (text: string): number => text.split(/\s+/).length;
const outline = ["Hives", "Honey", "Conclusion", "Sources"];

type Row = readonly [feedback: string, holds: (revised: ReturnType<typeof revise>) => unknown, expected: unknown];

const isShorter: Row[] = [
  "Make it shorter",
  "please make this shorter.",
  "shorter",
  "Can you shorten it?",
  "could you please make the article more concise",
  "cut it by half",
  "It is too long.",
  "I want a shorter version",
  "shrten it",
  "trim it down to about 60 words",
  "짧게 줄여줘",
  "더 짧게 해주세요",
  "ทำให้สั้นลงหน่อย",
].map((feedback) => [
  feedback,
  ({ markdown, open }) => [words(markdown) < words(draft) - 10, headings(markdown), open],
  [true, outline, []],
]);

const titles: Row[] = [
  ['Change the title to "Life with bees"', "Life with bees"],
  ["change the title to Life with bees", "Life with bees"],
  ["Call it “Bees, slowly”", "Bees, slowly"],
  ['rename it to "Bees"', "Bees"],
  ['The title should be "Bees & honey"', "Bees & honey"],
  ["title: A year of bees", "A year of bees"],
  ['제목을 "벌과 꿀"로 바꿔줘', "벌과 꿀"],
  ['เปลี่ยนชื่อเรื่องเป็น "ผึ้ง"', "ผึ้ง"],
  ["make the title shorter", "Bees"],
  ["give it a better title", "Bees: Hives and Honey"],
  ["a better title", "Bees: Hives and Honey"],
].map(([feedback = "", title]) => [
  feedback,
  (revised) => [revised.title, revised.markdown, revised.open],
  [title, draft.trimEnd(), []],
]);

const outlines: Row[] = (
  [
    ["Add a section on winter", ["Hives", "Honey", "Winter", "Conclusion", "Sources"]],
    ["please add a section about costs before Honey", ["Hives", "Costs", "Honey", "Conclusion", "Sources"]],
    ["I'd like a section on costs at the end", ["Hives", "Honey", "Conclusion", "Costs", "Sources"]],
    ["add a costs section after the hives section", ["Hives", "Costs", "Honey", "Conclusion", "Sources"]],
    ["how about adding a section on costs?", ["Hives", "Honey", "Costs", "Conclusion", "Sources"]],
    ["Remove the section Honey", ["Hives", "Conclusion", "Sources"]],
    ["delete the hony section", ["Hives", "Conclusion", "Sources"]],
    ["Drop the conclusion", ["Hives", "Honey", "Sources"]],
    ["remove the first section", ["Honey", "Conclusion", "Sources"]],
    ["get rid of the sources", ["Hives", "Honey", "Conclusion"]],
    ['Rename the section Honey to "The harvest"', ["Hives", "The harvest", "Conclusion", "Sources"]],
    ["Move the Honey section to the top", ["Honey", "Hives", "Conclusion", "Sources"]],
    ["move Hives after Honey", ["Honey", "Hives", "Conclusion", "Sources"]],
    ["Move Hives to the end", ["Honey", "Conclusion", "Hives", "Sources"]],
    ["swap Hives and Honey", ["Honey", "Hives", "Conclusion", "Sources"]],
    ["Reorder the sections: Conclusion, Honey, Hives", ["Conclusion", "Honey", "Hives", "Sources"]],
    ["add a table of contents", ["Contents", "Hives", "Honey", "Conclusion", "Sources"]],
    ["remove all headings", ["Sources"]],
    ["Honey 섹션 삭제해줘", ["Hives", "Conclusion", "Sources"]],
  ] as const
).map(([feedback, expected]) => [feedback, ({ markdown, open }) => [headings(markdown), open], [expected, []]]);

const texts: Row[] = (
  [
    ["use bullet points", /^- Bees are kept for honey and for pollination\. \[1\]$/m],
    ["Turn the honey section into a numbered list", /^1\. Honey is harvested in July and in August\. \[2\]$/m],
    ["목록으로 바꿔줘", /^- Bees are kept/m],
    ["no bullet points please", /^Use a veil when you open a hive\. Use gloves of leather\.$/m],
    ["Add a TL;DR at the top", /^\*\*TL;DR\*\*\n\n- .+(?:\[\d\])?/],
    ['replace "beekeeper" with "keeper"', /A keeper opens the hive/],
    ['use "pot" instead of "box"', /A hive is a pot with/],
    ["more about winter", /fifteen kilograms of honey to survive the winter\. \[3\]/],
    ["Add a quote about costs", /^> .*costs.*\n>\n> — guide\.md \[3\]$/m],
    ["expand on costs", /240 euros/],
    ["more examples about costs", /For example, the costs/],
    ["cover the costs too", /240 euros/],
    ["add a table of contents", /^- \[Hives\]\(#hives\)$/m],
    ["split the long paragraphs", /\[2\]/],
  ] as const
).map(([feedback, shape]) => [feedback, ({ markdown }) => shape.test(markdown), true]);

const gone: Row[] = (
  [
    ["remove the quotes", /^>/m],
    ["no links please", /example\.org/],
    ["remove all images", /!\[/],
    ["Please drop the code blocks", /```/],
    ["delete the tables", /\| Month/],
    ["remove the bold", /\*\*/],
    ["remove the sentences about smoke", /smoke/i],
    ["remove the introduction", /^Bees are kept/],
    ["remove the citations", /\[\d\]/],
    ["delete the last sentence of Honey", /See \[the guide/],
  ] as const
).map(([feedback, shape]) => [feedback, ({ markdown, open }) => [shape.test(markdown), open], [false, []]]);

const refused: Row[] = (
  [
    ["Make it funnier", "A change of tone needs a language model; none is set up."],
    ["translate it to Korean", "A translation needs a language model; none is set up."],
    ["fix the grammar", "Correcting the language needs a language model; none is set up."],
    ["영어로 번역해줘", "A translation needs a language model; none is set up."],
    ["Add a section on volcanoes", "Your documents say nothing about volcanoes."],
    ["remove the section Wasps", "There is no section “Wasps” in the draft."],
    ['replace "wasp" with "bee"', "“wasp” does not stand in the draft."],
    ["add a conclusion", "The draft has a conclusion already."],
    ["undo that", "Undo and redo are the editor's: they go back to the version before, or forward again."],
    ["make it purple with stars", "“make it purple with stars” needs a language model; none is set up."],
  ] as const
).map(([feedback, why]) => [feedback, ({ markdown, open }) => [markdown, open], [draft, [why]]]);

describe("revise without a model", () => {
  it.each([...isShorter, ...outlines, ...texts, ...gone, ...refused])("%s", (feedback, holds, expected) => {
    expect(holds(feed(feedback))).toEqual(expected);
  });

  it.each(titles)("%s", (feedback, holds, expected) => {
    expect(holds(feed(feedback))).toEqual(expected);
  });

  it("follows all wishes of a message and says which it cannot", () => {
    const revised = feed(
      'Change the title to "Bees" and add a section on costs; remove the tables. Then make it funnier and remove the images.',
    );
    expect(revised.title).toBe("Bees");
    expect(headings(revised.markdown)).toContain("Costs");
    expect(revised.markdown).not.toContain("| Month");
    expect(revised.markdown).not.toContain("![");
    expect(revised.open).toEqual(["A change of tone needs a language model; none is set up."]);
    expect(revised.done).toHaveLength(4);
  });

  it("names the source of what it adds, and drops the sources that nothing names any more", () => {
    const added = feed("add a section on costs");
    expect(added.added.map(({ id }) => id)).toEqual(["3"]);
    expect(added.markdown).toMatch(/^- \[3\] guide\.md, “Costs”$/m);
    const removed = feed("remove the sentences about smoke; remove the section Honey");
    expect(removed.markdown).not.toContain("notes.md");
    expect(removed.markdown).toContain("- [1] guide.md");
  });

  it("keeps the mark of a source with the sentences that it stands for", () => {
    const { markdown } = feed("remove the sentence about spring", draft);
    expect(markdown).toContain("hold the combs of the bees. [1] The smoke calms");
  });

  it("leaves one sentence in every section and code as it is, however short it is to be", () => {
    const { markdown, open } = feed("cut it to 5 words");
    expect(headings(markdown)).toEqual(outline);
    expect(markdown).toContain("hive --open");
    expect(open[0]).toMatch(/^The draft has \d+ words now/);
  });

  it("shortens only the section that is named", () => {
    const { markdown } = feed("make the Hives section half as long");
    expect(markdown.slice(markdown.indexOf("## Honey"))).toBe(draft.trimEnd().slice(draft.indexOf("## Honey")));
    expect(words(markdown)).toBeLessThan(words(draft) - 8);
  });

  it("does not touch code, links or front matter when it replaces words", () => {
    const text = "---\ntitle: hive\n---\n\nA hive and [a hive](https://x.org/hive), `hive`, hives.\n\n```\nhive\n```";
    expect(feed("replace hive with box", text).markdown).toBe(
      "---\ntitle: hive\n---\n\nA box and [a box](https://x.org/hive), `hive`, hives.\n\n```\nhive\n```",
    );
  });

  it("keeps the ends of lines of Windows", () => {
    const { markdown } = feed("remove the tables", draft.replaceAll("\n", "\r\n"));
    expect(markdown.replaceAll("\r\n", "")).not.toContain("\n");
  });

  it("knows a text without headings, Korean and Thai", () => {
    const korean =
      "꿀벌은 꿀을 모으는 곤충이다. 벌통은 봄에 일주일마다 연다. 연기는 벌을 진정시킨다. 꿀은 칠월에 수확한다.";
    expect(feed("반으로 줄여줘", korean).markdown.length).toBeLessThan(korean.length);
    expect(feed("목록으로 만들어줘", korean).markdown.split("\n")).toHaveLength(4);
    const thai = "ผึ้งเป็นแมลงที่เก็บน้ำหวานจากดอกไม้ [1] รังผึ้งต้องเปิดทุกสัปดาห์ในฤดูใบไม้ผลิ [2] ควันทำให้ผึ้งสงบลง [2]";
    const { markdown } = feed("ทำให้สั้นลง", thai);
    expect(markdown.length).toBeLessThan(thai.length);
    expect(markdown).toMatch(/\[\d\]$/);
  });

  it("writes headings in the case of titles and of sentences", () => {
    const text = "## how to keep bees in Berlin\n\nWe keep bees in Berlin.\n\n## The API of a Hive\n\nText.";
    expect(headings(feed("use title case for the headings", text).markdown)).toEqual([
      "How to Keep Bees in Berlin",
      "The API of a Hive",
    ]);
    expect(headings(feed("headings in sentence case", text).markdown)).toEqual([
      "How to keep bees in Berlin",
      "The API of a hive",
    ]);
  });

  it("looks up only what is to be added", () => {
    expect(
      lookUpsOf("shorter, and add a section on queen bees; more about swarms, please. Remove the section on wasps"),
    ).toEqual(["queen bees", "swarms"]);
    expect(lookUpsOf("make it longer")).toEqual([]);
    expect(lookUpsOf("make it longer", { title: "Bees", markdown: draft })).toEqual([
      "Bees",
      "Hives",
      "Honey",
      "Conclusion",
    ]);
  });

  it("says nothing twice when it makes a draft longer", () => {
    const once = revise(
      { title: "Bees", markdown: draft, lastSource: 2 },
      "make it longer",
      new Map([["Bees", guide]]),
    );
    expect(once.markdown.length).toBeGreaterThan(draft.length);
    for (const sentence of ["A new hive costs", "needs fifteen kilograms"])
      expect(once.markdown.split(sentence).length).toBeLessThanOrEqual(2);
    expect(headings(once.markdown)).toEqual(outline);
  });
});
