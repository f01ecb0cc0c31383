import { describe, expect, it } from "vitest";
import type { DocumentNode } from "./node.ts";
import { entryOf, readDocument, readYaml, textOf } from "./index.ts";

const plainOf = (node: DocumentNode): unknown => {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plainOf);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainOf(value)]));
};

const only = (text: string): DocumentNode => {
  const { documents, problems } = readYaml(text);
  expect(problems).toEqual([]);
  const [root] = documents;
  if (root === undefined) throw new Error("nothing was read");
  return root;
};

describe("YAML with places", () => {
  it("knows the line of every key and value", () => {
    const root = only("a:\n  b: 1\n  c:\n    - x\n    - |\n      y\n      z\nd: end\n");
    const a = entryOf(root, "a");
    expect([a?.line, a?.endLine]).toEqual([2, 7]);
    const list = entryOf(a, "c");
    expect(list?.kind === "list" && list.items.map(({ line, endLine }) => [line, endLine])).toEqual([
      [4, 4],
      [5, 7],
    ]);
    expect(root.kind === "map" && root.entries.map(({ key, keyLine }) => [key, keyLine])).toEqual([
      ["a", 1],
      ["d", 8],
    ]);
  });

  it("gives offsets into the text as it came", () => {
    for (const text of ["\uFEFFkey: value\r\nother: x\r\n", "key: value\nother: x\n"]) {
      const value = entryOf(only(text), "key");
      expect(text.slice(value?.start, value?.end)).toBe("value");
      expect(entryOf(only(text), "other")?.line).toBe(2);
    }
  });

  it("keeps short tags of scalars, lists and maps", () => {
    const root = only("a: !Ref X\nb: !If [C, !GetAtt A.B, 1]\nc: !Transform {Name: M}\nd: !!str 1\n");
    const b = entryOf(root, "b");
    expect(["a", "b", "c", "d"].map((key) => entryOf(root, key)?.tag)).toEqual(["Ref", "If", "Transform", undefined]);
    expect(b?.kind === "list" && b.items.map(({ tag }) => tag)).toEqual([undefined, "GetAtt", undefined]);
  });

  it("takes a number as it is written", () => {
    const root = only("[1, 1.5, 1.10, 0123, 012345678901, 0x1F, 1e3, -7, 99999999999999999999]");
    expect(plainOf(root)).toEqual([1, 1.5, "1.10", "0123", "012345678901", "0x1F", "1e3", -7, "99999999999999999999"]);
  });

  it("follows YAML 1.2: yes and no are texts", () => {
    expect(plainOf(only("[true, False, yes, no, on, off, null, ~, '', 2012-10-17]"))).toEqual([
      true,
      false,
      "yes",
      "no",
      "on",
      "off",
      null,
      null,
      "",
      "2012-10-17",
    ]);
  });

  it("resolves anchors, aliases and merge keys", () => {
    const root = only("x: &x {a: 1, b: 2}\ny: *x\nz:\n  <<: [*x, {c: 3}]\n  b: own\n");
    expect(plainOf(root)).toEqual({ x: { a: 1, b: 2 }, y: { a: 1, b: 2 }, z: { b: "own", a: 1, c: 3 } });
  });

  it("reads each document of a text", () => {
    const { documents } = readYaml("a: 1\n---\nb: 2\n---\n- 3\n");
    expect(documents.map(plainOf)).toEqual([{ a: 1 }, { b: 2 }, [3]]);
  });

  it("lets the first of two equal keys count, and says so", () => {
    const { documents, problems } = readYaml("a: 1\nb: 2\na: 3\n");
    expect(documents.map(plainOf)).toEqual([{ a: 1, b: 2 }]);
    expect(problems).toEqual([{ line: 3, column: 1, message: "this key is given twice: the first counts" }]);
  });

  it.each([
    ["a tab", "a:\n\tb: 1\n", 2, /tabs cannot indent/],
    ["a missing bracket", "a: [1, 2\nb: 3\n", 2, /./],
    ["an unknown alias", "a: *nobody\n", 1, /no anchor/],
    ["an anchor in itself", "a: &a\n  b: *a\n", 2, /cannot hold itself/],
    ["a key that is a list", "? [a]\n: 1\n", 2, /only a text can be a key/],
  ])("names the place of %s", (_, text, line, message) => {
    const [problem] = readYaml(text).problems;
    expect(problem?.line).toBe(line);
    expect(problem?.message).toMatch(message);
  });

  it("never repeats input in a problem", () => {
    const texts = ["a: *secret\n", "secret: 1\nsecret: 2\n", "secret: secret: secret\n", "a: @secret\n", "}secret"];
    for (const text of texts)
      for (const { message } of readYaml(text).problems) expect(message).not.toContain("secret");
  });
});

describe("hostile YAML", () => {
  const laughs = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level < 9; level++)
    laughs.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(", ")}]`);

  it.each([
    ["aliases of aliases", laughs.join("\n"), /aliases make more than 100000 values/],
    ["a long text repeated", `a: &a ${"x".repeat(100_000)}\nb:\n${"- *a\n".repeat(1_000)}`, /aliases make more/],
    ["brackets in brackets", "[".repeat(5_000), /nested deeper than 64 levels/],
    ["lists in lists", `${"- ".repeat(500)}x`, /nested deeper than 64 levels/],
    // The library closes what is nested by recursion.
    ["questions in lists that end at once", `a:\n  ${"- ? ".repeat(1_500)}x\nc: 1\n`, /nested deeper than 64 levels/],
    ["keys of keys that end at once", `${": ".repeat(3_000)}\nx: 1`, /nested deeper than 64 levels/],
    ["maps in maps", Array.from({ length: 100 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"), /nested deeper/],
    ["many keys", Array.from({ length: 60_000 }, (_, index) => `k${index}: v`).join("\n"), /more than 150000/],
    ["many documents", "--- a\n".repeat(2_000), /more than 1000 documents/],
    ["what is no YAML", "}\n".repeat(10_000), /this is not YAML/],
    ["a long text", "x".repeat(1_000_001), /longer than 1000000 characters/],
  ])("%s are refused by the limit's name", (_, text, message) => {
    expect(
      readYaml(text)
        .problems.map((problem) => problem.message)
        .join("; "),
    ).toMatch(message);
  });

  it("keeps the documents before a limit", () => {
    const { documents, problems } = readYaml(`a: 1\n---\nb: 2\n---\n${"k: v\n".repeat(60_000)}`);
    expect(documents.map(plainOf)).toEqual([{ a: 1 }, { b: 2 }]);
    expect(problems.map(({ message }) => message)).toEqual(["more than 150000 keys, values and marks"]);
    expect(readYaml("--- a\n".repeat(2_000)).documents).toHaveLength(1_000);
  });

  it("has names of its own for every key", () => {
    const root = only("__proto__: 1\nconstructor: 2\ntoString: 3\n");
    expect(textOf(entryOf(root, "constructor"))).toBe("2");
    expect(textOf(entryOf(root, "hasOwnProperty"))).toBeUndefined();
  });
});

describe("odd YAML", () => {
  it("takes numbers for keys, merges what is a map, and leaves out the rest", () => {
    expect(plainOf(only("1: a\n1.10: b\ntrue: c\n? \n: d\n"))).toEqual({ "1": "a", "1.10": "b", true: "c", "": "d" });
    expect(plainOf(only("a: &a {x: 1}\nb: {<<: [*a, 5, text], y: 2}\nc: {<<: nothing}"))).toEqual({
      a: { x: 1 },
      b: { x: 1, y: 2 },
      c: {},
    });
  });

  it("refuses an alias that goes deeper than a document may, and what names nothing", () => {
    const nest = (depth: number, inner: string): string => "{a: ".repeat(depth) + inner + "}".repeat(depth);
    const { problems } = readYaml(`deep: &deep ${nest(40, "1")}\nuse: ${nest(40, "*deep")}\nother: *nobody\n`);
    expect(problems.map(({ message }) => message)).toContain("nested deeper than 64 levels");
    expect(problems.length).toBeGreaterThan(1);
  });

  it("reads no document where there is none", () => {
    expect(readYaml("")).toEqual({ documents: [], problems: [] });
    expect(readYaml("# only words\n").problems).toEqual([]);
  });
});

describe("a document of either format", () => {
  it("is JSON where it opens like JSON", () => {
    const [root] = readDocument('\uFEFF{\n  "a": {"b": [1, "2"]}\n}').documents;
    expect(root === undefined ? root : plainOf(root)).toEqual({ a: { b: [1, "2"] } });
    expect(entryOf(root, "a")?.line).toBe(2);
  });

  it("is YAML where the braces are YAML's", () => {
    const { documents, problems } = readDocument("{a: [x, y]}");
    expect(problems).toEqual([]);
    expect(documents.map(plainOf)).toEqual([{ a: ["x", "y"] }]);
  });

  it("keeps the faults of JSON where it is neither", () => {
    expect(readDocument('{"a": 1,, "b" 2}').problems[0]?.message).toMatch(/^JSON: /);
  });
});
