import { read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import { labelOf } from "../../rules/remedies.ts";
import { add, code, set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { all, every } from "./cloud-goals.ts";
import { declared, mentions, singles } from "./declared.ts";
import { homeOf } from "./azure-home.ts";
import type { Home } from "./azure-home.ts";
import { functionAppTypes, originOf, webAppTypes } from "./azure-origin.ts";
import type { Origin } from "./azure-origin.ts";

const frontTypes = ["azurerm_cdn_frontdoor_profile", "azurerm_frontdoor", "azurerm_cdn_endpoint"];
const ours = "azurerm_cdn_frontdoor_profile.stackstage";

/** Whether customers everywhere are met at the edge; `undefined` when nothing faces them. */
export const hasFrontDoor = (model: Model): boolean | undefined => {
  if (model.ofType(...frontTypes).length > 0) return true;
  return originOf(model) === undefined ? undefined : false;
};

const profile = ({ group }: Home): string => `resource "azurerm_cdn_frontdoor_profile" "stackstage" {
  name                = "stackstage"
  resource_group_name = ${group}
  sku_name            = "Standard_AzureFrontDoor"
}
`;

const endpoint = ({ suffix }: Home): string => `resource "azurerm_cdn_frontdoor_endpoint" "stackstage" {
  name                     = "stackstage-${suffix}"
  cdn_frontdoor_profile_id = ${ours}.id
}
`;

const originGroup = `resource "azurerm_cdn_frontdoor_origin_group" "stackstage" {
  name                     = "app"
  cdn_frontdoor_profile_id = ${ours}.id

  load_balancing {}
}
`;

const origin = ({ host, protocol }: Origin): string => `resource "azurerm_cdn_frontdoor_origin" "stackstage" {
  name                           = "app"
  cdn_frontdoor_origin_group_id  = azurerm_cdn_frontdoor_origin_group.stackstage.id
  host_name                      = ${host}
  origin_host_header             = ${host}
  certificate_name_check_enabled = ${protocol === "HttpsOnly" && !host.endsWith(".ip_address")}
  enabled                        = true
}
`;

/** Only a static site may be kept at the edge unasked: what an application answers is often meant for one person. */
const siteCache = `
  cache {
    query_string_caching_behavior = "UseQueryString"
    compression_enabled           = true
    content_types_to_compress     = ["application/javascript", "application/json", "image/svg+xml", "text/css", "text/html"]
  }
`;

const route = ({ component, protocol }: Origin): string => `resource "azurerm_cdn_frontdoor_route" "stackstage" {
  name                          = "app"
  cdn_frontdoor_endpoint_id     = azurerm_cdn_frontdoor_endpoint.stackstage.id
  cdn_frontdoor_origin_group_id = azurerm_cdn_frontdoor_origin_group.stackstage.id
  cdn_frontdoor_origin_ids      = [azurerm_cdn_frontdoor_origin.stackstage.id]
  patterns_to_match             = ["/*"]
  supported_protocols           = ["Http", "Https"]
  https_redirect_enabled        = true
  forwarding_protocol           = "${protocol}"
${component.type === "azurerm_storage_account" ? siteCache : ""}}
`;

const managedRules = `  managed_rule {
    type    = "Microsoft_DefaultRuleSet"
    version = "2.1"
    action  = "Block"
  }
`;

/** A Standard profile takes no managed rules: floods and the plainest attacks are what own rules can stop. */
const ownRules = `  custom_rule {
    name                           = "RateLimit"
    type                           = "RateLimitRule"
    action                         = "Block"
    priority                       = 100
    rate_limit_duration_in_minutes = 1
    rate_limit_threshold           = 1000

    match_condition {
      match_variable = "SocketAddr"
      operator       = "IPMatch"
      match_values   = ["0.0.0.0/0", "::/0"]
    }
  }

  custom_rule {
    name     = "AttackPatterns"
    type     = "MatchRule"
    action   = "Block"
    priority = 200

    match_condition {
      match_variable = "RequestUri"
      operator       = "Contains"
      match_values   = ["../", "%2e%2e%2f", "<script", "%3cscript", "union select", "union%20select", "union+select"]
      transforms     = ["Lowercase"]
    }
  }
`;

const firewallPolicy = (label: string, frontDoor: string, group: string, rules: string): string =>
  `resource "azurerm_cdn_frontdoor_firewall_policy" "${label}" {
  name                = "${label.replaceAll(/[^A-Za-z0-9]/g, "")}"
  resource_group_name = ${group}
  sku_name            = ${frontDoor}.sku_name
  mode                = "Prevention"

${rules}}
`;

const securityPolicy = (label: string, frontDoor: string, endpoints: readonly string[]): string =>
  `resource "azurerm_cdn_frontdoor_security_policy" "${label}" {
  name                     = "firewall"
  cdn_frontdoor_profile_id = ${frontDoor}.id

  security_policies {
    firewall {
      cdn_frontdoor_firewall_policy_id = azurerm_cdn_frontdoor_firewall_policy.${label}.id

      association {
        patterns_to_match = ["/*"]
${endpoints.map((address) => `\n        domain {\n          cdn_frontdoor_domain_id = ${address}.id\n        }\n`).join("")}      }
    }
  }
}
`;

const firewall = (
  label: string,
  frontDoor: string,
  group: string,
  endpoints: readonly string[],
  rules: string,
): Edit[] => [
  add(`azurerm_cdn_frontdoor_firewall_policy.${label}`, firewallPolicy(label, frontDoor, group, rules)),
  add(`azurerm_cdn_frontdoor_security_policy.${label}`, securityPolicy(label, frontDoor, endpoints)),
];

/** Front Door with a web firewall before what customers call, so that far users are met near them. */
export const addFrontDoor = (model: Model): Edit[] => {
  const before = originOf(model);
  const home = homeOf(model);
  if (before === undefined || home === undefined || hasFrontDoor(model) === true) return [];
  return [
    add(ours, profile(home)),
    add("azurerm_cdn_frontdoor_endpoint.stackstage", endpoint(home)),
    add("azurerm_cdn_frontdoor_origin_group.stackstage", originGroup),
    add("azurerm_cdn_frontdoor_origin.stackstage", origin(before)),
    add("azurerm_cdn_frontdoor_route.stackstage", route(before)),
    ...firewall("stackstage", ours, home.group, ["azurerm_cdn_frontdoor_endpoint.stackstage"], ownRules),
  ];
};

const isFrontShielded = (front: Component, model: Model): boolean =>
  model.attached(front, "azurerm_cdn_frontdoor_security_policy", "cdn_frontdoor_profile_id").length > 0;

const isGatewayShielded = ({ attributes }: Component): boolean =>
  read(attributes, "firewall_policy_id") !== undefined || read(attributes, "waf_configuration") !== undefined;

/** Whether a web firewall stands before everything that customers call. */
export const isShielded = (model: Model): boolean | undefined => {
  const shields = all(
    every(model.ofType("azurerm_cdn_frontdoor_profile"), (front) => isFrontShielded(front, model)),
    every(model.ofType("azurerm_application_gateway"), isGatewayShielded),
  );
  return shields ?? (originOf(model) === undefined ? undefined : false);
};

const shieldFront = (front: Component, model: Model): Edit[] => {
  const endpoints = model
    .attached(front, "azurerm_cdn_frontdoor_endpoint", "cdn_frontdoor_profile_id")
    .filter(({ id, address }) => id === address);
  if (endpoints.length === 0) return [];
  const rules = textAt(front, "sku_name") === "Premium_AzureFrontDoor" ? managedRules : ownRules;
  const addresses = endpoints.map(({ address }) => address);
  return firewall(
    `${labelOf(front)}_firewall`,
    front.address,
    `${front.address}.resource_group_name`,
    addresses,
    rules,
  );
};

const gatewayPolicy = (label: string, { placed }: Home): string =>
  `resource "azurerm_web_application_firewall_policy" "${label}" {
  name                = "${label.replaceAll("_", "-")}"
${placed}
  policy_settings {
    enabled = true
    mode    = "Prevention"
  }

  managed_rules {
    managed_rule_set {
      type    = "OWASP"
      version = "3.2"
    }
  }
}
`;

/** The web firewall of a gateway comes with another size of the gateway itself. */
const shieldGateway = (gateway: Component, home: Home): Edit[] => {
  const label = `${labelOf(gateway)}_firewall`;
  return [
    add(`azurerm_web_application_firewall_policy.${label}`, gatewayPolicy(label, home)),
    set(gateway.address, "sku.name", "WAF_v2"),
    set(gateway.address, "sku.tier", "WAF_v2"),
    set(gateway.address, "firewall_policy_id", code(`azurerm_web_application_firewall_policy.${label}.id`)),
  ];
};

/** A web firewall before everything that customers call; where nothing could hold one, Front Door is put before it. */
export const addShield = (model: Model): Edit[] => {
  const home = homeOf(model);
  const gateways = declared(model, "azurerm_application_gateway").filter((gateway) => !isGatewayShielded(gateway));
  const fronts = singles(model, "azurerm_cdn_frontdoor_profile").filter((front) => !isFrontShielded(front, model));
  const edits = [
    ...fronts.flatMap((front) => shieldFront(front, model)),
    ...(home === undefined ? [] : gateways.flatMap((gateway) => shieldGateway(gateway, home))),
  ];
  const isBare = model.ofType("azurerm_application_gateway", ...frontTypes).length === 0;
  return [...edits, ...(isBare ? addFrontDoor(model) : []), ...closeSideDoor(model)];
};

/** Front Door that fetches from the app, or that is put before it. */
const frontOf = (app: Component, model: Model): string | undefined => {
  const known = model.ofType("azurerm_cdn_frontdoor_origin").find((candidate) => mentions(candidate, app));
  const group = known && model.target(known, "cdn_frontdoor_origin_group_id");
  const front = group && model.target(group, "cdn_frontdoor_profile_id");
  if (front !== undefined) return front.id === front.address ? front.address : undefined;
  return hasFrontDoor(model) === false && homeOf(model) !== undefined ? ours : undefined;
};

/** Whoever knows the app's own address would get past the firewall: only this Front Door may call it. */
const closeSideDoor = (model: Model): Edit[] => {
  const app = originOf(model)?.component;
  const hasOwnRules =
    app !== undefined &&
    ["ip_restriction", "ip_restriction_default_action"].some(
      (name) => read(app.attributes, `site_config.${name}`) !== undefined,
    );
  if (app === undefined || hasOwnRules || ![...webAppTypes, ...functionAppTypes].includes(app.type)) return [];
  const front = frontOf(app, model);
  if (front === undefined) return [];
  const at = "site_config.ip_restriction";
  return [
    set(app.address, "site_config.ip_restriction_default_action", "Deny"),
    set(app.address, `${at}.name`, "front-door"),
    set(app.address, `${at}.service_tag`, "AzureFrontDoor.Backend"),
    set(app.address, `${at}.headers.x_azure_fdid`, [code(`${front}.resource_guid`)]),
  ];
};
