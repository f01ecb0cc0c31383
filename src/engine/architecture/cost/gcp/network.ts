import type { Component, Model } from "../../model/index.ts";
import { flagAt, lengthAt, numberAt, textAt } from "../attributes.ts";
import { HOURS } from "../charge.ts";
import type { Pricer, Pricers } from "../charge.ts";
import { bill, named, tariffsOf, when } from "../tariff.ts";
import { amount, count } from "../words.ts";
import { chargeEgress } from "./egress.ts";
import { charge } from "./prices.ts";

const { hourly } = tariffsOf(charge);

const allMonth = "730 h a month";
const forwarding = ["google_compute_forwarding_rule", "google_compute_global_forwarding_rule"];

/** An external address of a load balancer is in the price of its rule; one in use on a machine costs half of an idle one. */
const priceAddress: Pricer = (component, { model }) => {
  if (textAt(component, "address_type", "EXTERNAL") !== "EXTERNAL") return [];
  if (forwarding.some((type) => model.attached(component, type, "ip_address").length > 0)) return [];
  return [charge("ip.vm_hour", HOURS, `in use on a machine, ${allMonth}`, "external IP")];
};

/** Five rules of a project share one price; each beyond them has its own. */
const sharedRules = 5;

/** Where a rule stands among those of the design, from 0. */
const placeOf = (component: Component, model: Model): number => {
  const rules = model.ofType(...forwarding);
  // Beyond the shared ones, which place it is makes no difference.
  for (const [place, rule] of rules.entries()) {
    if (rule.id === component.id) return place;
    if (place >= sharedRules) break;
  }
  return sharedRules;
};

/** A rule to a published service or to Google's own services is an endpoint of Private Service Connect. */
const isServiceEndpoint = (component: Component): boolean =>
  ["all-apis", "vpc-sc"].includes(textAt(component, "target") ?? "") ||
  component.references.some(({ path, to }) => path === "target" && to.startsWith("google_compute_service_attachment."));

const priceForwardingRule: Pricer = (component, context) => {
  const { model, usage, profile } = context;
  if (isServiceEndpoint(component)) return [charge("psc.endpoint_hour", HOURS, `one endpoint, ${allMonth}`)];
  const taken = usage("google_compute_forwarding_rule", "monthly_ingress_data_gb");
  const place = placeOf(component, model);
  return [
    ...(place === 0 ? [charge("lb.rule_hour", HOURS, `the first five rules together, ${allMonth}`, "rule")] : []),
    ...(place >= sharedRules
      ? [charge("lb.extra_rule_hour", HOURS, `a rule beyond the first five, ${allMonth}`, "extra rule")]
      : []),
    charge("lb.gb", taken, `${amount(taken)} GB processed a month (${profile})`, "processed"),
    ...chargeEgress(context, usage("google_compute_forwarding_rule", "monthly_outbound_gb")),
  ];
};

/** Balancers with their proxies in one region pay for an instance of the proxy. */
const priceRegionalProxy = bill(hourly("lb.proxy_hour", { said: "one proxy instance" }));

const priceNat: Pricer = (_, { usage, profile }) => {
  const machines = usage("google_compute_router_nat", "assigned_vms");
  const processed = usage("google_compute_router_nat", "monthly_data_processed_gb");
  return [
    charge("nat.vm_hour", machines * HOURS, `${count(machines, "machine")} behind it × 730 h (${profile})`),
    charge("nat.gb", processed, `${amount(processed)} GB processed a month (${profile})`, "processed"),
  ];
};

const priceTunnel: Pricer = () => [charge("vpn.tunnel_hour", HOURS, `one tunnel, ${allMonth}`)];

/** The CDN of a backend; the same traffic is taken as for CloudFront. */
const priceCachedBackend: Pricer = (component, { usage, profile }) => {
  const cached = flagAt(component, "enable_cdn");
  if (cached !== true) return cached === undefined ? undefined : [];
  const of = (key: string): number =>
    usage("aws_cloudfront_distribution", `${key}.us`) + usage("aws_cloudfront_distribution", `${key}.europe`);
  const sent = of("monthly_data_transfer_to_internet_gb");
  const requests = of("monthly_https_requests");
  return [
    charge(
      "cdn.egress_na_eu_gb",
      sent,
      `${amount(sent)} GB to viewers in North America and Europe (${profile})`,
      "CDN sent",
    ),
    charge("cdn.lookup_10k", requests / 1e4, `${amount(requests)} cache look-ups a month (${profile})`, "CDN"),
  ];
};

/** The same number of requests is taken as for AWS WAF. */
const priceSecurityPolicy: Pricer = (component, { usage, profile }) => {
  const rules = lengthAt(component, "rule");
  const requests = usage("aws_wafv2_web_acl", "monthly_requests");
  return [
    charge("armor.policy_month", 1, "one policy"),
    charge("armor.rule_month", rules, count(rules ?? 0, "rule")),
    charge("armor.request_million", requests / 1e6, `${amount(requests)} requests a month (${profile})`),
  ];
};

const priceZone: Pricer = (_, { usage, profile }) => {
  const queries = usage("google_dns_record_set", "monthly_queries");
  return [
    charge("dns.zone_month", 1, "one zone, of the first 25"),
    charge("dns.query_million", queries / 1e6, `${amount(queries)} queries a month (${profile})`),
  ];
};

/** Addresses, load balancing, NAT, VPN, CDN, Armor and DNS. */
export const networkPricers: Pricers = {
  google_compute_address: priceAddress,
  google_compute_forwarding_rule: priceForwardingRule,
  google_compute_global_forwarding_rule: priceForwardingRule,
  google_compute_region_target_http_proxy: priceRegionalProxy,
  google_compute_region_target_https_proxy: priceRegionalProxy,
  google_compute_global_address: priceAddress,
  google_compute_router_nat: priceNat,
  google_compute_interconnect: bill(
    hourly(named("link_type", { LINK_TYPE_ETHERNET_10G_LR: "interconnect.10g_hour" }), {
      times: (component) => numberAt(component, "requested_link_count"),
      said: "links",
    }),
  ),
  google_compute_interconnect_attachment: bill(
    when((component) => textAt(component, "type") !== "PARTNER", hourly("interconnect.attachment_hour")),
  ),
  google_compute_vpn_tunnel: priceTunnel,
  google_compute_backend_service: priceCachedBackend,
  google_compute_backend_bucket: priceCachedBackend,
  google_compute_security_policy: priceSecurityPolicy,
  google_dns_managed_zone: priceZone,
};
