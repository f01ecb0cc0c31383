import { Draft } from "../draft.ts";
import type { DraftItems } from "../draft.ts";
import absent from "./without-counterpart.json" with { type: "json" };

/** Arguments that Terraform requires and CloudFormation makes up, out of the logical id: type → the argument. */
const madeUpNames: Readonly<Record<string, string>> = {
  aws_accessanalyzer_analyzer: "analyzer_name",
  aws_api_gateway_rest_api: "name",
  aws_apigatewayv2_api: "name",
  aws_appflow_connector_profile: "name",
  aws_appflow_flow: "name",
  aws_apprunner_service: "service_name",
  aws_autoscaling_policy: "name",
  aws_batch_job_definition: "name",
  aws_batch_job_queue: "name",
  aws_cloudformation_stack: "name",
  aws_cloudtrail: "name",
  aws_cloudtrail_event_data_store: "name",
  aws_cloudwatch_composite_alarm: "alarm_name",
  aws_cloudwatch_dashboard: "dashboard_name",
  aws_cloudwatch_log_metric_filter: "name",
  aws_cloudwatch_log_stream: "name",
  aws_cloudwatch_log_subscription_filter: "name",
  aws_cloudwatch_metric_alarm: "alarm_name",
  aws_codebuild_project: "name",
  aws_codedeploy_app: "name",
  aws_codedeploy_deployment_group: "deployment_group_name",
  aws_codepipeline: "name",
  aws_cognito_identity_pool: "identity_pool_name",
  aws_cognito_user_pool: "name",
  aws_cognito_user_pool_client: "name",
  aws_config_config_rule: "name",
  aws_config_configuration_aggregator: "name",
  aws_dax_cluster: "cluster_name",
  aws_dax_parameter_group: "name",
  aws_dax_subnet_group: "name",
  aws_dms_endpoint: "endpoint_id",
  aws_dms_replication_instance: "replication_instance_id",
  aws_dynamodb_table: "name",
  aws_ecr_repository: "name",
  aws_ecs_capacity_provider: "name",
  aws_ecs_cluster: "name",
  aws_ecs_service: "name",
  aws_ecs_task_definition: "family",
  aws_eks_cluster: "name",
  aws_eks_fargate_profile: "fargate_profile_name",
  aws_elastic_beanstalk_application: "name",
  aws_elastic_beanstalk_application_version: "name",
  aws_elastic_beanstalk_configuration_template: "name",
  aws_elastic_beanstalk_environment: "name",
  aws_elasticache_cluster: "cluster_id",
  aws_elasticache_parameter_group: "name",
  aws_elasticache_replication_group: "replication_group_id",
  aws_elasticache_subnet_group: "name",
  aws_elasticsearch_domain: "domain_name",
  aws_glue_catalog_database: "name",
  aws_glue_catalog_table: "name",
  aws_glue_crawler: "name",
  aws_glue_job: "name",
  aws_glue_trigger: "name",
  aws_iam_group: "name",
  aws_iam_group_membership: "name",
  aws_iam_saml_provider: "name",
  aws_iam_user: "name",
  aws_inspector_assessment_target: "name",
  aws_inspector_assessment_template: "name",
  aws_keyspaces_table: "table_name",
  aws_kinesis_firehose_delivery_stream: "name",
  aws_kinesis_stream: "name",
  aws_kinesis_video_stream: "name",
  aws_lambda_function: "function_name",
  aws_lambda_layer_version: "layer_name",
  aws_opensearch_domain: "domain_name",
  aws_placement_group: "name",
  aws_rds_global_cluster: "global_cluster_identifier",
  aws_redshift_cluster: "cluster_identifier",
  aws_redshift_parameter_group: "name",
  aws_redshift_subnet_group: "name",
  aws_s3_access_point: "name",
  aws_sagemaker_notebook_instance: "name",
  aws_ssm_document: "name",
  aws_ssm_parameter: "name",
  aws_timestreamwrite_database: "database_name",
  aws_timestreamwrite_table: "table_name",
};

/** What CloudFormation takes for granted and Terraform wants said: argument → code, or a block that is made where there is none. */
interface Granted {
  readonly [name: string]: string | ((body: DraftItems) => string) | { make: boolean; body: Granted };
}

/** Behind a listener of HTTP or HTTPS stands HTTP, behind any other TCP. */
const sameLayer = (listener: DraftItems): string => {
  const protocol = listener.find((item) => item.kind === "attribute" && item.name === "lb_protocol");
  const isWeb = protocol?.kind === "attribute" && typeof protocol.value === "string" && /http/i.test(protocol.value);
  return isWeb ? '"HTTP"' : '"TCP"';
};

const readOnly = '["GET", "HEAD"]';
const inside = (body: Granted): Granted[string] => ({ make: false, body });
const made = (body: Granted): Granted[string] => ({ make: true, body });

const behavior = {
  allowed_methods: readOnly,
  cached_methods: readOnly,
  forwarded_values: inside({ cookies: made({ forward: '"none"' }) }),
};

const granted: Readonly<Record<string, Granted>> = {
  aws_api_gateway_method: { authorization: '"NONE"' },
  aws_batch_job_queue: { state: '"ENABLED"' },
  aws_cloudfront_distribution: {
    default_cache_behavior: inside(behavior),
    ordered_cache_behavior: inside(behavior),
    origin: inside({
      custom_origin_config: inside({
        http_port: "80",
        https_port: "443",
        origin_ssl_protocols: '["TLSv1", "SSLv3"]',
      }),
    }),
    restrictions: made({ geo_restriction: made({ restriction_type: '"none"' }) }),
    viewer_certificate: made({ cloudfront_default_certificate: "true" }),
  },
  aws_elb: { listener: inside({ instance_protocol: sameLayer }) },
  aws_route53_record: { alias: inside({ evaluate_target_health: "false" }) },
  aws_eks_node_group: { scaling_config: made({ desired_size: "2", max_size: "2", min_size: "1" }) },
};

/** `OrdersTable2` → `orders-table2`: letters, digits and hyphens, which every service takes in a name. */
const nameFrom = (logicalId: string): string => {
  const words = logicalId
    .replaceAll(/([a-z\d])([A-Z])/g, "$1-$2")
    .replaceAll(/[^A-Za-z\d]+/g, "-")
    .toLowerCase();
  return words.replaceAll(/^[^a-z]+|-+$/g, "").slice(0, 40) || "main";
};

/** The argument that Terraform requires where CloudFormation makes a name up, and what is written there. */
export const madeUpName = (type: string, logicalId: string): { argument: string; name: string } | undefined => {
  const argument = Object.hasOwn(madeUpNames, type) ? madeUpNames[type] : undefined;
  return argument === undefined ? undefined : { argument, name: nameFrom(logicalId) };
};

const argumentsOf = (type: string, logicalId: string): Granted => {
  const made = madeUpName(type, logicalId);
  const rest = Object.hasOwn(granted, type) ? granted[type] : undefined;
  return { ...(made !== undefined && { [made.argument]: `"${made.name}"` }), ...rest };
};

const withGranted = (items: DraftItems, wanted: Granted, line: number): DraftItems => {
  const named = new Set(items.map((item) => ("name" in item ? item.name : "type" in item ? item.type : "")));
  const kept = items.map((item) => {
    const below = item.kind === "block" ? wanted[item.type] : undefined;
    if (item.kind !== "block" || below === undefined || typeof below !== "object" || below.make) return item;
    return { ...item, items: [...withGranted(item.items, below.body, item.span.line)] };
  });
  const added = new Draft();
  const additions = added.collect(() => {
    for (const [name, value] of Object.entries(wanted)) {
      if (named.has(name)) continue;
      if (typeof value === "string") added.attribute(name, value, line);
      else if (typeof value === "function") added.attribute(name, value(items), line);
      else if (value.make)
        added.block(name, [], { line, endLine: line }, () => added.add(withGranted([], value.body, line)));
    }
  });
  return [...kept, ...additions];
};

const absentFrom: Readonly<Record<string, string>> = absent;

const without = (items: DraftItems, paths: ReadonlySet<string>, at: string): DraftItems =>
  items.flatMap((item): DraftItems => {
    if (item.kind === "comment") return [item];
    const path = `${at}${item.kind === "block" ? item.type : item.name}`;
    if (paths.has(path)) return [];
    return item.kind === "block" ? [{ ...item, items: [...without(item.items, paths, `${path}.`)] }] : [item];
  });

/** A body as Terraform's provider takes it: what it does not know left out, what it cannot do without said. */
export const completed = (items: DraftItems, type: string, logicalId: string, line: number): DraftItems => {
  const unknown = Object.hasOwn(absentFrom, type) ? absentFrom[type] : undefined;
  const known = unknown === undefined ? items : without(items, new Set(unknown.split(" ")), "");
  return withGranted(known, argumentsOf(type, logicalId), line);
};
