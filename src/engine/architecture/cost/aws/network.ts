import { own } from "../../model/own.ts";
import { flagAt, lengthAt, textAt, times } from "../attributes.ts";
import { HOURS } from "../charge.ts";
import type { Charge, Context, Pricer, Pricers } from "../charge.ts";
import type { Component } from "../../model/index.ts";
import { amount, count } from "../words.ts";
import { chargeEgress } from "./egress.ts";
import { bill, tariffsOf } from "../tariff.ts";
import { charge } from "./prices.ts";

const { hourly, used } = tariffsOf(charge);

const allMonth = "730 h a month";

/** Both zones pay for what crosses between them. */
const crossZone = (figure: string) =>
  used(`${figure}.monthly_cross_az_gb`, "egress.inter_az_gb", "GB between zones a month, paid on both sides", {
    per: 0.5,
    what: "cross-zone",
  });

const priceNatGateway: Pricer = (component, context) => {
  const { usage, profile } = context;
  const processed = usage("aws_nat_gateway", "monthly_data_processed_gb");
  return [
    charge("nat.hour", HOURS, allMonth),
    charge("nat.gb", processed, `${amount(processed)} GB processed a month (${profile})`, "processed"),
    ...crossZone("aws_nat_gateway")(component, context),
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
  facesInternet(component, context) ? chargeEgress(context, gigabytes) : [];

/** What one capacity unit carries: a second's new connections and rule evaluations, and connections at a time. */
const applicationUnit = { new_connections: 25, active_connections: 3000, rule_evaluations: 1000 };
const networkUnit = { new_connections: 800, active_connections: 100_000 };

/** Unit-hours a month by what is used most; a unit carries 1 GB an hour, so gigabytes a month are unit-hours a month. */
const busiestUnits = (
  { usage }: Context,
  unit: Readonly<Record<string, number>>,
): readonly [units: number, measured: string | undefined] => {
  let busiest: readonly [units: number, measured: string | undefined] = [
    usage("aws_lb", "processed_bytes_gb"),
    undefined,
  ];
  for (const [figure, capacity] of Object.entries(unit)) {
    const units = (usage("aws_lb", figure) / capacity) * HOURS;
    if (units > busiest[0]) busiest = [units, figure];
  }
  return busiest;
};

const priceLoadBalancer: Pricer = (component, context) => {
  const { usage, profile } = context;
  const processed = usage("aws_lb", "processed_bytes_gb");
  const egress = egressOf(component, context, processed);
  const addresses = chargeAddresses(component);
  const type = textAt(component, "load_balancer_type", "application");
  const [units, measured] = busiestUnits(context, type === "application" ? applicationUnit : networkUnit);
  const load =
    measured === undefined
      ? `${amount(processed)} GB processed a month, 1 GB a unit-hour (${profile})`
      : `${amount(units)} unit-hours a month by ${measured.replaceAll("_", " ")} (${profile})`;
  if (type === "application")
    return [charge("alb.hour", HOURS, allMonth), charge("alb.lcu_hour", units, load), ...addresses, ...egress];
  if (type === "network")
    return [charge("nlb.hour", HOURS, allMonth), charge("nlb.nlcu_hour", units, load), ...addresses, ...egress];
  return type === "gateway" ? [charge("gwlb.hour", HOURS, allMonth), charge("gwlb.glcu_hour", units, load)] : undefined;
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
    charge(
      type === "GatewayLoadBalancer" ? "vpce.gwlb_gb" : "vpce.gb",
      processed,
      `${amount(processed)} GB processed a month (${profile})`,
      "processed",
    ),
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

const ports: Readonly<Record<string, string>> = { "1Gbps": "1g", "10Gbps": "10g", "100Gbps": "100g" };

const priceDirectConnect: Pricer = (component) => {
  const bandwidth = textAt(component, "bandwidth") ?? "";
  const port = own(ports, bandwidth);
  return [charge(port && `dx.${port}_hour`, HOURS, `${bandwidth} port, ${allMonth}`)];
};

const priceNetworkFirewall: Pricer = (component, { usage, profile }) => {
  const endpoints = lengthAt(component, "subnet_mapping");
  const processed = usage("aws_networkfirewall_firewall", "monthly_data_processed_gb");
  return [
    charge("netfw.endpoint_hour", times(endpoints, HOURS), `${count(endpoints ?? 0, "endpoint")} × 730 h`),
    charge("netfw.gb", processed, `${amount(processed)} GB processed a month (${profile})`, "processed"),
  ];
};

const priceAccelerator: Pricer = () => [charge("globalaccelerator.hour", HOURS, `${allMonth}, without data transfer`)];

const priceTransferServer: Pricer = (component, { usage, profile }) => {
  const protocols = lengthAt(component, "protocols");
  const enabled = protocols === undefined ? undefined : Math.max(1, protocols);
  const moved =
    usage("aws_transfer_server", "monthly_data_uploaded_gb") +
    usage("aws_transfer_server", "monthly_data_downloaded_gb");
  return [
    charge("transfer.endpoint_hour", times(enabled, HOURS), `${count(enabled ?? 0, "protocol")} × 730 h`),
    charge("transfer.gb", moved, `${amount(moved)} GB up and down a month (${profile})`, "moved"),
  ];
};

/** A resolver endpoint has an address in every zone that it serves, two at least. */
const addressesOf = (component: Component): number | undefined => {
  const listed = lengthAt(component, "ip_address");
  return listed === undefined ? undefined : Math.max(2, listed);
};

const edgesOf = (component: Component): number | undefined => {
  const regions = lengthAt(component, "base_policy_regions");
  return regions === undefined ? undefined : Math.max(1, regions);
};

/** NAT, load balancers, endpoints, transit, VPN, Direct Connect and firewalls. */
export const networkPricers: Pricers = {
  aws_nat_gateway: priceNatGateway,
  aws_lb: priceLoadBalancer,
  aws_alb: priceLoadBalancer,
  aws_elb: priceClassicBalancer,
  aws_vpc_endpoint: priceEndpoint,
  aws_ec2_transit_gateway_vpc_attachment: priceTransitAttachment,
  aws_ec2_transit_gateway_peering_attachment: priceTransitAttachment,
  aws_ec2_transit_gateway_connect: priceTransitAttachment,
  aws_dx_gateway_association: bill(
    used("aws_dx_gateway_association.monthly_data_processed_gb", "tgw.gb", "GB processed a month"),
  ),
  aws_vpn_connection: priceVpn,
  aws_ec2_client_vpn_network_association: priceClientVpn,
  // CloudFormation's name for it.
  aws_ec2_client_vpn_target_network_association: priceClientVpn,
  aws_dx_connection: priceDirectConnect,
  aws_networkfirewall_firewall: priceNetworkFirewall,
  aws_globalaccelerator_accelerator: priceAccelerator,
  aws_transfer_server: priceTransferServer,
  aws_networkmanager_vpc_attachment: bill(hourly("cloudwan.attachment_hour", { said: "without data" })),
  aws_networkmanager_connect_attachment: bill(hourly("cloudwan.attachment_hour", { said: "without data" })),
  aws_networkmanager_site_to_site_vpn_attachment: bill(hourly("cloudwan.attachment_hour", { said: "without data" })),
  aws_networkmanager_core_network: bill(hourly("cloudwan.edge_hour", { times: edgesOf, said: "edges" })),
  aws_route53_resolver_endpoint: bill(
    hourly("resolver.address_hour", { times: addressesOf, said: "network addresses" }),
    used("aws_route53_resolver_endpoint.monthly_queries", "resolver.query_million", "queries a month", { per: 1e6 }),
  ),
  aws_vpclattice_service: bill(hourly("lattice.service_hour", { said: "without data and requests" })),
  aws_ec2_traffic_mirror_session: bill(hourly("mirror.session_hour", { said: "one interface mirrored" })),
  aws_verifiedaccess_endpoint: bill(hourly("verifiedaccess.hour", { said: "one application, without data" })),
  aws_datasync_task: bill(used("aws_datasync_task.monthly_data_gb", "datasync.gb", "GB copied a month")),
  aws_storagegateway_gateway: bill(
    used("aws_storagegateway_gateway.monthly_data_written_gb", "storagegateway.gb", "GB written a month"),
  ),
};
