import { expect, it } from "vitest";
import { inspect } from "../parse/index.ts";
import { receive } from "../receive.ts";
import { linesOf, referenceProviders } from "./bill-fixture.ts";
import type { Billed } from "./bill-fixture.ts";
import { priceDesign } from "./index.ts";

const rule = (name: string): string => `resource "google_compute_forwarding_rule" "${name}" {}\n`;
const connection = (index: number): string =>
  `resource "azurerm_virtual_network_gateway_connection" "c${index}" {\n virtual_network_gateway_id = azurerm_virtual_network_gateway.x.id\n}\n`;
const machine = 'resource "azurerm_linux_virtual_machine" "vm" {\n size = "Standard_D2s_v5"\n}\n';

const azure: readonly Billed[] = [
  {
    says: "a lab's machine on a premium disk",
    type: "azurerm_dev_test_linux_virtual_machine",
    body: 'size = "Standard_D2s_v5"\nstorage_type = "Premium"',
    lines: [730 * 0.096, 5.28],
  },
  {
    says: "Windows on an older size costs by the vCPUs that the size has, here the two of a DS2",
    type: "azurerm_kubernetes_cluster_node_pool",
    body: 'vm_size = "Standard_DS2_v2"\nnode_count = 1\nos_type = "Windows"\nos_disk_type = "Ephemeral"',
    lines: [730 * 0.146, 730 * 2 * 0.046],
  },
  {
    says: "the older plan on Linux",
    type: "azurerm_app_service_plan",
    body: 'kind = "Linux"\nsku {\n tier = "Basic"\n size = "B1"\n capacity = 2\n}',
    lines: [2 * 730 * 0.017],
  },
  {
    says: "functions on the flexible plan, found through the older attribute",
    type: "azurerm_function_app",
    body: "app_service_plan_id = azurerm_app_service_plan.p.id",
    beside: 'resource "azurerm_app_service_plan" "p" {\n sku {\n  tier = "FlexConsumption"\n  size = "FC1"\n }\n}',
    used: { monthly_executions: 2_000_000, execution_duration_ms: 500, memory_mb: 2048 },
    lines: [0.8, 2e6 * 0.5 * 2 * 2.6e-5],
  },
  {
    says: "a registry with a copy in two more regions",
    type: "azurerm_container_registry",
    body: 'sku = "Premium"\ngeoreplications {\n location = "westeurope"\n}\ngeoreplications {\n location = "westus"\n}',
    lines: [(3 * 730 * 1.667) / 24],
  },
  {
    says: "a container app that scales to nothing pays while it answers",
    type: "azurerm_container_app",
    body: 'template {\n container {\n  cpu = 0.5\n  memory = "1Gi"\n }\n}',
    used: { monthly_requests: 1_000_000, request_duration_ms: 100 },
    lines: [0.5 * 100_000 * 2.4e-5, 100_000 * 3e-6, 0.4],
  },
  {
    says: "the containers of a group together",
    type: "azurerm_container_group",
    body: 'os_type = "Linux"\ncontainer {\n cpu = 1\n memory = 1.5\n}\ncontainer {\n cpu = 0.5\n memory = 0.5\n}',
    lines: [1.5 * 730 * 0.0405, 2 * 730 * 0.00445],
  },
  {
    says: "Hyperscale pays for every reader",
    type: "azurerm_mssql_database",
    body: 'sku_name = "HS_Gen5_2"\nread_replica_count = 1',
    used: { extra_data_storage_gb: 0 },
    lines: [2 * 2 * 730 * 0.1827],
  },
  {
    says: "throughput that follows the load, of an account that is not here, at least a tenth of 1,000 RU/s",
    type: "azurerm_cosmosdb_sql_database",
    body: "autoscale_settings {}",
    used: { max_request_units_utilization_percentage: 0 },
    lines: [8.76],
  },
  {
    says: "backups of a MySQL server beyond its size are not counted",
    type: "azurerm_mysql_server",
    body: 'sku_name = "B_Gen5_1"\nstorage_mb = 10240\nbackup_retention_days = 14',
    used: { additional_backup_storage_gb: 50 },
    lines: [730 * 0.034, 1, 0.95],
  },
  {
    says: "a general purpose pool with a licence of one's own",
    type: "azurerm_mssql_elasticpool",
    body: 'license_type = "BasePrice"\nmax_size_gb = 50\nsku {\n name = "GP_Gen5"\n capacity = 4\n}',
    lines: [4 * 730 * 0.1522, 50 * 0.115],
  },
  {
    says: "a premium share by its quota",
    type: "azurerm_storage_share",
    body: 'access_tier = "Premium"\nquota = 100',
    lines: [16],
  },
  {
    says: "tunnels beyond the first ten",
    type: "azurerm_virtual_network_gateway",
    body: 'type = "Vpn"\nsku = "VpnGw1"',
    beside: Array.from({ length: 12 }, (_, index) => connection(index)).join(""),
    lines: [730 * 0.19, 2 * 730 * 0.015],
  },
  {
    says: "the developer's bastion is free",
    type: "azurerm_bastion_host",
    body: 'sku = "Developer"',
    lines: [],
  },
  {
    says: "Defender of machines costs for the one of the design",
    type: "azurerm_security_center_subscription_pricing",
    body: 'tier = "Standard"',
    beside: machine,
    lines: [14.6],
  },
  {
    says: "Defender of what the design has none of",
    type: "azurerm_security_center_subscription_pricing",
    body: 'tier = "Standard"\nresource_type = "KeyVaults"',
    beside: machine,
    lines: [],
  },
  {
    says: "a machine that may be taken away, at the price of one that may not",
    type: "azurerm_linux_virtual_machine",
    body: 'size = "Standard_D2s_v5"\npriority = "Spot"\nos_disk {\n storage_account_type = "Standard_LRS"\n}',
    used: { monthly_outbound_gb: 0 },
    lines: [730 * 0.096, 1.54],
  },
  {
    says: "a plan of Logic Apps by its vCPU and memory",
    type: "azurerm_service_plan",
    body: 'os_type = "Windows"\nsku_name = "WS1"',
    lines: [730 * 0.192, 3.5 * 730 * 0.0137],
  },
  {
    says: "four TiB of NetApp",
    type: "azurerm_netapp_pool",
    body: 'service_level = "Standard"\nsize_in_tb = 4',
    lines: [4096 * 0.14746],
  },
  {
    says: "a model by its tokens",
    type: "azurerm_cognitive_deployment",
    body: 'model {\n name = "gpt-4o"\n}',
    used: { monthly_language_input_tokens: 2_000_000, monthly_language_output_tokens: 1_000_000 },
    lines: [5, 10],
  },
  {
    says: "a log alert that looks every five minutes",
    type: "azurerm_monitor_scheduled_query_rules_alert",
    body: "frequency = 5",
    lines: [1.5],
  },
  {
    says: "a copy of domain services costs what the service costs",
    type: "azurerm_active_directory_domain_service_replica_set",
    body: "domain_service_id = azurerm_active_directory_domain_service.d.id",
    beside: 'resource "azurerm_active_directory_domain_service" "d" {\n sku = "Standard"\n}',
    lines: [730 * 0.15],
  },
  {
    says: "reserved throughput in both regions of the account",
    type: "azurerm_cosmosdb_sql_container",
    body: "throughput = 400\naccount_name = azurerm_cosmosdb_account.a.name",
    beside:
      'resource "azurerm_cosmosdb_account" "a" {\n geo_location {\n  location = "westus"\n }\n geo_location {\n  location = "eastus"\n }\n}',
    lines: [2 * 4 * 5.84],
  },
];

const gcp: readonly Billed[] = [
  {
    says: "two accelerators beside a machine, whose use all month earns a discount of 30 %",
    type: "google_compute_instance",
    body: 'machine_type = "n1-standard-1"\nguest_accelerator {\n type = "nvidia-tesla-t4"\n count = 2\n}',
    used: { monthly_outbound_gb: 0 },
    lines: [730 * 0.0475 * 0.7, 0.4, 2 * 730 * 0.35],
  },
  {
    says: "the accelerator of an A2 machine is in its price",
    type: "google_compute_instance",
    body: 'machine_type = "a2-highgpu-1g"\nguest_accelerator {\n type = "nvidia-tesla-a100"\n count = 1\n}',
    used: { monthly_outbound_gb: 0 },
    lines: [730 * 3.673385, 0.4],
  },
  {
    says: "a machine made to measure that may be taken away earns no discount for being there all month",
    type: "google_compute_instance",
    body: 'machine_type = "custom-2-4096"\nscheduling {\n preemptible = true\n}',
    used: { monthly_outbound_gb: 0 },
    lines: [2 * 730 * 0.033174, 4 * 730 * 0.004446, 0.4],
  },
  {
    says: "each machine of a group has the disks of its template",
    type: "google_compute_instance_group_manager",
    body: "target_size = 3\nversion {\n instance_template = google_compute_instance_template.t.id\n}",
    beside:
      'resource "google_compute_instance_template" "t" {\n machine_type = "e2-medium"\n disk {\n  boot = true\n  disk_size_gb = 20\n }\n disk {\n  disk_type = "pd-ssd"\n  disk_size_gb = 50\n }\n}',
    lines: [3 * 730 * 0.033506, 3 * 20 * 0.04, 3 * 50 * 0.17],
  },
  {
    says: "a database on a machine with much memory, four vCPUs with 6.5 GB each",
    type: "google_sql_database_instance",
    body: 'database_version = "MYSQL_8_0"\nsettings {\n tier = "db-n1-highmem-4"\n disk_type = "PD_HDD"\n disk_size = 100\n}',
    lines: [4 * 730 * 0.0413, 26 * 5.11, 9],
  },
  {
    says: "500 processing units of Spanner are half a node",
    type: "google_spanner_instance",
    body: 'config = "regional-us-central1"\nprocessing_units = 500',
    used: { storage_gb: 10 },
    lines: [0.5 * 730 * 0.9, 3],
  },
  {
    says: "an endpoint for Google's own services is not a rule",
    type: "google_compute_global_forwarding_rule",
    body: 'target = "all-apis"',
    lines: [7.3],
  },
  {
    says: "two readers of AlloyDB with two vCPUs and 16 GB each",
    type: "google_alloydb_instance",
    body: 'instance_type = "READ_POOL"\nread_pool_config {\n node_count = 2\n}',
    lines: [2 * 2 * 730 * 0.06608, 2 * 16 * 730 * 0.0112],
  },
  {
    says: "a primary of AlloyDB in one zone",
    type: "google_alloydb_instance",
    body: 'availability_type = "ZONAL"\nmachine_config {\n cpu_count = 4\n}',
    lines: [4 * 730 * 0.06608, 32 * 730 * 0.0112],
  },
  {
    says: "an authority costs what its pool's tier says",
    type: "google_privateca_certificate_authority",
    body: "pool = google_privateca_ca_pool.p.name",
    beside: 'resource "google_privateca_ca_pool" "p" {\n tier = "DEVOPS"\n}',
    lines: [20],
  },
];

const inCents = (lines: readonly number[] | undefined) =>
  lines?.map((dollars) => Math.round(dollars * 100 + 1e-6) / 100);

it.each(azure)("on Azure, $says", (one) => {
  expect(inCents(linesOf(one))).toEqual(inCents(one.lines));
});

it.each(gcp)("on Google Cloud, $says", (one) => {
  expect(inCents(linesOf(one))).toEqual(inCents(one.lines));
});

it("the sixth forwarding rule of a design has a price of its own, and those between the first and it have none", () => {
  const names = ["a", "b", "c", "d", "e", "f", "g"];
  const { model } = inspect(receive([{ name: "main.tf", text: referenceProviders + names.map(rule).join("") }]).files);
  const rules = priceDesign(model).items.filter(({ unit }) => unit.includes("rule"));
  expect(rules.map(({ resource, monthly }) => [resource.at(-1), monthly])).toEqual([
    ["a", 18.25],
    ["f", 7.3],
    ["g", 7.3],
  ]);
});
