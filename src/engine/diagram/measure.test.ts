import { describe, expect, it } from "vitest";
import type { TextStyle } from "./measure.ts";
import { ellipsise, measureText, wrapText } from "./measure.ts";

const style: TextStyle = { size: 10, weight: 400 };

describe("measuring text", () => {
  it("knows Inter's own widths", () => {
    // Inter 4.0 regular: an em dash is 0.9 em, a space 0.28 em.
    expect(measureText("—", style)).toBeGreaterThan(measureText("i", style) * 2);
    expect(measureText(" ", style)).toBeCloseTo(2.8, 0);
    expect(measureText("ii", style)).toBeCloseTo(2 * measureText("i", style));
  });

  it("grows with size and weight", () => {
    expect(measureText("Bucket", { size: 20, weight: 400 })).toBeCloseTo(2 * measureText("Bucket", style));
    expect(measureText("Bucket", { size: 10, weight: 700 })).toBeGreaterThan(measureText("Bucket", style));
  });

  it.each([
    ["Thai", "กขค"],
    ["Cyrillic", "Ж"],
    ["a script without a bundled font", "漢字"],
  ])("has a width for %s", (_, text) => {
    expect(measureText(text, style)).toBeGreaterThan(5);
  });
});

describe("fitting text into a width", () => {
  it.each([
    "Application Load Balancer",
    "aws_lb.ingress_public_network_load_balancer",
    "x".repeat(200),
    "漢".repeat(60),
    "WWW WWW WWW",
  ])("keeps every line of %j within it", (text) => {
    const lines = wrapText(text, style, 60, 2);
    expect(lines.length).toBeLessThanOrEqual(2);
    for (const line of lines) expect(measureText(line, style)).toBeLessThanOrEqual(60);
  });

  it.each([
    ["Application Load Balancer", ["Application", "Load Balancer"]],
    ["internet-facing, cross-zone", ["internet-facing,", "cross-zone"]],
    ["aws_braket_quantum_task", ["aws_braket_", "quantum_task"]],
    ["CloudWatch", ["CloudWatch"]],
    ["", []],
  ])("breaks %j at %j", (text, lines) => {
    expect(wrapText(text, style, 76, 2)).toEqual(lines);
  });

  it("loses nothing when there is room for all lines", () => {
    const text = "one two-three four_five.six/seven CamelCaseName";
    expect(wrapText(text, style, 40, 20).join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
  });

  it("ends what does not fit in an ellipsis", () => {
    expect(ellipsise("a long sentence", style, 40)).toMatch(/^a lo.*…$/);
    expect(ellipsise("short", style, 40)).toBe("short");
    expect(wrapText("one two three four", style, 25, 2)).toEqual(["one", expect.stringMatching(/^t.*…$/)]);
  });
});
