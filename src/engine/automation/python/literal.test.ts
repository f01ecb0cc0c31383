import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { python } from "../../../../test/python/python-process.ts";
import { pythonLiteral } from "./literal.ts";
import type { Literal } from "./literal.ts";

const VALUES: readonly Literal[] = [
  "",
  "plain",
  'say "hello"',
  "it's",
  `both ' and "`,
  '"""',
  "'''",
  "line\nbreak\r\nand\ttab",
  "back\\slash \\n \\N{BULLET} \\x41 \\u0041",
  "{name} {} {{}} %s ${HOME}",
  "ends with a backslash\\",
  "\u0000\u0007\u001b[31m\u007f\u0085\u00a0",
  "line\u2028separator\u2029 and \u202eturned\u202c around",
  "😀 👩‍👩‍👧 é e\u0301 漢字 \u{10ffff}",
  "lone \ud800 and \udfff",
  "#{x}\n# comment",
  0,
  -1,
  1.5,
  1e21,
  -0.000001,
  true,
  false,
  null,
  ["a", 1, [null, { k: "v" }], {}],
  { 'a"b': 1, "": [], __proto__x: { nested: true } },
];

describe("pythonLiteral", () => {
  it.skipIf(!python)("P13: Python reads back exactly the value that was written", () => {
    const read = "import ast, json, sys\nprint(json.dumps([ast.literal_eval(each) for each in json.load(sys.stdin)]))";
    const { stdout } = spawnSync(python ?? "python3", ["-c", read], {
      input: JSON.stringify(VALUES.map((value) => pythonLiteral(value))),
      encoding: "utf8",
    });
    expect(JSON.parse(stdout)).toEqual(VALUES);
  });

  it("P13: puts nothing into a file that cannot be seen, and no line break", () => {
    const all = VALUES.map((value) => pythonLiteral(value)).join("");
    expect(all).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY]])("refuses %s, for which Python has no literal", (value) => {
    expect(() => pythonLiteral(value)).toThrow(RangeError);
  });
});
