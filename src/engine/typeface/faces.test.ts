import { describe, expect, it } from "vitest";
import { facesFor, isBundled, splitByFace } from "./index.ts";

describe("the faces a text needs", () => {
  it.each([
    ["Latin, Greek, Cyrillic, Thai and signs need none", "Tiếng Việt Ωμέγα Привет ภาษาไทย → €", []],
    ["Hangul", "결제 서비스", ["noto-sans-kr"]],
    ["kana, with the kanji beside them", "注文データベース", ["noto-sans-jp"]],
    ["Simplified Chinese", "订单数据库", ["noto-sans-sc"]],
    ["Traditional Chinese", "訂單資料庫", ["noto-sans-tc"]],
    ["kanji of a text that is Japanese elsewhere", "ウェブ\n東京本番", ["noto-sans-jp"]],
    ["two languages in one document", '{"a":"データ","b":"订单数据库"}', ["noto-sans-jp", "noto-sans-sc"]],
    ["a Korean line with Hanja", "설계 設計", ["noto-sans-tc", "noto-sans-kr"]],
    ["what no face holds", "𠀀 العربية עברית", []],
  ])("%s", (_name, text, faces) => {
    expect(facesFor(text)).toEqual(faces);
  });
});

it("a line is split by face, and what no face holds has none", () => {
  const text = "db 주문 한글 뷁 v2";
  expect(splitByFace(text, facesFor(text))).toEqual([
    { text: "db ", face: undefined },
    { text: "주문", face: "noto-sans-kr" },
    { text: " ", face: undefined },
    { text: "한글", face: "noto-sans-kr" },
    { text: " 뷁 v2", face: undefined },
  ]);
});

it("the faces at hand decide: nothing is set in one that was not fetched", () => {
  expect(splitByFace("订单 주문", ["noto-sans-sc"])).toEqual([
    { text: "订单", face: "noto-sans-sc" },
    { text: " 주문", face: undefined },
  ]);
  expect(splitByFace("订单", [])).toEqual([{ text: "订单", face: undefined }]);
});

it.each([
  ["A", true],
  ["ก", true],
  ["→", true],
  ["漢", false],
  ["ع", false],
])("%s is bundled: %s", (character, expected) => {
  expect(isBundled(character.codePointAt(0) ?? 0)).toBe(expected);
});
