import { hcl, lines } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { hasWorkerFunction, homeOf, joinsNetwork, placed } from "./network.ts";
import { appSettings, flatName, settingsOf, signIn } from "./settings.ts";

const files = (plan: Plan) =>
  plan.has("file_storage") &&
  lines([
    "",
    "storage_account {",
    `name = "files"`,
    `type = "AzureFiles"`,
    "account_name = azurerm_storage_account.files.name",
    "access_key = azurerm_storage_account.files.primary_access_key",
    "share_name = azurerm_storage_share.files.name",
    `mount_path = "/data"`,
    "}",
  ]);

const appService = (plan: Plan): string => {
  const workers = plan.sizes.instances ?? 1;
  const image = plan.has("registry");
  return hcl`
resource "azurerm_service_plan" "main" {
name = "${plan.name}"
${placed}
os_type = "Linux"
sku_name = "${workers > 3 || plan.has("autoscaling") ? "P1v3" : "B1"}"
${workers > 1 && `worker_count = ${workers}`}
}

resource "azurerm_linux_web_app" "app" {
name = "${plan.name}-\${var.suffix}"
${placed}
service_plan_id = azurerm_service_plan.main.id
${joinsNetwork(plan) && "virtual_network_subnet_id = azurerm_subnet.app.id"}
${plan.states("https") && "https_only = true"}
${appSettings(plan)}

site_config {
application_stack {
${
  image
    ? lines([
        `docker_image_name = "app:latest"`,
        `docker_registry_url = "https://\${azurerm_container_registry.main.login_server}"`,
      ])
    : `node_version = "22-lts"`
}
}
}
${files(plan)}
${signIn(plan)}
}
${plan.has("autoscaling") && autoscale(plan, "azurerm_service_plan.main.id", "CpuPercentage")}
`;
};

/** Adds an instance when the processors are busy. */
export const autoscale = (plan: Plan, target: string, metric: string) => {
  const least = plan.sizes.instances ?? 1;
  return lines([
    "",
    `resource "azurerm_monitor_autoscale_setting" "main" {`,
    `name = "${plan.name}"`,
    placed,
    `target_resource_id = ${target}`,
    "",
    "profile {",
    `name = "cpu"`,
    "",
    "capacity {",
    `default = ${least}`,
    `minimum = ${least}`,
    `maximum = ${least * 4}`,
    "}",
    "",
    "rule {",
    "metric_trigger {",
    `metric_name = "${metric}"`,
    `metric_resource_id = ${target}`,
    `time_grain = "PT1M"`,
    `statistic = "Average"`,
    `time_window = "PT5M"`,
    `time_aggregation = "Average"`,
    `operator = "GreaterThan"`,
    "threshold = 70",
    "}",
    "",
    "scale_action {",
    `direction = "Increase"`,
    `type = "ChangeCount"`,
    `value = "1"`,
    `cooldown = "PT5M"`,
    "}",
    "}",
    "}",
    "}",
  ]);
};

const registryAccess = lines([
  "",
  "registry {",
  "server = azurerm_container_registry.main.login_server",
  "username = azurerm_container_registry.main.admin_username",
  `password_secret_name = "registry"`,
  "}",
  "",
  "secret {",
  `name = "registry"`,
  "value = azurerm_container_registry.main.admin_password",
  "}",
]);

/** Container Apps takes half a CPU steps with 2 GiB of memory for each CPU. */
const containerSize = ({ sizes }: Plan): { cpu: number; memory: string } => {
  const wanted = Math.max(sizes.vcpu ?? 0.5, (sizes.memoryMb ?? 1024) / 2048);
  const cpu = Math.min(4, Math.ceil(wanted * 2) / 2);
  return { cpu, memory: `${cpu * 2}Gi` };
};

const containerApp = (plan: Plan, name: "app" | "worker"): string => {
  const { cpu, memory } = containerSize(plan);
  const replicas = name === "app" ? (plan.sizes.instances ?? 1) : 1;
  const env = settingsOf(plan).flatMap(([key, value]) => ["", "env {", `name = "${key}"`, `value = ${value}`, "}"]);
  return hcl`
resource "azurerm_container_app" "${name}" {
name = "${plan.name}-${name}"
resource_group_name = azurerm_resource_group.main.name
container_app_environment_id = azurerm_container_app_environment.main.id
revision_mode = "Single"

template {
min_replicas = ${replicas}
max_replicas = ${plan.has("autoscaling") ? replicas * 4 : replicas}

container {
name = "${name}"
image = "\${azurerm_container_registry.main.login_server}/${name}:latest"
cpu = ${cpu}
memory = "${memory}"
${lines(env)}
}
}
${
  name === "app" &&
  lines([
    "",
    "ingress {",
    "external_enabled = true",
    "target_port = 8080",
    !plan.states("https") && "allow_insecure_connections = true",
    "",
    "traffic_weight {",
    "latest_revision = true",
    "percentage = 100",
    "}",
    "}",
  ])
}
${registryAccess}
}
`;
};

const containerApps = (plan: Plan): string[] => [
  hcl`
resource "azurerm_container_app_environment" "main" {
name = "${plan.name}"
${placed}
${joinsNetwork(plan) && "infrastructure_subnet_id = azurerm_subnet.app.id"}
${plan.has("monitoring") && "log_analytics_workspace_id = azurerm_log_analytics_workspace.main.id"}

workload_profile {
name = "Consumption"
workload_profile_type = "Consumption"
}
}
`,
  containerApp(plan, "app"),
  ...(plan.worker && !plan.functions ? [containerApp(plan, "worker")] : []),
];

/** Beside a web app, functions share its plan and its subnet. */
const sharesPlan = (plan: Plan): boolean => homeOf(plan) === "app-service";

const functionApp = (plan: Plan, name: "app" | "worker"): string => hcl`
resource "azurerm_linux_function_app" "${name}" {
name = "${plan.name}-${name}-\${var.suffix}"
${placed}
service_plan_id = azurerm_service_plan.${sharesPlan(plan) ? "main" : "functions"}.id
storage_account_name = azurerm_storage_account.functions.name
storage_account_access_key = azurerm_storage_account.functions.primary_access_key
${joinsNetwork(plan) && `virtual_network_subnet_id = azurerm_subnet.${sharesPlan(plan) ? "app" : "functions"}.id`}
${plan.states("https") && "https_only = true"}
${appSettings(plan)}

site_config {
application_stack {
node_version = "22"
}
}
${name === "app" && signIn(plan)}
}
`;

const functionStorage = (plan: Plan): string => hcl`
resource "azurerm_storage_account" "functions" {
name = "${flatName(plan, "fn")}"
${placed}
account_tier = "Standard"
account_replication_type = "LRS"
}
`;

const functionPlan = (plan: Plan): string => hcl`
${joinsNetwork(plan) && "# Only a premium plan joins a network"}
resource "azurerm_service_plan" "functions" {
name = "${plan.name}-functions"
${placed}
os_type = "Linux"
sku_name = "${joinsNetwork(plan) ? "EP1" : "Y1"}"
}
`;

/** App Service, Container Apps and Functions. */
export const platform = (plan: Plan): string[] => {
  const home = homeOf(plan);
  const worker = hasWorkerFunction(plan);
  return [
    ...(home === "app-service" ? [appService(plan)] : []),
    ...(home === "container-apps" ? containerApps(plan) : []),
    ...(home === "functions" || worker ? [functionStorage(plan)] : []),
    ...((home === "functions" || worker) && !sharesPlan(plan) ? [functionPlan(plan)] : []),
    ...(home === "functions" ? [functionApp(plan, "app")] : []),
    ...(worker ? [functionApp(plan, "worker")] : []),
  ];
};

export const hasRegistry = (plan: Plan): boolean =>
  plan.has("registry") || homeOf(plan) === "container-apps" || homeOf(plan) === "aks";

export const registry = (plan: Plan): string => hcl`
resource "azurerm_container_registry" "main" {
name = "${flatName(plan, "acr")}"
${placed}
sku = "Basic"
${homeOf(plan) === "container-apps" && "admin_enabled = true"}
}
`;
