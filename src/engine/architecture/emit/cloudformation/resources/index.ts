import type { Mappings } from "../mapping.ts";
import { acceleratedDelivery } from "./accelerated-delivery.ts";
import { accountGuards } from "./account-guards.ts";
import { analytics } from "./analytics.ts";
import { api } from "./api.ts";
import { apiDomains } from "./api-domains.ts";
import { auditing } from "./auditing.ts";
import { autoscaling } from "./autoscaling.ts";
import { caches } from "./caches.ts";
import { classicLoadBalancing } from "./classic-load-balancing.ts";
import { compute } from "./compute.ts";
import { connectivity } from "./connectivity.ts";
import { containers } from "./containers.ts";
import { dataLake } from "./data-lake.ts";
import { dataStores } from "./data-stores.ts";
import { databases } from "./databases.ts";
import { beanstalk, delivery } from "./delivery.ts";
import { edge } from "./edge.ts";
import { graphApis } from "./graph-api.ts";
import { identity } from "./identity.ts";
import { kubernetes } from "./kubernetes.ts";
import { lambdaVersions } from "./lambda-versions.ts";
import { loadBalancing } from "./load-balancing.ts";
import { machineLearning } from "./machine-learning.ts";
import { machineParts } from "./machine-parts.ts";
import { messaging } from "./messaging.ts";
import { network } from "./network.ts";
import { networkAcls } from "./network-acls.ts";
import { networkFirewalls } from "./network-firewall.ts";
import { operations } from "./operations.ts";
import { parameterGroups } from "./parameter-groups.ts";
import { protection } from "./protection.ts";
import { securityGroups } from "./security-groups.ts";
import { serverless } from "./serverless.ts";
import { storage } from "./storage.ts";
import { userPools } from "./user-pools.ts";
import { users } from "./users.ts";

/** Terraform type → how CloudFormation says it. */
export const mappings: Mappings = {
  ...analytics,
  ...api,
  ...caches,
  ...compute,
  ...containers,
  ...databases,
  ...edge,
  ...identity,
  ...loadBalancing,
  ...messaging,
  ...network,
  ...operations,
  ...protection,
  ...securityGroups,
  ...serverless,
  ...storage,
  ...acceleratedDelivery,
  ...accountGuards,
  ...apiDomains,
  ...auditing,
  ...autoscaling,
  ...classicLoadBalancing,
  ...connectivity,
  ...dataLake,
  ...dataStores,
  ...graphApis,
  ...kubernetes,
  ...lambdaVersions,
  ...machineLearning,
  ...machineParts,
  ...networkAcls,
  ...networkFirewalls,
  ...parameterGroups,
  ...userPools,
  ...users,
  ...delivery,
  ...beanstalk,
};
