import { parseJson } from "#http/json";
import { describe, expect, test } from "vitest";

const nest = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

test.each([
  ["an object", '{"a": [1, "x", null]}', { a: [1, "x", null] }],
  ["64 levels", `{"a":${nest(63)}}`, { a: JSON.parse(nest(63)) }],
  ["brackets inside a string", `"${"[".repeat(100)}"`, "[".repeat(100)],
  ["a key that is also a value", '{"a":"a","b":"a"}', { a: "a", b: "a" }],
  ["the same key in two objects", '[{"a":1},{"a":{"a":2}}]', [{ a: 1 }, { a: { a: 2 } }]],
  ["strings with a colon after the quote", '["a", ":", "a"]', ["a", ":", "a"]],
  ["a whole surrogate pair", String.raw`"\ud83d\ude00"`, "😀"],
  ["an escaped backslash before u0000", String.raw`"\\u0000"`, String.raw`\u0000`],
  ["a constructor key", '{"constructor":1}', { constructor: 1 }],
])("takes %s", (_name, text, value) => {
  expect(parseJson(text)).toEqual(value);
});

describe("refuses", () => {
  test.each([
    ["nothing", "", "malformed_body"],
    ["half an object", '{"a":', "malformed_body"],
    ["F8 NaN", '{"a":NaN}', "malformed_body"],
    ["an unclosed string", '{"a', "malformed_body"],
    ["65 levels", nest(65), "invalid_request"],
    ["F3 10,000 levels", nest(10_000), "invalid_request"],
    ["a million levels that never close", "[".repeat(1_000_000), "invalid_request"],
    ["F6 a key given twice", '{"a":1, "a" : 2}', "invalid_request"],
    ["a key given twice in disguise", String.raw`{"a":1,"\u0061":2}`, "invalid_request"],
    ["F5 __proto__", '{"__proto__":{"admin":true}}', "invalid_request"],
    ["a key given twice, far from its colon", `{"a"${" ".repeat(60)}:1,"a"${"\n".repeat(60)}:2}`, "invalid_request"],
    ["__proto__ in disguise", String.raw`{"a":{"\u005f_proto__":{}}}`, "invalid_request"],
    ["F6 a NUL", String.raw`{"a":["\u0000"]}`, "invalid_request"],
    ["F6 a lone surrogate", String.raw`"\uD800"`, "invalid_request"],
    ["a lone surrogate in a key", String.raw`{"\udc00":1}`, "invalid_request"],
  ])("%s", (_name, text, code) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ code }));
  });
});
