import type { Block, Report } from "#adapters/pdf";
import type { Scene } from "#engine/diagram";
import { describe, expect, test } from "vitest";
import { reportOf } from "./report-content.ts";
import { finding, sampleAnalysis } from "./sample-analysis.ts";

const scene: Scene = { width: 10, height: 10, background: "#FFFFFF", label: "", shapes: [] };
const now = new Date("2026-11-22T00:00:00Z");

const report = (change: Partial<typeof sampleAnalysis> = {}): Report =>
  reportOf({ ...sampleAnalysis, ...change }, { current: scene, suggested: scene }, now);

const blocksOf = (made: Report, title: string): readonly Block[] =>
  made.sections.find((section) => section.title === title)?.blocks ?? [];

const ofKind = <K extends Block["kind"]>(blocks: readonly Block[], kind: K): Extract<Block, { kind: K }>[] =>
  blocks.filter((block): block is Extract<Block, { kind: K }> => block.kind === kind);

test("the report has its parts in the order in which they are read", () => {
  expect(report().sections.map(({ title }) => title)).toEqual([
    "Findings",
    "Recommendations",
    "Current architecture",
    "Suggested architecture",
    "Current and suggested design compared",
    "Monthly cost estimate",
    "Regions",
    "Suggested Terraform",
    "Appendix: how this was made",
  ]);
});

test("the cover says what was analysed, where, when and by what", () => {
  const made = report();
  expect(made.facts).toEqual(["AWS", "eu-west-1", "21 November 2026", "deterministic engine"]);
  expect(made.madeAt).toBe(now);
  expect(made.pillars.at(-1)).toEqual({ name: "Sustainability", score: null });
  expect(report({ created_at: "not a date", engine: "openai/gpt-4.1" }).facts).toEqual([
    "AWS",
    "eu-west-1",
    "openai/gpt-4.1",
  ]);
});

describe("findings", () => {
  test("come by severity, and one found in two places is told once", () => {
    const [critical, high] = ofKind(blocksOf(report(), "Findings"), "findings");
    expect(critical).toMatchObject({ severity: "critical", total: 1 });
    expect(high?.groups).toHaveLength(1);
    expect(high?.groups[0]?.places).toEqual([
      { resource: "aws_s3_bucket.assets", where: "storage.tf:4" },
      { resource: "aws_s3_bucket.logs", where: "storage.tf:20" },
    ]);
  });

  test("name the same check elsewhere, and link to addresses only", () => {
    const [, high] = ofKind(blocksOf(report(), "Findings"), "findings");
    expect(high?.groups[0]).toMatchObject({
      references: ["Checkov CKV2_AWS_6", "docs javascript:alert(1)"],
      links: ["https://docs.aws.amazon.com/s3"],
    });
  });

  test("name a catalogue that we do not know as it is", () => {
    const made = report({ findings: [finding({ severity: "low", refs: { constructor: ["A1"] } })] });
    const [low] = ofKind(blocksOf(made, "Findings"), "findings");
    expect(low?.groups[0]?.references).toEqual(["constructor A1"]);
  });

  test("past 200 are counted, not listed", () => {
    const findings = Array.from({ length: 1000 }, (_, index) => finding({ resource: `aws_s3_bucket.b${index}` }));
    const blocks = blocksOf(report({ findings }), "Findings");
    const places = ofKind(blocks, "findings").flatMap(({ groups }) => groups.flatMap((group) => group.places));
    expect(places).toHaveLength(200);
    expect(ofKind(blocks, "note")[0]?.text).toContain("800 more");
  });

  test("of a design made from a form have no file", () => {
    const blocks = blocksOf(report({ findings: [finding({ file: null, line: null })] }), "Findings");
    expect(ofKind(blocks, "findings")[0]?.groups[0]?.places[0]?.where).toBe("");
  });
});

describe("recommendations", () => {
  const items = ofKind(blocksOf(report(), "Recommendations"), "recommendations")[0]?.items;

  test("come by severity, then what was asked for", () => {
    expect(items?.map(({ title }) => title)).toEqual([
      "Set `multi_az = true`",
      "Add an `aws_s3_bucket_public_access_block`",
      "Web application firewall",
    ]);
  });

  test("say what they bring and cost", () => {
    expect(items?.[0]?.effects).toEqual([
      "51 of the 51 points missing in reliability",
      "+$183.96 a month",
      "in the suggested design",
    ]);
    expect(items?.[1]?.text).toBe("Bucket has no public access block: `aws_s3_bucket.assets`, `aws_s3_bucket.logs`");
  });

  test("hold what is no finding's fix apart", () => {
    expect(ofKind(blocksOf(report(), "Recommendations"), "bullets")[0]?.items).toEqual([
      "Write a runbook for the failover.",
    ]);
  });
});

test("costs come dearest first, with their assumption and the sum", () => {
  const [table] = ofKind(blocksOf(report(), "Monthly cost estimate"), "table");
  expect(table?.rows).toEqual([
    ["aws_db_instance.orders", "db.m6g.large, every hour of the month", "730 h", "$0.252", "$183.96"],
    ["aws_s3_bucket.assets", "200,000 reads", "200,000 requests", "$0.0000004", "$0.08"],
  ]);
  expect(table?.total?.at(-1)).toBe("$184.04");
});

test("the comparison shows better and worse as what they are", () => {
  const [figures] = ofKind(blocksOf(report(), "Current and suggested design compared"), "figures");
  expect(figures?.items.map(({ change, mood }) => [change, mood])).toEqual([
    ["+28", "better"],
    ["+$183.96", "worse"],
    ["−3", "better"],
  ]);
});

test("a design with nothing to draw, change, price or say makes a shorter report", () => {
  const made = report({
    findings: [],
    recommendations: [],
    regions: [],
    infrastructure_code: { terraform: "", cloudformation: null },
    architecture: { ...sampleAnalysis.architecture, components: [] },
    comparison: { ...sampleAnalysis.comparison, changes: [] },
  });
  expect(made.sections.map(({ title }) => title)).toEqual([
    "Findings",
    "Current and suggested design compared",
    "Monthly cost estimate",
    "Appendix: how this was made",
  ]);
});
