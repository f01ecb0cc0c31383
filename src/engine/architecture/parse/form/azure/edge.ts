import { hcl, lines } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { hasGateway, homeOf, placed } from "./network.ts";
import { copiesOf, flatName } from "./settings.ts";

const site = (plan: Plan): string => hcl`
resource "azurerm_storage_account" "site" {
name = "${flatName(plan, "site")}"
${placed}
account_tier = "Standard"
account_replication_type = "${copiesOf(plan)}"

static_website {
index_document = "index.html"
}
}
`;

/** Host name of a thing that Front Door can fetch from. */
const originHost = (plan: Plan): string | undefined => {
  if (plan.has("static_site")) return "azurerm_storage_account.site.primary_web_host";
  if (hasGateway(plan)) return "azurerm_public_ip.gateway.fqdn";
  switch (homeOf(plan)) {
    case "app-service":
      return "azurerm_linux_web_app.app.default_hostname";
    case "container-apps":
      return "azurerm_container_app.app.ingress[0].fqdn";
    case "functions":
      return "azurerm_linux_function_app.app.default_hostname";
    case "aks":
      return "azurerm_public_ip.ingress.fqdn";
    case "vm":
      return plan.has("dns") && (plan.sizes.instances ?? 1) === 1 ? "azurerm_public_ip.app.fqdn" : undefined;
    case undefined:
      return plan.has("object_storage") ? "azurerm_storage_account.assets.primary_blob_host" : undefined;
  }
};

const hasFrontDoor = (plan: Plan): boolean => plan.has("cdn", "waf") && originHost(plan) !== undefined;

/** An address that the ingress controller of AKS takes over. */
const ingressAddress = (plan: Plan): string => hcl`
# Taken over by the ingress controller
resource "azurerm_public_ip" "ingress" {
name = "${plan.name}-ingress"
${placed}
allocation_method = "Static"
domain_name_label = "${plan.name}-\${var.suffix}"
}
`;

const frontDoor = (plan: Plan, host: string): string => hcl`
resource "azurerm_cdn_frontdoor_profile" "main" {
name = "${plan.name}"
resource_group_name = azurerm_resource_group.main.name
sku_name = "${plan.has("waf") ? "Premium" : "Standard"}_AzureFrontDoor"
}

resource "azurerm_cdn_frontdoor_endpoint" "main" {
name = "${plan.name}-\${var.suffix}"
cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.main.id
}

resource "azurerm_cdn_frontdoor_origin_group" "main" {
name = "app"
cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.main.id

load_balancing {}
}

resource "azurerm_cdn_frontdoor_origin" "main" {
name = "app"
cdn_frontdoor_origin_group_id = azurerm_cdn_frontdoor_origin_group.main.id
host_name = ${host}
origin_host_header = ${host}
certificate_name_check_enabled = true
enabled = true
}

resource "azurerm_cdn_frontdoor_route" "main" {
name = "app"
cdn_frontdoor_endpoint_id = azurerm_cdn_frontdoor_endpoint.main.id
cdn_frontdoor_origin_group_id = azurerm_cdn_frontdoor_origin_group.main.id
cdn_frontdoor_origin_ids = [azurerm_cdn_frontdoor_origin.main.id]
patterns_to_match = ["/*"]
supported_protocols = ["Http", "Https"]
https_redirect_enabled = ${String(plan.states("https"))}
forwarding_protocol = "MatchRequest"
}
`;

const firewall = (plan: Plan): string => hcl`
resource "azurerm_cdn_frontdoor_firewall_policy" "main" {
name = "${plan.name.replaceAll("-", "")}"
resource_group_name = azurerm_resource_group.main.name
sku_name = azurerm_cdn_frontdoor_profile.main.sku_name
mode = "Prevention"

managed_rule {
type = "Microsoft_DefaultRuleSet"
version = "2.1"
action = "Block"
}
}

resource "azurerm_cdn_frontdoor_security_policy" "main" {
name = "app"
cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.main.id

security_policies {
firewall {
cdn_frontdoor_firewall_policy_id = azurerm_cdn_frontdoor_firewall_policy.main.id

association {
patterns_to_match = ["/*"]

domain {
cdn_frontdoor_domain_id = azurerm_cdn_frontdoor_endpoint.main.id
}
}
}
}
}
`;

/** What the gateway sends traffic to; a scale set and AKS register themselves. */
const backends = (plan: Plan) => {
  switch (homeOf(plan)) {
    case "app-service":
      return "fqdns = [azurerm_linux_web_app.app.default_hostname]";
    case "container-apps":
      return "fqdns = [azurerm_container_app.app.ingress[0].fqdn]";
    case "functions":
      return "fqdns = [azurerm_linux_function_app.app.default_hostname]";
    case "vm":
      if (plan.has("autoscaling")) return false;
      return (plan.sizes.instances ?? 2) > 1
        ? "ip_addresses = azurerm_linux_virtual_machine.app[*].private_ip_address"
        : "ip_addresses = [azurerm_linux_virtual_machine.app.private_ip_address]";
    case "aks":
    case undefined:
      return false;
  }
};

const gateway = (plan: Plan): string => {
  const onPlatform = homeOf(plan) !== "vm" && homeOf(plan) !== "aks";
  return hcl`
resource "azurerm_public_ip" "gateway" {
name = "${plan.name}-gateway"
${placed}
allocation_method = "Static"
domain_name_label = "${plan.name}-\${var.suffix}"
}

resource "azurerm_application_gateway" "main" {
name = "${plan.name}"
${placed}

sku {
name = "Standard_v2"
tier = "Standard_v2"
capacity = 1
}

gateway_ip_configuration {
name = "gateway"
subnet_id = azurerm_subnet.gateway.id
}

frontend_ip_configuration {
name = "public"
public_ip_address_id = azurerm_public_ip.gateway.id
}

frontend_port {
name = "http"
port = 80
}

backend_address_pool {
name = "app"
${backends(plan)}
}

backend_http_settings {
name = "app"
cookie_based_affinity = "Disabled"
port = ${onPlatform ? 443 : 80}
protocol = "${onPlatform ? "Https" : "Http"}"
${onPlatform && "pick_host_name_from_backend_address = true"}
}

http_listener {
name = "app"
frontend_ip_configuration_name = "public"
frontend_port_name = "http"
protocol = "Http"
}

request_routing_rule {
name = "app"
rule_type = "Basic"
priority = 100
http_listener_name = "app"
backend_address_pool_name = "app"
backend_http_settings_name = "app"
}
}
`;
};

const names = (plan: Plan): string => {
  const host = hasFrontDoor(plan) ? "azurerm_cdn_frontdoor_endpoint.main.host_name" : originHost(plan);
  return hcl`
resource "azurerm_dns_zone" "main" {
name = var.domain_name
resource_group_name = azurerm_resource_group.main.name
}
${
  host !== undefined &&
  lines([
    "",
    `resource "azurerm_dns_cname_record" "main" {`,
    `name = "www"`,
    "zone_name = azurerm_dns_zone.main.name",
    "resource_group_name = azurerm_resource_group.main.name",
    "ttl = 300",
    `record = ${host}`,
    "}",
  ])
}
`;
};

/** What stands before the application: names, Front Door, firewall, gateway, static files. */
export const edge = (plan: Plan): string[] => {
  const host = originHost(plan);
  return [
    ...(plan.has("static_site") ? [site(plan)] : []),
    ...(hasFrontDoor(plan) && host !== undefined ? [frontDoor(plan, host)] : []),
    ...(hasFrontDoor(plan) && plan.has("waf") ? [firewall(plan)] : []),
    ...(homeOf(plan) === "aks" && !hasGateway(plan) && plan.has("cdn", "waf", "dns") && !plan.has("static_site")
      ? [ingressAddress(plan)]
      : []),
    ...(hasGateway(plan) ? [gateway(plan)] : []),
    ...(plan.has("dns") ? [names(plan)] : []),
  ];
};
