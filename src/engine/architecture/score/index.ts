import type { Pillar, Review, Severity } from "../rules/index.ts";

/** What a failed or passed check of each severity weighs. */
export const severityWeights: Readonly<Record<Severity, number>> = { critical: 10, high: 5, medium: 2, low: 1 };

/** What each pillar weighs in the overall score. */
export const pillarWeights: Readonly<Record<Pillar, number>> = {
  security: 3,
  reliability: 3,
  performance: 1,
  cost: 1,
  operations: 1,
  sustainability: 1,
};

/** What the requirements that were asked for weigh beside the pillars. */
export const requirementsWeight = 3;

/** A pillar with a failed critical check scores no more than this. */
export const criticalCap = 49;

const pillars = ["security", "reliability", "performance", "cost", "operations", "sustainability"] as const;

export interface Scores {
  /** 0–100. */
  overall: number;
  /** 0–100; null where nothing could be decided. */
  pillars: Record<Pillar, number | null>;
}

/** Whether a requirement that was asked for is met by the design. */
export interface RequirementResult {
  requirement: string;
  met: boolean;
}

/** Weight of decided checks from which on a pillar counts in full: two checks of high severity, or ten of low. */
export const fullEvidence = 10;

/** What was decided of one pillar. */
interface Tally {
  /** Sum of the weights of all decided checks. */
  weight: number;
  failed: number;
  /** Failed critical checks. */
  criticals: number;
}
export type Tallies = Readonly<Record<Pillar, Tally>>;

/** The checks of a review added up by pillar. */
export const tallyOf = ({ decided }: Pick<Review, "decided">): Tallies => {
  const empty = (): Tally => ({ weight: 0, failed: 0, criticals: 0 });
  const tallies = {
    security: empty(),
    reliability: empty(),
    performance: empty(),
    cost: empty(),
    operations: empty(),
    sustainability: empty(),
  };
  for (const { rule, failed } of decided) {
    const tally = tallies[rule.pillar];
    const weight = severityWeights[rule.severity];
    tally.weight += weight;
    if (failed) tally.failed += weight;
    if (failed && rule.severity === "critical") tally.criticals += 1;
  }
  return tallies;
};

/** 0–100, not rounded; null where nothing could be decided. */
const scorePillar = ({ weight, failed, criticals }: Tally): number | null => {
  if (weight === 0) return null;
  const score = 100 * (1 - failed / weight);
  return criticals > 0 ? Math.min(criticalCap, score) : score;
};

/** 0–1: how much was decided. A single low check should not speak for a whole pillar. */
const evidenceOf = ({ weight }: Tally): number => Math.min(1, weight / fullEvidence);

/** The overall score, not rounded. */
export const overallOf = (tallies: Tallies, requirements: readonly RequirementResult[]): number => {
  let sum = 0;
  let weight = 0;
  for (const pillar of pillars) {
    const score = scorePillar(tallies[pillar]);
    if (score === null) continue;
    const own = pillarWeights[pillar] * evidenceOf(tallies[pillar]);
    sum += score * own;
    weight += own;
  }
  if (requirements.length > 0) {
    sum += ((100 * requirements.filter(({ met }) => met).length) / requirements.length) * requirementsWeight;
    weight += requirementsWeight;
  }
  return weight === 0 ? 100 : sum / weight;
};

/**
 * Per pillar 100 × (1 − failed weight ÷ decided weight), unknown checks left out; overall the mean of the pillars, each
 * by its weight and by how much of it could be decided, and of the share of requirements met. Nothing decided at all scores 100.
 */
export const scoreReview = (review: Review, requirements: readonly RequirementResult[] = []): Scores => {
  const tallies = tallyOf(review);
  const rounded = pillars.map((pillar) => {
    const score = scorePillar(tallies[pillar]);
    return [pillar, score === null ? null : Math.round(score)] as const;
  });
  return {
    overall: Math.round(overallOf(tallies, requirements)),
    // Every pillar is in the list that this is made from.
    pillars: Object.fromEntries(rounded) as Record<Pillar, number | null>,
  };
};
