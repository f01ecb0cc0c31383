import { plainText } from "../intrinsics.ts";
import type { PropertyMapping, PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { dropped } from "./property-writers.ts";

/** Code inside the template is packed into a file; what it says is nothing that a design turns on. */
const inlineCode: PropertyMapping = {
  write: (_, at) => at.out.attribute("filename", `"${at.logicalId}.zip"`, at.line),
};

/** A path is what `aws cloudformation package` puts an archive in the place of. */
const code: PropertyMapping = {
  write: (value, at) =>
    plainText(value) === undefined
      ? at.properties(value, { ZipFile: inlineCode, SourceKMSKeyArn: "source_kms_key_arn" })
      : at.out.attribute("filename", at.hcl(value), at.line),
};

const destinations = (attribute: string): PropertyMapping => ({
  block: "destination_config",
  properties: {
    OnFailure: { block: "on_failure", properties: { Destination: attribute } },
    OnSuccess: { block: "on_success", properties: { Destination: attribute } },
  },
});

const lambdaFunction: ResourceMapping = {
  type: "aws_lambda_function",
  ref: "function_name",
  properties: {
    Code: code,
    Environment: { block: "environment", properties: { Variables: "variables" } },
    FileSystemConfigs: { block: "file_system_config" },
    ImageConfig: { block: "image_config" },
    LoggingConfig: { block: "logging_config", properties: { LogGroup: "log_group" } },
    RuntimeManagementConfig: dropped,
    RecursiveLoop: dropped,
    Tags: { tags: "tags" },
  },
};

const eventSource: PropertyMappings = {
  FilterCriteria: { block: "filter_criteria", properties: { Filters: { block: "filter" } } },
  DestinationConfig: destinations("destination_arn"),
  SourceAccessConfigurations: { block: "source_access_configuration", properties: { URI: "uri" } },
  SelfManagedEventSource: { block: "self_managed_event_source", properties: { Endpoints: "endpoints" } },
};

/** A version is one more attribute of the function: that it is published. */
const version: ResourceMapping = {
  type: "aws_lambda_function",
  ref: "qualified_arn",
  attributes: { FunctionArn: "qualified_arn" },
  partOf: ["FunctionName"],
  properties: {
    CodeSha256: dropped,
    Description: dropped,
    ProvisionedConcurrencyConfig: dropped,
    RuntimePolicy: dropped,
  },
  finish: (at) => at.out.attribute("publish", "true", at.line),
};

const alias: ResourceMapping = {
  type: "aws_lambda_alias",
  ref: "arn",
  properties: {
    RoutingConfig: { block: "routing_config", properties: { AdditionalVersionWeights: dropped } },
    ProvisionedConcurrencyConfig: {
      write: (value, at) =>
        at.companion(
          "aws_lambda_provisioned_concurrency_config",
          at.logicalId,
          { line: at.line, endLine: value.endLine },
          () => {
            at.out.attribute("function_name", at.reference("function_name"), at.line);
            at.out.attribute("qualifier", at.reference("name"), at.line);
            at.properties(value, {});
          },
        ),
    },
  },
};

export const lambdaMappings: ResourceMappings = {
  "AWS::Lambda::Function": lambdaFunction,
  "AWS::Lambda::Permission": {
    type: "aws_lambda_permission",
    properties: { PrincipalOrgID: "principal_org_id", InvokedViaFunctionUrl: dropped },
  },
  "AWS::Lambda::EventSourceMapping": { type: "aws_lambda_event_source_mapping", properties: eventSource },
  "AWS::Lambda::Version": version,
  "AWS::Lambda::Alias": alias,
  "AWS::Lambda::Url": {
    type: "aws_lambda_function_url",
    ref: "function_arn",
    properties: { TargetFunctionArn: "function_name", AuthType: "authorization_type", Cors: { block: "cors" } },
  },
  "AWS::Lambda::LayerVersion": {
    type: "aws_lambda_layer_version",
    ref: "arn",
    properties: { Content: { inline: {} } },
  },
  "AWS::Lambda::LayerVersionPermission": {
    type: "aws_lambda_layer_version_permission",
    properties: { LayerVersionArn: "layer_name" },
  },
  "AWS::Lambda::EventInvokeConfig": {
    type: "aws_lambda_function_event_invoke_config",
    properties: { DestinationConfig: destinations("destination") },
  },
};
