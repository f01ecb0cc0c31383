import type { ArmMappings, Field, Fields } from "./mapping.ts";
import { inList, unless } from "./mapping.ts";

const securityRule = (prefix: string): Fields => ({
  [`${prefix}.priority`]: "priority",
  [`${prefix}.direction`]: "direction",
  [`${prefix}.access`]: "access",
  [`${prefix}.protocol`]: "protocol",
  [`${prefix}.sourcePortRange`]: "source_port_range",
  [`${prefix}.sourcePortRanges`]: "source_port_ranges",
  [`${prefix}.destinationPortRange`]: "destination_port_range",
  [`${prefix}.destinationPortRanges`]: "destination_port_ranges",
  [`${prefix}.sourceAddressPrefix`]: "source_address_prefix",
  [`${prefix}.sourceAddressPrefixes`]: "source_address_prefixes",
  [`${prefix}.destinationAddressPrefix`]: "destination_address_prefix",
  [`${prefix}.destinationAddressPrefixes`]: "destination_address_prefixes",
});

/** What a subnet is tied to is a resource of its own in Terraform. */
const tie = (what: string, attribute: string): Field => ({
  beside: `azurerm_subnet_${what}_association`,
  via: "subnet_id",
  attribute,
});

export const networkMappings: ArmMappings = {
  "microsoft.network/virtualnetworks": {
    type: "azurerm_virtual_network",
    fields: {
      "properties.addressSpace.addressPrefixes": "address_space",
      "properties.dhcpOptions.dnsServers": "dns_servers",
      "properties.ddosProtectionPlan.id": "ddos_protection_plan.id",
      "properties.enableDdosProtection": "ddos_protection_plan.enable",
    },
  },
  "microsoft.network/virtualnetworks/subnets": {
    type: "azurerm_subnet",
    owner: { attribute: "virtual_network_name", by: "name" },
    fields: {
      "properties.addressPrefix": inList("address_prefixes"),
      "properties.addressPrefixes": "address_prefixes",
      "properties.networkSecurityGroup.id": tie("network_security_group", "network_security_group_id"),
      "properties.routeTable.id": tie("route_table", "route_table_id"),
      "properties.natGateway.id": tie("nat_gateway", "nat_gateway_id"),
      "properties.serviceEndpoints": { pluck: "service_endpoints", of: "service" },
      "properties.delegations": {
        each: "delegation",
        fields: { name: "name", "properties.serviceName": "service_delegation.name" },
      },
    },
  },
  "microsoft.network/virtualnetworks/virtualnetworkpeerings": {
    type: "azurerm_virtual_network_peering",
    owner: { attribute: "virtual_network_name", by: "name" },
    fields: {
      "properties.remoteVirtualNetwork.id": "remote_virtual_network_id",
      "properties.allowForwardedTraffic": "allow_forwarded_traffic",
      "properties.allowGatewayTransit": "allow_gateway_transit",
    },
  },
  "microsoft.network/networksecuritygroups": {
    type: "azurerm_network_security_group",
    fields: {
      "properties.securityRules": { each: "security_rule", fields: { name: "name", ...securityRule("properties") } },
    },
  },
  "microsoft.network/networksecuritygroups/securityrules": {
    type: "azurerm_network_security_rule",
    owner: { attribute: "network_security_group_name", by: "name" },
    fields: securityRule("properties"),
  },
  "microsoft.network/applicationsecuritygroups": { type: "azurerm_application_security_group", fields: {} },
  "microsoft.network/networkinterfaces": {
    type: "azurerm_network_interface",
    fields: {
      "properties.enableIPForwarding": "ip_forwarding_enabled",
      "properties.enableAcceleratedNetworking": "accelerated_networking_enabled",
      "properties.networkSecurityGroup.id": {
        beside: "azurerm_network_interface_security_group_association",
        via: "network_interface_id",
        attribute: "network_security_group_id",
      },
      "properties.ipConfigurations": {
        each: "ip_configuration",
        fields: {
          name: "name",
          "properties.subnet.id": "subnet_id",
          "properties.privateIPAllocationMethod": "private_ip_address_allocation",
          "properties.privateIPAddress": "private_ip_address",
          "properties.publicIPAddress.id": "public_ip_address_id",
          "properties.primary": "primary",
          "properties.loadBalancerBackendAddressPools": { pluck: "load_balancer_backend_address_pools_ids", of: "id" },
          "properties.applicationGatewayBackendAddressPools": {
            pluck: "application_gateway_backend_address_pools_ids",
            of: "id",
          },
        },
      },
    },
  },
  "microsoft.network/publicipaddresses": {
    type: "azurerm_public_ip",
    fields: {
      "sku.name": "sku",
      zones: "zones",
      "properties.publicIPAllocationMethod": "allocation_method",
      "properties.publicIPAddressVersion": "ip_version",
      "properties.dnsSettings.domainNameLabel": "domain_name_label",
      "properties.idleTimeoutInMinutes": "idle_timeout_in_minutes",
    },
  },
  "microsoft.network/natgateways": {
    type: "azurerm_nat_gateway",
    fields: { "sku.name": "sku_name", zones: "zones", "properties.idleTimeoutInMinutes": "idle_timeout_in_minutes" },
  },
  "microsoft.network/routetables": {
    type: "azurerm_route_table",
    fields: {
      "properties.disableBgpRoutePropagation": unless("bgp_route_propagation_enabled"),
      "properties.routes": {
        each: "route",
        fields: {
          name: "name",
          "properties.addressPrefix": "address_prefix",
          "properties.nextHopType": "next_hop_type",
          "properties.nextHopIpAddress": "next_hop_in_ip_address",
        },
      },
    },
  },
  "microsoft.network/privateendpoints": {
    type: "azurerm_private_endpoint",
    fields: {
      "properties.subnet.id": "subnet_id",
      "properties.privateLinkServiceConnections": {
        each: "private_service_connection",
        fields: {
          name: "name",
          "properties.privateLinkServiceId": "private_connection_resource_id",
          "properties.groupIds": "subresource_names",
        },
      },
    },
  },
  "microsoft.network/privatednszones": { type: "azurerm_private_dns_zone", fields: {} },
  "microsoft.network/privatednszones/virtualnetworklinks": {
    type: "azurerm_private_dns_zone_virtual_network_link",
    owner: { attribute: "private_dns_zone_name", by: "name" },
    fields: { "properties.virtualNetwork.id": "virtual_network_id" },
  },
  "microsoft.network/dnszones": { type: "azurerm_dns_zone", fields: {} },
  "microsoft.network/dnszones/a": {
    type: "azurerm_dns_a_record",
    owner: { attribute: "zone_name", by: "name" },
    fields: {
      "properties.TTL": "ttl",
      "properties.ARecords": { pluck: "records", of: "ipv4Address" },
      "properties.targetResource.id": "target_resource_id",
    },
  },
  "microsoft.network/dnszones/cname": {
    type: "azurerm_dns_cname_record",
    owner: { attribute: "zone_name", by: "name" },
    fields: { "properties.TTL": "ttl", "properties.CNAMERecord.cname": "record" },
  },
  "microsoft.network/virtualnetworkgateways": {
    type: "azurerm_virtual_network_gateway",
    fields: {
      "properties.gatewayType": "type",
      "properties.vpnType": "vpn_type",
      "properties.sku.name": "sku",
      "properties.activeActive": "active_active",
      "properties.enableBgp": "bgp_enabled",
      "properties.ipConfigurations": {
        each: "ip_configuration",
        fields: {
          name: "name",
          "properties.subnet.id": "subnet_id",
          "properties.publicIPAddress.id": "public_ip_address_id",
        },
      },
    },
  },
  "microsoft.network/localnetworkgateways": {
    type: "azurerm_local_network_gateway",
    fields: {
      "properties.gatewayIpAddress": "gateway_address",
      "properties.localNetworkAddressSpace.addressPrefixes": "address_space",
    },
  },
  "microsoft.network/connections": {
    type: "azurerm_virtual_network_gateway_connection",
    fields: {
      "properties.connectionType": "type",
      "properties.virtualNetworkGateway1.id": "virtual_network_gateway_id",
      "properties.localNetworkGateway2.id": "local_network_gateway_id",
      "properties.sharedKey": "shared_key",
    },
  },
  "microsoft.network/expressroutecircuits": {
    type: "azurerm_express_route_circuit",
    fields: {
      "sku.tier": "sku.tier",
      "sku.family": "sku.family",
      "properties.serviceProviderProperties.bandwidthInMbps": "bandwidth_in_mbps",
      "properties.serviceProviderProperties.serviceProviderName": "service_provider_name",
      "properties.serviceProviderProperties.peeringLocation": "peering_location",
    },
  },
  "microsoft.network/bastionhosts": {
    type: "azurerm_bastion_host",
    fields: {
      "sku.name": "sku",
      "properties.ipConfigurations": {
        each: "ip_configuration",
        fields: {
          name: "name",
          "properties.subnet.id": "subnet_id",
          "properties.publicIPAddress.id": "public_ip_address_id",
        },
      },
    },
  },
  "microsoft.network/azurefirewalls": {
    type: "azurerm_firewall",
    defaults: () => [
      ["sku_name", '"AZFW_VNet"'],
      ["sku_tier", '"Standard"'],
    ],
    fields: {
      zones: "zones",
      "properties.sku.name": "sku_name",
      "properties.sku.tier": "sku_tier",
      "properties.firewallPolicy.id": "firewall_policy_id",
      "properties.threatIntelMode": "threat_intel_mode",
      "properties.ipConfigurations": {
        each: "ip_configuration",
        fields: {
          name: "name",
          "properties.subnet.id": "subnet_id",
          "properties.publicIPAddress.id": "public_ip_address_id",
        },
      },
    },
  },
  "microsoft.network/firewallpolicies": {
    type: "azurerm_firewall_policy",
    fields: {
      "properties.sku.tier": "sku",
      "properties.threatIntelMode": "threat_intelligence_mode",
      "properties.intrusionDetection.mode": "intrusion_detection.mode",
    },
  },
  "microsoft.network/networkwatchers": { type: "azurerm_network_watcher", fields: {} },
  "microsoft.network/networkwatchers/flowlogs": {
    type: "azurerm_network_watcher_flow_log",
    owner: { attribute: "network_watcher_name", by: "name" },
    fields: {
      "properties.targetResourceId": "target_resource_id",
      "properties.storageId": "storage_account_id",
      "properties.enabled": "enabled",
      "properties.retentionPolicy.days": "retention_policy.days",
      "properties.retentionPolicy.enabled": "retention_policy.enabled",
      "properties.flowAnalyticsConfiguration.networkWatcherFlowAnalyticsConfiguration.enabled":
        "traffic_analytics.enabled",
    },
  },
  "microsoft.network/ddosprotectionplans": { type: "azurerm_network_ddos_protection_plan", fields: {} },
};
