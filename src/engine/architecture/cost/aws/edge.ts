import { flagAt, lengthAt, textAt } from "../attributes.ts";
import { HOURS } from "../charge.ts";
import type { Pricer, Pricers } from "../charge.ts";
import { amount, count } from "../words.ts";
import { bill, chargeBands, tariffsOf } from "../tariff.ts";
import { charge } from "./prices.ts";

const { monthly, used } = tariffsOf(charge);

/** CloudFront in the US and Europe: 10 TB, 40 TB, 100 TB, above. */
const viewerBands = [
  [10_240, "cloudfront.us_eu_gb"],
  [51_200, "cloudfront.us_eu_gb.10tb"],
  [153_600, "cloudfront.us_eu_gb.50tb"],
  [512_000, "cloudfront.us_eu_gb.150tb"],
  [1_048_576, "cloudfront.us_eu_gb.500tb"],
  [5_242_880, "cloudfront.us_eu_gb.1pb"],
  [Number.POSITIVE_INFINITY, "cloudfront.us_eu_gb.5pb"],
] as const;

const priceDistribution: Pricer = (component, context) => {
  const { usage, profile } = context;
  const of = (key: string): number =>
    usage("aws_cloudfront_distribution", `${key}.us`) + usage("aws_cloudfront_distribution", `${key}.europe`);
  const sent = of("monthly_data_transfer_to_internet_gb");
  const origin = of("monthly_data_transfer_to_origin_gb");
  const requests = of("monthly_https_requests");
  const elsewhere = bill(
    used("aws_cloudfront_distribution.monthly_data_transfer_to_internet_gb.asia", "cloudfront.apac_gb", "GB to Asia", {
      what: "sent to Asia",
    }),
    used(
      "aws_cloudfront_distribution.monthly_data_transfer_to_internet_gb.south_america",
      "cloudfront.sa_gb",
      "GB to South America",
      { what: "sent to South America" },
    ),
  );
  return [
    ...chargeBands(charge, viewerBands, sent, {
      said: `${amount(sent)} GB to viewers in the US and Europe (${profile})`,
      what: "sent",
    }),
    ...elsewhere(component, context),
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

/** In millions of requests a month. */
const restBands = [
  [333, "apigw.rest.request_million"],
  [1000, "apigw.rest.request_million.333m"],
  [20_000, "apigw.rest.request_million.1b"],
  [Number.POSITIVE_INFINITY, "apigw.rest.request_million.20b"],
] as const;
const httpBands = [
  [300, "apigw.http.request_million"],
  [Number.POSITIVE_INFINITY, "apigw.http.request_million.300m"],
] as const;

const priceRestApi: Pricer = (_, { usage, profile }) => {
  const requests = usage("aws_api_gateway_rest_api", "monthly_requests");
  return chargeBands(charge, restBands, requests / 1e6, {
    said: `${amount(requests)} requests a month (${profile})`,
  });
};

const priceHttpApi: Pricer = (component, { usage, profile }) => {
  if (textAt(component, "protocol_type") !== "WEBSOCKET") {
    const requests = usage("aws_apigatewayv2_api", "monthly_requests");
    return chargeBands(charge, httpBands, requests / 1e6, {
      said: `${amount(requests)} requests a month (${profile})`,
    });
  }
  const messages = usage("aws_apigatewayv2_api", "monthly_messages");
  const minutes = usage("aws_apigatewayv2_api", "monthly_connection_mins");
  return [
    charge("apigw.ws.message_million", messages / 1e6, `${amount(messages)} messages a month (${profile})`),
    charge("apigw.ws.connection_million_min", minutes / 1e6, `${amount(minutes)} connection minutes (${profile})`),
  ];
};

/** A stage costs something only for its cache. */
const priceRestStage: Pricer = (component) => {
  const cached = flagAt(component, "cache_cluster_enabled");
  if (cached !== true) return cached === undefined ? undefined : [];
  const size = textAt(component, "cache_cluster_size", "0.5");
  return [charge(size && `apigw.cache_${size}gb_hour`, HOURS, `${size ?? ""} GB cache, 730 h a month`, "cache")];
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
  aws_service_discovery_private_dns_namespace: bill(monthly("route53.zone_month", { said: "its hosted zone" })),
  aws_service_discovery_public_dns_namespace: bill(monthly("route53.zone_month", { said: "its hosted zone" })),
  aws_cloudfront_function: bill(
    used("aws_cloudfront_function.monthly_requests", "cloudfront.function_million", "calls a month", { per: 1e6 }),
  ),
  aws_appsync_graphql_api: bill(
    used("aws_appsync_graphql_api.monthly_requests", "appsync.query_million", "operations a month", { per: 1e6 }),
  ),
  aws_amplify_app: bill(
    used("aws_amplify_app.monthly_build_mins", "amplify.build_min", "build minutes a month"),
    used("aws_amplify_app.storage_gb", "amplify.stored_gb_month", "GB kept"),
    used("aws_amplify_app.monthly_served_gb", "amplify.served_gb", "GB sent a month"),
  ),
  aws_fms_policy: bill(monthly("fms.policy_month", { said: "one policy, in one region" })),
};
