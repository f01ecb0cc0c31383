import type { Draft } from "../cfn.ts";
import type { Beside, Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";
import type { Table } from "../table.ts";
import { arn, block, blocks, host, id, must, named, number, orElse, tabled, tagMap, tags, text } from "../table.ts";

const region: Draft = { Ref: "AWS::Region" };

const authentication: Table = {
  OpenIDConnectConfig: block("openid_connect_config", {
    Issuer: must("issuer"),
    ClientId: "client_id",
    AuthTTL: number("auth_ttl"),
    IatTTL: number("iat_ttl"),
  }),
  LambdaAuthorizerConfig: block("lambda_authorizer_config", {
    AuthorizerUri: must(arn("authorizer_uri")),
    AuthorizerResultTtlInSeconds: number("authorizer_result_ttl_in_seconds"),
    IdentityValidationExpression: "identity_validation_expression",
  }),
};

const users: Table = {
  UserPoolId: must(id("user_pool_id")),
  AppIdClientRegex: "app_id_client_regex",
  AwsRegion: orElse("aws_region", region),
};

const graphApi: Table = {
  Name: must("name"),
  AuthenticationType: must("authentication_type"),
  ...authentication,
  UserPoolConfig: block("user_pool_config", { ...users, DefaultAction: "default_action" }),
  AdditionalAuthenticationProviders: blocks("additional_authentication_provider", {
    AuthenticationType: must("authentication_type"),
    ...authentication,
    UserPoolConfig: block("user_pool_config", users),
  }),
  ApiType: "api_type",
  Visibility: "visibility",
  XrayEnabled: "xray_enabled",
  IntrospectionConfig: "introspection_config",
  QueryDepthLimit: number("query_depth_limit"),
  ResolverCountLimit: number("resolver_count_limit"),
  MergedApiExecutionRoleArn: arn("merged_api_execution_role_arn"),
  LogConfig: block("log_config", {
    CloudWatchLogsRoleArn: must(arn("cloudwatch_logs_role_arn")),
    FieldLogLevel: must("field_log_level"),
    ExcludeVerboseContent: "exclude_verbose_content",
  }),
  EnhancedMetricsConfig: block("enhanced_metrics_config", {
    DataSourceLevelMetricsBehavior: must("data_source_level_metrics_behavior"),
    OperationLevelMetricsConfig: must("operation_level_metrics_config"),
    ResolverLevelMetricsBehavior: must("resolver_level_metrics_behavior"),
  }),
  Tags: tags,
};

/** The schema, which Terraform writes into the API. */
const schemaOf = (api: Reader): Beside[] =>
  api.has("schema")
    ? [
        {
          suffix: "Schema",
          type: "AWS::AppSync::GraphQLSchema",
          properties: {
            ApiId: { "Fn::GetAtt": [api.logicalId, "ApiId"] },
            Definition: api.must.plain("schema"),
          },
        },
      ]
    : [];

const endpoint: Table = { Endpoint: must(host("endpoint")), AwsRegion: orElse("region", region) };

const dataSource: Table = {
  ApiId: must(id("api_id")),
  Name: must("name"),
  Type: must("type"),
  Description: "description",
  ServiceRoleArn: arn("service_role_arn"),
  LambdaConfig: block("lambda_config", { LambdaFunctionArn: must(arn("function_arn")) }),
  DynamoDBConfig: block("dynamodb_config", {
    TableName: must(named("table_name")),
    AwsRegion: orElse("region", region),
    UseCallerCredentials: "use_caller_credentials",
    Versioned: "versioned",
  }),
  EventBridgeConfig: block("event_bridge_config", { EventBusArn: must(arn("event_bus_arn")) }),
  HttpConfig: block("http_config", { Endpoint: must(host("endpoint")) }),
  ElasticsearchConfig: block("elasticsearch_config", endpoint),
  OpenSearchServiceConfig: block("opensearchservice_config", endpoint),
  RelationalDatabaseConfig: block("relational_database_config", {
    RelationalDatabaseSourceType: orElse("source_type", "RDS_HTTP_ENDPOINT"),
    RdsHttpEndpointConfig: block("http_endpoint_config", {
      AwsRegion: orElse("region", region),
      AwsSecretStoreArn: must(arn("aws_secret_store_arn")),
      DbClusterIdentifier: must(arn("db_cluster_identifier")),
      DatabaseName: "database_name",
      Schema: "schema",
    }),
  }),
};

const stream: Table = {
  StartingPosition: must("starting_position"),
  BatchSize: number("batch_size"),
  MaximumBatchingWindowInSeconds: number("maximum_batching_window_in_seconds"),
  MaximumRecordAgeInSeconds: number("maximum_record_age_in_seconds"),
  MaximumRetryAttempts: number("maximum_retry_attempts"),
  OnPartialBatchItemFailure: "on_partial_batch_item_failure",
  ParallelizationFactor: number("parallelization_factor"),
  DeadLetterConfig: block("dead_letter_config", { Arn: arn("arn") }),
};

const pipe: Table = {
  Name: "name",
  Description: "description",
  DesiredState: "desired_state",
  RoleArn: must(arn("role_arn")),
  Source: must((from) => from.value("source", "stream")),
  SourceParameters: block("source_parameters", {
    FilterCriteria: block("filter_criteria", { Filters: blocks("filter", { Pattern: "pattern" }) }),
    SqsQueueParameters: block("sqs_queue_parameters", {
      BatchSize: number("batch_size"),
      MaximumBatchingWindowInSeconds: number("maximum_batching_window_in_seconds"),
    }),
    DynamoDBStreamParameters: block("dynamodb_stream_parameters", stream),
    KinesisStreamParameters: block("kinesis_stream_parameters", {
      ...stream,
      StartingPositionTimestamp: text("starting_position_timestamp"),
    }),
  }),
  Enrichment: arn("enrichment"),
  EnrichmentParameters: block("enrichment_parameters", { InputTemplate: "input_template" }),
  Target: must(arn("target")),
  TargetParameters: block("target_parameters", {
    InputTemplate: "input_template",
    LambdaFunctionParameters: block("lambda_function_parameters", { InvocationType: "invocation_type" }),
    StepFunctionStateMachineParameters: block("step_function_state_machine_parameters", {
      InvocationType: "invocation_type",
    }),
    SqsQueueParameters: block("sqs_queue_parameters", {
      MessageGroupId: "message_group_id",
      MessageDeduplicationId: "message_deduplication_id",
    }),
    KinesisStreamParameters: block("kinesis_stream_parameters", { PartitionKey: must("partition_key") }),
    EventBridgeEventBusParameters: block("eventbridge_event_bus_parameters", {
      DetailType: "detail_type",
      EndpointId: "endpoint_id",
      Source: "source",
      Time: "time",
    }),
    CloudWatchLogsParameters: block("cloudwatch_logs_parameters", {
      LogStreamName: "log_stream_name",
      Timestamp: "timestamp",
    }),
  }),
  Tags: tagMap,
};

/** APIs of graphs with what they read from, and pipes between services. */
export const graphApis: Mappings = {
  aws_appsync_graphql_api: tabled("AWS::AppSync::GraphQLApi", graphApi, {
    handles: { id: "ApiId", host: "GraphQLDns", text: "GraphQLUrl" },
    beside: schemaOf,
    output: { suffix: "Url", description: "Address of the API", handle: "text" },
  }),
  aws_appsync_datasource: tabled("AWS::AppSync::DataSource", dataSource, {
    handles: { name: "Name", arn: "DataSourceArn" },
  }),
  aws_appsync_api_key: tabled(
    "AWS::AppSync::ApiKey",
    { ApiId: must(id("api_id")), Description: "description" },
    { handles: { id: "ApiKeyId" } },
  ),
  aws_pipes_pipe: tabled("AWS::Pipes::Pipe", pipe, { handles: { text: "Ref" } }),
};
