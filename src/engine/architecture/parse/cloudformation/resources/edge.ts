import { textOf } from "../../document/node.ts";
import { dns } from "./dns.ts";
import { firewalls } from "./web-firewall.ts";
import type { PropertyMapping, PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { dropped } from "./property-writers.ts";
import { findEntry } from "./reshaping.ts";

const tagged: PropertyMappings = { Tags: { tags: "tags" } };

/** An identity that is written as "" is none: the bucket is behind an access control, or is public. */
const bucketOrigin: PropertyMapping = {
  write: (value, at) => {
    const identity = findEntry(value, "OriginAccessIdentity")?.value;
    if (identity === undefined || textOf(identity) === "") return;
    at.out.block("s3_origin_config", [], { line: at.line, endLine: value.endLine }, () =>
      at.properties(value, { OriginReadTimeout: dropped }),
    );
  },
};

const origin: PropertyMappings = {
  Id: "origin_id",
  S3OriginConfig: bucketOrigin,
  CustomOriginConfig: { block: "custom_origin_config", properties: { OriginMtlsConfig: dropped } },
  VpcOriginConfig: { block: "vpc_origin_config" },
  OriginCustomHeaders: { block: "custom_header", properties: { HeaderName: "name", HeaderValue: "value" } },
  OriginShield: { block: "origin_shield" },
};

const behavior: PropertyMappings = {
  ForwardedValues: { block: "forwarded_values", properties: { Cookies: { block: "cookies" } } },
  FunctionAssociations: { block: "function_association" },
  LambdaFunctionAssociations: {
    block: "lambda_function_association",
    properties: { LambdaFunctionARN: "lambda_arn" },
  },
  GrpcConfig: { block: "grpc_config" },
};

const originGroup: PropertyMappings = {
  Id: "origin_id",
  FailoverCriteria: {
    block: "failover_criteria",
    properties: { StatusCodes: { inline: { Items: "status_codes", Quantity: dropped } } },
  },
  Members: { inline: { Items: { block: "member" }, Quantity: dropped } },
  SelectionCriteria: dropped,
};

const distribution: ResourceMapping = {
  type: "aws_cloudfront_distribution",
  properties: {
    DistributionConfig: {
      inline: {
        Origins: { block: "origin", properties: origin },
        OriginGroups: { inline: { Items: { block: "origin_group", properties: originGroup }, Quantity: dropped } },
        DefaultCacheBehavior: { block: "default_cache_behavior", properties: behavior },
        CacheBehaviors: { block: "ordered_cache_behavior", properties: behavior },
        CustomErrorResponses: { block: "custom_error_response" },
        Logging: { block: "logging_config" },
        Restrictions: { block: "restrictions", properties: { GeoRestriction: { block: "geo_restriction" } } },
        ViewerCertificate: {
          block: "viewer_certificate",
          properties: { CloudFrontDefaultCertificate: "cloudfront_default_certificate" },
        },
        CNAMEs: "aliases",
        IPV6Enabled: "is_ipv6_enabled",
        WebACLId: "web_acl_id",
        CacheTagConfig: dropped,
        ConnectionFunctionAssociation: dropped,
        ConnectionMode: dropped,
        CustomOrigin: dropped,
        S3Origin: dropped,
        TenantConfig: dropped,
        ViewerMtlsConfig: dropped,
      },
    },
    ...tagged,
  },
};

/** `Headers: [A, B]` as `headers { items = ["A", "B"] }`. */
const items = (block: string): PropertyMapping => ({
  write: (list, at) =>
    at.out.block(block, [], { line: at.line, endLine: list.endLine }, () =>
      at.out.attribute("items", at.hcl(list), at.line),
    ),
});

const requestParts: PropertyMappings = {
  HeadersConfig: { block: "headers_config", properties: { Headers: items("headers") } },
  CookiesConfig: { block: "cookies_config", properties: { Cookies: items("cookies") } },
  QueryStringsConfig: { block: "query_strings_config", properties: { QueryStrings: items("query_strings") } },
};

const contentDelivery: ResourceMappings = {
  "AWS::CloudFront::Distribution": distribution,
  "AWS::CloudFront::OriginAccessControl": {
    type: "aws_cloudfront_origin_access_control",
    properties: { OriginAccessControlConfig: { inline: {} } },
  },
  "AWS::CloudFront::CloudFrontOriginAccessIdentity": {
    type: "aws_cloudfront_origin_access_identity",
    properties: { CloudFrontOriginAccessIdentityConfig: { inline: {} } },
  },
  "AWS::CloudFront::CachePolicy": {
    type: "aws_cloudfront_cache_policy",
    properties: {
      CachePolicyConfig: {
        inline: {
          ParametersInCacheKeyAndForwardedToOrigin: {
            block: "parameters_in_cache_key_and_forwarded_to_origin",
            properties: requestParts,
          },
        },
      },
    },
  },
  "AWS::CloudFront::OriginRequestPolicy": {
    type: "aws_cloudfront_origin_request_policy",
    properties: { OriginRequestPolicyConfig: { inline: requestParts } },
  },
  "AWS::CloudFront::Function": {
    type: "aws_cloudfront_function",
    ref: "arn",
    attributes: { FunctionARN: "arn", "FunctionMetadata.FunctionARN": "arn" },
    properties: {
      FunctionCode: "code",
      AutoPublish: "publish",
      FunctionConfig: { inline: { KeyValueStoreAssociations: dropped } },
      FunctionMetadata: dropped,
      Tags: dropped,
    },
  },
};

const accelerators: ResourceMappings = {
  "AWS::GlobalAccelerator::Accelerator": {
    type: "aws_globalaccelerator_accelerator",
    attributes: { AcceleratorArn: "id" },
    properties: {
      FlowLogsEnabled: dropped,
      FlowLogsS3Bucket: dropped,
      FlowLogsS3Prefix: dropped,
      ...tagged,
    },
  },
  "AWS::GlobalAccelerator::Listener": {
    type: "aws_globalaccelerator_listener",
    attributes: { ListenerArn: "id" },
    properties: { PortRanges: { block: "port_range" } },
  },
  "AWS::GlobalAccelerator::EndpointGroup": {
    type: "aws_globalaccelerator_endpoint_group",
    attributes: { EndpointGroupArn: "arn" },
    properties: {
      EndpointConfigurations: { block: "endpoint_configuration" },
      PortOverrides: { block: "port_override" },
    },
  },
};

/** Names, certificates, content delivery and firewalls at the edge. */
export const edgeMappings: ResourceMappings = {
  ...contentDelivery,
  ...dns,
  ...firewalls,
  ...accelerators,
  "AWS::CertificateManager::Certificate": {
    type: "aws_acm_certificate",
    ref: "arn",
    attributes: { CertificateArn: "arn" },
    properties: {
      DomainValidationOptions: { block: "validation_option", properties: { HostedZoneId: dropped } },
      CertificateTransparencyLoggingPreference: {
        write: (value, at) =>
          at.out.block("options", [], { line: at.line, endLine: value.endLine }, () =>
            at.out.attribute("certificate_transparency_logging_preference", at.hcl(value), at.line),
          ),
      },
      CertificateExport: dropped,
      ...tagged,
    },
  },
};
