import { entryOf } from "../../document/node.ts";
import type { ArmMapping, ArmMappings, Fields } from "./mapping.ts";
import { identity, translated, unless } from "./mapping.ts";

const publicAccess = translated("public_network_access_enabled", { enabled: "true", disabled: "false" });

const namespace: Fields = {
  ...identity,
  "sku.name": "sku",
  "sku.capacity": "capacity",
  "properties.zoneRedundant": "zone_redundant",
  "properties.minimumTlsVersion": "minimum_tls_version",
  "properties.publicNetworkAccess": publicAccess,
  "properties.disableLocalAuth": unless("local_auth_enabled"),
  "properties.encryption.keyVaultProperties": {
    write: (value, { body, hcl, line }) => {
      const [first] = value.kind === "list" ? value.items : [];
      const uri = entryOf(first, "keyVaultUri");
      if (uri !== undefined) body.attribute("customer_managed_key.key_vault_key_id", hcl(uri), line);
    },
  },
  "properties.encryption.requireInfrastructureEncryption": "customer_managed_key.infrastructure_encryption_enabled",
};

const inNamespace = { attribute: "namespace_id", by: "id" } as const;

const eventGrid = (type: string): ArmMapping => ({
  type,
  fields: {
    ...identity,
    "properties.publicNetworkAccess": publicAccess,
    "properties.disableLocalAuth": unless("local_auth_enabled"),
    "properties.inputSchema": "input_schema",
  },
});

export const messagingMappings: ArmMappings = {
  "microsoft.servicebus/namespaces": { type: "azurerm_servicebus_namespace", fields: namespace },
  "microsoft.servicebus/namespaces/queues": {
    type: "azurerm_servicebus_queue",
    owner: inNamespace,
    fields: {
      "properties.maxDeliveryCount": "max_delivery_count",
      "properties.deadLetteringOnMessageExpiration": "dead_lettering_on_message_expiration",
      "properties.enablePartitioning": "partitioning_enabled",
    },
  },
  "microsoft.servicebus/namespaces/topics": {
    type: "azurerm_servicebus_topic",
    owner: inNamespace,
    fields: { "properties.enablePartitioning": "partitioning_enabled" },
  },
  "microsoft.servicebus/namespaces/topics/subscriptions": {
    type: "azurerm_servicebus_subscription",
    owner: { attribute: "topic_id", by: "id" },
    fields: { "properties.maxDeliveryCount": "max_delivery_count" },
  },
  "microsoft.servicebus/namespaces/authorizationrules": {
    type: "azurerm_servicebus_namespace_authorization_rule",
    owner: inNamespace,
    fields: {},
  },
  "microsoft.eventhub/namespaces": {
    type: "azurerm_eventhub_namespace",
    fields: {
      ...namespace,
      "properties.disableLocalAuth": unless("local_authentication_enabled"),
      "properties.isAutoInflateEnabled": "auto_inflate_enabled",
      "properties.maximumThroughputUnits": "maximum_throughput_units",
    },
  },
  "microsoft.eventhub/namespaces/eventhubs": {
    type: "azurerm_eventhub",
    owner: inNamespace,
    fields: {
      "properties.messageRetentionInDays": "message_retention",
      "properties.partitionCount": "partition_count",
    },
  },
  "microsoft.eventhub/namespaces/eventhubs/consumergroups": {
    type: "azurerm_eventhub_consumer_group",
    owner: { attribute: "eventhub_name", by: "name" },
    fields: {},
  },
  "microsoft.eventhub/namespaces/authorizationrules": {
    type: "azurerm_eventhub_namespace_authorization_rule",
    owner: { attribute: "namespace_name", by: "name" },
    fields: {},
  },
  "microsoft.eventgrid/topics": eventGrid("azurerm_eventgrid_topic"),
  "microsoft.eventgrid/domains": eventGrid("azurerm_eventgrid_domain"),
  "microsoft.eventgrid/systemtopics": {
    type: "azurerm_eventgrid_system_topic",
    fields: { ...identity, "properties.source": "source_arm_resource_id", "properties.topicType": "topic_type" },
  },
  "microsoft.relay/namespaces": { type: "azurerm_relay_namespace", fields: { "sku.name": "sku_name" } },
  "microsoft.notificationhubs/namespaces": {
    type: "azurerm_notification_hub_namespace",
    fields: { "sku.name": "sku_name" },
  },
  "microsoft.devices/iothubs": {
    type: "azurerm_iothub",
    fields: {
      ...identity,
      "sku.name": "sku.name",
      "sku.capacity": "sku.capacity",
      "properties.publicNetworkAccess": publicAccess,
      "properties.minTlsVersion": "min_tls_version",
    },
  },
};
