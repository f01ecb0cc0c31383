import { flagAt, lengthAt, textAt } from "../attributes.ts";
import { HOURS } from "../charge.ts";
import type { Pricer, Pricers } from "../charge.ts";
import { amount, count } from "../words.ts";
import { charge } from "./prices.ts";

const priceDistribution: Pricer = (_, { usage, profile }) => {
  const of = (key: string): number =>
    usage("aws_cloudfront_distribution", `${key}.us`) + usage("aws_cloudfront_distribution", `${key}.europe`);
  const sent = of("monthly_data_transfer_to_internet_gb");
  const origin = of("monthly_data_transfer_to_origin_gb");
  const requests = of("monthly_https_requests");
  return [
    charge("cloudfront.us_eu_gb", sent, `${amount(sent)} GB to viewers in the US and Europe (${profile})`, "sent"),
    charge("cloudfront.origin_gb", origin, `${amount(origin)} GB to the origin (${profile})`, "to origin"),
    charge("cloudfront.https_10k", requests / 1e4, `${amount(requests)} HTTPS requests a month (${profile})`, "HTTPS"),
  ];
};

const priceZone: Pricer = (_, { usage, profile }) => {
  const queries = usage("aws_route53_record", "monthly_standard_queries");
  return [
    charge("route53.zone_month", 1, "one hosted zone"),
    charge("route53.query_million", queries / 1e6, `${amount(queries)} queries a month (${profile})`),
  ];
};

const priceHealthCheck: Pricer = () => [
  charge("route53.health_check_month", 1, "one check of an endpoint outside AWS"),
];

const priceWebAcl: Pricer = (component, { usage, profile }) => {
  const requests = usage("aws_wafv2_web_acl", "monthly_requests");
  const rules = lengthAt(component, component.type === "aws_wafv2_web_acl" ? "rule" : "rules");
  return [
    charge("waf.acl_month", 1, "one web ACL"),
    charge("waf.rule_month", rules, `${count(rules ?? 0, "rule")} or rule group${rules === 1 ? "" : "s"}`),
    charge("waf.request_million", requests / 1e6, `${amount(requests)} requests a month (${profile})`),
  ];
};

const priceRestApi: Pricer = (_, { usage, profile }) => {
  const requests = usage("aws_api_gateway_rest_api", "monthly_requests");
  return [charge("apigw.rest.request_million", requests / 1e6, `${amount(requests)} requests a month (${profile})`)];
};

const priceHttpApi: Pricer = (component, { usage, profile }) => {
  if (textAt(component, "protocol_type") !== "WEBSOCKET") {
    const requests = usage("aws_apigatewayv2_api", "monthly_requests");
    return [charge("apigw.http.request_million", requests / 1e6, `${amount(requests)} requests a month (${profile})`)];
  }
  const messages = usage("aws_apigatewayv2_api", "monthly_messages");
  const minutes = usage("aws_apigatewayv2_api", "monthly_connection_mins");
  return [
    charge("apigw.ws.message_million", messages / 1e6, `${amount(messages)} messages a month (${profile})`),
    charge("apigw.ws.connection_million_min", minutes / 1e6, `${amount(minutes)} connection minutes (${profile})`),
  ];
};

/** A stage costs something only for its cache, of which the smallest size has a price here. */
const priceRestStage: Pricer = (component) => {
  const cached = flagAt(component, "cache_cluster_enabled");
  if (cached !== true) return cached === undefined ? undefined : [];
  if (textAt(component, "cache_cluster_size", "0.5") !== "0.5") return undefined;
  return [charge("apigw.cache_0.5gb_hour", HOURS, "0.5 GB cache, 730 h a month", "cache")];
};

const priceShield: Pricer = () => [charge("shield.advanced_month", 1, "one subscription for the organisation")];

/** CloudFront, Route 53, WAF, Shield Advanced and API Gateway. */
export const edgePricers: Pricers = {
  aws_cloudfront_distribution: priceDistribution,
  aws_route53_zone: priceZone,
  aws_route53_health_check: priceHealthCheck,
  aws_wafv2_web_acl: priceWebAcl,
  aws_waf_web_acl: priceWebAcl,
  aws_wafregional_web_acl: priceWebAcl,
  aws_shield_subscription: priceShield,
  aws_api_gateway_rest_api: priceRestApi,
  aws_api_gateway_stage: priceRestStage,
  aws_apigatewayv2_api: priceHttpApi,
};
