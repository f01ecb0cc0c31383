import { asText, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import type { Reader } from "./agreement.ts";
import { isTrue, lengthOf, numberAt } from "./settings.ts";

const autoscalingGroup: Reader = (component, model) => {
  const zones = Math.max(lengthOf(component, "vpc_zone_identifier"), lengthOf(component, "availability_zones"));
  const copies = Math.max(1, numberAt(component, "min_size") ?? 1);
  return { sla: "aws.asg", copies, inOneZone: zones === 1 && !isSpread(component, model) };
};

/** A list of subnets that is not written out may be of any length: only a list of one is one zone. */
const isSpread = ({ references }: Component, model: Model): boolean =>
  references.some(({ path, to }) => path === "vpc_zone_identifier" && model.find(to)?.id.endsWith("]"));

const database: Reader = (component) => ({
  sla: isTrue(component, "multi_az") ? "aws.rds.multi-az" : "aws.rds.single-az",
});

const auroraCluster: Reader = (component, model) => {
  const instances = model.attached(component, "aws_rds_cluster_instance", "cluster_identifier").length;
  const zonesWritten = read(component.attributes, "db_cluster_instance_class") !== undefined;
  if (zonesWritten) return { sla: "aws.rds.multi-az" };
  return { sla: instances > 1 ? "aws.aurora.multi-az" : "aws.aurora.single-az" };
};

const containerService: Reader = (component) => {
  if ((numberAt(component, "desired_count") ?? 1) < 2)
    return { none: "the agreement on ECS is for tasks in several zones; this is one task" };
  return { sla: "aws.ecs" };
};

const cacheGroup: Reader = (component) => ({
  sla:
    isTrue(component, "automatic_failover_enabled") && isTrue(component, "multi_az_enabled")
      ? "aws.elasticache.multi-az"
      : "aws.elasticache.single",
});

const ofSeveral =
  (sla: string, service: string, attribute: string): Reader =>
  (component) =>
    (numberAt(component, attribute) ?? 1) > 1
      ? { sla }
      : { none: `the agreement on ${service} is for more than one node` };

const withInstances =
  (sla: string, service: string, type: string): Reader =>
  (component, model) =>
    model.attached(component, type, "cluster_identifier").length > 1
      ? { sla }
      : { none: `the agreement on ${service} is for instances in several zones` };

const searchDomain: Reader = (component) => {
  if (isTrue(component, "cluster_config.multi_az_with_standby_enabled")) return { sla: "aws.opensearch.standby" };
  if (isTrue(component, "cluster_config.zone_awareness_enabled")) return { sla: "aws.opensearch.multi-az" };
  return { none: "the agreement on OpenSearch is for domains over several zones" };
};

const broker: Reader = ({ attributes }) =>
  /MULTI_AZ/.test(asText(read(attributes, "deployment_mode")) ?? "")
    ? { sla: "aws.mq" }
    : { none: "the agreement on Amazon MQ is for brokers in several zones" };

const loadBalancer: Reader = () => ({ sla: "aws.elb" });

/** AWS resources of which the agreement depends on how they are set up. */
export const awsAgreements: Readonly<Record<string, Reader>> = {
  aws_autoscaling_group: autoscalingGroup,
  aws_db_instance: database,
  aws_rds_cluster: auroraCluster,
  aws_ecs_service: containerService,
  aws_elasticache_replication_group: cacheGroup,
  aws_elasticache_cluster: () => ({ sla: "aws.elasticache.single" }),
  aws_elasticache_serverless_cache: () => ({ sla: "aws.elasticache.multi-az" }),
  aws_redshift_cluster: ofSeveral("aws.redshift", "Redshift", "number_of_nodes"),
  aws_docdb_cluster: withInstances("aws.documentdb", "DocumentDB", "aws_docdb_cluster_instance"),
  aws_neptune_cluster: withInstances("aws.neptune", "Neptune", "aws_neptune_cluster_instance"),
  aws_opensearch_domain: searchDomain,
  aws_elasticsearch_domain: searchDomain,
  aws_mq_broker: broker,
  aws_lb: loadBalancer,
  aws_alb: loadBalancer,
  aws_elb: loadBalancer,
  aws_dynamodb_table: (component) => ({
    sla: lengthOf(component, "replica") > 0 ? "aws.dynamodb.global" : "aws.dynamodb",
  }),
  aws_efs_file_system: ({ attributes }) => ({
    sla: read(attributes, "availability_zone_name") === undefined ? "aws.efs" : "aws.efs.one-zone",
  }),
};
