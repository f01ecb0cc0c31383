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
type Effort = "low" | "medium" | "high";

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
  /** The score when everything before it in the list is done, when this is done too, and the difference: one decimal. */
  score_before: number;
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
  /** What each reason adds to the monthly price, by rule id and `requirement: …`. */
  costs: ReadonlyMap<string, number>;
}

const mostGiven = 50;
const effortWeights: Readonly<Record<Effort, number>> = { low: 1, medium: 2, high: 4 };
const oneDecimal = (value: number): number => Math.round(value * 10) / 10;
const cents = (value: number): number => Math.round(value * 100) / 100;
const withoutStop = (sentence: string): string => sentence.replace(/\.$/, "");

/** What doing it changes in what the score is made from. */
interface Step {
  priority: Omit<Priority, "score_before" | "score_after" | "score_delta">;
  /** Failed checks of one pillar and severity that then pass. */
  passes?: { pillar: Pillar; severity: Severity; checks: number };
  /** A requirement that then is met. */
  meets?: string;
}

interface Standing {
  tallies: Tallies;
  requirements: readonly RequirementResult[];
}

/**
 * What to do: critical findings first, because one alone caps its pillar, then in order of what each brings to the score
 * per effort. Along that order the design is judged again after each step, as if the checks that it mends had passed.
 */
export const prioritise = (judged: Judged): Priority[] => {
  let standing: Standing = { tallies: tallyOf(judged.review), requirements: judged.requirements };
  const steps = [...fixes(judged), ...askedFor(judged)];
  const worth = new Map(steps.map((step) => [step, worthOf(step, standing)]));
  const isCritical = ({ priority }: Step): number => (priority.severity === "critical" ? 0 : 1);
  const ordered = steps.toSorted(
    (a, b) =>
      isCritical(a) - isCritical(b) ||
      (worth.get(b) ?? 0) - (worth.get(a) ?? 0) ||
      b.priority.findings - a.priority.findings ||
      (a.priority.title < b.priority.title ? -1 : a.priority.title > b.priority.title ? 1 : 0),
  );
  return ordered.slice(0, mostGiven).map((step) => {
    const before = oneDecimal(scoreOf(standing));
    standing = after(step, standing);
    const reached = oneDecimal(scoreOf(standing));
    return { ...step.priority, score_before: before, score_after: reached, score_delta: oneDecimal(reached - before) };
  });
};

const scoreOf = ({ tallies, requirements }: Standing): number => overallOf(tallies, requirements);

/** What it alone brings per effort, the cap of a critical finding left out: under it no other step would show. */
const worthOf = (step: Step, standing: Standing): number => {
  const gain = scoreOf(uncapped(after(step, standing))) - scoreOf(uncapped(standing));
  return gain / effortWeights[step.priority.effort];
};

const uncapped = ({ tallies, requirements }: Standing): Standing => ({
  // The same pillars as before.
  tallies: Object.fromEntries(
    Object.entries(tallies).map(([pillar, tally]) => [pillar, { ...tally, criticals: 0 }]),
  ) as unknown as Tallies,
  requirements,
});

const after = ({ passes, meets }: Step, { tallies, requirements }: Standing): Standing => ({
  tallies: passes === undefined ? tallies : withPassed(tallies, passes),
  requirements: requirements.map((result) => (result.requirement === meets ? { ...result, met: true } : result)),
});

const withPassed = (tallies: Tallies, { pillar, severity, checks }: NonNullable<Step["passes"]>): Tallies => {
  const own = tallies[pillar];
  return {
    ...tallies,
    [pillar]: {
      ...own,
      failed: own.failed - checks * severityWeights[severity],
      criticals: severity === "critical" ? own.criticals - checks : own.criticals,
    },
  };
};

/** One step per rule that is broken. */
const fixes = ({ review, suggestion, costs }: Judged): Step[] => {
  const failed = failedChecks(review);
  const remaining = new Set(suggestion.review.failures.map(({ rule, address }) => `${rule.id} ${address}`));
  return [...groupByRule(review.failures).values()].flatMap((failures): Step[] => {
    const [first] = failures;
    if (first === undefined) return [];
    const { id, title, fix, why, severity, pillar } = first.rule;
    const open = failures.filter(({ address }) => remaining.has(`${id} ${address}`)).length;
    return [
      {
        priority: {
          title: withoutStop(fix),
          why: `${title}. ${why}`,
          severity,
          pillar,
          rules: [id],
          resources: failures.map(({ resource }) => resource),
          findings: failures.length,
          effort: effortOf(failures, open),
          included: open === 0,
          monthly_delta: cents(costs.get(id) ?? 0),
        },
        passes: { pillar, severity, checks: failed.get(id) ?? 0 },
      },
    ];
  });
};

/** One step per requirement that was asked for and is not met. */
const askedFor = ({ goals, requirements, suggestion, costs }: Judged): Step[] => {
  const unmet = new Set(requirements.filter(({ met }) => !met).map(({ requirement }) => requirement));
  return goals
    .filter(({ id }) => unmet.has(id))
    .map(({ id, label, isMet }): Step => {
      const resources = builtFor(suggestion, id);
      const included = isMet(suggestion.model) === true;
      const follows = included && resources.length === 0;
      return {
        priority: {
          title: label,
          why: follows
            ? "It was asked for; the other changes of the suggested design bring it about."
            : "It was asked for, and the present design does not have it.",
          severity: null,
          pillar: null,
          rules: [],
          resources,
          findings: 0,
          effort: !included ? "high" : follows ? "low" : "medium",
          included,
          monthly_delta: cents(costs.get(`requirement: ${label}`) ?? 0),
        },
        meets: id,
      };
    });
};

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

const effortOf = (failures: readonly Failure[], open: number): Effort => {
  if (open === failures.length) return "high";
  const adds = failures.some(({ edits }) => edits.some(({ op }) => op === "add"));
  return open > 0 || adds ? "medium" : "low";
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
