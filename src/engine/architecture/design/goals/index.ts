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

/** What costs something every month, and which wishes bring it nevertheless. */
const extras: readonly { rules: RegExp; bringing: readonly Requirement[] }[] = [
  {
    // Second machines and copies.
    rules:
      /^(?:aws-ecs-single-task|azure-app-plan-single-instance|azure-redis-no-replica|azure-storage-local-copies|gcp-redis-no-replica)$/,
    bringing: ["high_availability"],
  },
  // Keys of one's own, where the provider encrypts with its own in any case.
  { rules: /-(?:customer-key|kms|kms-encryption)$/, bringing: ["compliance", "security"] },
];

const sparesFor = (asked: readonly Requirement[]): Pick<Goal, "spares"> => ({
  spares: (rule) =>
    extras.some(({ rules, bringing }) => rules.test(rule) && !bringing.some((other) => asked.includes(other))),
});

/** All that is asked of a design, each by what the others leave of it. */
export const goalsOf = (asked: readonly Requirement[]): Goal[] =>
  asked.map((requirement) => ({
    ...goalOf(requirement),
    ...(requirement === "low_cost" && sparesFor(asked)),
  }));

/** What a requirement means for a design on the cloud that the design is on. */
export const goalOf = (requirement: Requirement): Goal => ({
  id: requirement,
  label: labels[requirement],
  isMet: (model: Model) => byPlatform[model.cloud][requirement]?.isMet(model),
  edits: (model: Model) => byPlatform[model.cloud][requirement]?.edits?.(model) ?? [],
});
