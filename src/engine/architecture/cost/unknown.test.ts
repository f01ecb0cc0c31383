import { describe, expect, it } from "vitest";
import { inspect } from "../parse/index.ts";
import { receive } from "../receive.ts";
import { referenceProviders } from "./bill-fixture.ts";
import { priceDesign } from "./index.ts";
import type { CostEstimate } from "./index.ts";

/** A bill of one resource named x, of what stands beside it, and of a variable `u` whose value nobody has given. */
const priceOf = (type: string, body: string, beside = ""): CostEstimate => {
  const text = `${referenceProviders}variable "u" {}\nresource "${type}" "x" {\n${body}\n}\n${beside}`;
  return priceDesign(inspect(receive([{ name: "main.tf", text }]).files).model);
};

const task = (cpu: string, memory: string): string =>
  `resource "aws_ecs_task_definition" "t" {\n cpu = ${cpu}\n memory = ${memory}\n}`;
const fargate = 'launch_type = "FARGATE"\ntask_definition = aws_ecs_task_definition.t.arn\n';
const cluster =
  'resource "aws_rds_cluster" "c" {\n engine = "aurora-mysql"\n serverlessv2_scaling_configuration {\n  min_capacity = var.u\n  max_capacity = 8\n }\n}';

/** What decides the price is only known after apply, so nothing is guessed: neither nothing nor the usual size. */
describe("a size that is not known yet has no price", () => {
  it.each<[type: string, body: string, beside?: string]>([
    ["aws_batch_compute_environment", 'type = "MANAGED"\ncompute_resources {\n type = var.u\n}'],
    ["aws_redshift_cluster", 'node_type = "dc2.large"\nnumber_of_nodes = var.u'],
    ["aws_opensearch_domain", "cluster_config {\n instance_type = var.u\n}"],
    ["aws_opensearch_domain", 'cluster_config {\n instance_type = "m5.large.search"\n instance_count = var.u\n}'],
    [
      "aws_opensearch_domain",
      "cluster_config {\n instance_count = var.u\n}\nebs_options {\n ebs_enabled = true\n volume_type = var.u\n}",
    ],
    ["aws_opensearch_domain", "cluster_config {\n warm_enabled = var.u\n}"],
    ["aws_glue_job", "number_of_workers = 4\nworker_type = var.u"],
    ["aws_glue_job", "number_of_workers = var.u"],
    ["aws_ecs_service", `${fargate}desired_count = var.u`, task('"512"', '"1024"')],
    ["aws_ecs_service", `${fargate}desired_count = 1`, task("var.u", "var.u")],
    ["aws_ecs_service", `${fargate}desired_count = 1`, task('"plenty"', '"plenty"')],
    ["aws_ecs_service", 'launch_type = "FARGATE"\ndesired_count = 1'],
    ["aws_ecs_service", "launch_type = var.u\ndesired_count = 1"],
    ["aws_ecs_service", "desired_count = 1\ncapacity_provider_strategy {\n capacity_provider = var.u\n}"],
    ["aws_eks_node_group", "scaling_config {\n desired_size = var.u\n}"],
    ["aws_eks_node_group", "scaling_config {\n desired_size = 2\n}\ninstance_types = var.u"],
    [
      "aws_eks_node_group",
      "scaling_config {\n desired_size = 2\n}\nlaunch_template {\n id = aws_launch_template.t.id\n version = 1\n}",
      'resource "aws_launch_template" "t" {\n name = "nodes"\n}',
    ],
    ["aws_eks_node_group", "scaling_config {\n desired_size = 2\n}\ndisk_size = var.u"],
    ["aws_emr_cluster", "master_instance_group {\n instance_type = var.u\n}"],
    ["aws_emr_cluster", 'master_instance_group {\n instance_type = "m5.xlarge"\n instance_count = var.u\n}'],
    ["aws_emr_cluster", 'release_label = "emr-7.0.0"'],
    ["aws_opensearchserverless_collection", "standby_replicas = var.u"],
    [
      "aws_sagemaker_endpoint",
      "endpoint_config_name = aws_sagemaker_endpoint_configuration.c.name",
      'resource "aws_sagemaker_endpoint_configuration" "c" {\n production_variants {\n  instance_type = "ml.m5.large"\n  initial_instance_count = 1\n }\n production_variants {\n  instance_type = var.u\n  initial_instance_count = var.u\n }\n}',
    ],
    [
      "aws_elastic_beanstalk_environment",
      'setting {\n namespace = "aws:autoscaling:asg"\n name = "MinSize"\n value = var.u\n}',
    ],
    [
      "aws_elastic_beanstalk_environment",
      'setting {\n namespace = "aws:autoscaling:launchconfiguration"\n name = "InstanceType"\n value = var.u\n}',
    ],
    [
      "aws_elastic_beanstalk_environment",
      'setting {\n namespace = "aws:elasticbeanstalk:environment"\n name = "EnvironmentType"\n value = var.u\n}',
    ],
    [
      "aws_elastic_beanstalk_environment",
      'setting {\n namespace = "aws:ec2:instances"\n name = "InstanceTypes"\n value = var.u\n}',
    ],
    ["aws_dax_cluster", "node_type = var.u"],
    ["aws_lightsail_instance", "bundle_id = var.u"],
    ["aws_db_instance", 'engine = "mysql"\ninstance_class = "db.t3.micro"\nallocated_storage = var.u'],
    [
      "aws_db_instance",
      'engine = "mysql"\ninstance_class = "db.t3.micro"\nallocated_storage = 20\nstorage_type = var.u\nbackup_retention_period = 14',
    ],
    ["aws_db_instance", 'engine = "mysql"\ninstance_class = "db.t3.micro"\nallocated_storage = 20\nmulti_az = var.u'],
    [
      "aws_db_instance",
      'engine = "mysql"\nengine_version = "5.7"\ninstance_class = "db.m5.9xlarge"\nallocated_storage = 20\nmulti_az = true',
    ],
    [
      "aws_rds_cluster_instance",
      'engine = "aurora-mysql"\ninstance_class = "db.serverless"\ncluster_identifier = aws_rds_cluster.c.id',
      cluster,
    ],
    ["aws_rds_cluster_instance", 'engine = "aurora-mysql"\ninstance_class = "db.serverless"'],
    ["aws_api_gateway_stage", "cache_cluster_enabled = true\ncache_cluster_size = var.u"],
    ["aws_api_gateway_stage", "cache_cluster_enabled = var.u"],
    ["aws_ssm_parameter", "tier = var.u"],
    ["aws_synthetics_canary", 'schedule {\n expression = "rate(0 minute)"\n}'],
    ["aws_synthetics_canary", 'schedule {\n expression = "cron(0 8 * * ? *)"\n}'],
    [
      "aws_neptune_cluster_instance",
      'instance_class = "db.serverless"\ncluster_identifier = aws_neptune_cluster.c.id',
      'resource "aws_neptune_cluster" "c" {\n serverless_v2_scaling_configuration {\n  min_capacity = var.u\n }\n}',
    ],
    ["aws_dms_replication_instance", "replication_instance_class = var.u\nallocated_storage = 50"],
    ["aws_dms_replication_instance", 'replication_instance_class = "dms.t3.medium"\nmulti_az = var.u'],
    ["aws_db_snapshot", 'db_instance_identifier = "another-stack"'],
    ["aws_apprunner_service", "instance_configuration {\n cpu = var.u\n memory = var.u\n}"],
    [
      "aws_fsx_lustre_file_system",
      'storage_capacity = 1200\ndeployment_type = "PERSISTENT_1"\nper_unit_storage_throughput = var.u',
    ],
    ["azurerm_service_plan", 'sku_name = "B1"\nos_type = var.u'],
    ["azurerm_service_plan", 'sku_name = "B1"\nos_type = "Linux"\nworker_count = var.u'],
    ["azurerm_linux_function_app", "service_plan_id = var.u"],
    ["azurerm_kubernetes_cluster", 'sku_tier = var.u\ndefault_node_pool {\n vm_size = "Standard_D2s_v5"\n}'],
    ["azurerm_container_app", "template {\n container {\n  cpu = var.u\n  memory = var.u\n }\n}"],
    ["azurerm_container_group", 'os_type = "Linux"\ncontainer {\n cpu = var.u\n memory = var.u\n}'],
    ["azurerm_container_group", 'os_type = "Windows"\ncontainer {\n cpu = 1\n memory = 2\n}'],
    ["azurerm_storage_account", 'account_tier = "Standard"\naccount_replication_type = var.u'],
    ["azurerm_mssql_database", 'sku_name = "GP_Gen5_2"\nmax_size_gb = var.u'],
    ["azurerm_mssql_database", 'sku_name = "GP_Gen5_2"\nzone_redundant = var.u'],
    ["azurerm_mssql_database", 'sku_name = "HS_Gen5_2"\nzone_redundant = true'],
    ["azurerm_mssql_database", 'sku_name = "HS_Gen5_2"\nread_replica_count = var.u'],
    ["azurerm_postgresql_flexible_server", 'sku_name = "XX_Standard_D2s_v3"\nstorage_mb = 32768'],
    [
      "azurerm_cosmosdb_sql_database",
      "throughput = 400\naccount_name = azurerm_cosmosdb_account.a.name",
      'resource "azurerm_cosmosdb_account" "a" {\n dynamic "geo_location" {\n  for_each = var.u\n  content {\n   location = geo_location.value\n  }\n }\n}',
    ],
    ["azurerm_cosmosdb_sql_database", "throughput = var.u"],
    ["azurerm_cosmosdb_sql_database", "autoscale_settings {\n max_throughput = var.u\n}"],
    ["azurerm_mssql_elasticpool", 'sku {\n name = "GP_Gen5"\n capacity = var.u\n}'],
    ["azurerm_storage_share", 'access_tier = "Premium"\nquota = var.u'],
    ["azurerm_netapp_pool", "service_level = var.u\nsize_in_tb = 4"],
    ["azurerm_managed_disk", 'storage_account_type = "UltraSSD_LRS"\ndisk_size_gb = 64\ndisk_iops_read_write = var.u'],
    ["azurerm_managed_disk", "storage_account_type = var.u\ndisk_size_gb = 64"],
    ["azurerm_managed_disk", 'storage_account_type = "Premium_LRS"\ndisk_size_gb = var.u'],
    ["azurerm_application_gateway", 'sku {\n name = "Standard_Small"\n tier = "Standard"\n capacity = var.u\n}'],
    ["azurerm_cognitive_deployment", "model {\n name = var.u\n}"],
    ["azurerm_monitor_scheduled_query_rules_alert", "frequency = var.u"],
    ["azurerm_active_directory_domain_service_replica_set", "domain_service_id = var.u"],
    ["azurerm_servicebus_namespace", 'sku = "Premium"\ncapacity = var.u'],
    ["azurerm_security_center_subscription_pricing", 'tier = var.u\nresource_type = "VirtualMachines"'],
    [
      "google_compute_instance",
      'machine_type = "n1-standard-1"\nguest_accelerator {\n type = "nvidia-tesla-t4"\n count = var.u\n}',
    ],
    [
      "google_compute_instance_group_manager",
      "target_size = 2\nversion {\n instance_template = google_compute_instance_template.t.id\n}",
      'resource "google_compute_instance_template" "t" {\n machine_type = "e2-medium"\n disk {\n  boot = true\n }\n disk {\n  disk_type = "pd-ssd"\n }\n}',
    ],
    [
      "google_sql_database_instance",
      'database_version = "POSTGRES_16"\nsettings {\n tier = "db-perf-optimized-N-2"\n}',
    ],
    [
      "google_sql_database_instance",
      'database_version = "POSTGRES_16"\nsettings {\n tier = "db-f1-micro"\n disk_size = var.u\n}',
    ],
    ["google_spanner_instance", 'config = "regional-us-central1"'],
    ["google_spanner_instance", 'config = "regional-us-central1"\nprocessing_units = var.u'],
    ["google_spanner_instance", 'config = "nam3"\nnum_nodes = 1'],
    ["google_bigtable_instance", "cluster {\n num_nodes = var.u\n}\ncluster {\n num_nodes = 3\n}"],
    ["google_redis_instance", 'tier = "STANDARD_HA"\nmemory_size_gb = 4\nreplica_count = 2'],
    ["google_alloydb_instance", "availability_type = var.u"],
    [
      "google_dataproc_cluster",
      "cluster_config {\n worker_config {\n  machine_type = var.u\n  num_instances = var.u\n }\n}",
    ],
    ["google_dataproc_cluster", 'cluster_config {\n worker_config {\n  machine_type = "e2-medium"\n }\n}'],
    ["google_privateca_certificate_authority", "pool = var.u"],
    [
      "google_cloud_run_v2_service",
      "template {\n containers {\n  resources {\n   limits = {\n    cpu = var.u\n    memory = var.u\n   }\n  }\n }\n}",
    ],
    [
      "google_cloud_run_v2_service",
      'template {\n scaling {\n  min_instance_count = 1\n }\n containers {\n  resources {\n   limits = {\n    cpu = "lots"\n    memory = "lots"\n   }\n  }\n }\n}',
    ],
  ])("%s with %s", (type, body, beside) => {
    const { items, unpriced } = priceOf(type, body, beside);
    expect(unpriced).toContain(`${type}.x`);
    expect(items.map(({ resource }) => resource)).not.toContain(`${type}.x`);
  });
});
