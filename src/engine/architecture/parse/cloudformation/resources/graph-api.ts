import type { PropertyMappings, ResourceMappings } from "./mapping.ts";
import { dropped } from "./property-writers.ts";

const authentication: PropertyMappings = {
  LambdaAuthorizerConfig: { block: "lambda_authorizer_config" },
  OpenIDConnectConfig: { block: "openid_connect_config", properties: { AuthTTL: "auth_ttl", IatTTL: "iat_ttl" } },
  UserPoolConfig: { block: "user_pool_config" },
};

/** AppSync. */
export const graphApis: ResourceMappings = {
  "AWS::AppSync::GraphQLApi": {
    type: "aws_appsync_graphql_api",
    ref: "arn",
    attributes: {
      ApiId: "id",
      GraphQLUrl: 'uris["GRAPHQL"]',
      RealtimeUrl: 'uris["REALTIME"]',
      GraphQLDns: 'uris["GRAPHQL"]',
      RealtimeDns: 'uris["REALTIME"]',
    },
    properties: {
      ...authentication,
      AdditionalAuthenticationProviders: {
        block: "additional_authentication_provider",
        properties: authentication,
      },
      LogConfig: { block: "log_config", properties: { CloudWatchLogsRoleArn: "cloudwatch_logs_role_arn" } },
      EnhancedMetricsConfig: { block: "enhanced_metrics_config" },
      EnvironmentVariables: dropped,
      MergedApiExecutionRoleArn: "merged_api_execution_role_arn",
      OwnerContact: dropped,
      Tags: { tags: "tags" },
    },
  },
};
