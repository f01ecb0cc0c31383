import { compositeAvailability } from "./availability/index.ts";
import type { Availability } from "./availability/index.ts";
import { deltaOf, priceDesign, unmatchedUsage } from "./cost/index.ts";
import type { CostEstimate, Profile, UsageWish } from "./cost/index.ts";
import { suggest } from "./design/index.ts";
import type { Goal } from "./design/index.ts";
import { listChanges } from "./emit/changes.ts";
import type { Change } from "./emit/changes.ts";
import { publish } from "./emit/architecture.ts";
import type { PublicArchitecture } from "./emit/architecture.ts";
import { toCloudFormation } from "./emit/cloudformation/index.ts";
import { costOfReasons } from "./emit/cost-of-reasons.ts";
import { recommend } from "./emit/recommend.ts";
import { dollars, summarise } from "./emit/summary.ts";
import type { Model, Platform } from "./model/index.ts";
import { inspect } from "./parse/index.ts";
import type { Hints, SourceFile, Warning } from "./parse/index.ts";
import { isKnownPlace, rankRegions } from "./regions/index.ts";
import type { RankedRegion, Users } from "./regions/index.ts";
import { judge } from "./judge.ts";
import { adviceOf } from "./rules/index.ts";
import type { Failure, Pillar, Severity } from "./rules/index.ts";
import { scoreReview } from "./score/index.ts";
import type { RequirementResult, Scores } from "./score/index.ts";
import { prioritise } from "./score/priorities.ts";
import type { Priority } from "./score/priorities.ts";
import { viewsOf } from "./score/views.ts";
import type { Views } from "./score/views.ts";
import { suppress } from "./suppress/index.ts";
import type { Suppressed } from "./suppress/index.ts";
import { receive } from "./receive.ts";

export interface DesignInput extends Hints {
  /** Files as they came, in any format that is read; secrets in them are masked first. */
  files: readonly SourceFile[];
  /** The files were made from a form or a sentence: findings then have no file and line. */
  generated: boolean;
  goals: readonly Goal[];
  /** What is used in a month: a profile, or one with figures of one's own for some resources. */
  usage?: Profile | UsageWish;
  /** Where the users are: ranks regions. */
  users?: readonly Users[];
}

interface EngineFinding {
  rule: string;
  severity: Severity;
  pillar: Pillar;
  resource: string;
  file: string | null;
  line: number | null;
  end_line: number | null;
  title: string;
  why: string;
  fix: string;
  fixable: boolean;
  refs: Record<string, string[]>;
}

export interface DesignAnalysis {
  /** The input with its secrets masked: the only form of it that may be kept. */
  files: SourceFile[];
  /** Number of resources; 0 where the text only calls modules or reads data. */
  resources: number;
  scores: Scores;
  views: Views;
  findings: EngineFinding[];
  /** Findings that comments in the code say to be accepted; they count nowhere. */
  suppressed: Suppressed[];
  issues: string[];
  recommendations: string[];
  /** The same and what was asked for, in order of effect per effort, each with what it brings and costs. */
  priorities: Priority[];
  passed: number;
  unknown: number;
  warnings: Warning[];
  architecture: PublicArchitecture;
  cost: CostEstimate;
  estimated_cost: string;
  regions: RankedRegion[];
  /** What the providers' agreements come to. */
  availability: Availability;
  summary: string;
  terraform: string;
  cloudformation: string | null;
  suggested: {
    scores: Scores;
    cost: CostEstimate;
    architecture: PublicArchitecture;
    findings: number;
    availability: Availability;
  };
  changes: Change[];
}

const meetGoals = (goals: readonly Goal[], model: Model): RequirementResult[] =>
  goals.flatMap(({ id, isMet }) => {
    const met = isMet(model);
    return met === undefined ? [] : [{ requirement: id, met }];
  });

const toFinding = (failure: Failure, generated: boolean, remaining: ReadonlySet<string>): EngineFinding => {
  const { rule, resource, place } = failure;
  return {
    rule: rule.id,
    severity: rule.severity,
    pillar: rule.pillar,
    resource,
    file: generated ? null : place.file,
    line: generated ? null : place.line,
    end_line: generated ? null : place.end_line,
    title: rule.title,
    why: rule.why,
    fix: adviceOf(failure),
    fixable: !remaining.has(`${rule.id} ${failure.address}`),
    refs: Object.fromEntries(Object.entries(rule.refs).map(([name, ids]) => [name, [...ids]])),
  };
};

/** What runs on any cloud may run in any region: there is nothing to choose from. */
const regionsFor = (cloud: Platform, users: readonly Users[]): RankedRegion[] =>
  cloud === "kubernetes" || cloud === "docker" ? [] : rankRegions({ cloud, users });

const unknownPlaces = (users: readonly Users[] = []): string[] =>
  [...new Set(users.flatMap((place) => (isKnownPlace(place) ? [] : [place.region ?? place.country ?? ""])))].map(
    (place) => `users: no place ${JSON.stringify(place)} is known: it does not count`,
  );

const issueLine = ({ title, resource, file, line }: EngineFinding): string =>
  `${title}: ${resource}${file === null || line === null ? "" : ` (${file}:${line})`}`;

/** What is known when a step of the main job is done. */
export type AnalysisStep =
  | { step: "parsed"; resources: number; warnings: readonly Warning[]; isEmpty?: true }
  | { step: "checked"; score: number; findings: number; passed: number; unknown: number }
  | { step: "priced"; monthly: number; unpriced: number }
  | { step: "designed"; score: number; monthly: number; changes: number };

/** The main job in its steps, each told of as it is done. */
export function* analyzeInSteps(input: DesignInput): Generator<AnalysisStep, DesignAnalysis> {
  const received = receive(input.files);
  const hints: Hints = { ...(input.cloud && { cloud: input.cloud }), ...(input.region && { region: input.region }) };
  const current = inspect(received.files, hints);
  const { model } = current;
  const warnings = [...received.warnings, ...current.warnings];
  const resources = model.components.filter(({ type }) => !type.startsWith("provider.")).length;
  const isEmpty = resources === 0 && (model.asides ?? []).length === 0;
  yield { step: "parsed", resources, warnings, ...(isEmpty && { isEmpty }) };

  const accepted = suppress(judge(model, current.project, received.maskedLines), {
    files: input.generated ? [] : received.masked,
    model,
    project: current.project,
  });
  const { review: found, suppressed } = accepted;
  warnings.push(...accepted.warnings);
  const requirements = meetGoals(input.goals, model);
  const scores = scoreReview(found, requirements);
  const { failures, passed, unknown } = found;
  yield { step: "checked", score: scores.overall, findings: failures.length, passed, unknown };

  const price = (design: Model): CostEstimate => priceDesign(design, { usage: input.usage ?? "small" });
  const cost = price(model);
  for (const message of unmatchedUsage(model, input.usage))
    warnings.push({ file: "usage", line: 1, column: 1, message });
  for (const message of unknownPlaces(input.users)) warnings.push({ file: "users", line: 1, column: 1, message });
  yield { step: "priced", monthly: cost.monthly, unpriced: cost.unpriced.length };

  const suggestion = suggest(current, found, input.goals, hints, accepted.keep);
  const suggestedScores = scoreReview(suggestion.review, meetGoals(input.goals, suggestion.model));
  const suggestedCost = price(suggestion.model);
  const deltas = deltaOf(cost, suggestedCost);
  const changes = listChanges(suggestion, deltas);
  yield {
    step: "designed",
    score: suggestedScores.overall,
    monthly: suggestedCost.monthly,
    changes: changes.length,
  };

  const architecture = publish(model);
  const remaining = new Set(suggestion.review.failures.map(({ rule, address }) => `${rule.id} ${address}`));
  const findings = failures.map((failure) => toFinding(failure, input.generated, remaining));
  return {
    files: received.masked,
    resources,
    scores,
    views: viewsOf(found),
    findings,
    suppressed,
    issues: findings.map(issueLine),
    recommendations: recommend(failures),
    priorities: prioritise({
      review: found,
      requirements,
      goals: input.goals,
      suggestion,
      costs: costOfReasons(model, suggestion, deltas, price),
    }),
    passed,
    unknown,
    warnings,
    architecture,
    cost,
    estimated_cost: `${dollars(cost.monthly)}/month`,
    regions: input.users === undefined ? [] : regionsFor(model.cloud, input.users),
    availability: compositeAvailability(model),
    summary: summarise({
      architecture,
      failures,
      current: { scores, monthly: cost.monthly },
      suggested: {
        scores: suggestedScores,
        monthly: suggestedCost.monthly,
        failures: suggestion.review.failures.length,
      },
    }),
    terraform: suggestion.terraform,
    cloudformation: model.cloud === "aws" ? toCloudFormation(suggestion.model) : null,
    suggested: {
      scores: suggestedScores,
      cost: suggestedCost,
      architecture: publish(suggestion.model),
      findings: suggestion.review.failures.length,
      availability: compositeAvailability(suggestion.model),
    },
    changes,
  };
}

/** The main job, whole and pure: code in; judged, priced, improved, written anew, compared. */
export const analyzeDesign = (input: DesignInput): DesignAnalysis => {
  const steps = analyzeInSteps(input);
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
  }
};
