import { analyzeDesign, designFromRequest, toGraph, toMermaid } from "../architecture/index.ts";
import { cloudLabels } from "../architecture/parse/form/clouds.ts";
import { projectWords } from "../architecture/parse/form/project-types.ts";
import { capabilityWords } from "../architecture/parse/form/vocabulary.ts";
import { findPhrases } from "../architecture/parse/form/words.ts";
import { serviceOf } from "../architecture/model/index.ts";
import type { Advice } from "./advice.ts";
import { bullets, code, codeBlock, listOf, money, numbered, paragraphs, table } from "./markdown.ts";
import { citePrices } from "./price.ts";
import type { Reading } from "./reading.ts";
import { clouds } from "./things/index.ts";

/** Code longer than this is not shown in a chat. */
const mostLines = 160;

const names = (reading: Reading): boolean =>
  findPhrases(reading.words, projectWords()).length > 0 ||
  findPhrases(reading.words, capabilityWords()).some(({ negated }) => !negated) ||
  reading.isFollowUp;

const kindsShown = new Set([
  "compute",
  "container",
  "serverless",
  "database",
  "cache",
  "storage",
  "messaging",
  "edge",
  "analytics",
  "network",
]);

/** Designs what the words describe: picture, parts, price and score, all from the engine. */
export const answerDesign = (reading: Reading): Advice | undefined => {
  if (!reading.wants.has("draw") || !names(reading)) return undefined;
  const request = { text: reading.text, ...(reading.cloud !== undefined && { cloud: reading.cloud }) };
  const { title, cloud, region, files, goals, notes } = designFromRequest(request);
  const analysis = analyzeDesign({ files, goals, cloud, region, generated: true });
  // What was asked for beyond the plain design is only in the suggested one.
  const asked = goals.length > 0;
  const architecture = asked ? analysis.suggested.architecture : analysis.architecture;
  const scores = asked ? analysis.suggested.scores : analysis.scores;
  const cost = asked ? analysis.suggested.cost : analysis.cost;
  const availability = asked ? analysis.suggested.availability : analysis.availability;
  const services = new Map<string, number>();
  for (const { service, kind } of architecture.components)
    if (kindsShown.has(kind)) services.set(serviceOf(service).label, (services.get(serviceOf(service).label) ?? 0) + 1);
  const parts = [...services].map(([label, count]) => (count > 1 ? `${label} × ${count}` : label));
  const { persona } = reading;
  const diagram = codeBlock("mermaid", toMermaid(toGraph(architecture, { title })));
  const facts = bullets([
    `**Price:** about ${money(cost.monthly)} a month at list prices and small usage (as of ${cost.as_of})${cost.unpriced.length > 0 ? `; ${cost.unpriced.length} without a price are not in it` : ""}${asked && analysis.cost.monthly !== cost.monthly ? `. The plain design without the requirements: ${money(analysis.cost.monthly)}` : ""}.`,
    `**Score:** ${scores.overall} of 100 by our rules${asked ? ` (the plain design: ${analysis.scores.overall})` : `; ${analysis.findings.length} findings, most of them closed in the suggested code (${analysis.suggested.scores.overall})`}.`,
    ...(availability.percent === null
      ? []
      : [`**Availability by the providers' agreements:** ${availability.percent} %.`]),
  ]);
  const terraform = asked ? analysis.terraform : (files[0]?.text ?? "");
  const showsCode = reading.wants.has("code");
  const asksPrice = reading.isFollowUp && /\b(?:costs?|price|pricing|expensive)\b/i.test(reading.own);
  const steps = analysis.priorities.slice(0, 5).map(({ title: what, why }) => `**${what}** – ${why}`);
  return {
    answer: paragraphs(
      `**${title}**, in ${region}: ${listOf(parts)}.`,
      asksPrice && priceTable(cost.items),
      (persona === "CTO" || asksPrice) && facts,
      !asksPrice && diagram,
      persona !== "CTO" && !asksPrice && facts,
      persona === "CTO" && `**A year:** ${money(cost.monthly * 12)}. What drives it: ${drivers(cost.items)}.`,
      persona === "Architect" &&
        availability.percent !== null &&
        paragraphs("**How the availability comes about:**", `${availability.words}`),
      steps.length > 0 &&
        persona !== "CTO" &&
        !asksPrice &&
        paragraphs(
          persona === "DevOps" ? "**Before it goes live:**" : "**What to do next, the most effect first:**",
          numbered(steps),
        ),
      notes.length > 0 && paragraphs("Assumed:", bullets(notes)),
      (showsCode || persona === "DevOps") && paragraphs("**Terraform:**", codeBlock("hcl", shortened(terraform))),
    ),
    suggestions: [
      showsCode || persona === "DevOps" ? "And with disaster recovery in another region?" : "Show me the code",
      `And on ${cloudLabels[clouds.find((other) => other !== cloud) ?? "aws"]}?`,
      reading.text.match(/\bha\b|availab/i) === null ? "And with high availability?" : "How do I make it cheaper?",
    ],
    citations: [
      { id: "engine:design", title: "Designed, checked and priced by the StackStage engine" },
      citePrices(cloud, cost.as_of),
    ],
  };
};

const drivers = (items: readonly { service: string; monthly: number }[]): string => {
  const sums = new Map<string, number>();
  for (const { service, monthly } of items) sums.set(service, (sums.get(service) ?? 0) + monthly);
  return listOf(
    [...sums]
      .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, 3)
      .map(([service, monthly]) => `${serviceOf(service).label} ${money(monthly)}`),
  );
};

const priceTable = (items: readonly { resource: string; monthly: number; assumption: string }[]): string =>
  table(
    ["Resource", "A month", "For"],
    items
      .toSorted((a, b) => b.monthly - a.monthly || (a.resource < b.resource ? -1 : 1))
      .slice(0, 12)
      .map(({ resource, monthly, assumption }) => [code(resource), money(monthly), assumption]),
  );

/** The whole where it is short, else its beginning up to a whole block. */
const shortened = (text: string): string => {
  const lines = text.trimEnd().split("\n");
  if (lines.length <= mostLines) return text;
  const end = lines.lastIndexOf("}", mostLines);
  const kept = lines.slice(0, end < 0 ? mostLines : end + 1);
  return `${kept.join("\n")}\n\n# ${lines.length - kept.length} more lines: analyse the same words to get all of it.`;
};
