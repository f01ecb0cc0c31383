import type { Analysis } from "./schema.ts";

type Finding = Analysis["findings"][number];
type SinceLast = NonNullable<Analysis["since_last"]>;

const keyOf = ({ rule, resource }: Finding): string => `${rule}@${resource}`;

const brief = ({ rule, severity, resource, title, file, line }: Finding): SinceLast["new"][number] => ({
  rule,
  severity,
  resource,
  title,
  file,
  line,
});

const without = (findings: readonly Finding[], known: readonly Finding[]): SinceLast["new"] => {
  const keys = new Set(known.map(keyOf));
  return findings.filter((finding) => !keys.has(keyOf(finding))).map(brief);
};

const addresses = ({ architecture }: Analysis): Set<string> => new Set(architecture.components.map(({ id }) => id));

/** Whether two analyses are of one design that has moved on: half of the smaller one's resources are in both. */
export const isSameDesign = (a: Analysis, b: Analysis): boolean => {
  const [one, other] = [addresses(a), addresses(b)];
  const shared = [...one].filter((address) => other.has(address)).length;
  return shared > 0 && shared * 2 >= Math.min(one.size, other.size);
};

const cents = (amount: number): number => Math.round(amount * 100) / 100;

/** What is new and what is gone since an earlier analysis. A finding is the same when rule and resource are, wherever its line moved. */
export const compareWithLast = (now: Analysis, last: Analysis): SinceLast => {
  const added = without(now.findings, last.findings);
  return {
    analysis_id: last.analysis_id,
    created_at: last.created_at,
    score_before: last.score,
    score_delta: now.score - last.score,
    monthly_delta: cents(now.cost.monthly - last.cost.monthly),
    new: added,
    gone: without(last.findings, now.findings),
    still: now.findings.length - added.length,
  };
};
