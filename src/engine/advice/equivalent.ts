import type { Cloud } from "../architecture/model/index.ts";
import { cloudLabels } from "../architecture/parse/form/clouds.ts";
import { findPhrases, once, splitWords, vocabularyOf } from "../architecture/parse/form/words.ts";
import type { Advice, Citation } from "./advice.ts";
import { citeEntry } from "./cite.ts";
import { findEntry } from "./entry.ts";
import file from "./equivalents.json" with { type: "json" };
import { bullets, listOf, money, paragraphs, table, withArticle } from "./markdown.ts";
import { citePrices } from "./price.ts";
import { isPriced, priceThing } from "./priced.ts";
import { cloudsNamed } from "./reading.ts";
import type { Reading } from "./reading.ts";
import { termsOf } from "./terms.ts";
import { quote } from "../text/index.ts";
import { clouds, findThings } from "./things/index.ts";

type Service = (typeof file.services)[number];

const noService = "-";

/** "AWS PrivateLink / VPC endpoints" → both, with and without the vendor's name. */
const spellings = (name: string): string[] =>
  name
    .split(" / ")
    .flatMap((part) => [part, part.replace(/^(?:Amazon|AWS|Azure|Google Cloud|Microsoft|Google) /, "")])
    .map((part) => part.replace(/\(.*\)/, "").trim())
    .filter((part) => part !== noService && part !== "");

interface Vocabulary {
  /** Names of the clouds' own services. */
  named: ReturnType<typeof vocabularyOf<string>>;
  byId: ReadonlyMap<string, Service>;
}

const vocabulary = once((): Vocabulary => {
  const byId = new Map(file.services.map((service) => [service.id, service]));
  const rows: Record<string, string> = {};
  for (const service of file.services) {
    for (const cloud of clouds) rows[`${service.id}@${cloud}`] = spellings(service[cloud]).join(", ");
    rows[`${service.id}@`] = [service.what, service.also ?? ""].filter((part) => part !== "").join(", ");
  }
  return { named: vocabularyOf(rows), byId };
});

/** The cloud whose service an abbreviation is ("s3"), where only one of them is called so. */
const homeOf = (service: Service, words: readonly string[], target: Cloud | undefined): Cloud | undefined => {
  const text = words.join(" ");
  const named = clouds.filter((cloud) =>
    spellings(service[cloud]).some((name) => text.includes(splitWords(name).join(" "))),
  );
  const byThing = findThings(words).find(({ cloud }) => cloud !== undefined)?.cloud;
  return named.find((cloud) => cloud !== target) ?? (byThing === target ? undefined : byThing);
};

interface Match {
  service: Service;
  from: Cloud | undefined;
  to: Cloud | undefined;
}

/** The service that words name, and where its counterpart is looked for. */
const findService = (reading: Reading): Match | undefined => {
  const { named, byId } = vocabulary();
  for (const text of [reading.own, reading.text]) {
    const words = splitWords(text);
    const hits = findPhrases(words, named);
    const longest = hits.toSorted((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from)[0];
    if (longest === undefined) continue;
    // Of names that two services share, the one that lies in a cloud of its own tells more.
    const id = longest.meaning.replace(/@.*/, "");
    const service = byId.get(id);
    if (service === undefined) continue;
    const targets = cloudsNamed(splitWords(reading.own)).concat(cloudsNamed(words));
    const to = targets.find((cloud) => !isHome(service, longest.meaning, cloud)) ?? targets[0];
    const from =
      clouds.find((cloud) => longest.meaning === `${id}@${cloud}` && cloud !== to) ?? homeOf(service, words, to);
    return { service, from, to };
  }
  return undefined;
};

const isHome = (_service: Service, meaning: string, cloud: Cloud): boolean => meaning.endsWith(`@${cloud}`);

/** The entry that tells how such services differ. */
const differencesOf = ({ id }: Service) => {
  const group = /^(?:vm|spot|dedicated|batch|paas|static|serverless|k8s|container|registry|service-mesh)/.test(id)
    ? "compute"
    : /^(?:object|archive|block|file|hpc|backup|transfer|sftp|rdb|nosql|graph|timeseries|cache|mem|db-|warehouse|sql|etl|spark|airflow|search|bi|catalog|stream-analytics)/.test(
          id,
        )
      ? "data"
      : /^(?:iam|user|kms|hsm|secrets|certs|waf|ddos|threat|siem|vuln|data-classify|metrics|logs|tracing|audit|config|param|iac|patching|ci-|org|cost)/.test(
            id,
          )
        ? "security"
        : "integration";
  return findEntry(`${group}-equivalents`);
};

const headline = ({ service, from, to }: Match): string => {
  if (to === undefined)
    return `**${service.what.slice(0, 1).toUpperCase()}${service.what.slice(1)}** on the three clouds:`;
  const theirs = service[to];
  const meant = from === undefined ? service.what : `counterpart of ${service[from]} (${service.what})`;
  return theirs === noService
    ? `**${cloudLabels[to]} has no service of its own** that is ${from === undefined ? withArticle(meant) : `the ${meant}`}.`
    : `**${theirs}** is ${cloudLabels[to]}'s ${meant}.`;
};

const pricesOf = (reading: Reading, { service }: Match): { text: string; citations: Citation[] } => {
  const kind = findThings(splitWords(`${service.aws} ${service.also ?? ""}`))[0]?.kind;
  if (kind === undefined) return { text: "", citations: [] };
  const all = clouds.flatMap((cloud) => priceThing(kind, cloud, reading.asked) ?? []).filter(isPriced);
  return {
    text:
      all.length < 2
        ? ""
        : paragraphs(
            "**What each costs** at its usual size, in the cloud's reference region:",
            table(
              ["Service", "A month", "Assumed"],
              all.map(({ product, cost, assumed }) => [product.name, money(cost.monthly), listOf(assumed)]),
            ),
          ),
    citations: all.length < 2 ? [] : all.map(({ cloud, cost }) => citePrices(cloud, cost.as_of)),
  };
};

const resourceTypes = (match: Match): string => {
  const kind = findThings(splitWords(`${match.service.aws} ${match.service.also ?? ""}`))[0]?.kind;
  if (kind === undefined) return "";
  const types = clouds.flatMap((cloud) => {
    const type = /resource "(\w+)"/.exec(priceThing(kind, cloud, {})?.terraform ?? "")?.[1];
    return type === undefined ? [] : [`${cloudLabels[cloud]}: \`${type}\``];
  });
  return types.length < 2 ? "" : paragraphs("**In Terraform:**", bullets(types));
};

/** What a service of one cloud is called on another. */
export const answerEquivalent = (reading: Reading): Advice | undefined => {
  if (!reading.wants.has("equivalent")) return undefined;
  const match = findService(reading);
  if (match === undefined) return undefined;
  const { service, to } = match;
  const entry = differencesOf(service);
  const names = clouds.flatMap((cloud) => spellings(service[cloud]));
  const told = entry === undefined ? [] : quote(entry.body, termsOf(`${service.what} ${names.join(" ")}`), 2);
  const prices = reading.persona === "CTO" ? pricesOf(reading, match) : { text: "", citations: [] };
  const [other] = clouds.filter((cloud) => cloud !== to && cloud !== match.from);
  const ours = [match.from, to, ...clouds].flatMap((cloud) => (cloud === undefined ? [] : spellings(service[cloud])));
  return {
    answer: paragraphs(
      headline(match),
      table(["AWS", "Azure", "Google Cloud"], [[service.aws, service.azure, service.gcp]]),
      prices.text,
      reading.persona === "DevOps" && resourceTypes(match),
      reading.persona !== "CTO" && told.length > 0 && paragraphs("**Mind the differences:**", bullets(told)),
    ),
    suggestions: [
      other === undefined ? "Should we use more than one cloud?" : `And on ${cloudLabels[other]}?`,
      `What does ${ours[0] ?? service.what} cost?`,
      "How do I move from one cloud to another?",
    ],
    citations: [
      { id: `equivalents:${service.id}`, title: `Service equivalents: ${service.what} (${file.asOf})` },
      ...(entry === undefined || told.length === 0 || reading.persona === "CTO" ? [] : [citeEntry(entry)]),
      ...prices.citations,
    ],
  };
};
