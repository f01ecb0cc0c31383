import type { Draft, Properties } from "../cfn.ts";
import { asText } from "../cfn.ts";
import type { Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";
import { arnOf, block, id, must, number, tabled, tags } from "../table.ts";
import { containerDefinitions } from "../containers.ts";

const networkOf = (service: Reader): Draft =>
  service.within("network_configuration", (network) => ({
    AwsvpcConfiguration: {
      Subnets: network.must.ids("subnets"),
      SecurityGroups: network.list("security_groups", "group"),
      AssignPublicIp:
        network.text("assign_public_ip") === undefined
          ? undefined
          : network.isOn("assign_public_ip")
            ? "ENABLED"
            : "DISABLED",
    },
  }));

/** A service may only join a target group that a listener leads to: Terraform code often leaves that unsaid. */
const listenersBefore = (service: Reader): string[] => {
  const { model } = service.translation;
  const groups = service.component.references.filter(({ path }) => path === "load_balancer").map(({ to }) => to);
  return model.ofType("aws_lb_listener", "aws_lb_listener_rule", "aws_alb_listener").flatMap((listener) => {
    const leads = listener.references.some(({ to }) => groups.includes(to));
    const id = leads ? service.translation.logicalId(listener) : undefined;
    return id === undefined ? [] : [id];
  });
};

/** Where a cluster finds its machines, which Terraform says beside it. */
const capacityOf = (cluster: Reader): Properties => {
  const capacity = cluster.companion("aws_ecs_cluster_capacity_providers", "cluster_name");
  return {
    CapacityProviders: capacity?.list("capacity_providers", "name"),
    DefaultCapacityProviderStrategy: capacity?.each("default_capacity_provider_strategy", capacityShare),
  };
};

const capacityShare = (share: Reader): Draft => ({
  CapacityProvider: share.must.named("capacity_provider"),
  ...share.copy({ Base: "base", Weight: "weight" }),
});

/** The rules of a registry are a text of JSON. */
const lifecycleText = (repository: Reader): Draft => {
  const policy = repository.companion("aws_ecr_lifecycle_policy", "repository");
  return policy && { LifecyclePolicyText: policy.plain("policy") };
};

const volumeOf = (volume: Reader): Draft => ({
  Name: volume.must.plain("name"),
  EFSVolumeConfiguration: volume.within("efs_volume_configuration", (files) => ({
    FilesystemId: files.must.id("file_system_id"),
    RootDirectory: files.plain("root_directory"),
    TransitEncryption: files.plain("transit_encryption"),
    AuthorizationConfig: files.within("authorization_config", (access) => ({
      AccessPointId: access.id("access_point_id"),
      IAM: access.plain("iam"),
    })),
  })),
  Host: volume.has("host_path") ? { SourcePath: volume.plain("host_path") } : undefined,
});

export const containers: Mappings = {
  aws_ecs_cluster: {
    type: "AWS::ECS::Cluster",
    handles: { text: "Ref" },
    properties: (cluster) => ({
      ClusterName: cluster.plain("name"),
      ClusterSettings: cluster.each("setting", (setting) => setting.copy({ Name: "name", Value: "value" })),
      ...capacityOf(cluster),
      Tags: cluster.tags(),
    }),
  },
  aws_ecs_service: {
    type: "AWS::ECS::Service",
    handles: { id: "Ref", arn: "Ref", name: "Name" },
    properties: (service) => ({
      ServiceName: service.plain("name"),
      Cluster: service.id("cluster"),
      TaskDefinition: service.must.arn("task_definition"),
      DesiredCount: service.plain("desired_count"),
      LaunchType: service.plain("launch_type"),
      PlatformVersion: service.plain("platform_version"),
      CapacityProviderStrategy: service.each("capacity_provider_strategy", capacityShare),
      NetworkConfiguration: networkOf(service),
      LoadBalancers: service.each("load_balancer", (target) => ({
        TargetGroupArn: target.must.arn("target_group_arn"),
        ...target.copy({ ContainerName: "container_name", ContainerPort: "container_port" }),
      })),
      DeploymentConfiguration: {
        MaximumPercent: service.plain("deployment_maximum_percent"),
        MinimumHealthyPercent: service.plain("deployment_minimum_healthy_percent"),
        DeploymentCircuitBreaker: service.within("deployment_circuit_breaker", (breaker) =>
          breaker.copy({ Enable: "enable", Rollback: "rollback" }),
        ),
      },
      HealthCheckGracePeriodSeconds: service.plain("health_check_grace_period_seconds"),
      EnableExecuteCommand: service.plain("enable_execute_command"),
      PropagateTags: service.plain("propagate_tags"),
      Tags: service.tags(),
    }),
    options: (service) => ({ dependsOn: listenersBefore(service) }),
  },
  aws_ecs_task_definition: {
    type: "AWS::ECS::TaskDefinition",
    handles: { id: "Ref", arn: "Ref" },
    properties: (task) => ({
      Family: task.plain("family"),
      RequiresCompatibilities: task.list("requires_compatibilities", "text"),
      NetworkMode: task.plain("network_mode"),
      Cpu: asText(task.plain("cpu")),
      Memory: asText(task.plain("memory")),
      ExecutionRoleArn: task.arn("execution_role_arn"),
      TaskRoleArn: task.arn("task_role_arn"),
      RuntimePlatform: task.within("runtime_platform", (platform) =>
        platform.copy({ CpuArchitecture: "cpu_architecture", OperatingSystemFamily: "operating_system_family" }),
      ),
      ContainerDefinitions: containerDefinitions(task, "container_definitions"),
      Volumes: task.each("volume", volumeOf),
      Tags: task.tags(),
    }),
  },
  aws_ecr_repository: {
    type: "AWS::ECR::Repository",
    handles: { text: "RepositoryUri" },
    properties: (repository) => ({
      RepositoryName: repository.plain("name"),
      ImageTagMutability: repository.plain("image_tag_mutability"),
      ImageScanningConfiguration: repository.within("image_scanning_configuration", (scanning) =>
        scanning.copy({ ScanOnPush: "scan_on_push" }),
      ),
      EncryptionConfiguration: repository.within("encryption_configuration", (encryption) => ({
        EncryptionType: encryption.plain("encryption_type") ?? "AES256",
        KmsKey: encryption.arn("kms_key"),
      })),
      LifecyclePolicy: lifecycleText(repository),
      RepositoryPolicyText: repository.companion("aws_ecr_repository_policy", "repository")?.document("policy"),
      Tags: repository.tags(),
    }),
  },
  aws_ecs_capacity_provider: tabled(
    "AWS::ECS::CapacityProvider",
    {
      Name: "name",
      AutoScalingGroupProvider: block("auto_scaling_group_provider", {
        AutoScalingGroupArn: must(id("auto_scaling_group_arn")),
        ManagedDraining: "managed_draining",
        ManagedTerminationProtection: "managed_termination_protection",
        ManagedScaling: block("managed_scaling", {
          Status: "status",
          TargetCapacity: number("target_capacity"),
          InstanceWarmupPeriod: number("instance_warmup_period"),
          MinimumScalingStepSize: number("minimum_scaling_step_size"),
          MaximumScalingStepSize: number("maximum_scaling_step_size"),
        }),
      }),
      Tags: tags,
    },
    { handles: { arn: arnOf("ecs", "capacity-provider/${Self}") } },
  ),
  aws_apprunner_service: {
    type: "AWS::AppRunner::Service",
    handles: { arn: "ServiceArn", host: "ServiceUrl", text: "ServiceUrl" },
    properties: (service) => ({
      ServiceName: service.plain("service_name"),
      SourceConfiguration: service.within("source_configuration", (source) => ({
        AutoDeploymentsEnabled: source.plain("auto_deployments_enabled"),
        AuthenticationConfiguration: source.within("authentication_configuration", (access) => ({
          AccessRoleArn: access.arn("access_role_arn"),
        })),
        ImageRepository: source.within("image_repository", (image) => ({
          ImageIdentifier: image.must.plain("image_identifier"),
          ImageRepositoryType: image.must.plain("image_repository_type"),
          ImageConfiguration: image.within("image_configuration", (settings) => settings.copyText({ Port: "port" })),
        })),
      })),
      InstanceConfiguration: service.within("instance_configuration", (instance) => ({
        ...instance.copyText({ Cpu: "cpu", Memory: "memory" }),
        InstanceRoleArn: instance.arn("instance_role_arn"),
      })),
      Tags: service.tags(),
    }),
  },
};
