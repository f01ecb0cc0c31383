import type { Block, Figure, Section } from "#adapters/pdf";
import type { Analysis } from "#features/analysis";
import { availabilityBlocks } from "./availability-blocks.ts";
import { pillarNames, pillars } from "./pillars.ts";
import { count, formatChange, formatMoney, formatNumber, limitTo, nameAll } from "./wording.ts";

const mostChanges = 120;
const mostNamed = 4;

/** Current against suggested, both measured by the same engine, and every change with its reason. */
export const comparisonSection = (analysis: Analysis): Section => ({
  title: "Current and suggested design compared",
  start: "page",
  blocks: [
    { kind: "figures", items: figuresOf(analysis) },
    pillarTable(analysis),
    ...availabilityBlocks(analysis),
    ...changeBlocks(analysis),
  ],
});

/** The numbers that decide: score, price, findings. */
export const figuresOf = ({ comparison: { current, suggested }, findings }: Analysis): Figure[] => [
  compare("Score", current.score, suggested.score, { better: "higher" }),
  compare("Monthly cost", current.monthly, suggested.monthly, { better: "lower", format: formatMoney }),
  compare("Findings", findings.length, suggested.findings, { better: "lower" }),
];

const compare = (
  label: string,
  before: number,
  after: number,
  { better, format = formatNumber }: { better: "higher" | "lower"; format?: (value: number) => string },
): Figure => {
  const change = after - before;
  const improved = better === "higher" ? change > 0 : change < 0;
  return {
    label,
    before: format(before),
    after: format(after),
    change: formatChange(change, format),
    mood: change === 0 ? "same" : improved ? "better" : "worse",
  };
};

const pillarTable = ({ scores, comparison: { suggested } }: Analysis): Block => ({
  kind: "table",
  columns: [
    { title: "Pillar", share: 4 },
    { title: "Current", share: 2, align: "end" },
    { title: "Suggested", share: 2, align: "end" },
    { title: "Change", share: 2, align: "end" },
  ],
  rows: pillars.map((pillar) => {
    const [before, after] = [scores[pillar], suggested.scores[pillar]];
    const change = before === null || after === null ? "" : formatChange(after - before);
    return [pillarNames[pillar], String(before ?? "n/a"), String(after ?? "n/a"), change];
  }),
});

const changeWords = { added: "added", changed: "changed", removed: "removed" } as const;

type Change = Analysis["comparison"]["changes"][number];

interface ChangeGroup extends Omit<Change, "component"> {
  components: string[];
}

/** The same change of several components is told once. */
const groupChanges = (changes: readonly Change[]): ChangeGroup[] => {
  const groups = Map.groupBy(changes, ({ kind, reason, description }) => JSON.stringify([kind, reason, description]));
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (!first) return [];
    const monthly_delta = members.reduce((sum, member) => sum + member.monthly_delta, 0);
    return [{ ...first, components: members.map(({ component }) => component), monthly_delta }];
  });
};

const changeBlocks = ({ comparison: { changes } }: Analysis): Block[] => {
  if (changes.length === 0)
    return [{ kind: "note", text: "The checks ask for no change that is safe to make unasked." }];
  const { shown, left } = limitTo(groupChanges(changes), mostChanges);
  const list: Block = {
    kind: "table",
    columns: [
      { title: "Change", share: 1.75 },
      { title: "Component", share: 3.4, mono: true },
      { title: "What and why", share: 4.9 },
      { title: "USD a month", share: 1.65, align: "end" },
    ],
    rows: shown.map(({ kind, components, reason, description, monthly_delta }) => [
      components.length > 1 ? `${changeWords[kind]} ×${components.length}` : changeWords[kind],
      nameAll(components, mostNamed),
      description || reason,
      Math.abs(monthly_delta) < 0.005 ? "±0" : formatChange(monthly_delta, formatMoney),
    ]),
  };
  const rest: Block = { kind: "note", text: `And ${count(left, "more change")}.` };
  return [{ kind: "heading", text: "What changes" }, list, ...(left > 0 ? [rest] : [])];
};
