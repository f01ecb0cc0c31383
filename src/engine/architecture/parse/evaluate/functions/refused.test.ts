import { expect, test } from "vitest";
import { Unknown } from "../../../model/index.ts";
import type { Value } from "../../../model/index.ts";
import { invalid } from "../values.ts";
import { callFunction } from "./index.ts";

const unknown = new Unknown(["aws_vpc.main"]);

// `terraform console` answers each of these with an error.
test.each<[string, Value[]]>([
  ["length", [5]],
  ["element", [[], 0]],
  ["element", ["a", 0]],
  ["element", [["a"], "first"]],
  ["lookup", ["a", "b", 1]],
  ["lookup", [{ a: 1 }, ["a"], 1]],
  ["lookup", [{ a: 1 }, "b"]],
  ["contains", ["abc", "a"]],
  ["merge", [{ a: 1 }, ["b"]]],
  ["flatten", ["a"]],
  ["slice", ["abc", 0, 1]],
  ["slice", [["a"], "first", 1]],
  ["zipmap", [["a"], [1, 2]]],
  ["zipmap", [["a"], 1]],
  ["zipmap", [[["a"]], [1]]],
  ["compact", ["a"]],
  ["coalesce", [null, ""]],
  ["coalescelist", [[], []]],
  ["one", [["a", "b"]]],
  ["one", ["a"]],
  ["sort", ["a"]],
  ["sort", [[["a"]]]],
  ["chunklist", [["a"], 0]],
  ["chunklist", ["a", 1]],
  ["index", [["a"], "b"]],
  ["index", ["abc", "b"]],
  ["alltrue", [true]],
  ["anytrue", ["true"]],
  ["toset", ["a"]],
  ["tolist", ["a"]],
  ["tomap", [["a"]]],
  ["tobool", ["yes"]],
  ["keys", [["a"]]],
  ["values", ["a"]],
  ["setintersection", ["a", ["a"]]],
  ["setsubtract", [["a"], "a"]],
  ["concat", [["a"], "b"]],
  ["join", [",", "a"]],
  ["join", [",", [["a"]]]],
  ["join", [["a"], ["b"]]],
  ["lower", [["a"]]],
  ["substr", ["abc", "first", 1]],
  ["indent", [-1, "a"]],
  ["indent", ["two", "a"]],
  ["parseint", ["z", 10]],
  ["parseint", [["1"], 10]],
  ["parseint", ["1", 37]],
  ["formatlist", ["%s-%s", ["a", "b"], ["c"]]],
  ["try", [invalid, invalid]],
])("%s refuses %j", (name, args) => {
  expect(callFunction(name, args)).toBe(invalid);
});

test.each<[string, Value[], Value]>([
  ["one", [null], null],
  ["one", [[]], null],
  ["one", [["a"]], "a"],
  ["try", [invalid, "b"], "b"],
  ["can", [invalid], false],
  ["can", ["a"], true],
  ["sensitive", ["a"], "a"],
  ["tostring", [null], null],
  ["alltrue", [[]], true],
  ["alltrue", [[true, "true"]], true],
  ["alltrue", [[unknown, false]], false],
  ["anytrue", [[false]], false],
  ["anytrue", [[unknown, true]], true],
  ["coalesce", [null, "", "b"], "b"],
  ["coalescelist", [[], ["b"]], ["b"]],
  ["compact", [["a", "", null]], ["a"]],
  ["strrev", ["añb"], "bña"],
  ["chomp", ["a"], "a"],
  ["chomp", ["a\r\n\n"], "a"],
  ["trimprefix", ["abc", "b"], "abc"],
  ["trimsuffix", ["abc", "b"], "abc"],
  ["trim", ["??a?", "?"], "a"],
  ["replace", ["ab", "", "-"], "-a-b-"],
  ["split", [",", ""], [""]],
  ["split", ["", "ab"], ["a", "b"]],
  ["substr", ["hello", -3, -1], "llo"],
  ["indent", [2, "a\nb"], "a\n  b"],
  ["parseint", ["-ff", 16], -255],
])("%s of %j is %j", (name, args, expected) => {
  expect(callFunction(name, args)).toEqual(expected);
});

test.each<[string, Value[]]>([
  ["lookup", [unknown, "a", 1]],
  ["lookup", [{ a: 1 }, unknown, 1]],
  ["zipmap", [[unknown], ["a"]]],
  ["compact", [["a", unknown]]],
  ["coalesce", [null, unknown, "a"]],
  ["coalescelist", [unknown, ["a"]]],
  ["sort", [["b", unknown]]],
  ["index", [["a"], unknown]],
  ["index", [["a", unknown], "b"]],
  ["alltrue", [[true, unknown]]],
  ["setintersection", [["a"], [unknown]]],
  ["setsubtract", [["a", unknown], ["a"]]],
  ["can", [unknown]],
])("%s of %j is unknown, and says what it hangs on", (name, args) => {
  expect(callFunction(name, args)).toMatchObject({ refs: unknown.refs });
});

test("what would grow without bounds is unknown", () => {
  const many = Array.from({ length: 2_000 }, (_, index) => index);
  expect(callFunction("setproduct", [many, many, many])).toBeInstanceOf(Unknown);
  expect(callFunction("split", ["", "a".repeat(5_000_000)])).toBeInstanceOf(Unknown);
  expect(callFunction("indent", [100_000, "\n".repeat(10_000)])).toBeInstanceOf(Unknown);
  expect(callFunction("replace", ["a".repeat(100_000), "a", "b".repeat(10_000)])).toBeInstanceOf(Unknown);
});
