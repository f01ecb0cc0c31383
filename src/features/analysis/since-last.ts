import { compareDesigns } from "#engine/architecture";
import type { Analysis } from "./schema.ts";

const addresses = ({ architecture }: Analysis): Set<string> => new Set(architecture.components.map(({ id }) => id));

/** Whether two analyses are of one design that has moved on: half of the smaller one's resources are in both. */
export const isSameDesign = (a: Analysis, b: Analysis): boolean => {
  const [one, other] = [addresses(a), addresses(b)];
  const shared = [...one].filter((address) => other.has(address)).length;
  return shared > 0 && shared * 2 >= Math.min(one.size, other.size);
};

/** What is new and what is gone since an earlier analysis, wherever lines have moved and whatever was renamed. */
export const compareWithLast = (now: Analysis, last: Analysis): NonNullable<Analysis["since_last"]> => {
  const { findings, deltas } = compareDesigns(last, now);
  return {
    analysis_id: last.analysis_id,
    created_at: last.created_at,
    score_before: last.score,
    score_delta: deltas.score,
    monthly_delta: deltas.monthly,
    new: findings.only_b,
    gone: findings.only_a,
    still: findings.both.length,
  };
};
