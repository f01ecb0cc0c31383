import { expect, it } from "vitest";
import { readDocument } from "../parse/document/index.ts";
import type { DocumentValue } from "./change.ts";
import { changesBetween } from "./property-changes.ts";
import { Refusal } from "./splice.ts";

/** Changes to a property that is written as `text` and judged as `before`, for it to be judged as `after`. */
const changes = (text: string, before: DocumentValue | undefined, after: DocumentValue | undefined) => {
  const [node] = text === "" ? [] : readDocument(text).documents;
  return changesBetween({ path: ["p"], before, after, node });
};

it.each<[string, string, DocumentValue | undefined, DocumentValue | undefined, ReturnType<typeof changes>]>([
  ["what is the same", "a: 1", { a: 1 }, { a: 1 }, []],
  ["what has to go", "1", 1, undefined, [{ path: ["p"] }]],
  ["what has to go and is nowhere", "", 1, undefined, []],
  ["a group by its members", "a: 1\nb: 2", { a: 1, b: 2 }, { a: 1, b: 3 }, [{ path: ["p", "b"], value: 3 }]],
  ["a group that is written and not judged", "a: 1", undefined, { b: 2 }, [{ path: ["p", "b"], value: 2 }]],
  ["a group in place of a text", "x", "x", { b: 2 }, [{ path: ["p"], value: { b: 2 } }]],
  [
    "a group that a function makes",
    "!If [C, { a: 1 }, { a: 1 }]",
    { a: 1 },
    { a: 2 },
    [{ path: ["p", "a"], value: 2 }],
  ],
  ["a list that is nowhere", "", [1], [1, 2], [{ path: ["p"], value: [1, 2] }]],
  ["an item more", "- 1", [1], [1, 2], [{ path: ["p", 1], value: 2 }]],
  ["an item less of a list as it is judged", "- 1\n- 2", [1, 2], [2], [{ path: ["p"], value: [2] }]],
  [
    "an item of its own",
    "- a: 1\n- a: 2",
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { a: 3 }],
    [{ path: ["p", 1, "a"], value: 3 }],
  ],
  [
    "a member of an item that is not written",
    "- a: 1",
    [{ a: 1 }],
    [{ a: 1, b: 2 }],
    [{ path: ["p", 0, "b"], value: 2 }],
  ],
  ["an item that a function makes", "- !Ref A", ["x"], ["y"], [{ path: ["p", 0], value: "y" }]],
  [
    "a pair by its key, in whatever order",
    "- { Value: b, Key: a }\n- { Key: c, Value: d }",
    [
      { Key: "c", Value: "d" },
      { Key: "a", Value: "b" },
    ],
    [
      { Key: "c", Value: "d" },
      { Key: "a", Value: "x" },
      { Key: "e", Value: "f" },
    ],
    [
      { path: ["p", 0, "Value"], value: "x" },
      { path: ["p", 2], value: { Key: "e", Value: "f" } },
    ],
  ],
])("%s", (_what, text, before, after, expected) => {
  expect(changes(text, before, after)).toEqual(expected);
});

it.each<[string, string, DocumentValue | undefined, DocumentValue]>([
  ["an item in another order than it is judged", "- 1\n- 2", [2, 1], [3, 1]],
  ["a member of an item that is judged otherwise", "- a: 1", [{ b: 1 }], [{ b: 2 }]],
  ["a list of another length", "- 1\n- 2", [1], [3]],
  ["a list that a function makes", "!Split [',', x]", ["x"], ["y"]],
  ["a list that is written and not judged", "- 1", undefined, [2]],
  ["fewer items of a list that is judged otherwise", "- 1\n- !Ref A", [1, "x"], ["x"]],
])("refuses %s", (_what, text, before, after) => {
  expect(() => changes(text, before, after)).toThrow(Refusal);
});
