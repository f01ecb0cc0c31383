import type { Report, Section } from "#adapters/pdf";
import type { Scene } from "#engine/diagram";
import type { Analysis } from "#features/analysis";
import { appendixSection } from "./appendix-section.ts";
import { comparisonSection } from "./comparison-section.ts";
import { costSection } from "./cost-section.ts";
import { findingsSection } from "./findings-section.ts";
import { pillarNames, pillars } from "./pillars.ts";
import { recommendationsSection } from "./recommendations-section.ts";
import { regionsSection } from "./regions-section.ts";
import { count, formatDay } from "./wording.ts";

/** The laid-out pictures of both designs. */
export interface Scenes {
  current: Scene;
  suggested: Scene;
}

const cloudNames = { aws: "AWS", azure: "Azure", gcp: "Google Cloud" } as const;

/** Everything the report says about an analysis, in the order in which it says it. */
export const reportOf = (analysis: Analysis, scenes: Scenes, now: Date): Report => ({
  title: analysis.title.trim() || "Untitled design",
  subject: "Cloud architecture report",
  facts: factsOf(analysis),
  madeAt: now,
  score: analysis.score,
  summary: analysis.summary,
  pillars: pillars.map((pillar) => ({ name: pillarNames[pillar], score: analysis.scores[pillar] })),
  sections: [
    findingsSection(analysis),
    ...recommendationsSection(analysis),
    ...diagramSections(analysis, scenes),
    comparisonSection(analysis),
    costSection(analysis),
    ...regionsSection(analysis),
    ...codeSection(analysis),
    appendixSection(analysis),
  ],
});

const factsOf = ({ architecture, created_at, engine }: Analysis): string[] =>
  [
    cloudNames[architecture.cloud],
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

const codeSection = ({ infrastructure_code: { terraform, cloudformation } }: Analysis): Section[] => {
  if (terraform.trim() === "") return [];
  const also = cloudformation === null ? "" : " The analysis carries it as CloudFormation, too.";
  return [
    {
      title: "Suggested Terraform",
      start: "page",
      blocks: [
        { kind: "paragraph", text: `The suggested design in full, with every change of this report.${also}` },
        { kind: "code", text: terraform },
      ],
    },
  ];
};
