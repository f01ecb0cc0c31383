import { addBlock, set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, read } from "../model/index.ts";
import type { Component, Model, Value } from "../model/index.ts";
import { companionsOf } from "./companions.ts";
import {
  fail,
  judge,
  mustBe,
  mustBeSet,
  mustMatch,
  mustNotBe,
  onlyWhere,
  pass,
  skip,
  spelling,
  textAt,
  unknown,
  worstOf,
} from "./checks.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const webApps = ["azurerm_linux_web_app", "azurerm_windows_web_app", "azurerm_app_service"];
const functionApps = ["azurerm_linux_function_app", "azurerm_windows_function_app", "azurerm_function_app"];
const apps = [...webApps, ...functionApps];
const plans = ["azurerm_service_plan"];

const tlsVersion = (component: Component): string =>
  spelling(component, "site_config.minimum_tls_version", "site_config.min_tls_version");

/** Only the old resource lets plain FTP in when nothing is said. */
const ftp = (component: Component): Verdict =>
  judge(
    component,
    "site_config.ftps_state",
    (value) => asText(value) !== "AllAllowed",
    component.type === "azurerm_app_service" ? fail() : pass,
  );

/** The login of the app can let plain HTTP in again. */
export const onlyHttps = (component: Component): Verdict =>
  worstOf([mustBe("https_only", true)(component), mustNotBe("auth_settings_v2.require_https", false)(component)]);

const allowsEveryOrigin = (component: Component): Verdict =>
  judge(
    component,
    "site_config.cors.allowed_origins",
    (value) => !(Array.isArray(value) && value.some((origin: Value) => asText(origin) === "*")),
    pass,
  );

/** Consumption plans scale by themselves, one instance for each burst of work. */
const isFixedSize = (sku: string | undefined): boolean => !/^(?:Y1|FC1|EP\d)$/.test(sku ?? "");

const workers = (component: Component, model: Model): Verdict => {
  const scalers = companionsOf(component, model, "azurerm_monitor_autoscale_setting", "target_resource_id");
  if (scalers === undefined) return unknown;
  if (scalers.length > 0) return pass;
  return judge(component, "worker_count", (value) => Number(asText(value)) >= 2);
};

/** Free, shared and developer plans are one instance by nature. */
const addWorker = (component: Component): readonly Edit[] =>
  /^[BSPI]\d/.test(textAt(component, "sku_name") ?? "") ? [set(component.address, "worker_count", 2)] : [];

const keepsNoLogs = ({ attributes }: Component): boolean => read(attributes, "logs") === undefined;

/** An app without a `logs` block has one finding for all that is missing in it. */
export const inLogs =
  (check: (component: Component) => Verdict) =>
  (component: Component): Verdict =>
    keepsNoLogs(component) ? skip : check(component);

const requestLogs = ({ attributes }: Component): Verdict => {
  const logs = read(attributes, "logs.http_logs");
  if (isUnknown(logs)) return unknown;
  return logs === undefined ? fail() : pass;
};

const keepRequests = ({ address }: Component): readonly Edit[] => [
  set(address, "logs.http_logs.file_system.retention_in_days", 30),
  set(address, "logs.http_logs.file_system.retention_in_mb", 35),
];

const isOld = ({ type }: Component): boolean => type === "azurerm_app_service";

/** Where the app's own version of the provider writes these. */
export const detailedErrors = (component: Component): string =>
  isOld(component) ? "logs.detailed_error_messages_enabled" : "logs.detailed_error_messages";

export const requestTraces = (component: Component): string =>
  isOld(component) ? "logs.failed_request_tracing_enabled" : "logs.failed_request_tracing";

export const azureAppRules: readonly Rule[] = [
  rule({
    id: "azure-app-http",
    severity: "high",
    pillar: "security",
    types: apps,
    title: "App answers plain HTTP",
    why: "Passwords, cookies and data travel unencrypted to whoever asks for them that way.",
    fix: "Set `https_only = true`.",
    refs: { checkov: ["CKV_AZURE_14", "CKV_AZURE_70"], cis: ["2.1:9.2", "3.0:9.1"] },
    check: onlyHttps,
    remedy: setTo("https_only", true),
  }),
  rule({
    id: "azure-app-tls",
    severity: "medium",
    pillar: "security",
    types: apps,
    title: "App accepts TLS 1.0 or 1.1",
    why: "Old protocol versions have known weaknesses, and auditors no longer accept them.",
    fix: 'Set `minimum_tls_version = "1.2"` in `site_config`.',
    refs: { checkov: ["CKV_AZURE_15", "CKV_AZURE_145"], cis: ["2.1:9.3", "3.0:9.4"] },
    check: (component) => mustMatch(tlsVersion(component), /^1\.[23]$/, pass)(component),
    remedy: (component) => [set(component.address, tlsVersion(component), "1.2")],
  }),
  rule({
    id: "azure-app-no-identity",
    severity: "low",
    pillar: "security",
    types: apps,
    title: "App has no identity of its own",
    why: "To reach databases and secrets it needs passwords in its settings, which leak and are never changed.",
    fix: 'Add an `identity` block with `type = "SystemAssigned"`.',
    refs: { checkov: ["CKV_AZURE_16", "CKV_AZURE_71"], cis: ["2.1:9.4", "3.0:9.5"] },
    check: mustBeSet("identity"),
    remedy: ({ address }) => [addBlock(address, "identity", { type: "SystemAssigned" })],
  }),
  rule({
    id: "azure-app-ftp",
    severity: "medium",
    pillar: "security",
    types: webApps,
    title: "App can be deployed by plain FTP",
    why: "The password that changes the program crosses the internet unencrypted.",
    fix: "Set `ftps_state` to Disabled or FtpsOnly in `site_config`.",
    refs: { checkov: ["CKV_AZURE_78"], cis: ["2.1:9.9", "3.0:9.3"] },
    check: ftp,
    remedy: setTo("site_config.ftps_state", "FtpsOnly"),
  }),
  rule({
    id: "azure-app-remote-debugging",
    severity: "medium",
    pillar: "security",
    types: [...apps, ...apps.map((type) => `${type}_slot`)],
    title: "App can be debugged from afar",
    why: "An open debugger stops the program, shows its memory, and runs code in it.",
    fix: "Set `remote_debugging_enabled` to false in `site_config`.",
    refs: { checkov: ["CKV_AZURE_72"] },
    check: mustNotBe("site_config.remote_debugging_enabled", true),
    remedy: setTo("site_config.remote_debugging_enabled", false),
  }),
  rule({
    id: "azure-app-no-health-check",
    severity: "medium",
    pillar: "reliability",
    types: webApps,
    title: "App has no health check",
    why: "An instance that is up but broken keeps getting requests.",
    fix: "Set `health_check_path` in `site_config` to a page that tells whether the app works.",
    refs: { checkov: ["CKV_AZURE_213"] },
    check: mustBeSet("site_config.health_check_path"),
  }),
  rule({
    id: "azure-app-any-origin",
    severity: "medium",
    pillar: "security",
    types: apps,
    title: "App may be called from any website",
    why: "A page of an attacker can call it with the rights of whoever visits that page.",
    fix: "List your own sites in `cors.allowed_origins`.",
    refs: { checkov: ["CKV_AZURE_57", "CKV_AZURE_62"] },
    check: allowsEveryOrigin,
  }),
  rule({
    id: "azure-app-http2",
    severity: "low",
    pillar: "performance",
    types: webApps,
    title: "App does not speak HTTP/2",
    why: "Browsers fetch a page's files one after another over HTTP/1.1, which takes longer.",
    fix: "Set `http2_enabled = true` in `site_config`.",
    refs: { checkov: ["CKV_AZURE_18"] },
    check: mustBe("site_config.http2_enabled", true),
    remedy: setTo("site_config.http2_enabled", true),
  }),
  rule({
    id: "azure-app-no-logs",
    severity: "low",
    pillar: "operations",
    types: webApps,
    title: "App keeps no logs",
    why: "After an incident or a complaint nobody can tell who asked for what, what failed and where a request got stuck.",
    fix: "Add a `logs` block with `http_logs`, `detailed_error_messages = true` and `failed_request_tracing = true`.",
    refs: { checkov: ["CKV_AZURE_63", "CKV_AZURE_65", "CKV_AZURE_66"] },
    check: (component) => (keepsNoLogs(component) ? fail() : pass),
    remedy: (component) => [
      ...keepRequests(component),
      set(component.address, detailedErrors(component), true),
      set(component.address, requestTraces(component), true),
    ],
  }),
  rule({
    id: "azure-app-no-request-logs",
    severity: "low",
    pillar: "operations",
    types: webApps,
    title: "App keeps no request logs",
    why: "After an incident or a complaint nobody can tell who asked for what, and with which result.",
    fix: "Add `http_logs` to a `logs` block.",
    refs: { checkov: ["CKV_AZURE_63"] },
    check: inLogs(requestLogs),
    remedy: keepRequests,
  }),
  rule({
    id: "azure-app-plan-single-instance",
    severity: "medium",
    pillar: "reliability",
    types: plans,
    title: "App plan runs a single instance",
    why: "While that instance restarts or moves, the app is down.",
    fix: "Set `worker_count` to 2 or more.",
    refs: { checkov: ["CKV_AZURE_212"] },
    check: onlyWhere("sku_name", isFixedSize, workers),
    remedy: addWorker,
  }),
  rule({
    id: "azure-app-plan-zones",
    severity: "low",
    pillar: "reliability",
    types: plans,
    title: "App plan is not spread over zones",
    why: "When the zone of its instances fails, the app is down.",
    fix: "Set `zone_balancing_enabled = true` with a Premium plan and an instance for each zone.",
    refs: { checkov: ["CKV_AZURE_225"] },
    check: onlyWhere("sku_name", (sku) => !/^(?:Y1|FC1)$/.test(sku ?? ""), mustBe("zone_balancing_enabled", true)),
  }),
];
