import { lacksPolicy } from "../policy.ts";
import type { Draft, Properties } from "../cfn.ts";
import type { Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";

/** A setting of a bucket: a companion of its own since AWS provider 4, a block of the bucket before. */
const settingOf = (bucket: Reader, companion: string, block: string): Reader | undefined =>
  bucket.companion(companion, "bucket") ?? bucket.blocks(block)[0];

const versioningOf = (bucket: Reader): Draft => {
  const companion = bucket.companion("aws_s3_bucket_versioning", "bucket");
  if (companion !== undefined)
    return companion.within("versioning_configuration", (versioning) =>
      versioning.text("status") === "Disabled" ? undefined : versioning.copy({ Status: "status" }),
    );
  return bucket.within("versioning", (versioning) => (versioning.isOn("enabled") ? { Status: "Enabled" } : undefined));
};

const encryptionRule = (rule: Reader): Draft => ({
  BucketKeyEnabled: rule.plain("bucket_key_enabled"),
  ServerSideEncryptionByDefault: rule.within("apply_server_side_encryption_by_default", (encryption) => ({
    SSEAlgorithm: encryption.must.plain("sse_algorithm"),
    KMSMasterKeyID: encryption.arn("kms_master_key_id"),
  })),
});

const encryptionOf = (bucket: Reader): Draft => {
  const setting = settingOf(
    bucket,
    "aws_s3_bucket_server_side_encryption_configuration",
    "server_side_encryption_configuration",
  );
  const rules = setting?.each("rule", encryptionRule);
  return rules === undefined ? undefined : { ServerSideEncryptionConfiguration: rules };
};

const expirationOf = (rule: Reader): Properties => {
  const [expiration] = rule.blocks("expiration");
  return {
    ExpirationInDays: expiration?.plain("days"),
    ExpirationDate: expiration?.plain("date"),
    ExpiredObjectDeleteMarker: expiration?.plain("expired_object_delete_marker"),
  };
};

const transitionOf = (transition: Reader): Draft => ({
  StorageClass: transition.must.plain("storage_class"),
  TransitionInDays: transition.plain("days"),
});

/** An empty filter means every object, and so does no prefix. */
const prefixOf = (rule: Reader): Draft => {
  const [filter] = rule.blocks("filter");
  return filter?.plain("prefix") ?? rule.plain("prefix");
};

const lifecycleRule = (rule: Reader): Draft => ({
  Id: rule.plain("id"),
  Status: rule.plain("status") ?? (rule.text("enabled") === "false" ? "Disabled" : "Enabled"),
  Prefix: prefixOf(rule),
  ...expirationOf(rule),
  Transitions: rule.each("transition", transitionOf),
  NoncurrentVersionExpiration: rule.within("noncurrent_version_expiration", (old) => ({
    NoncurrentDays: old.plain("noncurrent_days") ?? old.plain("days"),
    NewerNoncurrentVersions: old.plain("newer_noncurrent_versions"),
  })),
  NoncurrentVersionTransitions: rule.each("noncurrent_version_transition", (old) => ({
    StorageClass: old.must.plain("storage_class"),
    TransitionInDays: old.plain("noncurrent_days") ?? old.plain("days"),
  })),
  AbortIncompleteMultipartUpload: rule.within("abort_incomplete_multipart_upload", (upload) => ({
    DaysAfterInitiation: upload.plain("days_after_initiation"),
  })),
});

const lifecycleOf = (bucket: Reader): Draft => {
  const companion = bucket.companion("aws_s3_bucket_lifecycle_configuration", "bucket");
  const rules =
    companion === undefined ? bucket.each("lifecycle_rule", lifecycleRule) : companion.each("rule", lifecycleRule);
  return rules === undefined ? undefined : { Rules: rules };
};

const accessBlockOf = (bucket: Reader): Draft =>
  bucket.companion("aws_s3_bucket_public_access_block", "bucket")?.copy({
    BlockPublicAcls: "block_public_acls",
    BlockPublicPolicy: "block_public_policy",
    IgnorePublicAcls: "ignore_public_acls",
    RestrictPublicBuckets: "restrict_public_buckets",
  });

const loggingOf = (bucket: Reader): Draft => {
  const logging = settingOf(bucket, "aws_s3_bucket_logging", "logging");
  return (
    logging && {
      DestinationBucketName: logging.must.id("target_bucket"),
      LogFilePrefix: logging.plain("target_prefix"),
    }
  );
};

/** `public-read` → `PublicRead`; a bucket is private anyway. */
const aclOf = (bucket: Reader): Draft => {
  const acl = bucket.companion("aws_s3_bucket_acl", "bucket")?.text("acl") ?? bucket.text("acl");
  if (acl === undefined || acl === "private") return undefined;
  return acl.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
};

/** An ACL that opens a bucket needs ownership rules that know ACLs. */
const ownershipOf = (bucket: Reader): Draft => {
  const rules = bucket
    .companion("aws_s3_bucket_ownership_controls", "bucket")
    ?.each("rule", (rule) => rule.copy({ ObjectOwnership: "object_ownership" }));
  if (rules !== undefined) return { Rules: rules };
  return aclOf(bucket) === undefined ? undefined : { Rules: [{ ObjectOwnership: "ObjectWriter" }] };
};

const corsRule = (rule: Reader): Draft => ({
  AllowedMethods: rule.list("allowed_methods", "text"),
  AllowedOrigins: rule.list("allowed_origins", "text"),
  AllowedHeaders: rule.list("allowed_headers", "text"),
  ExposedHeaders: rule.list("expose_headers", "text"),
  MaxAge: rule.plain("max_age_seconds"),
});

const corsOf = (bucket: Reader): Draft => {
  const rules = (bucket.companion("aws_s3_bucket_cors_configuration", "bucket") ?? bucket).each("cors_rule", corsRule);
  return rules === undefined ? undefined : { CorsRules: rules };
};

const websiteOf = (bucket: Reader): Draft => {
  const companion = bucket.companion("aws_s3_bucket_website_configuration", "bucket");
  return companion === undefined
    ? bucket.within("website", (site) =>
        site.copy({ IndexDocument: "index_document", ErrorDocument: "error_document" }),
      )
    : {
        IndexDocument: companion.within("index_document", (page) => page.plain("suffix")),
        ErrorDocument: companion.within("error_document", (page) => page.plain("key")),
      };
};

const eventFilter = (notification: Reader): Draft => {
  const rules = [
    ["prefix", notification.plain("filter_prefix")],
    ["suffix", notification.plain("filter_suffix")],
  ] as const;
  const given = rules.filter(([, value]) => value !== undefined).map(([Name, Value]) => ({ Name, Value }));
  return given.length === 0 ? undefined : { S3Key: { Rules: given } };
};

/** CloudFormation has an entry for each event, Terraform a list of events in one. */
const eventsOf = (notification: Reader, block: string, property: string, arn: string): Draft => {
  const entries = notification.blocks(block).flatMap((entry) =>
    entry.items("events", "text").map((Event) => ({
      Event,
      [property]: entry.must.arn(arn),
      Filter: eventFilter(entry),
    })),
  );
  return entries.length === 0 ? undefined : entries;
};

const notificationsOf = (bucket: Reader): Draft => {
  const notification = bucket.companion("aws_s3_bucket_notification", "bucket");
  if (notification === undefined) return undefined;
  return {
    LambdaConfigurations: eventsOf(notification, "lambda_function", "Function", "lambda_function_arn"),
    QueueConfigurations: eventsOf(notification, "queue", "Queue", "queue_arn"),
    TopicConfigurations: eventsOf(notification, "topic", "Topic", "topic_arn"),
    EventBridgeConfiguration: notification.isOn("eventbridge") ? { EventBridgeEnabled: true } : undefined,
  };
};

const replicationOf = (bucket: Reader): Draft => {
  const replication = bucket.companion("aws_s3_bucket_replication_configuration", "bucket");
  return replication && { Role: replication.must.arn("role"), Rules: replication.each("rule", replicationRule) };
};

const replicationRule = (rule: Reader): Draft => {
  const [filter] = rule.blocks("filter");
  return {
    Id: rule.plain("id"),
    Status: rule.must.plain("status"),
    Priority: rule.plain("priority"),
    Prefix: rule.plain("prefix"),
    // A rule that knows filters has one, be it empty.
    Filter: filter && { Prefix: filter.plain("prefix") ?? "" },
    DeleteMarkerReplication:
      rule.within("delete_marker_replication", (markers) => markers.copy({ Status: "status" })) ??
      (filter && { Status: "Disabled" }),
    SourceSelectionCriteria: rule.within("source_selection_criteria", (criteria) => ({
      ReplicaModifications: criteria.within("replica_modifications", (part) => part.copy({ Status: "status" })),
      SseKmsEncryptedObjects: criteria.within("sse_kms_encrypted_objects", (part) => part.copy({ Status: "status" })),
    })),
    Destination: rule.within("destination", replicaOf),
  };
};

const minutesOf = (block: Reader): Draft => ({ Minutes: block.must.plain("minutes") });

const replicaOf = (destination: Reader): Draft => ({
  Bucket: destination.must.arn("bucket"),
  ...destination.copy({ Account: "account", StorageClass: "storage_class" }),
  AccessControlTranslation: destination.within("access_control_translation", (control) =>
    control.copy({ Owner: "owner" }),
  ),
  EncryptionConfiguration: destination.within("encryption_configuration", (encryption) => ({
    ReplicaKmsKeyID: encryption.must.arn("replica_kms_key_id"),
  })),
  Metrics: destination.within("metrics", (metrics) => ({
    Status: metrics.plain("status"),
    EventThreshold: metrics.within("event_threshold", minutesOf),
  })),
  ReplicationTime: destination.within("replication_time", (within) => ({
    Status: within.plain("status"),
    Time: within.within("time", minutesOf),
  })),
});

/** Who is notified must be allowed to be before the bucket is made. */
const permissionsBefore = (bucket: Reader): string[] => {
  const { model } = bucket.translation;
  const notifications = model.attached(bucket.component, "aws_s3_bucket_notification", "bucket");
  if (notifications.length === 0) return [];
  const told = new Set(notifications.flatMap(({ references }) => references.map(({ to }) => to)));
  told.delete(bucket.component.id);
  return model
    .ofType("aws_lambda_permission", "aws_sqs_queue_policy", "aws_sns_topic_policy")
    .filter(({ references }) => references.some(({ to }) => told.has(to)))
    .flatMap((permission) => bucket.translation.logicalId(permission) ?? []);
};

export const storage: Mappings = {
  aws_s3_bucket: {
    type: "AWS::S3::Bucket",
    handles: { text: "Ref", host: "RegionalDomainName" },
    properties: (bucket) => {
      bucket.raw("bucket_prefix");
      return {
        BucketName: bucket.plain("bucket"),
        AccessControl: aclOf(bucket),
        OwnershipControls: ownershipOf(bucket),
        PublicAccessBlockConfiguration: accessBlockOf(bucket),
        VersioningConfiguration: versioningOf(bucket),
        BucketEncryption: encryptionOf(bucket),
        LifecycleConfiguration: lifecycleOf(bucket),
        LoggingConfiguration: loggingOf(bucket),
        ReplicationConfiguration: replicationOf(bucket),
        CorsConfiguration: corsOf(bucket),
        WebsiteConfiguration: websiteOf(bucket),
        NotificationConfiguration: notificationsOf(bucket),
        Tags: bucket.tags(),
      };
    },
    options: (bucket) => ({ deletionPolicy: "Retain", dependsOn: permissionsBefore(bucket) }),
    output: { suffix: "Name", description: "Name of the bucket", handle: "id" },
  },
  aws_s3_bucket_policy: {
    type: "AWS::S3::BucketPolicy",
    skip: lacksPolicy,
    properties: (policy) => ({ Bucket: policy.must.id("bucket"), PolicyDocument: policy.document("policy") }),
  },
  aws_efs_file_system: {
    type: "AWS::EFS::FileSystem",
    handles: { text: "Ref" },
    properties: (files) => {
      files.raw("creation_token");
      return {
        ...files.copy({
          Encrypted: "encrypted",
          PerformanceMode: "performance_mode",
          ThroughputMode: "throughput_mode",
          ProvisionedThroughputInMibps: "provisioned_throughput_in_mibps",
        }),
        KmsKeyId: files.arn("kms_key_id"),
        LifecyclePolicies: files.each("lifecycle_policy", (policy) =>
          policy.copy({
            TransitionToIA: "transition_to_ia",
            TransitionToPrimaryStorageClass: "transition_to_primary_storage_class",
          }),
        ),
        BackupPolicy: files
          .companion("aws_efs_backup_policy", "file_system_id")
          ?.within("backup_policy", (backup) => backup.copy({ Status: "status" })),
        FileSystemPolicy: files.companion("aws_efs_file_system_policy", "file_system_id")?.document("policy"),
        FileSystemTags: files.tags(),
      };
    },
    options: () => ({ deletionPolicy: "Retain" }),
  },
  aws_efs_mount_target: {
    type: "AWS::EFS::MountTarget",
    properties: (target) => ({
      FileSystemId: target.must.id("file_system_id"),
      SubnetId: target.must.id("subnet_id"),
      SecurityGroups: target.must.list("security_groups", "group"),
    }),
  },
  aws_efs_access_point: {
    type: "AWS::EFS::AccessPoint",
    properties: (point) => ({
      FileSystemId: point.must.id("file_system_id"),
      PosixUser: point.within("posix_user", (user) => user.copyText({ Uid: "uid", Gid: "gid" })),
      RootDirectory: point.within("root_directory", (root) => ({
        Path: root.plain("path"),
        CreationInfo: root.within("creation_info", (owner) =>
          owner.copyText({ OwnerUid: "owner_uid", OwnerGid: "owner_gid", Permissions: "permissions" }),
        ),
      })),
      AccessPointTags: point.tags(),
    }),
  },
};
