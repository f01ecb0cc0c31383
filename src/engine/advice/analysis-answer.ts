import type { Advice, AnalysedDesign, Citation } from "./advice.ts";
import { citeEntry } from "./cite.ts";
import { findEntry } from "./entry.ts";
import { bySeverity, citeFinding, findingsAbout, findingsNamed, idOf, partOf, whereIs } from "./finding-search.ts";
import type { Finding, Part } from "./finding-search.ts";
import { bullets, code, codeBlock, listOf, money, numbered, paragraphs, plain, table } from "./markdown.ts";
import { leadOf } from "./passages.ts";
import type { Reading } from "./reading.ts";

const shown = 8;

const citeAnalysis = ({ analysis_id, title }: AnalysedDesign): Citation => ({
  id: `analysis:${analysis_id}`,
  title: `Analysis of ${plain(title)}`,
});

const findingRow = (finding: Finding): string[] => [
  finding.severity,
  finding.title,
  whereIs(finding),
  code(idOf(finding)),
];

const findingTable = (findings: readonly Finding[]): string =>
  paragraphs(
    table(["Severity", "Finding", "Where", "Id"], findings.slice(0, shown).map(findingRow)),
    findings.length > shown && `… and ${findings.length - shown} more.`,
  );

const countBySeverity = (findings: readonly Finding[]): string => {
  const counts = ["critical", "high", "medium", "low"].flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  return counts.length === 0 ? "none" : listOf(counts);
};

const pillarRows = ({ scores }: AnalysedDesign): [string, number][] =>
  Object.entries(scores)
    .flatMap(([pillar, score]): [string, number][] => (typeof score === "number" ? [[pillar, score]] : []))
    .filter(([pillar]) => pillar !== "overall")
    .toSorted((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1));

const firstSteps = (design: AnalysedDesign, most: number): string =>
  numbered(
    design.priorities
      .slice(0, most)
      .map(
        ({ title, why, score_after, monthly_delta, effort }) =>
          `**${plain(title, 160)}** – ${plain(why, 240)} Score then ${Math.round(score_after)}; ${effort} effort; ${monthly_delta === 0 ? "costs nothing more" : `${monthly_delta > 0 ? "+" : ""}${money(monthly_delta)} a month`}.`,
      ),
  );

const suggestionsFor = (design: AnalysedDesign, but: string): string[] => {
  const [worst] = bySeverity(design.findings);
  const all = [
    "What should I fix first?",
    worst === undefined ? "Is my design highly available?" : `Explain finding ${idOf(worst)}`,
    "How do I make it cheaper?",
    "What did you assume for the price?",
    `Why is my score ${design.score}?`,
  ];
  return all.filter((suggestion) => suggestion !== but).slice(0, 3);
};

const answerWith = (design: AnalysedDesign, but: string, answer: string, citations: readonly Citation[]): Advice => ({
  answer,
  suggestions: suggestionsFor(design, but),
  citations: [...citations, citeAnalysis(design)],
});

const explainScore = ({ persona }: Reading, design: AnalysedDesign): Advice => {
  const lowest = pillarRows(design)
    .slice(0, 2)
    .map(([pillar, score]) => `${pillar} (${score})`);
  const worst = bySeverity(design.findings);
  const pulling = worst.slice(0, 5);
  const capped = new Set(worst.filter(({ severity }) => severity === "critical").map(({ pillar }) => pillar));
  const last = design.priorities.at(-1);
  return answerWith(
    design,
    `Why is my score ${design.score}?`,
    paragraphs(
      `**The score is ${design.score} of 100:** ${design.findings.length === 0 ? "no rule fails" : `${design.findings.length} findings (${countBySeverity(design.findings)})`}. Lowest: ${listOf(lowest)}.`,
      persona === "CTO" &&
        last !== undefined &&
        `**What it takes:** the ${design.priorities.length} steps of the list bring it to ${Math.round(last.score_after)}, for ${money(design.priorities.reduce((sum, { monthly_delta }) => sum + monthly_delta, 0))} more a month.`,
      table(
        ["Pillar", "Score"],
        pillarRows(design).map(([pillar, score]) => [pillar, String(score)]),
      ),
      capped.size > 0 && `A critical finding caps its pillar at 49: ${listOf([...capped])}.`,
      pulling.length > 0 && paragraphs("**What pulls it down most:**", findingTable(pulling)),
      persona !== "CTO" && design.priorities.length > 0 && paragraphs("**First steps:**", firstSteps(design, 3)),
      "Each pillar is 100 × (1 − weight of what fails / weight of what was decided); critical weighs 10, high 5, medium 2, low 1.",
    ),
    pulling.map(citeFinding),
  );
};

/** One step of many may move a score by less than a point. */
const describeGain = ({ score, priorities }: AnalysedDesign, after: number): string =>
  Math.round(after) > score
    ? `It brings the score from ${score} to ${Math.round(after)}.`
    : `Alone it moves the score of ${score} by less than a point; all ${priorities.length} steps bring it to ${Math.round(priorities.at(-1)?.score_after ?? after)}.`;

const listPriorities = (reading: Reading, design: AnalysedDesign): Advice => {
  const worst = bySeverity(design.findings).slice(0, 3);
  const { persona } = reading;
  const [gain] = design.priorities;
  const sum = design.priorities.reduce((total, { monthly_delta }) => total + monthly_delta, 0);
  return answerWith(
    design,
    "What should I fix first?",
    gain === undefined
      ? "**Nothing is left to fix:** the analysis lists no step that would raise the score."
      : paragraphs(
          `**First: ${plain(gain.title, 160)}.** ${describeGain(design, gain.score_after)}`,
          persona === "CTO" &&
            `**Budget:** all ${design.priorities.length} steps together change the bill by ${money(sum)} a month.`,
          firstSteps(design, persona === "CTO" ? 3 : 5),
          persona === "DevOps" &&
            worst.length > 0 &&
            paragraphs(
              "**Where in the code:**",
              bullets(worst.map((finding) => `${whereIs(finding)}: ${finding.fix}`)),
            ),
          persona !== "DevOps" &&
            worst.length > 0 &&
            paragraphs("**The worst findings behind it:**", findingTable(worst)),
        ),
    worst.map(citeFinding),
  );
};

const severities = ["critical", "high", "medium", "low"];
const pillars = ["security", "reliability", "performance", "cost", "operations", "sustainability"];

const listFindings = ({ own }: Reading, design: AnalysedDesign): Advice => {
  const severity = severities.filter((each) => own.toLowerCase().includes(each));
  const pillar = pillars.filter((each) => own.toLowerCase().includes(each));
  const found = bySeverity(design.findings).filter(
    (finding) =>
      (severity.length === 0 || severity.includes(finding.severity)) &&
      (pillar.length === 0 || pillar.includes(finding.pillar)),
  );
  const which = [...severity, ...pillar].join(" ");
  return answerWith(
    design,
    "",
    found.length === 0
      ? `**No ${which} finding.** The analysis has ${design.findings.length} findings in all: ${countBySeverity(design.findings)}.`
      : paragraphs(
          `**${found.length} ${which === "" ? "" : `${which} `}${found.length === 1 ? "finding" : "findings"}${severity.length > 0 ? "" : ` (${countBySeverity(found)})`}:**`,
          findingTable(found),
          bullets(found.slice(0, 3).map(({ title, fix }) => `**${title}:** ${fix}`)),
        ),
    found.slice(0, shown).map(citeFinding),
  );
};

const costTable = ({ cost }: AnalysedDesign, most: number): string =>
  table(
    ["Resource", "A month", "Assumed"],
    cost.items
      .toSorted((a, b) => b.monthly - a.monthly || (a.resource < b.resource ? -1 : 1))
      .slice(0, most)
      .map(({ resource, monthly, assumption }) => [code(resource), money(monthly), plain(assumption, 160)]),
  );

const citeCost = ({ cost }: AnalysedDesign): Citation => ({
  id: "prices:analysis",
  title: `List prices as of ${cost.as_of}`,
});

const explainCost = ({ persona }: Reading, design: AnalysedDesign): Advice => {
  const { cost, region } = design;
  return answerWith(
    design,
    "What did you assume for the price?",
    paragraphs(
      `**About ${money(cost.monthly)} a month** in ${plain(region)}, at list prices as of ${cost.as_of}, in US dollars${persona === "CTO" ? ` (${money(cost.monthly * 12)} a year)` : ""}.`,
      costTable(design, 10),
      cost.unpriced.length > 0 &&
        `**Not in the sum, because they have no price here:** ${listOf(cost.unpriced.slice(0, 10).map(code))}.`,
      "It is what it costs at the usage shown, on demand: no discounts, no support plan, no taxes. Send your own usage figures to replace what was assumed.",
    ),
    [citeCost(design)],
  );
};

const makeCheaper = (reading: Reading, design: AnalysedDesign): Advice => {
  const savings = design.priorities.filter(({ monthly_delta }) => monthly_delta < 0);
  const findings = bySeverity(design.findings.filter(({ pillar }) => pillar === "cost"));
  const entry = findEntry("cost-first-steps");
  const sum = savings.reduce((total, { monthly_delta }) => total + monthly_delta, 0);
  return answerWith(
    design,
    "How do I make it cheaper?",
    paragraphs(
      savings.length > 0
        ? `**${money(-sum)} a month can go**, of ${money(design.cost.monthly)}:`
        : `**The analysis found no step that lowers the bill of ${money(design.cost.monthly)} by itself.** This is where the money goes:`,
      bullets(
        savings.map(
          ({ title, monthly_delta, why }) =>
            `**${plain(title, 160)}** (${money(monthly_delta)} a month) – ${plain(why, 240)}`,
        ),
      ),
      costTable(design, 5),
      findings.length > 0 && paragraphs("**Findings on cost:**", findingTable(findings)),
      entry !== undefined &&
        paragraphs(
          `**Beyond this design** (${entry.title}):`,
          reading.persona === "DevOps" ? bullets(entry.steps) : leadOf(entry),
        ),
    ),
    [
      ...findings.slice(0, shown).map(citeFinding),
      citeCost(design),
      ...(entry === undefined ? [] : [citeEntry(entry)]),
    ],
  );
};

const explainFindings = ({ persona }: Reading, design: AnalysedDesign, found: readonly Finding[]): Advice =>
  answerWith(
    design,
    "",
    paragraphs(
      ...found.slice(0, 4).flatMap((finding) => {
        const why = `**Why:** ${finding.why}`;
        const fix = `**Fix:** ${finding.fix}`;
        return [
          `**${finding.title}** at ${whereIs(finding)}: ${finding.severity}, ${finding.pillar} (${code(idOf(finding))}).`,
          ...(persona === "DevOps" ? [fix, why] : [why, fix]),
        ];
      }),
      found.length > 4 && `… and ${found.length - 4} more of the same.`,
    ),
    found.slice(0, 4).map(citeFinding),
  );

const isAboutAvailability = (text: string): boolean =>
  /availab|redundan|\bha\b|fault|failover|outage|survive|resilien|go(?:es)? down/i.test(text);

/** Rules that speak of copies and failover, and not of reliability at large. */
const speaksOfCopies = ({ rule, title }: Finding): boolean =>
  /multi-az|standby|zone|reader|replica|single|failover|health|copies/i.test(`${rule} ${title}`);

const judgePart = ({ own }: Reading, design: AnalysedDesign, part: Part): Advice => {
  const pillar = isAboutAvailability(own)
    ? "reliability"
    : /secure|security|insecure|safe|public|encrypt|expos|protect/i.test(own)
      ? "security"
      : undefined;
  const found = bySeverity(
    design.findings.filter(
      (finding) => part.isIt(finding.resource) && (pillar === undefined || finding.pillar === pillar),
    ),
  );
  if (pillar === "reliability") found.sort((a, b) => Number(speaksOfCopies(b)) - Number(speaksOfCopies(a)));
  const there = design.components.filter((component) => part.isIt(component));
  if (found.length > 0)
    return answerWith(
      design,
      "",
      paragraphs(
        `**${pillar === undefined ? `${found.length} findings` : pillar === "reliability" ? "No" : "Not quite"}:** ${found.length === 1 ? "one finding speaks" : `${found.length} findings speak`} of your ${part.called}${pillar === undefined ? "" : ` (${pillar})`}.`,
        findingTable(found),
        bullets(found.slice(0, 3).map(({ title, why, fix }) => `**${title}:** ${why} ${fix}`)),
      ),
      found.slice(0, shown).map(citeFinding),
    );
  return answerWith(
    design,
    "",
    there.length === 0
      ? `**The analysis holds no ${part.called}**, so there is nothing that I could say of it.`
      : `**No ${pillar === undefined ? "" : `${pillar} `}finding speaks against your ${part.called}** (${listOf(there.slice(0, 5).map(code))}). Our rules found nothing there; what only exists after deployment, they cannot see.`,
    [],
  );
};

const showDesign = (design: AnalysedDesign): Advice =>
  answerWith(
    design,
    "",
    paragraphs(
      `**${plain(design.title)}**: ${design.components.length} components in ${plain(design.region)}.`,
      codeBlock("mermaid", design.diagram),
    ),
    [],
  );

const summarise = (design: AnalysedDesign): Advice =>
  answerWith(
    design,
    "",
    paragraphs(
      `**${plain(design.title)}**: score ${design.score}, ${design.findings.length} findings (${countBySeverity(design.findings)}), about ${money(design.cost.monthly)} a month in ${plain(design.region)}.`,
      findingTable(bySeverity(design.findings).slice(0, 5)),
      design.priorities.length > 0 && paragraphs("**First steps:**", firstSteps(design, 3)),
    ),
    bySeverity(design.findings).slice(0, 5).map(citeFinding),
  );

/** Speaks of one's own design, and not of designs at large. */
const pointing =
  /\b(?:my|our|mine|ours|this|it|its|these|the (?:design|analysis|architecture|score|report|findings?|price|cost|estimate|bill|result|code)|i)\b|\bfindings?\b|\bscore\b|\bpriorit|\bcritical\b|\byou assume|\bworst\b|\bbiggest\b|\binsecure\b|\bfix (?:all|everything|them)\b|\bthe (?:problems?|issues?|risks?|database|buckets?|servers?|network|cluster|load balancer|functions?|queue|cache|instances?)\b/i;

/** Questions on the caller's own analysis, from its findings, steps and price alone. */
export const answerAnalysis = (reading: Reading): Advice | undefined => {
  const { analysis: design, own } = reading;
  if (design === undefined) return undefined;
  const named = findingsNamed(design, own);
  if (named.length > 0) return explainFindings(reading, design, bySeverity(named));
  if (!pointing.test(own) || reading.wants.has("equivalent")) return undefined;
  if (/\bscore|\brating|\bgrade\b/i.test(own)) return explainScore(reading, design);
  if (/\bcheap|\bsav(?:e|ing)|\b(?:reduce|cut|lower)\b.*\b(?:cost|bill|price|it)\b|\bless expensive/i.test(own))
    return makeCheaper(reading, design);
  if (
    /\b(?:cost|costs|price|priced?|bill|expensive|assume[ds]?|assumptions?|unpriced)\b/i.test(own) &&
    reading.things.every(({ cloud }) => cloud === undefined)
  )
    return explainCost(reading, design);
  if (
    /\bfirst\b|\bpriorit|\bimprove|\bnext\b|\bmost important|\bshould (?:i|we) (?:do|fix|change)|\bfix\b.*\b(?:all|everything|it|them)\b/i.test(
      own,
    )
  )
    return listPriorities(reading, design);
  if (
    /\b(?:findings?|issues?|problems?|critical|vulnerabilit|risks?|weak|worst|biggest)/i.test(own) &&
    !/\bexplain\b/i.test(own)
  )
    return listFindings(reading, design);
  if (/\b(?:diagram|draw|picture|show)\b/i.test(own) && !reading.wants.has("code")) return showDesign(design);
  if (/\bsummar|\boverview|\bwhat do you think|\breview\b|\bhow (?:good|bad)\b/i.test(own)) return summarise(design);
  const part = /\b(?:my|our|the|this)\b/i.test(own) ? partOf(own) : undefined;
  if (part !== undefined && /^(?:is|are|does|do|how|why|what about|which|can)\b/i.test(own.trim()))
    return judgePart(reading, design, part);
  if (isAboutAvailability(own) && /\b(?:my|our|this|it|the design)\b/i.test(own))
    return judgePart(reading, design, { called: "design", isIt: () => true });
  const about = findingsAbout(design, reading, /\bexplain\b|\bwhy\b|\bfinding\b/i.test(own) ? 0.35 : 0.7);
  return about.length === 0 ? undefined : explainFindings(reading, design, about);
};

const needsAnalysis =
  /\b(?:my|our|the) (?:score|findings?|analysis|report|priorities)\b|\bwhich findings\b|\bexplain (?:the )?finding\b|\bshould i fix first\b|\bdid you assume\b/i;

/** Asked of an analysis where there is none. */
export const missAnalysis = ({ analysis, own }: Reading): Advice | undefined =>
  analysis !== undefined || !needsAnalysis.test(own)
    ? undefined
    : {
        answer:
          "**I have no analysis before me**, so I cannot say anything of your score or findings. Analyse your code first (Terraform, CloudFormation, Kubernetes, Compose, or a few words), then ask from there.",
        suggestions: [
          "Draw a three-tier app on AWS",
          "What does a Multi-AZ Postgres cost?",
          "Where do I start with the security of a cloud account?",
        ],
        citations: [],
      };
