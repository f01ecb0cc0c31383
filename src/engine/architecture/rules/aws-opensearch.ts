import { set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, read, readAll } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { countAt, fail, mustBe, mustBeSet, mustMatch, pass, unknown } from "./checks.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const domain = ["aws_opensearch_domain", "aws_elasticsearch_domain"];
const tlsPolicy = "Policy-Min-TLS-1-2-2019-07";

/** Two zones need an even number of nodes and, in a VPC, a subnet in each. */
const spreadOut = ({ address, attributes }: Component): readonly Edit[] => {
  const nodes = read(attributes, "cluster_config.instance_count");
  const hasSubnets =
    read(attributes, "vpc_options") === undefined || (countAt(attributes, "vpc_options.subnet_ids") ?? 0) >= 2;
  if (isUnknown(nodes) || !hasSubnets) return [];
  const count = Number(asText(nodes) ?? 1);
  const even = Math.max(2, count + (count % 2));
  return [
    ...(even === count ? [] : [set(address, "cluster_config.instance_count", even)]),
    set(address, "cluster_config.zone_awareness_enabled", true),
  ];
};

const logs = ({ attributes }: Component): Verdict => {
  if (isUnknown(read(attributes, "log_publishing_options"))) return unknown;
  const options = readAll(attributes, "log_publishing_options");
  const enabled = options.filter(([, option]) => asText(read(option, "enabled")) !== "false");
  return enabled.length > 0 ? pass : fail();
};

export const openSearchRules: readonly Rule[] = [
  rule({
    id: "aws-opensearch-at-rest",
    severity: "high",
    pillar: "security",
    types: domain,
    title: "Search domain is not encrypted at rest",
    why: "Indexes and snapshots lie readable on disks, and most compliance rules forbid that.",
    fix: "Set `encrypt_at_rest.enabled = true`.",
    refs: { checkov: ["CKV_AWS_5"], fsbp: ["ES.1", "OpenSearch.1"] },
    check: mustBe("encrypt_at_rest.enabled", true),
    remedy: setTo("encrypt_at_rest.enabled", true),
  }),
  rule({
    id: "aws-opensearch-public",
    severity: "high",
    pillar: "security",
    types: domain,
    title: "Search domain stands outside of a VPC",
    why: "Its address is on the internet, and only its access policy keeps strangers out.",
    fix: "Add a `vpc_options` block with private subnets; the domain is replaced by a new one.",
    refs: { checkov: ["CKV_AWS_137"], fsbp: ["ES.2", "OpenSearch.2"] },
    check: mustBeSet("vpc_options"),
  }),
  rule({
    id: "aws-opensearch-http",
    severity: "high",
    pillar: "security",
    types: domain,
    title: "Search domain takes plain HTTP",
    why: "Queries, documents and credentials cross the network unencrypted.",
    fix: "Set `enforce_https = true` in `domain_endpoint_options`.",
    refs: { checkov: ["CKV_AWS_83"] },
    check: mustBe("domain_endpoint_options.enforce_https", true),
    remedy: ({ address }) => [
      set(address, "domain_endpoint_options.enforce_https", true),
      set(address, "domain_endpoint_options.tls_security_policy", tlsPolicy),
    ],
  }),
  rule({
    id: "aws-opensearch-tls",
    severity: "medium",
    pillar: "security",
    types: domain,
    title: "Search domain accepts TLS 1.0",
    why: "Old protocol versions have known weaknesses, and they are what a domain takes when nothing is said.",
    fix: `Set \`tls_security_policy = "${tlsPolicy}"\` in \`domain_endpoint_options\`.`,
    refs: { checkov: ["CKV_AWS_228"], fsbp: ["ES.8", "OpenSearch.8"] },
    check: mustMatch("domain_endpoint_options.tls_security_policy", /TLS-1-[23]-/),
    remedy: setTo("domain_endpoint_options.tls_security_policy", tlsPolicy),
  }),
  rule({
    id: "aws-opensearch-node-encryption",
    severity: "medium",
    pillar: "security",
    types: domain,
    title: "Search nodes talk to each other unencrypted",
    why: "Documents cross the network in plain text whenever they are indexed or copied.",
    fix: "Set `node_to_node_encryption.enabled = true`.",
    refs: { checkov: ["CKV_AWS_6"], fsbp: ["ES.3", "OpenSearch.3"] },
    check: mustBe("node_to_node_encryption.enabled", true),
    remedy: setTo("node_to_node_encryption.enabled", true),
  }),
  rule({
    id: "aws-opensearch-single-zone",
    severity: "medium",
    pillar: "reliability",
    types: domain,
    title: "Search domain stands in one zone",
    why: "When that availability zone fails, search is gone, and with a single node its data too.",
    fix: "Set `zone_awareness_enabled = true` in `cluster_config` with an even `instance_count`.",
    refs: { fsbp: ["ES.6", "OpenSearch.6"] },
    check: mustBe("cluster_config.zone_awareness_enabled", true),
    remedy: spreadOut,
  }),
  rule({
    id: "aws-opensearch-logs",
    severity: "low",
    pillar: "operations",
    types: domain,
    title: "Search domain publishes no logs",
    why: "Errors, slow queries and failed logins leave no trace.",
    fix: "Add a `log_publishing_options` block with a log group.",
    refs: { checkov: ["CKV_AWS_84", "CKV_AWS_317"], fsbp: ["ES.4", "OpenSearch.4"] },
    check: logs,
  }),
  rule({
    id: "aws-opensearch-access-control",
    severity: "medium",
    pillar: "security",
    types: domain,
    title: "Search domain has no access control of its own",
    why: "Whoever reaches the domain may read and delete every index.",
    fix: "Set `advanced_security_options.enabled = true` and give roles to users.",
    refs: { checkov: ["CKV2_AWS_52"], fsbp: ["OpenSearch.7"] },
    check: mustBe("advanced_security_options.enabled", true),
  }),
];
