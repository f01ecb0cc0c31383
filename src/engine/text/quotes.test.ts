import { describe, expect, it } from "vitest";
import { extractAnswer } from "./extract-answer.ts";
import type { QuotableChunk } from "./best-sentences.ts";

const chunkOf = (text: string, position: number): QuotableChunk => ({
  id: `a.${position}`,
  documentId: "a",
  filename: "handbook.txt",
  position,
  text,
  start: position * 1_000,
  end: position * 1_000 + text.length,
  page: 1,
  headings: [],
});

const quotesOf = (question: string, ...texts: string[]): [kind: string, text: string][] =>
  extractAnswer(question, texts.map(chunkOf)).quotes.map(({ kind, text }) => [kind, text]);

const list = "- a passport\n- a photo of yourself\n- the signed form";
const papers = `To join the club you need these papers:\n\n${list}\n\nThe club meets on Mondays.`;
const wholeList = papers.slice(0, papers.indexOf(list) + list.length);
const code = "```sh\nnpm start --port 80\nsleep 5\n```";
const server = `Start the server with this command:\n\n${code}\n\nStop it with the button.`;
const prices = "Tent | Price | Nights\nSmall tent | 90 euros | 3\nLarge tent | 140 euros | 2";
const steps =
  "To open the safe do the following:\n1. Enter the code of the safe.\n2. Turn the wheel to the left.\n3. Pull the door.";
const moved = "The club was founded in 1902. It moved to the harbour in 1961.";

describe("what is quoted for an answer", () => {
  it.each<[does: string, question: string, text: string, quotes: [kind: string, text: string][]]>([
    ["a list with what introduces it", "Which papers do I need to join the club?", papers, [["list", wholeList]]],
    [
      "a list without an introduction",
      "Which papers do I need to join the club?",
      `Papers to join the club\n\n${list}\n\nOther things are free.`,
      [["list", list]],
    ],
    ["one item that says it all", "Do I need the signed form?", papers, [["prose", "the signed form"]]],
    [
      "a list with blank lines between its items",
      "What colours does the boat have?",
      "The boat has these colours:\n\n- red\n\n- green\n\nThe boat is fast.",
      [["list", "The boat has these colours:\n\n- red\n\n- green"]],
    ],
    ["steps right under their introduction", "How do I open the safe?", steps, [["list", steps]]],
    [
      "code to the end of its fence",
      "How do I start the server?",
      server,
      [["code", `Start the server with this command:\n\n${code}`]],
    ],
    [
      "the line of code that is asked about",
      "What does npm start do with the port?",
      server,
      [["code", "npm start --port 80"]],
    ],
    [
      "a sentence that introduces nothing of the kind",
      "How do I start the server?",
      "Start the server with this command:\n\nThe one that Anna knows.",
      [["prose", "Start the server with this command:"]],
    ],
    [
      "a sentence that introduces what is cut off",
      "How do I start the server?",
      "Start the server with this command:",
      [["prose", "Start the server with this command:"]],
    ],
    [
      "a row of a table under its head",
      "How much is the large tent?",
      prices,
      [
        ["head", "Tent | Price | Nights"],
        ["row", "Large tent | 140 euros | 2"],
      ],
    ],
    [
      "a row of a table with a rule and tabs",
      "How much is the large tent?",
      "Tent\tPrice\n---\t---\nLarge tent\t140 euros",
      [
        ["head", "Tent\tPrice"],
        ["row", "Large tent\t140 euros"],
      ],
    ],
    [
      "a row of a table whose first row holds figures",
      "How much is the large tent?",
      "Small tent | 90 | 3\nLarge tent | costs 140 euros | 2",
      [["row", "Large tent | costs 140 euros | 2"]],
    ],
    ["a sentence with the one that it points at", "When did the club move to the harbour?", moved, [["prose", moved]]],
  ])("%s", (_, question, text, quotes) => {
    expect(quotesOf(question, text)).toEqual(quotes);
  });

  it("says nothing twice when a list that was asked for holds an item that was found before", () => {
    expect(quotesOf("Is a photo of yourself needed to join the club?", papers)).toEqual([["list", wholeList]]);
  });

  it("takes a word for the one that it is a slip for, the nearest", () => {
    const text = "The ticker is loud. A ticket is sold at the gate. Reservations are free. The reservoir is deep.";
    expect(quotesOf("Where is a tickes sold?", text)).toContainEqual(["prose", "A ticket is sold at the gate."]);
    expect(quotesOf("Are reservasions free?", text)).toContainEqual(["prose", "Reservations are free."]);
    expect(quotesOf("Is there wifi?", "The wi-fi is free.")).toEqual([["prose", "The wi-fi is free."]]);
  });
});
