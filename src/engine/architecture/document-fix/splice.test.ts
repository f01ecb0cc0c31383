import { describe, expect, it } from "vitest";
import { readDocument } from "../parse/document/index.ts";
import { addChanges, emptyBranch } from "./change.ts";
import type { DocumentChange } from "./change.ts";
import { Refusal, spliced, splicesFor } from "./splice.ts";
import { styleOf } from "./style.ts";

const written = (text: string, ...changes: DocumentChange[]): string | undefined => {
  const { documents } = readDocument(text);
  const branch = emptyBranch();
  expect(addChanges(branch, changes)).toBe(true);
  const style = styleOf(text, documents, /^\s*[{[]/.test(text));
  return spliced(text, splicesFor({ text, documents, style }, branch));
};

describe("YAML is changed where it has to be and nowhere else", () => {
  it.each<[string, string, DocumentChange, string]>([
    ["a value", "a: 1 # one\nb: 2\n", { path: [0, "a"], value: 3 }, "a: 3 # one\nb: 2\n"],
    ["a quoted value", "a: 'x' # one\n", { path: [0, "a"], value: "1.2" }, "a: '1.2' # one\n"],
    ["a value with a tag", "a: !Ref B # one\n", { path: [0, "a"], value: true }, "a: true # one\n"],
    ["a value that was left out", "a: # one\nb: 2\n", { path: [0, "a"], value: 3 }, "a: 3 # one\nb: 2\n"],
    ["a block instead of nothing", "a: # one\nb: 2\n", { path: [0, "a", "c"], value: 3 }, "a: # one\n  c: 3\nb: 2\n"],
    ["a block instead of braces", "a: {}\n", { path: [0, "a", "c"], value: [1] }, "a:\n  c:\n    - 1\n"],
    [
      "a new key",
      "a:\n    b: 1 # one\n# end\n",
      { path: [0, "a", "c"], value: "x" },
      "a:\n    b: 1 # one\n    c: x\n# end\n",
    ],
    ["a new key without a last line break", "a: 1", { path: [0, "b"], value: 2 }, "a: 1\nb: 2"],
    [
      "a new key below a text of several lines",
      "a: |\n  x\n\nb: 1\n",
      { path: [0, "c"], value: 2 },
      "a: |\n  x\n\nb: 1\nc: 2\n",
    ],
    ["a new key in braces", "a: { b: 1 } # one\n", { path: [0, "a", "c"], value: "x" }, "a: { b: 1, c: x } # one\n"],
    [
      "a new key in braces with a last comma",
      "a: { b: 1, }\n",
      { path: [0, "a", "c"], value: 2 },
      "a: { b: 1, c: 2, }\n",
    ],
    ["a new item", "a:\n- b # one\nc: 1\n", { path: [0, "a", 1], value: "d" }, "a:\n- b # one\n- d\nc: 1\n"],
    [
      "a new item of several keys",
      "a:\n  - b: 1\n",
      { path: [0, "a", 1], value: { b: 2, c: [3] } },
      "a:\n  - b: 1\n  - b: 2\n    c:\n      - 3\n",
    ],
    [
      "a key inside an item",
      "a:\n  - b: 1\n    c: 2 # two\n",
      { path: [0, "a", 0, "c"], value: 3 },
      "a:\n  - b: 1\n    c: 3 # two\n",
    ],
    ["a key taken out", "a: 1\nb: 2\nc: 3\n", { path: [0, "b"] }, "a: 1\nc: 3\n"],
    ["the first key of an item taken out", "a:\n  - b: 1\n    c: 2\n", { path: [0, "a", 0, "b"] }, "a:\n  - c: 2\n"],
    ["a key in braces taken out", "a: { b: 1, c: 2 }\n", { path: [0, "a", "c"] }, "a: { b: 1 }\n"],
    ["the second document", "a: 1\n---\na: 1 # two\n", { path: [1, "a"], value: 2 }, "a: 1\n---\na: 2 # two\n"],
    ["a document more", "a: 1\n", { path: [1], value: { b: 2 } }, "a: 1\n---\nb: 2\n"],
    [
      "line breaks of Windows",
      "a:\r\n  b: 1\r\nc: 2\r\n",
      { path: [0, "a", "d"], value: [3] },
      "a:\r\n  b: 1\r\n  d:\r\n    - 3\r\nc: 2\r\n",
    ],
    [
      "a function in short",
      "a: !Ref B\n",
      { path: [0, "c"], value: { "Fn::GetAtt": ["K", "Arn"] } },
      "a: !Ref B\nc: !GetAtt K.Arn\n",
    ],
    ["a function at length", "a:\n  Ref: B\n", { path: [0, "c"], value: { Ref: "K" } }, "a:\n  Ref: B\nc:\n  Ref: K\n"],
    ["a new item in empty brackets", "a: [] # none\n", { path: [0, "a", 0], value: 1 }, "a: [1] # none\n"],
    ["a list as an item", "a:\n  - b\n", { path: [0, "a", 1], value: [1, "two"] }, "a:\n  - b\n  - [1, two]\n"],
    [
      "what is empty, or nothing",
      "a: 1\n",
      { path: [0, "b"], value: { c: {}, d: [], e: null } },
      "a: 1\nb:\n  c: {}\n  d: []\n  e: null\n",
    ],
    [
      "a function over groups",
      "a: !Ref B\n",
      { path: [0, "c"], value: { "Fn::If": ["D", { e: 1 }, { Ref: "F" }] } },
      "a: !Ref B\nc: !If\n  - D\n  - e: 1\n  - !Ref F\n",
    ],
    [
      "functions in a list",
      "a: !Ref B\n",
      { path: [0, "c"], value: [{ "Fn::Sub": "x-${Y}" }, { "Fn::If": ["D", 1, [2]] }] },
      'a: !Ref B\nc:\n  - !Sub "x-${Y}"\n  - !If\n    - D\n    - 1\n    - [2]\n',
    ],
    ["a key of the first item of a new list", "a: 1\n", { path: [0, "x", 0, "z"], value: 1 }, "a: 1\nx:\n  - z: 1\n"],
    ["an item taken out", "a:\n  - 1\n  - 2\n", { path: [0, "a", 1] }, "a:\n  - 1\n"],
    ["the first item in brackets taken out", "a: [1, 2, 3]\n", { path: [0, "a", 0] }, "a: [2, 3]\n"],
    ["an item of a list without a name", "- a\n- b\n", { path: [0, 2], value: "c" }, "- a\n- b\n- c\n"],
    [
      "a new key in braces over lines, behind a comment",
      "a: {\n  b: 1, # one\n  c: 2 # two\n}\n",
      { path: [0, "a", "d"], value: 3 },
      "a: {\n  b: 1, # one\n  c: 2, # two\n  d: 3\n}\n",
    ],
    [
      "a new key before a brace on the same line",
      "a: {\n  b: 1,\n  c: 2 }\n",
      { path: [0, "a", "d"], value: 3 },
      "a: {\n  b: 1,\n  c: 2,\n  d: 3 }\n",
    ],
    [
      "a new item behind two on one line",
      "a: [\n  1,\n  2, 3\n]\n",
      { path: [0, "a", 3], value: 4 },
      "a: [\n  1,\n  2, 3, 4\n]\n",
    ],
    [
      "a group below one that is indented without measure",
      "a:\n          b: 1\n",
      { path: [0, "c"], value: { d: [1] } },
      "a:\n          b: 1\nc:\n  d:\n    - 1\n",
    ],
    [
      "a list below one that is indented without measure",
      "a:\n          - b: 1\n",
      { path: [0, "c"], value: [1] },
      "a:\n          - b: 1\nc:\n  - 1\n",
    ],
    ["a folded text", "a: >-\n  x\n  y\nb: 1\n", { path: [0, "a"], value: "z" }, "a: z\nb: 1\n"],
    ["a text with marks in it", 'a: "x"\n', { path: [0, "a"], value: 'it is "so"' }, 'a: "it is \\"so\\""\n'],
    ["a text that reads as yes", "a: no\n", { path: [0, "a"], value: "yes" }, 'a: "yes"\n'],
    ["a key with a colon in it", "a: 1\n", { path: [0, "k: v"], value: "x: y" }, 'a: 1\n"k: v": "x: y"\n'],
  ])("%s", (_name, text, change, expected) => {
    expect(written(text, change)).toBe(expected);
  });

  it("the last key replaced by another", () => {
    expect(written("a: 1\nb: 2\n", { path: [0, "b"] }, { path: [0, "c"], value: 3 })).toBe("a: 1\nc: 3\n");
    expect(written("a: {\n  b: 1,\n  c: 2\n}\n", { path: [0, "a", "c"] }, { path: [0, "a", "d"], value: 3 })).toBe(
      "a: {\n  b: 1,\n  d: 3\n}\n",
    );
    expect(written('{"a": 1, "b": 2}', { path: [0, "b"] }, { path: [0, "c"], value: 3 })).toBe('{"a": 1, "c": 3}');
  });

  it("two changes that add to one group", () => {
    const text = "a: 1\n";
    const changes = [
      { path: [0, "b"], value: { c: 1 } },
      { path: [0, "b", "d"], value: 2 },
    ];
    expect(written(text, ...changes)).toBe("a: 1\nb:\n  c: 1\n  d: 2\n");
  });
});

describe("JSON is changed where it has to be and nowhere else", () => {
  it.each<[string, string, DocumentChange, string]>([
    ["a value", '{\n  "a": 1 // one\n}\n', { path: [0, "a"], value: "x" }, '{\n  "a": "x" // one\n}\n'],
    [
      "a new key behind a comment",
      '{\n  "a": 1 // one\n}\n',
      { path: [0, "b"], value: 2 },
      '{\n  "a": 1, // one\n  "b": 2\n}\n',
    ],
    [
      "a new key behind a last comma",
      '{\n  "a": 1, // one\n}\n',
      { path: [0, "b"], value: 2 },
      '{\n  "a": 1, // one\n  "b": 2\n}\n',
    ],
    [
      "a new key on one line",
      '{ "a": 1 }',
      { path: [0, "b"], value: { c: [1, 2] } },
      '{ "a": 1, "b": { "c": [1, 2] } }',
    ],
    [
      "a new key in empty braces",
      '{\n\t"a": {}\n}\n',
      { path: [0, "a", "b"], value: 1 },
      '{\n\t"a": {\n\t\t"b": 1\n\t}\n}\n',
    ],
    [
      "a new item",
      '{\n  "a": [\n    1\n  ]\n}\n',
      { path: [0, "a", 1], value: 2 },
      '{\n  "a": [\n    1,\n    2\n  ]\n}\n',
    ],
    ["a key taken out", '{\n  "a": 1,\n  "b": 2\n}\n', { path: [0, "b"] }, '{\n  "a": 1\n}\n'],
    ["a new key in empty braces on one line", '{"a": {}}', { path: [0, "a", "b"], value: 1 }, '{"a": { "b": 1 }}'],
    [
      "what is empty, on one line",
      '{"a": 1}',
      { path: [0, "b"], value: { c: {}, d: [] } },
      '{"a": 1, "b": { "c": {}, "d": [] }}',
    ],
    [
      "groups in a list, and what is too long for one line",
      '{\n  "a": 1\n}\n',
      {
        path: [0, "b"],
        value: { c: {}, d: [{ e: [1], f: { g: 1 } }], h: [`${"long ".repeat(20)}text`, `${"more ".repeat(20)}text`] },
      },
      `{\n  "a": 1,\n  "b": {\n    "c": {},\n    "d": [\n      {\n        "e": [1],\n        "f": {\n          "g": 1\n        }\n      }\n    ],\n    "h": [\n      "${"long ".repeat(20)}text",\n      "${"more ".repeat(20)}text"\n    ]\n  }\n}\n`,
    ],
    ["the first key taken out", '{\n  "a": 1,\n  "b": 2\n}\n', { path: [0, "a"] }, '{\n  "b": 2\n}\n'],
  ])("%s", (_name, text, change, expected) => {
    expect(written(text, change)).toBe(expected);
  });
});

describe("what cannot be changed in one place is refused", () => {
  it.each<[string, string, DocumentChange]>([
    ["an anchor", "a: &x\n  b: 1\nc: *x\n", { path: [0, "a", "b"], value: 2 }],
    ["an alias", "a: &x\n  b: 1\nc: *x\n", { path: [0, "c", "b"], value: 2 }],
    ["a key that is taken in", "a: &x\n  b: 1\nc:\n  <<: *x\n", { path: [0, "c", "b"], value: 2 }],
    ["what a function makes", "a: !If [B, { c: 1 }, { c: 2 }]\n", { path: [0, "a", "c"], value: 3 }],
    ["a group where a text is", "a: b\n", { path: [0, "a", "c"], value: 3 }],
    ["the only key of a group", "a:\n  b: 1\nc: 2\n", { path: [0, "a", "b"] }],
    ["the only key in braces", "a: { b: 1 }\n", { path: [0, "a", "b"] }],
    ["the only item of a list", "a:\n  - 1\n", { path: [0, "a", 0] }],
    ["a document more of JSON", '{"a": 1}', { path: [1], value: { b: 2 } }],
  ])("%s", (_name, text, change) => {
    expect(() => written(text, change)).toThrow(Refusal);
  });

  it("and two changes that want something else of one place do not go together", () => {
    const branch = emptyBranch();
    expect(addChanges(branch, [{ path: [0, "a"], value: 1 }])).toBe(true);
    expect(addChanges(branch, [{ path: [0, "a"], value: 2 }])).toBe(false);
    expect(addChanges(branch, [{ path: [0, "a", "b"], value: 2 }])).toBe(false);
    expect(addChanges(branch, [{ path: [0, "a"], value: 1 }])).toBe(true);
    expect(addChanges(branch, [{ path: [0, "c", "d"], value: 1 }])).toBe(true);
    expect(addChanges(branch, [{ path: [0, "c"], value: 2 }])).toBe(false);
    expect(addChanges(branch, [{ path: [], value: 2 }])).toBe(false);
  });
});
