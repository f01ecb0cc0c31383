import { entryOf } from "../../document/node.ts";
import { hclString } from "../../translate/terraform-writer.ts";
import { intrinsicOf, plainText } from "../intrinsics.ts";
import { eachItem } from "./items.ts";
import type { PropertyMapping, PropertyMappings, ResourceMappings } from "./mapping.ts";
import { blockAround, dropped } from "./property-writers.ts";
import { itemsOf } from "./reshaping.ts";

/** A part of a bucket that has been a resource of its own since version 4 of the provider. */
const part = (type: string, properties: PropertyMappings): PropertyMapping => ({
  companion: `aws_s3_bucket_${type}`,
  via: "bucket",
  properties,
});

/** `PublicReadWrite` → `public-read-write`. */
const cannedAcl = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();

const accessControl: PropertyMapping = {
  write: (value, at) => {
    const text = intrinsicOf(value) === undefined ? plainText(value) : undefined;
    const acl = text === undefined ? at.hcl(value) : hclString(cannedAcl(text));
    at.companion("aws_s3_bucket_acl", at.logicalId, { line: at.line, endLine: value.endLine }, () => {
      at.out.attribute("bucket", at.reference("id"), at.line);
      at.out.attribute("acl", acl, at.line);
    });
  },
};

const versioning: PropertyMapping = {
  write: (value, at) =>
    at.companion("aws_s3_bucket_versioning", at.logicalId, { line: at.line, endLine: value.endLine }, () => {
      at.out.attribute("bucket", at.reference("id"), at.line);
      at.out.block("versioning_configuration", [], { line: at.line, endLine: value.endLine }, () =>
        at.properties(value, {}),
      );
    }),
};

const encryption = part("server_side_encryption_configuration", {
  ServerSideEncryptionConfiguration: {
    block: "rule",
    properties: {
      ServerSideEncryptionByDefault: {
        block: "apply_server_side_encryption_by_default",
        properties: { SSEAlgorithm: "sse_algorithm", KMSMasterKeyID: "kms_master_key_id" },
      },
    },
  },
});

const transition: PropertyMappings = { TransitionInDays: "days", TransitionDate: "date" };
const oldTransition: PropertyMappings = { TransitionInDays: "noncurrent_days" };

const tagFilters: PropertyMapping = {
  write: (value, at) =>
    at.out.block("filter", [], { line: at.line, endLine: value.endLine }, () =>
      eachItem(value, at, (tag, place) =>
        place.out.block("tag", [], { line: tag.line, endLine: tag.endLine }, () => place.properties(tag, {})),
      ),
    ),
};

const lifecycleRule: PropertyMappings = {
  Prefix: blockAround("filter", "prefix"),
  TagFilters: tagFilters,
  ObjectSizeGreaterThan: blockAround("filter", "object_size_greater_than"),
  ObjectSizeLessThan: blockAround("filter", "object_size_less_than"),
  ExpirationInDays: blockAround("expiration", "days"),
  ExpirationDate: blockAround("expiration", "date"),
  ExpiredObjectDeleteMarker: blockAround("expiration", "expired_object_delete_marker"),
  Transition: { block: "transition", properties: transition },
  Transitions: { block: "transition", properties: transition },
  NoncurrentVersionExpirationInDays: blockAround("noncurrent_version_expiration", "noncurrent_days"),
  NoncurrentVersionExpiration: { block: "noncurrent_version_expiration" },
  NoncurrentVersionTransition: { block: "noncurrent_version_transition", properties: oldTransition },
  NoncurrentVersionTransitions: { block: "noncurrent_version_transition", properties: oldTransition },
  AbortIncompleteMultipartUpload: { block: "abort_incomplete_multipart_upload" },
};

const filters = ["Prefix", "TagFilters", "ObjectSizeGreaterThan", "ObjectSizeLessThan"];

/** Terraform asks for a name of each rule, and for a filter even where all objects are meant. */
const lifecycleRules: PropertyMapping = {
  write: (rules, at) =>
    eachItem(rules, at, (rule, place, position) => {
      const span = { line: rule.line, endLine: rule.endLine };
      place.out.block("rule", [], span, () => {
        if (entryOf(rule, "Id") === undefined) place.out.attribute("id", `"rule-${position + 1}"`, rule.line);
        place.properties(rule, lifecycleRule);
        if (filters.every((name) => entryOf(rule, name) === undefined)) place.out.block("filter", [], span, () => {});
      });
    }),
};

/** `S3Key: {Rules: [{Name: suffix, Value: .jpg}]}` → `filter_suffix = ".jpg"`; the CDK says it as the API of S3 does. */
const keyFilter: PropertyMapping = {
  write: (filter, at) => {
    const rules = entryOf(entryOf(filter, "S3Key"), "Rules") ?? entryOf(entryOf(filter, "Key"), "FilterRules");
    eachItem(rules ?? filter, at, (rule, place) => {
      const name = plainText(entryOf(rule, "Name"))?.toLowerCase();
      const value = entryOf(rule, "Value");
      if ((name === "prefix" || name === "suffix") && value !== undefined)
        place.out.attribute(`filter_${name}`, place.hcl(value), value.line);
    });
  },
};

const events: PropertyMapping = {
  write: (value, at) =>
    at.out.attribute(
      "events",
      { list: itemsOf(value).map((event) => ({ value: at.hcl(event), line: event.line })) },
      at.line,
    ),
};

export const notified = (block: string, property: string, attribute: string): PropertyMapping => ({
  block,
  properties: { [property]: attribute, Event: events, Events: events, Filter: keyFilter },
});

const notifications = part("notification", {
  LambdaConfigurations: notified("lambda_function", "Function", "lambda_function_arn"),
  QueueConfigurations: notified("queue", "Queue", "queue_arn"),
  TopicConfigurations: notified("topic", "Topic", "topic_arn"),
  EventBridgeConfiguration: { write: (_, at) => at.out.attribute("eventbridge", "true", at.line) },
});

const website = part("website_configuration", {
  IndexDocument: blockAround("index_document", "suffix"),
  ErrorDocument: blockAround("error_document", "key"),
  RedirectAllRequestsTo: { block: "redirect_all_requests_to" },
  RoutingRules: {
    block: "routing_rule",
    properties: { RoutingRuleCondition: { block: "condition" }, RedirectRule: { block: "redirect" } },
  },
});

const replication = part("replication_configuration", {
  Rules: {
    block: "rule",
    properties: {
      Destination: {
        block: "destination",
        properties: {
          EncryptionConfiguration: {
            block: "encryption_configuration",
            properties: { ReplicaKmsKeyID: "replica_kms_key_id" },
          },
          AccessControlTranslation: { block: "access_control_translation" },
          ReplicationTime: { block: "replication_time", properties: { Time: { block: "time" } } },
          Metrics: { block: "metrics", properties: { EventThreshold: { block: "event_threshold" } } },
        },
      },
      SourceSelectionCriteria: { block: "source_selection_criteria" },
      DeleteMarkerReplication: { block: "delete_marker_replication" },
    },
  },
});

export const s3Mappings: ResourceMappings = {
  "AWS::S3::Bucket": {
    type: "aws_s3_bucket",
    attributes: {
      DomainName: "bucket_domain_name",
      RegionalDomainName: "bucket_regional_domain_name",
      WebsiteURL: "website_endpoint",
    },
    properties: {
      BucketName: "bucket",
      AccessControl: accessControl,
      OwnershipControls: part("ownership_controls", { Rules: { block: "rule" } }),
      PublicAccessBlockConfiguration: part("public_access_block", {}),
      VersioningConfiguration: versioning,
      BucketEncryption: encryption,
      LifecycleConfiguration: part("lifecycle_configuration", { Rules: lifecycleRules }),
      LoggingConfiguration: part("logging", {
        DestinationBucketName: "target_bucket",
        LogFilePrefix: "target_prefix",
        TargetObjectKeyFormat: dropped,
      }),
      CorsConfiguration: part("cors_configuration", {
        CorsRules: { block: "cors_rule", properties: { ExposedHeaders: "expose_headers", MaxAge: "max_age_seconds" } },
      }),
      WebsiteConfiguration: website,
      NotificationConfiguration: notifications,
      ReplicationConfiguration: replication,
      AccelerateConfiguration: part("accelerate_configuration", { AccelerationStatus: "status" }),
      ObjectLockConfiguration: part("object_lock_configuration", {
        Rule: { block: "rule", properties: { DefaultRetention: { block: "default_retention" } } },
      }),
      IntelligentTieringConfigurations: dropped,
      InventoryConfigurations: dropped,
      AnalyticsConfigurations: dropped,
      MetricsConfigurations: dropped,
    },
  },
  "AWS::S3::BucketPolicy": {
    type: "aws_s3_bucket_policy",
    properties: { PolicyDocument: { json: "policy" } },
  },
  "AWS::S3::AccessPoint": {
    type: "aws_s3_access_point",
    properties: {
      Policy: { json: "policy" },
      VpcConfiguration: { block: "vpc_configuration" },
      PublicAccessBlockConfiguration: { block: "public_access_block_configuration" },
    },
  },
};
