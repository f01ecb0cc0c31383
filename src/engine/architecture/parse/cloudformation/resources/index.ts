import type { DocumentNode } from "../../document/node.ts";
import { dynamodbMappings } from "./dynamodb.ts";
import { iamMappings } from "./iam.ts";
import { instanceMappings } from "./instances.ts";
import { lambdaMappings } from "./lambda.ts";
import type { ResourceMapping, ResourceMappings } from "./mapping.ts";
import { networkMappings } from "./network.ts";
import { rdsMappings } from "./rds.ts";
import { s3Mappings } from "./s3.ts";
import { securityGroupMappings } from "./security-groups.ts";

/** CloudFormation type → how Terraform says it. */
export const resourceMappings: ResourceMappings = {
  ...s3Mappings,
  ...iamMappings,
  ...instanceMappings,
  ...networkMappings,
  ...securityGroupMappings,
  ...lambdaMappings,
  ...dynamodbMappings,
  ...rdsMappings,
};

/** The mapping of a type, by what the properties say where that matters. */
export const mappingOf = (type: string, properties: DocumentNode | undefined): ResourceMapping | undefined => {
  const mapping = Object.hasOwn(resourceMappings, type) ? resourceMappings[type] : undefined;
  return mapping?.instead?.(properties) ?? mapping;
};
