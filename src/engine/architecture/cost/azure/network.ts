import { readAll } from "../../model/index.ts";
import { numberAt, textAt, times } from "../attributes.ts";
import { HOURS } from "../charge.ts";
import type { Pricer, Pricers } from "../charge.ts";
import { amount, count } from "../words.ts";
import { charge } from "./prices.ts";

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

const priceApplicationGateway: Pricer = (component, { usage, profile }) => {
  const tier = textAt(component, "sku.tier");
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

const pricePrivateEndpoint: Pricer = () => [charge("privateendpoint.hour", HOURS, `${allMonth}, without data`)];

const priceFirewall: Pricer = (component) => {
  const tier = textAt(component, "sku_tier");
  return [charge(tier && `firewall.${tier.toLowerCase()}_hour`, HOURS, `${allMonth}, without data`, tier)];
};

const priceGateway: Pricer = (component) => {
  const sku = textAt(component, "sku");
  const price = sku === "VpnGw1" ? "vpngw.gw1_hour" : sku === "Basic" ? "vpngw.basic_hour" : undefined;
  return textAt(component, "type") === "Vpn" ? [charge(price, HOURS, allMonth, sku)] : undefined;
};

const priceBastion: Pricer = (component, { usage, profile }) => {
  if (textAt(component, "sku", "Basic") !== "Basic") return undefined;
  const sent = usage("azurerm_bastion_host", "monthly_outbound_data_gb");
  return [
    charge("bastion.basic_hour", HOURS, allMonth),
    charge("bastion.outbound_gb", sent, `${amount(sent)} GB out a month (${profile})`, "sent"),
  ];
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
  azurerm_network_ddos_protection_plan: priceDdosPlan,
  azurerm_api_management: priceApiManagement,
};
