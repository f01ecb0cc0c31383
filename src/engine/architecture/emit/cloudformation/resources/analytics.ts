import type { Draft, Properties } from "../cfn.ts";
import { asText } from "../cfn.ts";
import type { Mapping, Mappings } from "../mapping.ts";
import { containerDefinition } from "../containers.ts";
import type { Reader } from "../reader.ts";

const clusterConfig = (domain: Reader): Draft =>
  domain.within("cluster_config", (cluster) => ({
    ...cluster.copy({
      InstanceType: "instance_type",
      InstanceCount: "instance_count",
      DedicatedMasterEnabled: "dedicated_master_enabled",
      DedicatedMasterType: "dedicated_master_type",
      DedicatedMasterCount: "dedicated_master_count",
      ZoneAwarenessEnabled: "zone_awareness_enabled",
    }),
    ZoneAwarenessConfig: cluster.within("zone_awareness_config", (zones) =>
      zones.copy({ AvailabilityZoneCount: "availability_zone_count" }),
    ),
  }));

const logPublishing = (domain: Reader): Draft => {
  const entries = domain.blocks("log_publishing_options").flatMap((log) => {
    const type = log.key("log_type");
    return type === undefined
      ? []
      : [
          [
            type,
            { CloudWatchLogsLogGroupArn: log.arn("cloudwatch_log_group_arn"), Enabled: log.plain("enabled") ?? true },
          ] as const,
        ];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
};

/** What both generations of a search domain say in the same words. */
const searchProperties = (domain: Reader): Properties => ({
  EBSOptions: domain.within("ebs_options", (disk) =>
    disk.copy({ EBSEnabled: "ebs_enabled", VolumeSize: "volume_size", VolumeType: "volume_type", Iops: "iops" }),
  ),
  EncryptionAtRestOptions: domain.within("encrypt_at_rest", (encryption) => ({
    Enabled: encryption.plain("enabled"),
    KmsKeyId: encryption.id("kms_key_id"),
  })),
  NodeToNodeEncryptionOptions: domain.within("node_to_node_encryption", (encryption) =>
    encryption.copy({ Enabled: "enabled" }),
  ),
  DomainEndpointOptions: domain.within("domain_endpoint_options", (endpoint) =>
    endpoint.copy({ EnforceHTTPS: "enforce_https", TLSSecurityPolicy: "tls_security_policy" }),
  ),
  AdvancedSecurityOptions: domain.within("advanced_security_options", (security) => ({
    Enabled: security.plain("enabled"),
    InternalUserDatabaseEnabled: security.plain("internal_user_database_enabled"),
    MasterUserOptions: security.within("master_user_options", (user) => ({
      MasterUserARN: user.arn("master_user_arn"),
      MasterUserName: user.plain("master_user_name"),
      MasterUserPassword: user.has("master_user_password") ? user.must.plain("master_user_password") : undefined,
    })),
  })),
  LogPublishingOptions: logPublishing(domain),
  VPCOptions: domain.within("vpc_options", (network) => ({
    SubnetIds: network.ids("subnet_ids"),
    SecurityGroupIds: network.list("security_group_ids", "group"),
  })),
  AccessPolicies: domain.document("access_policies"),
  Tags: domain.tags(),
});

const searchDomain: Pick<Mapping, "handles" | "options"> = {
  handles: { host: "DomainEndpoint", text: "DomainEndpoint" },
  options: () => ({ deletionPolicy: "Retain" }),
};

export const analytics: Mappings = {
  aws_glue_catalog_database: {
    type: "AWS::Glue::Database",
    handles: { text: "Ref" },
    properties: (database) => ({
      CatalogId: { Ref: "AWS::AccountId" },
      DatabaseInput: { Name: database.must.plain("name"), Description: database.plain("description") },
    }),
  },
  aws_glue_job: {
    type: "AWS::Glue::Job",
    handles: { text: "Ref", arn: "arn:${AWS::Partition}:glue:${AWS::Region}:${AWS::AccountId}:job/${Self}" },
    properties: (job) => ({
      Name: job.plain("name"),
      Role: job.must.arn("role_arn"),
      ...job.copy({
        GlueVersion: "glue_version",
        WorkerType: "worker_type",
        NumberOfWorkers: "number_of_workers",
        MaxRetries: "max_retries",
        Timeout: "timeout",
      }),
      SecurityConfiguration: job.named("security_configuration"),
      Command: job.within("command", (command) => ({
        Name: command.plain("name") ?? "glueetl",
        ScriptLocation: command.must.id("script_location"),
        PythonVersion: command.plain("python_version") ?? "3",
      })),
      DefaultArguments: job.must.map("default_arguments", () => "name"),
      Tags: job.tagMap(),
    }),
  },
  aws_redshift_cluster: {
    type: "AWS::Redshift::Cluster",
    handles: {
      arn: "arn:${AWS::Partition}:redshift:${AWS::Region}:${AWS::AccountId}:cluster:${Self}",
      host: "Endpoint.Address",
      text: "Endpoint.Address",
    },
    properties: (cluster) => ({
      ClusterIdentifier: cluster.plain("cluster_identifier"),
      ClusterType: cluster.plain("cluster_type") ?? (cluster.has("number_of_nodes") ? "multi-node" : "single-node"),
      DBName: cluster.plain("database_name") ?? "dev",
      NodeType: cluster.must.plain("node_type"),
      MasterUsername: cluster.must.plain("master_username"),
      MasterUserPassword: cluster.isOn("manage_master_password") ? undefined : cluster.must.plain("master_password"),
      ...cluster.copy({
        NumberOfNodes: "number_of_nodes",
        Encrypted: "encrypted",
        PubliclyAccessible: "publicly_accessible",
        EnhancedVpcRouting: "enhanced_vpc_routing",
        AutomatedSnapshotRetentionPeriod: "automated_snapshot_retention_period",
        AllowVersionUpgrade: "allow_version_upgrade",
        ManageMasterPassword: "manage_master_password",
        Port: "port",
      }),
      KmsKeyId: cluster.id("kms_key_id"),
      ClusterSubnetGroupName: cluster.named("cluster_subnet_group_name"),
      ClusterParameterGroupName: cluster.named("cluster_parameter_group_name"),
      VpcSecurityGroupIds: cluster.list("vpc_security_group_ids", "group"),
      IamRoles: cluster.arns("iam_roles"),
      LoggingProperties: loggingOf(cluster),
      Tags: cluster.tags(),
    }),
    options: (cluster) => {
      cluster.raw("final_snapshot_identifier");
      return { deletionPolicy: cluster.isOn("skip_final_snapshot") ? "Delete" : "Snapshot" };
    },
    output: { suffix: "Endpoint", description: "Address of the warehouse", handle: "host" },
  },
  aws_opensearch_domain: {
    ...searchDomain,
    type: "AWS::OpenSearchService::Domain",
    properties: (domain) => ({
      DomainName: domain.plain("domain_name"),
      EngineVersion: asText(domain.plain("engine_version")),
      ClusterConfig: clusterConfig(domain),
      ...searchProperties(domain),
    }),
  },
  aws_elasticsearch_domain: {
    ...searchDomain,
    type: "AWS::Elasticsearch::Domain",
    properties: (domain) => ({
      DomainName: domain.plain("domain_name"),
      ElasticsearchVersion: asText(domain.plain("elasticsearch_version")),
      ElasticsearchClusterConfig: clusterConfig(domain),
      ...searchProperties(domain),
    }),
  },
  aws_batch_compute_environment: {
    type: "AWS::Batch::ComputeEnvironment",
    handles: { id: "Ref", arn: "ComputeEnvironmentArn" },
    properties: (environment) => ({
      ComputeEnvironmentName: environment.plain("compute_environment_name"),
      Type: environment.must.plain("type"),
      State: environment.plain("state"),
      ServiceRole: environment.arn("service_role"),
      ComputeResources: environment.within("compute_resources", (resources) => ({
        Type: resources.must.plain("type"),
        ...resources.copy({ MaxvCpus: "max_vcpus", MinvCpus: "min_vcpus", DesiredvCpus: "desired_vcpus" }),
        InstanceTypes: resources.list("instance_type", "text"),
        InstanceRole: resources.arn("instance_role"),
        Subnets: resources.must.ids("subnets"),
        SecurityGroupIds: resources.list("security_group_ids", "group"),
      })),
      Tags: environment.tagMap(),
    }),
  },
  aws_batch_job_queue: {
    type: "AWS::Batch::JobQueue",
    handles: { text: "Ref", id: "Ref", arn: "JobQueueArn" },
    properties: (queue) => ({
      JobQueueName: queue.plain("name"),
      State: queue.plain("state"),
      Priority: queue.must.plain("priority"),
      ComputeEnvironmentOrder: queue.each("compute_environment_order", (order) => ({
        Order: order.plain("order"),
        ComputeEnvironment: order.must.arn("compute_environment"),
      })),
      Tags: queue.tagMap(),
    }),
  },
  aws_batch_job_definition: {
    type: "AWS::Batch::JobDefinition",
    handles: { text: "Ref", id: "Ref", arn: "Ref" },
    properties: (job) => ({
      JobDefinitionName: job.plain("name"),
      Type: job.must.plain("type"),
      PlatformCapabilities: job.list("platform_capabilities", "text"),
      ContainerProperties: containerDefinition(job, "container_properties"),
      RetryStrategy: job.within("retry_strategy", (retry) => retry.copy({ Attempts: "attempts" })),
      Timeout: job.within("timeout", (timeout) => timeout.copy({ AttemptDurationSeconds: "attempt_duration_seconds" })),
      Tags: job.tagMap(),
    }),
  },
  aws_sagemaker_notebook_instance: {
    type: "AWS::SageMaker::NotebookInstance",
    handles: { arn: "Ref" },
    properties: (notebook) => ({
      NotebookInstanceName: notebook.plain("name"),
      InstanceType: notebook.must.plain("instance_type"),
      RoleArn: notebook.must.arn("role_arn"),
      SubnetId: notebook.id("subnet_id"),
      SecurityGroupIds: notebook.list("security_groups", "group"),
      KmsKeyId: notebook.id("kms_key_id"),
      ...notebook.copy({
        DirectInternetAccess: "direct_internet_access",
        RootAccess: "root_access",
        VolumeSizeInGB: "volume_size",
      }),
      Tags: notebook.tags(),
    }),
  },
};

const loggingOf = (cluster: Reader): Draft => {
  const logging = cluster.companion("aws_redshift_logging", "cluster_identifier");
  return logging && { BucketName: logging.id("bucket_name"), S3KeyPrefix: logging.plain("s3_key_prefix") };
};
