import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyzeDesign, designFromRequest, goalsFor } from "../index.ts";
import type { Cloud } from "../model/index.ts";
import { parseTerraform, splitFiles } from "../parse/index.ts";

const clouds: readonly Cloud[] = ["aws", "azure", "gcp"];
const projects = ["web app", "api", "ecommerce", "data pipeline", "machine learning", "static site", "iot", "saas"];
const requirements = [
  "backup",
  "compliance",
  "disaster_recovery",
  "global_users",
  "high_availability",
  "low_latency",
  "monitoring",
  "performance",
  "scalability",
  "security",
];

const reference =
  /(?<![\w."-])(?:(?:data\.)?(?:aws|azurerm|google|random|tls|kubernetes)_\w+\.[a-z_][\w-]*|(?:var|local)\.\w+)/gi;

/** Text without comments, and of strings only what they interpolate. */
const codeOf = (text: string): string =>
  text
    .replaceAll(/^\s*#.*$/gm, "")
    .replaceAll(
      /"(?:[^"\\]|\\.)*"/g,
      (quoted) => ` ${[...quoted.matchAll(/\$\{([^}]*)\}/g)].map(([, code]) => code).join(" ")} `,
    );

interface Emitted {
  problems: string[];
  twice: string[];
  dangling: string[];
  hasProviders: boolean;
}

/** Whether a text stands on its own: it is read without a problem, names nothing twice and refers to what it declares. */
const examine = (terraform: string): Emitted => {
  const { project, warnings } = parseTerraform(splitFiles(terraform));
  const names: string[] = [];
  for (const { body } of project.files)
    for (const item of body) {
      if (item.kind !== "block") continue;
      const [type = "", label = ""] = item.labels;
      if (item.type === "resource") names.push(`${type}.${label}`);
      if (item.type === "data") names.push(`data.${type}.${label}`);
      if (item.type === "variable") names.push(`var.${type}`);
      if (item.type === "locals")
        names.push(...item.body.flatMap((local) => (local.kind === "attribute" ? [`local.${local.name}`] : [])));
    }
  const declared = new Set(names);
  const referred = new Set(codeOf(terraform).match(reference));
  return {
    problems: warnings.map(({ message }) => message),
    twice: names.filter((name, index) => names.indexOf(name) !== index),
    dangling: [...referred].filter((name) => !declared.has(name)),
    hasProviders: /required_providers \{/.test(terraform),
  };
};

const sound: Emitted = { problems: [], twice: [], dangling: [], hasProviders: true };

/** Neighbouring arguments of one depth (the keys of a map are the user's) whose equals signs do not stand in one column, as `terraform fmt` would have them. */
const misaligned = (terraform: string): string[] => {
  const found: string[] = [];
  let column: number | undefined;
  let depth: string | undefined;
  for (const line of terraform.split("\n")) {
    const [, indent = "", name = "", gap = "", value = ""] = /^( *)([a-z_]+)( +)= (.*)$/.exec(line) ?? [];
    const isPlain = name !== "" && !/[[{(]$/.test(value) && !value.startsWith("<<");
    const at = indent.length + name.length + gap.length;
    if (isPlain && depth === indent && column !== undefined && column !== at) found.push(line.trim());
    column = isPlain ? at : undefined;
    depth = isPlain ? indent : undefined;
  }
  return found;
};

describe.each(clouds)("code that is written for a form on %s", (cloud) => {
  it.each(projects)("stands on its own: %s", (project) => {
    for (const asked of [[], requirements, ["low_cost"]]) {
      const design = designFromRequest({ cloud, project_type: project, requirements: asked });
      const { terraform } = analyzeDesign({ ...design, generated: true });
      expect(examine(terraform)).toEqual(sound);
      expect(misaligned(terraform)).toEqual([]);
    }
  });
});

const root = join(import.meta.dirname, "../../../..");

const readAll = (folder: string, ending: RegExp): [string, string][] =>
  readdirSync(join(root, folder))
    .filter((name) => ending.test(name) && statSync(join(root, folder, name)).isFile())
    .map((name) => [name, readFileSync(join(root, folder, name), "utf8")]);

const samples = [
  ...readAll("examples", /\.tf$/),
  ...readAll("examples/architectures", /\.tf$/),
  ...readAll("src/engine/architecture/parse/cloudformation/fixtures", /./),
];

describe("code that is written for what somebody sends", () => {
  it.each(samples)("stands on its own: %s", (name, text) => {
    for (const asked of [[], requirements]) {
      const { terraform } = analyzeDesign({
        files: [{ name, text }],
        generated: false,
        goals: goalsFor({ requirements: asked }),
      });
      expect(examine(terraform)).toEqual(sound);
    }
  });
});
