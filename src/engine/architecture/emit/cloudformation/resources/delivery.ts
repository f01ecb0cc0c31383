import type { Draft } from "../cfn.ts";
import type { Handle, Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";
import type { Table } from "../table.ts";
import { arn, arnOf, arns, block, blocks, each, fill, id, must, named, names, number } from "../table.ts";
import { part, tabled, tags, text, texts } from "../table.ts";

const store: Table = {
  Type: must("type"),
  Location: must(id("location")),
  EncryptionKey: block("encryption_key", { Id: must(arn("id")), Type: must("type") }),
};

/** A pipeline of one region has one store; of several it has one for each. */
const storesOf = (pipeline: Reader): Record<string, Draft> => {
  const stores = pipeline.blocks("artifact_store");
  const [only] = stores;
  if (only !== undefined && stores.length === 1 && !only.has("region")) return { ArtifactStore: fill(store, only) };
  return {
    ArtifactStores: stores.map((each) => ({ Region: each.must.plain("region"), ArtifactStore: fill(store, each) })),
  };
};

/** What a step of a pipeline is told of another resource is its name, unless it says that it is an ARN. */
const handleOfConfiguration = (name: string): Handle => (/Arn$/i.test(name) ? "arn" : "name");

const stage: Table = {
  Name: must("name"),
  Actions: blocks("action", {
    Name: must("name"),
    ActionTypeId: part({
      Category: must("category"),
      Owner: must("owner"),
      Provider: must("provider"),
      Version: must(text("version")),
    }),
    Configuration: (action) => action.must.map("configuration", handleOfConfiguration),
    InputArtifacts: each("Name", texts("input_artifacts")),
    OutputArtifacts: each("Name", texts("output_artifacts")),
    RunOrder: number("run_order"),
    RoleArn: arn("role_arn"),
    Region: "region",
    Namespace: "namespace",
    TimeoutInMinutes: number("timeout_in_minutes"),
  }),
};

const patterns: Table = { Includes: texts("includes"), Excludes: texts("excludes") };

const trigger: Table = {
  ProviderType: must("provider_type"),
  GitConfiguration: block("git_configuration", {
    SourceActionName: must("source_action_name"),
    Push: blocks("push", {
      Branches: block("branches", patterns),
      FilePaths: block("file_paths", patterns),
      Tags: block("tags", patterns),
    }),
    PullRequest: blocks("pull_request", {
      Events: texts("events"),
      Branches: block("branches", patterns),
      FilePaths: block("file_paths", patterns),
    }),
  }),
};

const route: Table = { ListenerArns: arns("listener_arns") };
const tagFilter: Table = { Key: "key", Type: "type", Value: "value" };

const deploymentGroup: Table = {
  ApplicationName: must(named("app_name")),
  DeploymentGroupName: "deployment_group_name",
  DeploymentConfigName: named("deployment_config_name"),
  ServiceRoleArn: must(arn("service_role_arn")),
  AutoScalingGroups: names("autoscaling_groups"),
  DeploymentStyle: block("deployment_style", {
    DeploymentOption: "deployment_option",
    DeploymentType: "deployment_type",
  }),
  AlarmConfiguration: block("alarm_configuration", {
    Alarms: each("Name", names("alarms")),
    Enabled: "enabled",
    IgnorePollAlarmFailure: "ignore_poll_alarm_failure",
  }),
  AutoRollbackConfiguration: block("auto_rollback_configuration", { Enabled: "enabled", Events: texts("events") }),
  BlueGreenDeploymentConfiguration: block("blue_green_deployment_config", {
    DeploymentReadyOption: block("deployment_ready_option", {
      ActionOnTimeout: "action_on_timeout",
      WaitTimeInMinutes: number("wait_time_in_minutes"),
    }),
    GreenFleetProvisioningOption: block("green_fleet_provisioning_option", { Action: "action" }),
    TerminateBlueInstancesOnDeploymentSuccess: block("terminate_blue_instances_on_deployment_success", {
      Action: "action",
      TerminationWaitTimeInMinutes: number("termination_wait_time_in_minutes"),
    }),
  }),
  ECSServices: blocks("ecs_service", {
    ClusterName: must(named("cluster_name")),
    ServiceName: must(named("service_name")),
  }),
  Ec2TagFilters: blocks("ec2_tag_filter", tagFilter),
  Ec2TagSet: part({ Ec2TagSetList: blocks("ec2_tag_set", { Ec2TagGroup: blocks("ec2_tag_filter", tagFilter) }) }),
  OnPremisesInstanceTagFilters: blocks("on_premises_instance_tag_filter", tagFilter),
  LoadBalancerInfo: block("load_balancer_info", {
    ElbInfoList: blocks("elb_info", { Name: named("name") }),
    TargetGroupInfoList: blocks("target_group_info", { Name: named("name") }),
    TargetGroupPairInfoList: blocks("target_group_pair_info", {
      ProdTrafficRoute: block("prod_traffic_route", route),
      TestTrafficRoute: block("test_traffic_route", route),
      TargetGroups: blocks("target_group", { Name: named("name") }),
    }),
  }),
  OutdatedInstancesStrategy: "outdated_instances_strategy",
  TerminationHookEnabled: "termination_hook_enabled",
  TriggerConfigurations: blocks("trigger_configuration", {
    TriggerEvents: texts("trigger_events"),
    TriggerName: "trigger_name",
    TriggerTargetArn: arn("trigger_target_arn"),
  }),
  Tags: tags,
};

const shift = (size: string, interval: string, names: readonly [string, string]): Table => ({
  [names[0]]: must(number(size)),
  [names[1]]: must(number(interval)),
});

const deploymentConfig: Table = {
  DeploymentConfigName: "deployment_config_name",
  ComputePlatform: "compute_platform",
  MinimumHealthyHosts: block("minimum_healthy_hosts", { Type: must("type"), Value: must(number("value")) }),
  TrafficRoutingConfig: block("traffic_routing_config", {
    Type: must("type"),
    TimeBasedCanary: block(
      "time_based_canary",
      shift("percentage", "interval", ["CanaryPercentage", "CanaryInterval"]),
    ),
    TimeBasedLinear: block(
      "time_based_linear",
      shift("percentage", "interval", ["LinearPercentage", "LinearInterval"]),
    ),
  }),
};

/** How code gets built and into place. */
export const delivery: Mappings = {
  aws_codepipeline: {
    type: "AWS::CodePipeline::Pipeline",
    handles: { arn: arnOf("codepipeline", "${Self}"), text: "Ref" },
    properties: (pipeline) => ({
      ...fill({ Name: "name", RoleArn: must(arn("role_arn")), PipelineType: "pipeline_type" }, pipeline),
      ...storesOf(pipeline),
      ...fill(
        {
          ExecutionMode: "execution_mode",
          Stages: blocks("stage", stage),
          Triggers: blocks("trigger", trigger),
          Variables: blocks("variable", {
            Name: must("name"),
            DefaultValue: "default_value",
            Description: "description",
          }),
          Tags: tags,
        },
        pipeline,
      ),
    }),
  },
  aws_codedeploy_app: tabled(
    "AWS::CodeDeploy::Application",
    { ApplicationName: "name", ComputePlatform: "compute_platform", Tags: tags },
    { handles: { arn: arnOf("codedeploy", "application:${Self}"), text: "Ref" } },
  ),
  aws_codedeploy_deployment_group: tabled("AWS::CodeDeploy::DeploymentGroup", deploymentGroup, {
    handles: { arn: arnOf("codedeploy", "deploymentgroup:*/${Self}"), text: "Ref" },
  }),
  aws_codedeploy_deployment_config: tabled("AWS::CodeDeploy::DeploymentConfig", deploymentConfig, {
    handles: { arn: arnOf("codedeploy", "deploymentconfig:${Self}") },
  }),
  aws_codecommit_repository: tabled(
    "AWS::CodeCommit::Repository",
    {
      RepositoryName: must("repository_name"),
      RepositoryDescription: "description",
      KmsKeyId: arn("kms_key_id"),
      Tags: tags,
    },
    { handles: { name: "Name", text: "CloneUrlHttp" }, ignored: ["default_branch"] },
  ),
  aws_codestarconnections_connection: tabled(
    "AWS::CodeStarConnections::Connection",
    { ConnectionName: must("name"), ProviderType: "provider_type", HostArn: "host_arn", Tags: tags },
    { handles: { id: "Ref", arn: "Ref" } },
  ),
};

const option: Table = {
  Namespace: must("namespace"),
  OptionName: must("name"),
  ResourceName: "resource",
  Value: (setting) => {
    const value = setting.value("value", "id");
    return value === undefined || typeof value === "object" ? value : String(value);
  },
};

/** An environment takes requests, or works off a queue. */
const tierOf = (environment: Reader): Draft => {
  const tier = environment.text("tier");
  return tier === undefined ? undefined : { Name: tier, Type: tier === "Worker" ? "SQS/HTTP" : "Standard" };
};

/** Elastic Beanstalk: an application, its versions, and where it runs. */
export const beanstalk: Mappings = {
  aws_elastic_beanstalk_application: tabled(
    "AWS::ElasticBeanstalk::Application",
    {
      ApplicationName: "name",
      Description: "description",
      ResourceLifecycleConfig: block("appversion_lifecycle", {
        ServiceRole: arn("service_role"),
        VersionLifecycleConfig: (lifecycle) => ({
          MaxCountRule: lifecycle.has("max_count")
            ? fill({ MaxCount: number("max_count"), DeleteSourceFromS3: "delete_source_from_s3" }, lifecycle)
            : undefined,
          MaxAgeRule: lifecycle.has("max_age_in_days")
            ? fill({ MaxAgeInDays: number("max_age_in_days"), DeleteSourceFromS3: "delete_source_from_s3" }, lifecycle)
            : undefined,
        }),
      }),
    },
    { handles: { arn: arnOf("elasticbeanstalk", "application/${Self}"), text: "Ref" } },
  ),
  aws_elastic_beanstalk_application_version: tabled(
    "AWS::ElasticBeanstalk::ApplicationVersion",
    {
      ApplicationName: must(named("application")),
      Description: "description",
      SourceBundle: part({ S3Bucket: must(id("bucket")), S3Key: must(id("key")) }),
      Process: "process",
    },
    { handles: { arn: arnOf("elasticbeanstalk", "applicationversion/*/${Self}") }, ignored: ["name", "force_delete"] },
  ),
  aws_elastic_beanstalk_configuration_template: tabled(
    "AWS::ElasticBeanstalk::ConfigurationTemplate",
    {
      ApplicationName: must(named("application")),
      Description: "description",
      SolutionStackName: "solution_stack_name",
      EnvironmentId: id("environment_id"),
      OptionSettings: blocks("setting", option),
    },
    {
      handles: { name: "TemplateName", arn: arnOf("elasticbeanstalk", "configurationtemplate/*/${Self}") },
      ignored: ["name"],
    },
  ),
  aws_elastic_beanstalk_environment: tabled(
    "AWS::ElasticBeanstalk::Environment",
    {
      EnvironmentName: "name",
      ApplicationName: must(named("application")),
      Description: "description",
      CNAMEPrefix: "cname_prefix",
      SolutionStackName: "solution_stack_name",
      PlatformArn: "platform_arn",
      TemplateName: named("template_name"),
      VersionLabel: named("version_label"),
      Tier: tierOf,
      OptionSettings: blocks("setting", option),
      Tags: tags,
    },
    {
      handles: { host: "EndpointURL", text: "EndpointURL", arn: arnOf("elasticbeanstalk", "environment/*/${Self}") },
      ignored: ["wait_for_ready_timeout", "poll_interval"],
      output: { suffix: "Address", description: "Address of the environment", handle: "host" },
    },
  ),
};
