import { describe, expect, it } from "vitest";
import { revise } from "./revise.ts";

interface Case {
  does: string;
  feedback: string;
  title?: string;
  text: string;
  becomes: string;
}

const feed = ({ title = "Bees", feedback, text }: Pick<Case, "title" | "feedback" | "text">) =>
  revise({ title, markdown: text, lastSource: 3 }, feedback, new Map());

const frames: Case[] = [
  {
    does: "puts a summary before the sources, in the marks' own words",
    feedback: "add a summary at the end",
    text: "Bees live in hives. [1] They are many.\n\n## Honey\n\nHoney keeps. [2] Honey is sweet.\n\n## Sources\n\n1. a.md\n2. b.md",
    becomes:
      "Bees live in hives. [1] They are many.\n\n## Honey\n\nHoney keeps. [2] Honey is sweet.\n\n## Summary\n\n- Bees live in hives. [1]\n\n## Sources\n\n1. a.md\n2. b.md",
  },
  {
    does: "gives a summary its own section where no text opens the draft",
    feedback: "add a summary",
    text: "## Honey\n\nHoney keeps for years in a jar.\n\n## Hives\n\nA hive is a box with frames.",
    becomes:
      "## Summary\n\n- Honey keeps for years in a jar.\n- A hive is a box with frames.\n\n## Honey\n\nHoney keeps for years in a jar.\n\n## Hives\n\nA hive is a box with frames.",
  },
  {
    does: "puts a summary under the front matter",
    feedback: "add a summary",
    text: "---\na: b\n---\nBees live in hives of wood.\n\n## Honey\n\nHoney keeps for years in a jar.",
    becomes:
      "---\na: b\n---\n\n**Summary**\n\n- Bees live in hives of wood.\n- Honey keeps for years in a jar.\n\nBees live in hives of wood.\n\n## Honey\n\nHoney keeps for years in a jar.",
  },
  {
    does: "puts a summary under the title where the text stands above it",
    feedback: "add a summary",
    text: "Bees live in hives of wood.\n\n# Bees\n\n## Honey\n\nHoney keeps for years in a jar.",
    becomes:
      "Bees live in hives of wood.\n\n# Bees\n\n**Summary**\n\n- Bees live in hives of wood.\n- Honey keeps for years in a jar.\n\n## Honey\n\nHoney keeps for years in a jar.",
  },
  {
    does: "ends a Korean draft with a Korean conclusion",
    feedback: "결론을 추가해줘",
    text: "꿀벌은 꿀을 모으는 곤충이다.\n\n## 꿀\n\n꿀은 칠월에 수확한다.",
    becomes:
      "꿀벌은 꿀을 모으는 곤충이다.\n\n## 꿀\n\n꿀은 칠월에 수확한다.\n\n## 결론\n\n꿀벌은 꿀을 모으는 곤충이다. 꿀은 칠월에 수확한다.",
  },
  {
    does: "gives a Thai draft Thai contents",
    feedback: "เพิ่มสารบัญ",
    text: "## รังผึ้ง\n\nผึ้งเป็นแมลงที่เก็บน้ำหวานจากดอกไม้",
    becomes: "## สารบัญ\n\n- [รังผึ้ง](#รังผึ้ง)\n\n## รังผึ้ง\n\nผึ้งเป็นแมลงที่เก็บน้ำหวานจากดอกไม้",
  },
  {
    does: "makes contents anew, two levels deep, with the anchors of headings that stand twice",
    feedback: "add a table of contents",
    text: "# Bees\n\n## Honey **now** [1]\n\na\n\n### Deep\n\n#### Deeper\n\n##\n\n## Honey now\n\n## Contents\n\n- old",
    becomes:
      "# Bees\n\n## Contents\n\n- [Honey **now**](#honey-now)\n  - [Deep](#deep)\n- [Honey now](#honey-now-1)\n\n## Honey **now** [1]\n\na\n\n### Deep\n\n#### Deeper\n\n##\n\n## Honey now",
  },
  {
    does: "takes out contents that have nothing to list any more",
    feedback: "add a table of contents",
    text: "Text.\n\n## Contents\n\n- old",
    becomes: "Text.",
  },
];

const shorter: Case[] = [
  {
    does: "leaves as many sentences as are wanted, and no heading without one",
    feedback: "cut it to 2 sentences",
    text: "Bees live in hives of wood. They are many.\n\n> A quote of bees.\n\n- An item of the list\n- Another item\n\n## Honey\n\nHoney keeps for years in a jar.",
    becomes: "Bees live in hives of wood.\n\n> A quote of bees.",
  },
  {
    does: "leaves as many paragraphs as are wanted, and tables as they are",
    feedback: "cut it to one paragraph",
    text: "Bees live in hives of wood. They are many.\n\nWax is made by bees. Bees build combs of wax in hives.\n\n| a | b |\n|---|---|",
    becomes: "Wax is made by bees. Bees build combs of wax in hives.\n\n| a | b |\n|---|---|",
  },
  {
    does: "takes out at least as many words as are to go",
    feedback: "cut 6 words",
    text: "Bees live in hives of wood. Wax is made by many young bees. Honey is sweet and keeps.",
    becomes: "Bees live in hives of wood.",
  },
  {
    does: "shortens to a number of words that is named alone",
    feedback: "about 10 words",
    text: "Bees live in hives of wood. Wax is made by many young bees. Honey is sweet and keeps.",
    becomes: "Bees live in hives of wood.",
  },
  {
    does: "takes a list with the sentence that announces it, and numbers anew what is left of another",
    feedback: "cut it to 5 sentences",
    text: "Bees live in hives of wood and bees swarm in spring. You may need:\n\n- a veil\n- gloves\n\nBees and hives and wood and spring and swarms:\n\n2. bees of wood live in hives in spring\n3. smoke\n4. swarms of bees in spring live in wood",
    becomes:
      "Bees live in hives of wood and bees swarm in spring.\n\nBees and hives and wood and spring and swarms:\n\n2. bees of wood live in hives in spring\n3. swarms of bees in spring live in wood",
  },
];

const takenOut: Case[] = [
  {
    does: "knows emoji of several signs, and leaves signs of writing and code",
    feedback: "remove the emojis",
    text: "Bees 🐝 are busy 👩🏽‍🌾🌻.\n\n- 🍯\n- Honey 🍯 keeps\n\n## 🌼 Flowers ©\n\n`🐝` stays",
    becomes: "Bees are busy.\n\n- Honey keeps\n\n## Flowers ©\n\n`🐝` stays",
  },
  {
    does: "says nothing twice, and keeps no heading over nothing",
    feedback: "remove the repetitions",
    text: "Bees fly. Bees FLY. They hum. [1]\n\n## Honey\n\n- Bees fly.\n- Honey is sweet\n- !!!\n- !!!\n\n> They hum.\n\n## Wax\n\nThey hum. [2]\n\n### Deep\n\nHoney is soft.\n\n## Again\n\n- Honey is sweet",
    becomes:
      "Bees fly. They hum. [1]\n\n## Honey\n\n- Honey is sweet\n- !!!\n- !!!\n\n## Wax\n\n### Deep\n\nHoney is soft.",
  },
  {
    does: "makes one text of what stood under headings",
    feedback: "remove all headings",
    text: "Lead.\n\n# Bees\n\n## Honey\nHoney keeps.\n\n### Wax\n\nWax melts.",
    becomes: "Lead.\n\nHoney keeps.\n\nWax melts.",
  },
  {
    does: "leaves the headings of other sections",
    feedback: "remove the headings from Honey",
    text: "## Honey\n\nHoney keeps.\n\n### Jars\n\nJars break.\n\n## Wax\n\nWax melts.",
    becomes: "Honey keeps.\n\nJars break.\n\n## Wax\n\nWax melts.",
  },
  {
    does: "takes code out of lists too, and leaves formulas",
    feedback: "remove the code",
    text: "1. Run\n\n   ```sh\n   hive --open\n   ```\n2. Wait\n\n```\ncode\n```\n\n$$\na\n$$\n\n- plain",
    becomes: "1. Run\n2. Wait\n\n$$\na\n$$\n\n- plain",
  },
  {
    does: "looks for signs that are no words as they are written",
    feedback: 'remove the sentences about "!!"',
    text: "Bees fly!! Honey keeps.",
    becomes: "Honey keeps.",
  },
  {
    does: "takes what speaks of something out of lists and quotes, not out of the contents",
    feedback: "remove the sentences about honey",
    text: "Bees fly.\n\n- Honey keeps\n- Wax melts\n\n> Honey is gold.\n\n## Contents\n\n- Honey",
    becomes: "Bees fly.\n\n- Wax melts\n\n## Contents\n\n- Honey",
  },
  {
    does: "does not count a picture as a paragraph",
    feedback: "remove the second paragraph",
    text: "One bee flies.\n\n![A comb](a.png)\n\nTwo bees fly.",
    becomes: "One bee flies.\n\n![A comb](a.png)",
  },
  {
    does: "replaces whole words, and neither links nor sources",
    feedback: 'replace "honey" with "mead"',
    text: "We sell honey, honeycomb and [honey](https://x.org/honey).\n\n## Sources\n\n- [1] honey.md",
    becomes: "We sell mead, honeycomb and [mead](https://x.org/honey).\n\n## Sources\n\n- [1] honey.md",
  },
  {
    does: "keeps the capital of a word that is replaced",
    feedback: 'replace "honey" with "mead"',
    text: "Honey keeps.",
    becomes: "Mead keeps.",
  },
  {
    does: "writes a capital as it is asked for",
    feedback: 'replace "HONEY" with "mead"',
    text: "Honey keeps.",
    becomes: "mead keeps.",
  },
  {
    does: "replaces what begins and ends in signs",
    feedback: 'replace "[honey]" with "(mead)"',
    text: "We sell [honey] in jars.",
    becomes: "We sell (mead) in jars.",
  },
];

const shapes: Case[] = [
  {
    does: "makes items of sentences, and leaves nested lists, pictures and what announces a list",
    feedback: "turn it into a list",
    text: "These are things:\n\nBees fly. 1984. was a good year.\n\n- one\n- two\n    - nested\n\n![A comb](a.png)",
    becomes:
      "These are things:\n\n- Bees fly.\n- 1984. was a good year.\n- one\n- two\n    - nested\n\n![A comb](a.png)",
  },
  {
    does: "numbers the items of lists that follow each other, not the contents",
    feedback: "make it a numbered list",
    text: "- one\n- two\n\nBees fly.\n\n## Contents\n\n- Bees",
    becomes: "1. one\n2. two\n3. Bees fly.\n\n## Contents\n\n- Bees",
  },
  {
    does: "ends each item of a list as a sentence, except where a script does not",
    feedback: "write it as prose",
    text: "- Bees fly\n- ผึ้งบิน\n- Honey keeps. [1]\n- Wax melts [2]\n\n## Sources\n\n- [1] a.md\n- [2] b.md",
    becomes: "Bees fly. ผึ้งบิน Honey keeps. [1] Wax melts. [2]\n\n## Sources\n\n- [1] a.md\n- [2] b.md",
  },
  {
    does: "knows names, code and colons in headings",
    feedback: "headings in sentence case",
    text: "## How To Keep Bees: The Art Of It `Code Here`\n\nIn the garden of Anna I keep bees.\n\n```\na Bee\n```\n\n## What Anna And I Know",
    becomes:
      "## How to keep bees: The art of it `Code Here`\n\nIn the garden of Anna I keep bees.\n\n```\na Bee\n```\n\n## What Anna and I know",
  },
  {
    does: "splits paragraphs of more than three sentences",
    feedback: "split the paragraphs",
    text: "One bee flies. Two bees fly. Three bees fly. Four bees fly.\n\nShort one.",
    becomes: "One bee flies. Two bees fly.\n\nThree bees fly. Four bees fly.\n\nShort one.",
  },
];

const titles = [
  ["a better title", "Bees", "## Honey\n\nText of it.", "Honey"],
  [
    "a better title",
    "Bees",
    "## Honey\n\nQueen bees rule. Queen bees lay eggs.\n\n## Wax\n\nQueen bees live long.\n\n## Combs",
    "Queen bees: Honey, Wax and Combs",
  ],
  ["a better title", "Bees", "Queen bees rule. Queen bees lay eggs.", "Queen bees"],
  ["a better title", "Bees", "## Queen bees\n\nQueen bees rule. Queen bees lay eggs.", "Queen bees"],
  ["더 나은 제목", "벌", "## 꿀\n\n## 벌통", "꿀, 벌통"],
  ["make the title shorter", "Bees, honey and more", "Text.", "Bees"],
  ["make the title shorter", "Bees and more", "Text.", "Bees"],
] as const;

const refused = [
  ["add a summary", "Bees", "```\ncode\n```", "The draft has no sentences that a summary could be made of."],
  ["add a conclusion", "Bees", "```\ncode\n```", "The draft has no sentences that a conclusion could be made of."],
  ["add a table of contents", "Bees", "Text.", "The draft has no headings that contents could be made of."],
  [
    "a better title",
    "Bees",
    "Only one short text here.",
    "Another title needs a language model, or your own words; none is set up.",
  ],
  [
    "a better title",
    "Honey and Wax",
    "## Honey\n\n## Wax",
    "Another title needs a language model, or your own words; none is set up.",
  ],
  [
    "make the title shorter",
    "Bees",
    "Text.",
    "A shorter title needs a language model, or your own words; none is set up.",
  ],
  [
    "shorten Honey",
    "Bees",
    "## Honey\n\nHoney keeps.\n\n## Wax\n\nWax is soft.",
    "Nothing more can be left out of “Honey” without losing a section.",
  ],
  ["write it as prose", "Bees", "- ```\n  code\n  ```", "There are no lists in the draft."],
  ["use title case for the headings", "Bees", "## Honey\n\nText.", "The headings have that case already."],
  ["make it into a list", "Bees", "![A comb](a.png)", "There are no paragraphs that could become a list."],
] as const;

describe("what feedback makes of a text", () => {
  it.each([...frames, ...shorter, ...takenOut, ...shapes])("$does", (one) => {
    const { markdown, open } = feed(one);
    expect([markdown, open]).toEqual([one.becomes, []]);
  });

  it.each(titles)("%s: from “%s”", (feedback, title, text, expected) => {
    const revised = feed({ feedback, title, text });
    expect([revised.title, revised.markdown]).toEqual([expected, text]);
  });

  it.each(refused)("%s: says why not of “%s”", (feedback, title, text, why) => {
    const { markdown, open } = feed({ feedback, title, text });
    expect([markdown, open]).toEqual([text, [why]]);
  });

  it("says how far a named section could be shortened", () => {
    const text =
      "## Honey\n\nHoney keeps.\n\n## Wax\n\nWax is soft. Wax is made by young bees. Wax melts early in summer.";
    const { markdown, open } = feed({ feedback: "cut Wax to 3 words", text });
    expect(markdown).toBe("## Honey\n\nHoney keeps.\n\n## Wax\n\nWax is made by young bees.");
    expect(open).toEqual(["“Wax” has 6 words now; with less, a section would have no sentence left."]);
  });

  it("repeats a long wish that needs a model only by its beginning, and each reason once", () => {
    const { open } = feed({
      feedback: `paint it ${"very ".repeat(30)}purple. Fix the typos. Fix the grammar.`,
      text: "Text.",
    });
    expect(open).toEqual([
      `“paint it ${"very ".repeat(14)}…” needs a language model; none is set up.`,
      "Correcting the language needs a language model; none is set up.",
    ]);
  });
});
