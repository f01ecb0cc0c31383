import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { Analysis } from "./schema.ts";

const content = `resource "aws_s3_bucket" "site" {
  # checkov:skip=CKV_AWS_20: a public site
  acl = "public-read"
}

resource "aws_db_instance" "main" {
  engine   = "postgres"
  password = "correct-horse-battery" # trivy:ignore:aws-rds-no-public-db-access
}
`;

const fetchApi = (path: string, init?: RequestInit): Promise<Response> =>
  exports.default.fetch(`http://api${path}`, init);

const analyze = async (): Promise<Analysis> => {
  const answer = await fetchApi("/api/analyze?diagram=none", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ content }),
  });
  return Analysis.parse(await answer.json());
};

interface Log {
  version: string;
  runs: {
    tool: { driver: { name: string; rules: { id: string }[] } };
    results: { ruleId: string; ruleIndex: number; suppressions: { justification: string }[] }[];
  }[];
}

test("a kept analysis as SARIF: every finding, and what a comment accepts as suppressed", async () => {
  const { analysis_id, findings, suppressed } = await analyze();
  expect(findings.map(({ rule }) => rule)).not.toContain("aws-s3-public-read");
  expect(suppressed).toMatchObject([
    { rule: "aws-s3-public-read", resource: "aws_s3_bucket.site", line: 3, reason: "a public site", by: "checkov" },
  ]);
  const answer = await fetchApi(`/api/v1/analyses/${analysis_id}/sarif`);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/sarif+json"]);
  const text = await answer.text();
  expect(text).not.toContain("correct-horse-battery");
  // The shape is asserted below.
  const { version, runs } = JSON.parse(text) as Log;
  expect([version, runs[0]?.tool.driver.name]).toEqual(["2.1.0", "StackStage"]);
  const results = runs[0]?.results ?? [];
  expect(results).toHaveLength(findings.length + 1);
  expect(results.every(({ ruleId, ruleIndex }) => runs[0]?.tool.driver.rules[ruleIndex]?.id === ruleId)).toBe(true);
  expect(results.flatMap(({ suppressions }) => suppressions.map(({ justification }) => justification))).toEqual([
    "a public site",
  ]);
});

test.each([[`an_${"0".repeat(32)}`], ["an_1"], ["..%2f..%2fetc"]])("SARIF of %s is not found", async (id) => {
  expect((await fetchApi(`/api/v1/analyses/${id}/sarif`)).status).toBe(404);
});

test("an analysis says what the providers agree to, of the current and of the suggested design", async () => {
  const { availability, comparison } = await analyze();
  expect(availability).toMatchObject({ percent: 99.4005, formula: "0.999 × 0.995 = 0.994005", unknown: [] });
  expect(comparison.suggested.availability?.percent ?? 0).toBeGreaterThan(99.4005);
  expect(comparison.suggested.availability?.downtime_minutes_month).toBeLessThan(
    availability?.downtime_minutes_month ?? 0,
  );
});
