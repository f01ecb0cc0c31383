import { describe, expect, it } from "vitest";
import { applyEdits } from "../design/patch.ts";
import { inspect } from "../parse/index.ts";
import { apiGatewayRules } from "./aws-api-gateway.ts";
import { cloudfrontRules } from "./aws-cloudfront.ts";
import { codebuildRules } from "./aws-codebuild.ts";
import { datastoreRules } from "./aws-datastores.ts";
import { ecrRules } from "./aws-ecr.ts";
import { ecsRules } from "./aws-ecs.ts";
import { efsRules } from "./aws-efs.ts";
import { eksRules } from "./aws-eks.ts";
import { elasticacheRules } from "./aws-elasticache.ts";
import { elbRules } from "./aws-elb.ts";
import { logRules } from "./aws-logs.ts";
import { messagingRules } from "./aws-messaging.ts";
import { openSearchRules } from "./aws-opensearch.ts";
import { wafRules } from "./aws-waf.ts";
import { azureAppRules } from "./azure-app.ts";
import { azureComputeRules } from "./azure-compute.ts";
import { azureContainerRules } from "./azure-containers.ts";
import { azureKubernetesRules } from "./azure-kubernetes.ts";
import { azureDatabaseRules } from "./azure-databases.ts";
import { azureNetworkRules } from "./azure-network.ts";
import { azurePlatformRules } from "./azure-platform.ts";
import { azureStorageRules } from "./azure-storage.ts";
import { gcpComputeRules } from "./gcp-compute.ts";
import { gcpDataRules } from "./gcp-data.ts";
import { gcpGkeRules } from "./gcp-gke.ts";
import { gcpNetworkRules } from "./gcp-network.ts";
import { gcpPlatformRules } from "./gcp-platform.ts";
import { review } from "./review.ts";
import type { Rule } from "./rule.ts";

const rules: readonly Rule[] = [
  apiGatewayRules,
  cloudfrontRules,
  codebuildRules,
  datastoreRules,
  ecrRules,
  ecsRules,
  efsRules,
  eksRules,
  elasticacheRules,
  elbRules,
  logRules,
  messagingRules,
  openSearchRules,
  wafRules,
  azureAppRules,
  azureComputeRules,
  azureContainerRules,
  azureDatabaseRules,
  azureKubernetesRules,
  azureNetworkRules,
  azurePlatformRules,
  azureStorageRules,
  gcpComputeRules,
  gcpDataRules,
  gcpGkeRules,
  gcpNetworkRules,
  gcpPlatformRules,
].flat();

const body = (text: string) => (type: string) => `resource "${type}" "x" {\n${text}\n}\n`;
const privateEndpoint = `resource "azurerm_private_endpoint" "p" {
  private_service_connection {
    private_connection_resource_id = SUBJECT.x.id
  }
}
`;

/** Code in which the rule's remedy applies, where an empty resource of the rule's first type will not do. */
const code: Record<string, (type: string) => string> = {
  "aws-lb-listener-http": () => `resource "aws_lb" "web" {}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.web.arn
  protocol          = "HTTPS"
  port              = 443
}

resource "aws_lb_listener" "x" {
  load_balancer_arn = aws_lb.web.arn
  protocol          = "HTTP"
  port              = 80

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}
`,
  "aws-sns-alarms-shut-out": () => `resource "aws_sns_topic" "x" {
  kms_master_key_id = "alias/aws/sns"
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_actions = [aws_sns_topic.x.arn]
}
`,
  "aws-lb-listener-tls-policy": body(`  protocol = "HTTPS"`),
  "aws-lb-desync-mitigation": body(`  desync_mitigation_mode = "monitor"`),
  "aws-lb-health-check": body(`  health_check {\n    enabled = false\n    path    = "/"\n  }`),
  "aws-cloudfront-viewer-http": body(`  default_cache_behavior {\n    viewer_protocol_policy = "allow-all"\n  }`),
  "aws-cloudfront-viewer-tls": body(`  viewer_certificate {\n    acm_certificate_arn = "arn"\n  }`),
  "aws-cloudfront-compression": body(`  default_cache_behavior {\n  }`),
  "aws-waf-logging": body(`  scope = "REGIONAL"\n\n  rule {\n    name = "AWSManagedRulesKnownBadInputsRuleSet"\n  }`),
  "aws-ecs-volume-transit": body(`  volume {\n    efs_volume_configuration {\n    }\n  }`),
  "aws-ecs-old-platform": body(`  platform_version = "1.3.0"`),
  "aws-elasticache-minor-upgrades": body(`  auto_minor_version_upgrade = false`),
  "aws-memorydb-transit": body(`  tls_enabled = false`),
  "aws-apigateway-access-logs": () => `resource "aws_apigatewayv2_api" "api" {
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_stage" "x" {
  api_id = aws_apigatewayv2_api.api.id
}
`,
  "aws-apigateway-cache-encryption": body(`  settings {\n    caching_enabled = true\n  }`),
  "aws-redshift-snapshots": body(`  automated_snapshot_retention_period = 0`),
  "aws-redshift-upgrades": body(`  allow_version_upgrade = false`),
  "aws-neptune-public": body(`  publicly_accessible = true`),
  "aws-codebuild-artifact-encryption": body(`  artifacts {\n    encryption_disabled = true\n  }`),
  "aws-codebuild-logs": body(`  logs_config {\n    cloudwatch_logs {\n      status = "DISABLED"\n    }\n  }`),
  "azure-vm-no-updates": body(`  enable_automatic_updates = false`),
  "azure-app-no-request-logs": body(`  logs {\n    detailed_error_messages = true\n  }`),
  "azure-app-tls": body(`  site_config {\n    minimum_tls_version = "1.0"\n  }`),
  "azure-app-ftp": body(`  site_config {\n    ftps_state = "AllAllowed"\n  }`),
  "azure-app-remote-debugging": body(`  site_config {\n    remote_debugging_enabled = true\n  }`),
  "azure-app-plan-single-instance": body(`  sku_name = "P1v3"`),
  "azure-aks-no-monitoring": (type) => `resource "azurerm_log_analytics_workspace" "logs" {}\n\n${body("")(type)}`,
  "azure-aks-local-accounts": body(`  azure_active_directory_role_based_access_control {\n  }`),
  "azure-database-public": (type) => `${privateEndpoint.replace("SUBJECT", type)}\n${body("")(type)}`,
  "azure-cosmos-public": (type) => `${privateEndpoint.replace("SUBJECT", type)}\n${body("")(type)}`,
  "azure-sql-tls": body(`  minimum_tls_version = "1.0"`),
  "azure-sql-zone-redundancy": body(`  sku_name = "P1"`),
  "azure-database-standby": body(`  sku_name = "GP_Standard_D4s_v3"`),
  "azure-cosmos-failover": body(
    `  geo_location {\n    location = "a"\n  }\n\n  geo_location {\n    location = "b"\n  }`,
  ),
  "azure-redis-no-replica": body(`  sku_name = "Basic"`),
  "azure-waf-policy-disabled": body(`  policy_settings {\n    enabled = false\n  }`),
  "azure-storage-http": body(`  enable_https_traffic_only = false`),
  "azure-storage-tls": body(`  min_tls_version = "TLS1_0"`),
  "azure-storage-local-copies": body(`  account_tier             = "Standard"\n  account_replication_type = "LRS"`),
  "gcp-sql-public-ip": body(`  settings {\n    ip_configuration {\n      private_network = "n"\n    }\n  }`),
  "gcp-sql-single-zone": body(`  database_version = "MYSQL_8_0"`),
  "gcp-sql-deletion-protection": body(`  deletion_protection = false`),
  "gcp-sql-local-infile": body(
    `  settings {\n    database_flags {\n      name  = "local_infile"\n      value = "on"\n    }\n  }`,
  ),
  "gcp-gke-legacy-authorisation": body(`  enable_legacy_abac = true`),
  "gcp-gke-unshielded-nodes": body(`  enable_shielded_nodes = false`),
  "gcp-gke-metadata": body(`  workload_identity_config {\n  }`),
  "gcp-gke-no-logs": body(`  logging_service = "none"`),
  "gcp-function-http": body(`  trigger_http = true`),
};

const remedied = rules.filter(({ remedy }) => remedy !== undefined);

describe("remedies", () => {
  it.each(remedied.map((rule) => [rule.id, rule] as const))("%s: the change makes the rule pass", (id, rule) => {
    const text = (code[id] ?? body(""))(rule.types[0] ?? "");
    const before = inspect([{ name: "main.tf", text }]);
    const failure = review(before.model, [rule]).failures[0];
    expect(failure?.edits).not.toHaveLength(0);

    const { files, added } = applyEdits(before.project, failure?.edits ?? []);
    const after = inspect([...files, { name: "added.tf", text: added.map((block) => block.text).join("\n") }]);
    const found = review(after.model, rules).failures;
    const addresses = new Set(added.map(({ address }) => address));
    expect(after.warnings).toEqual(before.warnings);
    expect(found.filter((left) => left.rule.id === id).map(({ resource }) => resource)).toEqual([]);
    expect(found.filter(({ address }) => addresses.has(address)).map((left) => left.rule.id)).toEqual([]);
  });

  it("knows every rule that it has code for", () => {
    const ids = new Set(remedied.map(({ id }) => id));
    expect(Object.keys(code).filter((id) => !ids.has(id))).toEqual([]);
  });

  it("gives an added resource the count or the keys of what it belongs to", () => {
    const text = `resource "aws_efs_file_system" "a" {
  count = 2
}

resource "aws_efs_file_system" "b" {
  for_each = toset(["x", "y"])
}
`;
    const { model, project } = inspect([{ name: "main.tf", text }]);
    const edits = review(model, efsRules).failures.flatMap((failure) =>
      failure.rule.id === "aws-efs-backup" ? failure.edits : [],
    );
    const [counted, keyed] = applyEdits(project, edits).added.map((block) => block.text);
    expect(counted).toContain("count = length(aws_efs_file_system.a)");
    expect(counted).toContain("file_system_id = aws_efs_file_system.a[count.index].id");
    expect(keyed).toContain("for_each = aws_efs_file_system.b");
    expect(keyed).toContain("file_system_id = each.value.id");
  });
});
