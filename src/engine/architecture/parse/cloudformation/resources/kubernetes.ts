import type { MapNode } from "../../document/node.ts";
import type { PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { dropped, membersOf } from "./property-writers.ts";
import { findEntry, mapOf, scalarAt, withEntries } from "./reshaping.ts";
import type { Entry } from "./reshaping.ts";

const tagged: PropertyMappings = { Tags: { tags: "tags" } };

const cluster: ResourceMapping = {
  type: "aws_eks_cluster",
  ref: "name",
  attributes: {
    ClusterSecurityGroupId: "vpc_config[0].cluster_security_group_id",
    CertificateAuthorityData: "certificate_authority[0].data",
    OpenIdConnectIssuerUrl: "identity[0].oidc[0].issuer",
  },
  properties: {
    ResourcesVpcConfig: { block: "vpc_config", properties: { ControlPlaneEgressMode: dropped } },
    EncryptionConfig: { block: "encryption_config", properties: { Provider: { block: "provider" } } },
    Logging: {
      inline: { ClusterLogging: { inline: { EnabledTypes: membersOf("enabled_cluster_log_types", "Type") } } },
    },
    KubernetesNetworkConfig: {
      block: "kubernetes_network_config",
      properties: { ElasticLoadBalancing: { block: "elastic_load_balancing" }, ServiceIpv6Cidr: dropped },
    },
    AccessConfig: { block: "access_config" },
    UpgradePolicy: { block: "upgrade_policy" },
    ComputeConfig: { block: "compute_config" },
    StorageConfig: { block: "storage_config", properties: { BlockStorage: { block: "block_storage" } } },
    RemoteNetworkConfig: {
      block: "remote_network_config",
      properties: {
        RemoteNodeNetworks: { block: "remote_node_networks" },
        RemotePodNetworks: { block: "remote_pod_networks" },
      },
    },
    OutpostConfig: {
      block: "outpost_config",
      properties: {
        ControlPlanePlacement: { block: "control_plane_placement" },
        EtcdInstanceType: dropped,
        EtcdPlacement: dropped,
      },
    },
    ZonalShiftConfig: { block: "zonal_shift_config" },
    ActiveCertificateAuthorityId: dropped,
    CertificateAuthority: dropped,
    ControlPlaneScalingConfig: dropped,
    Force: dropped,
    KubeApiServerConfig: dropped,
    KubeControllerManagerConfig: dropped,
    KubeSchedulerConfig: dropped,
    RollbackConfig: dropped,
    ...tagged,
  },
};

/** Two nodes, growing to two, at least one: what EKS takes where the template does not say. */
const defaultSizes: readonly (readonly [name: string, value: number])[] = [
  ["DesiredSize", 2],
  ["MinSize", 1],
  ["MaxSize", 2],
];

const withSizes = (group: MapNode): MapNode => {
  if (findEntry(group, "ScalingConfig") !== undefined) return group;
  const place = { keyStart: group.start, keyLine: group.line };
  const [first, ...others] = defaultSizes.map(([key, value]): Entry => ({
    key,
    ...place,
    value: scalarAt(group, value),
  }));
  return first === undefined
    ? group
    : withEntries(group, { key: "ScalingConfig", ...place, value: mapOf([first, ...others]) });
};

/** Clusters of EKS with their nodes and what is installed in them. */
export const kubernetes: ResourceMappings = {
  "AWS::EKS::Cluster": cluster,
  "AWS::EKS::Nodegroup": {
    type: "aws_eks_node_group",
    attributes: { NodegroupName: "node_group_name" },
    reshape: withSizes,
    properties: {
      NodegroupName: "node_group_name",
      NodeRole: "node_role_arn",
      Subnets: "subnet_ids",
      ForceUpdateEnabled: "force_update_version",
      ScalingConfig: { block: "scaling_config" },
      UpdateConfig: { block: "update_config", properties: { UpdateStrategy: dropped } },
      RemoteAccess: {
        block: "remote_access",
        properties: { Ec2SshKey: "ec2_ssh_key", SourceSecurityGroups: "source_security_group_ids" },
      },
      LaunchTemplate: { block: "launch_template" },
      Taints: { block: "taint" },
      NodeRepairConfig: { block: "node_repair_config", properties: { NodeRepairConfigOverrides: dropped } },
      WarmPoolConfig: dropped,
      Tags: "tags",
    },
  },
  "AWS::EKS::Addon": {
    type: "aws_eks_addon",
    properties: {
      ResolveConflicts: "resolve_conflicts_on_update",
      PreserveOnDelete: "preserve",
      PodIdentityAssociations: { block: "pod_identity_association" },
      NamespaceConfig: dropped,
      ...tagged,
    },
  },
  "AWS::EKS::FargateProfile": {
    type: "aws_eks_fargate_profile",
    properties: {
      Subnets: "subnet_ids",
      Selectors: { block: "selector", properties: { Labels: { tags: "labels" } } },
      ...tagged,
    },
  },
  "AWS::EKS::AccessEntry": {
    type: "aws_eks_access_entry",
    properties: { Username: "user_name", AccessPolicies: dropped, ...tagged },
  },
};
