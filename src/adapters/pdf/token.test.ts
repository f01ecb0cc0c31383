import { expect, test } from "vitest";
import { tokensOf } from "./token.ts";

const told = (line: string, language: "terraform" | "json" | "yaml"): string =>
  tokensOf(line, language)
    .map(({ kind, text }) => (kind === "plain" ? text : `[${kind} ${text}]`))
    .join("");

test.each([
  ["terraform", 'resource "aws_vpc" "main" {', '[word resource] [text "aws_vpc"] [text "main"] {'],
  ["terraform", "  size = 20 # gigabytes", "  size = [number 20] [comment # gigabytes]"],
  ["terraform", "  data_source = var.data", "  data_source = var.data"],
  ["terraform", '  open = "never closed', '  open = [text "never closed]'],
  ["json", '  "Type": "AWS::S3::Bucket",', '  [word "Type"]: [text "AWS::S3::Bucket"],'],
  ["json", '  "Size": 20', '  [word "Size"]: [number 20]'],
  ["yaml", "  Type: AWS::S3::Bucket", "  [word Type]: AWS::S3::Bucket"],
  ["yaml", "  - Key: Name # the tag", "  - [word Key]: Name [comment # the tag]"],
  ["yaml", '    Description: "in for a penny"', '    [word Description]: [text "in for a penny"]'],
  ["yaml", "  Url: https://example.com/#top", "  [word Url]: https://example.com/#top"],
] as const)("%s: %s", (language, line, expected) => {
  expect(told(line, language)).toBe(expected);
});

test("nothing of a line is lost", () => {
  const line = `a"b\\"c" // x é 漢 \u{1F680} 1.2.3 - ' # end`;
  for (const language of ["terraform", "json", "yaml"] as const)
    expect(
      tokensOf(line, language)
        .map(({ text }) => text)
        .join(""),
    ).toBe(line);
});
