import type { Block, FindingGroup, Section } from "#adapters/pdf";
import type { Analysis } from "#features/analysis";
import { pillarNames } from "./pillars.ts";
import { count } from "./wording.ts";

export type Finding = Analysis["findings"][number];

export const severities = ["critical", "high", "medium", "low"] as const;

/** Places listed in a report. */
const mostShown = 200;
const mostReferences = 12;

/** Findings by severity; one that was found in many places is told once. */
export const findingsSection = ({ findings, passed, unknown }: Analysis): Section => {
  const shown = severities
    .flatMap((severity) => findings.filter((finding) => finding.severity === severity))
    .slice(0, mostShown);
  const blocks = severities.flatMap((severity): Block[] => {
    const all = findings.filter((finding) => finding.severity === severity);
    const groups = groupFindings(shown.filter((finding) => finding.severity === severity));
    return groups.length > 0 ? [{ kind: "findings", severity, total: all.length, groups }] : [];
  });
  const decided = `${count(passed, "check")} passed and ${count(unknown, "check")} could not be decided.`;
  const opening: Block = {
    kind: "paragraph",
    text:
      findings.length === 0
        ? `No check failed. ${decided}`
        : `${count(findings.length, "finding")}, the most severe first. ${decided}`,
  };
  const left = findings.length - shown.length;
  const rest: Block = { kind: "note", text: `And ${left} more, which the analysis lists in full.` };
  return { title: "Findings", start: "page", blocks: [opening, ...blocks, ...(left > 0 ? [rest] : [])] };
};

/** In the order of their first occurrence. */
const groupFindings = (findings: readonly Finding[]): FindingGroup[] => {
  const groups = Map.groupBy(findings, ({ rule, title, why, fix }) => JSON.stringify([rule, title, why, fix]));
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (!first) return [];
    return [
      {
        title: first.title,
        pillar: pillarNames[first.pillar],
        why: first.why,
        fix: first.fix,
        ...referencesOf(first),
        places: members.map((finding) => ({ resource: finding.resource, where: placeOf(finding) })),
      },
    ];
  });
};

const placeOf = ({ file, line }: Finding): string => {
  if (file === null || file === "") return "";
  return line === null ? file : `${file}:${line}`;
};

const catalogueNames: ReadonlyMap<string, string> = new Map([
  ["checkov", "Checkov"],
  ["cis", "CIS"],
  ["fsbp", "AWS FSBP"],
]);

const isAddress = (id: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(id);

const referencesOf = ({ refs }: Finding): Pick<FindingGroup, "references" | "links"> => {
  const catalogues = Object.entries(refs).slice(0, mostReferences);
  return {
    references: catalogues.flatMap(([catalogue, all]) => {
      const ids = all.filter((id) => !isAddress(id)).slice(0, mostReferences);
      return ids.length > 0 ? [`${catalogueNames.get(catalogue) ?? catalogue} ${ids.join(", ")}`] : [];
    }),
    links: catalogues.flatMap(([, all]) => all.filter(isAddress)).slice(0, mostReferences),
  };
};
