import { set } from "../design/edit.ts";
import { asText, isUnknown, read, readAll } from "../model/index.ts";
import type { Attributes, Component, Model, Value } from "../model/index.ts";
import { eachBlock, fail, mustBeSet, mustMatch, pass, unknown, worstOf } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const distribution = ["aws_cloudfront_distribution"];
const behaviours = ["default_cache_behavior", "ordered_cache_behavior"];

/** Passes when `bad` is true of no value of the attribute `name` in the blocks. */
const noneIs = (
  component: Component,
  blocks: readonly string[],
  name: string,
  bad: (value: Value | undefined) => boolean,
): Verdict =>
  worstOf(
    blocks.map((block) =>
      eachBlock(component, block, (attributes, path) => {
        const value = read(attributes, name);
        if (isUnknown(value)) return unknown;
        return bad(value) ? fail(`${path}.${name}`) : pass;
      }),
    ),
  );

const allowsHttp = (value: Value | undefined): boolean => asText(value) === "allow-all";
const isNotTrue = (value: Value | undefined): boolean => asText(value) !== "true";

const blocksOf = ({ attributes }: Component): [path: string, block: Attributes][] =>
  behaviours.flatMap((block) => readAll(attributes, block));

const hasOwnCertificate = ({ attributes }: Component): boolean =>
  ["acm_certificate_arn", "iam_certificate_id"].some(
    (name) => read(attributes, `viewer_certificate.${name}`) !== undefined,
  );

/** With CloudFront's own certificate AWS sets the version; names of one's own come with a certificate and a choice. */
const viewerTls = (component: Component): Verdict => {
  const own = read(component.attributes, "viewer_certificate.cloudfront_default_certificate");
  if (isUnknown(own)) return unknown;
  const takesDefault = asText(own) === "true" || read(component.attributes, "viewer_certificate") === undefined;
  if (!takesDefault)
    return mustMatch(
      "viewer_certificate.minimum_protocol_version",
      /^TLSv1\.[23]/,
      fail("viewer_certificate"),
    )(component);
  const aliases = read(component.attributes, "aliases");
  if (isUnknown(aliases)) return unknown;
  return Array.isArray(aliases) && aliases.length > 0 ? fail("viewer_certificate") : pass;
};

const logging = (component: Component, model: Model): Verdict => {
  if (read(component.attributes, "logging_config") !== undefined) return pass;
  const sources = companionsOf(component, model, "aws_cloudwatch_log_delivery_source", "resource_arn");
  if (sources === undefined) return unknown;
  return sources.length > 0 ? pass : fail();
};

const originProtocol = (component: Component): Verdict =>
  eachBlock(component, "origin", (origin, path) => {
    const policy = read(origin, "custom_origin_config.origin_protocol_policy");
    if (isUnknown(policy)) return unknown;
    const isBad = asText(policy) === "http-only" || asText(policy) === "match-viewer";
    return isBad ? fail(`${path}.custom_origin_config[0].origin_protocol_policy`) : pass;
  });

const oldVersions = new Set(["SSLv3", "TLSv1", "TLSv1.1"]);

const originTls = (component: Component): Verdict =>
  eachBlock(component, "origin", (origin, path) => {
    const versions = read(origin, "custom_origin_config.origin_ssl_protocols");
    if (isUnknown(versions)) return unknown;
    const isOld = Array.isArray(versions) && versions.some((version: Value) => oldVersions.has(asText(version) ?? ""));
    return isOld ? fail(`${path}.custom_origin_config[0].origin_ssl_protocols`) : pass;
  });

/** Is an origin a bucket's REST address? Its website address can only be public. */
const isBucket = (domain: Value | undefined): boolean => {
  const text = isUnknown(domain) ? `${domain.refs.join(" ")} ${asText(domain.shape) ?? ""}` : (asText(domain) ?? "");
  return /aws_s3_bucket\.|\.s3[.-][a-z0-9.-]*amazonaws\.com/.test(text) && !text.includes("website");
};

const openBucketOrigin = (component: Component): Verdict =>
  eachBlock(component, "origin", (origin, path) => {
    const control = read(origin, "origin_access_control_id") ?? read(origin, "s3_origin_config.origin_access_identity");
    const isGuarded = control !== undefined && control !== "";
    return isGuarded || !isBucket(read(origin, "domain_name")) || read(origin, "custom_origin_config") !== undefined
      ? pass
      : fail(path);
  });

export const cloudfrontRules: readonly Rule[] = [
  rule({
    id: "aws-cloudfront-viewer-http",
    severity: "high",
    pillar: "security",
    types: distribution,
    title: "Viewers may use plain HTTP",
    why: "Pages, cookies and data travel unencrypted to whoever asks for them that way, and can be changed on the way.",
    fix: "Set `viewer_protocol_policy` to redirect-to-https in every cache behaviour.",
    refs: { checkov: ["CKV_AWS_34"], fsbp: ["CloudFront.3"] },
    check: (component) => noneIs(component, behaviours, "viewer_protocol_policy", allowsHttp),
    remedy: (component) =>
      blocksOf(component)
        .filter(([, block]) => allowsHttp(read(block, "viewer_protocol_policy")))
        .map(([path]) => set(component.address, `${path}.viewer_protocol_policy`, "redirect-to-https")),
  }),
  rule({
    id: "aws-cloudfront-viewer-tls",
    severity: "medium",
    pillar: "security",
    types: distribution,
    title: "Distribution accepts TLS 1.0 or 1.1",
    why: "Old protocol versions have known weaknesses, and auditors no longer accept them.",
    fix: "Use a certificate of your own and set `minimum_protocol_version` to TLSv1.2_2021.",
    refs: { checkov: ["CKV_AWS_174"] },
    check: viewerTls,
    remedy: (component) =>
      hasOwnCertificate(component)
        ? [set(component.address, "viewer_certificate.minimum_protocol_version", "TLSv1.2_2021")]
        : [],
  }),
  rule({
    id: "aws-cloudfront-waf",
    severity: "medium",
    pillar: "security",
    types: distribution,
    title: "Distribution has no web firewall",
    why: "Common attacks on web applications reach the origin unfiltered.",
    fix: "Set `web_acl_id` to a web ACL with the scope CLOUDFRONT.",
    refs: { checkov: ["CKV_AWS_68"], fsbp: ["CloudFront.6"] },
    check: mustBeSet("web_acl_id"),
  }),
  rule({
    id: "aws-cloudfront-logging",
    severity: "low",
    pillar: "operations",
    types: distribution,
    title: "Distribution keeps no access logs",
    why: "After an incident nobody can tell who asked for what, and traffic cannot be explained.",
    fix: "Add a `logging_config` block with a bucket.",
    refs: { checkov: ["CKV_AWS_86"], fsbp: ["CloudFront.5"], cis: ["7.0:4.10"] },
    check: logging,
  }),
  rule({
    id: "aws-cloudfront-origin-failover",
    severity: "low",
    pillar: "reliability",
    types: distribution,
    title: "Distribution has no second origin to fall back on",
    why: "When the origin fails, visitors see its errors as soon as the cache runs out.",
    fix: "Add an `origin_group` with a primary and a secondary origin.",
    refs: { checkov: ["CKV_AWS_310"], fsbp: ["CloudFront.4"] },
    check: mustBeSet("origin_group"),
  }),
  rule({
    id: "aws-cloudfront-origin-http",
    severity: "medium",
    pillar: "security",
    types: distribution,
    title: "Distribution fetches from its origin in plain HTTP",
    why: "Between CloudFront and the origin data crosses the internet unencrypted, although visitors see a padlock.",
    fix: "Set `origin_protocol_policy` to https-only.",
    refs: { checkov: ["CKV2_AWS_72"], fsbp: ["CloudFront.9"] },
    check: originProtocol,
  }),
  rule({
    id: "aws-cloudfront-origin-tls",
    severity: "medium",
    pillar: "security",
    types: distribution,
    title: "Distribution speaks TLS 1.0 or 1.1 to its origin",
    why: "Old protocol versions have known weaknesses, and auditors no longer accept them.",
    fix: 'Set `origin_ssl_protocols = ["TLSv1.2"]`.',
    refs: { checkov: ["CKV2_AWS_54"], fsbp: ["CloudFront.10"] },
    check: originTls,
  }),
  rule({
    id: "aws-cloudfront-open-bucket",
    severity: "medium",
    pillar: "security",
    types: distribution,
    title: "Bucket behind the distribution has to be public",
    why: "Without an access control CloudFront can only read a public bucket, so everyone can go around it.",
    fix: "Set the origin's `origin_access_control_id` and let the bucket policy allow this distribution only.",
    refs: { checkov: ["CKV2_AWS_46"], fsbp: ["CloudFront.13"] },
    check: openBucketOrigin,
  }),
  rule({
    id: "aws-cloudfront-default-root",
    severity: "low",
    pillar: "security",
    types: distribution,
    title: "Distribution has no default root object",
    why: "A request for the bare domain may list what the origin holds, or fail.",
    fix: "Set `default_root_object`, for a website to index.html.",
    refs: { checkov: ["CKV_AWS_305"], fsbp: ["CloudFront.1"] },
    check: mustBeSet("default_root_object"),
  }),
  rule({
    id: "aws-cloudfront-compression",
    severity: "low",
    pillar: "performance",
    types: distribution,
    title: "Distribution does not compress",
    why: "Text goes out three to five times larger than needed: pages load slower and transfer costs more.",
    fix: "Set `compress = true` in the cache behaviours.",
    refs: {},
    check: (component) => noneIs(component, ["default_cache_behavior"], "compress", isNotTrue),
    remedy: setTo("default_cache_behavior.compress", true),
  }),
];
