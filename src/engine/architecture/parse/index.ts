import { asText, read } from "../model/index.ts";
import type { Cloud, Component, Model, Platform } from "../model/index.ts";
import { findRegion } from "../regions/index.ts";
import { buildModel } from "../topology/index.ts";
import { readManifestComponent } from "./kubernetes/manifest-component.ts";
import type { Project, Warning } from "./project.ts";
import { evaluateProject, parseTerraform } from "./terraform.ts";
import type { ReadFile } from "./terraform.ts";

export type { Project, SourceFile, TerraformFile, Warning } from "./project.ts";
export { parseTerraform } from "./terraform.ts";
export type { ReadFile } from "./terraform.ts";
export { describeFormat, isRead } from "./format.ts";
export { rejoinFiles, splitFiles, uniqueNames } from "./upload.ts";

/** What a caller says about the design where its code does not. */
export interface Hints {
  cloud?: Platform;
  region?: string;
}

export interface Inspection {
  project: Project;
  model: Model;
  warnings: Warning[];
}

/** What runs on any cloud lies in no region. */
const defaultRegions: Record<Platform, string> = {
  aws: "us-east-1",
  azure: "eastus",
  gcp: "us-central1",
  kubernetes: "",
  docker: "",
};
const clouds = ["aws", "azure", "gcp"] as const;
/** Resources of these say what a design is for only where there are none of a cloud. */
const carried = [
  ["kubernetes", "kubernetes_"],
  ["docker", "docker_"],
] as const;

const platformOf = (components: readonly Component[], hint: Platform | undefined): Platform => {
  const count = (cloud: Cloud): number => components.filter(({ service }) => service.startsWith(`${cloud}.`)).length;
  const [most] = clouds.map((cloud) => ({ cloud, count: count(cloud) })).toSorted((a, b) => b.count - a.count);
  if (most !== undefined && most.count > 0) return most.cloud;
  const [platform] = carried.find(([, prefix]) => components.some(({ type }) => type.startsWith(prefix))) ?? [];
  return platform ?? hint ?? "aws";
};

const isCloud = (platform: Platform): platform is Cloud => clouds.some((cloud) => cloud === platform);

const regionShapes: Readonly<Record<"aws" | "gcp", RegExp>> = {
  aws: /^[a-z]{2}(?:-[a-z]+)+-\d$/,
  gcp: /^[a-z]+-[a-z]+\d+$/,
};

/** The first region of a provider that is not another cloud's; `azurerm` has none. */
const regionOfProviders = (regions: readonly string[], cloud: Cloud): string | undefined =>
  regions.find((region) =>
    (["aws", "gcp"] as const).every((other) => other === cloud || !regionShapes[other].test(region)),
  );

/** Azure says the place on every resource ("West Europe" and `westeurope` are one), Google on many. */
const regionOfResources = (components: readonly Component[], cloud: Platform): string | undefined => {
  if (cloud !== "azure" && cloud !== "gcp") return undefined;
  for (const { service, attributes } of components) {
    if (!service.startsWith(`${cloud}.`)) continue;
    const place = asText(read(attributes, cloud === "azure" ? "location" : "region"));
    if (place !== undefined) return place.toLowerCase().replaceAll(" ", "");
  }
  return undefined;
};

/** Terraform files → project and model: the current design as its own code says it. */
export const inspect = (files: readonly ReadFile[], hints: Hints = {}): Inspection => {
  const { project, warnings } = parseTerraform(files);
  return inspectProject(project, hints, warnings);
};

/** The same for files that are parsed already. */
export const inspectProject = (project: Project, hints: Hints, warnings: readonly Warning[] = []): Inspection => {
  const assumed = hints.region !== undefined && findRegion("aws", hints.region) ? hints.region : defaultRegions.aws;
  const evaluated = evaluateProject(project, assumed);
  const components = evaluated.components.map(readManifestComponent);
  const cloud = platformOf(components, hints.cloud);
  const region = isCloud(cloud)
    ? (regionOfProviders(evaluated.providerRegions, cloud) ??
      regionOfResources(components, cloud) ??
      hints.region ??
      defaultRegions[cloud])
    : defaultRegions[cloud];
  return {
    project,
    model: buildModel(components, cloud, region, evaluated.asides),
    warnings: [...warnings, ...evaluated.warnings],
  };
};
