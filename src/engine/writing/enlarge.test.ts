import { chunkBlocks } from "#engine/text";
import type { Block, QuotableChunk } from "#engine/text";
import { describe, expect, it } from "vitest";
import { lookUpsOf, revise } from "./revise.ts";

const heading = (level: 1 | 2, text: string): Block => ({ kind: "heading", level, text, page: null });
const paragraph = (text: string): Block => ({ kind: "paragraph", text, page: null });

const guide: QuotableChunk[] = [
  ...chunkBlocks([
    heading(1, "Keeping bees"),
    heading(2, "Costs"),
    paragraph("A new hive costs about 240 euros in the first year. It lasts for ten years when it is painted."),
    heading(2, "Tools"),
    paragraph("The tools of a keeper are these three:"),
    {
      kind: "list",
      text: "- A veil of cotton covers the face of the keeper.\n- A smoker calms the bees of the hive.\n- A chisel loosens the frames of the hive.",
      page: null,
    },
    heading(2, "Winter"),
    paragraph(
      "A colony needs fifteen kilograms of honey to survive the winter. For example, a colony of the north ate twenty kilograms in the winter of 2019.",
    ),
    heading(2, "Spring"),
    paragraph("These are the months of swarms:"),
  ]),
].map((chunk, at) => ({ ...chunk, id: `guide.${at}`, documentId: "guide", filename: "guide.md" }));

const draft = `# Bees: a start

Bees are kept for honey.

## Hives

A hive is a box with frames.

## Winter

A colony needs fifteen kilograms of honey to survive the winter. [1]`;

const costs = "A new hive costs about 240 euros in the first year.";
const tools =
  "The tools of a keeper are these three: [MARK]\n\n- A veil of cotton covers the face of the keeper.\n- A smoker calms the bees of the hive.\n- A chisel loosens the frames of the hive. [MARK]";
const example = "For example, a colony of the north ate twenty kilograms in the winter of 2019.";
const sources = (...names: string[]): string =>
  `\n\n## Sources\n\n${names.map((name, at) => `- [${at + 2}] guide.md, “${name}”`).join("\n")}`;

const feed = (feedback: string, markdown = draft, documents: readonly QuotableChunk[] = guide) =>
  revise(
    { title: "Bees", markdown, lastSource: 1 },
    feedback,
    new Map(lookUpsOf(feedback, { title: "Bees", markdown }).map((subject) => [subject, documents])),
  );

const marked = (text: string, mark: number): string => text.replaceAll("MARK", String(mark));
const [before = "", winter = ""] = draft.split("\n\n## Winter");

describe("what documents add to a draft", () => {
  it.each([
    ["add a section on tools", `${draft}\n\n## Tools\n\n${marked(tools, 2)}${sources("Tools")}`],
    ["more about tools", `${draft}\n\n## Tools\n\n${marked(tools, 2)}${sources("Tools")}`],
    ["more about winter", `${draft}\n\n${example} [2]${sources("Winter")}`],
    ["more examples", `${draft}\n\n${example} [2]${sources("Winter")}`],
    ["more examples about winter", `${draft}\n\n${example} [2]${sources("Winter")}`],
    ["expand Hives with more details on costs", `${before}\n\n${costs} [2]\n\n## Winter${winter}${sources("Costs")}`],
    ["add a quote", `${before}\n\n> ${costs}\n>\n> — guide.md [2]\n\n## Winter${winter}${sources("Costs")}`],
    [
      "expand the introduction",
      `# Bees: a start\n\nBees are kept for honey.\n\n${costs} [2] ${marked(tools, 3)}\n\n${example} [4]${draft.slice(draft.indexOf("\n\n## Hives"))}${sources("Costs", "Tools", "Winter")}`,
    ],
    [
      "make it longer",
      `${before}\n\n${costs} [2]\n\n## Winter${winter}\n\n${marked(tools, 3)}\n\n${example} [4]${sources("Costs", "Tools", "Winter")}`,
    ],
    [
      "about 500 words",
      `${before}\n\n${costs} It lasts for ten years when it is painted. [2]\n\n## Winter${winter}\n\n${marked(tools, 3)}\n\n${example} [4]${sources("Costs", "Tools", "Winter")}`,
    ],
  ])("%s", (feedback, expected) => {
    const { markdown, open } = feed(feedback);
    expect([markdown, open]).toEqual([expected, []]);
  });

  it.each([
    ["add a section on costs after Wasps", "There is no section “Wasps” in the draft."],
    ['add a section on "the"', "Your documents say nothing about the."],
    ["add a section on swarms", "Your documents say nothing about swarms."],
    ["more examples about tools", "Your documents hold no more examples about tools."],
    ["expand on wasps", "Your documents say nothing about wasps."],
    ["add a quote about wasps", "Your documents say nothing about wasps."],
    ["add a quote about winter", "Your documents say nothing more about winter."],
  ])("%s: says why not", (feedback, why) => {
    const { markdown, open } = feed(feedback);
    expect([markdown, open]).toEqual([draft, [why]]);
  });

  it.each([
    ["make it longer", "Your documents say nothing more that fits the draft."],
    ["more examples", "Your documents hold no more examples that fit the draft."],
    ["add a quote", "Your documents say nothing more that fits the draft."],
  ])("%s: says so where there are no documents", (feedback, why) => {
    expect(feed(feedback, draft, []).open).toEqual([why]);
  });

  it("says so when all is said", () => {
    const twice = feed("more about tools", feed("more about tools").markdown);
    expect(twice.open).toEqual(["Your documents say nothing more about tools."]);
  });

  it("knows a draft without headings", () => {
    const quoted = feed("add a quote about costs", "Bees are kept for honey.");
    expect(quoted.markdown).toBe(`Bees are kept for honey.\n\n> ${costs}\n>\n> — guide.md [2]${sources("Costs")}`);
    const longer = feed("more examples", "Bees are kept for honey.");
    expect(longer.markdown).toContain(`Bees are kept for honey.\n\nA colony needs`);
  });

  it("keeps the list of sources as it is written, and adds to it", () => {
    const own = "Bees fly. [1]\n\n## Sources\n\nAll of these:\n\n1. [old](https://x.org)\n\nand more";
    expect(feed("add a section on costs", own).markdown).toBe(
      `Bees fly. [1]\n\n## Costs\n\n${costs} [2]\n\n## Sources\n\nAll of these:\n\n- [1] [old](https://x.org)\n- [2] guide.md, “Costs”\n\nand more`,
    );
    expect(feed("add a section on costs", "Bees fly.\n\n## Sources\n\nNone yet.").markdown).toBe(
      `Bees fly.\n\n## Costs\n\n${costs} [2]\n\n## Sources\n\nNone yet.\n\n- [2] guide.md, “Costs”`,
    );
  });

  it("shortens where fewer words are asked for than there are", () => {
    const { markdown, done } = feed(
      "about 24 words",
      `${draft} It is cold.\n\n\`\`\`\ncode of some words\n\`\`\`\n\n## Sources\n\n- [1] a.md`,
    );
    expect(markdown).toContain("code of some words");
    expect(done).toEqual(["shortened the draft from 26 to 23 words"]);
  });
});
