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

interface PillarScore {
  pillar: Pillar;
  /** 0–100, not rounded; null where nothing could be decided. */
  score: number | null;
  /** 0–1: how much was decided. A single low check should not speak for a whole pillar. */
  evidence: number;
}

const scorePillar = (pillar: Pillar, { decided }: Review): PillarScore => {
  let weight = 0;
  let failed = 0;
  let critical = false;
  for (const check of decided) {
    if (check.rule.pillar !== pillar) continue;
    const own = severityWeights[check.rule.severity];
    weight += own;
    if (check.failed) failed += own;
    if (check.failed && check.rule.severity === "critical") critical = true;
  }
  if (weight === 0) return { pillar, score: null, evidence: 0 };
  const score = 100 * (1 - failed / weight);
  return {
    pillar,
    score: critical ? Math.min(criticalCap, score) : score,
    evidence: Math.min(1, weight / fullEvidence),
  };
};

/**
 * Per pillar 100 × (1 − failed weight ÷ decided weight), unknown checks left out; overall the mean of the pillars, each
 * by its weight and by how much of it could be decided, and of the share of requirements met. Nothing decided at all scores 100.
 */
export const scoreReview = (review: Review, requirements: readonly RequirementResult[] = []): Scores => {
  const exact = pillars.map((pillar) => scorePillar(pillar, review));
  let sum = 0;
  let weight = 0;
  for (const { pillar, score, evidence } of exact) {
    if (score === null) continue;
    sum += score * pillarWeights[pillar] * evidence;
    weight += pillarWeights[pillar] * evidence;
  }
  if (requirements.length > 0) {
    sum += ((100 * requirements.filter(({ met }) => met).length) / requirements.length) * requirementsWeight;
    weight += requirementsWeight;
  }
  const rounded = exact.map(({ pillar, score }) => [pillar, score === null ? null : Math.round(score)] as const);
  return {
    overall: weight === 0 ? 100 : Math.round(sum / weight),
    // Every pillar is in the list that this is made from.
    pillars: Object.fromEntries(rounded) as Record<Pillar, number | null>,
  };
};
