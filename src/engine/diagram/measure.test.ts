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
    ["a script that is drawn as boxes", "عربي"],
  ])("has a width for %s", (_, text) => {
    expect(measureText(text, style)).toBeGreaterThan(5);
  });
});

describe("East Asian text", () => {
  it.each([
    ["漢字かなカナ", 60],
    ["한글", 18.4],
    ["ｶﾅ", 10],
    ["。（", 20],
    ["①", 10],
  ])("%s is as wide as its face makes it", (text, width) => {
    expect(measureText(text, style)).toBeCloseTo(width);
  });

  it.each([
    ["between ideographs", "订单数据库服务", ["订单数据", "库服务"]],
    ["not before closing punctuation", "订单数据。库", ["订单数", "据。库"]],
    ["not after opening punctuation", "订单数（据库）", ["订单数", "（据库）"]],
    ["not before a small kana or a length mark", "データベース", ["データ", "ベース"]],
    ["after Latin beside an ideograph", "AWS数据库", ["AWS数", "据库"]],
    ["between words in Korean", "결제 서비스", ["결제", "서비스"]],
  ])("lines end %s", (_, text, lines) => {
    expect(wrapText(text, style, 41, 3)).toEqual(lines);
  });
});

describe("Thai text", () => {
  const thai = "ผู้ใช้ที่เก็บข้อมูลน้ำ";

  it.each([14, 22, 30, 50])("is broken between clusters, never inside, at %d px", (width) => {
    const lines = wrapText(thai, style, width, 30);
    expect(lines.join("")).toBe(thai);
    for (const line of lines) {
      expect(line).not.toMatch(/^[\p{M}ะาำๆ]/u);
      expect(line).not.toMatch(/[เ-ไ]$/u);
    }
  });

  it("keeps its marks before an ellipsis", () => {
    for (let width = 12; width < 80; width += 3) {
      const kept = ellipsise(thai, style, width).replace("…", "");
      expect(thai.slice(kept.length)).not.toMatch(/^[\p{M}ะาำ]/u);
    }
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
