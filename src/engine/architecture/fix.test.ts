import { readdirSync, readFileSync } from "node:fs";
import { parse as parseWithHashicorp } from "@cdktn/hcl2json";
import { applyPatch, parsePatch } from "diff";
import type { StructuredPatch } from "diff";
import { describe, expect, it } from "vitest";
import { awkwardTexts } from "./fix-fixtures.ts";
import { fixCode } from "./fix.ts";
import type { FixedCode } from "./fix.ts";
import { parseTerraform } from "./parse/index.ts";
import type { SourceFile } from "./parse/index.ts";

const file = (text: string, name = "main.tf"): SourceFile => ({ name, text });

/** Comments as they are told apart by eye: what stands behind a mark, outside of quotation marks. */
const commentsIn = (text: string): string[] =>
  Array.from(text.matchAll(/"(?:[^"\\\n]|\\.)*"|(#[^\r\n]*|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)/g), ([, comment]) =>
    comment?.trim(),
  ).filter((comment) => comment !== undefined);

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** Lines of the original that a patch leaves alone, by what its hunks say. */
const untouched = (text: string, part: StructuredPatch | undefined): string[] => {
  const inHunks = new Set<number>();
  for (const { oldStart, oldLines } of part?.hunks ?? [])
    for (let line = oldStart; line < oldStart + oldLines; line++) inHunks.add(line);
  return linesOf(text).filter((_, index) => !inHunks.has(index + 1));
};

const expectCommentsKept = (before: string, after: string): void => {
  const kept = commentsIn(after);
  let at = -1;
  for (const comment of commentsIn(before)) {
    at = kept.indexOf(comment, at + 1);
    expect([comment, at >= 0]).toEqual([comment, true]);
  }
};

/** What all fixes owe to any project: it reads, is better, and is as it was where nothing was to be done. */
const expectMended = async (given: readonly SourceFile[]): Promise<FixedCode> => {
  const fixed = fixCode({ files: given, rules: "all" });
  const { files, changes, patch, before, after } = fixed;
  for (const { name, text } of files) await expect(parseWithHashicorp(name, text)).resolves.toBeTypeOf("object");
  // An example may have nothing left but what needs a person.
  expect(after.score > before.score || changes.length === 0).toBe(true);
  const left = new Set(after.findings.map(({ rule, resource }) => `${rule} ${resource}`));
  expect(changes.filter(({ rule, resource }) => left.has(`${rule} ${resource}`))).toEqual([]);

  const parts = new Map(parsePatch(patch).map((part) => [part.newFileName, part]));
  for (const [index, { name, text }] of given.entries()) {
    const next = files[index]?.text ?? "";
    const part = parts.get(name);
    expectCommentsKept(text, next);
    expect(part === undefined ? text : applyPatch(text, part)).toBe(next);
    const remaining = new Set(linesOf(next));
    expect(untouched(text, part).filter((line) => !remaining.has(line))).toEqual([]);
  }
  return fixed;
};

describe("all fixes in awkward Terraform", () => {
  it("is tried on more than thirty texts", () => {
    expect(awkwardTexts.length).toBeGreaterThan(30);
  });

  it.each(awkwardTexts)("$name", async ({ text, replaced }) => {
    const { files, patch, changes } = await expectMended([file(text)]);
    expect(changes).not.toEqual([]);
    const removed = parsePatch(patch).flatMap(({ hunks }) =>
      hunks.flatMap(({ lines }) => lines.filter((line) => line.startsWith("-"))),
    );
    expect(removed.length).toBeLessThanOrEqual(replaced);
    const strayBreaks = text.includes("\r\n") ? files[0]?.text.match(/(?<!\r)\n/g) : null;
    expect(strayBreaks).toBeNull();
  });

  it("done twice is done once", () => {
    for (const { name, text } of awkwardTexts) {
      const once = fixCode({ files: [file(text)], rules: "all" });
      const rules = [...new Set(once.changes.map(({ rule }) => rule))];
      const twice = fixCode({ files: once.files, rules });
      expect([name, twice.changes, twice.patch]).toEqual([name, [], ""]);
    }
  });
});

const examples = new URL("../../../examples/", import.meta.url);

/** Files of an example: each by itself, but those of a folder that is one configuration together. */
const exampleProjects = (): [string, SourceFile[]][] => {
  const names = readdirSync(examples, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tf"));
  const projects = Map.groupBy(names.toSorted(), (name) => /^(?:shop|modules)\//.exec(name)?.[0] ?? name);
  return [...projects].map(([project, members]) => [
    project,
    members.map((name) => file(readFileSync(new URL(name, examples), "utf8"), name)),
  ]);
};

describe("all fixes in the examples", () => {
  it.each(exampleProjects())("%s", async (_name, files) => {
    const { before, after, changes } = await expectMended(files);
    expect(after.findings.length < before.findings.length || changes.length === 0).toBe(true);
  });
});

describe("fixes of one rule", () => {
  it("change nothing that another rule asks for", () => {
    const text = 'resource "aws_s3_bucket" "a" {\n  acl = "public-read" # open\n}\n';
    const { files, open } = fixCode({ files: [file(text)], rules: ["aws-s3-public-read"] });
    expect(files[0]?.text).toBe(text.replace("public-read", "private"));
    expect(open).toEqual([]);
  });

  it("land in the module's own file", () => {
    const files = [
      file('module "site" {\n  source = "./site" # ours\n}\n'),
      file('resource "aws_s3_bucket" "a" {\n  acl = "public-read" # open\n}\n', "site/main.tf"),
    ];
    const { files: fixed, patch, changes, after } = fixCode({ files, rules: ["aws-s3-public-read"] });
    expect(changes).toMatchObject([{ rule: "aws-s3-public-read", file: "site/main.tf", line: 2 }]);
    expect(fixed[0]).toEqual(files[0]);
    expect(fixed[1]?.text).toBe('resource "aws_s3_bucket" "a" {\n  acl = "private" # open\n}\n');
    expect(patch).not.toContain("main.tf\tmodule");
    expect(after.findings.some(({ rule }) => rule === "aws-s3-public-read")).toBe(false);
  });

  it("of all rules in a project with a module keep every file apart", () => {
    const files = [
      file('module "site" {\n  source = "./site"\n}\n\nresource "aws_sqs_queue" "q" {\n  # jobs\n}\n'),
      file('resource "aws_s3_bucket" "a" {\n  # assets\n}\n', "site/main.tf"),
    ];
    const { files: fixed, before, after } = fixCode({ files, rules: "all" });
    expect(after.score).toBeGreaterThan(before.score);
    expect(parseTerraform(fixed).warnings).toEqual([]);
    expect(fixed[0]?.text).toContain("# jobs");
    expect(fixed[1]?.text).toMatch(/# assets[\s\S]*aws_s3_bucket_public_access_block/);
    expect(fixed[0]?.text).not.toContain("aws_s3_bucket_public_access_block");
  });

  it("leave alone what a comment accepts", () => {
    const text = 'resource "aws_s3_bucket" "a" {\n  acl = "public-read" # checkov:skip=CKV_AWS_20:a public site\n}\n';
    expect(fixCode({ files: [file(text)], rules: ["aws-s3-public-read"] })).toMatchObject({ changes: [], patch: "" });
  });
});
