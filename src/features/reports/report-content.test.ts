import type { Block, Report } from "#adapters/pdf";
import type { Scene } from "#engine/diagram";
import type { Analysis } from "#features/analysis";
import { describe, expect, test } from "vitest";
import { reportOf } from "./report-content.ts";
import { finding, priority, sampleAnalysis } from "./sample-analysis.ts";

const scene: Scene = { width: 10, height: 10, background: "#FFFFFF", label: "", shapes: [] };
const now = new Date("2026-11-22T00:00:00Z");

const report = (change: Partial<Analysis> = {}): Report =>
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
  expect(made.pillars.at(-1)).toEqual({ name: "Sustainability", score: null, reachable: null });
  expect(made.pillars[0]).toEqual({ name: "Security", score: 70, reachable: 96 });
  expect(report({ created_at: "not a date", engine: "openai/gpt-4.1" }).facts).toEqual([
    "AWS",
    "eu-west-1",
    "openai/gpt-4.1",
  ]);
});

describe("the cover", () => {
  test("shows where the score could go, and nothing where nothing would change", () => {
    expect(report().reachable).toBe(94);
    const unchanged = report({ comparison: { ...sampleAnalysis.comparison, changes: [] } });
    expect(unchanged.reachable).toBeNull();
    expect(unchanged.pillars.every(({ reachable }) => reachable === null)).toBe(true);
  });

  test("names the gravest risks, each kind once", () => {
    expect(report().risks.map(({ severity, title }) => [severity, title])).toEqual([
      ["critical", "Database runs in one zone"],
      ["high", "Bucket has no public access block"],
    ]);
  });

  test("has the numbers that decide", () => {
    expect(report().figures.map(({ label, before, after }) => [label, before, after])).toEqual([
      ["Score", "66", "94"],
      ["Monthly cost", "$184.04", "$368.00"],
      ["Findings", "3", "0"],
    ]);
  });
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
  const priorities = [
    priority(),
    priority({ title: "Backups", severity: null, pillar: null, findings: 0, effort: "medium", monthly_delta: -2 }),
    priority({ title: "Narrow the policy", effort: "high", included: false, monthly_delta: 0, score_after: 82.4 }),
  ];
  const blocks = blocksOf(report({ priorities }), "Recommendations");
  const items = ofKind(blocks, "recommendations")[0]?.items ?? [];

  test("come in the order that the analysis gives, with the score before and after", () => {
    expect(items.map(({ title, score }) => [title, score?.before, score?.after])).toEqual([
      ["Set `multi_az = true`", "66", "82.4"],
      ["Backups", "66", "82.4"],
      ["Narrow the policy", "66", "82.4"],
    ]);
    expect(ofKind(blocks, "climb")).toEqual([{ kind: "climb", from: 66, steps: [82.4, 82.4, 82.4], goal: 94 }]);
    expect(ofKind(blocks, "paragraph")[0]?.text).toContain("Critical ones come first");
  });

  test("say what they close, cost and take", () => {
    expect(items.map(({ effects }) => effects.map(({ text }) => text))).toEqual([
      ["Reliability", "closes 1 finding", "+$183.96 a month", "low effort", "in the suggested code"],
      ["saves $2.00 a month", "medium effort", "in the suggested code"],
      [
        "Reliability",
        "closes 1 finding",
        "no change in cost",
        "high effort",
        "not all in the suggested code: needs a decision",
      ],
    ]);
  });

  test("past ten stand in a table, past thirty are counted", () => {
    const many = Array.from({ length: 45 }, (_, index) => priority({ title: `Step ${index}` }));
    const long = blocksOf(report({ priorities: many }), "Recommendations");
    expect(ofKind(long, "recommendations")[0]?.items).toHaveLength(10);
    const rows = ofKind(long, "table")[0]?.rows ?? [];
    expect(rows).toHaveLength(20);
    expect(rows[0]).toEqual(["11", "Step 10: aws_db_instance.orders", "1", "low", "66 → 82.4", "+$183.96"]);
    expect(ofKind(long, "note")[0]?.text).toContain("15 more");
  });

  test("hold what is no finding's fix apart", () => {
    expect(ofKind(blocks, "bullets")[0]?.items).toEqual(["Write a runbook for the failover."]);
  });

  describe("of an analysis that does not rank them", () => {
    const read = ofKind(blocksOf(report(), "Recommendations"), "recommendations")[0]?.items;

    test("come by severity, then what was asked for", () => {
      expect(read?.map(({ title }) => title)).toEqual([
        "Set `multi_az = true`",
        "Add an `aws_s3_bucket_public_access_block`",
        "Web application firewall",
      ]);
    });

    test("say what they bring and cost", () => {
      expect(read?.[0]?.effects.map(({ text }) => text)).toEqual([
        "51 of the 51 points missing in reliability",
        "closes 1 finding",
        "+$183.96 a month",
        "in the suggested code",
      ]);
      expect(read?.[1]?.resources).toEqual(["aws_s3_bucket.assets", "aws_s3_bucket.logs"]);
    });
  });
});

test("code comes as Terraform and, where there is one, as a CloudFormation template", () => {
  const languages = (cloudformation: string | null): (string | undefined)[] =>
    report({ infrastructure_code: { terraform: "a = 1", cloudformation } })
      .sections.filter(({ title }) => title.startsWith("Suggested ") && !title.endsWith("architecture"))
      .map(({ blocks }) => ofKind(blocks, "code")[0]?.language);
  expect(languages(null)).toEqual(["terraform"]);
  expect(languages("Resources:\n")).toEqual(["terraform", "yaml"]);
  expect(languages('{"Resources": {}}')).toEqual(["terraform", "json"]);
});

test("other views of the checks stand in the appendix, where there are any", () => {
  const told = (views: Analysis["views"]) =>
    ofKind(blocksOf(report({ views }), "Appendix: how this was made"), "paragraph")[0]?.text;
  expect(told({ compliance: 61, scalability: null })).toBe(
    "Looked at otherwise, it scores 61 of 100 by the checks that CIS or AWS FSBP ask for.",
  );
  expect(told(undefined)).toBeUndefined();
});

test("what comments in the code accept stands in the appendix, with its reason", () => {
  const accepted = {
    rule: "aws-s3-public-read",
    severity: "critical" as const,
    title: "Bucket is readable by anyone",
    resource: "aws_s3_bucket.site",
    file: "main.tf",
    line: 3,
    end_line: 3,
    by: "checkov" as const,
  };
  const suppressed = [
    { ...accepted, reason: "a public site" },
    { ...accepted, reason: "" },
  ];
  const tables = ofKind(blocksOf(report({ suppressed }), "Appendix: how this was made"), "table");
  expect(tables.at(-1)?.rows).toEqual([
    ["Bucket is readable by anyone", "aws_s3_bucket.site (main.tf:3)", "a public site", "checkov"],
    ["Bucket is readable by anyone", "aws_s3_bucket.site (main.tf:3)", "none given", "checkov"],
  ]);
});

test("agreed availability of both designs stands in the comparison, with its calculation", () => {
  const availability = {
    percent: 99.4,
    downtime_minutes_month: 262.8,
    formula: "0.995 × 0.999 = 0.994",
    words: "A request needs RDS and S3, all at once.",
    parts: [],
    unknown: [{ component: "aws_sagemaker_endpoint.e", why: "no agreement" }],
    as_of: "2025",
  };
  const title = "Current and suggested design compared";
  const tables = ofKind(blocksOf(report({ availability }), title), "table");
  expect(tables.flatMap(({ rows }) => rows)).toContainEqual(["Current", "99.4%", "262.8 min", "0.995 × 0.999 = 0.994"]);
  expect(ofKind(blocksOf(report({ availability }), title), "bullets")[0]?.items).toEqual([
    "aws_sagemaker_endpoint.e: no agreement",
  ]);
});

test("what was assumed where a form did not say stands in the appendix", () => {
  const appendix = blocksOf(report({ notes: ["Region: eu-west-1"] }), "Appendix: how this was made");
  expect(appendix[0]).toEqual({ kind: "heading", text: "What was assumed" });
  expect(ofKind(appendix, "bullets")[0]?.items).toEqual(["Region: eu-west-1"]);
});

test("costs come dearest first, with their assumption and the sum", () => {
  const [table] = ofKind(blocksOf(report(), "Monthly cost estimate"), "table");
  expect(table?.rows).toEqual([
    ["aws_db_instance.orders", "db.m6g.large, every hour of the month", "730 h", "$0.252", "$183.96"],
    ["aws_s3_bucket.assets", "200,000 reads", "200,000 requests", "$0.0000004", "$0.08"],
  ]);
  expect(table?.total?.at(-1)).toBe("$184.04");
});

test("items that differ in their resource alone are one line", () => {
  const [requests, database] = sampleAnalysis.cost.items;
  if (!requests || !database) throw new Error("the sample has two items");
  const cost = {
    ...sampleAnalysis.cost,
    items: [database, { ...database, resource: "aws_db_instance.copy" }, requests],
  };
  const [table] = ofKind(blocksOf(report({ cost }), "Monthly cost estimate"), "table");
  expect(table?.rows.map((row) => [row[0], row[2], row[4]])).toEqual([
    ["aws_db_instance.orders, aws_db_instance.copy", "2 × 730 h", "$367.92"],
    ["aws_s3_bucket.assets", "200,000 requests", "$0.08"],
  ]);
});

test("the same change of several components is told once, with what all of them cost", () => {
  const [change] = sampleAnalysis.comparison.changes;
  if (!change) throw new Error("the sample has changes");
  const changes = [change, { ...change, component: "aws_db_instance.copy" }];
  const made = report({ comparison: { ...sampleAnalysis.comparison, changes } });
  const [, table] = ofKind(blocksOf(made, "Current and suggested design compared"), "table");
  expect(table?.rows).toEqual([
    ["changed ×2", "aws_db_instance.orders, aws_db_instance.copy", "Set `multi_az = true`.", "+$367.92"],
  ]);
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
