import type { Section } from "#adapters/pdf";
import type { Analysis } from "#features/analysis";
import { formatNumber, limitTo } from "./wording.ts";

const mostShown = 8;

/** Where else it could run, best first. */
export const regionsSection = ({ regions }: Analysis): Section[] => {
  if (regions.length === 0) return [];
  return [
    {
      title: "Regions",
      start: "flow",
      blocks: [
        {
          kind: "paragraph",
          text: "Ranked by latency to your users, price level, carbon intensity of the grid and where data may stay.",
        },
        {
          kind: "table",
          columns: [
            { title: "Region", share: 2.1, mono: true },
            { title: "Score", share: 1, align: "end" },
            { title: "Latency", share: 1.3, align: "end" },
            { title: "Price level", share: 1.5, align: "end" },
            { title: "gCO₂/kWh", share: 1.5, align: "end" },
            { title: "Why", share: 4.2 },
          ],
          rows: limitTo(regions, mostShown).shown.map((choice) => [
            choice.region,
            String(choice.score),
            `${choice.latency_ms} ms`,
            formatNumber(choice.cost_index),
            choice.carbon_g_per_kwh === null ? "n/a" : formatNumber(choice.carbon_g_per_kwh),
            choice.why,
          ]),
        },
      ],
    },
  ];
};
