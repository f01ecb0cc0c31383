import type { Draft } from "../cfn.ts";
import type { Mappings } from "../mapping.ts";
import { handleOfSetting } from "../containers.ts";
import type { Reader } from "../reader.ts";
import { publishedVersion, versionOf } from "./lambda-versions.ts";

/** Code in a bucket or an image is where it is; a file beside the Terraform code has to be put into a bucket first. */
const codeOf = (lambda: Reader): Draft => {
  if (lambda.has("image_uri")) return { ImageUri: lambda.must.plain("image_uri") };
  if (lambda.has("s3_bucket"))
    return {
      S3Bucket: lambda.must.id("s3_bucket"),
      S3Key: lambda.must.plain("s3_key"),
      S3ObjectVersion: lambda.plain("s3_object_version"),
    };
  const file = lambda.text("filename") ?? lambda.text("function_name") ?? "function.zip";
  return {
    S3Bucket: lambda.ask("code_bucket", { description: `Bucket that holds the code of ${lambda.component.id}` }),
    S3Key: lambda.ask("code_key", { description: `Its key in that bucket`, default: file }),
  };
};

const environmentOf = (lambda: Reader): Draft =>
  lambda.within("environment", (environment) => ({
    Variables: Object.fromEntries(
      environment
        .names("variables")
        .map((name) => [name, asString(environment.must.value(`variables.${name}`, handleOfSetting(name)))]),
    ),
  }));

const asString = (value: Draft): Draft => (value === undefined || typeof value === "object" ? value : String(value));

export const serverless: Mappings = {
  aws_lambda_function: {
    type: "AWS::Lambda::Function",
    handles: {
      text: "Ref",
      version: publishedVersion,
      invoke:
        "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Self.Arn}/invocations",
    },
    properties: (lambda) => {
      for (const ignored of ["source_code_hash", "publish"]) lambda.raw(ignored);
      return {
        FunctionName: lambda.plain("function_name"),
        ...lambda.copy({
          Description: "description",
          Handler: "handler",
          Runtime: "runtime",
          MemorySize: "memory_size",
          Timeout: "timeout",
          PackageType: "package_type",
          ReservedConcurrentExecutions: "reserved_concurrent_executions",
        }),
        Role: lambda.must.arn("role"),
        Code: codeOf(lambda),
        Architectures: lambda.list("architectures", "text"),
        Layers: lambda.arns("layers"),
        KmsKeyArn: lambda.arn("kms_key_arn"),
        Environment: environmentOf(lambda),
        DeadLetterConfig: lambda.within("dead_letter_config", (letters) => ({
          TargetArn: letters.must.arn("target_arn"),
        })),
        TracingConfig: lambda.within("tracing_config", (tracing) => tracing.copy({ Mode: "mode" })),
        VpcConfig: lambda.within("vpc_config", (network) => ({
          SubnetIds: network.must.ids("subnet_ids"),
          SecurityGroupIds: network.must.list("security_group_ids", "group"),
        })),
        EphemeralStorage: lambda.within("ephemeral_storage", (storage) => storage.copy({ Size: "size" })),
        FileSystemConfigs: lambda.each("file_system_config", (files) => ({
          Arn: files.must.arn("arn"),
          LocalMountPath: files.plain("local_mount_path"),
        })),
        ImageConfig: lambda.within("image_config", (image) => ({
          Command: image.list("command", "text"),
          EntryPoint: image.list("entry_point", "text"),
          WorkingDirectory: image.plain("working_directory"),
        })),
        LoggingConfig: lambda.within("logging_config", (logging) => ({
          ...logging.copy({
            LogFormat: "log_format",
            ApplicationLogLevel: "application_log_level",
            SystemLogLevel: "system_log_level",
          }),
          LogGroup: logging.named("log_group"),
        })),
        SnapStart: lambda.within("snap_start", (start) => start.copy({ ApplyOn: "apply_on" })),
        Tags: lambda.tags(),
      };
    },
    beside: versionOf,
  },
  aws_lambda_permission: {
    type: "AWS::Lambda::Permission",
    properties: (permission) => {
      permission.raw("statement_id");
      return {
        Action: permission.plain("action") ?? "lambda:InvokeFunction",
        FunctionName: permission.must.arn("function_name"),
        Principal: permission.must.plain("principal"),
        SourceArn: permission.value("source_arn", "execution"),
        // A bucket's ARN does not say whose it is.
        SourceAccount:
          permission.plain("source_account") ??
          (permission.text("principal") === "s3.amazonaws.com" ? { Ref: "AWS::AccountId" } : undefined),
      };
    },
  },
  aws_lambda_event_source_mapping: {
    type: "AWS::Lambda::EventSourceMapping",
    properties: (mapping) => ({
      EventSourceArn: mapping.value("event_source_arn", /dynamodb/.test(sourceType(mapping)) ? "stream" : "arn"),
      FunctionName: mapping.must.arn("function_name"),
      ...mapping.copy({
        BatchSize: "batch_size",
        Enabled: "enabled",
        StartingPosition: "starting_position",
        MaximumBatchingWindowInSeconds: "maximum_batching_window_in_seconds",
        MaximumRetryAttempts: "maximum_retry_attempts",
        BisectBatchOnFunctionError: "bisect_batch_on_function_error",
        ParallelizationFactor: "parallelization_factor",
      }),
      Topics: mapping.list("topics", "text"),
      FunctionResponseTypes: mapping.list("function_response_types", "text"),
      DestinationConfig: mapping.within("destination_config", (destination) => ({
        OnFailure: destination.within("on_failure", (failure) => ({
          Destination: failure.must.arn("destination_arn"),
        })),
      })),
      ScalingConfig: mapping.within("scaling_config", (scaling) =>
        scaling.copy({ MaximumConcurrency: "maximum_concurrency" }),
      ),
    }),
  },
  aws_lambda_function_url: {
    type: "AWS::Lambda::Url",
    handles: { host: "FunctionUrl", text: "FunctionUrl" },
    properties: (url) => ({
      TargetFunctionArn: url.must.arn("function_name"),
      AuthType: url.must.plain("authorization_type"),
      InvokeMode: url.plain("invoke_mode"),
      Cors: url.within("cors", (cors) => ({
        AllowCredentials: cors.plain("allow_credentials"),
        AllowOrigins: cors.list("allow_origins", "text"),
        AllowMethods: cors.list("allow_methods", "text"),
        AllowHeaders: cors.list("allow_headers", "text"),
        MaxAge: cors.plain("max_age"),
      })),
    }),
    output: { suffix: "Address", description: "Address of the function", handle: "text" },
  },
  aws_sfn_state_machine: {
    type: "AWS::StepFunctions::StateMachine",
    handles: { text: "Ref", id: "Ref", arn: "Ref", name: "Name" },
    properties: (machine) => ({
      StateMachineName: machine.plain("name"),
      StateMachineType: machine.plain("type"),
      RoleArn: machine.must.arn("role_arn"),
      ...definitionOf(machine),
      LoggingConfiguration: machine.within("logging_configuration", (logging) => ({
        ...logging.copy({ Level: "level", IncludeExecutionData: "include_execution_data" }),
        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: logging.arn("log_destination") } }],
      })),
      TracingConfiguration: machine.within("tracing_configuration", (tracing) => tracing.copy({ Enabled: "enabled" })),
      Tags: machine.tags(),
    }),
  },
};

const sourceType = (mapping: Reader): string =>
  mapping.component.references.find(({ path }) => path === "event_source_arn")?.to ?? "";

/** A definition that is an object stands as one, so that it can refer to what it calls. */
const definitionOf = (machine: Reader): Record<string, Draft> => {
  const definition = machine.document("definition");
  if (definition !== undefined && typeof definition === "object" && !("Ref" in definition || "Fn::Sub" in definition))
    return { Definition: definition };
  return { DefinitionString: definition ?? machine.must.plain("definition") };
};
