import { flagAt, lengthAt, textAt, times } from "../attributes.ts";
import { HOURS } from "../charge.ts";
import type { Charge, Context, Pricer, Pricers } from "../charge.ts";
import type { Component } from "../../model/index.ts";
import { amount, count } from "../words.ts";
import { chargeEgress } from "./egress.ts";
import { charge } from "./prices.ts";

const allMonth = "730 h a month";

const priceNatGateway: Pricer = (_, { usage, profile }) => {
  const processed = usage("aws_nat_gateway", "monthly_data_processed_gb");
  return [
    charge("nat.hour", HOURS, allMonth),
    charge("nat.gb", processed, `${amount(processed)} GB processed a month (${profile})`, "processed"),
  ];
};

/** Behind a CDN the traffic goes to the CDN, which AWS does not charge; an internal balancer sends nothing out. */
const facesInternet = (component: Component, { model }: Context): boolean =>
  flagAt(component, "internal") === false &&
  model.attached(component, "aws_cloudfront_distribution", "origin").length === 0;

/** Every zone of a balancer that faces the internet has a public address; one of the customer's own is priced itself. */
const chargeAddresses = (component: Component): (Charge | undefined)[] => {
  const zones = lengthAt(component, "subnets") ?? fewestZones;
  if (flagAt(component, "internal") !== false || zones === 0) return [];
  return [
    charge(
      "ipv4.public_hour",
      zones * HOURS,
      `a public IPv4 address in each of ${count(zones, "zone")}`,
      "public IPv4",
    ),
  ];
};

/** An application load balancer has to be in two zones. */
const fewestZones = 2;

const egressOf = (component: Component, context: Context, gigabytes: number): (Charge | undefined)[] =>
  facesInternet(component, context) ? [chargeEgress(context, gigabytes)] : [];

const priceLoadBalancer: Pricer = (component, context) => {
  const { usage, profile } = context;
  const processed = usage("aws_lb", "processed_bytes_gb");
  const egress = egressOf(component, context, processed);
  const addresses = chargeAddresses(component);
  // One capacity unit carries 1 GB an hour, so gigabytes a month are unit-hours a month.
  const load = `${amount(processed)} GB processed a month, 1 GB a unit-hour (${profile})`;
  const type = textAt(component, "load_balancer_type", "application");
  if (type === "application")
    return [charge("alb.hour", HOURS, allMonth), charge("alb.lcu_hour", processed, load), ...addresses, ...egress];
  if (type === "network")
    return [charge("nlb.hour", HOURS, allMonth), charge("nlb.nlcu_hour", processed, load), ...addresses, ...egress];
  return type === "gateway" ? [charge("gwlb.hour", HOURS, `${allMonth}, without capacity units`)] : undefined;
};

const priceClassicBalancer: Pricer = (component, context) => {
  const processed = context.usage("aws_elb", "monthly_data_processed_gb");
  return [
    charge("clb.hour", HOURS, allMonth),
    charge("clb.gb", processed, `${amount(processed)} GB processed a month (${context.profile})`, "processed"),
    ...egressOf(component, context, processed),
  ];
};

const priceEndpoint: Pricer = (component, { usage, profile }) => {
  const type = textAt(component, "vpc_endpoint_type", "Gateway");
  // A gateway endpoint (S3, DynamoDB) is free.
  if (type === "Gateway") return [];
  const zones = lengthAt(component, "subnet_ids");
  const interfaces = zones === undefined ? undefined : Math.max(1, zones);
  const processed = usage("aws_vpc_endpoint", "monthly_data_processed_gb");
  return [
    charge("vpce.interface_hour", times(interfaces, HOURS), `${count(interfaces ?? 0, "zone")} × 730 h`, "endpoint"),
    charge("vpce.gb", processed, `${amount(processed)} GB processed a month (${profile})`, "processed"),
  ];
};

const priceTransitAttachment: Pricer = (_, { usage, profile }) => {
  const processed = usage("aws_ec2_transit_gateway_vpc_attachment", "monthly_data_processed_gb");
  return [
    charge("tgw.attachment_hour", HOURS, `one attachment, ${allMonth}`),
    charge("tgw.gb", processed, `${amount(processed)} GB processed a month (${profile})`, "processed"),
  ];
};

const priceVpn: Pricer = () => [charge("vpn.connection_hour", HOURS, `one connection, ${allMonth}`)];

const priceClientVpn: Pricer = () => [
  charge("clientvpn.association_hour", HOURS, `one subnet, ${allMonth}, without clients`),
];

const priceDirectConnect: Pricer = (component) =>
  textAt(component, "bandwidth") === "1Gbps" ? [charge("dx.1g_hour", HOURS, `1 Gbit/s port, ${allMonth}`)] : undefined;

const priceNetworkFirewall: Pricer = (component, { usage, profile }) => {
  const endpoints = lengthAt(component, "subnet_mapping");
  const processed = usage("aws_networkfirewall_firewall", "monthly_data_processed_gb");
  return [
    charge("netfw.endpoint_hour", times(endpoints, HOURS), `${count(endpoints ?? 0, "endpoint")} × 730 h`),
    charge("netfw.gb", processed, `${amount(processed)} GB processed a month (${profile})`, "processed"),
  ];
};

const priceAccelerator: Pricer = () => [charge("globalaccelerator.hour", HOURS, `${allMonth}, without data transfer`)];

const priceTransferServer: Pricer = (component) => {
  const protocols = lengthAt(component, "protocols");
  const enabled = protocols === undefined ? undefined : Math.max(1, protocols);
  return [charge("transfer.endpoint_hour", times(enabled, HOURS), `${count(enabled ?? 0, "protocol")} × 730 h`)];
};

/** NAT, load balancers, endpoints, transit, VPN, Direct Connect and firewalls. */
export const networkPricers: Pricers = {
  aws_nat_gateway: priceNatGateway,
  aws_lb: priceLoadBalancer,
  aws_alb: priceLoadBalancer,
  aws_elb: priceClassicBalancer,
  aws_vpc_endpoint: priceEndpoint,
  aws_ec2_transit_gateway_vpc_attachment: priceTransitAttachment,
  aws_vpn_connection: priceVpn,
  aws_ec2_client_vpn_network_association: priceClientVpn,
  aws_dx_connection: priceDirectConnect,
  aws_networkfirewall_firewall: priceNetworkFirewall,
  aws_globalaccelerator_accelerator: priceAccelerator,
  aws_transfer_server: priceTransferServer,
};
