import { buildIndex, coverage, search } from "../text/index.ts";
import type { AnalysedDesign, Citation } from "./advice.ts";
import { code, plain } from "./markdown.ts";
import type { Reading } from "./reading.ts";
import { termsOf } from "./terms.ts";

export type Finding = AnalysedDesign["findings"][number];

export const idOf = ({ rule, resource }: Finding): string => `${rule}@${resource}`;

export const citeFinding = (finding: Finding): Citation => ({
  id: idOf(finding),
  title: `${finding.title}: ${plain(finding.resource)}`,
});

/** "`aws_s3_bucket.a` (main.tf:12)". */
export const whereIs = ({ resource, file, line }: Finding): string =>
  `${code(resource)}${file === null || line === null ? "" : ` (${plain(file)}:${line})`}`;

const ranks: Readonly<Record<string, number>> = { critical: 0, high: 1, medium: 2, low: 3 };

const rankOf = (severity: string): number => ranks[severity] ?? 4;

/** Findings, the worst first. */
export const bySeverity = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((a, b) => rankOf(a.severity) - rankOf(b.severity) || (idOf(a) < idOf(b) ? -1 : 1));

/** Findings that the words name by rule, by resource, or by both. */
export const findingsNamed = ({ findings }: AnalysedDesign, text: string): Finding[] => {
  const lower = text.toLowerCase();
  const exact = findings.filter((finding) => lower.includes(idOf(finding).toLowerCase()));
  if (exact.length > 0) return exact;
  const byRule = findings.filter(({ rule }) => lower.includes(rule));
  if (byRule.length > 0) return byRule;
  return findings.filter(({ resource }) => resource.length > 4 && lower.includes(resource.toLowerCase()));
};

/** Everyday words for parts of a design, and what in an address stands for them. */
const nouns: readonly (readonly [words: RegExp, address: RegExp])[] = [
  [
    /\b(?:data ?bases?|db|postgres\w*|mysql|rds|sql|aurora)\b/i,
    /(?:db_instance|rds_|_sql|mssql|mysql|postgres|mariadb|alloydb|spanner|docdb|dynamodb|cosmosdb|firestore)/,
  ],
  [/\b(?:buckets?|s3|storage|blobs?)\b/i, /(?:s3_|storage_)/],
  [
    /\b(?:servers?|machines?|instances?|vms?|ec2)\b/i,
    /(?:aws_instance|compute_instance|virtual_machine|autoscaling|launch_template)/,
  ],
  [
    /\b(?:networks?|vpc|subnets?|firewall|security groups?|ports?)\b/i,
    /(?:vpc|subnet|security_group|firewall|network)/,
  ],
  [/\b(?:functions?|lambdas?)\b/i, /(?:lambda|function)/],
  [/\b(?:clusters?|kubernetes|eks|aks|gke|pods?)\b/i, /(?:eks|kubernetes|container_cluster)/],
  [/\b(?:load balancers?|alb|elb)\b/i, /(?:_lb\b|_lb\.|_alb|_elb|gateway|forwarding_rule)/],
  [/\b(?:cache|redis)\b/i, /(?:elasticache|redis)/],
  [/\b(?:queues?|topics?|sqs|sns)\b/i, /(?:sqs|sns|servicebus|pubsub)/],
  [/\b(?:secrets?|passwords?|keys?|encryption)\b/i, /(?:secret|kms|key_vault)/],
];

export interface Part {
  /** As the question calls it. */
  called: string;
  isIt: (address: string) => boolean;
}

/** The part of a design that a question is about. */
export const partOf = (text: string): Part | undefined => {
  for (const [words, address] of nouns) {
    const called = words.exec(text)?.[0];
    if (called !== undefined) return { called: called.toLowerCase(), isIt: (resource) => address.test(resource) };
  }
  return undefined;
};

/** Findings whose own words answer the question best; none where they speak of something else. */
export const findingsAbout = ({ findings }: AnalysedDesign, reading: Reading, least: number): Finding[] => {
  const terms = termsOf(reading.own);
  const index = buildIndex(
    findings.map((finding, number) => ({
      id: String(number).padStart(4, "0"),
      texts: {
        text: termsOf(
          `${finding.title} ${finding.why} ${finding.rule.replaceAll("-", " ")} ${finding.resource.replaceAll(/[_.]/g, " ")}`,
        ),
      },
    })),
    { text: { weight: 1, shortening: 0.5 } },
  );
  return search(index, terms, 5)
    .filter(({ id }) => coverage(index, terms, id) >= least)
    .flatMap(({ id }) => findings[Number(id)] ?? []);
};
