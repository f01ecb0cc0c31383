import { own } from "../../model/own.ts";
import { readAll } from "../../model/index.ts";
import type { Component } from "../../model/index.ts";
import { numberAt, targetOf, textAt, times } from "../attributes.ts";
import { HOURS } from "../charge.ts";
import type { Pricer, Pricers } from "../charge.ts";
import { amount, count } from "../words.ts";
import { bill, named, tariffsOf } from "../tariff.ts";
import { charge } from "./prices.ts";

const { monthly, hourly, used } = tariffsOf(charge);

const allMonth = "730 h a month";

const pricePublicIp: Pricer = (component) => {
  const dynamic = textAt(component, "allocation_method") === "Dynamic";
  return [charge(dynamic ? "publicip.dynamic_hour" : "publicip.static_std_hour", HOURS, allMonth, "public IPv4")];
};

const priceNatGateway: Pricer = (_, { usage, profile }) => {
  const processed = usage("azurerm_nat_gateway", "monthly_data_processed_gb");
  return [
    charge("natgw.hour", HOURS, allMonth),
    charge("natgw.gb", processed, `${amount(processed)} GB processed a month (${profile})`, "processed"),
  ];
};

/** Rules in the base price of a Standard load balancer. */
const includedRules = 5;

const priceLoadBalancer: Pricer = (component, { model, usage, profile }) => {
  if (textAt(component, "sku", "Standard") === "Basic") return [];
  const rules = model.attached(component, "azurerm_lb_rule", "loadbalancer_id").length;
  const processed = usage("azurerm_lb", "monthly_data_processed_gb");
  return [
    charge("lb.base_hour", HOURS, `${allMonth}, up to ${includedRules} rules`),
    ...(rules > includedRules
      ? [
          charge(
            "lb.rule_hour",
            (rules - includedRules) * HOURS,
            `${count(rules - includedRules, "rule")} beyond ${includedRules}`,
          ),
        ]
      : []),
    charge("lb.gb", processed, `${amount(processed)} GB processed a month (${profile})`, "processed"),
  ];
};

/** Every reserved instance of an application gateway counts as ten capacity units. */
const unitsAnInstance = 10;

/** Sizes of the first generation, which has no capacity units. */
const firstGateways: Readonly<Record<string, string>> = {
  Standard_Small: "appgw.v1_small_hour",
  Standard_Medium: "appgw.v1_medium_hour",
  Standard_Large: "appgw.v1_large_hour",
  WAF_Medium: "appgw.waf1_medium_hour",
  WAF_Large: "appgw.waf1_large_hour",
};

const priceApplicationGateway: Pricer = (component, { usage, profile }) => {
  const tier = textAt(component, "sku.tier");
  const first = own(firstGateways, textAt(component, "sku.name") ?? "");
  if (first !== undefined) {
    const machines = numberAt(component, "sku.capacity");
    return [charge(first, times(machines, HOURS), `${count(machines ?? 0, "instance")} × 730 h`, "gateway")];
  }
  const family = tier === "Standard_v2" ? "v2" : tier === "WAF_v2" ? "wafv2" : undefined;
  const reserved = numberAt(component, "sku.capacity", numberAt(component, "autoscale_configuration.min_capacity", 0));
  const used = usage("azurerm_application_gateway", "monthly_v2_capacity_units");
  const floor = times(reserved, unitsAnInstance, HOURS);
  const units = floor === undefined ? undefined : Math.max(used, floor);
  const said =
    units === used
      ? `${amount(used)} capacity unit-hours a month (${profile})`
      : `${count(reserved ?? 0, "reserved instance")} × ${unitsAnInstance} units × 730 h`;
  return [
    charge(family && `appgw.${family}_fixed_hour`, HOURS, allMonth, family && "gateway"),
    charge(family && `appgw.${family}_cu_hour`, units, said),
  ];
};

const priceFrontDoor: Pricer = (component, { usage, profile }) => {
  const tier = textAt(component, "sku_name") === "Premium_AzureFrontDoor" ? "prem" : "std";
  const sent = usage("azurerm_cdn_endpoint", "monthly_outbound_gb");
  return [
    charge(`frontdoor.${tier}_base_month`, 1, tier === "prem" ? "Premium profile" : "Standard profile", "profile"),
    charge("frontdoor.std_gb", sent, `${amount(sent)} GB to viewers a month (${profile})`, "sent"),
  ];
};

const priceCdnEndpoint: Pricer = (_, { usage, profile }) => {
  const sent = usage("azurerm_cdn_endpoint", "monthly_outbound_gb");
  return [charge("cdn.ms_gb", sent, `${amount(sent)} GB to viewers a month (${profile})`, "sent")];
};

const priceClassicFirewallPolicy: Pricer = () => [
  charge("frontdoor_waf.policy_month", 1, "one classic Front Door policy"),
];

const priceZone: Pricer = (_, { usage, profile }) => {
  const queries = usage("azurerm_dns_a_record", "monthly_queries");
  return [
    charge("dns.zone_month", 1, "one zone, of the first 25"),
    charge("dns.query_million", queries / 1e6, `${amount(queries)} queries a month (${profile})`),
  ];
};

const priceTrafficManager: Pricer = (_, { usage, profile }) => {
  const queries = usage("azurerm_traffic_manager_profile", "monthly_dns_queries");
  return [charge("trafficmanager.query_million", queries / 1e6, `${amount(queries)} queries a month (${profile})`)];
};

/** Every endpoint is checked; every ten seconds costs more than every thirty. */
const priceTrafficEndpoint =
  (kind: "azure" | "external"): Pricer =>
  (component, { model }) => {
    const profile = targetOf(model, component, "profile_id", "azurerm_traffic_manager_profile");
    const fast = profile !== undefined && numberAt(profile, "monitor_config.interval_in_seconds", 30) === 10;
    return [
      charge(`trafficmanager.${kind}_check_month`, 1, "one endpoint checked", "checks"),
      ...(fast ? [charge(`trafficmanager.${kind}_fast_month`, 1, "every ten seconds", "fast checks")] : []),
    ];
  };

const pricePrivateEndpoint = bill(
  hourly("privateendpoint.hour"),
  used("azurerm_private_endpoint.monthly_data_processed_gb", "privateendpoint.gb", "GB through it a month"),
);

const priceFirewall: Pricer = (component, context) => {
  const tier = textAt(component, "sku_tier")?.toLowerCase();
  return bill(
    hourly(tier === undefined ? () => undefined : `firewall.${tier}_hour`),
    used(
      "azurerm_firewall.monthly_data_processed_gb",
      tier === "basic" ? "firewall.basic_gb" : "firewall.gb",
      "GB through it a month",
    ),
  )(component, context);
};

const vpnGateways: Readonly<Record<string, string>> = {
  Basic: "vpngw.basic_hour",
  VpnGw1: "vpngw.gw1_hour",
  VpnGw2: "vpngw.gw2_hour",
  VpnGw3: "vpngw.gw3_hour",
  VpnGw4: "vpngw.gw4_hour",
  VpnGw5: "vpngw.gw5_hour",
  VpnGw1AZ: "vpngw.gw1az_hour",
  VpnGw2AZ: "vpngw.gw2az_hour",
  VpnGw3AZ: "vpngw.gw3az_hour",
  VpnGw4AZ: "vpngw.gw4az_hour",
  VpnGw5AZ: "vpngw.gw5az_hour",
};

const routeGateways: Readonly<Record<string, string>> = {
  Standard: "ergw.standard_hour",
  HighPerformance: "ergw.high_hour",
  UltraPerformance: "ergw.ultra_hour",
};

/** Tunnels in the price of a gateway. */
const includedTunnels = 10;

const priceGateway: Pricer = (component, { model }) => {
  const sku = textAt(component, "sku");
  const type = textAt(component, "type")?.toLowerCase();
  const table = type === "vpn" ? vpnGateways : type === "expressroute" ? routeGateways : {};
  const tunnels = model.attached(
    component,
    "azurerm_virtual_network_gateway_connection",
    "virtual_network_gateway_id",
  ).length;
  const above = tunnels - includedTunnels;
  return [
    charge(sku && table[sku], HOURS, allMonth, sku),
    ...(above > 0
      ? [charge("vpngw.tunnel_hour", above * HOURS, `${count(above, "tunnel")} beyond ${includedTunnels}`, "tunnels")]
      : []),
  ];
};

const priceBastion: Pricer = (component, context) => {
  const sku = textAt(component, "sku", "Basic");
  if (sku === "Developer") return [];
  return bill(
    hourly(named("sku", { Basic: "bastion.basic_hour", Standard: "bastion.standard_hour" }, "Basic")),
    used("azurerm_bastion_host.monthly_outbound_data_gb", "bastion.outbound_gb", "GB out a month", { what: "sent" }),
  )(component, context);
};

/** A circuit by its bandwidth and by whether data is metered; Premium and Local circuits have other prices. */
const circuitPrice = (component: Component): string | undefined => {
  const family = textAt(component, "sku.family") === "UnlimitedData" ? "unlimited" : "metered";
  const bandwidth = textAt(component, "bandwidth_in_mbps");
  return textAt(component, "sku.tier") === "Standard" && bandwidth ? `expressroute.${family}_${bandwidth}` : undefined;
};

const scaleUnits = (path: string) => (component: Component) => numberAt(component, path, 1);

/** `prefix_length` 28 holds 16 addresses. */
const addressesIn = (component: Component): number | undefined => {
  const length = numberAt(component, "prefix_length", 28);
  return length === undefined ? undefined : 2 ** Math.max(0, 32 - length);
};

const priceClassicFrontDoor: Pricer = (component, context) => {
  const rules = readAll(component.attributes, "routing_rule").length;
  return bill(
    hourly("frontdoor.classic_rule_hour", { times: () => Math.max(1, rules), said: "routing rules" }),
    used("azurerm_frontdoor.monthly_outbound_data_transfer_gb", "frontdoor.classic_gb", "GB to viewers a month"),
  )(component, context);
};

const priceDdosPlan: Pricer = () => [charge("ddos.plan_month", 1, "one plan, up to 100 public addresses")];

const priceApiManagement: Pricer = (component, { usage, profile }) => {
  const [, tier, units] = /^([A-Za-z]+)_(\d+)$/.exec(textAt(component, "sku_name") ?? "") ?? [];
  const calls = usage("azurerm_api_management", "monthly_api_calls");
  if (tier === "Consumption")
    return [charge("apim.consumption_million", calls / 1e6, `${amount(calls)} calls a month (${profile})`)];
  const places = 1 + readAll(component.attributes, "additional_location").length;
  return [
    charge(
      tier && `apim.${tier.toLowerCase()}_month`,
      Number(units) * places,
      `${units ?? ""} unit(s) in ${count(places, "region")}`,
      tier,
    ),
  ];
};

/** Addresses, gateways, load balancing, Front Door, DNS and firewalls. */
export const networkPricers: Pricers = {
  azurerm_public_ip: pricePublicIp,
  azurerm_nat_gateway: priceNatGateway,
  azurerm_lb: priceLoadBalancer,
  azurerm_application_gateway: priceApplicationGateway,
  azurerm_cdn_frontdoor_profile: priceFrontDoor,
  azurerm_cdn_endpoint: priceCdnEndpoint,
  azurerm_frontdoor_firewall_policy: priceClassicFirewallPolicy,
  azurerm_dns_zone: priceZone,
  azurerm_private_dns_zone: priceZone,
  azurerm_traffic_manager_profile: priceTrafficManager,
  azurerm_private_endpoint: pricePrivateEndpoint,
  azurerm_firewall: priceFirewall,
  azurerm_virtual_network_gateway: priceGateway,
  azurerm_bastion_host: priceBastion,
  azurerm_express_route_circuit: bill(monthly(circuitPrice, { said: "one circuit, without metered data" })),
  azurerm_express_route_gateway: bill(
    hourly("expressroute.gateway_unit_hour", { times: scaleUnits("scale_units"), said: "scale units" }),
  ),
  azurerm_virtual_hub: bill(
    hourly("vwan.hub_hour", { said: "one hub" }),
    used("azurerm_virtual_hub.monthly_data_processed_gb", "vwan.hub_gb", "GB through it a month"),
  ),
  azurerm_vpn_gateway: bill(hourly("vwan.vpn_unit_hour", { times: scaleUnits("scale_unit"), said: "scale units" })),
  azurerm_point_to_site_vpn_gateway: bill(
    hourly("vwan.vpn_unit_hour", { times: scaleUnits("scale_unit"), said: "scale units" }),
    used(
      "azurerm_point_to_site_vpn_gateway.monthly_p2s_connections_hrs",
      "vwan.p2s_connection_hour",
      "connection hours a month",
    ),
  ),
  azurerm_virtual_network_peering: bill(
    used("azurerm_virtual_network_peering.monthly_data_transfer_gb", "peering.gb", "GB a month, paid on both sides", {
      per: 0.5,
    }),
  ),
  azurerm_private_dns_resolver_inbound_endpoint: bill(monthly("dnsresolver.endpoint_month")),
  azurerm_private_dns_resolver_outbound_endpoint: bill(monthly("dnsresolver.endpoint_month")),
  azurerm_private_dns_resolver_dns_forwarding_ruleset: bill(monthly("dnsresolver.ruleset_month")),
  azurerm_express_route_connection: bill(hourly("expressroute.connection_hour")),
  azurerm_vpn_gateway_connection: bill(hourly("vwan.vpn_connection_hour")),
  azurerm_traffic_manager_azure_endpoint: priceTrafficEndpoint("azure"),
  azurerm_traffic_manager_external_endpoint: priceTrafficEndpoint("external"),
  azurerm_route_server: bill(hourly("routeserver.hour")),
  azurerm_frontdoor: priceClassicFrontDoor,
  azurerm_public_ip_prefix: bill(hourly("publicip.prefix_hour", { times: addressesIn, said: "addresses" })),
  azurerm_network_watcher_flow_log: bill(
    used("azurerm_network_watcher_flow_log.monthly_data_gb", "flowlog.gb", "GB of flow logs a month"),
  ),
  azurerm_network_ddos_protection_plan: priceDdosPlan,
  azurerm_api_management: priceApiManagement,
};
