import { set } from "../design/edit.ts";
import { asText, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Attributes, Component, Model, Value } from "../model/index.ts";
import {
  eachBlock,
  fail,
  judge,
  mustBe,
  mustBeOneOf,
  mustBeSet,
  mustMatch,
  mustNotBe,
  onlyWhere,
  pass,
  unknown,
  worstOf,
} from "./checks.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const gateway = ["azurerm_application_gateway"];
const policies = [
  "azurerm_web_application_firewall_policy",
  "azurerm_frontdoor_firewall_policy",
  "azurerm_cdn_frontdoor_firewall_policy",
];

/** A listener that only sends people on to HTTPS is no fault. */
const listeners = (component: Component): Verdict => {
  const redirects = new Set(
    readAll(component.attributes, "request_routing_rule").flatMap(([, routing]) =>
      read(routing, "redirect_configuration_name") === undefined ? [] : [asText(read(routing, "http_listener_name"))],
    ),
  );
  return eachBlock(component, "http_listener", (listener, path) => {
    const protocol = read(listener, "protocol");
    if (isUnknown(protocol)) return unknown;
    const isPlain = matches(protocol, /^http$/i);
    return isPlain && !redirects.has(asText(read(listener, "name"))) ? fail(`${path}.protocol`) : pass;
  });
};

/** Predefined policies that refuse TLS 1.0 and 1.1. */
const newPolicies = /^AppGwSslPolicy(?:20170401S|20220101S?)$/;

/** Without forward secrecy, or with a block mode that attacks on padding get through. */
const isWeak = (cipher: Value): boolean => matches(cipher, /^TLS_(?:RSA|DHE)_|_CBC_/);

const gatewayTls = (component: Component): Verdict => {
  const name = read(component.attributes, "ssl_policy.policy_name");
  if (isUnknown(name)) return unknown;
  if (matches(name, newPolicies)) return pass;
  if (name !== undefined) return fail("ssl_policy.policy_name");
  return worstOf([
    mustMatch("ssl_policy.min_protocol_version", /^TLSv1_[23]$/, fail("ssl_policy.min_protocol_version"))(component),
    judge(component, "ssl_policy.cipher_suites", (value) => !(Array.isArray(value) && value.some(isWeak)), pass),
  ]);
};

/** Rule 944240 refuses the texts by which Log4j was attacked (CVE-2021-44228). */
const log4jRule = "944240";

const isSwitchedOff = (block: Attributes): boolean =>
  asText(read(block, "enabled")) === "false" || matches(read(block, "action"), /^(?:allow|log)$/i);

const overridesIn = (block: Attributes, override: string): boolean =>
  readAll(block, override).some(
    ([, group]) =>
      readAll(group, "rule").some(
        ([, one]) =>
          [read(one, "id"), read(one, "rule_id")].some((id) => asText(id) === log4jRule) && isSwitchedOff(one),
      ) ||
      (Array.isArray(read(group, "disabled_rules")) &&
        JSON.stringify(read(group, "disabled_rules")).includes(log4jRule)),
  );

const log4j = (component: Component): Verdict => {
  const isGateway = component.type === "azurerm_web_application_firewall_policy";
  const [sets, override] = isGateway
    ? (["managed_rules.managed_rule_set", "rule_group_override"] as const)
    : (["managed_rule", "override"] as const);
  if (isUnknown(read(component.attributes, sets))) return unknown;
  const blocks = readAll(component.attributes, sets);
  const known = blocks.filter(([, block]) => {
    const type = asText(read(block, "type")) ?? "OWASP";
    return isGateway
      ? type === "OWASP" && Number.parseFloat(asText(read(block, "version")) ?? "0") >= 3.1
      : /DefaultRuleSet/i.test(type);
  });
  if (known.length === 0) return fail(blocks.length === 0 ? sets : undefined);
  const off = known.find(([, block]) => overridesIn(block, override));
  return off === undefined ? pass : fail(off[0]);
};

const oldApiProtocols = (component: Component): Verdict =>
  worstOf(
    ["backend_ssl30", "backend_tls10", "backend_tls11", "frontend_ssl30", "frontend_tls10", "frontend_tls11"].flatMap(
      (name) => [`security.enable_${name}`, `security.${name}_enabled`].map((path) => mustNotBe(path, true)(component)),
    ),
  );

const mode = (component: Component): Verdict =>
  worstOf(["policy_settings.mode", "mode"].map((path) => mustBeOneOf(path, ["Prevention"], pass)(component)));

const domainTls = (component: Component): Verdict =>
  worstOf(
    ["user_managed_https.tls_version", "cdn_managed_https.tls_version"].map((path) =>
      mustBeOneOf(path, ["TLS12"], pass)(component),
    ),
  );

const zones = (component: Component): Verdict => {
  const value = read(component.attributes, "zones");
  if (isUnknown(value)) return unknown;
  return Array.isArray(value) && value.length >= 2 ? pass : fail("zones");
};

const scaling = (component: Component): Verdict => {
  if (read(component.attributes, "autoscale_configuration") !== undefined) return pass;
  return judge(component, "sku.capacity", (capacity) => Number(asText(capacity)) >= 2);
};

const policyOrMode = (component: Component, model: Model): Verdict => {
  if (read(component.attributes, "firewall_policy_id") === undefined)
    return mustBe("threat_intel_mode", "Deny")(component);
  const policy = model.target(component, "firewall_policy_id");
  return policy === undefined ? pass : mustNotBe("threat_intelligence_mode", "Off")(policy);
};

export const azureEdgeRules: readonly Rule[] = [
  rule({
    id: "azure-app-gateway-http",
    severity: "medium",
    pillar: "security",
    types: gateway,
    title: "Application gateway answers plain HTTP",
    why: "Passwords, cookies and data travel unencrypted to whoever asks for them that way.",
    fix: 'Set `protocol = "Https"` for the `http_listener`, or redirect it.',
    refs: { checkov: ["CKV_AZURE_217"] },
    check: listeners,
  }),
  rule({
    id: "azure-app-gateway-tls",
    severity: "medium",
    pillar: "security",
    types: gateway,
    title: "Application gateway accepts TLS 1.0 or 1.1",
    why: "Old protocol versions have known weaknesses, and auditors no longer accept them.",
    fix: 'Set `ssl_policy` with `policy_type = "Predefined"` and `policy_name = "AppGwSslPolicy20220101"`.',
    refs: { checkov: ["CKV_AZURE_218"] },
    check: gatewayTls,
    remedy: ({ address, attributes }) =>
      read(attributes, "ssl_policy") === undefined
        ? [
            set(address, "ssl_policy.policy_type", "Predefined"),
            set(address, "ssl_policy.policy_name", "AppGwSslPolicy20220101"),
          ]
        : [],
  }),
  rule({
    id: "azure-app-gateway-single-zone",
    severity: "low",
    pillar: "reliability",
    types: gateway,
    title: "Application gateway stands in one zone",
    why: "When that zone fails, everything behind the gateway is unreachable.",
    fix: 'Set `zones = ["1", "2", "3"]`, for a new gateway.',
    refs: {},
    check: zones,
  }),
  rule({
    id: "azure-app-gateway-single-instance",
    severity: "low",
    pillar: "reliability",
    types: gateway,
    title: "Application gateway neither scales nor has a second instance",
    why: "While its one instance restarts, everything behind it is unreachable.",
    fix: "Add `autoscale_configuration`, or set `capacity` to 2 or more.",
    refs: {},
    check: scaling,
  }),
  rule({
    id: "azure-waf-log4j",
    severity: "medium",
    pillar: "security",
    types: policies,
    title: "Web firewall lets attacks on Log4j through",
    why: "One request with a crafted text runs the attacker's program on every server that logs it.",
    fix: "Use a managed rule set (OWASP 3.1 or later, or Microsoft_DefaultRuleSet) and leave rule 944240 on.",
    refs: { checkov: ["CKV_AZURE_133", "CKV_AZURE_135"] },
    check: log4j,
  }),
  rule({
    id: "azure-waf-only-watches",
    severity: "low",
    pillar: "security",
    types: policies,
    title: "Web firewall only watches",
    why: "Attacks are written down and let through.",
    fix: 'Set `mode = "Prevention"` once the log shows no false alarms.',
    refs: {},
    check: mode,
  }),
  rule({
    id: "azure-cdn-http",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_cdn_endpoint"],
    title: "CDN answers plain HTTP",
    why: "Pages and files can be read and changed on the way.",
    fix: "Set `is_http_allowed = false`.",
    refs: { checkov: ["CKV_AZURE_197"] },
    check: mustBe("is_http_allowed", false),
    remedy: setTo("is_http_allowed", false),
  }),
  rule({
    id: "azure-cdn-no-https",
    severity: "high",
    pillar: "security",
    types: ["azurerm_cdn_endpoint"],
    title: "CDN does not speak HTTPS",
    why: "Nobody can fetch its pages without them being readable on the way.",
    fix: "Remove `is_https_allowed = false`.",
    refs: { checkov: ["CKV_AZURE_198"] },
    check: mustNotBe("is_https_allowed", false),
    remedy: setTo("is_https_allowed", true),
  }),
  rule({
    id: "azure-cdn-tls",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_cdn_endpoint_custom_domain"],
    title: "CDN accepts TLS 1.0",
    why: "Old protocol versions have known weaknesses, and auditors no longer accept them.",
    fix: 'Set `tls_version = "TLS12"`.',
    refs: { checkov: ["CKV_AZURE_200"] },
    check: domainTls,
  }),
  rule({
    id: "azure-front-door-http",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_cdn_frontdoor_route"],
    title: "Front Door answers plain HTTP",
    why: "Passwords, cookies and data travel unencrypted to whoever asks for them that way.",
    fix: "Set `https_redirect_enabled = true`.",
    refs: {},
    check: mustNotBe("https_redirect_enabled", false),
    remedy: setTo("https_redirect_enabled", true),
  }),
  rule({
    id: "azure-api-management-certificate",
    severity: "low",
    pillar: "security",
    types: ["azurerm_api_management"],
    title: "API Management does not ask its callers for a certificate",
    why: "On the Consumption plan certificates are looked at only when this switch is on.",
    fix: "Set `client_certificate_enabled = true`.",
    refs: { checkov: ["CKV_AZURE_152"] },
    check: onlyWhere(
      "sku_name",
      (sku) => sku?.startsWith("Consumption") === true,
      mustBe("client_certificate_enabled", true),
    ),
  }),
  rule({
    id: "azure-api-management-tls",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_api_management"],
    title: "API Management accepts TLS 1.1 or older",
    why: "Old protocol versions have known weaknesses, and auditors no longer accept them.",
    fix: "Remove the switches for SSL 3.0, TLS 1.0 and TLS 1.1 from `security`.",
    refs: { checkov: ["CKV_AZURE_173"] },
    check: oldApiProtocols,
  }),
  rule({
    id: "azure-api-management-backend-http",
    severity: "high",
    pillar: "security",
    types: ["azurerm_api_management_backend"],
    title: "API Management calls its backend over plain HTTP",
    why: "Tokens and data travel unencrypted between the gateway and the system behind it.",
    fix: "Set `url` to an https address.",
    refs: { checkov: ["CKV_AZURE_215"] },
    check: (component) => judge(component, "url", (url) => matches(url, /^https:/i)),
  }),
  rule({
    id: "azure-api-management-plain-api",
    severity: "high",
    pillar: "security",
    types: ["azurerm_api_management_api"],
    title: "API answers plain HTTP",
    why: "Tokens and data travel unencrypted to whoever asks for them that way.",
    fix: 'Set `protocols = ["https"]`.',
    refs: {},
    check: (component) =>
      judge(component, "protocols", (value) => !(Array.isArray(value) && value.some((item) => item === "http")), pass),
    remedy: setTo("protocols", ["https"]),
  }),
  rule({
    id: "azure-firewall-threats",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_firewall"],
    title: "Firewall lets traffic from known attackers through",
    why: "Addresses that are known to attack are written down at most.",
    fix: 'Set `threat_intel_mode = "Deny"`, or `firewall_policy_id` to a policy that does.',
    refs: { checkov: ["CKV_AZURE_216"] },
    check: policyOrMode,
  }),
  rule({
    id: "azure-firewall-no-policy",
    severity: "low",
    pillar: "operations",
    types: ["azurerm_firewall"],
    title: "Firewall has no policy",
    why: "Rules that stand in the firewall itself cannot be shared, inherited or watched over in one place.",
    fix: "Set `firewall_policy_id`.",
    refs: { checkov: ["CKV_AZURE_219"] },
    check: mustBeSet("firewall_policy_id"),
  }),
  rule({
    id: "azure-firewall-intrusions",
    severity: "low",
    pillar: "security",
    types: ["azurerm_firewall_policy"],
    title: "Firewall does not stop intrusions",
    why: "Attacks that its signatures know are let through.",
    fix: 'Set `intrusion_detection.mode = "Deny"` with the Premium `sku`.',
    refs: { checkov: ["CKV_AZURE_220"] },
    check: mustBe("intrusion_detection.mode", "Deny"),
  }),
  rule({
    id: "azure-firewall-single-zone",
    severity: "low",
    pillar: "reliability",
    types: ["azurerm_firewall"],
    title: "Firewall stands in one zone",
    why: "When that zone fails, all traffic that has to pass the firewall stops.",
    fix: 'Set `zones = ["1", "2", "3"]`, for a new firewall.',
    refs: {},
    check: zones,
  }),
];
