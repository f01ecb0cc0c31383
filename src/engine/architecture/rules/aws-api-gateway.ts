import { add, code, set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, read } from "../model/index.ts";
import type { Component, Model, Value } from "../model/index.ts";
import { webFirewallOn } from "./aws-waf.ts";
import { fail, failIn, judge, mustBe, mustBeOneOf, mustMatch, pass, textAt, unknown, worstOf } from "./checks.ts";
import { freshLabel, labelOf, partnerOf, setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const restStage = ["aws_api_gateway_stage"];
const stages = [...restStage, "aws_apigatewayv2_stage"];

const accessLogs = (component: Component): Verdict =>
  read(component.attributes, "access_log_settings.destination_arn") === undefined ? fail("access_log_settings") : pass;

/**
 * REST and WebSocket APIs write logs by a role that is set once for the account, and a stage that cannot write does not apply.
 * HTTP APIs need none.
 */
const mayWriteLogs = (component: Component, model: Model): boolean => {
  if (model.ofType("aws_api_gateway_account").length > 0) return true;
  const api = model.target(component, "api_id");
  return api !== undefined && textAt(api, "protocol_type") === "HTTP";
};

/** In the order of the common log format; every kind of API knows these variables. */
const logFormat = ["identity.sourceIp", "requestTime", "httpMethod", "path", "status", "requestId"]
  .map((name) => `$context.${name}`)
  .join(" ");

const addAccessLogs = (component: Component, model: Model): readonly Edit[] => {
  if (partnerOf(component)?.repeat !== "" || !mayWriteLogs(component, model)) return [];
  const label = freshLabel(model, "aws_cloudwatch_log_group", `${labelOf(component)}_access`);
  return [
    add(
      `aws_cloudwatch_log_group.${label}`,
      `resource "aws_cloudwatch_log_group" "${label}" {
  name              = "/apigateway/${labelOf(component)}"
  retention_in_days = 365
}
`,
    ),
    set(component.address, "access_log_settings.destination_arn", code(`aws_cloudwatch_log_group.${label}.arn`)),
    set(component.address, "access_log_settings.format", logFormat),
  ];
};

/** A private API is reached from its VPC only. */
const isPrivate = (api: Component | undefined): boolean => {
  const types = api && read(api.attributes, "endpoint_configuration.types");
  return Array.isArray(types) && types.some((type: Value) => asText(type) === "PRIVATE");
};

/** Browsers ask with OPTIONS before they may log in. */
const methodAccess = (component: Component, model: Model): Verdict => {
  const isOpenByNature =
    textAt(component, "http_method") === "OPTIONS" || isPrivate(model.target(component, "rest_api_id"));
  const key = read(component.attributes, "api_key_required");
  if (isOpenByNature || asText(key) === "true") return pass;
  const verdict = judge(component, "authorization", (value) => asText(value) !== "NONE");
  return verdict.outcome === "fail" && isUnknown(key) ? unknown : verdict;
};

const routeAccess = (component: Component, model: Model): Verdict => {
  const key = textAt(component, "route_key") ?? "";
  const api = model.target(component, "api_id");
  const isWebSocket = api !== undefined && textAt(api, "protocol_type") === "WEBSOCKET";
  // A WebSocket is authorised once, when it connects.
  if (key.startsWith("OPTIONS ") || (isWebSocket && key !== "$connect")) return pass;
  const apiKey = asText(read(component.attributes, "api_key_required"));
  return apiKey === "true" ? pass : judge(component, "authorization_type", (value) => asText(value) !== "NONE");
};

const throttlePrefix = ({ type }: Component): string =>
  type === "aws_apigatewayv2_stage" ? "default_route_settings" : "settings";

/** A limit of -1 is none. */
const throttling = (component: Component): Verdict =>
  judge(component, `${throttlePrefix(component)}.throttling_rate_limit`, (value) => Number(asText(value)) >= 0);

/** A tenth of what AWS allows a whole account and region (10,000 a second, bursts of 5,000): one API cannot use it all up. */
const throttle = (component: Component): readonly Edit[] => [
  set(component.address, `${throttlePrefix(component)}.throttling_burst_limit`, 500),
  set(component.address, `${throttlePrefix(component)}.throttling_rate_limit`, 1000),
];

const cacheEncryption = (component: Component): Verdict => {
  const caching = read(component.attributes, "settings.caching_enabled");
  if (caching === undefined || asText(caching) === "false") return pass;
  const verdict = mustBe("settings.cache_data_encrypted", true)(component);
  return isUnknown(caching) && verdict.outcome === "fail" ? unknown : verdict;
};

const stageFirewall = (component: Component, model: Model): Verdict =>
  isPrivate(model.target(component, "rest_api_id")) ? pass : webFirewallOn(component, model);

const methodSettings = "aws_api_gateway_method_settings";

const logLevel = (settings: Component): Verdict =>
  mustBeOneOf("settings.logging_level", ["ERROR", "INFO"], fail("settings.logging_level"))(settings);

/** Settings are judged at their stage, where that is in the design; those of the same API may be a stage's own. */
const executionLog = (component: Component, model: Model): Verdict => {
  if (component.type === methodSettings)
    return model.target(component, "stage_name") === undefined ? logLevel(component) : pass;
  const own = model.attached(component, methodSettings, "stage_name");
  if (own.length > 0) return worstOf(own.map((settings) => failIn(settings, logLevel(settings))));
  return model.ofType(methodSettings).length > 0 ? unknown : fail();
};

const writeLog = (component: Component, model: Model): readonly Edit[] =>
  (component.type === methodSettings ? [component] : model.attached(component, methodSettings, "stage_name"))
    .filter((settings) => logLevel(settings).outcome === "fail")
    .map(({ address }) => set(address, "settings.logging_level", "ERROR"));

export const apiGatewayRules: readonly Rule[] = [
  rule({
    id: "aws-apigateway-method-logs",
    severity: "low",
    pillar: "operations",
    types: [methodSettings, ...restStage],
    title: "API writes no execution log",
    why: "Why a request failed has to be guessed.",
    fix: 'Set `logging_level = "ERROR"` in the `settings` of an aws_api_gateway_method_settings of the stage.',
    refs: { checkov: ["CKV2_AWS_4"], fsbp: ["APIGateway.1"] },
    check: executionLog,
    remedy: writeLog,
  }),
  rule({
    id: "aws-apigateway-access-logs",
    severity: "medium",
    pillar: "operations",
    types: stages,
    title: "API stage keeps no access logs",
    why: "After an incident or a complaint nobody can tell who called what, and with which result.",
    fix: "Add `access_log_settings` with the `destination_arn` of a log group and a `format`.",
    refs: { checkov: ["CKV_AWS_76", "CKV_AWS_95"], fsbp: ["APIGateway.1", "APIGateway.9"], cis: ["7.0:4.10"] },
    check: accessLogs,
    remedy: addAccessLogs,
  }),
  rule({
    id: "aws-apigateway-tracing",
    severity: "low",
    pillar: "operations",
    types: restStage,
    title: "API stage is not traced",
    why: "Which of the services behind a slow or failing request is to blame stays a guess.",
    fix: "Set `xray_tracing_enabled = true`.",
    refs: { checkov: ["CKV_AWS_73"], fsbp: ["APIGateway.3"] },
    check: mustBe("xray_tracing_enabled", true),
    remedy: setTo("xray_tracing_enabled", true),
  }),
  rule({
    id: "aws-apigateway-open-method",
    severity: "high",
    pillar: "security",
    types: ["aws_api_gateway_method"],
    title: "API method asks nobody who they are",
    why: "Everyone on the internet may call it, and every call costs money and reaches the service behind it.",
    fix: "Set `authorization` to AWS_IAM, COGNITO_USER_POOLS or CUSTOM.",
    refs: { checkov: ["CKV_AWS_59", "CKV2_AWS_70"] },
    check: methodAccess,
  }),
  rule({
    id: "aws-apigateway-open-route",
    severity: "high",
    pillar: "security",
    types: ["aws_apigatewayv2_route"],
    title: "API route asks nobody who they are",
    why: "Everyone on the internet may call it, and every call costs money and reaches the service behind it.",
    fix: "Set `authorization_type` to JWT, AWS_IAM or CUSTOM.",
    refs: { checkov: ["CKV_AWS_309"], fsbp: ["APIGateway.8"] },
    check: routeAccess,
  }),
  rule({
    id: "aws-apigateway-throttling",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_api_gateway_method_settings", "aws_apigatewayv2_stage"],
    title: "API has no rate limit of its own",
    why: "One noisy caller uses up the limit of the whole account, and every other API in it answers 429.",
    fix: "Set `throttling_rate_limit` and `throttling_burst_limit` to what the service behind can take.",
    refs: {},
    check: throttling,
    remedy: throttle,
  }),
  rule({
    id: "aws-apigateway-cache-encryption",
    severity: "medium",
    pillar: "security",
    types: ["aws_api_gateway_method_settings"],
    title: "API cache is not encrypted",
    why: "Answers, personal data among them, lie readable in the cache.",
    fix: "Set `cache_data_encrypted = true`.",
    refs: { checkov: ["CKV_AWS_308"], fsbp: ["APIGateway.5"] },
    check: cacheEncryption,
    remedy: setTo("settings.cache_data_encrypted", true),
  }),
  rule({
    id: "aws-apigateway-domain-tls",
    severity: "medium",
    pillar: "security",
    types: ["aws_api_gateway_domain_name"],
    title: "API domain accepts TLS 1.0",
    why: "Old protocol versions have known weaknesses, and auditors no longer accept them.",
    fix: 'Set `security_policy = "TLS_1_2"`.',
    refs: { checkov: ["CKV_AWS_206"] },
    check: mustMatch("security_policy", /TLS_?1_?[23]/),
    remedy: setTo("security_policy", "TLS_1_2"),
  }),
  rule({
    id: "aws-apigateway-waf",
    severity: "medium",
    pillar: "security",
    types: restStage,
    title: "Public API has no web firewall",
    why: "Common attacks on web applications reach the service behind it unfiltered.",
    fix: "Attach a web ACL with `aws_wafv2_web_acl_association`, its `resource_arn` being the stage's.",
    refs: { checkov: ["CKV2_AWS_29"], fsbp: ["APIGateway.4"] },
    check: stageFirewall,
  }),
];
