import type { ArmMappings } from "./mapping.ts";
import { translated } from "./mapping.ts";

export const operationsMappings: ArmMappings = {
  "microsoft.resources/resourcegroups": {
    type: "azurerm_resource_group",
    isPlaceless: true,
    fields: { location: "location", tags: "tags" },
  },
  "microsoft.operationalinsights/workspaces": {
    type: "azurerm_log_analytics_workspace",
    fields: {
      "properties.sku.name": "sku",
      "properties.retentionInDays": "retention_in_days",
      "properties.workspaceCapping.dailyQuotaGb": "daily_quota_gb",
      "properties.publicNetworkAccessForIngestion": translated("internet_ingestion_enabled", {
        enabled: "true",
        disabled: "false",
      }),
    },
  },
  "microsoft.insights/components": {
    type: "azurerm_application_insights",
    fields: {
      "properties.Application_Type": "application_type",
      "properties.RetentionInDays": "retention_in_days",
      "properties.WorkspaceResourceId": "workspace_id",
    },
  },
  "microsoft.insights/diagnosticsettings": {
    type: "azurerm_monitor_diagnostic_setting",
    isPlaceless: true,
    fields: {
      scope: "target_resource_id",
      "properties.workspaceId": "log_analytics_workspace_id",
      "properties.storageAccountId": "storage_account_id",
      "properties.eventHubName": "eventhub_name",
      "properties.logs": {
        each: "enabled_log",
        fields: { category: "category", categoryGroup: "category_group" },
      },
    },
  },
  "microsoft.insights/logprofiles": {
    type: "azurerm_monitor_log_profile",
    isPlaceless: true,
    fields: {
      "properties.categories": "categories",
      "properties.locations": "locations",
      "properties.storageAccountId": "storage_account_id",
      "properties.retentionPolicy.enabled": "retention_policy.enabled",
      "properties.retentionPolicy.days": "retention_policy.days",
    },
  },
  "microsoft.insights/activitylogalerts": {
    type: "azurerm_monitor_activity_log_alert",
    fields: { "properties.scopes": "scopes", "properties.enabled": "enabled" },
  },
  "microsoft.insights/metricalerts": {
    type: "azurerm_monitor_metric_alert",
    fields: {
      "properties.scopes": "scopes",
      "properties.severity": "severity",
      "properties.enabled": "enabled",
      "properties.actions": { each: "action", fields: { actionGroupId: "action_group_id" } },
    },
  },
  "microsoft.insights/scheduledqueryrules": {
    type: "azurerm_monitor_scheduled_query_rules_alert",
    fields: { "properties.enabled": "enabled" },
  },
  "microsoft.insights/actiongroups": {
    type: "azurerm_monitor_action_group",
    fields: { "properties.groupShortName": "short_name", "properties.enabled": "enabled" },
  },
  "microsoft.portal/dashboards": { type: "azurerm_portal_dashboard", fields: {} },
};
