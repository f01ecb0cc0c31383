import { asText, read } from "../../../model/index.ts";
import type { Component } from "../../../model/index.ts";
import type { Cfn, Draft } from "../cfn.ts";
import { attachmentsBefore, gatewayAttachment } from "../gateways.ts";
import type { Beside, Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";

/** A subnet whose zone is only known to AWS takes the zone of its own number: `…[1]` and `…_b` take the second. */
const zoneOf = (subnet: Reader): Draft => {
  const known = subnet.text("availability_zone");
  if (known !== undefined) return known;
  const { id, name } = subnet.component;
  const [, index] = /\[(\d+)\]$/.exec(id) ?? [];
  const letter = /[_-]([abc123])$/.exec(name)?.[1] ?? "";
  const place = index === undefined ? Math.max(0, "abc123".indexOf(letter)) % 3 : Number(index) % 3;
  return { "Fn::Select": [place, { "Fn::GetAZs": "" }] };
};

const destinationOf = (route: Reader, cidr: string): Draft => ({
  ...route.copy({
    DestinationCidrBlock: cidr,
    DestinationIpv6CidrBlock: cidr === "cidr_block" ? "ipv6_cidr_block" : "destination_ipv6_cidr_block",
  }),
  DestinationPrefixListId: route.id("destination_prefix_list_id"),
});

const targetOf = (route: Reader): Draft => ({
  GatewayId: route.id("gateway_id"),
  NatGatewayId: route.id("nat_gateway_id"),
  NetworkInterfaceId: route.id("network_interface_id"),
  TransitGatewayId: route.id("transit_gateway_id"),
  VpcEndpointId: route.id("vpc_endpoint_id"),
  VpcPeeringConnectionId: route.id("vpc_peering_connection_id"),
  EgressOnlyInternetGatewayId: route.id("egress_only_gateway_id"),
});

const merged = (...parts: Draft[]): Record<string, Draft> => Object.assign({}, ...parts);

const inlineRoutes = (table: Reader): Beside[] =>
  table.blocks("route").map((route, index) => ({
    suffix: `Route${index + 1}`,
    type: "AWS::EC2::Route",
    properties: merged({ RouteTableId: { Ref: table.logicalId } }, destinationOf(route, "cidr_block"), targetOf(route)),
    dependsOn: route.has("gateway_id") ? attachmentsBefore(table) : [],
  }));

/** The zone's own service name, whichever region the stack is made in. */
const serviceName = (endpoint: Reader): Draft => {
  const name = endpoint.text("service_name");
  const [, service] = /^com\.amazonaws\.[a-z0-9-]+\.(.+)$/.exec(name ?? "") ?? [];
  return service === undefined
    ? endpoint.must.named("service_name")
    : ({ "Fn::Sub": `com.amazonaws.\${AWS::Region}.${service}` } satisfies Cfn);
};

/** What a flow log may watch; a VPC where it says none of these. */
const watched = [
  ["subnet_id", "Subnet"],
  ["eni_id", "NetworkInterface"],
  ["transit_gateway_id", "TransitGateway"],
  ["transit_gateway_attachment_id", "TransitGatewayAttachment"],
] as const;

const resourceOfFlowLog = ({ attributes }: Component): readonly [id: string, type: string] =>
  watched.find(([path]) => read(attributes, path) !== undefined) ?? ["vpc_id", "VPC"];

export const network: Mappings = {
  aws_vpc: {
    type: "AWS::EC2::VPC",
    properties: (vpc) => ({
      CidrBlock: vpc.must.plain("cidr_block"),
      ...vpc.copy({
        EnableDnsSupport: "enable_dns_support",
        EnableDnsHostnames: "enable_dns_hostnames",
        InstanceTenancy: "instance_tenancy",
      }),
      Tags: vpc.tags(),
    }),
  },
  aws_subnet: {
    type: "AWS::EC2::Subnet",
    handles: { az: "AvailabilityZone" },
    properties: (subnet) => ({
      VpcId: subnet.must.id("vpc_id"),
      CidrBlock: subnet.must.plain("cidr_block"),
      AvailabilityZone: zoneOf(subnet),
      ...subnet.copy({ MapPublicIpOnLaunch: "map_public_ip_on_launch" }),
      Tags: subnet.tags(),
    }),
  },
  aws_internet_gateway: {
    type: "AWS::EC2::InternetGateway",
    properties: (gateway) => ({ Tags: gateway.tags() }),
    beside: (gateway) =>
      gateway.has("vpc_id")
        ? [
            {
              suffix: gatewayAttachment,
              type: "AWS::EC2::VPCGatewayAttachment",
              properties: { VpcId: gateway.must.id("vpc_id"), InternetGatewayId: { Ref: gateway.logicalId } },
            },
          ]
        : [],
  },
  aws_internet_gateway_attachment: {
    type: "AWS::EC2::VPCGatewayAttachment",
    properties: (attachment) => ({
      VpcId: attachment.must.id("vpc_id"),
      InternetGatewayId: attachment.must.id("internet_gateway_id"),
    }),
  },
  aws_egress_only_internet_gateway: {
    type: "AWS::EC2::EgressOnlyInternetGateway",
    properties: (gateway) => ({ VpcId: gateway.must.id("vpc_id") }),
  },
  aws_eip: {
    type: "AWS::EC2::EIP",
    handles: { id: "AllocationId", text: "Ref" },
    properties: (address) => {
      address.raw("vpc");
      return { Domain: address.plain("domain") ?? "vpc", InstanceId: address.id("instance"), Tags: address.tags() };
    },
  },
  aws_eip_association: {
    type: "AWS::EC2::EIPAssociation",
    properties: (association) => ({
      AllocationId: association.id("allocation_id"),
      InstanceId: association.id("instance_id"),
      NetworkInterfaceId: association.id("network_interface_id"),
    }),
  },
  aws_nat_gateway: {
    type: "AWS::EC2::NatGateway",
    properties: (gateway) => ({
      AllocationId:
        gateway.text("connectivity_type") === "private"
          ? gateway.id("allocation_id")
          : gateway.must.id("allocation_id"),
      SubnetId: gateway.must.id("subnet_id"),
      ...gateway.copy({ ConnectivityType: "connectivity_type" }),
      Tags: gateway.tags(),
    }),
  },
  aws_route_table: {
    type: "AWS::EC2::RouteTable",
    properties: (table) => ({ VpcId: table.must.id("vpc_id"), Tags: table.tags() }),
    beside: inlineRoutes,
  },
  aws_route: {
    type: "AWS::EC2::Route",
    properties: (route) =>
      merged(
        { RouteTableId: route.must.id("route_table_id") },
        destinationOf(route, "destination_cidr_block"),
        targetOf(route),
      ),
    options: (route) => ({ dependsOn: route.has("gateway_id") ? attachmentsBefore(route) : [] }),
  },
  aws_route_table_association: {
    type: "AWS::EC2::SubnetRouteTableAssociation",
    skip: ({ attributes }) => read(attributes, "subnet_id") === undefined,
    properties: (association) => ({
      SubnetId: association.must.id("subnet_id"),
      RouteTableId: association.must.id("route_table_id"),
    }),
  },
  aws_vpc_endpoint: {
    type: "AWS::EC2::VPCEndpoint",
    properties: (endpoint) => ({
      VpcId: endpoint.must.id("vpc_id"),
      ServiceName: serviceName(endpoint),
      ...endpoint.copy({ VpcEndpointType: "vpc_endpoint_type", PrivateDnsEnabled: "private_dns_enabled" }),
      RouteTableIds: endpoint.ids("route_table_ids"),
      SubnetIds: endpoint.ids("subnet_ids"),
      SecurityGroupIds: endpoint.ids("security_group_ids"),
      PolicyDocument: endpoint.document("policy"),
      IpAddressType: endpoint.plain("ip_address_type"),
      Tags: endpoint.tags(),
    }),
  },
  aws_vpc_peering_connection: {
    type: "AWS::EC2::VPCPeeringConnection",
    properties: (peering) => ({
      VpcId: peering.must.id("vpc_id"),
      PeerVpcId: peering.must.id("peer_vpc_id"),
      PeerOwnerId: peering.plain("peer_owner_id"),
      PeerRegion: peering.plain("peer_region"),
      Tags: peering.tags(),
    }),
  },
  aws_flow_log: {
    type: "AWS::EC2::FlowLog",
    properties: (log) => {
      const [path, type] = resourceOfFlowLog(log.component);
      const toLogGroup =
        (asText(read(log.component.attributes, "log_destination_type")) ?? "cloud-watch-logs") === "cloud-watch-logs";
      return {
        ResourceId: log.must.id(path),
        ResourceType: type,
        TrafficType: log.plain("traffic_type") ?? "ALL",
        ...log.copy({
          LogDestinationType: "log_destination_type",
          MaxAggregationInterval: "max_aggregation_interval",
          LogFormat: "log_format",
        }),
        LogDestination: toLogGroup ? log.arn("log_destination") : log.must.arn("log_destination"),
        LogGroupName: log.named("log_group_name"),
        DeliverLogsPermissionArn: log.arn("iam_role_arn"),
        Tags: log.tags(),
      };
    },
  },
};
