import { hcl } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { placed } from "./network.ts";

const serviceBus = (plan: Plan): string[] => [
  hcl`
resource "azurerm_servicebus_namespace" "main" {
name = "${plan.name}-\${var.suffix}"
${placed}
sku = "${plan.has("pubsub") ? "Standard" : "Basic"}"
}
`,
  ...(plan.has("queue")
    ? [
        hcl`
resource "azurerm_servicebus_queue" "jobs" {
name = "jobs"
namespace_id = azurerm_servicebus_namespace.main.id
}
`,
      ]
    : []),
  ...(plan.has("pubsub")
    ? [
        hcl`
resource "azurerm_servicebus_topic" "notifications" {
name = "notifications"
namespace_id = azurerm_servicebus_namespace.main.id
}
`,
      ]
    : []),
];

const eventHub = (plan: Plan): string => hcl`
resource "azurerm_eventhub_namespace" "main" {
name = "${plan.name}-events-\${var.suffix}"
${placed}
sku = "${plan.uses("kafka") ? "Standard" : "Basic"}"
capacity = 1
}

resource "azurerm_eventhub" "main" {
name = "events"
namespace_id = azurerm_eventhub_namespace.main.id
partition_count = 2
message_retention = 1
}
`;

const eventGrid = (plan: Plan): string => hcl`
resource "azurerm_eventgrid_topic" "main" {
name = "${plan.name}-\${var.suffix}"
${placed}
}
`;

const devices = (plan: Plan): string => hcl`
resource "azurerm_iothub" "main" {
name = "${plan.name}-devices-\${var.suffix}"
${placed}

sku {
name = "S1"
capacity = 1
}

endpoint {
name = "stream"
type = "AzureIotHub.EventHub"
connection_string = "\${azurerm_eventhub_namespace.main.default_primary_connection_string};EntityPath=\${azurerm_eventhub.main.name}"
}

route {
name = "telemetry"
source = "DeviceMessages"
condition = "true"
endpoint_names = ["stream"]
enabled = true
}
}
`;

const workflow = (plan: Plan): string => hcl`
resource "azurerm_logic_app_workflow" "main" {
name = "${plan.name}"
${placed}
}
`;

/** Where the mail service keeps its data. */
const mailPlace = (plan: Plan): string => {
  if (
    /^(?:north|west)europe|france|germany|switzerland|norway|sweden|denmark|poland|italy|spain|austria|belgium/.test(
      plan.region,
    )
  )
    return "Europe";
  return plan.region.startsWith("uk") ? "UK" : "United States";
};

const email = (plan: Plan): string => hcl`
resource "azurerm_communication_service" "main" {
name = "${plan.name}-\${var.suffix}"
resource_group_name = azurerm_resource_group.main.name
data_location = "${mailPlace(plan)}"
}
`;

/** Queues, topics, streams, events, devices and mail. */
export const messaging = (plan: Plan): string[] => [
  ...(plan.has("queue", "pubsub") ? serviceBus(plan) : []),
  ...(plan.has("stream") ? [eventHub(plan)] : []),
  ...(plan.has("events") ? [eventGrid(plan)] : []),
  ...(plan.has("iot") ? [devices(plan)] : []),
  ...(plan.has("workflow") ? [workflow(plan)] : []),
  ...(plan.has("email") ? [email(plan)] : []),
];
