import { plainText } from "../intrinsics.ts";
import type { MapNode } from "../../document/node.ts";
import { entryOf } from "../../document/node.ts";
import type { PropertyMapping, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { dropped } from "./property-writers.ts";

/** `ResourceId` of a flow log is an attribute of its own for each kind of thing that is watched. */
const watched: Readonly<Record<string, string>> = {
  VPC: "VpcId",
  Subnet: "SubnetId",
  NetworkInterface: "EniId",
  TransitGateway: "TransitGatewayId",
  TransitGatewayAttachment: "TransitGatewayAttachmentId",
};

const namedByKind = (log: MapNode): MapNode => {
  const kind = plainText(entryOf(log, "ResourceType")) ?? "VPC";
  const name = Object.hasOwn(watched, kind) ? watched[kind] : undefined;
  if (name === undefined) return log;
  return {
    ...log,
    entries: log.entries.map((entry) => (entry.key === "ResourceId" ? { ...entry, key: name } : entry)),
  };
};

const flowLog: ResourceMapping = {
  type: "aws_flow_log",
  reshape: namedByKind,
  properties: {
    ResourceType: dropped,
    DeliverLogsPermissionArn: "iam_role_arn",
    DestinationOptions: { block: "destination_options" },
  },
};

/** The provider's own words for on and off. */
const ports: PropertyMapping = { inline: { From: "from_port", To: "to_port" } };

const aclEntry: ResourceMapping = {
  type: "aws_network_acl_rule",
  properties: { PortRange: ports, Icmp: { inline: { Type: "icmp_type", Code: "icmp_code" } } },
};

/** An attachment is an attribute of the gateway that it attaches. */
const gatewayAttachment: ResourceMapping = {
  type: "aws_internet_gateway",
  partOf: ["InternetGatewayId", "VpnGatewayId"],
  properties: {},
  alone: (properties) => ({
    type:
      entryOf(properties, "VpnGatewayId") === undefined
        ? "aws_internet_gateway_attachment"
        : "aws_vpn_gateway_attachment",
    properties: {},
  }),
};

const cidrBlock: ResourceMapping = {
  type: "aws_vpc_ipv4_cidr_block_association",
  properties: {},
  instead: (properties) => {
    if (entryOf(properties, "AmazonProvidedIpv6CidrBlock") === undefined) return undefined;
    return {
      type: "aws_vpc",
      partOf: ["VpcId"],
      properties: { AmazonProvidedIpv6CidrBlock: "assign_generated_ipv6_cidr_block" },
      alone: () => ({
        type: "aws_vpc_ipv6_cidr_block_association",
        properties: { AmazonProvidedIpv6CidrBlock: "assign_generated_ipv6_cidr_block" },
      }),
    };
  },
};

const plain = (type: string, ref?: string): ResourceMapping => ({
  type,
  properties: {},
  ...(ref !== undefined && { ref }),
});

export const networkMappings: ResourceMappings = {
  "AWS::EC2::VPC": {
    type: "aws_vpc",
    attributes: {
      VpcId: "id",
      CidrBlock: "cidr_block",
      DefaultSecurityGroup: "default_security_group_id",
      DefaultNetworkAcl: "default_network_acl_id",
      Ipv6CidrBlocks: "ipv6_cidr_block[*]",
    },
    properties: {},
  },
  "AWS::EC2::VPCCidrBlock": cidrBlock,
  "AWS::EC2::Subnet": {
    type: "aws_subnet",
    attributes: { SubnetId: "id", NetworkAclAssociationId: "id", Ipv6CidrBlocks: "ipv6_cidr_block[*]" },
    properties: { PrivateDnsNameOptionsOnLaunch: dropped },
  },
  "AWS::EC2::SubnetCidrBlock": { type: "aws_subnet", partOf: ["SubnetId"], properties: {} },
  "AWS::EC2::InternetGateway": {
    type: "aws_internet_gateway",
    attributes: { InternetGatewayId: "id" },
    properties: {},
  },
  "AWS::EC2::VPCGatewayAttachment": gatewayAttachment,
  "AWS::EC2::EgressOnlyInternetGateway": plain("aws_egress_only_internet_gateway"),
  "AWS::EC2::NatGateway": { type: "aws_nat_gateway", attributes: { NatGatewayId: "id" }, properties: {} },
  "AWS::EC2::RouteTable": { type: "aws_route_table", attributes: { RouteTableId: "id" }, properties: {} },
  "AWS::EC2::Route": {
    type: "aws_route",
    properties: { EgressOnlyInternetGatewayId: "egress_only_gateway_id" },
  },
  "AWS::EC2::SubnetRouteTableAssociation": plain("aws_route_table_association"),
  "AWS::EC2::GatewayRouteTableAssociation": plain("aws_route_table_association"),
  "AWS::EC2::NetworkAcl": { type: "aws_network_acl", attributes: { Id: "id" }, properties: {} },
  "AWS::EC2::NetworkAclEntry": aclEntry,
  "AWS::EC2::SubnetNetworkAclAssociation": plain("aws_network_acl_association"),
  "AWS::EC2::VPCEndpoint": {
    type: "aws_vpc_endpoint",
    attributes: { DnsEntries: "dns_entry", NetworkInterfaceIds: "network_interface_ids" },
    properties: { PolicyDocument: { json: "policy" } },
  },
  "AWS::EC2::VPCEndpointService": plain("aws_vpc_endpoint_service"),
  "AWS::EC2::FlowLog": flowLog,
  "AWS::EC2::VPCPeeringConnection": { type: "aws_vpc_peering_connection", properties: { PeerRoleArn: dropped } },
  "AWS::EC2::DHCPOptions": plain("aws_vpc_dhcp_options"),
  "AWS::EC2::VPCDHCPOptionsAssociation": {
    type: "aws_vpc_dhcp_options_association",
    properties: { DhcpOptionsId: "dhcp_options_id" },
  },
  "AWS::EC2::CustomerGateway": plain("aws_customer_gateway"),
  "AWS::EC2::VPNGateway": plain("aws_vpn_gateway"),
  "AWS::EC2::VPNConnection": {
    type: "aws_vpn_connection",
    properties: { VpnTunnelOptionsSpecifications: dropped },
  },
  "AWS::EC2::VPNConnectionRoute": plain("aws_vpn_connection_route"),
  "AWS::EC2::VPNGatewayRoutePropagation": {
    type: "aws_vpn_gateway_route_propagation",
    properties: {
      RouteTableIds: {
        write: (list, at) =>
          at.out.attribute("route_table_id", at.hcl(list.kind === "list" ? (list.items[0] ?? list) : list), at.line),
      },
    },
  },
  "AWS::EC2::TransitGateway": plain("aws_ec2_transit_gateway"),
  "AWS::EC2::TransitGatewayAttachment": {
    type: "aws_ec2_transit_gateway_vpc_attachment",
    properties: { Options: { inline: {} } },
  },
  "AWS::EC2::TransitGatewayVpcAttachment": {
    type: "aws_ec2_transit_gateway_vpc_attachment",
    properties: { Options: { inline: {} }, AddSubnetIds: dropped, RemoveSubnetIds: dropped },
  },
  "AWS::EC2::TransitGatewayRouteTable": plain("aws_ec2_transit_gateway_route_table"),
  "AWS::EC2::TransitGatewayRoute": plain("aws_ec2_transit_gateway_route"),
  "AWS::EC2::TransitGatewayRouteTableAssociation": plain("aws_ec2_transit_gateway_route_table_association"),
  "AWS::EC2::TransitGatewayRouteTablePropagation": plain("aws_ec2_transit_gateway_route_table_propagation"),
  "AWS::EC2::TransitGatewayPeeringAttachment": plain("aws_ec2_transit_gateway_peering_attachment"),
  "AWS::EC2::PrefixList": {
    type: "aws_ec2_managed_prefix_list",
    attributes: { PrefixListId: "id" },
    properties: { PrefixListName: "name", Entries: { block: "entry" } },
  },
};
