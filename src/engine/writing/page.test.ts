import { describe, expect, it } from "vitest";
import { readPage, writePage } from "./page.ts";

/** What a text is made of: headings as `# text`, blocks as their kind and first line. */
const outline = (markdown: string): string[] =>
  readPage("", markdown).parts.flatMap(({ heading, level, blocks }) => [
    ...(heading === undefined ? [] : [`${level} ${heading.split("\n")[0]}`]),
    ...blocks.map(({ kind, text }) => `${kind} ${text.split("\n")[0]}`),
  ]);

const odd = `---
title: Bees
...

Bees
of the world
============

They fly.
## Right under a paragraph
A hive has a
second line
------------

    indented code

    more of it

$$ a + b $$

$$
\\sum x
$$
Text under the formula.
$$ c $$

***

> A quote
that goes on
> and ends
- with an item right under it
  \`\`\`
  # no heading

  - no item
  \`\`\`
  still the item

  and a paragraph of it
- [ ] another
# A heading ends the list
1. one

3. three
***

[bees]: https://example.org
  "A title"

<details>
<summary>More</summary>
</details>

Month | Kilograms
----- | ---------
July  | 25
Not | a rule
the end
> quoted
~~~ts
const open = true;
\`\`\`
~~~
* * *
| alone

- - -
####### seven
`;

describe("the parts of a text", () => {
  it("knows everything that Markdown has", () => {
    expect(outline(odd)).toEqual([
      "other ---",
      "1 Bees",
      "paragraph They fly.",
      "2 ## Right under a paragraph",
      "2 A hive has a",
      "code     indented code",
      "code     more of it",
      "code $$ a + b $$",
      "code $$",
      "paragraph Text under the formula.",
      "code $$ c $$",
      "other ***",
      "quote > A quote",
      "list - with an item right under it",
      "1 # A heading ends the list",
      "list 1. one",
      "other ***",
      "other [bees]: https://example.org",
      "other <details>",
      "table Month | Kilograms",
      "paragraph the end",
      "quote > quoted",
      "code ~~~ts",
      "other * * *",
      "paragraph | alone",
      "other - - -",
      "paragraph ####### seven",
    ]);
  });

  it("is written as it was read", () => {
    expect(writePage(readPage("", odd))).toBe(odd.trimEnd());
    const windows = odd.replaceAll("\n", "\r\n");
    expect(writePage(readPage("", windows))).toBe(windows.trimEnd());
  });

  it.each([
    ["a fence that is never closed", "```\n# all of it\n\n- code", ["code ```"]],
    ["a formula that is never closed", "$$\na + b\n\n# c", ["code $$"]],
    ["a rule first is no front matter without its end", "---\n\nText", ["other ---", "paragraph Text"]],
    [
      "a list that a rule or a paragraph ends",
      "- a\n\n- b\n\nText\n\n* c\n\n* * *",
      ["list - a", "paragraph Text", "list * c", "other * * *"],
    ],
    ["a fence right under an item", "- a\n```\nb\n```", ["list - a", "code ```"]],
    ["an underline without text above", "\n\n---\n===", ["other ---", "paragraph ==="]],
    ["a table at the end of the text", "a | b\n--- | ---", ["table a | b"]],
    ["lines with bars and no rule", "a | b\nc | d", ["paragraph a | b"]],
    ["nothing", "\n \n", []],
  ])("%s", (_, markdown, parts) => {
    expect(outline(markdown)).toEqual(parts);
  });
});
