import type { Goal } from "../design/index.ts";
import type { Suggestion } from "../design/suggest.ts";
import type { Failure, Pillar, Review, Severity } from "../rules/index.ts";
import type { RequirementResult, Tallies } from "./index.ts";
import { overallOf, severityWeights, tallyOf } from "./index.ts";

/**
 * - low: attributes of resources that are there, written into the suggested code already
 * - medium: the suggested code adds resources, or part of the work is left
 * - high: no change is safe to make unasked; somebody must decide
 */
export type Effort = "low" | "medium" | "high";

/** One thing to do: what it closes, what it brings to the score, what it costs. */
export interface Priority {
  title: string;
  why: string;
  /** Null for what was asked for rather than found. */
  severity: Severity | null;
  pillar: Pillar | null;
  /** Ids of the rules whose findings it closes; none for a requirement. */
  rules: string[];
  /** What it is done to. */
  resources: string[];
  /** Findings that it closes. */
  findings: number;
  effort: Effort;
  /** The suggested code contains all of it. */
  included: boolean;
  /** The score when this alone is done, and the difference to now: one decimal. */
  score_after: number;
  score_delta: number;
  monthly_delta: number;
}

interface Judged {
  review: Review;
  requirements: readonly RequirementResult[];
  /** What was asked for. */
  goals: readonly Goal[];
  suggestion: Suggestion;
  /** The suggested design's list of changes: which reason made which change, and its price. */
  changes: readonly { component: string; reason: string; monthly_delta: number }[];
}

const mostGiven = 50;
const effortWeights: Readonly<Record<Effort, number>> = { low: 1, medium: 2, high: 4 };
const severityOrder: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3 };

const oneDecimal = (value: number): number => Math.round(value * 10) / 10;
const cents = (value: number): number => Math.round(value * 100) / 100;
const withoutStop = (sentence: string): string => sentence.replace(/\.$/, "");

/** What to do, in order of what it brings per effort: each thing's effect is the design judged again as if it were done. */
export const prioritise = ({ review, requirements, goals, suggestion, changes }: Judged): Priority[] => {
  const tallies = tallyOf(review);
  const before = overallOf(tallies, requirements);
  const failed = failedChecks(review);
  const costs = costsByReason(changes);
  const remaining = new Set(suggestion.review.failures.map(({ rule, address }) => `${rule.id} ${address}`));
  const effectOf = (after: number) => ({ score_after: oneDecimal(after), score_delta: oneDecimal(after - before) });

  const fixes = [...groupByRule(review.failures).values()].flatMap((failures): Priority[] => {
    const [first] = failures;
    if (first === undefined) return [];
    const { rule } = first;
    const open = failures.filter(({ address }) => remaining.has(`${rule.id} ${address}`)).length;
    return [
      {
        title: withoutStop(rule.fix),
        why: rule.why,
        severity: rule.severity,
        pillar: rule.pillar,
        rules: [rule.id],
        resources: failures.map(({ resource }) => resource),
        findings: failures.length,
        effort: effortOf(failures, open),
        included: open === 0,
        ...effectOf(overallOf(withoutRule(tallies, rule, failed.get(rule.id) ?? 0), requirements)),
        monthly_delta: cents(costs.get(rule.id) ?? 0),
      },
    ];
  });
  const unmet = new Set(requirements.filter(({ met }) => !met).map(({ requirement }) => requirement));
  const asked = goals
    .filter(({ id }) => unmet.has(id))
    .map(({ id, label, isMet }): Priority => {
      const met = requirements.map((result) => (result.requirement === id ? { ...result, met: true } : result));
      const resources = builtFor(suggestion, id);
      const included = isMet(suggestion.model) === true;
      return {
        title: label,
        why:
          included && resources.length === 0
            ? "It was asked for; the other changes of the suggested design bring it about."
            : "It was asked for, and the present design does not have it.",
        severity: null,
        pillar: null,
        rules: [],
        resources,
        findings: 0,
        effort: !included ? "high" : resources.length === 0 ? "low" : "medium",
        included,
        ...effectOf(overallOf(tallies, met)),
        monthly_delta: cents(costs.get(`requirement: ${label}`) ?? 0),
      };
    });
  return [...fixes, ...asked].toSorted(byEffectPerEffort).slice(0, mostGiven);
};

const byEffectPerEffort = (a: Priority, b: Priority): number =>
  b.score_delta / effortWeights[b.effort] - a.score_delta / effortWeights[a.effort] ||
  (a.severity === null ? -1 : severityOrder[a.severity]) - (b.severity === null ? -1 : severityOrder[b.severity]) ||
  b.findings - a.findings ||
  (a.title < b.title ? -1 : a.title > b.title ? 1 : 0);

const groupByRule = (failures: readonly Failure[]): Map<string, Failure[]> => {
  const groups = new Map<string, Failure[]>();
  for (const failure of failures) {
    const group = groups.get(failure.rule.id);
    if (group === undefined) groups.set(failure.rule.id, [failure]);
    else group.push(failure);
  }
  return groups;
};

/** How many checks of each rule failed: one per block, however many instances it has. */
const failedChecks = ({ decided }: Review): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { rule, failed } of decided) if (failed) counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1);
  return counts;
};

/** As if the failed checks of the rule had passed. */
const withoutRule = (tallies: Tallies, { pillar, severity }: Failure["rule"], failed: number): Tallies => {
  const own = tallies[pillar];
  return {
    ...tallies,
    [pillar]: {
      ...own,
      failed: own.failed - failed * severityWeights[severity],
      criticals: severity === "critical" ? own.criticals - failed : own.criticals,
    },
  };
};

const effortOf = (failures: readonly Failure[], open: number): Effort => {
  if (open === failures.length) return "high";
  const adds = failures.some(({ edits }) => edits.some(({ op }) => op === "add"));
  return open > 0 || adds ? "medium" : "low";
};

/** A block's price difference counts for the reason that its change is listed under. */
const costsByReason = (changes: Judged["changes"]): Map<string, number> => {
  const costs = new Map<string, number>();
  for (const { reason, monthly_delta } of changes) costs.set(reason, (costs.get(reason) ?? 0) + monthly_delta);
  return costs;
};

/** The blocks that the suggested design adds or changes for a requirement. */
const builtFor = ({ applied }: Suggestion, goal: string): string[] => {
  const built = applied.flatMap(({ edit, reason }) =>
    "goal" in reason && reason.goal.id === goal ? [edit.address] : [],
  );
  return [...new Set(built)].filter(
    (address) => !/^(?:variable|output|data|locals|terraform|provider)(?:\.|$)/.test(address),
  );
};
