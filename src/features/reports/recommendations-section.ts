import type { Block, Recommendation, Section } from "#adapters/pdf";
import type { Analysis } from "#features/analysis";
import { adviseFromFindings } from "./advice-from-findings.ts";
import { pillarNames } from "./pillars.ts";
import {
  costEffect,
  count,
  formatChange,
  formatMoney,
  formatNumber,
  limitTo,
  nameAll,
  withoutStop,
} from "./wording.ts";

type Priority = NonNullable<Analysis["priorities"]>[number];

/** Told one by one; those after them stand in a table. */
const mostDetailed = 10;
const mostListed = 30;
const mostShown = 20;
const mostNamed = 8;

/** What to do, in order of what it brings for its effort; then other advice. */
export const recommendationsSection = (analysis: Analysis): Section[] => {
  const { priorities = [] } = analysis;
  const blocks = [
    ...(priorities.length > 0 ? priorityBlocks(analysis, priorities) : adviceBlocks(analysis)),
    ...furtherBlocks(analysis, priorities),
  ];
  return blocks.length > 0 ? [{ title: "Recommendations", start: "page", blocks }] : [];
};

const priorityBlocks = (analysis: Analysis, priorities: readonly Priority[]): Block[] => {
  const [detailed, others] = [priorities.slice(0, mostDetailed), priorities.slice(mostDetailed, mostListed)];
  const left = priorities.length - detailed.length - others.length;
  const goal = analysis.comparison.suggested.score;
  const blocks: Block[] = [
    { kind: "paragraph", text: introduce(priorities) },
    {
      kind: "climb",
      from: analysis.score,
      steps: priorities.map(({ score_after }) => score_after),
      goal: goal > analysis.score ? goal : null,
    },
    { kind: "recommendations", items: detailed.map(recommend) },
  ];
  if (others.length > 0) blocks.push({ kind: "heading", text: "After these" }, tableOf(others, detailed.length));
  if (left > 0) blocks.push({ kind: "note", text: `And ${left} more with less effect: every finding says its fix.` });
  return blocks;
};

const introduce = (priorities: readonly Priority[]): string => {
  const order =
    "In order of what each brings to the score for its effort; the score is that of doing all before it, too.";
  const hasCritical = priorities.some(({ severity }) => severity === "critical");
  return hasCritical
    ? `${order} Critical ones come first: a single one caps its pillar, so their effect shows when the last of them is closed.`
    : order;
};

const recommend = (priority: Priority): Recommendation => ({
  title: priority.title,
  text: priority.why,
  ...(priority.severity !== null && { severity: priority.severity }),
  resources: namesOf(priority.resources),
  score: { before: formatNumber(priority.score_before), after: formatNumber(priority.score_after) },
  effects: [
    ...(priority.pillar === null ? [] : [{ text: pillarNames[priority.pillar], mood: "same" as const }]),
    ...(priority.findings > 0
      ? [{ text: `closes ${count(priority.findings, "finding")}`, mood: "same" as const }]
      : []),
    costEffect(priority.monthly_delta),
    {
      text: `${priority.effort} effort`,
      mood: priority.effort === "low" ? "better" : priority.effort === "high" ? "worse" : "same",
    },
    priority.included
      ? { text: "in the suggested code", mood: "better" }
      : { text: "not all in the suggested code: needs a decision", mood: "same" },
  ],
});

const namesOf = (resources: readonly string[]): string[] => {
  const { shown, left } = limitTo([...new Set(resources)], mostNamed);
  return left > 0 ? [...shown, `and ${left} more`] : [...shown];
};

const tableOf = (priorities: readonly Priority[], before: number): Block => ({
  kind: "table",
  columns: [
    { title: "#", share: 0.7 },
    { title: "What to do", share: 5.6 },
    { title: "Findings", share: 1.3, align: "end" },
    { title: "Effort", share: 1.35 },
    { title: "Score", share: 1.7, align: "end" },
    { title: "USD a month", share: 1.6, align: "end" },
  ],
  rows: priorities.map((priority, index) => [
    String(before + index + 1),
    `${priority.title}: ${nameAll(priority.resources, 2)}`,
    priority.findings === 0 ? "asked for" : formatNumber(priority.findings),
    priority.effort,
    `${formatNumber(priority.score_before)} → ${formatNumber(priority.score_after)}`,
    Math.abs(priority.monthly_delta) < 0.005 ? "±0" : formatChange(priority.monthly_delta, formatMoney),
  ]),
});

const adviceBlocks = (analysis: Analysis): Block[] => {
  const { shown, left } = limitTo(adviseFromFindings(analysis), mostShown);
  if (shown.length === 0) return [];
  const items = shown.map((item) => ({ ...item, resources: namesOf(item.resources) }));
  const rest: Block = { kind: "note", text: `And ${left} more with less effect: every finding says its fix.` };
  return [{ kind: "recommendations", items }, ...(left > 0 ? [rest] : [])];
};

/** What is said besides: the engine's own recommendations are the fixes, with the resources in brackets behind them. */
const furtherBlocks = (analysis: Analysis, priorities: readonly Priority[]): Block[] => {
  const said = new Set([
    ...analysis.findings.map(({ fix }) => withoutStop(fix)),
    ...priorities.map(({ title }) => title),
  ]);
  const others = analysis.recommendations.filter((text) => !said.has(withoutStop(text.replace(/ \([^()]*\)\.?$/, ""))));
  const items = limitTo(others, mostShown).shown;
  return items.length > 0
    ? [
        { kind: "heading", text: "Further advice" },
        { kind: "bullets", items },
      ]
    : [];
};
