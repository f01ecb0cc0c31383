import { describe, expect, test } from "vitest";
import { amountsIn, onlyKnownPrices } from "./known-prices.ts";

const known = [412.13, 30];

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield await Promise.resolve(text.slice(at, at + size));
}

const pass = async (text: string, size: number): Promise<string> => {
  let out = "";
  for await (const piece of onlyKnownPrices(inPieces(text, size), known)) out += piece;
  return out;
};

const gone = "(a price that was not computed)";

describe.each([1, 2, 3, 1_000])("in pieces of %i characters", (size) => {
  test.each([
    ["It costs $412.13, or $412 a month.", "It costs $412.13, or $412 a month."],
    ["It costs $999 a month.", `It costs ${gone} a month.`],
    ["It costs USD 999 a month.", `It costs ${gone} a month.`],
    ["It costs 999 USD, not 12 €.", `It costs ${gone}, not ${gone}.`],
    ["About 1,999.50 dollars a year", `About ${gone} a year`],
    ["A $ 999 and $", `A ${gone} and $`],
    ["30 dollars for 3 zones and 99 euros", `30 dollars for 3 zones and ${gone}`],
    ["```sh\nawk '{print $1}' x\n```\nis $1 a month", `\`\`\`sh\nawk '{print $1}' x\n\`\`\`\nis ${gone} a month`],
    ["Run `echo $2` for $2", `Run \`echo $2\` for ${gone}`],
    ["In `code $999` too", `In \`code ${gone}\` too`],
  ])("%s", async (text, shown) => {
    expect(await pass(text, size)).toBe(shown);
  });
});

test.each([
  ["$1,234.50 and 12 €, EUR 7", [1234.5, 12, 7]],
  ["port 443, 12 zones, us-east-1", []],
])("amounts in %s", (text, amounts) => {
  expect(amountsIn(text)).toEqual(amounts);
});

test("a fence in other marks does not end one", async () => {
  const fenced = "```\n~~~\necho $1\n```\nfor $1";
  expect(await pass(fenced, 3)).toBe(`\`\`\`\n~~~\necho $1\n\`\`\`\nfor ${gone}`);
});
