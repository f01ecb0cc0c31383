import type { Draft, Properties } from "../cfn.ts";
import { asText } from "../cfn.ts";
import type { Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";

/** The hosted zone of every distribution, from the Route 53 guide. */
const distributionZone = "Z2FDTNDATAQYW2";

const forwarded = (behavior: Reader): Draft =>
  behavior.within("forwarded_values", (values) => ({
    QueryString: values.plain("query_string") ?? false,
    Headers: values.list("headers", "text"),
    Cookies: values.within("cookies", (cookies) => ({
      Forward: cookies.plain("forward"),
      WhitelistedNames: cookies.list("whitelisted_names", "text"),
    })),
  }));

const behaviorOf = (behavior: Reader): Properties => ({
  TargetOriginId: behavior.must.plain("target_origin_id"),
  ViewerProtocolPolicy: behavior.must.plain("viewer_protocol_policy"),
  AllowedMethods: behavior.list("allowed_methods", "text"),
  CachedMethods: behavior.list("cached_methods", "text"),
  ...behavior.copy({ Compress: "compress", MinTTL: "min_ttl", DefaultTTL: "default_ttl", MaxTTL: "max_ttl" }),
  CachePolicyId: behavior.id("cache_policy_id"),
  OriginRequestPolicyId: behavior.id("origin_request_policy_id"),
  ResponseHeadersPolicyId: behavior.id("response_headers_policy_id"),
  ForwardedValues: forwarded(behavior),
  FunctionAssociations: behavior.each("function_association", (association) => ({
    EventType: association.plain("event_type"),
    FunctionARN: association.arn("function_arn"),
  })),
});

const originOf = (origin: Reader): Draft => ({
  Id: origin.must.plain("origin_id"),
  DomainName: origin.must.value("domain_name", "host"),
  OriginPath: origin.plain("origin_path"),
  OriginAccessControlId: origin.id("origin_access_control_id"),
  S3OriginConfig: s3OriginOf(origin),
  CustomOriginConfig: origin.within("custom_origin_config", (custom) => ({
    ...custom.copy({
      HTTPPort: "http_port",
      HTTPSPort: "https_port",
      OriginProtocolPolicy: "origin_protocol_policy",
      OriginReadTimeout: "origin_read_timeout",
      OriginKeepaliveTimeout: "origin_keepalive_timeout",
    }),
    OriginSSLProtocols: custom.list("origin_ssl_protocols", "text"),
  })),
  OriginCustomHeaders: origin.each("custom_header", (header) => ({
    HeaderName: header.plain("name"),
    HeaderValue: header.must.plain("value"),
  })),
});

/** A bucket behind an access control has an S3 origin that names no identity. */
const s3OriginOf = (origin: Reader): Draft => {
  const [config] = origin.blocks("s3_origin_config");
  if (config !== undefined) return { OriginAccessIdentity: config.value("origin_access_identity", "origin") ?? "" };
  return origin.blocks("custom_origin_config").length > 0 ? undefined : { OriginAccessIdentity: "" };
};

const certificateOf = (distribution: Reader): Draft =>
  distribution.within("viewer_certificate", (certificate) =>
    certificate.isOn("cloudfront_default_certificate")
      ? { CloudFrontDefaultCertificate: true }
      : {
          AcmCertificateArn: certificate.must.arn("acm_certificate_arn"),
          SslSupportMethod: certificate.plain("ssl_support_method") ?? "sni-only",
          MinimumProtocolVersion: certificate.plain("minimum_protocol_version"),
        },
  );

const restrictionsOf = (distribution: Reader): Draft =>
  distribution.within("restrictions", (restrictions) => ({
    GeoRestriction: restrictions.within("geo_restriction", (geo) => ({
      RestrictionType: geo.must.plain("restriction_type"),
      Locations: geo.list("locations", "text"),
    })),
  }));

const pointsAtDistribution = (alias: Reader): boolean => {
  alias.raw("zone_id");
  return alias.translation.model.target(alias.component, "alias")?.type === "aws_cloudfront_distribution";
};

const aliasOf = (record: Reader): Draft =>
  record.within("alias", (alias) => ({
    DNSName: alias.must.value("name", "host"),
    HostedZoneId: pointsAtDistribution(alias) ? distributionZone : alias.must.value("zone_id", "zone"),
    EvaluateTargetHealth: alias.plain("evaluate_target_health"),
  }));

export const edge: Mappings = {
  aws_cloudfront_distribution: {
    type: "AWS::CloudFront::Distribution",
    handles: {
      arn: "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Self}",
      host: "DomainName",
      text: "DomainName",
    },
    properties: (distribution) => {
      for (const ignored of ["wait_for_deployment", "retain_on_delete"]) distribution.raw(ignored);
      return {
        DistributionConfig: {
          Enabled: distribution.must.plain("enabled"),
          ...distribution.copy({
            Comment: "comment",
            DefaultRootObject: "default_root_object",
            HttpVersion: "http_version",
            IPV6Enabled: "is_ipv6_enabled",
            PriceClass: "price_class",
          }),
          Aliases: distribution.list("aliases", "text"),
          WebACLId: distribution.has("web_acl_id") ? distribution.must.arn("web_acl_id") : undefined,
          Origins: distribution.each("origin", originOf),
          OriginGroups: originGroups(distribution),
          DefaultCacheBehavior: distribution.within("default_cache_behavior", behaviorOf),
          CacheBehaviors: distribution.each("ordered_cache_behavior", (behavior) => ({
            PathPattern: behavior.must.plain("path_pattern"),
            ...behaviorOf(behavior),
          })),
          CustomErrorResponses: distribution.each("custom_error_response", (error) =>
            error.copy({
              ErrorCode: "error_code",
              ResponseCode: "response_code",
              ResponsePagePath: "response_page_path",
              ErrorCachingMinTTL: "error_caching_min_ttl",
            }),
          ),
          Logging: distribution.within("logging_config", (logging) => ({
            Bucket: logging.must.value("bucket", "host"),
            Prefix: logging.plain("prefix"),
            IncludeCookies: logging.plain("include_cookies"),
          })),
          Restrictions: restrictionsOf(distribution),
          ViewerCertificate: certificateOf(distribution),
        },
        Tags: distribution.tags(),
      };
    },
    output: { suffix: "Domain", description: "Domain of the distribution", handle: "host" },
  },
  aws_cloudfront_origin_access_control: {
    type: "AWS::CloudFront::OriginAccessControl",
    handles: { id: "Id" },
    properties: (control) => ({
      OriginAccessControlConfig: {
        Name: control.must.plain("name"),
        Description: control.plain("description"),
        OriginAccessControlOriginType: control.must.plain("origin_access_control_origin_type"),
        SigningBehavior: control.must.plain("signing_behavior"),
        SigningProtocol: control.must.plain("signing_protocol"),
      },
    }),
  },
  aws_cloudfront_origin_access_identity: {
    type: "AWS::CloudFront::CloudFrontOriginAccessIdentity",
    handles: {
      arn: "arn:${AWS::Partition}:iam::cloudfront:user/CloudFront Origin Access Identity ${Self}",
      canonical: "S3CanonicalUserId",
      origin: "origin-access-identity/cloudfront/${Self}",
    },
    properties: (identity) => ({
      CloudFrontOriginAccessIdentityConfig: { Comment: identity.plain("comment") ?? identity.component.name },
    }),
  },
  aws_route53_zone: {
    type: "AWS::Route53::HostedZone",
    handles: { text: "Ref", zone: "Ref", arn: "arn:${AWS::Partition}:route53:::hostedzone/${Self}" },
    properties: (zone) => ({
      Name: zone.must.plain("name"),
      HostedZoneConfig: { Comment: zone.plain("comment") },
      VPCs: zone.each("vpc", (vpc) => ({
        VPCId: vpc.must.id("vpc_id"),
        VPCRegion: vpc.plain("vpc_region") ?? { Ref: "AWS::Region" },
      })),
      HostedZoneTags: zone.tags(),
    }),
  },
  aws_route53_record: {
    type: "AWS::Route53::RecordSet",
    properties: (record) => {
      record.raw("allow_overwrite");
      return {
        HostedZoneId: record.must.id("zone_id"),
        Name: record.must.plain("name"),
        Type: record.must.plain("type"),
        TTL: asText(record.plain("ttl")),
        ResourceRecords: record.list("records", "text"),
        AliasTarget: aliasOf(record),
        SetIdentifier: record.plain("set_identifier"),
        HealthCheckId: record.id("health_check_id"),
        Failover: record.within("failover_routing_policy", (policy) => policy.plain("type")),
        Weight: record.within("weighted_routing_policy", (policy) => policy.plain("weight")),
        Region: record.within("latency_routing_policy", (policy) => policy.plain("region")),
      };
    },
  },
  aws_route53_health_check: {
    type: "AWS::Route53::HealthCheck",
    properties: (check) => ({
      HealthCheckConfig: {
        FullyQualifiedDomainName: check.value("fqdn", "host"),
        ...check.copy({
          IPAddress: "ip_address",
          Port: "port",
          Type: "type",
          ResourcePath: "resource_path",
          FailureThreshold: "failure_threshold",
          RequestInterval: "request_interval",
        }),
      },
      HealthCheckTags: check.tags(),
    }),
  },
};

const originGroups = (distribution: Reader): Draft => {
  const quantityOf = (codes: Draft): Draft =>
    Array.isArray(codes)
      ? codes.length
      : distribution.ask("status_codes_quantity", {
          type: "Number",
          description: "How many status codes lead elsewhere",
        });
  const groups = distribution.blocks("origin_group").map((group) => {
    const codes = group.within("failover_criteria", (criteria) => criteria.list("status_codes", "text"));
    const members = group.blocks("member").map((member) => ({ OriginId: member.must.plain("origin_id") }));
    return {
      Id: group.must.plain("origin_id"),
      FailoverCriteria: { StatusCodes: { Items: codes, Quantity: quantityOf(codes) } },
      Members: { Items: members, Quantity: members.length },
    };
  });
  return groups.length === 0 ? undefined : { Items: groups, Quantity: groups.length };
};
