import type { Model, Platform } from "../../model/index.ts";
import type { Requirement } from "../../parse/form/index.ts";
import type { Goal } from "../goal.ts";
import { awsGoals } from "./aws.ts";
import { azureGoals } from "./azure.ts";
import type { CloudGoals } from "./cloud-goals.ts";
import { gcpGoals } from "./gcp.ts";

/** What runs on any cloud has its rules; what a requirement adds is the cloud's to offer. */
const byPlatform: Record<Platform, CloudGoals> = {
  aws: awsGoals,
  azure: azureGoals,
  gcp: gcpGoals,
  kubernetes: {},
  docker: {},
};

const labels: Record<Requirement, string> = {
  backup: "Backups",
  compliance: "Compliance",
  data_residency: "Data residency",
  disaster_recovery: "Disaster recovery",
  global_users: "Users around the world",
  high_availability: "High availability",
  low_cost: "Low cost",
  low_latency: "Low latency",
  monitoring: "Monitoring",
  performance: "Performance",
  scalability: "Scalability",
  security: "Security",
  serverless: "Serverless",
  sustainability: "Sustainability",
};

/** What a requirement means for a design on the cloud that the design is on. */
export const goalOf = (requirement: Requirement): Goal => ({
  id: requirement,
  label: labels[requirement],
  isMet: (model: Model) => byPlatform[model.cloud][requirement]?.isMet(model),
  edits: (model: Model) => byPlatform[model.cloud][requirement]?.edits?.(model) ?? [],
});
