import type { Block, Section } from "#adapters/pdf";
import {
  criticalCap,
  fullEvidence,
  pillarWeights,
  requirementsWeight,
  severityWeights,
} from "#engine/architecture/score";
import type { Analysis } from "#features/analysis";
import { pillarNames, pillars } from "./pillars.ts";
import { count, formatNumber, limitTo } from "./wording.ts";

const mostWarnings = 40;
const mostNotes = 40;
const mostSuppressed = 60;

/** What was checked, how the score is made, and what the report cannot know. */
export const appendixSection = (analysis: Analysis): Section => ({
  title: "Appendix: how this was made",
  start: "page",
  blocks: [
    ...noteBlocks(analysis),
    ...checkBlocks(analysis),
    ...viewBlocks(analysis),
    ...suppressedBlocks(analysis),
    ...scoreBlocks,
    ...limitBlocks,
    ...warningBlocks(analysis),
  ],
});

const noteBlocks = ({ notes }: Analysis): Block[] =>
  notes.length === 0
    ? []
    : [
        { kind: "heading", text: "What was assumed" },
        { kind: "bullets", items: limitTo(notes, mostNotes).shown },
      ];

const checkBlocks = ({ passed, unknown, findings }: Analysis): Block[] => [
  { kind: "heading", text: "Checks" },
  {
    kind: "table",
    columns: [
      { title: "Outcome", share: 1.6 },
      { title: "Checks", share: 1, align: "end" },
      { title: "What it means", share: 7 },
    ],
    rows: [
      ["Passed", formatNumber(passed), "The design does what the check asks for."],
      ["Failed", formatNumber(findings.length), "Each is a finding in this report."],
      [
        "Unknown",
        formatNumber(unknown),
        "It depends on a value that exists only after apply. It counts neither for nor against the design.",
      ],
    ],
  },
];

/** Two more ways to look at the same checks. */
const viewBlocks = ({ views }: Analysis): Block[] => {
  const { compliance = null, scalability = null } = views ?? {};
  const told = [
    ...(compliance === null ? [] : [`${compliance} of 100 by the checks that CIS or AWS FSBP ask for`]),
    ...(scalability === null ? [] : [`${scalability} of 100 by the checks on growing with the load`]),
  ];
  return told.length === 0
    ? []
    : [{ kind: "paragraph", text: `Looked at otherwise, it scores ${told.join(", and ")}.` }];
};

/** Findings that comments in the code accept. */
const suppressedBlocks = ({ suppressed = [] }: Analysis): Block[] => {
  if (suppressed.length === 0) return [];
  const { shown, left } = limitTo(suppressed, mostSuppressed);
  const rest: Block = { kind: "note", text: `And ${count(left, "more accepted finding")}.` };
  return [
    { kind: "heading", text: "Accepted in the code" },
    {
      kind: "paragraph",
      text: "Comments in the code say that these are known and accepted. They are no findings and count in no score.",
    },
    {
      kind: "table",
      columns: [
        { title: "Finding", share: 3.4 },
        { title: "Resource and line", share: 3.4, mono: true },
        { title: "Reason", share: 3.4 },
        { title: "Comment for", share: 1.5 },
      ],
      rows: shown.map(({ title, resource, file, line, reason, by }) => [
        title,
        `${resource} (${file}:${line})`,
        reason || "none given",
        by,
      ]),
    },
    ...(left > 0 ? [rest] : []),
  ];
};

const weightsText = Object.entries(severityWeights)
  .map(([severity, weight]) => `${severity} ${weight}`)
  .join(", ");
const pillarText = pillars.map((pillar) => `${pillarNames[pillar].toLowerCase()} ${pillarWeights[pillar]}`).join(", ");

const scoreBlocks: readonly Block[] = [
  { kind: "heading", text: "How the score is made" },
  {
    kind: "bullets",
    items: [
      `Every check that could be decided has a weight by its severity: ${weightsText}.`,
      "A pillar scores 100 × (1 − failed weight ÷ decided weight). Unknown checks are left out.",
      `A failed critical check caps its pillar at ${criticalCap}.`,
      `The score is the mean of the pillars that have anything decided, weighted ${pillarText}, and of the requirements asked for, weighted ${requirementsWeight}; a pillar of which checks of a weight under ${fullEvidence} were decided counts for that much less.`,
      "The suggested design is checked and priced again by the same rules: the comparison is measured, not promised.",
    ],
  },
];

const limitBlocks: readonly Block[] = [
  { kind: "heading", text: "Limits" },
  {
    kind: "bullets",
    items: [
      "The analysis reads code. It does not see the running account, traffic or data, and it applies nothing.",
      "Remote modules, data sources and files that the code reads at run time are not followed.",
      "Costs are estimates from list prices and the assumptions stated beside them; usage decides the real bill.",
      "Review the suggested code and its plan before you apply it.",
    ],
  },
];

const warningBlocks = ({ warnings }: Analysis): Block[] => {
  if (warnings.length === 0) return [];
  const { shown, left } = limitTo(warnings, mostWarnings);
  const items = shown.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);
  return [
    { kind: "heading", text: "What could not be read" },
    { kind: "bullets", items: left > 0 ? [...items, `and ${count(left, "more message")}`] : items },
  ];
};
