import type { Cloud } from "../../model/index.ts";
import type { Brief, Capability, Compute, DatabaseEngine, DesignRequest, Fact, Product, Requirement } from "./brief.ts";
import { cloudLabels, cloudOf } from "./clouds.ts";
import { gapNotes } from "./gaps.ts";
import { defaultRegion, regionOf } from "./places.ts";
import { generalTypes, incidentalTypes, projectTypes, projectWords } from "./project-types.ts";
import type { ProjectId, ProjectType } from "./project-types.ts";
import { cloudOfMachine, readSizes } from "./sizes.ts";
import { capabilityWords, engineWords, factSubjects, factWords, productWords, requirementWords } from "./vocabulary.ts";
import { findPhrases, meaningsOf, splitWords } from "./words.ts";
import type { Match } from "./words.ts";

/** Items of a list of requirements that are looked at. */
const maxRequirements = 50;

/** Compute that the words name, in the order in which one wins over another as the home of the application. */
const computes: readonly Compute[] = ["kubernetes", "vm", "containers", "serverless"];
/** Capabilities that only say how or where the application runs: they do not describe an architecture. */
const shapeless: ReadonlySet<Capability> = new Set(["web", "api", "static_site", "serverless", "monitoring"]);
/** With this many other capabilities named, the text is a description and nothing usual is added to it. */
const described = 2;
const databases: readonly Capability[] = ["relational_db", "document_db", "key_value_db"];
/** What cannot do its work without something else. */
const implied: Partial<Record<Capability, Capability>> = {
  etl: "object_storage",
  ml: "object_storage",
  iot: "stream",
};
/** What an application needs to be there for. */
const needsCompute: readonly Capability[] = ["web", "api", "load_balancer", "autoscaling", "auth", "registry", "cicd"];

const sorted = <Item extends string>(items: Iterable<Item>): Item[] =>
  [...new Set(items)].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/**
 * The project type that words name first. A general one ("web app for online banking") gives way to one that says more,
 * unless that is only a part of the whole ("web app with batch jobs").
 */
const projectOf = (words: readonly string[]): ProjectId | undefined => {
  const named = findPhrases(words, projectWords())
    .filter(({ negated }) => !negated)
    .map(({ meaning }) => meaning);
  const [first] = named;
  if (first === undefined || !generalTypes.has(first)) return first;
  return (
    named.find((type) => !generalTypes.has(type) && (first === "serverless-api" || !incidentalTypes.has(type))) ?? first
  );
};

/** Words that may stand between a fact and what it describes, before it and after it. */
const leadingGap = 1;
const trailingGap = 2;
/** With one of these in between, it is a wish: "Postgres, must be highly available". */
const wishes = new Set("must should shall need needs want wants be to make".split(" "));

/** A fact stands right beside its subject, with nothing else named in between: "Multi-AZ RDS", "RDS with encryption". */
const describes = (
  words: readonly string[],
  fact: Match<Fact>,
  subject: Match<Capability>,
  named: readonly Match<Capability>[],
): boolean => {
  const [from, to, gap] =
    fact.to <= subject.from ? [fact.to, subject.from, leadingGap] : [subject.to, fact.from, trailingGap];
  if (to < from || to - from > gap || words.slice(from, to).some((word) => wishes.has(word))) return false;
  return !named.some((other) => other.from >= from && other.to <= to);
};

const factsOf = (words: readonly string[], named: readonly Match<Capability>[]): Fact[] =>
  findPhrases(words, factWords())
    .filter((fact) => {
      const subjects = named.filter(({ meaning, negated }) => !negated && factSubjects[fact.meaning].includes(meaning));
      return !fact.negated && subjects.some((subject) => describes(words, fact, subject, named));
    })
    .map(({ meaning }) => meaning);

const usualOf = (type: ProjectType, named: ReadonlySet<Capability>): Capability[] => {
  const telling = [...named].filter((capability) => !shapeless.has(capability) && !type.core.includes(capability));
  if (telling.length >= described) return [];
  const hasDatabase = databases.some((database) => named.has(database));
  return type.usual.filter((capability) => !(hasDatabase && databases.includes(capability)));
};

const computeOf = (
  type: ProjectType,
  capabilities: ReadonlySet<Capability>,
  named: ReadonlySet<Capability>,
  denied: ReadonlySet<Capability>,
): Compute | undefined => {
  const said = computes.find((compute) => named.has(compute));
  if (said !== undefined) return said;
  if (type.compute !== undefined && !denied.has(type.compute)) return type.compute;
  if (type.compute !== undefined || needsCompute.some((capability) => capabilities.has(capability)))
    return denied.has("containers") ? "vm" : "containers";
  // A queue that nobody empties is no design.
  if (capabilities.has("serverless") || (capabilities.has("queue") && !capabilities.has("batch"))) return "serverless";
  return undefined;
};

/** Understands a form or a few words; the same request always gives the same brief. */
export const readRequest = (request: DesignRequest): Brief => {
  const field = splitWords(request.project_type ?? "");
  const text = splitWords(request.text ?? "");
  const asked = (request.requirements ?? []).slice(0, maxRequirements).map((item) => splitWords(item));
  const prose = [...field, ...text];
  const all = [...prose, ...asked.flat()];
  const notes: string[] = [];

  const cloudNamed =
    cloudOf(splitWords(request.cloud ?? "")) ??
    cloudOf(text) ??
    cloudOf(field) ??
    cloudOf(splitWords(request.region ?? "")) ??
    cloudOfMachine(text);
  const cloud = cloudNamed ?? "aws";
  if (cloudNamed === undefined) notes.push("No cloud was named: AWS is assumed.");

  const regionNamed = regionOf(splitWords(request.region ?? ""), cloud) ?? regionOf(all, cloud);
  const region = regionNamed ?? defaultRegion(cloud);
  if (regionNamed === undefined) notes.push(`No region of ${cloudLabels[cloud]} was recognised: ${region} is assumed.`);

  const inProse = findPhrases(prose, capabilityWords());
  const matches = [...inProse, ...asked.flatMap((words) => findPhrases(words, capabilityWords()))];
  const named = meaningsOf(matches);
  const denied = new Set(matches.filter(({ negated }) => negated).map(({ meaning }) => meaning));
  const project = projectOf(field) ?? projectOf(text) ?? (named.size > 0 ? "application" : "web-app");
  const type: ProjectType = projectTypes[project];
  if (project === "application") notes.push("The kind of project was not recognised: the design holds what was named.");
  if (named.size === 0 && projectOf(prose) === undefined)
    notes.push("Nothing was recognised: a plain web application is assumed.");

  const inText = findPhrases(text, capabilityWords());
  const sizes = readSizes(text, inText, cloud);
  // A machine type says where the application runs, too.
  if (sizes.machine !== undefined && !computes.some((compute) => named.has(compute))) named.add("vm");

  const capabilities = new Set([...type.core, ...named, ...usualOf(type, meaningsOf(inProse))]);
  // "Website" is what a static website is called, not a second thing.
  if (project === "static-website" && !named.has("api")) capabilities.delete("web");
  for (const capability of denied) if (!named.has(capability)) capabilities.delete(capability);
  for (const capability of capabilities) capabilities.add(implied[capability] ?? capability);
  const compute = computeOf(type, capabilities, named, denied);

  const wanted = meaningsOf([prose, ...asked].flatMap((words) => findPhrases(words, requirementWords())));
  const products = meaningsOf(findPhrases(prose, productWords()));
  const facts = factsOf(text, inText);
  const isDescribed = products.size > 0 || facts.includes("database_multi_zone") || prose.includes("rds");
  const chosen = chooseDatabase({ cloud, named: namedEngine(prose), isDescribed, wanted, project });
  if (chosen.note !== undefined && capabilities.has("relational_db")) notes.push(chosen.note);
  const design = {
    cloud,
    ...(compute !== undefined && { compute }),
    capabilities: sorted<Capability>(capabilities),
    products: sorted<Product>([...products, ...chosen.products]),
    facts: sorted<Fact>(facts),
    engine: chosen.engine,
  };
  return {
    title: `${type.label} on ${cloudLabels[cloud]}`,
    project,
    region,
    ...design,
    requirements: sorted<Requirement>(wanted),
    sizes,
    notes: [...notes, ...gapNotes(design)],
  };
};

const namedEngine = (words: readonly string[]): DatabaseEngine | undefined =>
  findPhrases(words, engineWords()).find(({ negated }) => !negated)?.meaning;

interface DatabaseWish {
  cloud: Cloud;
  named: DatabaseEngine | undefined;
  /** The text says which database it is, or how it stands. */
  isDescribed: boolean;
  wanted: ReadonlySet<Requirement>;
  project: ProjectId;
}

/** The database by what is asked of it, where the text leaves it open. */
const chooseDatabase = ({
  cloud,
  named,
  isDescribed,
  wanted,
  project,
}: DatabaseWish): { engine: DatabaseEngine; products: Product[]; note?: string } => {
  // WordPress and its kin are written for MySQL.
  const engine = named ?? (project === "cms" ? "mysql" : "postgres");
  const isCheap = wanted.has("low_cost");
  if (cloud === "azure" && isCheap && !isDescribed && named === undefined && engine === "postgres")
    return {
      engine: "sqlserver",
      products: [],
      note: "SQL Database is taken for its low price: it needs no second server to survive a failed machine.",
    };
  const isShared = !isDescribed && engine !== "sqlserver" && engine !== "mariadb";
  if (cloud === "aws" && wanted.has("high_availability") && !isCheap && isShared)
    return {
      engine,
      products: ["aurora"],
      note: "Aurora is taken for its agreement of 99.99%: instances in two zones share one storage.",
    };
  return { engine, products: [] };
};
