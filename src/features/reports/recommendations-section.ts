import type { Block, Recommendation, Section } from "#adapters/pdf";
import { severityWeights } from "#engine/architecture/score";
import type { Analysis } from "#features/analysis";
import type { Finding } from "./findings-section.ts";
import { severities } from "./findings-section.ts";
import type { Pillar } from "./pillars.ts";
import { pillarNames } from "./pillars.ts";
import { count, formatCode, formatMoney, limitTo } from "./wording.ts";

const mostShown = 20;
const mostNamed = 4;

interface Advice extends Recommendation {
  rank: number;
  points: number;
}

const withoutStop = (sentence: string): string => sentence.trim().replace(/\.$/, "");

/** What to do, in order of severity and then of the points it brings; then what was asked for, and other advice. */
export const recommendationsSection = (analysis: Analysis): Section[] => {
  const fixes = adviseFixes(analysis).toSorted((a, b) => a.rank - b.rank || b.points - a.points);
  const { shown, left } = limitTo(fixes, mostShown);
  const asked = limitTo(adviseRequirements(analysis), mostShown).shown;
  const said = new Set(analysis.findings.map(({ fix }) => withoutStop(fix)));
  const others = limitTo(
    // The engine's own are the fixes, with the resources in brackets behind them.
    analysis.recommendations.filter((text) => !said.has(withoutStop(text.replace(/ \([^()]*\)\.?$/, "")))),
    mostShown,
  );
  const blocks: Block[] = [];
  if (shown.length + asked.length > 0) blocks.push({ kind: "recommendations", items: [...shown, ...asked] });
  if (left > 0) blocks.push({ kind: "note", text: `And ${left} more with less effect: every finding says its fix.` });
  if (others.shown.length > 0)
    blocks.push({ kind: "heading", text: "Further advice" }, { kind: "bullets", items: others.shown });
  return blocks.length > 0 ? [{ title: "Recommendations", start: "flow", blocks }] : [];
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
        title: withoutStop(first.fix),
        text: `${first.title}: ${nameAll(members.map(({ resource }) => resource))}`,
        severity: first.severity,
        effects: [
          ...describePoints(first.pillar, points, analysis.scores),
          ...describeCost(analysis, first.rule),
          ...(members.every(({ fixable }) => fixable) ? ["in the suggested design"] : []),
        ],
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

const describePoints = (pillar: Pillar, points: number, scores: Analysis["scores"]): string[] => {
  const missing = 100 - (scores[pillar] ?? 100);
  const rounded = Math.round(points);
  if (rounded < 1 || missing < 1) return [];
  return [`${rounded} of the ${missing} points missing in ${pillarNames[pillar].toLowerCase()}`];
};

const describeCost = ({ comparison }: Analysis, rule: string): string[] => {
  const changes = comparison.changes.filter(({ reason }) => reason === rule);
  if (changes.length === 0) return [];
  return [describeDelta(changes.reduce((sum, { monthly_delta }) => sum + monthly_delta, 0))];
};

const describeDelta = (delta: number): string => {
  if (Math.abs(delta) < 0.005) return "no change in cost";
  return delta > 0 ? `+${formatMoney(delta)} a month` : `saves ${formatMoney(-delta)} a month`;
};

const nameAll = (names: readonly string[]): string => {
  const { shown, left } = limitTo([...new Set(names)].map(formatCode), mostNamed);
  return left > 0 ? `${shown.join(", ")} and ${left} more` : shown.join(", ");
};

const adviseRequirements = ({ comparison }: Analysis): Recommendation[] => {
  const asked = comparison.changes.filter(({ reason }) => reason.startsWith("requirement:"));
  const byReason = Map.groupBy(asked, ({ reason }) => reason);
  return Array.from(byReason, ([reason, changes]) => ({
    title: reason.replace(/^requirement:\s*/, ""),
    text: `Asked for: ${nameAll(changes.map(({ component }) => component))}`,
    effects: [
      describeDelta(changes.reduce((sum, { monthly_delta }) => sum + monthly_delta, 0)),
      count(changes.length, "change"),
      "in the suggested design",
    ],
  }));
};
