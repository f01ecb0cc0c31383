import type { Mappings } from "../mapping.ts";
import { analytics } from "./analytics.ts";
import { api } from "./api.ts";
import { caches } from "./caches.ts";
import { compute } from "./compute.ts";
import { containers } from "./containers.ts";
import { databases } from "./databases.ts";
import { edge } from "./edge.ts";
import { identity } from "./identity.ts";
import { loadBalancing } from "./load-balancing.ts";
import { messaging } from "./messaging.ts";
import { network } from "./network.ts";
import { operations } from "./operations.ts";
import { protection } from "./protection.ts";
import { securityGroups } from "./security-groups.ts";
import { serverless } from "./serverless.ts";
import { storage } from "./storage.ts";

/** Terraform type → how CloudFormation says it. */
export const mappings: Mappings = {
  ...network,
  ...securityGroups,
  ...edge,
  ...loadBalancing,
  ...api,
  ...compute,
  ...containers,
  ...serverless,
  ...databases,
  ...caches,
  ...storage,
  ...messaging,
  ...analytics,
  ...identity,
  ...protection,
  ...operations,
};
