import type { ArmMappings, Fields } from "./mapping.ts";
import { identity, inList, translated, whenEnabled } from "./mapping.ts";

const listener: Fields = {
  name: "name",
  "properties.protocol": "protocol",
  "properties.hostName": "host_name",
  "properties.frontendIPConfiguration.id": "frontend_ip_configuration_name",
  "properties.frontendPort.id": "frontend_port_name",
  "properties.sslCertificate.id": "ssl_certificate_name",
  "properties.firewallPolicy.id": "firewall_policy_id",
};

export const edgeMappings: ArmMappings = {
  "microsoft.network/loadbalancers": {
    type: "azurerm_lb",
    fields: {
      "sku.name": "sku",
      "properties.frontendIPConfigurations": {
        each: "frontend_ip_configuration",
        fields: {
          name: "name",
          zones: "zones",
          "properties.publicIPAddress.id": "public_ip_address_id",
          "properties.subnet.id": "subnet_id",
          "properties.privateIPAddress": "private_ip_address",
          "properties.privateIPAllocationMethod": "private_ip_address_allocation",
        },
      },
    },
  },
  "microsoft.network/loadbalancers/backendaddresspools": {
    type: "azurerm_lb_backend_address_pool",
    owner: { attribute: "loadbalancer_id", by: "id" },
    fields: {},
  },
  "microsoft.network/loadbalancers/probes": {
    type: "azurerm_lb_probe",
    owner: { attribute: "loadbalancer_id", by: "id" },
    fields: {
      "properties.protocol": "protocol",
      "properties.port": "port",
      "properties.requestPath": "request_path",
      "properties.intervalInSeconds": "interval_in_seconds",
    },
  },
  "microsoft.network/loadbalancers/loadbalancingrules": {
    type: "azurerm_lb_rule",
    owner: { attribute: "loadbalancer_id", by: "id" },
    fields: {
      "properties.protocol": "protocol",
      "properties.frontendPort": "frontend_port",
      "properties.backendPort": "backend_port",
      "properties.backendAddressPool.id": inList("backend_address_pool_ids"),
      "properties.probe.id": "probe_id",
    },
  },
  "microsoft.network/applicationgateways": {
    type: "azurerm_application_gateway",
    fields: {
      ...identity,
      zones: "zones",
      "properties.sku.name": "sku.name",
      "properties.sku.tier": "sku.tier",
      "properties.sku.capacity": "sku.capacity",
      "properties.autoscaleConfiguration.minCapacity": "autoscale_configuration.min_capacity",
      "properties.autoscaleConfiguration.maxCapacity": "autoscale_configuration.max_capacity",
      "properties.enableHttp2": "enable_http2",
      "properties.firewallPolicy.id": "firewall_policy_id",
      "properties.webApplicationFirewallConfiguration.enabled": "waf_configuration.enabled",
      "properties.webApplicationFirewallConfiguration.firewallMode": "waf_configuration.firewall_mode",
      "properties.webApplicationFirewallConfiguration.ruleSetVersion": "waf_configuration.rule_set_version",
      "properties.sslPolicy.policyType": "ssl_policy.policy_type",
      "properties.sslPolicy.policyName": "ssl_policy.policy_name",
      "properties.sslPolicy.minProtocolVersion": "ssl_policy.min_protocol_version",
      "properties.gatewayIPConfigurations": {
        each: "gateway_ip_configuration",
        fields: { name: "name", "properties.subnet.id": "subnet_id" },
      },
      "properties.frontendIPConfigurations": {
        each: "frontend_ip_configuration",
        fields: {
          name: "name",
          "properties.publicIPAddress.id": "public_ip_address_id",
          "properties.subnet.id": "subnet_id",
        },
      },
      "properties.frontendPorts": { each: "frontend_port", fields: { name: "name", "properties.port": "port" } },
      "properties.backendAddressPools": { each: "backend_address_pool", fields: { name: "name" } },
      "properties.backendHttpSettingsCollection": {
        each: "backend_http_settings",
        fields: {
          name: "name",
          "properties.port": "port",
          "properties.protocol": "protocol",
          "properties.cookieBasedAffinity": "cookie_based_affinity",
        },
      },
      "properties.httpListeners": { each: "http_listener", fields: listener },
      "properties.requestRoutingRules": {
        each: "request_routing_rule",
        fields: {
          name: "name",
          "properties.ruleType": "rule_type",
          "properties.priority": "priority",
          "properties.httpListener.id": "http_listener_name",
          "properties.backendAddressPool.id": "backend_address_pool_name",
        },
      },
    },
  },
  "microsoft.network/applicationgatewaywebapplicationfirewallpolicies": {
    type: "azurerm_web_application_firewall_policy",
    fields: {
      "properties.policySettings.state": whenEnabled("policy_settings.enabled"),
      "properties.policySettings.mode": "policy_settings.mode",
      "properties.managedRules.managedRuleSets": {
        each: "managed_rules.managed_rule_set",
        fields: {
          ruleSetType: "type",
          ruleSetVersion: "version",
          ruleGroupOverrides: {
            each: "rule_group_override",
            fields: {
              ruleGroupName: "rule_group_name",
              rules: {
                each: "rule",
                fields: { ruleId: "id", state: whenEnabled("enabled"), action: "action" },
              },
            },
          },
        },
      },
    },
  },
  "microsoft.network/frontdoors": {
    type: "azurerm_frontdoor",
    fields: {
      "properties.frontendEndpoints": {
        each: "frontend_endpoint",
        fields: {
          name: "name",
          "properties.hostName": "host_name",
          "properties.webApplicationFirewallPolicyLink.id": "web_application_firewall_policy_link_id",
        },
      },
      "properties.backendPools": {
        each: "backend_pool",
        fields: {
          name: "name",
          "properties.backends": {
            each: "backend",
            fields: { address: "address", httpPort: "http_port", httpsPort: "https_port" },
          },
        },
      },
      "properties.routingRules": {
        each: "routing_rule",
        fields: { name: "name", "properties.acceptedProtocols": "accepted_protocols" },
      },
    },
  },
  "microsoft.network/frontdoorwebapplicationfirewallpolicies": {
    type: "azurerm_cdn_frontdoor_firewall_policy",
    fields: {
      "sku.name": "sku_name",
      "properties.policySettings.enabledState": whenEnabled("enabled"),
      "properties.policySettings.mode": "mode",
      "properties.managedRules.managedRuleSets": {
        each: "managed_rule",
        fields: {
          ruleSetType: "type",
          ruleSetVersion: "version",
          ruleSetAction: "action",
          ruleGroupOverrides: {
            each: "override",
            fields: {
              ruleGroupName: "rule_group_name",
              rules: {
                each: "rule",
                fields: { ruleId: "rule_id", enabledState: whenEnabled("enabled"), action: "action" },
              },
            },
          },
        },
      },
    },
  },
  "microsoft.cdn/profiles": {
    type: ({ text }) =>
      /frontdoor/i.test(text("sku.name") ?? "") ? "azurerm_cdn_frontdoor_profile" : "azurerm_cdn_profile",
    fields: {
      "sku.name": {
        write: (value, { body, hcl, line }) => {
          const sku = hcl(value);
          body.attribute(typeof sku === "string" && /frontdoor/i.test(sku) ? "sku_name" : "sku", sku, line);
        },
      },
    },
  },
  "microsoft.cdn/profiles/endpoints": {
    type: "azurerm_cdn_endpoint",
    owner: { attribute: "profile_name", by: "name" },
    fields: {
      location: "location",
      "properties.isHttpAllowed": "is_http_allowed",
      "properties.isHttpsAllowed": "is_https_allowed",
      "properties.isCompressionEnabled": "is_compression_enabled",
      "properties.originHostHeader": "origin_host_header",
      "properties.origins": {
        each: "origin",
        fields: { name: "name", "properties.hostName": "host_name" },
      },
    },
  },
  "microsoft.cdn/profiles/endpoints/customdomains": {
    type: "azurerm_cdn_endpoint_custom_domain",
    owner: { attribute: "cdn_endpoint_id", by: "id" },
    fields: {
      "properties.hostName": "host_name",
      "properties.customHttpsParameters.minimumTlsVersion": "cdn_managed_https.tls_version",
    },
  },
  "microsoft.cdn/profiles/afdendpoints": {
    type: "azurerm_cdn_frontdoor_endpoint",
    owner: { attribute: "cdn_frontdoor_profile_id", by: "id" },
    fields: { "properties.enabledState": whenEnabled("enabled") },
  },
  "microsoft.cdn/profiles/afdendpoints/routes": {
    type: "azurerm_cdn_frontdoor_route",
    owner: { attribute: "cdn_frontdoor_endpoint_id", by: "id" },
    fields: {
      "properties.originGroup.id": "cdn_frontdoor_origin_group_id",
      "properties.supportedProtocols": "supported_protocols",
      "properties.httpsRedirect": whenEnabled("https_redirect_enabled"),
      "properties.forwardingProtocol": "forwarding_protocol",
    },
  },
  "microsoft.cdn/profiles/origingroups": {
    type: "azurerm_cdn_frontdoor_origin_group",
    owner: { attribute: "cdn_frontdoor_profile_id", by: "id" },
    fields: {},
  },
  "microsoft.cdn/profiles/origingroups/origins": {
    type: "azurerm_cdn_frontdoor_origin",
    owner: { attribute: "cdn_frontdoor_origin_group_id", by: "id" },
    fields: { "properties.hostName": "host_name", "properties.enabledState": whenEnabled("enabled") },
  },
  "microsoft.cdn/profiles/securitypolicies": {
    type: "azurerm_cdn_frontdoor_security_policy",
    owner: { attribute: "cdn_frontdoor_profile_id", by: "id" },
    fields: {
      "properties.parameters.wafPolicy.id": "security_policies.firewall.cdn_frontdoor_firewall_policy_id",
    },
  },
  "microsoft.network/trafficmanagerprofiles": {
    type: "azurerm_traffic_manager_profile",
    fields: { "properties.trafficRoutingMethod": "traffic_routing_method" },
  },
  "microsoft.apimanagement/service": {
    type: "azurerm_api_management",
    fields: {
      ...identity,
      "sku.name": "sku_name",
      zones: "zones",
      "properties.publisherName": "publisher_name",
      "properties.publisherEmail": "publisher_email",
      "properties.virtualNetworkType": "virtual_network_type",
      "properties.virtualNetworkConfiguration.subnetResourceId": "virtual_network_configuration.subnet_id",
      "properties.publicNetworkAccess": translated("public_network_access_enabled", {
        enabled: "true",
        disabled: "false",
      }),
      "properties.enableClientCertificate": "client_certificate_enabled",
    },
  },
  "microsoft.apimanagement/service/backends": {
    type: "azurerm_api_management_backend",
    owner: { attribute: "api_management_name", by: "name" },
    fields: {
      "properties.url": "url",
      "properties.protocol": "protocol",
      "properties.tls.validateCertificateChain": "tls.validate_certificate_chain",
      "properties.tls.validateCertificateName": "tls.validate_certificate_name",
    },
  },
  "microsoft.apimanagement/service/apis": {
    type: "azurerm_api_management_api",
    owner: { attribute: "api_management_name", by: "name" },
    fields: {
      "properties.displayName": "display_name",
      "properties.path": "path",
      "properties.protocols": "protocols",
      "properties.serviceUrl": "service_url",
    },
  },
};
