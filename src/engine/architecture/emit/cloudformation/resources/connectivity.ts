import type { Draft } from "../cfn.ts";
import { attachmentsBefore, gatewayAttachment } from "../gateways.ts";
import type { Beside, Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";
import type { Table } from "../table.ts";
import { alone, arn, arnOf, arns, blocks, id, ids, must, number, orElse, part, tabled, tags, texts } from "../table.ts";

const attachmentOf = (gateway: Reader): Beside[] =>
  gateway.has("vpc_id")
    ? [
        {
          suffix: gatewayAttachment,
          type: "AWS::EC2::VPCGatewayAttachment",
          properties: { VpcId: gateway.must.id("vpc_id"), VpnGatewayId: { Ref: gateway.logicalId } },
        },
      ]
    : [];

/** What the two tunnels of a connection are told. */
const tunnelsOf = (connection: Reader): Draft => {
  const tunnels = ["tunnel1", "tunnel2"].map((tunnel) => ({
    TunnelInsideCidr: connection.plain(`${tunnel}_inside_cidr`),
    PreSharedKey: connection.has(`${tunnel}_preshared_key`)
      ? connection.must.plain(`${tunnel}_preshared_key`)
      : undefined,
    StartupAction: connection.plain(`${tunnel}_startup_action`),
    DPDTimeoutAction: connection.plain(`${tunnel}_dpd_timeout_action`),
  }));
  const isSaid = tunnels.some((tunnel) => Object.values(tunnel).some((value) => value !== undefined));
  return isSaid ? tunnels : undefined;
};

const attachment: Table = {
  TransitGatewayId: must(id("transit_gateway_id")),
  VpcId: must(id("vpc_id")),
  SubnetIds: must(ids("subnet_ids")),
  Options: part({
    ApplianceModeSupport: "appliance_mode_support",
    DnsSupport: "dns_support",
    Ipv6Support: "ipv6_support",
    SecurityGroupReferencingSupport: "security_group_referencing_support",
  }),
  Tags: tags,
};

const joined: Table = {
  TransitGatewayRouteTableId: must(id("transit_gateway_route_table_id")),
  TransitGatewayAttachmentId: must(id("transit_gateway_attachment_id")),
};

const transit: Mappings = {
  aws_ec2_transit_gateway: tabled(
    "AWS::EC2::TransitGateway",
    {
      Description: "description",
      AmazonSideAsn: number("amazon_side_asn"),
      AutoAcceptSharedAttachments: "auto_accept_shared_attachments",
      DefaultRouteTableAssociation: "default_route_table_association",
      DefaultRouteTablePropagation: "default_route_table_propagation",
      DnsSupport: "dns_support",
      MulticastSupport: "multicast_support",
      SecurityGroupReferencingSupport: "security_group_referencing_support",
      TransitGatewayCidrBlocks: texts("transit_gateway_cidr_blocks"),
      VpnEcmpSupport: "vpn_ecmp_support",
      Tags: tags,
    },
    { handles: { arn: "TransitGatewayArn" } },
  ),
  aws_ec2_transit_gateway_vpc_attachment: tabled("AWS::EC2::TransitGatewayAttachment", attachment, {
    handles: { arn: arnOf("ec2", "transit-gateway-attachment/${Self}") },
  }),
  aws_ec2_transit_gateway_peering_attachment: tabled(
    "AWS::EC2::TransitGatewayPeeringAttachment",
    {
      TransitGatewayId: must(id("transit_gateway_id")),
      PeerTransitGatewayId: must(id("peer_transit_gateway_id")),
      PeerAccountId: orElse("peer_account_id", { Ref: "AWS::AccountId" }),
      PeerRegion: must("peer_region"),
      Tags: tags,
    },
    { handles: { id: "TransitGatewayAttachmentId", arn: arnOf("ec2", "transit-gateway-attachment/${Self}") } },
  ),
  aws_ec2_transit_gateway_route_table: tabled(
    "AWS::EC2::TransitGatewayRouteTable",
    { TransitGatewayId: must(id("transit_gateway_id")), Tags: tags },
    { handles: { arn: arnOf("ec2", "transit-gateway-route-table/${Self}") } },
  ),
  aws_ec2_transit_gateway_route: tabled("AWS::EC2::TransitGatewayRoute", {
    TransitGatewayRouteTableId: must(id("transit_gateway_route_table_id")),
    DestinationCidrBlock: must("destination_cidr_block"),
    Blackhole: "blackhole",
    TransitGatewayAttachmentId: id("transit_gateway_attachment_id"),
  }),
  aws_ec2_transit_gateway_route_table_association: tabled("AWS::EC2::TransitGatewayRouteTableAssociation", joined),
  aws_ec2_transit_gateway_route_table_propagation: tabled("AWS::EC2::TransitGatewayRouteTablePropagation", joined),
};

const privateNetworks: Mappings = {
  aws_customer_gateway: tabled(
    "AWS::EC2::CustomerGateway",
    {
      Type: must("type"),
      IpAddress: must("ip_address"),
      BgpAsn: number("bgp_asn"),
      CertificateArn: arn("certificate_arn"),
      DeviceName: "device_name",
      Tags: tags,
    },
    { handles: { arn: arnOf("ec2", "customer-gateway/${Self}") } },
  ),
  aws_vpn_gateway: tabled(
    "AWS::EC2::VPNGateway",
    { Type: () => "ipsec.1", AmazonSideAsn: number("amazon_side_asn"), Tags: tags },
    { handles: { arn: arnOf("ec2", "vpn-gateway/${Self}") }, beside: attachmentOf },
  ),
  aws_vpn_gateway_attachment: tabled("AWS::EC2::VPCGatewayAttachment", {
    VpcId: must(id("vpc_id")),
    VpnGatewayId: must(id("vpn_gateway_id")),
  }),
  aws_vpn_connection: tabled(
    "AWS::EC2::VPNConnection",
    {
      Type: must("type"),
      CustomerGatewayId: must(id("customer_gateway_id")),
      VpnGatewayId: id("vpn_gateway_id"),
      TransitGatewayId: id("transit_gateway_id"),
      StaticRoutesOnly: "static_routes_only",
      EnableAcceleration: "enable_acceleration",
      LocalIpv4NetworkCidr: "local_ipv4_network_cidr",
      RemoteIpv4NetworkCidr: "remote_ipv4_network_cidr",
      OutsideIpAddressType: "outside_ip_address_type",
      VpnTunnelOptionsSpecifications: tunnelsOf,
      Tags: tags,
    },
    { handles: { arn: arnOf("ec2", "vpn-connection/${Self}") } },
  ),
  aws_vpn_connection_route: tabled("AWS::EC2::VPNConnectionRoute", {
    VpnConnectionId: must(id("vpn_connection_id")),
    DestinationCidrBlock: must("destination_cidr_block"),
  }),
  aws_vpn_gateway_route_propagation: tabled(
    "AWS::EC2::VPNGatewayRoutePropagation",
    { RouteTableIds: alone(must(id("route_table_id"))), VpnGatewayId: must(id("vpn_gateway_id")) },
    { options: (propagation) => ({ dependsOn: attachmentsBefore(propagation) }) },
  ),
};

/** Networks joined with others, what they are told of names, and addresses that rules share. */
export const connectivity: Mappings = {
  ...transit,
  ...privateNetworks,
  aws_vpc_dhcp_options: tabled(
    "AWS::EC2::DHCPOptions",
    {
      DomainName: "domain_name",
      DomainNameServers: texts("domain_name_servers"),
      NtpServers: texts("ntp_servers"),
      NetbiosNameServers: texts("netbios_name_servers"),
      NetbiosNodeType: number("netbios_node_type"),
      Tags: tags,
    },
    { handles: { arn: arnOf("ec2", "dhcp-options/${Self}") } },
  ),
  aws_vpc_dhcp_options_association: tabled("AWS::EC2::VPCDHCPOptionsAssociation", {
    VpcId: must(id("vpc_id")),
    DhcpOptionsId: must(id("dhcp_options_id")),
  }),
  aws_vpc_ipv4_cidr_block_association: tabled("AWS::EC2::VPCCidrBlock", {
    VpcId: must(id("vpc_id")),
    CidrBlock: "cidr_block",
    Ipv4IpamPoolId: "ipv4_ipam_pool_id",
    Ipv4NetmaskLength: number("ipv4_netmask_length"),
  }),
  aws_vpc_ipv6_cidr_block_association: tabled("AWS::EC2::VPCCidrBlock", {
    VpcId: must(id("vpc_id")),
    AmazonProvidedIpv6CidrBlock: "assign_generated_ipv6_cidr_block",
    Ipv6CidrBlock: "ipv6_cidr_block",
    Ipv6IpamPoolId: "ipv6_ipam_pool_id",
    Ipv6NetmaskLength: number("ipv6_netmask_length"),
  }),
  aws_vpc_endpoint_service: tabled(
    "AWS::EC2::VPCEndpointService",
    {
      AcceptanceRequired: "acceptance_required",
      NetworkLoadBalancerArns: arns("network_load_balancer_arns"),
      GatewayLoadBalancerArns: arns("gateway_load_balancer_arns"),
      PrivateDnsName: "private_dns_name",
      SupportedIpAddressTypes: texts("supported_ip_address_types"),
      Tags: tags,
    },
    {
      handles: {
        name: "com.amazonaws.vpce.${AWS::Region}.${Self}",
        arn: arnOf("ec2", "vpc-endpoint-service/${Self}"),
      },
    },
  ),
  aws_ec2_managed_prefix_list: tabled(
    "AWS::EC2::PrefixList",
    {
      PrefixListName: must("name"),
      AddressFamily: must("address_family"),
      MaxEntries: number("max_entries"),
      Entries: blocks("entry", { Cidr: must("cidr"), Description: "description" }),
      Tags: tags,
    },
    { handles: { id: "PrefixListId" } },
  ),
};
