import { z } from "@hono/zod-openapi";
import examples from "./examples.json" with { type: "json" };

const Severity = z.enum(["critical", "high", "medium", "low"]);
const Pillar = z.enum(["security", "reliability", "performance", "cost", "operations", "sustainability"]);
const Platform = z.enum(["aws", "azure", "gcp", "kubernetes", "docker"]);
const Score = z.int().min(0).max(100);

const Finding = z
  .object({
    rule: z.string(),
    severity: Severity,
    pillar: Pillar,
    resource: z.string().openapi({ description: "Address in the source, e.g. aws_s3_bucket.assets" }),
    file: z.string().nullable().openapi({ description: "null for a design that came from a form or a sentence" }),
    line: z.int().nullable(),
    end_line: z.int().nullable(),
    title: z.string(),
    why: z.string(),
    fix: z.string(),
    fixable: z.boolean().openapi({ description: "The suggested design contains the change" }),
    refs: z.record(z.string(), z.array(z.string())),
  })
  .openapi("Finding");

const Suppressed = z
  .object({
    rule: z.string(),
    severity: Severity,
    title: z.string(),
    resource: z.string(),
    file: z.string(),
    line: z.int(),
    end_line: z.int(),
    reason: z.string().openapi({ description: "As the comment gives it; may be empty" }),
    by: z.enum(["checkov", "trivy", "tfsec", "kics", "stackstage"]).openapi({ description: "Whose comment it is" }),
  })
  .openapi("Suppressed");

/** What the providers' agreements come to for a design. */
export const Availability = z
  .object({
    percent: z.number().nullable().openapi({ description: "null where nothing on a request's way has an agreement" }),
    downtime_minutes_month: z.number().nullable().openapi({ description: "In a month of 730 hours" }),
    formula: z.string().openapi({ description: "In numbers: 0.9999 × (1 − (1 − 0.995)²) = 0.999875" }),
    words: z.string().openapi({ description: "The same in words" }),
    parts: z.array(
      z.object({
        components: z.array(z.string()),
        label: z.string(),
        sla_percent: z.number(),
        condition: z.string().openapi({ description: "What the agreement is for" }),
        copies: z.int().openapi({ description: "Redundant copies: one of them is enough" }),
        percent: z.number(),
      }),
    ),
    unknown: z
      .array(z.object({ component: z.string(), why: z.string() }))
      .openapi({ description: "On the way of a request and without an agreement: not in the figure" }),
    as_of: z.string(),
  })
  .openapi("Availability");

const Warning = z.object({ file: z.string(), line: z.int(), column: z.int(), message: z.string() }).openapi("Warning");

const Component = z
  .object({
    id: z.string(),
    type: z.string(),
    service: z.string(),
    kind: z.string(),
    name: z.string(),
    detail: z.string().optional().openapi({ description: "One line for the picture: size, engine, Multi-AZ" }),
    group: z.string().optional(),
    part_of: z.string().optional().openapi({ description: "What it is a part of, and is not drawn apart from" }),
    exposed: z.boolean().optional().openapi({ description: "Reached from the internet" }),
    protocol: z
      .enum(["HTTP", "HTTPS"])
      .optional()
      .openapi({ description: "What it speaks to the internet, where the code says so" }),
    count: z.int().optional().openapi({ description: "Instances, where count or for_each made several" }),
    source: z.object({ file: z.string(), line: z.int(), end_line: z.int() }).optional(),
  })
  .openapi("Component");
const Group = z
  .object({ id: z.string(), kind: z.string(), label: z.string(), parent: z.string().optional() })
  .openapi("Group");
const Link = z
  .object({
    from: z.string(),
    to: z.string(),
    kind: z.enum(["traffic", "data", "depends", "network"]),
    label: z.string().optional(),
  })
  .openapi("Link");

const Architecture = z
  .object({
    cloud: Platform,
    region: z.string().openapi({ description: "Empty for what runs on any cloud" }),
    components: z.array(Component).max(1000),
    groups: z.array(Group).max(1002),
    links: z.array(Link).max(5000),
  })
  .openapi("Architecture");

const CostItem = z
  .object({
    resource: z.string(),
    service: z.string(),
    unit: z.string(),
    quantity: z.number(),
    unit_price: z.number(),
    monthly: z.number(),
    assumption: z.string(),
    as_of: z.string(),
  })
  .openapi("CostItem");

const Cost = z
  .object({
    monthly: z.number(),
    currency: z.literal("USD"),
    as_of: z.string(),
    items: z.array(CostItem),
    unpriced: z
      .array(z.string())
      .openapi({ description: "Resources without a price in the catalogue; they are not in the sum" }),
    unpriced_reasons: z
      .record(z.string(), z.string())
      .optional()
      .openapi({ description: "Why each of them has no price: a size without one, a value known only after apply" }),
  })
  .openapi("Cost");

const Change = z
  .object({
    kind: z.enum(["added", "removed", "changed"]),
    component: z.string(),
    reason: z.string().openapi({ description: "Rule id, or `requirement: …`" }),
    description: z.string(),
    monthly_delta: z.number(),
  })
  .openapi("DesignChange");

const Scores = z
  .object({
    security: Score.nullable(),
    reliability: Score.nullable(),
    performance: Score.nullable(),
    cost: Score.nullable(),
    operations: Score.nullable(),
    sustainability: Score.nullable(),
  })
  .openapi("Scores");

export const RegionChoice = z
  .object({
    region: z.string(),
    latency_ms: z.int(),
    latency: z
      .enum(["measured", "estimated"])
      .nullable()
      .optional()
      .openapi({ description: "Published round trips, or fitted to the distance and approximate; null without users" }),
    cost_index: z.number(),
    carbon_g_per_kwh: z.number().nullable(),
    residency: z.array(z.string()),
    zones: z.int().optional().openapi({ description: "Availability zones; 0 where the region offers none" }),
    score: Score,
    why: z.string(),
  })
  .openapi("RegionChoice");

const Priority = z
  .object({
    title: z.string(),
    why: z.string(),
    severity: Severity.nullable().openapi({ description: "null for a requirement" }),
    pillar: Pillar.nullable(),
    rules: z.array(z.string()).openapi({ description: "Rules whose findings it closes" }),
    resources: z.array(z.string()),
    findings: z.int().openapi({ description: "Findings it closes" }),
    effort: z.enum(["low", "medium", "high"]),
    included: z.boolean().openapi({ description: "The suggested code contains all of it" }),
    score_before: z
      .number()
      .openapi({ description: "The score when everything before it in the list is done, one decimal" }),
    score_after: z.number(),
    score_delta: z.number(),
    monthly_delta: z.number(),
  })
  .openapi("Priority");

const BriefFinding = Finding.pick({
  rule: true,
  severity: true,
  resource: true,
  title: true,
  file: true,
  line: true,
}).openapi("BriefFinding");

const SinceLast = z
  .object({
    analysis_id: z.string().openapi({ description: "The earlier analysis" }),
    created_at: z.string(),
    score_before: Score,
    score_delta: z.int(),
    monthly_delta: z.number(),
    new: z.array(BriefFinding),
    gone: z.array(BriefFinding),
    still: z.int().openapi({ description: "Findings that were there before" }),
  })
  .openapi("SinceLast", {
    description:
      "What changed since the analysis named in `previous`, or since the account's newest one of the same title and design",
  });

const ModelWording = z
  .object({
    cost: z.string(),
    performance: z.string(),
    security: z.string(),
    observations: z.array(
      z.object({
        resource: z.string(),
        file: z.string().nullable(),
        line: z.int().nullable(),
        title: z.string(),
        why: z.string(),
        fix: z.string(),
      }),
    ),
  })
  .openapi("ModelWording", {
    description:
      "Only with a model: its views, every sentence held against the analysis. No score, price or finding comes from it",
  });

/** The answer of `POST /api/analyze`, of `GET /api/v1/analyses/{id}`, and what `POST /api/export/pdf` takes. */
export const Analysis = z
  .object({
    analysis_id: z.string(),
    engine: z.string(),
    created_at: z.string(),
    title: z.string(),
    score: Score,
    scores: Scores,
    views: z.object({ compliance: Score.nullable(), scalability: Score.nullable() }).optional().openapi({
      description:
        "The same checks looked at otherwise: those that CIS or AWS FSBP ask for, and those about growing with the load",
    }),
    issues: z.array(z.string()),
    recommendations: z.array(z.string()),
    priorities: z
      .array(Priority)
      .optional()
      .openapi({ description: "What to do, in order of effect per effort, and what each step brings and costs" }),
    findings: z.array(Finding),
    suppressed: z.array(Suppressed).optional().openapi({
      description: "Findings that comments in the code say to be accepted: they are in no score and not in `findings`",
    }),
    passed: z.int(),
    unknown: z.int(),
    warnings: z.array(Warning),
    architecture: Architecture,
    diagram: z.string().openapi({ description: "Mermaid flowchart" }),
    diagram_image: z.string().optional(),
    diagram_svg: z.string().optional(),
    infrastructure_code: z.object({ terraform: z.string(), cloudformation: z.string().nullable() }),
    code_template: z.string(),
    estimated_cost: z.string(),
    cost: Cost,
    regions: z.array(RegionChoice),
    availability: Availability.optional(),
    comparison: z.object({
      current: z.object({ score: Score, monthly: z.number() }),
      suggested: z.object({
        score: Score,
        scores: Scores,
        monthly: z.number(),
        findings: z.int().openapi({ description: "Findings that stay" }),
        availability: Availability.optional(),
        architecture: Architecture,
        diagram: z.string(),
        diagram_image: z.string().optional(),
        diagram_svg: z.string().optional(),
      }),
      changes: z.array(Change),
    }),
    since_last: SinceLast.optional(),
    wording: ModelWording.optional(),
    notes: z.array(z.string()).openapi({ description: "What was assumed where a form or sentence did not say" }),
    summary: z.string(),
  })
  .openapi("Analysis", { example: examples.Analysis });
export type Analysis = z.infer<typeof Analysis>;

/** The data of one event: what a step has found, and of the last one the whole. */
export const AnalysisEvent = z
  .union([
    z.object({ resources: z.int(), warnings: z.array(Warning) }).openapi({ description: "parsed" }),
    z
      .object({ score: Score, findings: z.int(), passed: z.int(), unknown: z.int() })
      .openapi({ description: "checked" }),
    z.object({ monthly: z.number(), unpriced: z.int() }).openapi({ description: "priced" }),
    z.object({ score: Score, monthly: z.number(), changes: z.int() }).openapi({ description: "designed" }),
    z.object({ pictures: z.int() }).openapi({ description: "drawn" }),
    Analysis,
  ])
  .openapi("AnalysisEvent");

/** Own analyses, newest first. */
export const AnalysisList = z
  .object({
    analyses: z.array(
      z.object({
        analysis_id: z.string(),
        created_at: z.string(),
        title: z.string(),
        cloud: z.string(),
        region: z.string(),
        score: Score,
        findings: z.int(),
        monthly: z.number(),
      }),
    ),
    next_cursor: z.string().nullable(),
  })
  .openapi("AnalysisList", { example: examples.AnalysisList });
export type AnalysisList = z.infer<typeof AnalysisList>;
