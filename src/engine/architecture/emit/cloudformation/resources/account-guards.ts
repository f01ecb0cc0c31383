import { asText, read } from "../../../model/index.ts";
import type { Draft } from "../cfn.ts";
import { firewallRule, visibility } from "../firewall.ts";
import type { Mappings } from "../mapping.ts";
import { lacksPolicy } from "../policy.ts";
import type { Reader } from "../reader.ts";
import { arn, arns, document, id, must, named, number, orElse, tabled, tags, texts } from "../table.ts";

const expressions = (set: Reader): Draft =>
  set.blocks("regular_expression").map((expression) => expression.must.plain("regex_string"));

/** What guards the account, and what keys, secrets and firewalls have beside them. */
export const accountGuards: Mappings = {
  aws_kms_replica_key: tabled(
    "AWS::KMS::ReplicaKey",
    {
      Description: "description",
      PrimaryKeyArn: must(arn("primary_key_arn")),
      PendingWindowInDays: number("deletion_window_in_days"),
      Enabled: "enabled",
      KeyPolicy: must(document("policy")),
      Tags: tags,
    },
    { skip: lacksPolicy, handles: { text: "Ref" }, options: () => ({ deletionPolicy: "Retain" }) },
  ),
  aws_secretsmanager_secret_policy: tabled(
    "AWS::SecretsManager::ResourcePolicy",
    {
      SecretId: must(id("secret_arn")),
      ResourcePolicy: document("policy"),
      BlockPublicPolicy: "block_public_policy",
    },
    { skip: lacksPolicy },
  ),
  aws_wafv2_rule_group: tabled(
    "AWS::WAFv2::RuleGroup",
    {
      Name: "name",
      Description: "description",
      Scope: must("scope"),
      Capacity: must(number("capacity")),
      VisibilityConfig: visibility,
      Rules: (group) => group.each("rule", firewallRule),
      Tags: tags,
    },
    { handles: { id: "Id" } },
  ),
  aws_wafv2_regex_pattern_set: tabled(
    "AWS::WAFv2::RegexPatternSet",
    {
      Name: "name",
      Description: "description",
      Scope: must("scope"),
      RegularExpressionList: expressions,
      Tags: tags,
    },
    { handles: { id: "Id" } },
  ),
  aws_shield_protection: tabled(
    "AWS::Shield::Protection",
    {
      Name: must("name"),
      ResourceArn: must(arn("resource_arn")),
      Tags: tags,
    },
    { handles: { id: "ProtectionId", arn: "ProtectionArn" } },
  ),
  aws_accessanalyzer_analyzer: tabled("AWS::AccessAnalyzer::Analyzer", {
    AnalyzerName: "analyzer_name",
    Type: orElse("type", "ACCOUNT"),
    Tags: tags,
  }),
  aws_macie2_account: tabled(
    "AWS::Macie::Session",
    {
      FindingPublishingFrequency: "finding_publishing_frequency",
      Status: "status",
    },
    { handles: { arn: "ServiceRole" } },
  ),
  aws_securityhub_standards_subscription: tabled(
    "AWS::SecurityHub::Standard",
    { StandardsArn: must(named("standards_arn")) },
    { handles: { arn: "Ref" } },
  ),
  aws_inspector_assessment_target: tabled("AWS::Inspector::AssessmentTarget", {
    AssessmentTargetName: "name",
    ResourceGroupArn: arn("resource_group_arn"),
  }),
  aws_inspector_assessment_template: tabled("AWS::Inspector::AssessmentTemplate", {
    AssessmentTemplateName: "name",
    AssessmentTargetArn: must(arn("target_arn")),
    DurationInSeconds: must(number("duration")),
    RulesPackageArns: must(texts("rules_package_arns")),
  }),
  aws_s3_access_point: tabled("AWS::S3::AccessPoint", {
    Name: "name",
    Bucket: must(id("bucket")),
    BucketAccountId: "bucket_account_id",
    Policy: document("policy"),
    PublicAccessBlockConfiguration: (point) =>
      point.within("public_access_block_configuration", (access) =>
        access.copy({
          BlockPublicAcls: "block_public_acls",
          BlockPublicPolicy: "block_public_policy",
          IgnorePublicAcls: "ignore_public_acls",
          RestrictPublicBuckets: "restrict_public_buckets",
        }),
      ),
    VpcConfiguration: (point) => point.within("vpc_configuration", (network) => ({ VpcId: network.must.id("vpc_id") })),
  }),
  aws_sfn_activity: tabled(
    "AWS::StepFunctions::Activity",
    { Name: must("name"), Tags: tags },
    {
      handles: { id: "Ref", arn: "Ref", name: "Name" },
    },
  ),
  aws_cloudformation_stack: tabled(
    "AWS::CloudFormation::Stack",
    {
      TemplateURL: must(id("template_url")),
      Parameters: (stack) => stack.must.map("parameters", () => "name"),
      NotificationARNs: arns("notification_arns"),
      TimeoutInMinutes: number("timeout_in_minutes"),
      Tags: tags,
    },
    {
      // One whose template stands in the code itself would first have to be put into a bucket.
      skip: ({ attributes }) => asText(read(attributes, "template_body")) !== undefined,
      handles: { arn: "Ref" },
      ignored: ["name", "capabilities", "on_failure"],
    },
  ),
};
