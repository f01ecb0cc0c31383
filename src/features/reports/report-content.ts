import type { Report, Section } from "#adapters/pdf";
import type { Scene } from "#engine/diagram";
import type { Analysis } from "#features/analysis";
import { appendixSection } from "./appendix-section.ts";
import { comparisonSection, figuresOf } from "./comparison-section.ts";
import { costSection } from "./cost-section.ts";
import { findingsSection, severities } from "./findings-section.ts";
import { pillarNames, pillars } from "./pillars.ts";
import { recommendationsSection } from "./recommendations-section.ts";
import { regionsSection } from "./regions-section.ts";
import { count, formatDay } from "./wording.ts";

/** The laid-out pictures of both designs. */
export interface Scenes {
  current: Scene;
  suggested: Scene;
}

const mostRisks = 3;

const platformNames = {
  aws: "AWS",
  azure: "Azure",
  gcp: "Google Cloud",
  kubernetes: "Kubernetes",
  docker: "Docker",
} as const;

/** Everything the report says about an analysis, in the order in which it says it. */
export const reportOf = (analysis: Analysis, scenes: Scenes, now: Date): Report => ({
  title: analysis.title.trim() || "Untitled design",
  subject: "Cloud architecture report",
  facts: factsOf(analysis),
  madeAt: now,
  score: analysis.score,
  reachable: hasSuggestion(analysis) ? analysis.comparison.suggested.score : null,
  summary: analysis.summary,
  figures: figuresOf(analysis),
  pillars: pillars.map((pillar) => ({
    name: pillarNames[pillar],
    score: analysis.scores[pillar],
    reachable: hasSuggestion(analysis) ? analysis.comparison.suggested.scores[pillar] : null,
  })),
  risks: risksOf(analysis),
  sections: [
    findingsSection(analysis),
    ...recommendationsSection(analysis),
    ...diagramSections(analysis, scenes),
    comparisonSection(analysis),
    costSection(analysis),
    ...regionsSection(analysis),
    ...codeSections(analysis),
    appendixSection(analysis),
  ],
});

const hasSuggestion = ({ comparison }: Analysis): boolean => comparison.changes.length > 0;

/** The worst, each kind once, in plain words: what is wrong and what can come of it. */
const risksOf = ({ findings }: Analysis): Report["risks"] => {
  const worst = severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
  const firsts = new Map<string, (typeof worst)[number]>();
  for (const finding of worst) if (!firsts.has(finding.rule)) firsts.set(finding.rule, finding);
  return [...firsts.values()].slice(0, mostRisks).map(({ severity, title, why }) => ({ severity, title, text: why }));
};

const factsOf = ({ architecture, created_at, engine }: Analysis): string[] =>
  [
    platformNames[architecture.cloud],
    architecture.region,
    formatDay(created_at),
    engine === "builtin" ? "deterministic engine" : engine,
  ].filter((fact) => fact !== undefined && fact !== "") as string[];

/** A design that has nothing to draw or nothing to change has no picture of it. */
const diagramSections = ({ architecture, comparison }: Analysis, scenes: Scenes): Section[] => {
  const sections: Section[] = [];
  if (architecture.components.length > 0)
    sections.push(
      diagramSection("Current architecture", scenes.current, "A badge counts the findings on a component."),
    );
  if (comparison.changes.length > 0)
    sections.push(diagramSection("Suggested architecture", scenes.suggested, describeSuggestion(comparison.changes)));
  return sections;
};

const diagramSection = (title: string, scene: Scene, caption: string): Section => ({
  title,
  start: "page",
  blocks: [{ kind: "diagram", scene, caption }],
});

const describeSuggestion = (changes: Analysis["comparison"]["changes"]): string => {
  const of = (kind: string): number => changes.filter((change) => change.kind === kind).length;
  const removed = of("removed") > 0 ? `, ${of("removed")} removed` : "";
  return `${count(of("added"), "resource")} added, ${of("changed")} changed${removed}.`;
};

const codeSections = ({ infrastructure_code: { terraform, cloudformation } }: Analysis): Section[] => {
  const sections = [
    {
      title: "Suggested Terraform",
      text: terraform,
      language: "terraform" as const,
      intro: "The suggested design in full, with every change of this report.",
    },
    {
      title: "Suggested CloudFormation",
      text: cloudformation ?? "",
      language: cloudformation?.trimStart().startsWith("{") ? ("json" as const) : ("yaml" as const),
      intro: "The same design as a CloudFormation template.",
    },
  ];
  return sections
    .filter(({ text }) => text.trim() !== "")
    .map(({ title, text, language, intro }) => ({
      title,
      start: "page",
      blocks: [
        { kind: "paragraph", text: intro },
        { kind: "code", text, language },
      ],
    }));
};
