import { read } from "../../../model/index.ts";
import type { Component } from "../../../model/index.ts";
import type { Draft, Located } from "../cfn.ts";
import { getAtt } from "../cfn.ts";
import type { Beside, Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";
import type { Table } from "../table.ts";
import { arn, block, fill, id, must, named, number, orElse, tabled, texts } from "../table.ts";
import type { Translation } from "../translation.ts";

const version = "Version";

const isPublished = ({ attributes }: Component): boolean => read(attributes, "publish") === true;

/** The number of what `publish` makes of a function. */
export const publishedVersion = (lambda: Component, translation: Translation): Located | undefined =>
  isPublished(lambda) ? getAtt(translation.besideId(lambda, version), version) : undefined;

/** Instances that are kept warm: Terraform says so beside the alias, or the function whose version it is. */
const warmOf = (owner: Reader): Draft => {
  const warm = owner.companion("aws_lambda_provisioned_concurrency_config", "qualifier");
  if (warm === undefined) return undefined;
  for (const path of ["function_name", "qualifier"]) warm.raw(path);
  return fill({ ProvisionedConcurrentExecutions: must(number("provisioned_concurrent_executions")) }, warm);
};

/** Terraform publishes a version with each change of the function; CloudFormation has it as a resource. */
export const versionOf = (lambda: Reader): Beside[] =>
  isPublished(lambda.component)
    ? [
        {
          suffix: version,
          type: "AWS::Lambda::Version",
          properties: { FunctionName: { Ref: lambda.logicalId }, ProvisionedConcurrencyConfig: warmOf(lambda) },
        },
      ]
    : [];

const routing = (alias: Reader): Draft =>
  alias.within("routing_config", (config) => ({
    AdditionalVersionWeights: config.names("additional_version_weights").map((FunctionVersion) => ({
      FunctionVersion,
      FunctionWeight: config.plain(`additional_version_weights.${FunctionVersion}`),
    })),
  }));

const destinations: Table = {
  OnFailure: block("on_failure", { Destination: must(arn("destination")) }),
  OnSuccess: block("on_success", { Destination: must(arn("destination")) }),
};

/** What stands around a function: its versions, layers, and what becomes of calls that nobody waits for. */
export const lambdaVersions: Mappings = {
  aws_lambda_alias: tabled(
    "AWS::Lambda::Alias",
    {
      Name: must("name"),
      Description: "description",
      FunctionName: must(named("function_name")),
      FunctionVersion: must((alias) => alias.value("function_version", "version")),
      RoutingConfig: routing,
      ProvisionedConcurrencyConfig: warmOf,
    },
    { handles: { arn: "Ref" } },
  ),
  aws_lambda_function_event_invoke_config: tabled("AWS::Lambda::EventInvokeConfig", {
    FunctionName: must(named("function_name")),
    Qualifier: orElse("qualifier", "$LATEST"),
    MaximumEventAgeInSeconds: number("maximum_event_age_in_seconds"),
    MaximumRetryAttempts: number("maximum_retry_attempts"),
    DestinationConfig: block("destination_config", destinations),
  }),
  aws_lambda_layer_version: tabled(
    "AWS::Lambda::LayerVersion",
    {
      LayerName: "layer_name",
      Description: "description",
      LicenseInfo: "license_info",
      CompatibleRuntimes: texts("compatible_runtimes"),
      CompatibleArchitectures: texts("compatible_architectures"),
      Content: (layer) => (layer.has("s3_bucket") ? fill(storedContent, layer) : askedContent(layer)),
    },
    { handles: { id: "Ref", arn: "Ref" }, ignored: ["source_code_hash"] },
  ),
  aws_lambda_layer_version_permission: tabled(
    "AWS::Lambda::LayerVersionPermission",
    {
      Action: must("action"),
      LayerVersionArn: must(arn("layer_name")),
      OrganizationId: "organization_id",
      Principal: must("principal"),
    },
    { ignored: ["statement_id", "version_number"] },
  ),
};

const storedContent: Table = {
  S3Bucket: must(id("s3_bucket")),
  S3Key: must(id("s3_key")),
  S3ObjectVersion: "s3_object_version",
};

/** A file beside the Terraform code has to be put into a bucket first. */
const askedContent = (layer: Reader): Draft => {
  const file = layer.text("filename") ?? "layer.zip";
  return {
    S3Bucket: layer.ask("code_bucket", { description: `Bucket that holds the code of ${layer.component.id}` }),
    S3Key: layer.ask("code_key", { description: "Its key in that bucket", default: file }),
  };
};
