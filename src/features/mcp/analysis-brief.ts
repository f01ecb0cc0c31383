import { Analysis } from "#features/analysis";
import { z } from "zod";
import { excerpt, clip } from "./excerpt.ts";
import { analysisUri, countFindings } from "./report.ts";

const { findings, priorities, comparison, cost, scores, warnings } = Analysis.shape;

const BriefFinding = findings.element.omit({ why: true, refs: true, end_line: true });
const BriefPriority = priorities.unwrap().element.omit({ rules: true, resources: true, score_before: true });

/** An analysis without what a model would not read: the first of everything, and how much was left out. */
export const AnalysisBrief = z.object({
  analysis_id: z.string(),
  engine: z.string().describe("builtin, or the model that worded the summary"),
  title: z.string(),
  cloud: z.string(),
  region: z.string(),
  score: z.int().describe("0 to 100"),
  scores,
  summary: z.string(),
  counts: z.object({
    critical: z.int(),
    high: z.int(),
    medium: z.int(),
    low: z.int(),
    accepted: z.int().describe("Suppressed by comments in the code, in no score"),
    passed: z.int(),
    unknown: z.int(),
  }),
  findings: z.array(BriefFinding).describe("The worst first"),
  priorities: z.array(BriefPriority).describe("What to do, in order of effect per effort"),
  cost: cost.pick({ monthly: true, currency: true, as_of: true }),
  suggested: z.object({ score: z.int(), monthly: z.number(), findings: z.int() }),
  changes: comparison.shape.changes.describe("What the suggested design changes"),
  warnings: warnings.describe("What could not be read"),
  left_out: z
    .object({ findings: z.int(), priorities: z.int(), changes: z.int(), warnings: z.int() })
    .describe("Entries that are not listed here: skip_findings lists more findings, the resources hold everything"),
  resources: z
    .object({ report: z.string(), data: z.string(), sarif: z.string(), terraform: z.string() })
    .describe("URIs to read with resources/read"),
});
type AnalysisBrief = z.infer<typeof AnalysisBrief>;

/** Entries at most, and characters of JSON: together some 10,000 tokens. */
const most = { findings: 40, priorities: 8, changes: 20, warnings: 10 } as const;
const room = { findings: 20_000, priorities: 5_000, changes: 6_000, warnings: 3_000 } as const;

const longestName = 300;
const short = (text: string): string => clip(text, longestName);

/** What a model is told of an analysis, as data. `skip` findings were told before. */
export const briefOf = (analysis: Analysis, skip: number): AnalysisBrief => {
  const { analysis_id: id, architecture, comparison: compared } = analysis;
  const told = excerpt(
    analysis.findings.slice(skip).map(({ why: _why, refs: _refs, end_line: _end, ...finding }) => ({
      ...finding,
      resource: short(finding.resource),
      file: finding.file === null ? null : short(finding.file),
      fix: short(finding.fix),
    })),
    most.findings,
    room.findings,
  );
  const steps = excerpt(
    (analysis.priorities ?? []).map(({ rules: _rules, resources: _resources, score_before: _before, ...step }) => ({
      ...step,
      title: short(step.title),
      why: short(step.why),
    })),
    most.priorities,
    room.priorities,
  );
  const changes = excerpt(
    compared.changes.map((change) => ({
      ...change,
      component: short(change.component),
      description: short(change.description),
      reason: short(change.reason),
    })),
    most.changes,
    room.changes,
  );
  const warned = excerpt(
    analysis.warnings.map(({ file, message, ...place }) => ({ ...place, file: short(file), message: short(message) })),
    most.warnings,
    room.warnings,
  );
  return {
    analysis_id: id,
    engine: analysis.engine,
    title: short(analysis.title),
    cloud: architecture.cloud,
    region: short(architecture.region),
    score: analysis.score,
    scores: analysis.scores,
    summary: clip(analysis.summary, 2_000),
    counts: {
      ...countFindings(analysis.findings),
      accepted: analysis.suppressed?.length ?? 0,
      passed: analysis.passed,
      unknown: analysis.unknown,
    },
    findings: told.shown,
    priorities: steps.shown,
    cost: { monthly: analysis.cost.monthly, currency: analysis.cost.currency, as_of: analysis.cost.as_of },
    suggested: {
      score: compared.suggested.score,
      monthly: compared.suggested.monthly,
      findings: compared.suggested.findings,
    },
    changes: changes.shown,
    warnings: warned.shown,
    left_out: { findings: told.left, priorities: steps.left, changes: changes.left, warnings: warned.left },
    resources: {
      report: analysisUri(id, "/report.md"),
      data: analysisUri(id, "/analysis.json"),
      sarif: analysisUri(id, "/findings.sarif"),
      terraform: analysisUri(id, "/suggested.tf"),
    },
  };
};
