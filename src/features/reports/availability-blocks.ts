import type { Block } from "#adapters/pdf";
import type { Analysis } from "#features/analysis";
import { count, formatNumber, limitTo } from "./wording.ts";

type Availability = NonNullable<Analysis["availability"]>;

const mostUnknown = 8;

/** What the providers' agreements come to, of both designs, with the calculation. */
export const availabilityBlocks = ({ availability, comparison: { suggested } }: Analysis): Block[] => {
  const rows = [rowOf("Current", availability), rowOf("Suggested", suggested.availability)].filter(
    (row) => row !== undefined,
  );
  if (availability === undefined || rows.length === 0) return [];
  return [
    { kind: "heading", text: "Availability that is agreed" },
    {
      kind: "table",
      columns: [
        { title: "Design", share: 1.4 },
        { title: "Agreed", share: 1.4, align: "end" },
        { title: "Down a month", share: 1.8, align: "end" },
        { title: "Calculation", share: 6, mono: true },
      ],
      rows,
    },
    {
      kind: "paragraph",
      text: `${availability.words} All of these have to be up, and of redundant copies one; the figures are the providers' service level agreements as of ${availability.as_of}, which promise money back and no uptime.`.trim(),
    },
    ...unknownBlocks(availability),
  ];
};

const rowOf = (design: string, availability: Availability | undefined): string[] | undefined => {
  const { percent, downtime_minutes_month: minutes, formula } = availability ?? {};
  if (percent == null || minutes == null) return undefined;
  return [design, `${percent}%`, `${formatNumber(minutes)} min`, formula ?? ""];
};

const unknownBlocks = ({ unknown }: Availability): Block[] => {
  if (unknown.length === 0) return [];
  const { shown, left } = limitTo(unknown, mostUnknown);
  const items = shown.map(({ component, why }) => `${component}: ${why}`);
  return [
    { kind: "paragraph", text: "Not in the figure, since there is no agreement:" },
    { kind: "bullets", items: left > 0 ? [...items, `and ${count(left, "more component")}`] : items },
  ];
};
