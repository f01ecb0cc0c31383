import type { Cloud } from "../architecture/model/index.ts";
import { cloudLabels } from "../architecture/parse/form/clouds.ts";
import { placeOfRegion, regionsOf } from "../architecture/regions/index.ts";
import type { Advice, Citation } from "./advice.ts";
import { bullets, codeBlock, listOf, money, paragraphs, plain, table, withArticle } from "./markdown.ts";
import { isPriced, priceThing } from "./priced.ts";
import type { Priced } from "./priced.ts";
import { regionIn } from "./reading.ts";
import type { AskedThing, Reading } from "./reading.ts";
import { clouds, kindIds, kinds } from "./things/index.ts";
import type { Amounts, NamedThing } from "./things/index.ts";

const pricePages: Readonly<Record<Cloud, string>> = {
  aws: "https://aws.amazon.com/pricing/",
  azure: "https://azure.microsoft.com/pricing/",
  gcp: "https://cloud.google.com/pricing/list",
};

/** The price table that figures of a cloud are from. */
export const citePrices = (cloud: Cloud, asOf: string): Citation => ({
  id: `prices:${cloud}`,
  title: `${cloudLabels[cloud]} list prices as of ${asOf}`,
  url: pricePages[cloud],
});

/** "eu-central-1 (Frankfurt)". */
export const describeRegion = (cloud: Cloud, region: string): string => {
  const place = placeOfRegion(cloud, region);
  return place === undefined || place === region ? region : `${region} (${place})`;
};

const withoutProfile = (assumption: string): string =>
  assumption
    .replaceAll(" (own usage figures, else small usage profile)", "")
    .replaceAll(" (small usage profile)", ", assumed");

const itemsTable = ({ cost }: Priced): string =>
  table(
    ["What is billed", "Quantity", "Unit price", "A month"],
    cost.items
      .filter(({ quantity }) => quantity > 0)
      .map(({ assumption, unit, quantity, unit_price, monthly }) => [
        withoutProfile(assumption),
        `${Math.round(quantity * 1000) / 1000} ${unit}`,
        `$${unit_price}`,
        money(monthly),
      ]),
  );

/** "3 × Amazon RDS for PostgreSQL". */
export const nameOf = ({ product, amounts }: Priced): string =>
  amounts.count > 1 ? `${amounts.count} × ${product.name}` : product.name;

const notSaid = ({ assumed }: Priced): string =>
  assumed.length === 0 ? "" : `Assumed where the question does not say: ${listOf(assumed)}.`;

const notUsed = ({ unused }: Priced): string =>
  unused.length === 0 ? "" : `The price does not depend on ${listOf(unused)}, as far as it is worked out here.`;

/** The same thing on the other clouds, priced the same way. */
const elsewhere = (priced: Priced, asked: Reading["asked"]): Priced[] => {
  const { size: _size, ...rest } = asked;
  return clouds
    .filter((cloud) => cloud !== priced.cloud)
    .flatMap((cloud) => priceThing(priced.kind, cloud, rest) ?? [])
    .filter(isPriced);
};

const forArchitect = (priced: Priced, others: readonly Priced[]): string => {
  const promised = priced.availability();
  return paragraphs(
    others.length > 0 &&
      paragraphs(
        "**Alternatives on the other clouds**, at their reference regions and usual sizes:",
        table(
          ["Service", "Region", "A month"],
          [priced, ...others].map((each) => [nameOf(each), each.region, money(each.cost.monthly)]),
        ),
      ),
    promised.percent !== null &&
      `**Availability agreed:** ${promised.percent} % (${Math.round(promised.downtime_minutes_month ?? 0)} minutes a month may be lost). ${priced.amounts.multiZone || priced.product.usual.multiZone === undefined ? "" : "A standby in another zone raises it, at about twice the instance price."}`.trim(),
  );
};

const forChief = (priced: Priced): string =>
  paragraphs(
    `**A year:** ${money(priced.cost.monthly * 12)} at this size, pay as you go.`,
    `**What moves the figure:** ${largest(priced)}. Commitments of one or three years lower what runs all month; they are not in this figure, nor are support plans and taxes.`,
  );

const largest = ({ cost }: Priced): string => {
  const [first] = cost.items.toSorted((a, b) => b.monthly - a.monthly);
  if (first === undefined || cost.monthly === 0) return "nothing of it is large";
  const share = Math.round((100 * first.monthly) / cost.monthly);
  return `${withoutProfile(first.assumption)} is ${share} % of it`;
};

const forEngineer = (priced: Priced): string =>
  paragraphs(
    "**The Terraform that was priced** (cut down to what the price depends on):",
    codeBlock("hcl", priced.terraform),
  );

const cheapestRegions = (priced: Priced): string => {
  const rows = regionsOf(priced.cloud)
    .filter(({ open, priceIndex }) => open && priceIndex !== undefined)
    .map(({ code }) => ({ code, monthly: priced.monthlyIn(code) }))
    .toSorted((a, b) => a.monthly - b.monthly || (a.code < b.code ? -1 : 1))
    .slice(0, 5);
  return paragraphs(
    `**Cheapest regions of ${cloudLabels[priced.cloud]} for it:**`,
    table(
      ["Region", "A month"],
      rows.map(({ code, monthly }) => [describeRegion(priced.cloud, code), money(monthly)]),
    ),
  );
};

const answerOne = (reading: Reading, priced: Priced): Advice => {
  const { persona, wants, own } = reading;
  const { cost, cloud, region } = priced;
  const label = kinds[priced.kind].label;
  const others = persona === "Architect" ? elsewhere(priced, reading.asked) : [];
  const head = `**${nameOf(priced)} costs about ${money(cost.monthly)} a month** in ${describeRegion(cloud, region)}, at list prices as of ${cost.as_of}, in US dollars.`;
  const shows = wants.has("code") || persona === "DevOps";
  const other = clouds.find((each) => each !== cloud && kinds[priced.kind].products[each] !== undefined);
  return {
    answer: paragraphs(
      head,
      persona === "CTO" && forChief(priced),
      itemsTable(priced),
      notSaid(priced),
      notUsed(priced),
      /\bcheapest\b/i.test(own) && cheapestRegions(priced),
      persona === "Architect" && forArchitect(priced, others),
      shows && forEngineer(priced),
    ),
    suggestions: [
      persona === "Architect"
        ? `Where is ${priced.product.name} cheapest?`
        : other === undefined
          ? `Where is ${priced.product.name} cheapest?`
          : `What does ${withArticle(label)} cost on ${cloudLabels[other]}?`,
      priced.product.usual.multiZone !== undefined && !priced.amounts.multiZone
        ? `And with a standby in another zone?`
        : `How do I cut the cost of ${priced.product.name}?`,
      shows ? `Which SLA does ${priced.product.name} have?` : "Show me the code",
    ],
    citations: [citePrices(cloud, cost.as_of), ...others.map((each) => citePrices(each.cloud, each.cost.as_of))],
  };
};

const answerSeveral = (reading: Reading, first: Priced, others: readonly Priced[]): Advice => {
  const all = [first, ...others];
  const sorted = all.toSorted((a, b) => a.cost.monthly - b.cost.monthly);
  const least = all.reduce((one, other) => (other.cost.monthly < one.cost.monthly ? other : one));
  const dearest = all.reduce((one, other) => (other.cost.monthly >= one.cost.monthly ? other : one));
  const sameKind = others.every(({ kind }) => kind === first.kind);
  const sum = all.reduce((total, { cost }) => total + cost.monthly, 0);
  const head = sameKind
    ? `**${nameOf(least)} is the cheapest: about ${money(least.cost.monthly)} a month** in ${describeRegion(least.cloud, least.region)}.`
    : `**Together about ${money(sum)} a month** at list prices, in US dollars.`;
  const seen = new Set<Cloud>();
  const shows = reading.wants.has("code") || reading.persona === "DevOps";
  return {
    answer: paragraphs(
      head,
      table(
        ["Service", "Region", "A month", "Prices as of"],
        (sameKind ? sorted : all).map((each) => [
          nameOf(each),
          describeRegion(each.cloud, each.region),
          money(each.cost.monthly),
          each.cost.as_of,
        ]),
      ),
      reading.persona === "CTO" &&
        `**A year:** ${sameKind ? `${money(least.cost.monthly * 12)} for the cheapest, ${money(dearest.cost.monthly * 12)} for the dearest` : money(sum * 12)}.`,
      bullets(
        all
          .filter(({ assumed }) => assumed.length > 0)
          .map((each) => `${each.product.name}: ${listOf(each.assumed)} assumed`),
      ),
      shows && codeBlock("hcl", all.map(({ terraform }) => terraform).join("\n\n")),
    ),
    suggestions: [
      `What does ${first.product.name} cost in Frankfurt?`,
      `Compare ${listOf(all.slice(0, 2).map(({ product }) => product.name))}`,
      shows ? "How do I cut my cloud bill?" : "Show me the code",
    ],
    citations: all
      .filter(({ cloud }) => !seen.has(cloud) && seen.add(cloud))
      .map(({ cloud, cost }) => citePrices(cloud, cost.as_of)),
  };
};

const unpricedAnswer = (reading: Reading, { product, cost, amounts, cloud }: Priced): Advice => ({
  answer: paragraphs(
    `**I have no price for that:** ${product.name}${amounts.size === "" ? "" : ` of size ${plain(amounts.size)}`}.`,
    bullets(Object.values(cost.unpriced_reasons).map((reason) => plain(reason, 200))),
    `I do not guess prices. ${cloudLabels[cloud]}'s own page has it: ${pricePages[cloud]}`,
  ),
  suggestions: [
    `What does ${withArticle(kinds[(reading.things[0] ?? { kind: "vm" as const }).kind].label)} cost on ${cloudLabels[cloud]}?`,
    "Which things can you price?",
    "How do I cut my cloud bill?",
  ],
  citations: [],
});

/** What can be priced, in words. */
export const priceable = (): string[] => kindIds.map((kind) => kinds[kind].label);

/** What is asked of one of several things: its own quantities; what only the last of them is told holds for all. */
const askedOf = ({ things, asked, isFollowUp }: Reading, thing: AskedThing): Partial<Amounts> => {
  const kindsNamed = new Set(things.map(({ kind }) => kind));
  if (kindsNamed.size < 2 || isFollowUp) return asked;
  const told = things.filter(({ own }) => Object.keys(own).length > 0);
  if (told.length === 1 && told[0] === things.at(-1)) {
    const { count: _count, ...shared } = asked;
    return { ...shared, ...thing.own };
  }
  return thing.own;
};

const pricedOn = (reading: Reading, thing: AskedThing): Priced[] => {
  const { kind, cloud: named } = thing;
  const wanted =
    named !== undefined
      ? [named]
      : reading.clouds.length > 0
        ? reading.clouds
        : reading.cloud !== undefined
          ? [reading.cloud]
          : /\bcheapest\b/i.test(reading.own) || regionOnAll(reading)
            ? clouds
            : (["aws"] as const);
  const usable = wanted.filter((cloud) => kinds[kind].products[cloud] !== undefined);
  const kept = usable.length > 0 ? usable : named === undefined && reading.clouds.length === 0 ? clouds : [];
  return kept.flatMap((cloud) => priceThing(kind, cloud, askedOf(reading, thing), regionIn(reading, cloud)) ?? []);
};

const regionOnAll = ({ own }: Reading): boolean =>
  /\b(?:each|all|every|three) (?:cloud|clouds|provider|providers)\b/i.test(own);

/** Only a thing and how much of it: "S3 500 GB", "3 m5.large". */
const isBarePrice = ({ wants, things, asked, words }: Reading): boolean =>
  things.length === 1 &&
  words.length <= 8 &&
  wants.size === 0 &&
  (asked.gb !== undefined || asked.requests !== undefined || asked.size !== undefined);

const askedFor =
  /(?:how much (?:is|are|does|do|for)|what (?:does|do|would|will)|price of|cost of|pricing (?:of|for)|cheapest)\s+(?:an? |the |one |my )?([\p{L}\p{N} .+-]{2,40}?)(?:\s+(?:costs?|prices?|per|a month|in|on|for|from)\b|\?|$)/iu;

const unknownThing = (reading: Reading): Advice | undefined => {
  const what = askedFor.exec(reading.own)?.[1];
  if (what === undefined) return undefined;
  return {
    answer: paragraphs(
      `**I have no price for “${plain(what, 40)}”.** I price cloud services only, from a closed table, and do not guess.`,
      `I can price: ${listOf(priceable())}.`,
    ),
    suggestions: [
      "What does a Multi-AZ Postgres cost?",
      "How much is a NAT gateway in Frankfurt?",
      "Compare Lambda and Fargate at 10 million requests",
    ],
    citations: [],
  };
};

const onlyElsewhere = ({ kind }: NamedThing, cloud: Cloud): Advice => ({
  answer: `**I have no price for ${withArticle(kinds[kind].label)} on ${cloudLabels[cloud]}.** It is priced on ${listOf(
    clouds.filter((other) => kinds[kind].products[other] !== undefined).map((other) => cloudLabels[other]),
  )} only.`,
  suggestions: [
    ...clouds
      .filter((other) => kinds[kind].products[other] !== undefined)
      .slice(0, 1)
      .map((other) => `What does ${withArticle(kinds[kind].label)} cost on ${cloudLabels[other]}?`),
    `What is the equivalent of ${withArticle(kinds[kind].label)} on ${cloudLabels[cloud]}?`,
    "Which things can you price?",
  ],
  citations: [],
});

/** Prices what the question names; says so where it has no price. */
export const answerPrice = (reading: Reading): Advice | undefined => {
  const { wants, things } = reading;
  if (!wants.has("price") && !isBarePrice(reading)) return undefined;
  const [first] = things;
  if (first === undefined) return unknownThing(reading);
  const all = things.flatMap((thing) => pricedOn(reading, thing));
  const unpriced = all.find((priced) => !isPriced(priced));
  if (unpriced !== undefined) return unpricedAnswer(reading, unpriced);
  const [only, ...others] = all;
  if (only === undefined) return onlyElsewhere(first, reading.cloud ?? "aws");
  return others.length === 0 ? answerOne(reading, only) : answerSeveral(reading, only, others);
};
