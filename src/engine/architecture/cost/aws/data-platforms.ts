import { readAll } from "../../model/index.ts";
import type { Attributes, Component } from "../../model/index.ts";
import { numberAt, numberIn, targetOf, textAt, textIn, times } from "../attributes.ts";
import { discounted, HOURS } from "../charge.ts";
import type { Charge, Pricer, Pricers } from "../charge.ts";
import { bill, named, sized, tariffsOf } from "../tariff.ts";
import { amount, count } from "../words.ts";
import { chargeMachine } from "./compute.ts";
import { charge } from "./prices.ts";

const { monthly, hourly, used } = tariffsOf(charge);

/** EMR asks a quarter of the machine's price on top of it, for the general families that are priced here. */
const emrShare = 0.25;
const emrFamilies = /^[mcr](?:5|5a|6g|6i|7g)\./;

const chargeEmrNodes = (group: Attributes | undefined, what: string): (Charge | undefined)[] => {
  if (group === undefined) return [];
  const type = textIn(group, "instance_type");
  const nodes = numberIn(group, "instance_count", 1);
  if (nodes === undefined || type === undefined || !emrFamilies.test(type)) return [undefined];
  const label = (one: Charge | undefined, name: string): Charge | undefined => one && { ...one, unit: `${name} hour` };
  const machine = chargeMachine(type, nodes);
  return [
    label(machine, `${type} ${what}`),
    label(discounted(machine, emrShare, "a quarter of the machine's price, for EMR"), `${type} ${what}, EMR`),
  ];
};

const priceEmr: Pricer = (component) => {
  const [master] = readAll(component.attributes, "master_instance_group");
  const [core] = readAll(component.attributes, "core_instance_group");
  if (master === undefined) return undefined;
  return [...chargeEmrNodes(master[1], "primary node"), ...chargeEmrNodes(core?.[1], "core node")];
};

/** Redshift Serverless runs with 128 units when nothing is said, and costs while it answers. */
const defaultRpus = 128;

const priceRedshiftServerless: Pricer = (component, { usage, profile }) => {
  const hours = usage("aws_redshiftserverless_workgroup", "monthly_active_hours");
  const units = numberAt(component, "base_capacity", defaultRpus);
  return [charge("redshift.rpu_hour", times(units, hours), `${units ?? 0} RPU × ${hours} h of queries (${profile})`)];
};

/** Standby copies double the half units that indexing and search keep running. */
const searchUnits = (component: Component): number | undefined => {
  const standby = textAt(component, "standby_replicas", "ENABLED");
  return standby === undefined ? undefined : standby === "DISABLED" ? 1 : 2;
};

/** Machines behind the variants of the configuration that an endpoint names. */
const priceEndpoint: Pricer = (component, { model }) => {
  const configuration = targetOf(model, component, "endpoint_config_name", "aws_sagemaker_endpoint_configuration");
  const variants = configuration === undefined ? [] : readAll(configuration.attributes, "production_variants");
  if (variants.length === 0) return undefined;
  return variants.map(([, variant], index) => {
    const type = textIn(variant, "instance_type");
    const machines = numberIn(variant, "initial_instance_count", 1);
    const said = `${count(machines ?? 0, "machine")} × 730 h`;
    if (type === undefined) return undefined;
    const what = index === 0 ? type : `${type} variant ${index + 1}`;
    return charge(`sagemaker.${type}_hour`, times(machines, HOURS), said, what);
  });
};

/** Processors and memory of jobs that run on Fargate: twice as many GB as vCPUs, as in its smallest tasks. */
const fargateJobs =
  (type: string): Pricer =>
  (_, { usage, profile }) => {
    const hours = usage(type, "monthly_vcpu_hours");
    const said = `${amount(hours)} vCPU-hours a month with 2 GB each (${profile})`;
    return [charge("fargate.vcpu_hour", hours, said), charge("fargate.gb_hour", hours * 2, said)];
  };

/** Only Fargate is paid for by what jobs use; machines of a managed environment come and go with the queue. */
const priceBatch: Pricer = (component, context) => {
  const kind = textAt(component, "compute_resources.type");
  if (textAt(component, "type") === "UNMANAGED") return [];
  return kind?.startsWith("FARGATE") === true
    ? fargateJobs("aws_batch_compute_environment")(component, context)
    : undefined;
};

/** One of the settings of an Elastic Beanstalk environment; `undefined` when it is only known after apply. */
const settingOf = (component: Component, namespace: string, name: string, fallback: string): string | undefined => {
  const found = readAll(component.attributes, "setting").find(
    ([, setting]) => textIn(setting, "namespace") === namespace && textIn(setting, "name") === name,
  );
  return found === undefined ? fallback : textIn(found[1], "value");
};

const beanstalk = "aws:elasticbeanstalk:environment";

/** An environment is free; its machines and its load balancer are not, and nothing else in the design says them. */
const priceBeanstalk: Pricer = (component) => {
  const listed = settingOf(component, "aws:ec2:instances", "InstanceTypes", "t3.micro")?.split(",")[0];
  const type = settingOf(component, "aws:autoscaling:launchconfiguration", "InstanceType", listed ?? "");
  const kind = settingOf(component, beanstalk, "EnvironmentType", "LoadBalanced");
  const single = kind === "SingleInstance";
  const machines = single ? 1 : Number(settingOf(component, "aws:autoscaling:asg", "MinSize", "1"));
  if (type === undefined || kind === undefined || !Number.isFinite(machines)) return undefined;
  return [
    chargeMachine(type.trim(), machines, "the least that it keeps"),
    ...(single ? [] : [charge("alb.hour", HOURS, "its load balancer, without load", "load balancer")]),
  ];
};

/** `small_3_0` → the price of that size in that generation. */
const lightsailSize = (component: Component): string | undefined => {
  const [, name] = /^([0-9a-z]+_\d)_\d$/.exec(textAt(component, "bundle_id") ?? "") ?? [];
  return name && `lightsail.${name}`;
};

/** Glue gives a development endpoint five processing units unless told otherwise. */
const endpointUnits = 5;

/** EMR, Athena, Redshift Serverless, SageMaker, IoT, Lightsail, Batch and Elastic Beanstalk. */
export const platformPricers: Pricers = {
  aws_emr_cluster: priceEmr,
  aws_emrserverless_application: bill(
    used("aws_emrserverless_application.monthly_vcpu_hours", "emrserverless.vcpu_hour", "vCPU-hours a month"),
    used("aws_emrserverless_application.monthly_memory_gb_hours", "emrserverless.gb_hour", "GB-hours a month"),
  ),
  aws_athena_workgroup: bill(used("aws_athena_workgroup.monthly_scanned_tb", "athena.tb", "TB scanned a month")),
  aws_redshiftserverless_workgroup: priceRedshiftServerless,
  aws_redshiftserverless_namespace: bill(
    used("aws_redshift_cluster.managed_storage_gb", "redshift.managed_gb_month", "GB of managed storage"),
  ),
  aws_glue_dev_endpoint: bill(
    hourly("glue.dpu_hour", {
      times: (component) => numberAt(component, "number_of_nodes", endpointUnits),
      said: "processing units",
    }),
  ),
  aws_opensearchserverless_collection: bill(
    hourly("opensearch.ocu_hour", { times: searchUnits, said: "compute units, the least that it keeps" }),
    used("aws_opensearchserverless_collection.storage_gb", "opensearch.warm_gb_month", "GB indexed"),
  ),
  aws_quicksight_user: bill(
    monthly(
      named("user_role", {
        ADMIN: "quicksight.author_month",
        AUTHOR: "quicksight.author_month",
        READER: "quicksight.reader_month",
      }),
      { said: "one user" },
    ),
  ),
  aws_sagemaker_endpoint: priceEndpoint,
  aws_kendra_index: bill(
    hourly(
      named(
        "edition",
        { DEVELOPER_EDITION: "kendra.developer_hour", ENTERPRISE_EDITION: "kendra.enterprise_hour" },
        "ENTERPRISE_EDITION",
      ),
    ),
  ),
  aws_batch_compute_environment: priceBatch,
  aws_eks_fargate_profile: fargateJobs("aws_eks_fargate_profile"),
  aws_elastic_beanstalk_environment: priceBeanstalk,
  aws_iot_topic_rule: bill(
    used("aws_iot_topic_rule.monthly_triggers", "iot.rule_million", "triggers a month, each with one action", {
      per: 0.5e6,
    }),
  ),
  aws_iot_thing: bill(
    used("aws_iot_thing.monthly_connection_mins", "iot.minute_million", "minutes connected", { per: 1e6 }),
    used("aws_iot_thing.monthly_messages", "iot.message_million", "messages a month", { per: 1e6 }),
  ),
  aws_lightsail_instance: bill(monthly(lightsailSize, { said: "one instance" })),
  aws_lightsail_database: bill(
    monthly(sized("relational_database_bundle_id", "lightsail.db_", { drop: /_\d_\d$/ }), { said: "one database" }),
  ),
  aws_lightsail_container_service: bill(
    monthly(sized("power", "lightsail.container_"), {
      times: (component) => numberAt(component, "scale"),
      said: "nodes, all month",
    }),
  ),
  aws_lightsail_lb: bill(monthly("lightsail.lb", { said: "one load balancer" })),
};
