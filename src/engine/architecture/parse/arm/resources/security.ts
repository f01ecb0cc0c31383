import type { ArmMappings, Fields } from "./mapping.ts";
import { identity, isText, translated, unless } from "./mapping.ts";

const vault = { attribute: "key_vault_id", by: "id" } as const;

const assignment: Fields = {
  "properties.roleDefinitionId": "role_definition_id",
  "properties.principalId": "principal_id",
  "properties.principalType": "principal_type",
  "properties.scope": "scope",
};

const whenOn = (to: string) => ({ to, as: isText("On") });

export const securityMappings: ArmMappings = {
  "microsoft.keyvault/vaults": {
    type: "azurerm_key_vault",
    fields: {
      "properties.sku.name": "sku_name",
      "properties.tenantId": "tenant_id",
      "properties.enabledForDeployment": "enabled_for_deployment",
      "properties.enabledForDiskEncryption": "enabled_for_disk_encryption",
      "properties.enabledForTemplateDeployment": "enabled_for_template_deployment",
      "properties.enableRbacAuthorization": "rbac_authorization_enabled",
      "properties.enableSoftDelete": "soft_delete_enabled",
      "properties.softDeleteRetentionInDays": "soft_delete_retention_days",
      "properties.enablePurgeProtection": "purge_protection_enabled",
      "properties.publicNetworkAccess": translated("public_network_access_enabled", {
        enabled: "true",
        disabled: "false",
      }),
      "properties.networkAcls.defaultAction": "network_acls.default_action",
      "properties.networkAcls.bypass": "network_acls.bypass",
      "properties.networkAcls.ipRules": { pluck: "network_acls.ip_rules", of: "value" },
      "properties.networkAcls.virtualNetworkRules": { pluck: "network_acls.virtual_network_subnet_ids", of: "id" },
      "properties.accessPolicies": {
        each: "access_policy",
        fields: {
          tenantId: "tenant_id",
          objectId: "object_id",
          "permissions.keys": "key_permissions",
          "permissions.secrets": "secret_permissions",
          "permissions.certificates": "certificate_permissions",
        },
      },
    },
  },
  "microsoft.keyvault/vaults/secrets": {
    type: "azurerm_key_vault_secret",
    owner: vault,
    fields: {
      "properties.value": "value",
      "properties.contentType": "content_type",
      "properties.attributes.exp": "expiration_date",
    },
  },
  "microsoft.keyvault/vaults/keys": {
    type: "azurerm_key_vault_key",
    owner: vault,
    fields: {
      "properties.kty": "key_type",
      "properties.keySize": "key_size",
      "properties.keyOps": "key_opts",
      "properties.attributes.exp": "expiration_date",
      "properties.rotationPolicy.attributes.expiryTime": "rotation_policy.expire_after",
    },
  },
  "microsoft.keyvault/vaults/accesspolicies": {
    type: "azurerm_key_vault_access_policy",
    owner: vault,
    isNameless: true,
    fields: {},
  },
  "microsoft.managedidentity/userassignedidentities": { type: "azurerm_user_assigned_identity", fields: {} },
  "microsoft.authorization/roledefinitions": {
    type: "azurerm_role_definition",
    isPlaceless: true,
    fields: {
      "properties.roleName": "name",
      "properties.description": "description",
      "properties.assignableScopes": "assignable_scopes",
      "properties.permissions": {
        each: "permissions",
        fields: {
          actions: "actions",
          notActions: "not_actions",
          dataActions: "data_actions",
          notDataActions: "not_data_actions",
        },
      },
    },
  },
  "microsoft.authorization/roleassignments": {
    type: "azurerm_role_assignment",
    isPlaceless: true,
    fields: { ...assignment, scope: "scope" },
  },
  "microsoft.authorization/policyassignments": {
    type: "azurerm_resource_group_policy_assignment",
    isPlaceless: true,
    fields: { "properties.policyDefinitionId": "policy_definition_id", "properties.displayName": "display_name" },
  },
  "microsoft.authorization/locks": {
    type: "azurerm_management_lock",
    isPlaceless: true,
    fields: { "properties.level": "lock_level", "properties.notes": "notes" },
  },
  "microsoft.security/pricings": {
    type: "azurerm_security_center_subscription_pricing",
    isPlaceless: true,
    fields: { name: "resource_type", "properties.pricingTier": "tier" },
  },
  "microsoft.security/securitycontacts": {
    type: "azurerm_security_center_contact",
    isPlaceless: true,
    fields: {
      "properties.email": "email",
      "properties.emails": "email",
      "properties.phone": "phone",
      "properties.alertNotifications": whenOn("alert_notifications"),
      "properties.alertNotifications.state": whenOn("alert_notifications"),
      "properties.alertsToAdmins": whenOn("alerts_to_admins"),
      "properties.notificationsByRole.state": whenOn("alerts_to_admins"),
    },
  },
  "microsoft.security/autoprovisioningsettings": {
    type: "azurerm_security_center_auto_provisioning",
    isPlaceless: true,
    isNameless: true,
    fields: { "properties.autoProvision": "auto_provision" },
  },
  "microsoft.security/settings": {
    type: "azurerm_security_center_setting",
    isPlaceless: true,
    isNameless: true,
    fields: { name: "setting_name", "properties.enabled": "enabled" },
  },
  "microsoft.automation/automationaccounts": {
    type: "azurerm_automation_account",
    fields: {
      ...identity,
      "properties.sku.name": "sku_name",
      "properties.publicNetworkAccess": "public_network_access_enabled",
      "properties.disableLocalAuth": unless("local_authentication_enabled"),
    },
  },
  "microsoft.automation/automationaccounts/variables": {
    type: "azurerm_automation_variable_string",
    owner: { attribute: "automation_account_name", by: "name" },
    fields: { "properties.isEncrypted": "encrypted", "properties.value": "value" },
  },
};
