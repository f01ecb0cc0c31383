import type { Draft } from "../cfn.ts";
import { asText } from "../cfn.ts";
import type { Mappings } from "../mapping.ts";
import { launchTemplateUse } from "../launch-template.ts";
import type { Reader } from "../reader.ts";
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

const capacityProviders = (cluster: Reader): Draft => {
  const companion = cluster.companion("aws_ecs_cluster_capacity_providers", "cluster_name");
  return companion?.list("capacity_providers", "name");
};

/** The rules of a registry are a text of JSON. */
const lifecycleText = (repository: Reader): Draft => {
  const policy = repository.companion("aws_ecr_lifecycle_policy", "repository");
  return policy && { LifecyclePolicyText: policy.plain("policy") };
};

const logTypes = (cluster: Reader): Draft => {
  const types = cluster.list("enabled_cluster_log_types", "text");
  return Array.isArray(types) ? types.map((Type: Draft) => ({ Type })) : undefined;
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
      CapacityProviders: capacityProviders(cluster),
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
      CapacityProviderStrategy: service.each("capacity_provider_strategy", (share) => ({
        CapacityProvider: share.named("capacity_provider"),
        ...share.copy({ Base: "base", Weight: "weight" }),
      })),
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
  aws_eks_cluster: {
    type: "AWS::EKS::Cluster",
    handles: { group: "ClusterSecurityGroupId", host: "Endpoint", text: "Endpoint" },
    properties: (cluster) => ({
      Name: cluster.plain("name"),
      Version: asText(cluster.plain("version")),
      RoleArn: cluster.must.arn("role_arn"),
      ResourcesVpcConfig: cluster.within("vpc_config", (network) => ({
        SubnetIds: network.must.ids("subnet_ids"),
        SecurityGroupIds: network.list("security_group_ids", "group"),
        ...network.copy({
          EndpointPrivateAccess: "endpoint_private_access",
          EndpointPublicAccess: "endpoint_public_access",
        }),
        PublicAccessCidrs: network.list("public_access_cidrs", "text"),
      })),
      EncryptionConfig: cluster.each("encryption_config", (encryption) => ({
        Resources: encryption.list("resources", "text"),
        Provider: encryption.within("provider", (provider) => ({ KeyArn: provider.arn("key_arn") })),
      })),
      Logging: cluster.has("enabled_cluster_log_types")
        ? { ClusterLogging: { EnabledTypes: logTypes(cluster) } }
        : undefined,
      Tags: cluster.tags(),
    }),
  },
  aws_eks_node_group: {
    type: "AWS::EKS::Nodegroup",
    properties: (group) => ({
      ClusterName: group.must.named("cluster_name"),
      NodegroupName: group.plain("node_group_name"),
      NodeRole: group.must.arn("node_role_arn"),
      Subnets: group.must.ids("subnet_ids"),
      InstanceTypes: group.list("instance_types", "text"),
      Version: asText(group.plain("version")),
      ...group.copy({ AmiType: "ami_type", CapacityType: "capacity_type", DiskSize: "disk_size" }),
      LaunchTemplate: group.within("launch_template", launchTemplateUse("Id")),
      ScalingConfig: group.within("scaling_config", (scaling) =>
        scaling.copy({ DesiredSize: "desired_size", MinSize: "min_size", MaxSize: "max_size" }),
      ),
      Tags: group.tagMap(),
    }),
  },
  aws_eks_addon: {
    type: "AWS::EKS::Addon",
    properties: (addon) => ({
      ClusterName: addon.must.named("cluster_name"),
      AddonName: addon.must.plain("addon_name"),
      AddonVersion: addon.plain("addon_version"),
      ServiceAccountRoleArn: addon.arn("service_account_role_arn"),
      Tags: addon.tags(),
    }),
  },
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
