import type { MapNode } from "../../document/node.ts";
import { textOf } from "../../document/node.ts";
import { hclString } from "../../translate/terraform-writer.ts";
import { graphApis } from "./graph-api.ts";
import { identity } from "./cognito.ts";
import type { PropertyMapping, PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { dropped, entryBlocks } from "./property-writers.ts";
import { change, changeItems, findEntry, gather, itemsOf, withEntries } from "./reshaping.ts";

const tagged: PropertyMappings = { Tags: { tags: "tags" } };

const accessLogs: PropertyMapping = { block: "access_log_settings" };

const restApi: ResourceMapping = {
  type: "aws_api_gateway_rest_api",
  attributes: { RestApiId: "id" },
  properties: {
    Body: { json: "body" },
    Policy: { json: "policy" },
    EndpointConfiguration: { block: "endpoint_configuration" },
    ApiKeySourceType: "api_key_source",
    Mode: "put_rest_api_mode",
    BodyS3Location: dropped,
    CloneFrom: dropped,
    EndpointAccessMode: dropped,
    SecurityPolicy: dropped,
    Version: dropped,
    ...tagged,
  },
};

/** A resource of its own is what Terraform makes of a method's integration: it says again which method it belongs to. */
const withOwnMethod = (method: MapNode): MapNode => {
  const same = ["RestApiId", "ResourceId", "HttpMethod"].flatMap((key) => findEntry(method, key) ?? []);
  return change(method, "Integration", (value) =>
    changeItems(value, (one) => (one.kind === "map" ? withEntries(one, ...same) : one)),
  );
};

const integration: PropertyMappings = {
  TimeoutInMillis: "timeout_milliseconds",
  IntegrationResponses: dropped,
  IntegrationTarget: dropped,
};

const method: ResourceMapping = {
  type: "aws_api_gateway_method",
  reshape: withOwnMethod,
  properties: {
    AuthorizationType: "authorization",
    Integration: {
      write: (value, at) =>
        at.companion("aws_api_gateway_integration", at.logicalId, { line: at.line, endLine: value.endLine }, () =>
          at.properties(value, integration),
        ),
    },
    MethodResponses: dropped,
  },
};

/** `/~1orders` and `GET` of a template are `orders/GET`; the star stands for all. */
const methodPath = (path: string, verb: string): string =>
  `${path.replaceAll("~1", "/").replace(/^\/+(?=.)/, "") || "/"}/${verb}`;

const methodSettings: PropertyMappings = { ResourcePath: dropped, HttpMethod: dropped, RestApiId: dropped };

const writeMethodSettings: PropertyMapping = {
  write: (list, at) => {
    for (const item of itemsOf(list)) {
      const say = (key: string): string => textOf(findEntry(item, key)?.value) ?? "*";
      const api = findEntry(item, "RestApiId")?.value;
      const span = { line: item.line, endLine: item.endLine };
      at.companion("aws_api_gateway_method_settings", at.logicalId, span, () => {
        if (api !== undefined) at.out.attribute("rest_api_id", at.hcl(api), item.line);
        at.out.attribute("stage_name", at.reference("stage_name"), item.line);
        at.out.attribute("method_path", hclString(methodPath(say("ResourcePath"), say("HttpMethod"))), item.line);
        at.out.block("settings", [], span, () => at.properties(item, methodSettings));
      });
    }
  },
};

/** Settings of methods name the API that they belong to. */
const withOwnApi = (stage: MapNode): MapNode => {
  const api = findEntry(stage, "RestApiId");
  if (api === undefined) return stage;
  return change(stage, "MethodSettings", (list) =>
    changeItems(list, (item) => (item.kind === "map" ? withEntries(item, api) : item)),
  );
};

const stageProperties: PropertyMappings = {
  TracingEnabled: "xray_tracing_enabled",
  AccessLogSetting: accessLogs,
  CanarySetting: { block: "canary_settings" },
  Variables: "variables",
  MethodSettings: writeMethodSettings,
  ...tagged,
};

/** A deployment that names a stage makes it, too. */
const withStage = (deployment: MapNode): MapNode => {
  const api = findEntry(deployment, "RestApiId");
  const gathered = gather(deployment, "stage", { StageName: "StageName", StageDescription: "StageDescription" });
  const names = [api, findEntry(deployment, "StageName")].flatMap((entry) => entry ?? []);
  return change(gathered, "stage", (stage) => {
    if (stage.kind !== "map") return stage;
    const described = change(stage, "StageDescription", (description) =>
      description.kind === "map" ? withEntries(description, ...names) : description,
    );
    return api === undefined ? described : withEntries(described, api);
  });
};

/** Settings that count for all methods of a stage stand in its description itself. */
const forAllMethods: PropertyMappings = {
  CacheDataEncrypted: "cache_data_encrypted",
  CacheTtlInSeconds: "cache_ttl_in_seconds",
  CachingEnabled: "caching_enabled",
  DataTraceEnabled: "data_trace_enabled",
  LoggingLevel: "logging_level",
  MetricsEnabled: "metrics_enabled",
  ThrottlingBurstLimit: "throttling_burst_limit",
  ThrottlingRateLimit: "throttling_rate_limit",
};

const everywhere: PropertyMappings = {
  ...stageProperties,
  ...Object.fromEntries(Object.keys(forAllMethods).map((key) => [key, dropped])),
  MethodSettings: dropped,
  RestApiId: dropped,
  StageName: dropped,
};

/** A stage as its deployment describes it, and what is set there for all of its methods. */
const stageDescription: PropertyMapping = {
  write: (value, at) => {
    at.properties(value, everywhere);
    if (value.kind !== "map") return;
    const settings = value.entries.filter(({ key }) => Object.hasOwn(forAllMethods, key));
    if (settings.length === 0) return;
    const span = { line: at.line, endLine: value.endLine };
    at.companion("aws_api_gateway_method_settings", at.logicalId, span, () => {
      for (const [key, name] of [
        ["RestApiId", "rest_api_id"],
        ["StageName", "stage_name"],
      ] as const) {
        const entry = findEntry(value, key);
        if (entry !== undefined) at.out.attribute(name, at.hcl(entry.value), span.line);
      }
      at.out.attribute("method_path", hclString("*/*"), span.line);
      at.out.block("settings", [], span, () => at.properties({ ...value, entries: settings }, forAllMethods));
    });
  },
};

const domainAttributes = {
  DistributionDomainName: "cloudfront_domain_name",
  DistributionHostedZoneId: "cloudfront_zone_id",
  RegionalDomainName: "regional_domain_name",
  RegionalHostedZoneId: "regional_zone_id",
};

const rest: ResourceMappings = {
  "AWS::ApiGateway::RestApi": restApi,
  "AWS::ApiGateway::Resource": {
    type: "aws_api_gateway_resource",
    attributes: { ResourceId: "id" },
    properties: {},
  },
  "AWS::ApiGateway::Method": method,
  "AWS::ApiGateway::Deployment": {
    type: "aws_api_gateway_deployment",
    attributes: { DeploymentId: "id" },
    reshape: withStage,
    properties: {
      stage: {
        companion: "aws_api_gateway_stage",
        via: "deployment_id",
        properties: { StageDescription: stageDescription },
      },
      DeploymentCanarySettings: dropped,
    },
  },
  "AWS::ApiGateway::Stage": {
    type: "aws_api_gateway_stage",
    ref: "stage_name",
    reshape: withOwnApi,
    properties: stageProperties,
  },
  "AWS::ApiGateway::Authorizer": {
    type: "aws_api_gateway_authorizer",
    attributes: { AuthorizerId: "id" },
    properties: { ProviderARNs: "provider_arns", AuthType: dropped },
  },
  "AWS::ApiGateway::DomainName": {
    type: "aws_api_gateway_domain_name",
    attributes: domainAttributes,
    ref: "domain_name",
    properties: {
      EndpointConfiguration: { block: "endpoint_configuration" },
      MutualTlsAuthentication: { block: "mutual_tls_authentication" },
      EndpointAccessMode: dropped,
      RoutingMode: dropped,
      ...tagged,
    },
  },
  "AWS::ApiGateway::Account": {
    type: "aws_api_gateway_account",
    properties: { CloudWatchRoleArn: "cloudwatch_role_arn" },
  },
};

const http: ResourceMappings = {
  "AWS::ApiGatewayV2::Api": {
    type: "aws_apigatewayv2_api",
    attributes: { ApiId: "id", ExecuteApiArn: "execution_arn" },
    properties: {
      Body: { json: "body" },
      CorsConfiguration: { block: "cors_configuration" },
      BasePath: dropped,
      BodyS3Location: dropped,
      DisableSchemaValidation: dropped,
      Tags: "tags",
    },
  },
  "AWS::ApiGatewayV2::Stage": {
    type: "aws_apigatewayv2_stage",
    ref: "name",
    properties: {
      StageName: "name",
      StageVariables: "stage_variables",
      AccessLogSettings: accessLogs,
      DefaultRouteSettings: { block: "default_route_settings" },
      RouteSettings: entryBlocks("route_settings", "route_key", {}),
      AccessPolicyId: dropped,
      Tags: "tags",
    },
  },
  "AWS::ApiGatewayV2::Route": {
    type: "aws_apigatewayv2_route",
    attributes: { RouteId: "id" },
    properties: { RequestParameters: dropped, RequestModels: "request_models" },
  },
  "AWS::ApiGatewayV2::Integration": {
    type: "aws_apigatewayv2_integration",
    attributes: { IntegrationId: "id" },
    properties: {
      TimeoutInMillis: "timeout_milliseconds",
      TlsConfig: { block: "tls_config" },
      ResponseParameters: dropped,
    },
  },
  "AWS::ApiGatewayV2::Authorizer": {
    type: "aws_apigatewayv2_authorizer",
    attributes: { AuthorizerId: "id" },
    properties: {
      IdentitySource: "identity_sources",
      JwtConfiguration: { block: "jwt_configuration" },
      IdentityValidationExpression: dropped,
    },
  },
};

/** APIs, what they call, and who may call them. */
export const apiMappings: ResourceMappings = { ...rest, ...http, ...identity, ...graphApis };
