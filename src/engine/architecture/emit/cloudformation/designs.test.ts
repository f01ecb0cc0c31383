import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyzeDesign } from "../../analyze.ts";
import { designFromRequest } from "../../from-request.ts";
import type { Model } from "../../model/index.ts";
import { inspect } from "../../parse/index.ts";
import { toCloudFormation } from "./index.ts";
import { at, circlesIn, entries, missingIn } from "./template-fixture.ts";
import { composeTemplate } from "./template.ts";

const shop = join(import.meta.dirname, "../../../../../examples/shop");
const shopFiles = readdirSync(shop)
  .filter((name) => name.endsWith(".tf"))
  .toSorted()
  .map((name) => ({ name, text: readFileSync(join(shop, name), "utf8") }));

const requests = [
  "web app with containers, relational database, cache, cdn, waf and https load balancer",
  "serverless api with auth, dynamodb, queue, scheduler, events and pubsub",
  "kubernetes platform with registry, aurora, secrets, dns and monitoring",
  "web app on vm with autoscaling, file storage and mysql",
  "data pipeline with stream, etl, warehouse, workflow and object storage",
  "static site with cdn, dns and waf",
];
const requirements = ["high availability", "security", "backup", "monitoring", "disaster recovery", "scalability"];

const composed = (text: string): string => {
  const { files, goals } = designFromRequest({ text, requirements, cloud: "aws" });
  return analyzeDesign({ files, generated: true, goals, cloud: "aws" }).terraform;
};

/** Suggested designs as Terraform: the shop, and what comes out of a few words. */
const designs: readonly (readonly [name: string, terraform: string])[] = [
  ["the shop", analyzeDesign({ files: shopFiles, generated: false, goals: [] }).terraform],
  ...requests.map((text) => [text, composed(text)] as const),
];

const modelOf = (terraform: string): Model => inspect([{ name: "main.tf", text: terraform }]).model;

describe.each(designs)("the template of %s", (_, terraform) => {
  const model = modelOf(terraform);
  const template = composeTemplate(model);

  it("refers to nothing that it does not hold", () => {
    expect(entries(at(template, "Resources")).length).toBeGreaterThan(5);
    expect(missingIn(template)).toEqual([]);
  });

  it("goes in no circle", () => {
    expect(circlesIn(template)).toEqual([]);
  });

  it("names everything by letters and digits", () => {
    const names = [...entries(at(template, "Resources")), ...entries(at(template, "Parameters"))].map(([id]) => id);
    expect(names.filter((name) => !/^[A-Za-z0-9]{1,255}$/.test(name))).toEqual([]);
  });

  it("is the same when the design is read again", () => {
    expect(toCloudFormation(modelOf(terraform))).toBe(toCloudFormation(model));
  });

  it("translates all but the network's default group", () => {
    const left = at(template, "Metadata", "StackStage", "NotTranslated") ?? [];
    expect(left).toEqual(model.ofType("aws_default_security_group").map(({ id }) => id));
  });
});
