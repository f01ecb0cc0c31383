import { cloudLabels } from "../architecture/parse/form/clouds.ts";
import { promiseOf } from "./agreements.ts";
import type { Advice, Citation } from "./advice.ts";
import { citeEntry } from "./cite.ts";
import { bullets, codeBlock, listOf, money, paragraphs, table } from "./markdown.ts";
import { askingFor, leadOf } from "./passages.ts";
import { citePrices, describeRegion, nameOf } from "./price.ts";
import { isPriced, priceThing } from "./priced.ts";
import type { Priced } from "./priced.ts";
import { regionIn } from "./reading.ts";
import type { Reading } from "./reading.ts";
import { retrieve } from "./retrieve.ts";
import type { Found } from "./retrieve.ts";
import { termsOf } from "./terms.ts";
import { quote } from "../text/index.ts";

const most = 4;

/** Products that the question sets against each other: by name, or one thing on several clouds. */
const rivals = (reading: Reading): Priced[] => {
  const { things, clouds, asked } = reading;
  const pairs = things.flatMap(({ kind, cloud }) => {
    if (cloud !== undefined) return [{ kind, cloud }];
    return clouds.length > 0 ? clouds.map((each) => ({ kind, cloud: each })) : [];
  });
  const { size, ...sizeless } = asked;
  const several = new Set(pairs.map(({ cloud }) => cloud)).size > 1;
  return pairs
    .slice(0, most)
    .flatMap(
      ({ kind, cloud }) =>
        priceThing(kind, cloud, several || size === undefined ? sizeless : asked, regionIn(reading, cloud)) ?? [],
    );
};

const pointsOf = (priced: Priced): string[] => {
  const { percent } = priced.availability();
  return [
    nameOf(priced),
    describeRegion(priced.cloud, priced.region),
    isPriced(priced) ? money(priced.cost.monthly) : "no price here",
    percent === null ? (promiseOf(priced) ?? "no agreement known here") : `${percent} %`,
  ];
};

const verdict = (all: readonly Priced[]): string => {
  const priced = all.filter(isPriced).toSorted((a, b) => a.cost.monthly - b.cost.monthly);
  const [least, next] = priced;
  if (least === undefined || next === undefined)
    return `**${listOf(all.map(({ product }) => product.name))}** side by side:`;
  if (next.cost.monthly - least.cost.monthly < 0.01 * next.cost.monthly)
    return `**${least.product.name} and ${next.product.name} cost about the same, ${money(least.cost.monthly)} a month**, at what was asked and assumed below.`;
  const times = next.cost.monthly / Math.max(0.01, least.cost.monthly);
  const much =
    times >= 1.5 ? `${times.toFixed(times < 10 ? 1 : 0)} times as much` : `${Math.round(100 * (times - 1))} % more`;
  return `**On price ${least.product.name} wins: about ${money(least.cost.monthly)} a month; ${next.product.name} costs ${much}** (${money(next.cost.monthly)}), at what was asked and assumed below.`;
};

const tradeOffs = ({ text, persona }: Reading, { entry }: Found): string => {
  const said = quote(entry.body, termsOf(text), persona === "Architect" ? 4 : 2);
  const rows = entry.body.split("\n").filter((line) => line.trimStart().startsWith("|"));
  return paragraphs(
    `**What decides besides price** (${entry.title}):`,
    leadOf(entry),
    persona === "CTO" ? "" : rows.join("\n"),
    bullets(said.filter((sentence) => !leadOf(entry).includes(sentence))),
  );
};

/** The next thing to vary: the load where the price depends on it, else the place. */
const turnOf = ({ asked }: Reading, all: readonly Priced[]): string => {
  if (!all.some(({ product }) => product.usual.requests !== undefined)) return "And in Frankfurt?";
  if (asked.requests === undefined) return "And at 10 million requests?";
  return `And at ${asked.requests >= 1e8 ? "1" : "100"} million requests?`;
};

const isSaid = (found: Found | undefined): found is Found => found !== undefined && found.covered >= 0.4;

/** Sets services side by side: price at the same load, agreed availability, and what else decides. */
export const answerComparison = (reading: Reading): Advice | undefined => {
  const { wants, persona } = reading;
  if (!wants.has("compare")) return undefined;
  const all = rivals(reading);
  const [first] = all;
  if (first === undefined || new Set(all.map(({ kind, cloud }) => `${kind}@${cloud}`)).size < 2) return undefined;
  // What is only turned of a comparison (the load, the region) says nothing of its subject.
  const asked = reading.isFollowUp ? reading.text.replace(/\n.*/s, "") : reading.text;
  const oneCloud = new Set(all.map(({ cloud }) => cloud)).size === 1;
  const found = retrieve(asked).find(({ entry }) => !oneCloud || entry.theme !== "multi-cloud");
  const known = isSaid(found) ? found : undefined;
  const seen = new Set<string>();
  const citations: Citation[] = [
    ...(known === undefined ? [] : [citeEntry(known.entry)]),
    ...all
      .filter(isPriced)
      .map(({ cloud, cost }) => citePrices(cloud, cost.as_of))
      .filter(({ id }) => !seen.has(id) && seen.add(id)),
  ];
  const prices = table(["Service", "Region", "A month", "Availability agreed"], all.map(pointsOf));
  const assumed = bullets(
    all
      .filter((each) => each.assumed.length > 0 || each.unused.length > 0)
      .map(
        (each) =>
          `${each.product.name}: ${[...each.assumed, ...each.unused.map((what) => `${what} not in the price`)].join("; ")}`,
      ),
  );
  const yearly = paragraphs(
    `**A year:** ${listOf(all.filter(isPriced).map((each) => `${each.product.name} ${money(each.cost.monthly * 12)}`))}.`,
  );
  const traded = known === undefined ? "" : tradeOffs(reading, known);
  const steps =
    known === undefined || known.entry.steps.length === 0
      ? ""
      : paragraphs("**Before you decide:**", bullets(known.entry.steps));
  const snippets = paragraphs(
    "**What was priced, as Terraform:**",
    codeBlock("hcl", all.map(({ terraform, product }) => `# ${product.name}\n${terraform}`).join("\n\n")),
  );
  return {
    answer: paragraphs(
      verdict(all),
      prices,
      persona === "CTO" && yearly,
      assumed === "" ? "" : paragraphs("Assumed:", assumed),
      persona === "DevOps" ? steps : traded,
      persona === "DevOps" || wants.has("code") ? snippets : "",
      persona === "Architect" && steps,
      persona !== "Architect" && persona !== "DevOps" && persona !== "CTO" && steps,
    ),
    suggestions: [
      turnOf(reading, all),
      (known === undefined ? undefined : askingFor(known.entry)) ??
        `What does ${first.product.name} cost in Frankfurt?`,
      `Draw an architecture with ${first.product.name} on ${cloudLabels[first.cloud]}`,
    ],
    citations,
  };
};
