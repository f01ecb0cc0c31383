import type { Draft } from "../cfn.ts";
import { asText } from "../cfn.ts";
import { asJsonText } from "../json-text.ts";
import { launchTemplateUse } from "../launch-template.ts";
import type { Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";
import { arn, blocks, fill, ids, must, named, pairs, tabled, tags, text, texts } from "../table.ts";

const logTypes = (cluster: Reader): Draft => {
  const types = cluster.items("enabled_cluster_log_types", "text");
  return types.length === 0 ? undefined : types.map((Type) => ({ Type }));
};

const resolveConflicts = (addon: Reader): Draft => {
  const [changing, making, older] = [
    "resolve_conflicts_on_update",
    "resolve_conflicts_on_create",
    "resolve_conflicts",
  ].map((path) => addon.plain(path));
  return changing ?? making ?? older;
};

/** What who comes in may do, which Terraform says beside the entry of the same principal. */
const accessPolicies = (entry: Reader): Draft => {
  const { model } = entry.translation;
  const principal = model.target(entry.component, "principal_arn");
  const associations = model
    .ofType("aws_eks_access_policy_association")
    .filter((other) =>
      principal === undefined
        ? other.attributes["principal_arn"] === entry.text("principal_arn")
        : model.target(other, "principal_arn") === principal,
    )
    .map((component) => {
      const association = entry.fold(component);
      for (const path of ["cluster_name", "principal_arn"]) association.raw(path);
      return {
        PolicyArn: association.must.arn("policy_arn"),
        AccessScope: association.within("access_scope", (scope) =>
          fill({ Type: must("type"), Namespaces: texts("namespaces") }, scope),
        ),
      };
    });
  return associations.length === 0 ? undefined : associations;
};

/** Clusters of EKS, their nodes, what runs in them and who may come in. */
export const kubernetes: Mappings = {
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
      AccessConfig: cluster.within("access_config", (access) =>
        access.copy({
          AuthenticationMode: "authentication_mode",
          BootstrapClusterCreatorAdminPermissions: "bootstrap_cluster_creator_admin_permissions",
        }),
      ),
      KubernetesNetworkConfig: cluster.within("kubernetes_network_config", (network) => ({
        ...network.copy({ IpFamily: "ip_family", ServiceIpv4Cidr: "service_ipv4_cidr" }),
        ElasticLoadBalancing: network.within("elastic_load_balancing", (balancing) =>
          balancing.copy({ Enabled: "enabled" }),
        ),
      })),
      UpgradePolicy: cluster.within("upgrade_policy", (policy) => policy.copy({ SupportType: "support_type" })),
      ComputeConfig: cluster.within("compute_config", (compute) => ({
        Enabled: compute.plain("enabled"),
        NodePools: compute.list("node_pools", "text"),
        NodeRoleArn: compute.arn("node_role_arn"),
      })),
      StorageConfig: cluster.within("storage_config", (storage) => ({
        BlockStorage: storage.within("block_storage", (block) => block.copy({ Enabled: "enabled" })),
      })),
      ZonalShiftConfig: cluster.within("zonal_shift_config", (shift) => shift.copy({ Enabled: "enabled" })),
      ...cluster.copy({
        BootstrapSelfManagedAddons: "bootstrap_self_managed_addons",
        DeletionProtection: "deletion_protection",
      }),
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
      ...group.copy({
        AmiType: "ami_type",
        CapacityType: "capacity_type",
        DiskSize: "disk_size",
        ReleaseVersion: "release_version",
        ForceUpdateEnabled: "force_update_version",
      }),
      RemoteAccess: group.within("remote_access", (access) => ({
        Ec2SshKey: access.must.named("ec2_ssh_key"),
        SourceSecurityGroups: access.list("source_security_group_ids", "group"),
      })),
      Labels: group.map("labels", () => "name"),
      Taints: group.each("taint", (taint) => fill({ Key: "key", Value: text("value"), Effect: "effect" }, taint)),
      UpdateConfig: group.within("update_config", (update) =>
        update.copy({
          MaxUnavailable: "max_unavailable",
          MaxUnavailablePercentage: "max_unavailable_percentage",
        }),
      ),
      LaunchTemplate: group.within("launch_template", launchTemplateUse("")),
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
      // One word for making and for changing: where Terraform has two, what holds for changes is the one that stays.
      ResolveConflicts: resolveConflicts(addon),
      PreserveOnDelete: addon.plain("preserve"),
      ConfigurationValues: asJsonText(addon.document("configuration_values", "name")),
      PodIdentityAssociations: addon.each("pod_identity_association", (identity) => ({
        ServiceAccount: identity.must.plain("service_account"),
        RoleArn: identity.must.arn("role_arn"),
      })),
      Tags: addon.tags(),
    }),
  },
  aws_eks_fargate_profile: tabled("AWS::EKS::FargateProfile", {
    ClusterName: must(named("cluster_name")),
    FargateProfileName: "fargate_profile_name",
    PodExecutionRoleArn: must(arn("pod_execution_role_arn")),
    Subnets: ids("subnet_ids"),
    Selectors: blocks("selector", { Namespace: must("namespace"), Labels: pairs("labels") }),
    Tags: tags,
  }),
  aws_eks_access_entry: tabled(
    "AWS::EKS::AccessEntry",
    {
      ClusterName: must(named("cluster_name")),
      PrincipalArn: must(arn("principal_arn")),
      KubernetesGroups: texts("kubernetes_groups"),
      Type: "type",
      Username: "user_name",
      AccessPolicies: accessPolicies,
      Tags: tags,
    },
    { handles: { arn: "AccessEntryArn" } },
  ),
};
