import type { Draft } from "../cfn.ts";
import type { Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";
import type { Table } from "../table.ts";
import { arn, arnOf, block, blocks, each, fill, groups, id, must, named, names, number, orElse } from "../table.ts";
import { part, tabled, tagMap, tags, text, texts } from "../table.ts";

const account: Draft = { Ref: "AWS::AccountId" };

const catalogueId = orElse("catalog_id", account);

const crawled: Table = {
  S3Targets: blocks("s3_target", {
    Path: must(id("path")),
    ConnectionName: named("connection_name"),
    Exclusions: texts("exclusions"),
    SampleSize: number("sample_size"),
    EventQueueArn: arn("event_queue_arn"),
    DlqEventQueueArn: arn("dlq_event_queue_arn"),
  }),
  JdbcTargets: blocks("jdbc_target", {
    Path: "path",
    ConnectionName: named("connection_name"),
    Exclusions: texts("exclusions"),
    EnableAdditionalMetadata: texts("enable_additional_metadata"),
  }),
  DynamoDBTargets: blocks("dynamodb_target", {
    Path: must(named("path")),
    ScanAll: "scan_all",
    ScanRate: number("scan_rate"),
  }),
  CatalogTargets: blocks("catalog_target", {
    DatabaseName: must(named("database_name")),
    Tables: names("tables"),
    ConnectionName: named("connection_name"),
    EventQueueArn: arn("event_queue_arn"),
    DlqEventQueueArn: arn("dlq_event_queue_arn"),
  }),
  MongoDBTargets: blocks("mongodb_target", { Path: "path", ConnectionName: named("connection_name") }),
  DeltaTargets: blocks("delta_target", {
    DeltaTables: texts("delta_tables"),
    ConnectionName: named("connection_name"),
    CreateNativeDeltaTable: "create_native_delta_table",
    WriteManifest: "write_manifest",
  }),
};

const column: Table = { Name: must("name"), Type: "type", Comment: "comment" };

const userWords =
  (path: string) =>
  (of: Reader): Draft =>
    of.map(path, () => "name");

const table: Table = {
  Name: "name",
  Description: "description",
  Owner: "owner",
  Retention: number("retention"),
  TableType: "table_type",
  ViewExpandedText: "view_expanded_text",
  ViewOriginalText: "view_original_text",
  Parameters: userWords("parameters"),
  PartitionKeys: blocks("partition_keys", column),
  StorageDescriptor: block("storage_descriptor", {
    Location: id("location"),
    InputFormat: "input_format",
    OutputFormat: "output_format",
    Compressed: "compressed",
    NumberOfBuckets: number("number_of_buckets"),
    StoredAsSubDirectories: "stored_as_sub_directories",
    BucketColumns: texts("bucket_columns"),
    Parameters: userWords("parameters"),
    Columns: blocks("columns", column),
    SerdeInfo: block("ser_de_info", {
      Name: "name",
      SerializationLibrary: "serialization_library",
      Parameters: userWords("parameters"),
    }),
    SortColumns: blocks("sort_columns", { Column: must("column"), SortOrder: must(number("sort_order")) }),
  }),
  TargetTable: block("target_table", {
    CatalogId: must("catalog_id"),
    DatabaseName: must("database_name"),
    Name: must("name"),
  }),
};

const trigger: Table = {
  Name: "name",
  Type: must("type"),
  Description: "description",
  Schedule: "schedule",
  StartOnCreation: "start_on_creation",
  WorkflowName: named("workflow_name"),
  Actions: blocks("actions", {
    JobName: named("job_name"),
    CrawlerName: named("crawler_name"),
    Timeout: number("timeout"),
    SecurityConfiguration: named("security_configuration"),
    Arguments: userWords("arguments"),
    NotificationProperty: block("notification_property", { NotifyDelayAfter: number("notify_delay_after") }),
  }),
  Predicate: block("predicate", {
    Logical: "logical",
    Conditions: blocks("conditions", {
      JobName: named("job_name"),
      State: "state",
      CrawlerName: named("crawler_name"),
      CrawlState: "crawl_state",
      // Terraform takes the only operator there is for granted.
      LogicalOperator: orElse("logical_operator", "EQUALS"),
    }),
  }),
  EventBatchingCondition: block("event_batching_condition", {
    BatchSize: must(number("batch_size")),
    BatchWindow: number("batch_window"),
  }),
  Tags: tagMap,
};

const glue: Mappings = {
  aws_glue_catalog_table: tabled(
    "AWS::Glue::Table",
    { CatalogId: catalogueId, DatabaseName: must(named("database_name")), TableInput: part(table) },
    { handles: { arn: arnOf("glue", "table/${Self}") } },
  ),
  aws_glue_crawler: tabled(
    "AWS::Glue::Crawler",
    {
      Name: "name",
      Role: must(arn("role")),
      DatabaseName: named("database_name"),
      Description: "description",
      TablePrefix: "table_prefix",
      Configuration: "configuration",
      Classifiers: names("classifiers"),
      CrawlerSecurityConfiguration: named("security_configuration"),
      Schedule: part({ ScheduleExpression: "schedule" }),
      Targets: part(crawled),
      SchemaChangePolicy: block("schema_change_policy", {
        DeleteBehavior: "delete_behavior",
        UpdateBehavior: "update_behavior",
      }),
      RecrawlPolicy: block("recrawl_policy", { RecrawlBehavior: "recrawl_behavior" }),
      LakeFormationConfiguration: block("lake_formation_configuration", {
        AccountId: "account_id",
        UseLakeFormationCredentials: "use_lake_formation_credentials",
      }),
      Tags: tagMap,
    },
    { handles: { text: "Ref", arn: arnOf("glue", "crawler/${Self}") } },
  ),
  aws_glue_trigger: tabled("AWS::Glue::Trigger", trigger, {
    handles: { arn: arnOf("glue", "trigger/${Self}") },
    ignored: ["enabled"],
  }),
  aws_glue_workflow: tabled(
    "AWS::Glue::Workflow",
    {
      Name: "name",
      Description: "description",
      MaxConcurrentRuns: number("max_concurrent_runs"),
      DefaultRunProperties: userWords("default_run_properties"),
      Tags: tagMap,
    },
    { handles: { arn: arnOf("glue", "workflow/${Self}") } },
  ),
  aws_glue_connection: tabled(
    "AWS::Glue::Connection",
    {
      CatalogId: catalogueId,
      ConnectionInput: part({
        Name: "name",
        Description: "description",
        ConnectionType: orElse("connection_type", "JDBC"),
        MatchCriteria: texts("match_criteria"),
        ConnectionProperties: (connection) => connection.must.map("connection_properties", () => "text"),
        PhysicalConnectionRequirements: block("physical_connection_requirements", {
          AvailabilityZone: (place) => place.value("availability_zone", "az"),
          SecurityGroupIdList: groups("security_group_id_list"),
          SubnetId: id("subnet_id"),
        }),
      }),
      Tags: tagMap,
    },
    { handles: { arn: arnOf("glue", "connection/${Self}") } },
  ),
};

const workgroup: Table = {
  EnforceWorkGroupConfiguration: "enforce_workgroup_configuration",
  PublishCloudWatchMetricsEnabled: "publish_cloudwatch_metrics_enabled",
  BytesScannedCutoffPerQuery: number("bytes_scanned_cutoff_per_query"),
  RequesterPaysEnabled: "requester_pays_enabled",
  ExecutionRole: arn("execution_role"),
  EngineVersion: block("engine_version", { SelectedEngineVersion: "selected_engine_version" }),
  ResultConfiguration: block("result_configuration", {
    OutputLocation: id("output_location"),
    ExpectedBucketOwner: "expected_bucket_owner",
    AclConfiguration: block("acl_configuration", { S3AclOption: must("s3_acl_option") }),
    EncryptionConfiguration: block("encryption_configuration", {
      EncryptionOption: must("encryption_option"),
      KmsKey: arn("kms_key_arn"),
    }),
  }),
};

const disks = (group: Reader): Draft => {
  const volumes = group.blocks("ebs_config").map((disk) => ({
    VolumeSpecification: {
      SizeInGB: disk.must.plain("size"),
      VolumeType: disk.must.plain("type"),
      Iops: disk.plain("iops"),
    },
    VolumesPerInstance: disk.plain("volumes_per_instance"),
  }));
  return volumes.length === 0 ? undefined : { EbsBlockDeviceConfigs: volumes };
};

const machines: Table = {
  Name: "name",
  InstanceType: must("instance_type"),
  InstanceCount: orElse(number("instance_count"), 1),
  BidPrice: text("bid_price"),
  EbsConfiguration: disks,
};

/** Where the machines stand is a block of its own in Terraform. */
const place: Table = {
  Ec2KeyName: named("key_name"),
  Ec2SubnetId: id("subnet_id"),
  EmrManagedMasterSecurityGroup: id("emr_managed_master_security_group"),
  EmrManagedSlaveSecurityGroup: id("emr_managed_slave_security_group"),
  ServiceAccessSecurityGroup: id("service_access_security_group"),
};

const instances: Table = {
  TerminationProtected: "termination_protection",
  KeepJobFlowAliveWhenNoSteps: "keep_job_flow_alive_when_no_steps",
  MasterInstanceGroup: block("master_instance_group", machines),
  CoreInstanceGroup: block("core_instance_group", machines),
};

const emr: Table = {
  Name: must("name"),
  ReleaseLabel: "release_label",
  Applications: each("Name", texts("applications")),
  ServiceRole: must(id("service_role")),
  JobFlowRole: must((cluster) => cluster.within("ec2_attributes", (inner) => inner.named("instance_profile"))),
  AutoScalingRole: id("autoscaling_role"),
  LogUri: id("log_uri"),
  SecurityConfiguration: named("security_configuration"),
  CustomAmiId: "custom_ami_id",
  EbsRootVolumeSize: number("ebs_root_volume_size"),
  ScaleDownBehavior: "scale_down_behavior",
  StepConcurrencyLevel: number("step_concurrency_level"),
  VisibleToAllUsers: "visible_to_all_users",
  Configurations: (cluster) => cluster.document("configurations_json"),
  AutoTerminationPolicy: block("auto_termination_policy", { IdleTimeout: number("idle_timeout") }),
  Instances: (cluster) => {
    const [attributes] = cluster.blocks("ec2_attributes");
    return { ...(attributes && fill(place, attributes)), ...fill(instances, cluster) };
  },
  Tags: tags,
};

/** Data that lies in a bucket: what is known of it, and what asks and works on it. */
export const dataLake: Mappings = {
  ...glue,
  aws_athena_workgroup: tabled(
    "AWS::Athena::WorkGroup",
    {
      Name: must("name"),
      Description: "description",
      State: "state",
      RecursiveDeleteOption: "force_destroy",
      WorkGroupConfiguration: block("configuration", workgroup),
      Tags: tags,
    },
    { handles: { text: "Ref", arn: arnOf("athena", "workgroup/${Self}") } },
  ),
  aws_emr_cluster: tabled("AWS::EMR::Cluster", emr, {
    handles: { host: "MasterPublicDNS", arn: arnOf("elasticmapreduce", "cluster/${Self}") },
  }),
};
