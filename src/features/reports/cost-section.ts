import type { Block, Section } from "#adapters/pdf";
import type { Analysis } from "#features/analysis";
import { count, formatMoney, formatNumber, formatUnitPrice, limitTo, nameAll } from "./wording.ts";

const mostItems = 150;
const mostNamed = 3;
const mostUnpriced = 100;

/** Every line of the estimate with what it assumes, dearest first. */
export const costSection = ({ cost, comparison }: Analysis): Section => ({
  title: "Monthly cost estimate",
  start: "page",
  blocks: [
    {
      kind: "paragraph",
      text: `${introduce(cost)} The suggested design costs ${formatMoney(comparison.suggested.monthly)} by the same prices and assumptions.`,
    },
    ...itemBlocks(cost),
    ...unpricedBlocks(cost),
  ],
});

const introduce = ({ monthly, as_of }: Analysis["cost"]): string => {
  const prices = as_of === "" ? "list prices" : `list prices as of ${as_of}`;
  return `The current design costs about ${formatMoney(monthly)} a month at ${prices}, before tax and discounts. Each line says what was assumed.`;
};

type Item = Analysis["cost"]["items"][number];

/** Items that differ in their resource alone. */
interface Line extends Omit<Item, "resource"> {
  resources: string[];
}

const groupItems = (items: readonly Item[]): Line[] => {
  const groups = Map.groupBy(items, ({ resource: _resource, ...rest }) => JSON.stringify(rest));
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (!first) return [];
    const resources = members.map(({ resource }) => resource);
    return [{ ...first, resources, monthly: first.monthly * members.length }];
  });
};

const itemBlocks = ({ items, monthly }: Analysis["cost"]): Block[] => {
  if (items.length === 0) return [{ kind: "note", text: "Nothing in this design has a price in the catalogue." }];
  const lines = groupItems(items).toSorted((a, b) => b.monthly - a.monthly);
  const { shown, left } = limitTo(lines, mostItems);
  const rest = lines.slice(shown.length).reduce((sum, line) => sum + line.monthly, 0);
  const rows = shown.map((line) => [
    nameAll(line.resources, mostNamed),
    line.assumption,
    formatQuantity(line),
    formatUnitPrice(line.unit_price),
    formatMoney(line.monthly),
  ]);
  if (left > 0) rows.push([`${count(left, "more line")}`, "", "", "", formatMoney(rest)]);
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
const formatQuantity = ({ quantity, unit, resources }: Line): string => {
  const each = `${formatNumber(quantity)} ${/^\d/.test(unit) ? "× " : ""}${unit}`;
  return resources.length > 1 ? `${resources.length} × ${each}` : each;
};

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
