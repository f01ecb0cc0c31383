import type { MapNode } from "../../document/node.ts";
import { textOf } from "../../document/node.ts";
import { lowerCased } from "./container-definitions.ts";
import { kubernetes } from "./kubernetes.ts";
import type { PropertyMapping, PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { documentBeside, dropped, switchOf } from "./property-writers.ts";
import { findEntry, gather, withDefault } from "./reshaping.ts";
import { namedValues } from "./settings.ts";

const tagged: PropertyMappings = { Tags: { tags: "tags" } };

const capacityStrategy: PropertyMappings = {
  DefaultCapacityProviderStrategy: { block: "default_capacity_provider_strategy" },
};

/** Containers as JSON with Terraform's names. */
const containerJson = (attribute: string): PropertyMapping => ({
  write: (value, at) => at.out.attribute(attribute, { call: "jsonencode", args: [at.hcl(lowerCased(value))] }, at.line),
});

const cluster: ResourceMapping = {
  type: "aws_ecs_cluster",
  ref: "name",
  reshape: (properties) =>
    gather(properties, "capacityProviders", {
      CapacityProviders: "CapacityProviders",
      DefaultCapacityProviderStrategy: "DefaultCapacityProviderStrategy",
    }),
  properties: {
    ClusterName: "name",
    ClusterSettings: { block: "setting" },
    capacityProviders: {
      companion: "aws_ecs_cluster_capacity_providers",
      via: "cluster_name",
      properties: capacityStrategy,
    },
    Configuration: {
      block: "configuration",
      properties: {
        ExecuteCommandConfiguration: {
          block: "execute_command_configuration",
          properties: {
            LogConfiguration: {
              block: "log_configuration",
              properties: { S3EncryptionEnabled: "s3_bucket_encryption_enabled" },
            },
          },
        },
        ManagedStorageConfiguration: { block: "managed_storage_configuration" },
      },
    },
    ServiceConnectDefaults: { block: "service_connect_defaults" },
    ...tagged,
  },
};

/** CloudFormation runs one task of a service that does not say how many; Terraform runs none. */
const withOneTask = (service: MapNode): MapNode =>
  textOf(findEntry(service, "SchedulingStrategy")?.value) === "DAEMON"
    ? service
    : withDefault(service, "DesiredCount", 1);

const service: ResourceMapping = {
  type: "aws_ecs_service",
  attributes: { ServiceArn: "id", Name: "name" },
  reshape: withOneTask,
  properties: {
    ServiceName: "name",
    Role: "iam_role",
    EnableECSManagedTags: "enable_ecs_managed_tags",
    NetworkConfiguration: {
      block: "network_configuration",
      properties: { AwsvpcConfiguration: { inline: { AssignPublicIp: switchOf("assign_public_ip", "ENABLED") } } },
    },
    LoadBalancers: {
      block: "load_balancer",
      properties: { LoadBalancerName: "elb_name", AdvancedConfiguration: dropped },
    },
    DeploymentConfiguration: {
      inline: {
        MaximumPercent: "deployment_maximum_percent",
        MinimumHealthyPercent: "deployment_minimum_healthy_percent",
        DeploymentCircuitBreaker: {
          block: "deployment_circuit_breaker",
          properties: { ThresholdConfiguration: dropped, ResetOnHealthyTask: dropped },
        },
        Alarms: { block: "alarms" },
        BakeTimeInMinutes: dropped,
        CanaryConfiguration: dropped,
        EarlySuccessCriteria: dropped,
        LifecycleHooks: dropped,
        LinearConfiguration: dropped,
        Strategy: dropped,
      },
    },
    DeploymentController: { block: "deployment_controller" },
    ServiceRegistries: { block: "service_registries" },
    CapacityProviderStrategy: { block: "capacity_provider_strategy" },
    PlacementStrategies: { block: "ordered_placement_strategy" },
    PlacementConstraints: { block: "placement_constraints" },
    ServiceConnectConfiguration: {
      block: "service_connect_configuration",
      properties: {
        Services: {
          block: "service",
          properties: {
            ClientAliases: { block: "client_alias", properties: { TestTrafficRules: dropped } },
            Timeout: { block: "timeout" },
            Tls: {
              block: "tls",
              properties: { IssuerCertificateAuthority: { block: "issuer_cert_authority" } },
            },
          },
        },
        LogConfiguration: {
          block: "log_configuration",
          properties: { SecretOptions: { block: "secret_option" } },
        },
        AccessLogConfiguration: dropped,
      },
    },
    VolumeConfigurations: {
      block: "volume_configuration",
      properties: {
        ManagedEBSVolume: {
          block: "managed_ebs_volume",
          properties: {
            FilesystemType: "file_system_type",
            SizeInGiB: "size_in_gb",
            TagSpecifications: dropped,
            VolumeInitializationRate: dropped,
          },
        },
      },
    },
    ForceNewDeployment: dropped,
    Monitoring: dropped,
    VpcLatticeConfigurations: { block: "vpc_lattice_configurations" },
    ...tagged,
  },
};

const volume: PropertyMappings = {
  Host: { inline: { SourcePath: "host_path" } },
  ConfiguredAtLaunch: "configure_at_launch",
  EFSVolumeConfiguration: {
    block: "efs_volume_configuration",
    properties: {
      FilesystemId: "file_system_id",
      AuthorizationConfig: { block: "authorization_config", properties: { IAM: "iam" } },
    },
  },
  DockerVolumeConfiguration: { block: "docker_volume_configuration" },
  FSxWindowsFileServerVolumeConfiguration: {
    block: "fsx_windows_file_server_volume_configuration",
    properties: { AuthorizationConfig: { block: "authorization_config" } },
  },
  S3FilesVolumeConfiguration: dropped,
};

const taskDefinition: ResourceMapping = {
  type: "aws_ecs_task_definition",
  ref: "arn",
  attributes: { TaskDefinitionArn: "arn" },
  properties: {
    ContainerDefinitions: containerJson("container_definitions"),
    Volumes: { block: "volume", properties: volume },
    RuntimePlatform: { block: "runtime_platform" },
    EphemeralStorage: { block: "ephemeral_storage", properties: { SizeInGiB: "size_in_gib" } },
    PlacementConstraints: { block: "placement_constraints" },
    ProxyConfiguration: {
      block: "proxy_configuration",
      properties: { ProxyConfigurationProperties: namedValues("properties") },
    },
    InferenceAccelerators: { block: "inference_accelerator" },
    ...tagged,
  },
};

const repository: ResourceMapping = {
  type: "aws_ecr_repository",
  ref: "name",
  attributes: { RepositoryUri: "repository_url" },
  properties: {
    RepositoryName: "name",
    EmptyOnDelete: "force_delete",
    ImageScanningConfiguration: { block: "image_scanning_configuration" },
    ImageTagMutabilityExclusionFilters: dropped,
    EncryptionConfiguration: { block: "encryption_configuration" },
    LifecyclePolicy: {
      companion: "aws_ecr_lifecycle_policy",
      via: "repository",
      properties: { LifecyclePolicyText: "policy", RegistryId: dropped },
    },
    RepositoryPolicyText: documentBeside("aws_ecr_repository_policy", "repository", "policy", "name"),
    ...tagged,
  },
};

const appSettings: PropertyMappings = {
  RuntimeEnvironmentVariables: namedValues("runtime_environment_variables"),
  RuntimeEnvironmentSecrets: namedValues("runtime_environment_secrets"),
};

const appRunner: ResourceMapping = {
  type: "aws_apprunner_service",
  ref: "arn",
  attributes: { ServiceArn: "arn", ServiceId: "service_id", ServiceUrl: "service_url" },
  properties: {
    SourceConfiguration: {
      block: "source_configuration",
      properties: {
        AuthenticationConfiguration: { block: "authentication_configuration" },
        ImageRepository: {
          block: "image_repository",
          properties: { ImageConfiguration: { block: "image_configuration", properties: appSettings } },
        },
        CodeRepository: {
          block: "code_repository",
          properties: {
            SourceCodeVersion: { block: "source_code_version" },
            CodeConfiguration: {
              block: "code_configuration",
              properties: {
                CodeConfigurationValues: { block: "code_configuration_values", properties: appSettings },
              },
            },
          },
        },
      },
    },
    InstanceConfiguration: { block: "instance_configuration" },
    HealthCheckConfiguration: { block: "health_check_configuration" },
    EncryptionConfiguration: { block: "encryption_configuration" },
    ObservabilityConfiguration: { block: "observability_configuration" },
    NetworkConfiguration: {
      block: "network_configuration",
      properties: {
        EgressConfiguration: { block: "egress_configuration" },
        IngressConfiguration: { block: "ingress_configuration" },
      },
    },
    ...tagged,
  },
};

const computeResources: PropertyMappings = {
  MaxvCpus: "max_vcpus",
  MinvCpus: "min_vcpus",
  DesiredvCpus: "desired_vcpus",
  InstanceTypes: "instance_type",
  LaunchTemplate: { block: "launch_template", properties: { Overrides: dropped, UserdataType: dropped } },
  Ec2Configuration: { block: "ec2_configuration", properties: { BatchImageStatus: dropped } },
  ManagedInstancesProvider: dropped,
  ScalingPolicy: dropped,
  CapacityTags: dropped,
  UpdateToLatestImageVersion: dropped,
  Tags: "tags",
};

const batch: ResourceMappings = {
  "AWS::Batch::ComputeEnvironment": {
    type: "aws_batch_compute_environment",
    ref: "arn",
    attributes: { ComputeEnvironmentArn: "arn" },
    properties: {
      ComputeResources: { block: "compute_resources", properties: computeResources },
      UpdatePolicy: { block: "update_policy", properties: { TerminateJobsOnUpdate: "terminate_jobs_on_update" } },
      EksConfiguration: { block: "eks_configuration", properties: { AccessEntry: dropped } },
      EcsSettings: dropped,
      Context: dropped,
      ReplaceComputeEnvironment: dropped,
      UnmanagedvCpus: dropped,
      Tags: "tags",
    },
  },
  "AWS::Batch::JobQueue": {
    type: "aws_batch_job_queue",
    ref: "arn",
    attributes: { JobQueueArn: "arn" },
    properties: {
      JobQueueName: "name",
      ComputeEnvironmentOrder: { block: "compute_environment_order" },
      JobStateTimeLimitActions: { block: "job_state_time_limit_action" },
      JobQueueType: dropped,
      ServiceEnvironmentOrder: dropped,
      Tags: "tags",
    },
  },
  "AWS::Batch::JobDefinition": {
    type: "aws_batch_job_definition",
    ref: "arn",
    attributes: { JobDefinitionArn: "arn" },
    properties: {
      JobDefinitionName: "name",
      ContainerProperties: containerJson("container_properties"),
      NodeProperties: containerJson("node_properties"),
      RetryStrategy: { block: "retry_strategy", properties: { EvaluateOnExit: { block: "evaluate_on_exit" } } },
      Timeout: { block: "timeout" },
      EcsProperties: containerJson("ecs_properties"),
      EksProperties: dropped,
      Tags: "tags",
    },
  },
};

/** ECS, ECR, EKS, App Runner and Batch. */
export const containerMappings: ResourceMappings = {
  "AWS::ECS::Cluster": cluster,
  "AWS::ECS::Service": service,
  "AWS::ECS::TaskDefinition": taskDefinition,
  "AWS::ECS::CapacityProvider": {
    type: "aws_ecs_capacity_provider",
    ref: "name",
    properties: {
      AutoScalingGroupProvider: {
        block: "auto_scaling_group_provider",
        properties: { AutoScalingGroupArn: "auto_scaling_group_arn", ManagedScaling: { block: "managed_scaling" } },
      },
      ClusterName: dropped,
      ManagedInstancesProvider: dropped,
      ...tagged,
    },
  },
  "AWS::ECS::ClusterCapacityProviderAssociations": {
    type: "aws_ecs_cluster_capacity_providers",
    properties: { Cluster: "cluster_name", ...capacityStrategy },
  },
  "AWS::ECR::Repository": repository,
  ...kubernetes,
  "AWS::AppRunner::Service": appRunner,
  ...batch,
};
