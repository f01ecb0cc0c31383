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

describe("what was stored before", () => {
  const finding = {
    rule: "aws-s3-public-read",
    severity: "low" as const,
    pillar: "security",
    resource: "aws_s3_bucket.a",
    file: "main.tf",
    line: 3,
    end_line: null,
    title: "Open",
    why: "Anyone reads it.",
    fix: "Close it.",
    refs: {},
  };

  it("without suppressions has none, ends a finding where it begins, and asks for no other check", () => {
    const [run] = toSarif({ analysis_id: "an_1", findings: [finding], warnings: [] }, tool).runs;
    const [result] = run?.results ?? [];
    expect(result).not.toHaveProperty("suppressions");
    expect(result?.locations[0]?.physicalLocation?.region).toEqual({ startLine: 3, endLine: 3 });
    const [rule] = run?.tool.driver.rules ?? [];
    expect(rule).not.toHaveProperty("helpUri");
    expect(rule?.help.markdown).toBe("**Open**\n\nAnyone reads it.\n\nClose it.");
    expect(rule?.properties["problem.severity"]).toBe("recommendation");
  });

  it("by a comment without a reason, of a rule that is no more, is still told", () => {
    const accepted = { rule: "retired-rule", severity: "high" as const, title: "Old", resource: "aws_s3_bucket.b" };
    const place = { file: "main.tf", line: 0, end_line: 0, reason: "", by: "trivy" };
    const [run] = toSarif(
      { analysis_id: "an_1", findings: [finding], suppressed: [{ ...accepted, ...place }], warnings: [] },
      tool,
    ).runs;
    const [open, closed] = run?.results ?? [];
    expect(open).toHaveProperty("suppressions", []);
    expect(closed).toHaveProperty("suppressions", [
      { kind: "inSource", status: "accepted", justification: "By a comment of trivy." },
    ]);
    expect(closed?.locations[0]?.physicalLocation?.region).toEqual({ startLine: 1, endLine: 1 });
    expect(run?.tool.driver.rules[1]).toMatchObject({
      id: "retired-rule",
      name: "RetiredRule",
      fullDescription: { text: "Old" },
      help: { text: "Old", markdown: "**Old**\n\nOld" },
      properties: { tags: ["security", "infrastructure-as-code"] },
    });
  });
});
