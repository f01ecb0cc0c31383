import type { Recommendation } from "#adapters/pdf";
import { severityWeights } from "#engine/architecture/score";
import type { Analysis } from "#features/analysis";
import type { Finding } from "./findings-section.ts";
import { severities } from "./findings-section.ts";
import type { Pillar } from "./pillars.ts";
import { pillarNames } from "./pillars.ts";
import { count, costEffect, withoutStop } from "./wording.ts";

type Effect = Recommendation["effects"][number];

const inSuggestion: Effect = { text: "in the suggested code", mood: "better" };

interface Advice {
  recommendation: Recommendation;
  rank: number;
  points: number;
}

/** What to do, read out of the findings and changes of an analysis that does not say it itself: by severity, then by the points it brings. */
export const adviseFromFindings = (analysis: Analysis): Recommendation[] => {
  const fixes = adviseFixes(analysis).toSorted((a, b) => a.rank - b.rank || b.points - a.points);
  return [...fixes.map(({ recommendation }) => recommendation), ...adviseRequirements(analysis)];
};

const adviseFixes = (analysis: Analysis): Advice[] => {
  const lost = failedWeights(analysis.findings);
  const byRule = Map.groupBy(analysis.findings, ({ rule, fix }) => JSON.stringify([rule, fix]));
  return [...byRule.values()].flatMap((members) => {
    const [first] = members;
    if (!first) return [];
    const points = pointsOf(members, analysis.scores, lost);
    return [
      {
        recommendation: {
          title: withoutStop(first.fix),
          text: `${withoutStop(first.title)}. ${first.why}`,
          severity: first.severity,
          resources: [...new Set(members.map(({ resource }) => resource))],
          effects: [
            ...describePoints(first.pillar, points, analysis.scores),
            { text: `closes ${count(members.length, "finding")}`, mood: "same" },
            ...describeCost(analysis, first.rule),
            ...(members.every(({ fixable }) => fixable) ? [inSuggestion] : []),
          ],
        },
        rank: severities.indexOf(first.severity),
        points,
      },
    ];
  });
};

const failedWeights = (findings: readonly Finding[]): Map<Pillar, number> => {
  const weights = new Map<Pillar, number>();
  for (const { pillar, severity } of findings)
    weights.set(pillar, (weights.get(pillar) ?? 0) + severityWeights[severity]);
  return weights;
};

/** The pillar's missing points, shared out by weight among the findings that cost them. */
const pointsOf = (
  members: readonly Finding[],
  scores: Analysis["scores"],
  lost: ReadonlyMap<Pillar, number>,
): number => {
  const [first] = members;
  const score = first && scores[first.pillar];
  if (!first || score === null || score === undefined) return 0;
  const weight = members.length * severityWeights[first.severity];
  return ((100 - score) * weight) / (lost.get(first.pillar) ?? weight);
};

const describePoints = (pillar: Pillar, points: number, scores: Analysis["scores"]): Effect[] => {
  const missing = 100 - (scores[pillar] ?? 100);
  const rounded = Math.round(points);
  if (rounded < 1 || missing < 1) return [];
  return [
    { text: `${rounded} of the ${missing} points missing in ${pillarNames[pillar].toLowerCase()}`, mood: "better" },
  ];
};

const describeCost = ({ comparison }: Analysis, rule: string): Effect[] => {
  const changes = comparison.changes.filter(({ reason }) => reason === rule);
  if (changes.length === 0) return [];
  return [costEffect(changes.reduce((sum, { monthly_delta }) => sum + monthly_delta, 0))];
};

const adviseRequirements = ({ comparison }: Analysis): Recommendation[] => {
  const asked = comparison.changes.filter(({ reason }) => reason.startsWith("requirement:"));
  const byReason = Map.groupBy(asked, ({ reason }) => reason);
  return Array.from(byReason, ([reason, changes]) => ({
    title: reason.replace(/^requirement:\s*/, ""),
    text: "It was asked for, and the present design does not have it.",
    resources: [...new Set(changes.map(({ component }) => component))],
    effects: [
      costEffect(changes.reduce((sum, { monthly_delta }) => sum + monthly_delta, 0)),
      { text: count(changes.length, "change"), mood: "same" },
      inSuggestion,
    ],
  }));
};
