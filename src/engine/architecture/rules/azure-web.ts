import { set } from "../design/edit.ts";
import { asText, read } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { detailedErrors, inLogs, onlyHttps, requestTraces } from "./azure-app.ts";
import {
  fail,
  judge,
  mustBe,
  mustBeOneOf,
  mustBeSet,
  mustMatch,
  mustNotBe,
  mustNotMatch,
  onlyWhere,
  pass,
  spelling,
} from "./checks.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const webApps = ["azurerm_app_service", "azurerm_linux_web_app", "azurerm_windows_web_app"];
const functionApps = ["azurerm_function_app", "azurerm_linux_function_app", "azurerm_windows_function_app"];
const webSlots = ["azurerm_app_service_slot", "azurerm_linux_web_app_slot", "azurerm_windows_web_app_slot"];
const functionSlots = [
  "azurerm_function_app_slot",
  "azurerm_linux_function_app_slot",
  "azurerm_windows_function_app_slot",
];
const slots = [...webSlots, ...functionSlots];

/** Two generations of the same block. */
const authentication = (component: Component): Verdict =>
  asText(read(component.attributes, "auth_settings_v2.auth_enabled")) === "true"
    ? pass
    : mustBe("auth_settings.enabled", true)(component);

const certificates = (component: Component): string =>
  spelling(component, "client_certificate_enabled", "client_cert_enabled");

const clientCertificates = (component: Component): Verdict => {
  const verdict = mustBe(certificates(component), true)(component);
  return verdict.outcome === "pass" ? mustBeOneOf("client_certificate_mode", ["Required"], pass)(component) : verdict;
};

const slotTls = (component: Component): Verdict =>
  mustMatch(
    spelling(component, "site_config.minimum_tls_version", "site_config.min_tls_version"),
    /^1\.[23]$/,
    pass,
  )(component);

/** The newest that the provider takes for `azurerm_app_service`, which Microsoft keeps for old apps only. */
const newestOfOldApps: Readonly<Record<string, string>> = { php: "7.4", python: "3.4" };

/** Runtimes that get no more fixes. Sources: endoflife of .NET, PHP, Python and Java, mid 2026. */
const retired = {
  dotnet: /^v?(?:2|3|5|6|7)\./,
  php: /^(?:[567]\.|8\.[01]$)/,
  python: /^(?:2\.|3\.[0-9]$)/,
  java: /^(?:1\.7|7|1\.6|6)(?:\.|$)/,
} as const;

const runtime = (name: string, paths: readonly [string, ...string[]], old: RegExp) => ({
  id: `azure-app-old-${name}`,
  check: (component: Component): Verdict => {
    const path = spelling(component, ...paths);
    const isNewest =
      component.type === "azurerm_app_service" &&
      newestOfOldApps[name] !== undefined &&
      asText(read(component.attributes, path)) === newestOfOldApps[name];
    return isNewest ? pass : mustNotMatch(path, old)(component);
  },
});

const runtimeRule = (
  language: string,
  { id, check }: { id: string; check: (component: Component) => Verdict },
  checkov: string,
): Rule =>
  rule({
    id,
    severity: "medium",
    pillar: "security",
    types: [...webApps, ...functionApps],
    title: `App runs a version of ${language} that gets no more fixes`,
    why: "Holes that are found in it stay open for good.",
    fix: `Move the app to a supported version of ${language} in \`site_config\`.`,
    refs: { checkov: [checkov] },
    check,
  });

const stack = "site_config.application_stack";

const isFree = (sku: string | undefined): boolean => /^(?:F1|D1|B[1-3]|Free|Shared|Basic)$/i.test(sku ?? "");

export const azureWebRules: readonly Rule[] = [
  rule({
    id: "azure-app-no-authentication",
    severity: "low",
    pillar: "security",
    types: [...webApps, ...functionApps],
    title: "App leaves all logins to its own program",
    why: "A page that forgets to ask who is there is open to everyone.",
    fix: "Set `auth_settings_v2.auth_enabled = true` unless the app is public or checks logins itself.",
    refs: { checkov: ["CKV_AZURE_13", "CKV_AZURE_56"], cis: ["2.1:9.1", "3.0:9.1"] },
    check: authentication,
  }),
  rule({
    id: "azure-app-no-client-certificate",
    severity: "low",
    pillar: "security",
    types: [...webApps, ...functionApps],
    title: "App does not ask its callers for a certificate",
    why: "Any client may connect, also where only known systems should.",
    fix: 'Set `client_certificate_enabled = true` and `client_certificate_mode = "Required"` where only systems call.',
    refs: { checkov: ["CKV_AZURE_17"], cis: ["2.1:9.4", "3.0:9.4"] },
    check: clientCertificates,
  }),
  rule({
    id: "azure-app-no-error-log",
    severity: "low",
    pillar: "operations",
    types: webApps,
    title: "App keeps no detailed errors",
    why: "What went wrong has to be guessed from the status code.",
    fix: "Set `detailed_error_messages = true` in `logs`.",
    refs: { checkov: ["CKV_AZURE_65"] },
    check: inLogs((component) =>
      mustBe(
        spelling(component, "logs.detailed_error_messages", "logs.detailed_error_messages_enabled"),
        true,
      )(component),
    ),
    remedy: (component) => [set(component.address, detailedErrors(component), true)],
  }),
  rule({
    id: "azure-app-no-request-traces",
    severity: "low",
    pillar: "operations",
    types: webApps,
    title: "App does not trace requests that fail",
    why: "Where a request got stuck cannot be seen afterwards.",
    fix: "Set `failed_request_tracing = true` in `logs`.",
    refs: { checkov: ["CKV_AZURE_66"] },
    check: inLogs((component) =>
      mustBe(
        spelling(component, "logs.failed_request_tracing", "logs.failed_request_tracing_enabled"),
        true,
      )(component),
    ),
    remedy: (component) => [set(component.address, requestTraces(component), true)],
  }),
  rule({
    id: "azure-function-http2",
    severity: "low",
    pillar: "performance",
    types: [...functionApps, ...functionSlots],
    title: "Function app does not speak HTTP/2",
    why: "Clients open a connection for each call that runs at the same time.",
    fix: "Set `http2_enabled = true` in `site_config`.",
    refs: { checkov: ["CKV_AZURE_67"] },
    check: mustBe("site_config.http2_enabled", true),
    remedy: setTo("site_config.http2_enabled", true),
  }),
  runtimeRule(
    ".NET",
    runtime("dotnet", ["site_config.dotnet_framework_version", `${stack}.dotnet_version`], retired.dotnet),
    "CKV_AZURE_80",
  ),
  runtimeRule("PHP", runtime("php", ["site_config.php_version", `${stack}.php_version`], retired.php), "CKV_AZURE_81"),
  runtimeRule(
    "Python",
    runtime("python", ["site_config.python_version", `${stack}.python_version`], retired.python),
    "CKV_AZURE_82",
  ),
  runtimeRule(
    "Java",
    runtime("java", ["site_config.java_version", `${stack}.java_version`], retired.java),
    "CKV_AZURE_83",
  ),
  rule({
    id: "azure-app-no-shared-files",
    severity: "low",
    pillar: "reliability",
    types: webApps,
    title: "App keeps its files on the instance alone",
    why: "What it writes is lost when the instance moves, and other instances never see it.",
    fix: "Mount Azure Files with a `storage_account` block if the app writes files.",
    refs: { checkov: ["CKV_AZURE_88"] },
    check: mustBeSet("storage_account"),
  }),
  rule({
    id: "azure-app-slot-http",
    severity: "medium",
    pillar: "security",
    types: slots,
    title: "Slot answers plain HTTP",
    why: "Passwords, cookies and data travel unencrypted, and after the swap that is production.",
    fix: "Set `https_only = true`.",
    refs: { checkov: ["CKV_AZURE_153", "CKV_AZURE_14", "CKV_AZURE_70"] },
    check: onlyHttps,
    remedy: setTo("https_only", true),
  }),
  rule({
    id: "azure-app-slot-tls",
    severity: "medium",
    pillar: "security",
    types: slots,
    title: "Slot accepts TLS 1.0 or 1.1",
    why: "Old protocol versions have known weaknesses, and after the swap that is production.",
    fix: 'Set `minimum_tls_version = "1.2"` in `site_config`.',
    refs: { checkov: ["CKV_AZURE_154", "CKV_AZURE_145"] },
    check: slotTls,
    remedy: (component) => [
      set(
        component.address,
        spelling(component, "site_config.minimum_tls_version", "site_config.min_tls_version"),
        "1.2",
      ),
    ],
  }),
  rule({
    id: "azure-app-slot-debugging",
    severity: "medium",
    pillar: "security",
    types: slots,
    title: "Slot can be debugged from afar",
    why: "An open debugger stops the program, shows its memory, and runs code in it.",
    fix: "Set `remote_debugging_enabled` to false in `site_config`.",
    refs: { checkov: ["CKV_AZURE_155"] },
    check: mustNotBe("site_config.remote_debugging_enabled", true),
    remedy: setTo("site_config.remote_debugging_enabled", false),
  }),
  rule({
    id: "azure-function-no-logs",
    severity: "low",
    pillar: "operations",
    types: [...functionApps, ...functionSlots],
    title: "Function app does not log",
    why: "A call that fails leaves no trace.",
    fix: "Set `builtin_logging_enabled` to true.",
    refs: { checkov: ["CKV_AZURE_159"] },
    check: (component) =>
      mustNotBe(spelling(component, "builtin_logging_enabled", "enable_builtin_logging"), false)(component),
    remedy: (component) => [
      set(component.address, spelling(component, "builtin_logging_enabled", "enable_builtin_logging"), true),
    ],
  }),
  rule({
    id: "azure-app-sleeps",
    severity: "low",
    pillar: "performance",
    types: ["azurerm_linux_web_app", "azurerm_windows_web_app"],
    title: "App falls asleep when nobody asks",
    why: "The first visitor after a quiet time waits until it has started again.",
    fix: "Remove `always_on = false` from `site_config`.",
    refs: { checkov: ["CKV_AZURE_214"] },
    check: mustNotBe("site_config.always_on", false),
  }),
  rule({
    id: "azure-app-deploy-password",
    severity: "low",
    pillar: "security",
    types: [
      "azurerm_linux_web_app",
      "azurerm_windows_web_app",
      "azurerm_linux_function_app",
      "azurerm_windows_function_app",
    ],
    title: "App can be deployed with a shared password",
    why: "The password changes the program, has no second factor, and nobody can tell who used it.",
    fix: "Set `ftp_publish_basic_authentication_enabled` and `webdeploy_publish_basic_authentication_enabled` to false.",
    refs: {},
    check: mustBe("ftp_publish_basic_authentication_enabled", false),
  }),
  rule({
    id: "azure-app-plan-too-small",
    severity: "low",
    pillar: "performance",
    types: ["azurerm_service_plan"],
    title: "App plan is meant for trying things out",
    why: "Free and basic plans have no slots, no autoscaling and little or no promised availability.",
    fix: "Set `sku_name` to a Standard or Premium size for production.",
    refs: { checkov: ["CKV_AZURE_211"] },
    check: onlyWhere("sku_name", isFree, () => fail("sku_name")),
  }),
  rule({
    id: "azure-app-environment-single-zone",
    severity: "medium",
    pillar: "reliability",
    types: ["azurerm_app_service_environment_v3"],
    title: "App Service Environment stands in one zone",
    why: "When that zone fails, every app in it is down.",
    fix: "Set `zone_redundant = true`, for a new environment.",
    refs: { checkov: ["CKV_AZURE_231"] },
    check: mustBe("zone_redundant", true),
  }),
  rule({
    id: "azure-app-settings-http",
    severity: "high",
    pillar: "security",
    types: ["azurerm_web_sites_config"],
    title: "App's settings let plain HTTP in",
    why: "Passwords, cookies and data travel unencrypted to whoever asks for them that way.",
    fix: "Set `requireHttps` to true.",
    refs: { checkov: ["CKV_AZURE_14", "CKV_AZURE_70"] },
    check: mustNotBe("http_settings.require_https", false),
  }),
  rule({
    id: "azure-container-app-insecure",
    severity: "high",
    pillar: "security",
    types: ["azurerm_container_app"],
    title: "Container app answers plain HTTP",
    why: "Passwords, cookies and data travel unencrypted to whoever asks for them that way.",
    fix: "Set `ingress.allow_insecure_connections` to false.",
    refs: {},
    check: mustNotBe("ingress.allow_insecure_connections", true),
    remedy: setTo("ingress.allow_insecure_connections", false),
  }),
  rule({
    id: "azure-container-app-single",
    severity: "low",
    pillar: "reliability",
    types: ["azurerm_container_app"],
    title: "Container app may run a single copy",
    why: "While that copy starts again or moves, the app is down; at zero the first call waits for a start.",
    fix: "Set `template.min_replicas` to 2 or more.",
    refs: {},
    check: (component) => judge(component, "template.min_replicas", (value) => Number(asText(value)) >= 2),
    remedy: setTo("template.min_replicas", 2),
  }),
];
