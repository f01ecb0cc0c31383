import { asText, isObject, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Attributes, Component, Value } from "../model/index.ts";
import { allPlaces, eachBlock, fail, judge, mustBe, mustBeSet, pass, skip, unknown } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { isOpenToAnyone, statementsOf, textsOf } from "./policy.ts";
import type { Statement } from "./policy.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

/** Fails where a statement of the policy at `path` is `bad`. */
const policyAt =
  (path: string, bad: (statement: Statement) => boolean) =>
  ({ attributes }: Component): Verdict => {
    const policy = read(attributes, path);
    if (policy === undefined) return pass;
    const statements = statementsOf(policy);
    if (statements === undefined) return unknown;
    return statements.some(bad) ? fail(path) : pass;
  };

/** Denies everything to everyone, so that only the account's root user gets in again. */
const locksOut = ({ effect, actions, principals, condition }: Statement): boolean =>
  effect === "Deny" &&
  principals.includes("*") &&
  actions.some((action) => /^(?:s3:)?\*$/.test(action)) &&
  !isObject(condition);

const search = ["aws_opensearch_domain", "aws_elasticsearch_domain"];

/** Sends a route every address to a peered network? `prefix`: of the paths to its attributes. */
const peersAll = (route: Attributes, prefix: string): Verdict => {
  if (read(route, "vpc_peering_connection_id") === undefined) return pass;
  const names = ["destination_cidr_block", "destination_ipv6_cidr_block", "cidr_block", "ipv6_cidr_block"];
  const all = names.find((name) => ["0.0.0.0/0", "::/0"].includes(asText(read(route, name)) ?? ""));
  return all === undefined ? pass : fail(`${prefix}${all}`);
};

/** Copies to another region that a snapshot policy makes, by schedule or when somebody shares a snapshot. */
const copiesOf = ({ attributes }: Component): [path: string, copy: Attributes][] =>
  copyPlaces.flatMap(([outer, inner]) =>
    readAll(attributes, `policy_details.${outer}`).flatMap(([at, block]) =>
      readAll(block, inner).map(([path, copy]): [string, Attributes] => [
        `${at}.${path}`.replace("policy_details.", "policy_details[0]."),
        copy,
      ]),
    ),
  );

/** Judges one attribute of each copy, which an event's stands a block deeper. */
const everyCopy =
  (name: string, isGood: (value: Value | undefined) => boolean) =>
  (component: Component): Verdict =>
    allPlaces(
      copiesOf(component).map(([path, copy]) => {
        const deeper = path.includes("cross_region_copy[") ? `encryption_configuration.${name}` : name;
        const value = read(copy, deeper);
        return isGood(value) ? pass : isUnknown(value) ? unknown : fail(`${path}.${deeper.replace(".", "[0].")}`);
      }),
    );

const copyPlaces = [
  ["schedule", "cross_region_copy_rule"],
  ["action", "cross_region_copy"],
] as const;

/** Rules about data that is kept too short, spread too wide, or lost with one machine. */
export const dataSafetyRules: readonly Rule[] = [
  rule({
    id: "aws-s3-lockout",
    severity: "high",
    pillar: "reliability",
    types: ["aws_s3_bucket", "aws_s3_bucket_policy"],
    title: "Bucket policy shuts everyone out",
    why: "A Deny of everything for everyone holds for you, too: only the root user can undo it.",
    fix: "Add a condition to the statement, or name in it the actions and principals that are meant.",
    refs: { checkov: ["CKV_AWS_93"] },
    check: policyAt("policy", locksOut),
  }),
  rule({
    id: "aws-s3-object-lock",
    severity: "low",
    pillar: "reliability",
    types: ["aws_s3_bucket"],
    title: "Object lock is set up, but not on",
    why: "Objects that must not change can be overwritten and deleted.",
    fix: 'Set `object_lock_configuration.object_lock_enabled = "Enabled"`.',
    refs: { checkov: ["CKV_AWS_143"], fsbp: ["S3.15"] },
    check: (component) =>
      read(component.attributes, "object_lock_configuration") === undefined
        ? pass
        : mustBe("object_lock_configuration.object_lock_enabled", "Enabled")(component),
  }),
  rule({
    id: "aws-glacier-open",
    severity: "critical",
    pillar: "security",
    types: ["aws_glacier_vault"],
    title: "Archive lets anyone in",
    why: 'A statement allows principal "*": strangers read or delete the archive.',
    fix: "Name the accounts or roles in the Principal of `access_policy`.",
    refs: { checkov: ["CKV_AWS_167"] },
    check: policyAt("access_policy", isOpenToAnyone),
  }),
  rule({
    id: "aws-logs-year",
    severity: "low",
    pillar: "operations",
    types: ["aws_cloudwatch_log_group"],
    title: "Logs are kept for less than a year",
    why: "Break-ins are found months later on average; by then the traces are gone.",
    fix: "Set `retention_in_days` to 365 or more.",
    refs: { checkov: ["CKV_AWS_338"], fsbp: ["CloudWatch.16"] },
    check: (component) =>
      judge(
        component,
        "retention_in_days",
        (value) => Number(asText(value)) === 0 || Number(asText(value)) >= 365,
        pass,
      ),
  }),
  rule({
    id: "aws-opensearch-audit",
    severity: "low",
    pillar: "operations",
    types: search,
    title: "Search domain keeps no audit log",
    why: "Who searched or changed what cannot be found out afterwards.",
    fix: 'Add `log_publishing_options` with `log_type = "AUDIT_LOGS"`.',
    refs: { checkov: ["CKV_AWS_317"], fsbp: ["Opensearch.5", "ES.5"] },
    check: ({ attributes }) => {
      if (isUnknown(read(attributes, "log_publishing_options"))) return unknown;
      const options = readAll(attributes, "log_publishing_options");
      // A domain that publishes nothing at all is told so already.
      if (options.every(([, one]) => asText(read(one, "enabled")) === "false")) return skip;
      const audit = options.find(([, one]) => asText(read(one, "log_type")) === "AUDIT_LOGS");
      if (audit === undefined) return fail("log_publishing_options");
      return asText(read(audit[1], "enabled")) === "false" ? fail(`${audit[0]}.enabled`) : pass;
    },
  }),
  rule({
    id: "aws-opensearch-masters",
    severity: "medium",
    pillar: "reliability",
    types: search,
    title: "Search domain has fewer than three master nodes",
    why: "When nodes fail, two halves may each think that they are the whole.",
    fix: "Set `dedicated_master_enabled = true` and `dedicated_master_count` to 3 in `cluster_config`.",
    refs: { checkov: ["CKV_AWS_318", "CKV2_AWS_59"], fsbp: ["Opensearch.11", "ES.7"] },
    check: (component) => {
      const enabled = mustBe("cluster_config.dedicated_master_enabled", true)(component);
      if (enabled.outcome !== "pass") return enabled;
      return judge(component, "cluster_config.dedicated_master_count", (value) => Number(asText(value)) >= 3);
    },
  }),
  rule({
    id: "aws-opensearch-default-group",
    severity: "low",
    pillar: "security",
    types: search,
    title: "Search domain has the network's default security group",
    why: "Everything else that names no group reaches it.",
    fix: "Name a group of its own in `vpc_options.security_group_ids`.",
    refs: { checkov: ["CKV_AWS_248"] },
    check: (component) =>
      read(component.attributes, "vpc_options") === undefined
        ? pass
        : mustBeSet("vpc_options.security_group_ids")(component),
  }),
  rule({
    id: "aws-aurora-audit",
    severity: "low",
    pillar: "operations",
    types: ["aws_rds_cluster"],
    title: "MySQL cluster exports no audit log",
    why: "Who changed or read what cannot be found out afterwards.",
    fix: "List audit in `enabled_cloudwatch_logs_exports`.",
    refs: { checkov: ["CKV_AWS_325"], fsbp: ["RDS.34"] },
    check: ({ attributes }) => {
      const engine = asText(read(attributes, "engine")) ?? "aurora";
      if (!/^aurora(?:-mysql)?$/.test(engine)) return pass;
      const exports = read(attributes, "enabled_cloudwatch_logs_exports");
      if (isUnknown(exports)) return unknown;
      return textsOf(exports).includes("audit") ? pass : fail("enabled_cloudwatch_logs_exports");
    },
  }),
  rule({
    id: "aws-aurora-backtrack",
    severity: "low",
    pillar: "reliability",
    types: ["aws_rds_cluster"],
    title: "MySQL cluster cannot be turned back",
    why: "A wrong statement means restoring a backup into a new cluster, which takes hours.",
    fix: "Set `backtrack_window` to some hours, in seconds.",
    refs: { checkov: ["CKV_AWS_326"], fsbp: ["RDS.14"] },
    check: (component) =>
      /^aurora(?:-mysql)?$/.test(asText(read(component.attributes, "engine")) ?? "aurora")
        ? judge(component, "backtrack_window", (value) => Number(asText(value)) > 0)
        : pass,
  }),
  rule({
    id: "aws-snapshots-copied-plain",
    severity: "medium",
    pillar: "security",
    types: ["aws_dlm_lifecycle_policy"],
    title: "Snapshots are copied to another region unencrypted",
    why: "Whoever gets at the copies reads the whole disks.",
    fix: "Set `encrypted = true` and a `cmk_arn` in `cross_region_copy_rule`.",
    refs: { checkov: ["CKV_AWS_253", "CKV_AWS_255"] },
    check: everyCopy("encrypted", (value) => asText(value) === "true"),
  }),
  rule({
    id: "aws-snapshots-copied-customer-key",
    severity: "low",
    pillar: "security",
    types: ["aws_dlm_lifecycle_policy"],
    title: "Copies of snapshots in another region have no key of your own",
    why: "Only with a key of your own can you take access to the copies away at once.",
    fix: "Set `cmk_arn` to a KMS key of the other region.",
    refs: { checkov: ["CKV_AWS_254", "CKV_AWS_256"] },
    check: everyCopy("cmk_arn", (value) => value !== undefined && value !== ""),
  }),
  rule({
    id: "aws-network-acl-unused",
    severity: "low",
    pillar: "operations",
    types: ["aws_network_acl"],
    title: "Network ACL guards no subnet",
    why: "Its rules have no effect, though they look as if they had.",
    fix: "List subnets in `subnet_ids`, or add an aws_network_acl_association.",
    refs: { checkov: ["CKV2_AWS_1"], fsbp: ["EC2.16"] },
    check: (component, model) => {
      const joined = companionsOf(component, model, "aws_network_acl_association", "network_acl_id");
      if (joined === undefined) return unknown;
      return joined.length > 0 ? pass : mustBeSet("subnet_ids")(component);
    },
  }),
  rule({
    id: "aws-peering-all",
    severity: "medium",
    pillar: "security",
    types: ["aws_route", "aws_route_table", "aws_default_route_table"],
    title: "All traffic is sent to a peered network",
    why: "Every address is reached through another network, and that network sees everything.",
    fix: "Route only the peer's own range.",
    refs: { checkov: ["CKV2_AWS_44"] },
    check: (component) =>
      component.type === "aws_route"
        ? peersAll(component.attributes, "")
        : eachBlock(component, "route", (route, path) => peersAll(route, `${path}.`)),
  }),
  rule({
    id: "aws-config-recorder-off",
    severity: "medium",
    pillar: "operations",
    types: ["aws_config_configuration_recorder_status"],
    title: "Configuration recorder is switched off",
    why: "Changes are not recorded.",
    fix: "Set `is_enabled = true`.",
    refs: { checkov: ["CKV2_AWS_45"], fsbp: ["Config.1"] },
    check: mustBe("is_enabled", true),
  }),
  rule({
    id: "aws-cloudfront-certificate",
    severity: "low",
    pillar: "security",
    types: ["aws_cloudfront_distribution"],
    title: "Distribution has no certificate of its own",
    why: "Under your own name it answers nobody, and old TLS cannot be refused.",
    fix: "Set `acm_certificate_arn` in `viewer_certificate`.",
    refs: { checkov: ["CKV2_AWS_42"], fsbp: ["CloudFront.7"] },
    check: ({ attributes }) =>
      ["acm_certificate_arn", "iam_certificate_id"].some(
        (name) => read(attributes, `viewer_certificate.${name}`) !== undefined,
      )
        ? pass
        : fail("viewer_certificate"),
  }),
  rule({
    id: "aws-elb-plain",
    severity: "medium",
    pillar: "security",
    types: ["aws_elb"],
    title: "Classic load balancer has a listener without TLS",
    why: "What it carries can be read and changed on the way.",
    fix: "Set `lb_protocol` to https or ssl, with a certificate.",
    refs: { checkov: ["CKV_AWS_376"] },
    check: (component) =>
      eachBlock(component, "listener", (listener, path) => {
        const protocol = read(listener, "lb_protocol");
        if (isUnknown(protocol)) return unknown;
        return matches(protocol, /^(?:https|ssl)$/i) ? pass : fail(`${path}.lb_protocol`);
      }),
  }),
  rule({
    id: "aws-datasync-secret",
    severity: "critical",
    pillar: "security",
    types: ["aws_datasync_location_object_storage"],
    title: "Secret key is written into the code",
    why: "Everyone who can read the repository or the state has it.",
    fix: "Give `secret_key` by a sensitive variable that is read from a secret store.",
    refs: { checkov: ["CKV_AWS_295"] },
    check: ({ attributes }) => {
      const key = read(attributes, "secret_key");
      return key === undefined || isUnknown(key) ? pass : fail("secret_key");
    },
  }),
  rule({
    id: "aws-feature-store-key",
    severity: "low",
    pillar: "security",
    types: ["aws_sagemaker_feature_group"],
    title: "Feature store has no key of your own",
    why: "Only with a key of your own can you say who decrypts the data, and take access away at once.",
    fix: "Set `kms_key_id` in the online and the offline store.",
    refs: { checkov: ["CKV_AWS_375"] },
    check: ({ attributes }) => {
      const online = read(attributes, "online_store_config");
      const offline = read(attributes, "offline_store_config");
      if (online !== undefined && read(attributes, "online_store_config.security_config.kms_key_id") === undefined)
        return fail("online_store_config");
      if (offline !== undefined && read(attributes, "offline_store_config.s3_storage_config.kms_key_id") === undefined)
        return fail("offline_store_config");
      return pass;
    },
  }),
];
