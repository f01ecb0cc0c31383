import type { Component } from "../../../model/index.ts";
import type { Draft, Properties } from "../cfn.ts";
import { asText, sub } from "../cfn.ts";
import type { Locator, Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";

const executionArn = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Self}";
const apiHost = "${Self}.execute-api.${AWS::Region}.${AWS::URLSuffix}";

/** A stage's ARN holds the id of its API. */
const stageArn =
  (collection: string, via: string): Locator =>
  (stage, translation) => {
    const api = translation.model.target(stage, via);
    const [apiId, stageId] = [api && translation.logicalId(api), translation.logicalId(stage)];
    if (apiId === undefined || stageId === undefined) return undefined;
    return sub(`arn:\${AWS::Partition}:apigateway:\${AWS::Region}::/${collection}/\${${apiId}}/stages/\${${stageId}}`);
  };

const accessLogs = (stage: Reader, block: string): Draft =>
  stage.within(block, (logs) => ({
    DestinationArn: logs.must.arn("destination_arn"),
    Format: logs.must.plain("format"),
  }));

const sameApi = (subject: Reader, type: string): Component[] => {
  const { model } = subject.translation;
  const api = model.target(subject.component, "rest_api_id");
  return model.ofType(type).filter((other) => api !== undefined && model.target(other, "rest_api_id") === api);
};

/** A deployment has to wait for the methods that it deploys. */
const methodsBefore = (deployment: Reader): string[] =>
  sameApi(deployment, "aws_api_gateway_method").flatMap((method) => deployment.translation.logicalId(method) ?? []);

const verbOf = ({ attributes }: Component): unknown => attributes["http_method"];

/** Terraform writes a method's integration beside it, and finds it by API, resource and verb. */
const integrationOf = (method: Reader): Draft => {
  const { model } = method.translation;
  const resource = model.target(method.component, "resource_id");
  const component = sameApi(method, "aws_api_gateway_integration").find(
    (other) => model.target(other, "resource_id") === resource && verbOf(other) === verbOf(method.component),
  );
  if (component === undefined) return undefined;
  const integration = method.fold(component);
  for (const path of ["rest_api_id", "resource_id", "http_method"]) integration.raw(path);
  return {
    Type: integration.must.plain("type"),
    IntegrationHttpMethod: integration.plain("integration_http_method"),
    Uri: integration.value("uri", "invoke"),
    Credentials: integration.arn("credentials"),
    PassthroughBehavior: integration.plain("passthrough_behavior"),
    TimeoutInMillis: integration.plain("timeout_milliseconds"),
    RequestTemplates: integration.map("request_templates", () => "text"),
  };
};

/** `shop/pets/GET` → `/~1shop~1pets` and `GET`, as a template writes it; the stars of `*\/*` stand for all methods. */
const methodAt = (path: string): Properties => {
  const resource = path.replace(/\/?[^/]*$/, "").replace(/^(?:\/|~1)/, "");
  return {
    HttpMethod: path.split("/").at(-1),
    ResourcePath: resource === "" || resource === "*" ? `/${resource}` : `/~1${resource.replaceAll("/", "~1")}`,
  };
};

/** Settings of methods, which Terraform writes beside the stage. */
const methodSettings = (stage: Reader): Draft => {
  const { model } = stage.translation;
  const settings = sameApi(stage, "aws_api_gateway_method_settings")
    .filter(
      (other) =>
        model.target(other, "stage_name") === stage.component ||
        other.attributes["stage_name"] === stage.text("stage_name"),
    )
    .map((component) => {
      const method = stage.fold(component);
      for (const path of ["rest_api_id", "stage_name"]) method.raw(path);
      const path = method.text("method_path");
      return path === undefined ? method.plain("method_path") : { ...methodAt(path), ...settingsOf(method) };
    });
  return settings.length === 0 ? undefined : settings;
};

const settingsOf = (method: Reader): Record<string, Draft> => {
  const [settings] = method.blocks("settings");
  return (
    settings?.copy({
      MetricsEnabled: "metrics_enabled",
      LoggingLevel: "logging_level",
      DataTraceEnabled: "data_trace_enabled",
      CachingEnabled: "caching_enabled",
      CacheDataEncrypted: "cache_data_encrypted",
      ThrottlingBurstLimit: "throttling_burst_limit",
      ThrottlingRateLimit: "throttling_rate_limit",
    }) ?? {}
  );
};

export const api: Mappings = {
  aws_apigatewayv2_api: {
    type: "AWS::ApiGatewayV2::Api",
    handles: {
      arn: "arn:${AWS::Partition}:apigateway:${AWS::Region}::/apis/${Self}",
      execution: executionArn,
      host: apiHost,
      text: "ApiEndpoint",
    },
    properties: (http) => ({
      Name: http.must.plain("name"),
      ProtocolType: http.must.plain("protocol_type"),
      ...http.copy({
        Description: "description",
        RouteSelectionExpression: "route_selection_expression",
        DisableExecuteApiEndpoint: "disable_execute_api_endpoint",
      }),
      CorsConfiguration: http.within("cors_configuration", (cors) => ({
        AllowOrigins: cors.list("allow_origins", "text"),
        AllowMethods: cors.list("allow_methods", "text"),
        AllowHeaders: cors.list("allow_headers", "text"),
        ExposeHeaders: cors.list("expose_headers", "text"),
        AllowCredentials: cors.plain("allow_credentials"),
        MaxAge: cors.plain("max_age"),
      })),
      Tags: http.tagMap(),
    }),
    output: { suffix: "Endpoint", description: "Address of the API", handle: "text" },
  },
  aws_apigatewayv2_stage: {
    type: "AWS::ApiGatewayV2::Stage",
    handles: { arn: stageArn("apis", "api_id") },
    properties: (stage) => ({
      ApiId: stage.must.id("api_id"),
      StageName: stage.must.plain("name"),
      AutoDeploy: stage.plain("auto_deploy"),
      AccessLogSettings: accessLogs(stage, "access_log_settings"),
      DefaultRouteSettings: stage.within("default_route_settings", (settings) =>
        settings.copy({
          ThrottlingBurstLimit: "throttling_burst_limit",
          ThrottlingRateLimit: "throttling_rate_limit",
          DetailedMetricsEnabled: "detailed_metrics_enabled",
          LoggingLevel: "logging_level",
          DataTraceEnabled: "data_trace_enabled",
        }),
      ),
      Tags: stage.tagMap(),
    }),
  },
  aws_apigatewayv2_integration: {
    type: "AWS::ApiGatewayV2::Integration",
    properties: (integration) => ({
      ApiId: integration.must.id("api_id"),
      IntegrationType: integration.must.plain("integration_type"),
      IntegrationUri: integration.value("integration_uri", "arn"),
      CredentialsArn: integration.arn("credentials_arn"),
      ...integration.copy({
        IntegrationMethod: "integration_method",
        PayloadFormatVersion: "payload_format_version",
        ConnectionType: "connection_type",
        TimeoutInMillis: "timeout_milliseconds",
      }),
    }),
  },
  aws_apigatewayv2_route: {
    type: "AWS::ApiGatewayV2::Route",
    properties: (route) => ({
      ApiId: route.must.id("api_id"),
      RouteKey: route.must.plain("route_key"),
      Target: route.id("target"),
      AuthorizationType: route.plain("authorization_type"),
      AuthorizerId: route.id("authorizer_id"),
      AuthorizationScopes: route.list("authorization_scopes", "text"),
      ApiKeyRequired: route.plain("api_key_required"),
    }),
  },
  aws_apigatewayv2_authorizer: {
    type: "AWS::ApiGatewayV2::Authorizer",
    handles: { id: "AuthorizerId" },
    properties: (authorizer) => ({
      ApiId: authorizer.must.id("api_id"),
      Name: authorizer.must.plain("name"),
      AuthorizerType: authorizer.must.plain("authorizer_type"),
      IdentitySource: authorizer.list("identity_sources", "text"),
      AuthorizerUri: authorizer.value("authorizer_uri", "invoke"),
      AuthorizerPayloadFormatVersion: authorizer.plain("authorizer_payload_format_version"),
      JwtConfiguration: authorizer.within("jwt_configuration", (jwt) => ({
        Audience: jwt.ids("audience"),
        // An issuer that is a user pool is known by its provider name.
        Issuer: jwt.must.value("issuer", "host"),
      })),
    }),
  },
  aws_api_gateway_rest_api: {
    type: "AWS::ApiGateway::RestApi",
    handles: {
      arn: "arn:${AWS::Partition}:apigateway:${AWS::Region}::/restapis/${Self}",
      execution: executionArn,
      root: "RootResourceId",
      host: apiHost,
      text: "Ref",
    },
    properties: (rest) => ({
      Name: rest.must.plain("name"),
      Description: rest.plain("description"),
      Body: rest.document("body"),
      EndpointConfiguration: rest.within("endpoint_configuration", (endpoint) => ({
        Types: endpoint.list("types", "text"),
        VpcEndpointIds: endpoint.ids("vpc_endpoint_ids"),
      })),
      DisableExecuteApiEndpoint: rest.plain("disable_execute_api_endpoint"),
      MinimumCompressionSize: rest.plain("minimum_compression_size"),
      Policy: rest.document("policy", "execution"),
      Tags: rest.tags(),
    }),
    output: { suffix: "Host", description: "Host of the API", handle: "host" },
  },
  aws_api_gateway_resource: {
    type: "AWS::ApiGateway::Resource",
    properties: (resource) => ({
      RestApiId: resource.must.id("rest_api_id"),
      ParentId: resource.must.value("parent_id", "root"),
      PathPart: resource.must.plain("path_part"),
    }),
  },
  aws_api_gateway_method: {
    type: "AWS::ApiGateway::Method",
    properties: (method) => ({
      RestApiId: method.must.id("rest_api_id"),
      ResourceId: method.must.value("resource_id", "root"),
      HttpMethod: method.must.plain("http_method"),
      AuthorizationType: method.plain("authorization"),
      AuthorizerId: method.id("authorizer_id"),
      ApiKeyRequired: method.plain("api_key_required"),
      Integration: integrationOf(method),
    }),
  },
  aws_api_gateway_authorizer: {
    type: "AWS::ApiGateway::Authorizer",
    handles: { id: "AuthorizerId" },
    properties: (authorizer) => ({
      RestApiId: authorizer.must.id("rest_api_id"),
      Name: authorizer.must.plain("name"),
      Type: authorizer.plain("type") ?? "TOKEN",
      AuthorizerUri: authorizer.value("authorizer_uri", "invoke"),
      AuthorizerCredentials: authorizer.arn("authorizer_credentials"),
      IdentitySource: authorizer.plain("identity_source") ?? "method.request.header.Authorization",
      ProviderARNs: authorizer.arns("provider_arns"),
    }),
  },
  aws_api_gateway_deployment: {
    type: "AWS::ApiGateway::Deployment",
    handles: { id: "DeploymentId" },
    properties: (deployment) => {
      deployment.raw("triggers");
      return { RestApiId: deployment.must.id("rest_api_id"), Description: deployment.plain("description") };
    },
    options: (deployment) => ({ dependsOn: methodsBefore(deployment) }),
  },
  aws_api_gateway_stage: {
    type: "AWS::ApiGateway::Stage",
    handles: { arn: stageArn("restapis", "rest_api_id") },
    properties: (stage) => ({
      RestApiId: stage.must.id("rest_api_id"),
      DeploymentId: stage.must.id("deployment_id"),
      StageName: stage.must.plain("stage_name"),
      TracingEnabled: stage.plain("xray_tracing_enabled"),
      CacheClusterEnabled: stage.plain("cache_cluster_enabled"),
      CacheClusterSize: asText(stage.plain("cache_cluster_size")),
      AccessLogSetting: accessLogs(stage, "access_log_settings"),
      MethodSettings: methodSettings(stage),
      Tags: stage.tags(),
    }),
  },
};
