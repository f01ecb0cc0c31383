import { analyticsRules } from "./aws-analytics.ts";
import { apiGatewayRules } from "./aws-api-gateway.ts";
import { auroraRules } from "./aws-aurora.ts";
import { autoscalingRules } from "./aws-autoscaling.ts";
import { cloudfrontRules } from "./aws-cloudfront.ts";
import { cloudtrailRules } from "./aws-cloudtrail.ts";
import { codebuildRules } from "./aws-codebuild.ts";
import { connectionRules } from "./aws-connections.ts";
import { dataSafetyRules } from "./aws-data-safety.ts";
import { datastoreRules } from "./aws-datastores.ts";
import { deliveryRules } from "./aws-delivery.ts";
import { dynamodbRules } from "./aws-dynamodb.ts";
import { ebsRules } from "./aws-ebs.ts";
import { ec2Rules } from "./aws-ec2.ts";
import { ecrRules } from "./aws-ecr.ts";
import { ecsRules } from "./aws-ecs.ts";
import { efsRules } from "./aws-efs.ts";
import { eksRules } from "./aws-eks.ts";
import { elasticacheRules } from "./aws-elasticache.ts";
import { elbRules } from "./aws-elb.ts";
import { iamPolicyRules } from "./aws-iam-policy.ts";
import { iamRules } from "./aws-iam.ts";
import { kmsRules } from "./aws-kms.ts";
import { lambdaRules } from "./aws-lambda.ts";
import { engineVersionRules } from "./aws-engine-versions.ts";
import { logRules } from "./aws-logs.ts";
import { messagingRules } from "./aws-messaging.ts";
import { machineLearningRules } from "./aws-machine-learning.ts";
import { openSearchRules } from "./aws-opensearch.ts";
import { ownKeyRules } from "./aws-own-keys.ts";
import { parameterGroupRules } from "./aws-parameter-groups.ts";
import { platformRules } from "./aws-platform.ts";
import { rdsRules } from "./aws-rds.ts";
import { s3AccessRules } from "./aws-s3-access.ts";
import { s3Rules } from "./aws-s3.ts";
import { safeguardRules } from "./aws-safeguards.ts";
import { secretsRules } from "./aws-secrets.ts";
import { securityGroupRules } from "./aws-security-group.ts";
import { vpcRules } from "./aws-vpc.ts";
import { wafRules } from "./aws-waf.ts";
import { azureAppRules } from "./azure-app.ts";
import { azureComputeRules } from "./azure-compute.ts";
import { azureContainerRules } from "./azure-containers.ts";
import { azureDatabaseRules } from "./azure-databases.ts";
import { azureNetworkRules } from "./azure-network.ts";
import { azurePlatformRules } from "./azure-platform.ts";
import { azureStorageRules } from "./azure-storage.ts";
import { dockerContainerRules } from "./docker-containers.ts";
import { gcpAnalyticsRules } from "./gcp-analytics.ts";
import { gcpComputeRules } from "./gcp-compute.ts";
import { gcpDataRules } from "./gcp-data.ts";
import { gcpGkeRules } from "./gcp-gke.ts";
import { gcpNetworkRules } from "./gcp-network.ts";
import { azureDatabaseSettingRules } from "./azure-database-settings.ts";
import { azureEdgeRules } from "./azure-edge.ts";
import { azureGovernanceRules } from "./azure-governance.ts";
import { azureIdentityRules } from "./azure-identities.ts";
import { azureKubernetesRules } from "./azure-kubernetes.ts";
import { azureMachineRules } from "./azure-machines.ts";
import { azureOwnKeyRules } from "./azure-own-keys.ts";
import { azurePublicServiceRules } from "./azure-public-services.ts";
import { azureServiceRules } from "./azure-services.ts";
import { azureSqlSecurityRules } from "./azure-sql-security.ts";
import { azureStorageRecordRules } from "./azure-storage-records.ts";
import { azureSynapseRules } from "./azure-synapse.ts";
import { azureFederationRules } from "./azure-federation.ts";
import { azureWebRules } from "./azure-web.ts";
import { gcpGkeSettingRules } from "./gcp-gke-settings.ts";
import { gcpGrantRules } from "./gcp-grants.ts";
import { gcpOwnKeyRules } from "./gcp-own-keys.ts";
import { gcpServiceRules } from "./gcp-services.ts";
import { gcpSqlFlagRules } from "./gcp-sql-flags.ts";
import { gcpPlatformRules } from "./gcp-platform.ts";
import { moduleSourceRules } from "./module-sources.ts";
import { kubernetesAvailabilityRules } from "./kubernetes-availability.ts";
import { kubernetesControlPlaneRules } from "./kubernetes-control-plane.ts";
import { kubernetesIdentityRules } from "./kubernetes-identity.ts";
import { kubernetesIsolationRules } from "./kubernetes-isolation.ts";
import { kubernetesNamespaceRules } from "./kubernetes-namespaces.ts";
import { kubernetesNetworkRules } from "./kubernetes-network.ts";
import { kubernetesPolicyRules } from "./kubernetes-policies.ts";
import { kubernetesPrivilegeRules } from "./kubernetes-privileges.ts";
import { kubernetesRbacRules } from "./kubernetes-rbac.ts";
import { kubernetesResourceRules } from "./kubernetes-resources.ts";
import { kubernetesWiringRules } from "./kubernetes-wiring.ts";
import { awsIdleRules } from "./aws-idle.ts";
import { awsSpareRules } from "./aws-spares.ts";
import { awsSizingRules } from "./aws-sizing.ts";
import { azureIdleRules } from "./azure-idle.ts";
import { azureSpareRules } from "./azure-spares.ts";
import { azureSizingRules } from "./azure-sizing.ts";
import { gcpIdleRules } from "./gcp-idle.ts";
import { gcpSpareRules } from "./gcp-spares.ts";
import { gcpSizingRules } from "./gcp-sizing.ts";
import { residencyRules } from "./residency.ts";
import { tagRules } from "./tags.ts";
import type { Rule } from "./rule.ts";

export { compareFailures, review } from "./review.ts";
export { secretFailures } from "./secret-lines.ts";
export type { Failure, Review } from "./review.ts";
export { adviceOf } from "./kubernetes-words.ts";
export type { Pillar, Rule, Severity } from "./rule.ts";

/** Every rule, by service. */
export const rules: readonly Rule[] = [
  ...moduleSourceRules,
  ...analyticsRules,
  ...deliveryRules,
  ...safeguardRules,
  ...machineLearningRules,
  ...ownKeyRules,
  ...platformRules,
  ...apiGatewayRules,
  ...auroraRules,
  ...autoscalingRules,
  ...cloudfrontRules,
  ...cloudtrailRules,
  ...codebuildRules,
  ...connectionRules,
  ...dataSafetyRules,
  ...datastoreRules,
  ...dynamodbRules,
  ...ebsRules,
  ...ec2Rules,
  ...ecrRules,
  ...ecsRules,
  ...efsRules,
  ...eksRules,
  ...elasticacheRules,
  ...elbRules,
  ...engineVersionRules,
  ...iamPolicyRules,
  ...iamRules,
  ...kmsRules,
  ...lambdaRules,
  ...logRules,
  ...messagingRules,
  ...openSearchRules,
  ...parameterGroupRules,
  ...rdsRules,
  ...s3AccessRules,
  ...s3Rules,
  ...secretsRules,
  ...securityGroupRules,
  ...vpcRules,
  ...wafRules,
  ...azureAppRules,
  ...azureComputeRules,
  ...azureContainerRules,
  ...azureDatabaseRules,
  ...azureNetworkRules,
  ...azurePlatformRules,
  ...azureStorageRules,
  ...dockerContainerRules,
  ...gcpAnalyticsRules,
  ...gcpComputeRules,
  ...gcpDataRules,
  ...gcpGkeRules,
  ...gcpNetworkRules,
  ...azureDatabaseSettingRules,
  ...azureEdgeRules,
  ...azureGovernanceRules,
  ...azureIdentityRules,
  ...azureKubernetesRules,
  ...azureMachineRules,
  ...azureOwnKeyRules,
  ...azurePublicServiceRules,
  ...azureServiceRules,
  ...azureSqlSecurityRules,
  ...azureStorageRecordRules,
  ...azureSynapseRules,
  ...azureFederationRules,
  ...azureWebRules,
  ...gcpGkeSettingRules,
  ...gcpGrantRules,
  ...gcpOwnKeyRules,
  ...gcpServiceRules,
  ...gcpSqlFlagRules,
  ...gcpPlatformRules,
  ...kubernetesAvailabilityRules,
  ...kubernetesControlPlaneRules,
  ...kubernetesIdentityRules,
  ...kubernetesIsolationRules,
  ...kubernetesNamespaceRules,
  ...kubernetesNetworkRules,
  ...kubernetesPolicyRules,
  ...kubernetesPrivilegeRules,
  ...kubernetesRbacRules,
  ...kubernetesResourceRules,
  ...kubernetesWiringRules,
  ...awsIdleRules,
  ...awsSpareRules,
  ...awsSizingRules,
  ...azureIdleRules,
  ...azureSpareRules,
  ...azureSizingRules,
  ...gcpIdleRules,
  ...gcpSpareRules,
  ...gcpSizingRules,
  ...residencyRules,
  ...tagRules,
];
