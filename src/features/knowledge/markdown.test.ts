import { AppError } from "#http/errors";
import { describe, expect, test } from "vitest";
import { readMarkdown } from "./markdown.ts";

const factsOf = (text: string): unknown[] => readMarkdown(text, "topic").facts.map(({ fact, value }) => [fact, value]);

describe("a topic out of Markdown", () => {
  test.each([
    ["a paragraph that names its value", "# T\n**Deadline**: 31 May", ["Deadline = 31 May"]],
    ["a paragraph under a heading", "# T\n## Fees\nAbout 20,000 baht a *term*.", ["Fees = About 20,000 baht a term."]],
    ["a paragraph of nothing but words", "# T\nIt is old.", ["T = It is old."]],
    ["a text without a title", "It is old.", ["topic = It is old."]],
    ["a quotation", "# T\n> Apply early.", ["T = Apply early."]],
    ["a list", "# T\n- Door: green\n- nothing else", ["Door = green", "T = nothing else"]],
    ["a list under a heading", "# T\n## Rooms\n- Hall: 90 seats\n- quiet", ["Rooms: Hall = 90 seats", "Rooms = quiet"]],
    ["a table of two columns", "# T\n| A | B |\n|---|---|\n| x | 1 |", ["x = 1"]],
    [
      "a table of three columns",
      "# T\n| A | B | C |\n|---|---|---|\n| x | 1 | 2 |\n| y | 3 |",
      ["x = B 1, C 2", "y = B 3, C "],
    ],
    [
      "a table of one column",
      "# T\n## Gates\n| Gate |\n|---|\n| north |\n| south |",
      ["Gates = north", "Gates = south"],
    ],
    [
      "a line broken by hand, without HTML, code as it stands",
      "# T\nOne  \ntwo <b>three</b> `four` [five](http://x)",
      ["T = One\ntwo three four five"],
    ],
    ["a second title, which is a heading", "# T\n# U\nx", ["U = x"]],
    [
      "no code, no rule, no row without a value",
      "# T\n```\nx\n```\n---\n| A | B |\n|---|---|\n| x | |\n\nlast",
      ["T = last"],
    ],
  ])("has %s as facts", (_name, text, facts) => {
    expect(factsOf(text)).toEqual(facts.map((fact) => fact.split(" = ")));
  });

  test.each(["", "# Only a title", "```\ncode\n```"])("needs a fact: %j has none", (text) => {
    expect(() => readMarkdown(text, "topic")).toThrow(AppError);
  });
});
