import { expect, test } from "vitest";
import { rejoinFiles, splitFiles, uniqueNames } from "./upload.ts";

test("marker lines begin a new file, with either line end, commented or not", () => {
  const text = "a = 1\r\n--- File: net/vpc.tf ---\r\nb = 2\n# --- File: ../../etc/x.tf ---\nc = 3";
  expect(splitFiles(text)).toEqual([
    { name: "main.tf", text: "a = 1\r\n" },
    { name: "net/vpc.tf", text: "b = 2\n" },
    { name: "etc/x.tf", text: "c = 3" },
  ]);
});

test("two files of one name can be told apart", () => {
  const files = ["a.tf", "b.tf", "a.tf"].map((name) => ({ name, text: "" }));
  expect(uniqueNames(files).map(({ name }) => name)).toEqual(["a.tf", "b.tf", "a-2.tf"]);
});

test("a number that makes a name free is not taken by another file", () => {
  const files = ["a.tf", "a-2.tf", "a.tf", "a.tf"].map((name) => ({ name, text: "" }));
  expect(uniqueNames(files).map(({ name }) => name)).toEqual(["a.tf", "a-2.tf", "a-3.tf", "a-4.tf"]);
});

test("byte order marks go, wherever a file begins", () => {
  const text = "\uFEFFa = 1\n--- File: b.tf ---\n\uFEFFb = 2";
  expect(splitFiles(text).map((file) => file.text)).toEqual(["a = 1\n", "b = 2"]);
  expect(splitFiles("\uFEFFa = 1")).toEqual([{ name: "main.tf", text: "a = 1" }]);
});

test("a long name is not cut through a character", () => {
  const [file] = uniqueNames([{ name: `${"a".repeat(199)}😀.tf`, text: "" }]);
  expect(file?.name.isWellFormed()).toBe(true);
});

test.each(["a\n", "# File: x\na", "\n--- File: a.tf ---\r\na\r\n# --- File: a.tf ---\n\n--- File: b.tf ---\nb"])(
  "files put back into %j leave all else as it was",
  (pasted) => {
    const files = splitFiles(pasted);
    expect(rejoinFiles(pasted, files)).toBe(pasted);
    const longer = files.map(({ name, text }) => ({ name, text: `${text}!` }));
    expect(rejoinFiles(pasted, longer).replaceAll("!", "")).toBe(pasted);
  },
);
