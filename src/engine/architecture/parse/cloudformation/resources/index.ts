import type { DocumentNode } from "../../document/node.ts";
import { analyticsMappings } from "./analytics.ts";
import { apiMappings } from "./api.ts";
import { cacheMappings } from "./caches.ts";
import { cdkMappings } from "./cdk.ts";
import { containerMappings } from "./containers.ts";
import { dynamodbMappings } from "./dynamodb.ts";
import { edgeMappings } from "./edge.ts";
import { iamMappings } from "./iam.ts";
import { instanceMappings } from "./instances.ts";
import { lambdaMappings } from "./lambda.ts";
import { loadBalancingMappings } from "./load-balancing.ts";
import type { ResourceMapping, ResourceMappings } from "./mapping.ts";
import { messagingMappings } from "./messaging.ts";
import { networkMappings } from "./network.ts";
import { operationsMappings } from "./operations.ts";
import { plainTypes } from "./plain-types.ts";
import { rdsMappings } from "./rds.ts";
import { s3Mappings } from "./s3.ts";
import { securityGroupMappings } from "./security-groups.ts";
import { securityMappings } from "./security.ts";
import { stackMappings } from "./stacks.ts";
import { storageMappings } from "./storage.ts";

/** CloudFormation type → how Terraform says it. */
export const resourceMappings: ResourceMappings = {
  ...plainTypes,
  ...s3Mappings,
  ...storageMappings,
  ...stackMappings,
  ...cdkMappings,
  ...iamMappings,
  ...instanceMappings,
  ...networkMappings,
  ...securityGroupMappings,
  ...lambdaMappings,
  ...dynamodbMappings,
  ...rdsMappings,
  ...cacheMappings,
  ...containerMappings,
  ...loadBalancingMappings,
  ...apiMappings,
  ...edgeMappings,
  ...messagingMappings,
  ...analyticsMappings,
  ...operationsMappings,
  ...securityMappings,
};

/** The mapping of a type, by what the properties say where that matters. */
export const mappingOf = (type: string, properties: DocumentNode | undefined): ResourceMapping | undefined => {
  const mapping = Object.hasOwn(resourceMappings, type) ? resourceMappings[type] : undefined;
  return mapping?.instead?.(properties) ?? mapping;
};
