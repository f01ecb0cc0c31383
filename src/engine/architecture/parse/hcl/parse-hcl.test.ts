import { describe, expect, test } from "vitest";
import type { Attribute, Block, Body, Expression } from "./ast.ts";
import { childrenOf, lineIndex, parseHcl } from "./index.ts";

/** An expression as a short text with its structure in brackets. */
const outline = (expression: Expression): string => {
  const list = (items: readonly Expression[]): string => items.map(outline).join(" ");
  switch (expression.kind) {
    case "literal":
      return JSON.stringify(expression.value);
    case "template":
      return `(template ${expression.parts
        .map((part) =>
          part.kind === "literal"
            ? JSON.stringify(part.text)
            : part.kind === "interpolation"
              ? outline(part.value)
              : [
                  `%${part.keyword}`,
                  ...(part.variables ?? []),
                  ...[part.condition, part.collection].filter((item) => item !== undefined).map(outline),
                ].join(" "),
        )
        .join(" | ")})`;
    case "variable":
      return expression.name;
    case "attribute":
      return `${outline(expression.of)}.${expression.name}`;
    case "index":
      return `${outline(expression.of)}[${outline(expression.key)}]`;
    case "splat":
      return `${outline(expression.of)}[*]`;
    case "call":
      return `${expression.name}(${list(expression.args)}${expression.expand ? " ..." : ""})`;
    case "unary":
      return `(${expression.operator} ${outline(expression.operand)})`;
    case "binary":
      return `(${expression.operator} ${outline(expression.left)} ${outline(expression.right)})`;
    case "conditional":
      return `(? ${list([expression.condition, expression.yes, expression.no])})`;
    case "list":
      return `[${list(expression.items)}]`;
    case "object":
      return `{${expression.items.map(({ key, value }) => `${outline(key)}: ${outline(value)}`).join(", ")}}`;
    case "for":
      return `(for ${expression.variables.join(",")} ${list(childrenOf(expression))}${expression.group ? " ..." : ""})`;
    case "group":
      return `<${outline(expression.inner)}>`;
  }
};

const attributeIn = (text: string): Attribute => {
  const { body, problems } = parseHcl(text);
  expect(problems).toEqual([]);
  const [item] = body;
  if (item?.kind !== "attribute") throw new Error("no attribute");
  return item;
};

const blockIn = (text: string): Block => {
  const { body, problems } = parseHcl(text);
  expect(problems).toEqual([]);
  const [item] = body;
  if (item?.kind !== "block") throw new Error("no block");
  return item;
};

describe("an expression", () => {
  test.each([
    ["1", "1"],
    ["1.5e3", "1500"],
    ["-1", "(- 1)"],
    ["true", "true"],
    ["null", "null"],
    ['"plain"', '"plain"'],
    ['""', '""'],
    [String.raw`"a\n\t\"\\\u00e9\U0001F600"`, String.raw`"a\n\t\"\\é😀"`],
    ['"$${not} %%{not} $ % 100%"', '"${not} %{not} $ % 100%"'],
    ['"a${b}c"', '(template "a" | b | "c")'],
    ['"${b}"', "(template b)"],
    ['"${"${a}"}"', "(template (template a))"],
    ['"a ${~ b ~} c"', '(template "a" | b | "c")'],
    ['"%{ if a }x%{ else }y%{ endif }"', '(template %if a | "x" | %else | "y" | %endif)'],
    ['"%{ for k, v in m ~} ${k}%{ endfor }"', "(template %for k v m | k | %endfor)"],
    ["a.b.c", "a.b.c"],
    ['a["b"].c', 'a["b"].c'],
    ["a.0.b", "a[0].b"],
    ["a[*].b", "a[*].b"],
    ["a.*.b", "a[*].b"],
    ["a.*.b[0]", "<a[*].b>[0]"],
    ["a[*].b[0]", "a[*].b[0]"],
    ["f()", "f()"],
    ["f(a, b...)", "f(a b ...)"],
    ["f(\n  a,\n  b,\n)", "f(a b)"],
    ["provider::aws::arn_parse(a)", "provider::aws::arn_parse(a)"],
    ["!a && b || c", "(|| (&& (! a) b) c)"],
    ["a + b * c - d", "(- (+ a (* b c)) d)"],
    ["a <= b == c > d", "(== (<= a b) (> c d))"],
    ["a ? b : c ? d : e", "(? a b (? c d e))"],
    ["(a)", "<a>"],
    ["(\n  a\n  + b\n)", "<(+ a b)>"],
    ["[]", "[]"],
    ["[a, b,]", "[a b]"],
    ["[\n  a, # one\n  b  // two\n]", "[a b]"],
    ["{}", "{}"],
    ["{ a = 1, b : 2 }", "{a: 1, b: 2}"],
    ['{\n  a = 1\n  "b" = 2,\n\n  (c) = 3\n}', '{a: 1, "b": 2, <c>: 3}'],
    ["{ format = 1 }", "{format: 1}"],
    ["{\n  a = f(\n    b\n  )\n  c = [\n    d\n  ]\n}", "{a: f(b), c: [d]}"],
    ["[for x in xs : x.a]", "(for x xs x.a)"],
    ["[for i, x in xs : x if i > 0]", "(for i,x xs x (> i 0))"],
    ["{ for k, v in m : k => v... if v }", "(for k,v m k v v ...)"],
    ["a /* in between */ . b [0]", "a.b[0]"],
    ["f (a)", "f(a)"],
    ["[a\n[0]]", "[a[0]]"],
    ["<<EOT\none ${a}\n  two\nEOT", '(template "one " | a | "\\n  two\\n")'],
    ["<<-EOT\n    one\n      two\n\n    three\n  EOT", '(template "one\\n  two\\n\\nthree\\n")'],
    ["<<-EOT\n  $${a}\n  EOTX\n  EOT", '(template "${a}\\nEOTX\\n")'],
    ["<<EOT\n%{ for x in xs ~}\n- ${x}\n%{ endfor ~}\nEOT", '(template %for x xs | "- " | x | "\\n" | %endfor)'],
  ])("%s", (text, expected) => {
    expect(outline(attributeIn(`x = ${text}\n`).value)).toBe(expected);
  });

  test("knows where it and its parts stand", () => {
    const text = 'x = f(a.b, "c${d}") + [1]';
    const { value } = attributeIn(text);
    const found: string[] = [];
    const visit = (expression: Expression): void => {
      found.push(text.slice(expression.start, expression.end));
      for (const child of childrenOf(expression)) visit(child);
    };
    visit(value);
    expect(found).toEqual(['f(a.b, "c${d}") + [1]', 'f(a.b, "c${d}")', "a.b", "a", '"c${d}"', "d", "[1]", "1"]);
  });

  test("ends a heredoc at its closing word, before the line break", () => {
    const text = "x = <<EOT\nhello\n  EOT\ny = 1";
    expect(text.slice(attributeIn(text).value.start, attributeIn(text).value.end)).toBe("<<EOT\nhello\n  EOT");
  });
});

describe("a body", () => {
  test("holds attributes and blocks with their labels and ranges", () => {
    const text = 'resource "aws_vpc" main {\n  a = 1 # c\n\n  nested {\n    b = 2\n  }\n}\n';
    const block = blockIn(text);
    expect([block.type, block.labels]).toEqual(["resource", ["aws_vpc", "main"]]);
    expect(text.slice(block.start, block.end)).toBe(text.trimEnd());
    expect(text.slice(block.inner.start, block.inner.end)).toBe("\n  a = 1 # c\n\n  nested {\n    b = 2\n  }\n");
    expect(block.body.map(({ start, end }) => text.slice(start, end))).toEqual(["a = 1", "nested {\n    b = 2\n  }"]);
  });

  test.each([
    ["a {}", 0],
    ["a { b = 1 }", 1],
    ["a {\n}", 0],
    ["a { # comment\n  b = 1\n}", 1],
    ["a {\r\n  b = 1\r\n  c = 2\r\n}\r\n", 2],
    ["\uFEFFa {\n  b = 1\n}", 1],
    ["/* a\n b */ a {\n /* c */ b = 1 // d\n # e\n}", 1],
  ])("is read from %j", (text, count) => {
    expect(blockIn(text).body).toHaveLength(count);
  });

  test.each([
    "a = 1 b = 2",
    "a { b = 1 c = 2 }",
    "a { b { c = 1 } }",
    "a {\n  b = 1 }",
    "a\n{\n}",
    'a "b${c}" {\n}',
    "a = [1 2]",
    "a = {\n  b = 1 c = 2\n}",
    "a = {\n  b\n}",
    'a = "x\ny"',
    String.raw`a = "\d"`,
    'a = "${b"',
    'a = "%{ if b }"',
    'a = "%{ endif }"',
    'a = "%{ while b }"',
    "a = b ? c",
    "a = f(b",
    "a = <<EOT\nx\n",
    "a = <<EOT b\nx\nEOT\n",
    "a = b.",
    "a = [for x xs : x]",
    "a = [for x in xs : x",
    "a = {for x in xs : x}",
    "a = 1 +",
    "a = x::y",
    "= 1",
    "}",
    "a = /* b",
    "a {",
    "a = 'b'",
    "a {\n  b = 1\n  b = 2\n}",
    "a {\r  b = 1\r}",
    String.raw`a = "\ud83d"`,
    String.raw`a = "\u0000"`,
  ])("refuses %j", (text) => {
    expect(parseHcl(text).problems).toHaveLength(1);
  });
});

describe("recovery", () => {
  const names = (body: Body): string[] =>
    body.map((item) => (item.kind === "block" ? item.labels.join(".") : item.name));
  const good = 'resource "a" "good" {\n  x = 1\n}\n';

  test.each([
    ["a bad argument", 'resource "a" "bad" {\n  x = = 1\n}\n'],
    ["an unclosed list", 'resource "a" "bad" {\n  x = [1,\n}\n'],
    ["an unclosed object", 'resource "a" "bad" {\n  x = {\n    y = 1\n'],
    ["an unclosed string", 'resource "a" "bad" {\n  x = "y\n}\n'],
    ["an unclosed block", 'resource "a" "bad" {\n  x = 1\n\n'],
    ["an unclosed heredoc", 'resource "a" "bad" {\n  x = <<EOT\n  y\n}\n'],
    ["an unclosed comment", 'resource "a" "bad" {\n  x = 1 /* y\n}\n'],
    ["no name", '"bad" {\n}\n'],
    ["code without indentation", 'resource "a" "bad" {\nx = [1\ny = 2\n}\n'],
  ])("leaves out a block with %s and keeps the rest", (_, bad) => {
    const { body, problems } = parseHcl(good + bad + good + good);
    expect(names(body)).toEqual(["a.good", "a.good", "a.good"]);
    expect(problems.length).toBeGreaterThan(0);
  });

  test("finds the next block of indented code", () => {
    const indented = good.replace(/^/gm, "  ");
    const { body } = parseHcl(`${'  resource "a" "bad" {\n    x = =\n  }\n'}${indented}`);
    expect(names(body)).toEqual(["a.good"]);
  });

  test("points at the place", () => {
    const text = `${good}resource "a" "bad" {\n  x = [1 2]\n}\n`;
    const [problem] = parseHcl(text).problems;
    expect(lineIndex(text)(problem?.offset ?? 0)).toEqual({ line: 5, column: 10 });
    expect(problem?.message).toBe('expected "]" or "," after a list item');
  });

  test("never repeats input", () => {
    const secret = "hunter2";
    for (const text of [
      `a = ${secret} ${secret}`,
      `${secret}`,
      `a = "\\${secret}"`,
      `a "${secret}" = 1`,
      `a = "${secret}`,
    ])
      for (const { message } of parseHcl(text).problems) expect(message).not.toContain(secret);
  });
});

describe("hostile input", () => {
  const deeper = "nested deeper than 64 levels";

  test.each([
    ["interpolations", `a = ${'"${'.repeat(5_000)}b${'}"'.repeat(5_000)}`, deeper],
    ["lists", `a = ${"[".repeat(100_000)}`, deeper],
    ["groups", `a = ${"(".repeat(100_000)}`, deeper],
    ["negations", `a = ${"!".repeat(100_000)}b`, deeper],
    ["conditions", `a = ${"b ? c : ".repeat(10_000)}d`, deeper],
    ["blocks", "a {\n".repeat(5_000), deeper],
    ["directives", `a = "${"%{ if b }".repeat(5_000)}"`, deeper],
    ["operators", `a = ${"1 + ".repeat(50_000)}1`, "expected an expression of at most 256 operations in a row"],
    ["attributes", `a = b${".c".repeat(50_000)}`, "expected an expression of at most 256 operations in a row"],
  ])("%s within %s", (_, text, message) => {
    expect(parseHcl(text).problems[0]?.message).toBe(message);
  });

  test("accepts what lies 60 levels deep", () => {
    expect(parseHcl(`a = ${"[".repeat(60)}${"]".repeat(60)}`).problems).toEqual([]);
  });

  test.each([
    ["one heredoc", `resource "a" "b" {\n  x = <<EOT\n${"line ${c}\n".repeat(100_000)}`],
    ["many heredocs", 'resource "a" "b" {\n  x = <<EOT\n  y\n}\n'.repeat(20_000)],
    ["many comments", "a = 1 /*\n".repeat(100_000)],
    ["many strings", 'a = "b\n'.repeat(100_000)],
    ["many blocks", 'resource "a" "b" {\n'.repeat(50_000)],
  ])("gives up on %s never closed", (_, text) => {
    const { body, problems } = parseHcl(text);
    expect(body).toEqual([]);
    expect(problems.length).toBeLessThanOrEqual(101);
  });

  test("says so when it stops after too many problems", () => {
    const { problems } = parseHcl("a {\n  b = =\n}\n".repeat(200));
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)?.message).toBe("too many problems: the rest of the file is not read");
  });
});

test.each([
  ["locals {\n  a = 1\n} b\n", "expected a new line after the block"],
  ["a = 1 b\n", "expected a new line after the argument"],
  ["a = {\n  b = 1\n", 'expected "}" to close the object'],
  ['a = "%{ for x in y }x"\n', 'expected "%{ endfor }"'],
  ['a = "%{ if x }x"\n', 'expected "%{ endif }"'],
  [String.raw`a = "\u12"`, "expected 4 hexadecimal digits of a Unicode character"],
  [String.raw`a = "\UFFFFFFFF"`, "expected 8 hexadecimal digits of a Unicode character"],
])("%j is told of as what it lacks", (text, message) => {
  expect(
    parseHcl(text)
      .problems.map((problem) => problem.message)
      .join(),
  ).toContain(message);
});

test("lines and columns count from 1", () => {
  const position = lineIndex("ab\n\ncd");
  expect([0, 1, 2, 3, 4, 5].map((offset) => Object.values(position(offset)))).toEqual([
    [1, 1],
    [1, 2],
    [1, 3],
    [2, 1],
    [3, 1],
    [3, 2],
  ]);
});
