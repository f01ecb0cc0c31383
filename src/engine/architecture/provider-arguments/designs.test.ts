import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyzeDesign, designFromRequest, goalsFor } from "../index.ts";
import type { Cloud } from "../model/index.ts";
import { inspect, splitFiles } from "../parse/index.ts";
import type { SourceFile } from "../parse/index.ts";
import { judge } from "../judge.ts";
import aws from "./aws.json" with { type: "json" };
import aws5 from "./aws-5.json" with { type: "json" };
import azurerm from "./azurerm.json" with { type: "json" };
import { argumentProblems } from "./check-arguments.ts";
import type { ProviderArguments } from "./check-arguments.ts";
import google from "./google.json" with { type: "json" };

// Type boundary: the keys of the generated files are data.
const known = { aws: [aws, aws5], azure: [azurerm], gcp: [google] } as unknown as Record<Cloud, ProviderArguments[]>;
const providers = Object.values(known).flat();

const clouds: readonly Cloud[] = ["aws", "azure", "gcp"];
const projects = ["web app", "api", "ecommerce", "data pipeline", "machine learning", "static site", "iot", "saas"];
/** What else a form may name: it is not held to requirements that may have nothing to say of it. */
const others = [
  "blog",
  "microservices",
  "mobile backend",
  "chat",
  "gaming",
  "batch processing",
  "serverless api",
  "fintech",
];
const requirements = ["high_availability", "low_cost", "security", "low_latency", "compliance"];

/** A month of any of these designs, in dollars: with less a part has lost its price, with more it is out of proportion. */
const saneCost = { least: 25, most: 1_000 };

interface Suggested {
  name: string;
  terraform: string;
  monthly: number;
  problems: string[];
  grave: string[];
  unmet: string[];
}

const suggest = (cloud: Cloud, project: string, asked: readonly string[]): Suggested => {
  const design = designFromRequest({ cloud, project_type: project, requirements: asked });
  const { terraform, suggested } = analyzeDesign({ ...design, generated: true });
  const { model, project: read, warnings } = inspect(splitFiles(terraform), { cloud, region: design.region });
  const grave = judge(model, read, new Map()).failures.filter(({ rule }) => /^(?:critical|high)$/.test(rule.severity));
  return {
    name: `${project} (${asked.join()})`,
    terraform,
    monthly: suggested.cost.monthly,
    problems: [
      ...warnings.map(({ message }) => message),
      ...known[cloud].flatMap((provider) => argumentProblems(terraform, provider)),
    ],
    grave: grave.map(({ rule, address }) => `${rule.id} ${address}`),
    unmet: design.goals.filter((goal) => goal.isMet(model) !== true).map(({ id }) => id),
  };
};

const withAny = (all: readonly Suggested[], of: "problems" | "grave" | "unmet"): string[] =>
  all.flatMap((design) => design[of].map((text) => `${design.name}: ${text}`));

describe.each(clouds)("what is suggested for a form on %s", (cloud) => {
  const designs = projects.flatMap((project) =>
    [[], ...requirements.map((one) => [one])].map((asked) => suggest(cloud, project, asked)),
  );

  const every = [...designs, ...others.map((project) => suggest(cloud, project, []))];

  it("uses what the provider knows, and all that it requires", () => expect(withAny(every, "problems")).toEqual([]));

  it("leaves no critical and no high finding", () => expect(withAny(every, "grave")).toEqual([]));

  it("meets what was asked for", () => expect(withAny(designs, "unmet")).toEqual([]));

  it("has a sane price", () => {
    const { least, most } = saneCost;
    const odd = designs.filter(({ monthly }) => !(monthly >= least && monthly <= most));
    expect(odd.map(({ name, monthly }) => `${name}: ${monthly}`)).toEqual([]);
  });

  it.each(["ecommerce", "data pipeline"])("differs by what was asked for: %s", (project) => {
    const asked = ["low_cost", "security", "low_latency", "compliance"];
    const names = [`${project} ()`, ...asked.map((one) => `${project} (${one})`)];
    const texts = designs.filter(({ name }) => names.includes(name)).map(({ terraform }) => terraform);
    expect([texts.length, new Set(texts).size]).toEqual([names.length, names.length]);
  });
});

const examples = join(import.meta.dirname, "../../../../examples");

const filesIn = (folder: string, under = ""): SourceFile[] =>
  readdirSync(join(folder, under))
    .map((name) => join(under, name))
    .flatMap((path) => {
      if (statSync(join(folder, path)).isDirectory()) return filesIn(folder, path);
      return path.endsWith(".tf") ? [{ name: path, text: readFileSync(join(folder, path), "utf8") }] : [];
    });

const projectsOf = (folder: string): [name: string, files: SourceFile[]][] =>
  readdirSync(join(examples, folder))
    .filter((name) => name.endsWith(".tf"))
    .map((name) => [name, [{ name, text: readFileSync(join(examples, folder, name), "utf8") }]]);

const samples: [name: string, files: SourceFile[]][] = [
  ...projectsOf("."),
  ...projectsOf("architectures"),
  ["shop", filesIn(join(examples, "shop"))],
  ["modules", filesIn(join(examples, "modules"))],
];

describe("the examples", () => {
  it.each(samples)("%s uses what its provider knows, as it is and as suggested", (_, files) => {
    const goals = goalsFor({ requirements });
    const { terraform } = analyzeDesign({ files, generated: false, goals });
    const texts = [...files.map(({ text }) => text), terraform];
    const problems = texts.flatMap((text) => providers.flatMap((provider) => argumentProblems(text, provider)));
    expect(problems).toEqual([]);
  });
});
