import { AnalyzeRequest, Availability } from "#features/analysis";
import { z } from "@hono/zod-openapi";
import examples from "./examples.json" with { type: "json" };

const analysisId = /^an_[0-9a-f]{32}$/;

/** A text is an id where it looks like one, else code. */
const readSide = (value: unknown): unknown => {
  if (typeof value !== "string") return value;
  return analysisId.test(value.trim()) ? { analysis_id: value.trim() } : { content: value };
};

const Side = z.preprocess(
  readSide,
  AnalyzeRequest.extend({ analysis_id: z.string().max(100).nullish() }).openapi("ComparedInput", {
    description: "`analysis_id`, or all that POST /api/analyze takes as JSON; a text alone is an id or code",
  }),
);
export type Side = z.infer<typeof Side>;

export const CompareRequest = z
  .object({ a: Side, b: Side })
  .openapi("CompareRequest", { example: examples.CompareRequest });
export type CompareRequest = z.infer<typeof CompareRequest>;

const Score = z.int().min(0).max(100);
const scoresOf = <S extends z.ZodType>(schema: S) =>
  z.object({
    security: schema,
    reliability: schema,
    performance: schema,
    cost: schema,
    operations: schema,
    sustainability: schema,
  });

const Design = z
  .object({
    analysis_id: z.string().nullable().openapi({ description: "null for a design that was sent and is not kept" }),
    title: z.string(),
    cloud: z.string(),
    region: z.string(),
    score: Score,
    scores: scoresOf(Score.nullable()),
    monthly: z.number(),
    findings: z.int(),
    resources: z.int(),
    availability: Availability.optional(),
    diagram: z.string().openapi({ description: "Mermaid flowchart" }),
    diagram_image: z.string().optional(),
    diagram_svg: z.string().optional(),
    warnings: z.array(z.object({ file: z.string(), line: z.int(), column: z.int(), message: z.string() })),
  })
  .openapi("ComparedDesign");

const Found = z
  .object({
    rule: z.string(),
    severity: z.enum(["critical", "high", "medium", "low"]),
    resource: z.string(),
    title: z.string(),
    file: z.string().nullable(),
    line: z.int().nullable(),
  })
  .openapi("ComparedFinding");

const ComponentSide = z
  .object({
    id: z.string(),
    type: z.string(),
    service: z.string(),
    name: z.string(),
    detail: z.string().nullable(),
    count: z.int(),
    monthly: z.number(),
    findings: z.int(),
  })
  .openapi("ComparedComponent");

export const Comparison = z
  .object({
    comparison_id: z.string(),
    a: Design,
    b: Design,
    deltas: z
      .object({
        score: z.int(),
        scores: scoresOf(z.int().nullable()),
        monthly: z.number(),
        availability_percent: z.number().nullable(),
        downtime_minutes_month: z.number().nullable(),
        findings: z.int(),
      })
      .openapi({ description: "b less a; null where one of the two has no figure" }),
    findings: z.object({ only_a: z.array(Found), only_b: z.array(Found), both: z.array(Found) }),
    components: z.array(
      z.object({
        change: z.enum(["same", "changed", "added", "removed"]),
        a: ComponentSide.nullable(),
        b: ComponentSide.nullable(),
        matched_by: z.enum(["address", "type", "kind"]).nullable(),
        monthly_delta: z.number(),
        differences: z.array(z.string()),
      }),
    ),
    summary: z.string(),
  })
  .openapi("Comparison", { example: examples.Comparison });
export type Comparison = z.infer<typeof Comparison>;
