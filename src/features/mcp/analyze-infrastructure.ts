import type { Analysis, Progress } from "#features/analysis";
import { analyzeWithProgress, readAnalysis } from "#features/analysis";
import type { Ctx } from "#http/context";
import { optional } from "#http/fields";
import { z } from "zod";
import { AnalysisBrief, briefOf } from "./analysis-brief.ts";
import { linksTo } from "./analysis-views.ts";
import { analysisUri, writeReport } from "./report.ts";
import type { Tell } from "./tool.ts";
import { defineTool } from "./tool.ts";
import { AnalysisIdField, DesignFields, refuseField, toDesignInput, UsageField, UsersField } from "./design-input.ts";

/** Characters of code that are handed over with an answer; longer code is read as a resource. */
const mostCode = 40_000;

const Input = z.object({
  ...DesignFields,
  analysis_id: AnalysisIdField.describe(
    "Instead of code: an analysis made before, to see more of its findings or its suggested code. Nothing is analysed again",
  ),
  project_type: optional(z.string().max(200)).describe(
    "What it is for, e.g. `web shop`; alone it is a design to begin with",
  ),
  requirements: optional(z.array(z.string().max(200)).max(50)).describe(
    'What the suggested design must reach, e.g. ["high availability", "low cost", "GDPR", "disaster recovery"]',
  ),
  usage: UsageField,
  users: UsersField,
  previous: AnalysisIdField.describe("An earlier analysis: the answer tells what is new and what is gone since"),
  skip_findings: optional(z.int().min(0).max(100_000)).describe("List the findings after so many"),
  include_code: optional(z.boolean()).describe("Hand over the suggested Terraform too"),
});

/** How far each step of an analysis is, in parts of one, and what it found. */
const tellStep = (step: Progress): [number, string] => {
  switch (step.step) {
    case "parsed":
      return [0.2, `${step.resources} resources read`];
    case "checked":
      return [0.4, `score ${step.score}, ${step.findings} findings`];
    case "priced":
      return [0.5, `$${step.monthly.toFixed(2)}/month`];
    case "designed":
      return [0.8, `suggested design: score ${step.score}, ${step.changes} changes`];
    case "drawn":
      return [0.9, "worded and compared"];
  }
};

const analyze = async (ctx: Ctx, input: z.output<typeof Input>, tell: Tell): Promise<Analysis> => {
  const { analysis_id: id, skip_findings: _skip, include_code: _code, ...request } = input;
  if (id !== undefined && (request.content !== undefined || request.files !== undefined))
    throw refuseField("analysis_id", "Send code to analyse, or the id of an analysis made before.");
  if (id !== undefined) return readAnalysis(ctx, id);
  const steps = analyzeWithProgress(ctx, await toDesignInput(request), { diagram: "none", theme: "light" });
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
    await tell(...tellStep(next.value));
  }
};

export const analyzeInfrastructure = defineTool({
  name: "analyze_infrastructure",
  title: "Analyse infrastructure",
  description: [
    "Reviews infrastructure as code (Terraform, Terraform plan JSON, CloudFormation/SAM, Kubernetes, docker-compose) or a design described in words:",
    "findings with severity, file:line and fix, a score per pillar (security, reliability, performance, cost, operations, sustainability),",
    "the monthly price, what to do first, and a better design as Terraform with its score and price.",
    "Use it for reviews, security checks, architecture questions and 'how can I improve this'. For the price alone use estimate_cost.",
    "Deterministic rules: no finding, price or line is made up. The analysis is kept (without an account for 7 days) and can be read as resources.",
  ].join(" "),
  input: Input,
  output: AnalysisBrief,
  access: "anon",
  limit: "write",
  effect: "keeps",
  run: async (ctx, input, tell) => {
    const analysis = await analyze(ctx, input, tell);
    const { analysis_id: id } = analysis;
    const skip = input.skip_findings ?? 0;
    const code = analysis.infrastructure_code.terraform;
    const fits = code.length <= mostCode;
    const uri = analysisUri(id, "/suggested.tf");
    return {
      text: [
        writeReport(analysis, "brief", skip),
        "",
        `Kept as ${id}. More: ${linksTo(id)
          .map((link) => link.uri)
          .join(", ")}, or this tool with analysis_id and skip_findings or include_code.`,
        ...(input.include_code === true && !fits
          ? [`The suggested Terraform has ${code.length} characters, too many for an answer: read ${uri}.`]
          : []),
      ].join("\n"),
      structured: briefOf(analysis, skip),
      links: linksTo(id),
      ...(input.include_code === true && fits && { file: { uri, mimeType: "text/x-terraform", text: code } }),
    };
  },
});
