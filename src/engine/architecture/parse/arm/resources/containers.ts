import type { ArmMappings, Fields } from "./mapping.ts";
import { identity, isText, namedValues, negated, translated, unless, whenEnabled } from "./mapping.ts";

const publicAccess = translated("public_network_access_enabled", { enabled: "true", disabled: "false" });

const pool: Fields = {
  name: "name",
  count: "node_count",
  vmSize: "vm_size",
  osDiskSizeGB: "os_disk_size_gb",
  osDiskType: "os_disk_type",
  maxPods: "max_pods",
  minCount: "min_count",
  maxCount: "max_count",
  enableAutoScaling: "auto_scaling_enabled",
  enableNodePublicIP: "node_public_ip_enabled",
  enableEncryptionAtHost: "host_encryption_enabled",
  availabilityZones: "zones",
  vnetSubnetID: "vnet_subnet_id",
  type: "type",
  nodeTaints: "node_taints",
};

const prefixed = (prefix: string, fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([path, field]) => [`${prefix}${path}`, field]));

export const containerMappings: ArmMappings = {
  "microsoft.containerservice/managedclusters": {
    type: "azurerm_kubernetes_cluster",
    fields: {
      ...identity,
      "sku.tier": translated("sku_tier", { paid: '"Standard"' }),
      "properties.kubernetesVersion": "kubernetes_version",
      "properties.dnsPrefix": "dns_prefix",
      "properties.enableRBAC": "role_based_access_control_enabled",
      "properties.disableLocalAccounts": "local_account_disabled",
      "properties.diskEncryptionSetID": "disk_encryption_set_id",
      "properties.apiServerAccessProfile.authorizedIPRanges": "api_server_access_profile.authorized_ip_ranges",
      "properties.apiServerAuthorizedIPRanges": "api_server_authorized_ip_ranges",
      "properties.apiServerAccessProfile.enablePrivateCluster": "private_cluster_enabled",
      "properties.networkProfile.networkPlugin": "network_profile.network_plugin",
      "properties.networkProfile.networkPolicy": "network_profile.network_policy",
      "properties.networkProfile.outboundType": "network_profile.outbound_type",
      "properties.networkProfile.loadBalancerSku": "network_profile.load_balancer_sku",
      "properties.autoUpgradeProfile.upgradeChannel": "automatic_upgrade_channel",
      "properties.aadProfile.managed": "azure_active_directory_role_based_access_control.managed",
      "properties.aadProfile.enableAzureRBAC": "azure_active_directory_role_based_access_control.azure_rbac_enabled",
      "properties.addonProfiles.azurepolicy.enabled": "azure_policy_enabled",
      "properties.addonProfiles.omsagent.enabled": "addon_profile.oms_agent.enabled",
      "properties.addonProfiles.omsagent.config.logAnalyticsWorkspaceResourceID":
        "addon_profile.oms_agent.log_analytics_workspace_id",
      "properties.addonProfiles.kubeDashboard.enabled": "addon_profile.kube_dashboard.enabled",
      "properties.addonProfiles.httpApplicationRouting.enabled": "http_application_routing_enabled",
      "properties.addonProfiles.azureKeyvaultSecretsProvider.config.enableSecretRotation": {
        to: "key_vault_secrets_provider.secret_rotation_enabled",
        as: isText("true"),
      },
      "properties.oidcIssuerProfile.enabled": "oidc_issuer_enabled",
      "properties.publicNetworkAccess": publicAccess,
      "properties.agentPoolProfiles": {
        write: (value, { body, fields, line }) => {
          const [first] = value.kind === "list" ? value.items : [];
          if (first !== undefined)
            fields(first, pool, body.block("default_node_pool", { line, endLine: first.endLine }));
        },
      },
    },
  },
  "microsoft.containerservice/managedclusters/agentpools": {
    type: "azurerm_kubernetes_cluster_node_pool",
    owner: { attribute: "kubernetes_cluster_id", by: "id" },
    fields: prefixed("properties.", pool),
  },
  "microsoft.containerregistry/registries": {
    type: "azurerm_container_registry",
    fields: {
      ...identity,
      "sku.name": "sku",
      "properties.adminUserEnabled": "admin_enabled",
      "properties.anonymousPullEnabled": "anonymous_pull_enabled",
      "properties.dataEndpointEnabled": "data_endpoint_enabled",
      "properties.publicNetworkAccess": publicAccess,
      "properties.zoneRedundancy": whenEnabled("zone_redundancy_enabled"),
      "properties.policies.quarantinePolicy.status": whenEnabled("quarantine_policy_enabled"),
      "properties.policies.trustPolicy.status": whenEnabled("trust_policy_enabled"),
      "properties.policies.retentionPolicy.days": "retention_policy_in_days",
      "properties.policies.retentionPolicy.status": whenEnabled("retention_policy.enabled"),
      "properties.networkRuleSet.defaultAction": "network_rule_set.default_action",
      "properties.encryption.status": whenEnabled("encryption.enabled"),
    },
  },
  "microsoft.containerregistry/registries/replications": {
    type: "azurerm_container_registry_replication",
    owner: { attribute: "container_registry_id", by: "id" },
    fields: {},
    settingsOf: () => ({
      location: "georeplications.location",
      "properties.zoneRedundancy": whenEnabled("georeplications.zone_redundancy_enabled"),
    }),
  },
  "microsoft.containerregistry/registries/webhooks": {
    type: "azurerm_container_registry_webhook",
    owner: { attribute: "registry_name", by: "name" },
    fields: { "properties.serviceUri": "service_uri", "properties.actions": "actions" },
  },
  "microsoft.containerinstance/containergroups": {
    type: "azurerm_container_group",
    fields: {
      ...identity,
      zones: "zones",
      "properties.osType": "os_type",
      "properties.ipAddress.type": "ip_address_type",
      "properties.restartPolicy": "restart_policy",
      "properties.subnetIds": { pluck: "subnet_ids", of: "id" },
      "properties.networkProfile.id": "network_profile_id",
      "properties.containers": {
        each: "container",
        fields: {
          name: "name",
          "properties.image": "image",
          "properties.resources.requests.cpu": "cpu",
          "properties.resources.requests.memoryInGB": "memory",
          "properties.environmentVariables": {
            write: (value, { body, hcl, line }) => {
              if (value.kind !== "list") return;
              const named = (attribute: string, key: string): void => {
                const object = namedValues(value.items, key, hcl);
                if (object.length > 0) body.attribute(attribute, { object }, line);
              };
              named("environment_variables", "value");
              named("secure_environment_variables", "secureValue");
            },
          },
        },
      },
    },
  },
  "microsoft.app/managedenvironments": {
    type: "azurerm_container_app_environment",
    fields: {
      "properties.zoneRedundant": "zone_redundancy_enabled",
      "properties.vnetConfiguration.infrastructureSubnetId": "infrastructure_subnet_id",
    },
  },
  "microsoft.app/containerapps": {
    type: "azurerm_container_app",
    fields: {
      ...identity,
      "properties.managedEnvironmentId": "container_app_environment_id",
      "properties.configuration.ingress.external": "ingress.external_enabled",
      "properties.configuration.ingress.targetPort": "ingress.target_port",
      "properties.configuration.ingress.allowInsecure": "ingress.allow_insecure_connections",
      "properties.template.scale.minReplicas": "template.min_replicas",
      "properties.template.scale.maxReplicas": "template.max_replicas",
      "properties.template.containers": {
        each: "template.container",
        fields: { name: "name", image: "image", "resources.cpu": "cpu", "resources.memory": "memory" },
      },
    },
  },
  "microsoft.servicefabric/clusters": {
    type: "azurerm_service_fabric_cluster",
    fields: {
      "properties.reliabilityLevel": "reliability_level",
      "properties.upgradeMode": "upgrade_mode",
      "properties.azureActiveDirectory.tenantId": "azure_active_directory.tenant_id",
      "properties.fabricSettings": {
        each: "fabric_settings",
        fields: {
          name: "name",
          parameters: {
            write: (value, { body, hcl, line }) => {
              if (value.kind !== "list") return;
              body.attribute("parameters", { object: namedValues(value.items, "value", hcl) }, line);
            },
          },
        },
      },
    },
  },
  "microsoft.batch/batchaccounts": {
    type: "azurerm_batch_account",
    fields: {
      ...identity,
      "properties.publicNetworkAccess": publicAccess,
      "properties.keyVaultReference.id": "key_vault_reference.id",
      "properties.encryption.keyVaultProperties.keyIdentifier": "encryption.key_vault_key_id",
      "properties.networkProfile.accountAccess.defaultAction": "network_profile.account_access.default_action",
      "properties.autoStorage.storageAccountId": "storage_account_id",
    },
  },
  "microsoft.machinelearningservices/workspaces": {
    type: "azurerm_machine_learning_workspace",
    fields: {
      ...identity,
      "properties.publicNetworkAccess": publicAccess,
      "properties.storageAccount": "storage_account_id",
      "properties.keyVault": "key_vault_id",
      "properties.hbiWorkspace": "high_business_impact",
      "properties.encryption.keyVaultProperties.keyIdentifier": "encryption.key_id",
    },
  },
  "microsoft.machinelearningservices/workspaces/computes": {
    type: "azurerm_machine_learning_compute_cluster",
    owner: { attribute: "machine_learning_workspace_id", by: "id" },
    fields: {
      "properties.disableLocalAuth": { to: "local_auth_enabled", as: negated },
      "properties.properties.vmSize": "vm_size",
      "properties.properties.scaleSettings.minNodeCount": "scale_settings.min_node_count",
      "properties.properties.scaleSettings.maxNodeCount": "scale_settings.max_node_count",
    },
  },
  "microsoft.cognitiveservices/accounts": {
    type: "azurerm_cognitive_account",
    fields: {
      ...identity,
      kind: "kind",
      "sku.name": "sku_name",
      "properties.publicNetworkAccess": publicAccess,
      "properties.disableLocalAuth": unless("local_auth_enabled"),
      "properties.customSubDomainName": "custom_subdomain_name",
      "properties.restrictOutboundNetworkAccess": "outbound_network_access_restricted",
      "properties.encryption.keyVaultProperties.keyName": "customer_managed_key.key_vault_key_id",
      "properties.networkAcls.defaultAction": "network_acls.default_action",
    },
  },
  "microsoft.search/searchservices": {
    type: "azurerm_search_service",
    fields: {
      ...identity,
      "sku.name": "sku",
      "properties.replicaCount": "replica_count",
      "properties.partitionCount": "partition_count",
      "properties.publicNetworkAccess": publicAccess,
      "properties.networkRuleSet.ipRules": { pluck: "allowed_ips", of: "value" },
    },
  },
};
