import { expect, test } from "vitest";
import { onOneLine } from "./line-breaks.ts";

test.each([
  ["a + b", "a + b"],
  ["{\n  a = 1\n  b = 2\n}", "{ a = 1, b = 2 }"],
  ["{\r\n  a = 1,\r\n  b = [\r\n    1,\r\n    2\r\n  ]\r\n}", "{ a = 1, b = [ 1, 2 ] }"],
  [
    "jsonencode({\n  a = [{\n    b = 1\n    c = max(1,\n      2)\n  }]\n  d = 2\n})",
    "jsonencode({ a = [{ b = 1, c = max(1, 2) }], d = 2 })",
  ],
  ["{ for k, v in x :\n  k => v\n  if v != null }", "{ for k, v in x : k => v if v != null }"],
  [
    '{\n  a = "x{${f({\n    b = 1\n    c = 2\n  })}"\n  d = "\\"{"\n}',
    '{ a = "x{${f({ b = 1, c = 2 })}", d = "\\"{" }',
  ],
  ["${f({\n  a = 1\n  b = 2\n})}", "${f({ a = 1, b = 2 })}"],
  ["a ?\n  b :\n  c", "a ? b : c"],
  ["{\n}\n", "{ } "],
])("%j goes on one line", (code, expected) => {
  expect(onOneLine(code)).toBe(expected);
});
