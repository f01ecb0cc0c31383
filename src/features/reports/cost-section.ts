import type { Block, Section } from "#adapters/pdf";
import type { Analysis } from "#features/analysis";
import { count, formatMoney, formatNumber, formatUnitPrice, limitTo } from "./wording.ts";

const mostItems = 200;
const mostUnpriced = 100;

/** Every line of the estimate with what it assumes, dearest first. */
export const costSection = ({ cost }: Analysis): Section => ({
  title: "Monthly cost estimate",
  start: "page",
  blocks: [
    {
      kind: "paragraph",
      text: `The current design costs about ${formatMoney(cost.monthly)} a month at list prices as of ${cost.as_of}, before tax and discounts.`,
    },
    ...itemBlocks(cost),
    ...unpricedBlocks(cost),
  ],
});

const itemBlocks = ({ items, monthly }: Analysis["cost"]): Block[] => {
  if (items.length === 0) return [{ kind: "note", text: "Nothing in this design has a price in the catalogue." }];
  const { shown, left } = limitTo(
    items.toSorted((a, b) => b.monthly - a.monthly),
    mostItems,
  );
  const rest = items.reduce((sum, item) => sum + item.monthly, 0) - shown.reduce((sum, item) => sum + item.monthly, 0);
  const rows = shown.map((item) => [
    item.resource,
    item.assumption,
    formatQuantity(item),
    formatUnitPrice(item.unit_price),
    formatMoney(item.monthly),
  ]);
  if (left > 0) rows.push([`${count(left, "more item")}`, "", "", "", formatMoney(rest)]);
  return [
    {
      kind: "table",
      columns: [
        { title: "Resource", share: 3, mono: true },
        { title: "Assumption", share: 3.8 },
        { title: "Quantity", share: 1.9, align: "end" },
        { title: "Unit price", share: 1.85, align: "end" },
        { title: "USD a month", share: 1.6, align: "end" },
      ],
      rows,
      total: ["Total", "", "", "", formatMoney(monthly)],
    },
  ];
};

/** "730 h", and "20 × 1M requests" where the unit is a number itself. */
const formatQuantity = ({ quantity, unit }: Analysis["cost"]["items"][number]): string =>
  `${formatNumber(quantity)} ${/^\d/.test(unit) ? "× " : ""}${unit}`;

const unpricedBlocks = ({ unpriced }: Analysis["cost"]): Block[] => {
  if (unpriced.length === 0) return [];
  const { shown, left } = limitTo(unpriced, mostUnpriced);
  return [
    { kind: "heading", text: "Not in the sum" },
    {
      kind: "paragraph",
      text: "These resources have no price in the catalogue. They are left out, not counted as free.",
    },
    { kind: "bullets", items: left > 0 ? [...shown, `and ${left} more`] : shown },
  ];
};
