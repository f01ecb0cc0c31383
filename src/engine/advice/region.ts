import type { Cloud } from "../architecture/model/index.ts";
import { cloudLabels } from "../architecture/parse/form/clouds.ts";
import { regionOf } from "../architecture/parse/form/places.ts";
import { splitWords } from "../architecture/parse/form/words.ts";
import { isKnownPlace, rankRegions } from "../architecture/regions/index.ts";
import type { RankedRegion, Users } from "../architecture/regions/index.ts";
import type { Advice, Citation } from "./advice.ts";
import { citeEntry } from "./cite.ts";
import { findEntry } from "./entry.ts";
import { bullets, listOf, paragraphs, table } from "./markdown.ts";
import { describeRegion } from "./price.ts";
import type { Reading } from "./reading.ts";
import { clouds } from "./things/index.ts";

interface Place extends Users {
  /** As the question calls it. */
  called: string;
  at: number;
}

/** Longest name of a country, in words. */
const maxName = 3;

const title = (words: readonly string[]): string =>
  words
    .map((word) =>
      word.length < 4 && /^(?:uk|usa|us|uae|eu)$/.test(word)
        ? word.toUpperCase()
        : `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`,
    )
    .join(" ");

/** Two letters are words as well as codes ("in", "it", "us"): only these count. */
const shortNames: ReadonlySet<string> = new Set(["uk", "us"]);

/** The region for words that are a place as a whole, and not only hold one ("in Brazil"). */
const placeOf = (words: readonly string[], cloud: Cloud): string | undefined =>
  words.length > 1 && (regionOf(words.slice(1), cloud) ?? regionOf(words.slice(0, -1), cloud)) !== undefined
    ? undefined
    : regionOf(words, cloud);

const placeAt = (
  words: readonly string[],
  at: number,
  cloud: Cloud,
): { users: Omit<Place, "at" | "share">; to: number } | undefined => {
  for (let length = Math.min(maxName, words.length - at); length > 0; length--) {
    const part = words.slice(at, at + length);
    const name = part.join(" ");
    if (name.length < 3 && !shortNames.has(name)) continue;
    const called = title(part);
    if (name === "us") return { users: { country: "USA", called }, to: at + length };
    if (isKnownPlace({ country: name })) return { users: { country: name, called }, to: at + length };
    const region = cloudWords.has(name.replace(/ .*/, "")) ? undefined : placeOf(part, cloud);
    if (region !== undefined) return { users: { region, called }, to: at + length };
  }
  return undefined;
};

const cloudWords: ReadonlySet<string> = new Set([
  "aws",
  "azure",
  "gcp",
  "google",
  "amazon",
  "for",
  "in",
  "and",
  "with",
  "region",
  "best",
  "eu",
  "gdpr",
]);

/** Places that a text names, with the percentages before them; those without one have equal parts of what is left. */
const placesIn = (text: string, cloud: Cloud): Place[] => {
  const words = splitWords(text);
  const hasShares = /%|percent/i.test(text);
  const found: { users: Omit<Place, "at" | "share">; at: number; said: number }[] = [];
  for (let at = 0; at < words.length;) {
    const place = placeAt(words, at, cloud);
    if (place === undefined) {
      at++;
      continue;
    }
    const before = words.slice(Math.max(0, at - 3), at).toReversed();
    const said = hasShares ? Number(before.find((word) => /^\d{1,3}$/.test(word)) ?? 0) : 0;
    found.push({ users: place.users, at, said });
    at = place.to;
  }
  const silent = found.filter(({ said }) => said === 0).length;
  const told = found.reduce((sum, { said }) => sum + said, 0);
  const rest = told > 0 && told < 100 ? Math.round((100 - told) / silent) : 1;
  return found.map(({ users, at, said }) => ({ ...users, at, share: said > 0 ? said : rest }));
};

const residencyCue =
  /\b(?:residency|resident|sovereign\w*|must stay|has to stay|have to stay|stays?|staying|keep\w*|stored|hosted|remain\w*|only)\b(?: the| our| my| all| customer| user| personal| data| it| them)* (?:data )?(?:in|inside|within|to)(?: the)? ([\p{L} ]{2,30})/iu;

/** Where data has to stay: "EU", "EEA" or a country. */
const residencyIn = (text: string): string | undefined => {
  if (/\beea\b/i.test(text)) return "EEA";
  if (
    /\b(?:eu|european union|europe)\b[\w\s]{0,12}\b(?:residency|only|data)\b|\bgdpr\b|\bdsgvo\b|\b(?:residency|stay|data|only)\b[\w\s]{0,20}\b(?:eu|european union)\b/i.test(
      text,
    )
  )
    return "EU";
  const stays = residencyCue.exec(text)?.[1];
  if (stays === undefined) return undefined;
  const words = splitWords(stays);
  for (let length = Math.min(maxName, words.length); length > 0; length--) {
    const name = words.slice(0, length).join(" ");
    if (name.length > 2 && isKnownPlace({ country: name })) return name;
  }
  return undefined;
};

/** "the EU", "Norway". */
const placeNamed = (residency: string): string =>
  residency === "EU" || residency === "EEA" ? `the ${residency}` : title(splitWords(residency));

const citeRegions = (cloud: Cloud): Citation => ({
  id: `regions:${cloud}`,
  title: `Regions of ${cloudLabels[cloud]}: measured latency (July 2026), price index, carbon of the grid`,
});

const shown = 5;

const rowsOf = (cloud: Cloud, ranked: readonly RankedRegion[], named: boolean): string[][] =>
  ranked.map((choice) => [
    named ? `${cloudLabels[cloud]} ${describeRegion(cloud, choice.region)}` : describeRegion(cloud, choice.region),
    choice.latency === null ? "–" : `${choice.latency_ms} ms${choice.latency === "estimated" ? " (estimated)" : ""}`,
    `× ${choice.cost_index}`,
    choice.carbon_g_per_kwh === null ? "–" : `${choice.carbon_g_per_kwh} g/kWh`,
    String(choice.zones),
    String(choice.score),
  ]);

const head = ["Region", "Round trip to your users", "Price", "CO₂ of the grid", "Zones", "Score"];

interface Ranking {
  cloud: Cloud;
  first: RankedRegion;
  ranked: RankedRegion[];
}

/** What matters most, where the question says it. */
const weightsOf = (text: string) => {
  if (/\bcheap|\blowest (?:cost|price)|\bprice\b/i.test(text)) return { latency: 0.2, cost: 0.75, carbon: 0.05 };
  if (/\bgreen|\bcarbon|\bco2|\bsustainab/i.test(text)) return { latency: 0.2, cost: 0.1, carbon: 0.7 };
  if (/\blowest latency|\bfastest|\bclosest|\bnearest/i.test(text)) return { latency: 1, cost: 0, carbon: 0 };
  return undefined;
};

const persuade = (reading: Reading, { cloud, first, ranked: [, second] }: Ranking): string => {
  if (reading.persona === "CTO")
    return paragraphs(
      "**For the business:**",
      bullets([
        `Prices there are ${first.cost_index === 1 ? "those of" : `${first.cost_index} times those of`} the cloud's reference region.`,
        `Data stays in ${first.residency.join(", ")}: ask counsel whether that meets your contracts and laws.`,
      ]),
    );
  if (reading.persona === "DevOps")
    return paragraphs(
      "**To set it:**",
      `\`\`\`hcl\n${cloud === "aws" ? `provider "aws" {\n  region = "${first.region}"\n}` : cloud === "azure" ? `variable "location" {\n  default = "${first.region}"\n}` : `provider "google" {\n  region = "${first.region}"\n}`}\n\`\`\``,
      "Measure from your users' networks before you commit: a synthetic probe for a week tells more than a table.",
    );
  if (reading.persona === "Architect" && second !== undefined)
    return paragraphs(
      "**For recovery and growth:**",
      bullets([
        `${second.region} is the second choice, and so a candidate for disaster recovery: ${second.why}`,
        first.zones >= 3
          ? `${first.region} has ${first.zones} zones: spread over them before you add a region.`
          : `${first.region} has ${first.zones === 0 ? "no availability zones" : `${first.zones} zones`}: high availability needs another region.`,
      ]),
    );
  return "";
};

/** Asks which place; "how do I keep data in the EU" asks for the way to do it. */
const choosing = /\b(?:which|what|best|where|closest|nearest|regions? for)\b/i;

/** Ranks regions for where users are, where data has to stay, and what matters. */
export const answerRegion = (reading: Reading): Advice | undefined => {
  if (!reading.wants.has("region") || reading.wants.has("draw")) return undefined;
  const cloud = reading.cloud ?? "aws";
  const residency = residencyIn(reading.own) ?? residencyIn(reading.text);
  if (residency !== undefined && !reading.isFollowUp && reading.wants.has("steps") && !choosing.test(reading.own))
    return undefined;
  const mine = placesIn(reading.own, cloud);
  const named = mine.length > 0 ? mine : placesIn(reading.text, cloud);
  const apart = named.filter(({ called }) => called.toLowerCase() !== residency);
  // Where nothing else is said, the users are where the data has to stay.
  const users = apart.length > 0 ? apart : named.slice(0, 1);
  const weights = weightsOf(reading.text);
  if (users.length === 0 && residency === undefined && (weights === undefined || !/\bregions?\b/i.test(reading.text)))
    return undefined;
  const wanted = reading.cloud === undefined ? clouds : [reading.cloud];
  const rankings = wanted.flatMap((each): Ranking[] => {
    const ranked = rankRegions({ cloud: each, users, residency, weights });
    const [first] = ranked;
    return first === undefined ? [] : [{ cloud: each, first, ranked }];
  });
  const [best] = rankings.toSorted((a, b) => b.first.score - a.first.score);
  const kept = residency === undefined ? undefined : placeNamed(residency);
  if (best === undefined)
    return {
      answer: `**No open region of ${listOf(wanted.map((each) => cloudLabels[each]))} is known here that keeps data in ${kept ?? "that place"}.** A sovereign or government region may; those need an account of their own and are not ranked.`,
      suggestions: [
        "Which regions keep data in the EU?",
        "What are sovereign cloud options in Europe?",
        "How do I keep data in a country?",
      ],
      citations: wanted.map(citeRegions),
    };
  const rows =
    rankings.length > 1
      ? rankings.flatMap((ranking) => rowsOf(ranking.cloud, ranking.ranked.slice(0, 2), true))
      : rowsOf(best.cloud, best.ranked.slice(0, shown), false);
  const total = rankings.reduce((sum, { ranked }) => sum + ranked.length, 0);
  const entry = residency === undefined ? undefined : findEntry("comp-data-residency");
  const people = users.map(({ called, share }) =>
    users.some((one) => one.share !== 1) ? `${called} (${share})` : called,
  );
  return {
    answer: paragraphs(
      `**${cloudLabels[best.cloud]} ${describeRegion(best.cloud, best.first.region)}** is ${total === 1 ? "the only region" : `the best of ${total} regions`}${people.length > 0 ? ` for users in ${listOf(people)}` : ""}${kept === undefined ? "" : `, with data kept in ${kept}`}.`,
      persuade(reading, best),
      table(head, rows),
      `${best.first.why} The score weighs round trip, price and carbon${weights === undefined ? " (0.7, 0.25, 0.05)" : ` (${weights.latency}, ${weights.cost}, ${weights.carbon}: what the question asks for first)`}.`,
    ),
    suggestions: [
      reading.cloud === undefined
        ? "And on Azure only?"
        : `And on ${cloudLabels[clouds.find((each) => each !== reading.cloud) ?? "aws"]}?`,
      kept === undefined ? "And with the data kept in the EU?" : `How do I keep data in ${kept}?`,
      `What does a Multi-AZ Postgres cost in ${best.first.region}?`,
    ],
    citations: [
      ...rankings.map((ranking) => citeRegions(ranking.cloud)),
      ...(entry === undefined ? [] : [citeEntry(entry)]),
    ],
  };
};
