import { expect, test } from "vitest";
import { readTerms } from "./terms.ts";
import { distance, nearest, normalise, splitWords } from "./words.ts";

test.each([
  ["tuition", "tution", 1],
  ["campus", "campsu", 1],
  ["nursing", "nursery", 3],
  ["law", "law", 0],
  ["architecture", "law", 3],
])("%s and %s are %i edits apart", (a, b, edits) => {
  expect(distance(a, b, 2)).toBe(edits);
});

test.each([
  ["tution", "tuition"],
  ["scolarship", "scholarship"],
  ["coffee", undefined],
  ["low", undefined],
])("%s is meant for %s", (word, meant) => {
  expect(nearest(word, ["tuition", "scholarship", "fee", "law", "coffer-dam", "toffee"])).toBe(meant);
});

test.each([
  ["Where's the Master’s office", "where is the master office"],
  ["ป. โท ๒๕๖๘", "ปโท 2568"],
  ["ค่าน้ำ", "ค่าน้ำ"],
  ["ＦＥＥ", "fee"],
])("%s is read as %s", (text, read) => {
  expect(normalise(text)).toBe(read);
});

test("words of two scripts are told apart", () => {
  expect(splitWords("ค่าเทอม MBA, café!")).toEqual([
    { text: "ค่าเทอม", thai: true },
    { text: "mba", thai: false },
    { text: "cafe", thai: false },
  ]);
});

test.each([
  ["How much is the tuition for international students?", ["price", "tuition", "international"]],
  ["is there a coffee shop near the lawn", ["food", "facilities", "word:lawn"]],
  ["business English", ["business-english"]],
  ["master's degrees other than the MBA", ["masters"]],
  ["ค่าเทอมนักศึกษาต่างชาติเท่าไหร่ครับ", ["tuition", "international", "price"]],
  ["เรียนออนไลน์ได้ไหม", ["online-study"]],
  ["hello, please tell me", []],
])("%s asks for %j", (text, ids) => {
  expect(readTerms(text).map(({ id }) => id)).toEqual(ids);
});
