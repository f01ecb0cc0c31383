import { describe, expect, it } from "vitest";
import { analyzeDesign } from "../analyze.ts";
import { toSarif } from "./sarif.ts";

const tool = { name: "StackStage", version: "0.1.0", url: "https://stackstage.example" };

const sarifOf = (text: string, name = "infra/main file.tf", generated = false) => {
  const design = analyzeDesign({ files: [{ name, text }], generated, goals: [] });
  return toSarif({ analysis_id: "an_1", ...design }, tool);
};

const bucket = 'resource "aws_s3_bucket" "a" {\n  acl = "public-read"\n}\n';
const accepted = 'resource "aws_s3_bucket" "b" {\n  acl = "public-read" # checkov:skip=CKV_AWS_20:a public site\n}\n';

describe("SARIF", () => {
  const [run] = sarifOf(`${bucket}\n${accepted}`).runs;

  it("has what the format requires of a log and its tool", () => {
    expect(sarifOf(bucket)).toMatchObject({
      version: "2.1.0",
      $schema: expect.stringContaining("sarif-schema-2.1.0.json"),
      runs: [{ tool: { driver: { name: "StackStage", semanticVersion: "0.1.0" } }, columnKind: "utf16CodeUnits" }],
    });
  });

  it("describes every rule once, with help and severity", () => {
    const described = run?.tool.driver.rules ?? [];
    expect(new Set(described.map(({ id }) => id)).size).toBe(described.length);
    for (const rule of described) {
      expect(rule.name).toMatch(/^[A-Z]\w+$/);
      expect([rule.shortDescription.text, rule.fullDescription.text, rule.help.text, rule.help.markdown]).not.toContain(
        "",
      );
      expect(Number(rule.properties["security-severity"])).toBeGreaterThan(0);
      expect(["error", "warning", "note"]).toContain(rule.defaultConfiguration.level);
    }
  });

  it("gives every result a rule, a level, a message and a place", () => {
    const results = run?.results ?? [];
    expect(results.length).toBeGreaterThan(4);
    for (const result of results) {
      expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(result.message.text).not.toBe("");
      expect(["error", "warning", "note"]).toContain(result.level);
      const [place] = result.locations;
      expect(place?.physicalLocation?.artifactLocation).toEqual({
        uri: "infra/main%20file.tf",
        uriBaseId: "%SRCROOT%",
      });
      expect(place?.physicalLocation?.region.startLine).toBeGreaterThan(0);
      expect(place?.physicalLocation?.region.endLine).toBeGreaterThanOrEqual(
        place?.physicalLocation?.region.startLine ?? 0,
      );
    }
  });

  it("tells what was accepted and why, and of all else that it was not", () => {
    const suppressions = (run?.results ?? []).map((result) =>
      "suppressions" in result ? result.suppressions : undefined,
    );
    expect(suppressions.filter((list) => list?.length === 0).length).toBeGreaterThan(1);
    expect(suppressions.flat().filter((one) => one !== undefined)).toEqual([
      { kind: "inSource", status: "accepted", justification: "a public site" },
    ]);
  });

  it("keeps fingerprints when code moves, one for each result", () => {
    const prints = (text: string) =>
      sarifOf(text).runs[0]?.results.map(({ partialFingerprints }) => Object.values(partialFingerprints)[0]) ?? [];
    expect(prints(`# moved\n\n\n${bucket}`)).toEqual(prints(bucket));
    expect(new Set(prints(bucket)).size).toBe(prints(bucket).length);
    expect(prints(bucket.replace('"a"', '"z"'))).not.toEqual(prints(bucket));
  });

  it("names the resource of a design that came from a form, and no file", () => {
    const [{ results, artifacts } = { results: [], artifacts: [{}] }] = sarifOf(bucket, "main.tf", true).runs;
    expect(artifacts).toEqual([]);
    expect(results[0]?.locations[0]).toEqual({
      logicalLocations: [{ fullyQualifiedName: "aws_s3_bucket.a", name: "a", kind: "resource" }],
    });
  });
});
