import type { Analysis } from "#features/analysis";

export type Pillar = keyof Analysis["scores"];

export const pillarNames: Readonly<Record<Pillar, string>> = {
  security: "Security",
  reliability: "Reliability",
  performance: "Performance",
  cost: "Cost",
  operations: "Operations",
  sustainability: "Sustainability",
};

export const pillars = ["security", "reliability", "performance", "cost", "operations", "sustainability"] as const;
