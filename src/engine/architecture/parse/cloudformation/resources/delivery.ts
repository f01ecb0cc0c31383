import type { PropertyMapping, PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { dropped, membersOf } from "./property-writers.ts";

const tagged: PropertyMappings = { Tags: { tags: "tags" } };

const source: PropertyMappings = {
  BuildSpec: "buildspec",
  Auth: { block: "auth" },
  BuildStatusConfig: { block: "build_status_config" },
  GitSubmodulesConfig: { block: "git_submodules_config" },
};

const project: ResourceMapping = {
  type: "aws_codebuild_project",
  ref: "name",
  properties: {
    TimeoutInMinutes: "build_timeout",
    QueuedTimeoutInMinutes: "queued_timeout",
    Visibility: "project_visibility",
    Source: { block: "source", properties: source },
    SecondarySources: { block: "secondary_sources", properties: source },
    SecondarySourceVersions: { block: "secondary_source_version" },
    Artifacts: { block: "artifacts" },
    SecondaryArtifacts: { block: "secondary_artifacts" },
    Environment: {
      block: "environment",
      properties: {
        EnvironmentVariables: { block: "environment_variable" },
        RegistryCredential: { block: "registry_credential" },
        Fleet: { block: "fleet" },
        DockerServer: { block: "docker_server" },
        HostKernel: dropped,
      },
    },
    LogsConfig: {
      block: "logs_config",
      properties: { CloudWatchLogs: { block: "cloudwatch_logs" }, S3Logs: { block: "s3_logs" } },
    },
    VpcConfig: { block: "vpc_config" },
    Cache: { block: "cache", properties: { CacheNamespace: "cache_namespace" } },
    FileSystemLocations: { block: "file_system_locations" },
    BuildBatchConfig: { block: "build_batch_config", properties: { Restrictions: { block: "restrictions" } } },
    AutoRetryLimit: "auto_retry_limit",
    Triggers: dropped,
    ...tagged,
  },
};

const store: PropertyMappings = { EncryptionKey: { block: "encryption_key" } };

const filters: PropertyMapping = { block: "branches" };

const pipeline: ResourceMapping = {
  type: "aws_codepipeline",
  ref: "name",
  properties: {
    ArtifactStore: { block: "artifact_store", properties: store },
    ArtifactStores: { block: "artifact_store", properties: { ArtifactStore: { inline: store } } },
    Stages: {
      block: "stage",
      properties: {
        Actions: {
          block: "action",
          properties: {
            ActionTypeId: { inline: {} },
            Configuration: "configuration",
            InputArtifacts: membersOf("input_artifacts", "Name"),
            OutputArtifacts: membersOf("output_artifacts", "Name"),
            Commands: dropped,
            EnvironmentVariables: dropped,
            OutputVariables: dropped,
          },
        },
        BeforeEntry: dropped,
        Blockers: dropped,
        OnFailure: dropped,
        OnSuccess: dropped,
      },
    },
    Variables: { block: "variable" },
    Triggers: {
      block: "trigger",
      properties: {
        GitConfiguration: {
          block: "git_configuration",
          properties: {
            Push: {
              block: "push",
              properties: { Branches: filters, FilePaths: { block: "file_paths" }, Tags: { block: "tags" } },
            },
            PullRequest: {
              block: "pull_request",
              properties: { Branches: filters, FilePaths: { block: "file_paths" } },
            },
          },
        },
      },
    },
    DisableInboundStageTransitions: dropped,
    RestartExecutionOnUpdate: dropped,
    ...tagged,
  },
};

const routes: PropertyMapping = { block: "prod_traffic_route" };

const deploymentGroup: ResourceMapping = {
  type: "aws_codedeploy_deployment_group",
  ref: "deployment_group_name",
  properties: {
    ApplicationName: "app_name",
    AlarmConfiguration: { block: "alarm_configuration", properties: { Alarms: membersOf("alarms", "Name") } },
    AutoRollbackConfiguration: { block: "auto_rollback_configuration" },
    AutoScalingGroups: "autoscaling_groups",
    BlueGreenDeploymentConfiguration: {
      block: "blue_green_deployment_config",
      properties: {
        DeploymentReadyOption: { block: "deployment_ready_option" },
        GreenFleetProvisioningOption: { block: "green_fleet_provisioning_option" },
        TerminateBlueInstancesOnDeploymentSuccess: { block: "terminate_blue_instances_on_deployment_success" },
      },
    },
    DeploymentStyle: { block: "deployment_style" },
    ECSServices: { block: "ecs_service" },
    Ec2TagFilters: { block: "ec2_tag_filter" },
    Ec2TagSet: {
      inline: {
        Ec2TagSetList: { block: "ec2_tag_set", properties: { Ec2TagGroup: { block: "ec2_tag_filter" } } },
      },
    },
    LoadBalancerInfo: {
      block: "load_balancer_info",
      properties: {
        ElbInfoList: { block: "elb_info" },
        TargetGroupInfoList: { block: "target_group_info" },
        TargetGroupPairInfoList: {
          block: "target_group_pair_info",
          properties: {
            ProdTrafficRoute: routes,
            TestTrafficRoute: { block: "test_traffic_route" },
            TargetGroups: { block: "target_group" },
          },
        },
      },
    },
    OnPremisesInstanceTagFilters: { block: "on_premises_instance_tag_filter" },
    TriggerConfigurations: { block: "trigger_configuration" },
    Deployment: dropped,
    OnPremisesTagSet: dropped,
    TerminationHookEnabled: "termination_hook_enabled",
    ...tagged,
  },
};

/** How code gets built and into place. */
export const delivery: ResourceMappings = {
  "AWS::CodeBuild::Project": project,
  "AWS::CodePipeline::Pipeline": pipeline,
  "AWS::CodeDeploy::Application": {
    type: "aws_codedeploy_app",
    ref: "name",
    properties: { ApplicationName: "name", ...tagged },
  },
  "AWS::CodeDeploy::DeploymentGroup": deploymentGroup,
  "AWS::CodeCommit::Repository": {
    type: "aws_codecommit_repository",
    ref: "repository_id",
    attributes: { CloneUrlHttp: "clone_url_http", CloneUrlSsh: "clone_url_ssh", Name: "repository_name" },
    properties: { RepositoryDescription: "description", Code: dropped, Triggers: dropped, ...tagged },
  },
  "AWS::CodeStarConnections::Connection": {
    type: "aws_codestarconnections_connection",
    ref: "arn",
    attributes: { ConnectionArn: "arn" },
    properties: { ConnectionName: "name", ...tagged },
  },
};
