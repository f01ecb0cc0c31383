import { placeOfRegion } from "#engine/architecture";
import { z } from "@hono/zod-openapi";
import type { Analysis } from "./schema.ts";
import examples from "./examples.json" with { type: "json" };

/** Requests of the published StackStage UI, recognised by `analysisMode`. Its other fields are hints, never faults. */
export const DialectRequest = z
  .looseObject({
    content: z.string().max(5_000_000),
    analysisMode: z.string().max(100),
    cloudProvider: z.unknown().optional(),
    userRegion: z.unknown().optional(),
    regionalImpact: z.unknown().optional(),
  })
  .openapi("StackStageRequest", { example: examples.StackStageRequest });

const Issue = z.object({
  id: z.string(),
  severity: z.string(),
  category: z.string(),
  type: z.string(),
  detail: z.string(),
  description: z.string(),
  evidence: z.string(),
  fixable: z.boolean(),
});

const Advice = z.object({
  title: z.string(),
  description: z.string(),
  rationale: z.string(),
  iac_fix: z.string().optional(),
  implementation_steps: z.array(z.string()),
  impact: z.object({
    latency_ms: z.number().optional(),
    cost_monthly_delta: z.number().optional(),
    risk_reduction: z.number().optional(),
  }),
});

/** An analysis as that UI reads it. A score of which nothing could be decided is left out. */
export const DialectAnalysis = z
  .object({
    id: z.string(),
    timestamp: z.string(),
    score: z.number(),
    security_score: z.number().optional(),
    performance_score: z.number().optional(),
    reliability_score: z.number().optional(),
    cost_score: z.number().optional(),
    operations_score: z.number().optional(),
    sustainability_score: z.number().optional(),
    scalability_score: z.number().optional(),
    compliance_score: z.number().optional(),
    cost: z.string(),
    cost_breakdown: z.object({
      compute: z.string(),
      storage: z.string(),
      network: z.string(),
      services: z.string(),
    }),
    issues: z.array(Issue),
    recommendations: z.array(Advice),
    diagram: z.string(),
    diagram_image: z.string().optional(),
    diagram_svg: z.string().optional(),
    region: z.string(),
    location: z.string().optional(),
    summary: z.string(),
    analysis_method: z.string(),
    details: z.object({
      suggested: z.object({ score: z.number(), cost: z.string(), diagram: z.string() }),
      infrastructure_code: z.object({ terraform: z.string(), cloudformation: z.string().nullable() }),
      resources: z.int(),
      passed: z.int(),
      unknown: z.int(),
      notes: z.array(z.string()),
      warnings: z.array(z.object({ file: z.string(), line: z.int(), column: z.int(), message: z.string() })),
    }),
  })
  .openapi("StackStageAnalysis");
export type DialectAnalysis = z.infer<typeof DialectAnalysis>;

export const DialectAnswer = z
  .object({ success: z.literal(true), analysisId: z.string(), result: DialectAnalysis })
  .openapi("StackStageAnswer", { example: examples.StackStageAnswer });
export type DialectAnswer = z.infer<typeof DialectAnswer>;

const textIn = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;

/** A request of that UI as one of ours. */
export const fromDialect = (request: z.infer<typeof DialectRequest>): Record<string, unknown> => {
  const cloud = textIn(request.cloudProvider)?.toLowerCase();
  const region = textIn(request.userRegion)?.toLowerCase();
  const isRegion = region !== undefined && /^[a-z0-9-]{2,40}$/.test(region);
  return {
    content: request.content,
    ...(cloud !== undefined && ["aws", "azure", "gcp"].includes(cloud) && { cloud }),
    ...(isRegion && { region }),
  };
};

export const isDialect = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "analysisMode" in value && typeof value.analysisMode === "string";

const dollars = (amount: number): string => `$${amount.toFixed(2)}`;

const sections: Readonly<Record<string, "compute" | "storage" | "network">> = {
  compute: "compute",
  container: "compute",
  serverless: "compute",
  storage: "storage",
  database: "storage",
  cache: "storage",
  network: "network",
  edge: "network",
};

/** The bill in four parts; what is neither compute, storage nor network is a service. */
const breakDown = ({ architecture, cost }: Analysis): DialectAnalysis["cost_breakdown"] => {
  const kinds = new Map(architecture.components.map(({ service, kind }) => [service, kind]));
  const sums = { compute: 0, storage: 0, network: 0, services: 0 };
  for (const { service, monthly } of cost.items) sums[sections[kinds.get(service) ?? ""] ?? "services"] += monthly;
  return {
    compute: dollars(sums.compute),
    storage: dollars(sums.storage),
    network: dollars(sums.network),
    services: dollars(sums.services),
  };
};

const placeOf = ({ file, line, resource }: Analysis["findings"][number]): string =>
  file === null || line === null ? resource : `${file}:${line}`;

/** Id of a finding: what `POST /api/apply-fix` takes as `fixId`. */
const issueId = ({ rule, resource }: { rule: string; resource: string }): string => `${rule}@${resource}`;

const issuesOf = ({ findings }: Analysis): DialectAnalysis["issues"] =>
  findings.map((finding) => ({
    id: issueId(finding),
    severity: finding.severity,
    category: finding.pillar,
    type: finding.title,
    detail: finding.resource,
    description: `${finding.resource}: ${finding.why}`,
    evidence: placeOf(finding),
    fixable: finding.fixable,
  }));

const mostAdvice = 20;
const mostSteps = 20;
const longestSnippet = 4_000;

/** The resource in the suggested code, from its first line to its closing brace. */
const blockIn = (terraform: string, address: string): string | undefined => {
  const [type = "", name = ""] = address.split(".").slice(-2);
  const start = terraform.indexOf(`resource "${type}" "${name}" {`);
  if (start < 0) return undefined;
  const end = terraform.indexOf("\n}", start);
  return end < 0 || end - start > longestSnippet ? undefined : terraform.slice(start, end + 2);
};

/** What to do, in order of effect per effort; its risk reduction is what doing it adds to the score. */
const adviceOf = ({
  findings,
  priorities = [],
  infrastructure_code: { terraform },
}: Analysis): DialectAnalysis["recommendations"] => {
  const byRule = Map.groupBy(findings, ({ rule }) => rule);
  return priorities.slice(0, mostAdvice).map((priority) => {
    const closed = priority.rules.flatMap((rule) => byRule.get(rule) ?? []);
    const [first] = closed;
    const address = (first?.resource ?? priority.resources[0] ?? "").replace(/\[.*$/, "");
    const snippet = priority.included ? blockIn(terraform, address) : undefined;
    const steps = closed.slice(0, mostSteps).map((finding) => `${placeOf(finding)}: ${finding.fix}`);
    return {
      title: priority.title,
      description: first === undefined ? priority.why : `${first.title}: ${priority.resources.join(", ")}`,
      rationale: priority.why,
      ...(snippet !== undefined && { iac_fix: snippet }),
      implementation_steps: steps.length > 0 ? steps : [priority.title],
      impact: { cost_monthly_delta: priority.monthly_delta, risk_reduction: priority.score_delta },
    };
  });
};

const scoreFields = ({ scores, views }: Analysis) => {
  const fields = {
    security_score: scores.security,
    performance_score: scores.performance,
    reliability_score: scores.reliability,
    cost_score: scores.cost,
    operations_score: scores.operations,
    sustainability_score: scores.sustainability,
    scalability_score: views?.scalability ?? null,
    compliance_score: views?.compliance ?? null,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, score]) => score !== null)) as {
    // What is null was taken out by the line above.
    [K in keyof typeof fields]?: number;
  };
};

/** One of our analyses as that UI reads it. */
export const toDialect = (analysis: Analysis): DialectAnalysis => {
  const { architecture, comparison } = analysis;
  const location = placeOfRegion(architecture.cloud, architecture.region);
  return {
    id: analysis.analysis_id,
    timestamp: analysis.created_at,
    score: analysis.score,
    ...scoreFields(analysis),
    cost: analysis.estimated_cost.replace(/\/month$/, ""),
    cost_breakdown: breakDown(analysis),
    issues: issuesOf(analysis),
    recommendations: adviceOf(analysis),
    diagram: analysis.diagram,
    ...(analysis.diagram_image !== undefined && { diagram_image: analysis.diagram_image }),
    ...(analysis.diagram_svg !== undefined && { diagram_svg: analysis.diagram_svg }),
    region: architecture.region,
    ...(location !== undefined && { location }),
    summary: analysis.summary,
    analysis_method: analysis.engine,
    details: {
      suggested: {
        score: comparison.suggested.score,
        cost: dollars(comparison.suggested.monthly),
        diagram: comparison.suggested.diagram,
      },
      infrastructure_code: analysis.infrastructure_code,
      resources: architecture.components.length,
      passed: analysis.passed,
      unknown: analysis.unknown,
      notes: analysis.notes,
      warnings: analysis.warnings,
    },
  };
};
