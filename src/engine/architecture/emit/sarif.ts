import { rules } from "../rules/index.ts";
import type { Severity } from "../rules/index.ts";

/** What of an analysis becomes SARIF. */
export interface SarifSource {
  analysis_id: string;
  findings: readonly SarifFinding[];
  suppressed?: readonly SarifSuppressed[] | undefined;
  warnings: readonly { file: string; line: number; column: number; message: string }[];
}

interface SarifFinding {
  rule: string;
  severity: Severity;
  pillar: string;
  resource: string;
  file: string | null;
  line: number | null;
  end_line: number | null;
  title: string;
  why: string;
  fix: string;
  refs: Readonly<Record<string, readonly string[]>>;
}

interface SarifSuppressed {
  rule: string;
  severity: Severity;
  title: string;
  resource: string;
  file: string;
  line: number;
  end_line: number;
  reason: string;
  by: string;
}

/** Level of a result, and the number by which code-scanning pages sort: their own bands are 9, 7, 4 and below. */
const grades: Readonly<Record<Severity, { level: "error" | "warning" | "note"; severity: string }>> = {
  critical: { level: "error", severity: "9.5" },
  high: { level: "error", severity: "8.0" },
  medium: { level: "warning", severity: "5.5" },
  low: { level: "note", severity: "2.0" },
};

type Told = Pick<SarifFinding, "rule" | "severity" | "pillar" | "title" | "why" | "fix" | "refs">;

/** Findings of an analysis as SARIF 2.1.0, for code-scanning pages and editors. */
export const toSarif = (analysis: SarifSource, tool: { name: string; version: string; url: string }) => {
  const suppressed = analysis.suppressed ?? [];
  const told = rulesOf(analysis.findings, suppressed);
  const indexes = new Map(told.map(({ rule }, index) => [rule, index]));
  const fingerprintOf = createFingerprints();
  const resultOf = (found: SarifFinding | SarifSuppressed) => ({
    ruleId: found.rule,
    ruleIndex: indexes.get(found.rule) ?? -1,
    level: grades[found.severity].level,
    message: { text: `${found.title}: ${found.resource}.${"fix" in found ? ` ${found.fix}` : ""}` },
    locations: [locationOf(found)],
    partialFingerprints: { "stackstageFinding/v1": fingerprintOf(found) },
  });
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0" as const,
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            semanticVersion: tool.version,
            informationUri: tool.url,
            rules: told.map(describeRule),
          },
        },
        automationDetails: { id: "stackstage/architecture/" },
        columnKind: "utf16CodeUnits" as const,
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "Where the analysed files lie." } } },
        artifacts: filesOf(analysis).map((file) => ({ location: placeOf(file) })),
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: analysis.warnings.map(({ file, line, message }) => ({
              level: "warning" as const,
              message: { text: message },
              locations: [
                { physicalLocation: { artifactLocation: placeOf(file), region: { startLine: atLeastOne(line) } } },
              ],
            })),
          },
        ],
        results: [
          ...analysis.findings.map((finding) => ({
            ...resultOf(finding),
            ...(suppressed.length > 0 && { suppressions: [] }),
          })),
          ...suppressed.map((one) => ({
            ...resultOf(one),
            suppressions: [
              {
                kind: "inSource" as const,
                status: "accepted" as const,
                justification: one.reason === "" ? `By a comment of ${one.by}.` : one.reason,
              },
            ],
          })),
        ],
        properties: { analysis_id: analysis.analysis_id },
      },
    ],
  };
};

/** Each rule once, in the order of its first result. */
const rulesOf = (findings: readonly SarifFinding[], suppressed: readonly SarifSuppressed[]): Told[] => {
  const told = new Map<string, Told>();
  for (const finding of findings) if (!told.has(finding.rule)) told.set(finding.rule, finding);
  for (const one of suppressed) {
    const rule = rules.find(({ id }) => id === one.rule);
    const { pillar = "security", why = one.title, fix = "", refs = {} } = rule ?? {};
    if (!told.has(one.rule)) told.set(one.rule, { ...one, pillar, why, fix, refs });
  }
  return [...told.values()];
};

const describeRule = ({ rule, severity, pillar, title, why, fix, refs }: Told) => {
  const names = Object.entries(refs).flatMap(([standard, ids]) => ids.map((id) => `${standard}:${id}`));
  const links = (refs["docs"] ?? []).filter((link) => link.startsWith("https://"));
  const advice = fix === "" ? "" : `\n\n${fix}`;
  return {
    id: rule,
    name: rule.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: {
      text: `${why}${advice}`,
      markdown: `**${title}**\n\n${why}${advice}${names.length > 0 ? `\n\nThe same check elsewhere: ${names.join(", ")}` : ""}`,
    },
    ...(links[0] !== undefined && { helpUri: links[0] }),
    defaultConfiguration: { level: grades[severity].level },
    properties: {
      precision: "high",
      "problem.severity": grades[severity].level === "note" ? "recommendation" : grades[severity].level,
      "security-severity": grades[severity].severity,
      tags: [pillar, "infrastructure-as-code", ...names],
    },
  };
};

const atLeastOne = (line: number): number => Math.max(1, line);

/** A file as a relative reference: each part of its path escaped. */
const placeOf = (file: string) => ({
  uri: file.split("/").map(encodeURIComponent).join("/"),
  uriBaseId: "%SRCROOT%",
});

/** Where a finding is; a design that came from a form or a sentence has no file, but its resources have names. */
const locationOf = ({ file, line, end_line, resource }: SarifFinding | SarifSuppressed) => ({
  ...(file !== null &&
    line !== null && {
      physicalLocation: {
        artifactLocation: placeOf(file),
        region: { startLine: atLeastOne(line), endLine: Math.max(atLeastOne(line), end_line ?? line) },
      },
    }),
  logicalLocations: [{ fullyQualifiedName: resource, name: resource.replace(/^.*\./s, ""), kind: "resource" }],
});

const filesOf = ({ findings, suppressed = [] }: SarifSource): string[] => [
  ...new Set([...findings, ...suppressed].flatMap(({ file }) => (file === null ? [] : [file]))),
];

/**
 * Told by rule, resource and file and by which of the like it is, never by line: code that moves keeps its findings.
 */
const createFingerprints = (): ((found: SarifFinding | SarifSuppressed) => string) => {
  const times = new Map<string, number>();
  return ({ rule, resource, file }) => {
    const key = `${rule}\n${resource}\n${file ?? ""}`;
    const time = (times.get(key) ?? 0) + 1;
    times.set(key, time);
    return `${hash(key, 0x81_1c_9d_c5)}${hash(key, 0x01_00_01_93)}:${time}`;
  };
};

/** FNV-1a in 32 bits, as eight hexadecimal digits. */
const hash = (text: string, seed: number): string => {
  let sum = seed;
  for (const character of text) {
    sum ^= character.codePointAt(0) ?? 0;
    sum = Math.imul(sum, 16_777_619);
  }
  return (sum >>> 0).toString(16).padStart(8, "0");
};
