import { describe, expect, it } from "vitest";
import type { Cfn } from "./cfn.ts";
import { toYaml } from "./yaml.ts";

const texts: readonly (readonly [text: string, written: string])[] = [
  ["AWS::EC2::Subnet", "AWS::EC2::Subnet"],
  ["plain words and-signs", "plain words and-signs"],
  ["", '""'],
  ["yes", '"yes"'],
  ["Off", '"Off"'],
  ["null", '"null"'],
  ["2012-10-17", '"2012-10-17"'],
  ["0755", '"0755"'],
  ["1:30", '"1:30"'],
  ["key: value", '"key: value"'],
  ["ends with:", '"ends with:"'],
  ["a #comment", '"a #comment"'],
  ["#first", '"#first"'],
  ["- item", '"- item"'],
  ["*", '"*"'],
  ["&anchor", '"&anchor"'],
  ["!Ref x", '"!Ref x"'],
  ["{a}", '"{a}"'],
  ["${Name}", '"${Name}"'],
  [" padded ", '" padded "'],
  ['say "hi"', String.raw`"say \"hi\""`],
  ["back\\slash", String.raw`"back\\slash"`],
  ["two\nlines\t", String.raw`"two\nlines\t"`],
  ["\u2028\u0085\uFEFF", String.raw`"\u2028\u0085\ufeff"`],
  ["\uD800", '"\uFFFD"'],
  ["Größe", '"Größe"'],
];

describe("the YAML writer", () => {
  it.each(texts)("writes %j as %s", (text, written) => {
    expect(toYaml({ key: text })).toBe(`key: ${written}\n`);
  });

  it("writes a name as carefully as a text", () => {
    expect(toYaml({ "on: #1": 1, on: true })).toBe(`"on: #1": 1\n"on": true\n`);
  });

  it("writes a name that is too long for a plain key in the explicit form", () => {
    expect(toYaml({ ["k".repeat(2_000)]: "v" })).toBe(`? ${"k".repeat(2_000)}\n: v\n`);
  });

  it("nests lists and objects, and keeps empty ones", () => {
    const value: Cfn = { A: [{ B: 1, C: [true, "x"] }, []], D: {} };
    expect(toYaml(value)).toBe(
      ["A:", "  - B: 1", "    C:", "      - true", "      - x", "  - []", "D: {}", ""].join("\n"),
    );
  });
});
