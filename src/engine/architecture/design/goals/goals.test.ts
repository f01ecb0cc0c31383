import { parse } from "@cdktn/hcl2json";
import { describe, expect, test } from "vitest";
import { analyzeDesign } from "../../analyze.ts";
import { designFromRequest } from "../../from-request.ts";
import type { RequestedDesign } from "../../from-request.ts";
import type { Model } from "../../model/index.ts";
import { inspect } from "../../parse/index.ts";
import type { SourceFile } from "../../parse/index.ts";
import type { Goal } from "../goal.ts";

const clouds = ["azure", "gcp"] as const;

const prompts = [
  "online shop",
  "web app with cdn, waf and sql server",
  "microservices on kubernetes with load balancer and autoscaling",
  "web app on 2 virtual machines with load balancer and mysql",
  "serverless api with document database and scheduler",
  "data pipeline with warehouse",
];

const requirements = [
  "backup",
  "compliance",
  "disaster_recovery",
  "global_users",
  "high_availability",
  "low_cost",
  "low_latency",
  "monitoring",
  "performance",
  "scalability",
  "security",
];

const cases = clouds.flatMap((cloud) => prompts.map((text) => [cloud, text] as const));

const modelOf = (design: RequestedDesign, files: readonly SourceFile[]): Model =>
  inspect(files, { cloud: design.cloud, region: design.region }).model;

const suggest = (design: RequestedDesign): { text: string; model: Model } => {
  const { terraform: text } = analyzeDesign({ ...design, generated: true });
  return { text, model: modelOf(design, [{ name: "suggested.tf", text }]) };
};

/** Goals that were not met although something was changed for them. */
const missed = (goals: readonly Goal[], before: Model, after: Model): string[] =>
  goals
    .filter((goal) => goal.isMet(before) === false && goal.edits(before).length > 0 && goal.isMet(after) !== true)
    .map(({ id }) => id);

const labelsOf = (value: unknown): string[] => (typeof value === "object" && value !== null ? Object.keys(value) : []);

/** Addresses that the code declares, as HashiCorp's own parser reads it. */
const declaredIn = async (text: string): Promise<Set<string>> => {
  const json = (await parse("suggested.tf", text)) as Record<string, Record<string, unknown>>;
  const of = (kind: string, prefix: string): string[] =>
    Object.entries(json[kind] ?? {}).flatMap(([type, blocks]) =>
      labelsOf(blocks).map((label) => `${prefix}${type}.${label}`),
    );
  const variables = labelsOf(json["variable"]).map((name) => `var.${name}`);
  return new Set([...of("resource", ""), ...of("data", "data."), ...variables]);
};

const reference = /(?<![\w."-])(?:data\.)?(?:azurerm|google)_\w+\.[a-z_]\w*|\bvar\.\w+/gi;

const referencesIn = (text: string): string[] => [...new Set(text.replaceAll(/#.*$/gm, "").match(reference))];

describe.each(cases)("%s: %s", (cloud, text) => {
  test("everything asked at once is met where the code can meet it", () => {
    const design = designFromRequest({ cloud, text, requirements });
    expect(missed(design.goals, modelOf(design, design.files), suggest(design).model)).toEqual([]);
  });

  test("every requirement is met when it is asked alone", () => {
    const asked = requirements.flatMap((requirement) => {
      const design = designFromRequest({ cloud, text, requirements: [requirement] });
      return missed(design.goals, modelOf(design, design.files), suggest(design).model);
    });
    expect(asked).toEqual([]);
  });

  test("the suggested code is valid HCL and refers to nothing that is not there", async () => {
    const { text: code } = suggest(designFromRequest({ cloud, text, requirements }));
    const declared = await declaredIn(code);
    expect(referencesIn(code).filter((address) => !declared.has(address))).toEqual([]);
  });
});

const goalIn = (design: RequestedDesign, id: string): Goal => {
  const goal = design.goals.find((candidate) => candidate.id === id);
  if (goal === undefined) throw new Error(`${id} was not understood`);
  return goal;
};

describe("what customers call", () => {
  test.each([
    ["azure", "online shop", "azurerm_cdn_frontdoor_profile.stackstage", "azurerm_linux_web_app.app"],
    ["gcp", "online shop", "google_compute_global_forwarding_rule.stackstage", "google_cloud_run_v2_service.app"],
    ["azure", "web app on a vm", "azurerm_cdn_frontdoor_profile.stackstage", "azurerm_linux_virtual_machine.app"],
    ["gcp", "web app on a vm", "google_compute_global_forwarding_rule.stackstage", "google_compute_instance.app"],
  ])("on %s is met at the edge by a link from the new front: %s", (cloud, text, front, app) => {
    const { links } = suggest(designFromRequest({ cloud, text, requirements: ["global_users"] })).model;
    expect(links).toContainEqual(expect.objectContaining({ from: front, to: app }));
  });

  test.each([
    ["azure", 'service_tag = "AzureFrontDoor.Backend"'],
    ["gcp", "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"],
  ])("on %s cannot be called past the firewall when security is asked", (cloud, guard) => {
    expect(suggest(designFromRequest({ cloud, text: "online shop", requirements: ["security"] })).text).toContain(
      guard,
    );
  });
});

test("a single machine is not called highly available", () => {
  for (const cloud of clouds) {
    const design = designFromRequest({ cloud, text: "web app on a vm", requirements: ["high_availability"] });
    expect(goalIn(design, "high_availability").isMet(suggest(design).model)).toBe(false);
  }
});

test("a copy in another region is not promised where Azure has no partner region", () => {
  const design = designFromRequest({
    cloud: "azure",
    region: "polandcentral",
    text: "online shop",
    requirements: ["disaster_recovery"],
  });
  const goal = goalIn(design, "disaster_recovery");
  const model = modelOf(design, design.files);
  expect([goal.isMet(model), goal.edits(model)]).toEqual([undefined, []]);
});

const module = `module "app" {
  source = "./app"
}
`;
const inModule = `resource "azurerm_redis_cache" "main" {
  name                = "cache"
  resource_group_name = "rg"
  location            = "westeurope"
  capacity            = 0
  family              = "C"
  sku_name            = "Basic"
}
`;

test("nothing outside of a module points into it", () => {
  const files = [
    { name: "main.tf", text: module },
    { name: "app/main.tf", text: inModule },
  ];
  const { goals } = designFromRequest({ cloud: "azure", requirements });
  const { terraform } = analyzeDesign({ files, generated: false, cloud: "azure", goals });
  expect(terraform).not.toMatch(/= \[?module\./);
});
