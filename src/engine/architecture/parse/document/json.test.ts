import { describe, expect, it } from "vitest";
import { entryOf, readJson, textOf } from "./index.ts";

describe("JSON with places", () => {
  it("knows the lines of keys and values", () => {
    const [root] = readJson('{\n  "a": {\n    "b": [1,\n 2]\n  }, // note\n  "c": null,\n}').documents;
    expect(entryOf(entryOf(root, "a"), "b")).toMatchObject({ kind: "list", line: 3, endLine: 4 });
    expect(root?.kind === "map" && root.entries.map(({ keyLine }) => keyLine)).toEqual([2, 6]);
    expect(entryOf(root, "c")).toMatchObject({ kind: "scalar", value: null });
  });

  it("lets the first of two equal keys count", () => {
    expect(textOf(entryOf(readJson('{"a": 1, "a": 2}').documents[0], "a"))).toBe("1");
  });

  it("names the place of a fault", () => {
    const [problem] = readJson('{\n  "a" 1\n}').problems;
    expect(problem).toMatchObject({ line: 2, message: "JSON: colon expected" });
  });

  it("refuses what is nested too deep", () => {
    expect(readJson("[".repeat(100_000)).problems[0]?.message).toBe("nested deeper than 64 levels");
  });
});
