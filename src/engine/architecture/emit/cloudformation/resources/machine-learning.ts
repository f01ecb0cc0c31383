import type { Mappings } from "../mapping.ts";
import type { Table } from "../table.ts";
import { arn, block, blocks, groups, ids, must, named, number, tabled, tags, texts } from "../table.ts";

const container: Table = {
  Image: named("image"),
  ModelDataUrl: named("model_data_url"),
  Mode: "mode",
  ContainerHostname: "container_hostname",
  ModelPackageName: "model_package_name",
  InferenceSpecificationName: "inference_specification_name",
  Environment: (model) => model.map("environment", () => "name"),
};

const variant: Table = {
  VariantName: must("variant_name"),
  ModelName: must(named("model_name")),
  InstanceType: "instance_type",
  InitialInstanceCount: number("initial_instance_count"),
  InitialVariantWeight: number("initial_variant_weight"),
  AcceleratorType: "accelerator_type",
  VolumeSizeInGB: number("volume_size_in_gb"),
  EnableSSMAccess: "enable_ssm_access",
  InferenceAmiVersion: "inference_ami_version",
  ModelDataDownloadTimeoutInSeconds: number("model_data_download_timeout_in_seconds"),
  ContainerStartupHealthCheckTimeoutInSeconds: number("container_startup_health_check_timeout_in_seconds"),
  ServerlessConfig: block("serverless_config", {
    MaxConcurrency: must(number("max_concurrency")),
    MemorySizeInMB: must(number("memory_size_in_mb")),
    ProvisionedConcurrency: number("provisioned_concurrency"),
  }),
  ManagedInstanceScaling: block("managed_instance_scaling", {
    Status: "status",
    MinInstanceCount: number("min_instance_count"),
    MaxInstanceCount: number("max_instance_count"),
  }),
  RoutingConfig: block("routing_config", { RoutingStrategy: "routing_strategy" }),
};

const capture: Table = {
  EnableCapture: "enable_capture",
  InitialSamplingPercentage: must(number("initial_sampling_percentage")),
  DestinationS3Uri: must(named("destination_s3_uri")),
  KmsKeyId: arn("kms_key_id"),
  CaptureOptions: blocks("capture_options", { CaptureMode: must("capture_mode") }),
  CaptureContentTypeHeader: block("capture_content_type_header", {
    CsvContentTypes: texts("csv_content_types"),
    JsonContentTypes: texts("json_content_types"),
  }),
};

/** Models, and where they answer. */
export const machineLearning: Mappings = {
  aws_sagemaker_model: tabled(
    "AWS::SageMaker::Model",
    {
      ModelName: "name",
      ExecutionRoleArn: must(arn("execution_role_arn")),
      EnableNetworkIsolation: "enable_network_isolation",
      PrimaryContainer: block("primary_container", container),
      Containers: blocks("container", container),
      InferenceExecutionConfig: block("inference_execution_config", { Mode: must("mode") }),
      VpcConfig: block("vpc_config", {
        Subnets: must(ids("subnets")),
        SecurityGroupIds: must(groups("security_group_ids")),
      }),
      Tags: tags,
    },
    { handles: { id: "ModelName", arn: "Ref" } },
  ),
  aws_sagemaker_endpoint_configuration: tabled(
    "AWS::SageMaker::EndpointConfig",
    {
      EndpointConfigName: "name",
      KmsKeyId: arn("kms_key_arn"),
      ProductionVariants: blocks("production_variants", variant),
      ShadowProductionVariants: blocks("shadow_production_variants", variant),
      DataCaptureConfig: block("data_capture_config", capture),
      Tags: tags,
    },
    { handles: { id: "EndpointConfigName", arn: "Ref" } },
  ),
  aws_sagemaker_endpoint: tabled(
    "AWS::SageMaker::Endpoint",
    { EndpointName: "name", EndpointConfigName: must(named("endpoint_config_name")), Tags: tags },
    { handles: { id: "EndpointName", arn: "Ref", text: "EndpointName" } },
  ),
};
