import type { Mappings } from "../mapping.ts";
import type { Source, Table } from "../table.ts";
import {
  arn,
  arns,
  block,
  blocks,
  each,
  id,
  must,
  number,
  orElse,
  part,
  tabled,
  tags,
  texts,
  valueIn,
} from "../table.ts";

/** Names of headers, cookies or parts of a query, which Terraform has in a block of their own. */
const items = (path: string): Source => valueIn(path, texts("items"));

const requestParts: Table = {
  HeadersConfig: block("headers_config", { HeaderBehavior: must("header_behavior"), Headers: items("headers") }),
  CookiesConfig: block("cookies_config", { CookieBehavior: must("cookie_behavior"), Cookies: items("cookies") }),
  QueryStringsConfig: block("query_strings_config", {
    QueryStringBehavior: must("query_string_behavior"),
    QueryStrings: items("query_strings"),
  }),
};

const listed = (path: string): Source => part({ Items: items(path) });

const override = { Override: must("override") };

const securityHeaders: Table = {
  ContentSecurityPolicy: block("content_security_policy", {
    ContentSecurityPolicy: must("content_security_policy"),
    ...override,
  }),
  ContentTypeOptions: block("content_type_options", override),
  FrameOptions: block("frame_options", { FrameOption: must("frame_option"), ...override }),
  ReferrerPolicy: block("referrer_policy", { ReferrerPolicy: must("referrer_policy"), ...override }),
  StrictTransportSecurity: block("strict_transport_security", {
    AccessControlMaxAgeSec: must(number("access_control_max_age_sec")),
    IncludeSubdomains: "include_subdomains",
    Preload: "preload",
    ...override,
  }),
  XSSProtection: block("xss_protection", {
    Protection: must("protection"),
    ModeBlock: "mode_block",
    ReportUri: "report_uri",
    ...override,
  }),
};

const crossOrigin: Table = {
  AccessControlAllowCredentials: must("access_control_allow_credentials"),
  AccessControlAllowHeaders: listed("access_control_allow_headers"),
  AccessControlAllowMethods: listed("access_control_allow_methods"),
  AccessControlAllowOrigins: listed("access_control_allow_origins"),
  AccessControlExposeHeaders: listed("access_control_expose_headers"),
  AccessControlMaxAgeSec: number("access_control_max_age_sec"),
  OriginOverride: must("origin_override"),
};

const policies: Mappings = {
  aws_cloudfront_cache_policy: tabled(
    "AWS::CloudFront::CachePolicy",
    {
      CachePolicyConfig: part({
        Name: must("name"),
        Comment: "comment",
        // A day, a year and a second: what Terraform takes where nothing is said.
        DefaultTTL: orElse(number("default_ttl"), 86_400),
        MaxTTL: orElse(number("max_ttl"), 31_536_000),
        MinTTL: orElse(number("min_ttl"), 0),
        ParametersInCacheKeyAndForwardedToOrigin: block("parameters_in_cache_key_and_forwarded_to_origin", {
          EnableAcceptEncodingBrotli: "enable_accept_encoding_brotli",
          EnableAcceptEncodingGzip: orElse("enable_accept_encoding_gzip", false),
          ...requestParts,
        }),
      }),
    },
    { handles: { id: "Id" } },
  ),
  aws_cloudfront_origin_request_policy: tabled(
    "AWS::CloudFront::OriginRequestPolicy",
    { OriginRequestPolicyConfig: part({ Name: must("name"), Comment: "comment", ...requestParts }) },
    { handles: { id: "Id" } },
  ),
  aws_cloudfront_response_headers_policy: tabled(
    "AWS::CloudFront::ResponseHeadersPolicy",
    {
      ResponseHeadersPolicyConfig: part({
        Name: must("name"),
        Comment: "comment",
        CorsConfig: block("cors_config", crossOrigin),
        CustomHeadersConfig: block("custom_headers_config", {
          Items: blocks("items", { Header: must("header"), Value: must("value"), ...override }),
        }),
        RemoveHeadersConfig: block("remove_headers_config", { Items: blocks("items", { Header: must("header") }) }),
        SecurityHeadersConfig: block("security_headers_config", securityHeaders),
        ServerTimingHeadersConfig: block("server_timing_headers_config", {
          Enabled: must("enabled"),
          SamplingRate: number("sampling_rate"),
        }),
      }),
    },
    { handles: { id: "Id" } },
  ),
  aws_cloudfront_function: tabled(
    "AWS::CloudFront::Function",
    {
      Name: must("name"),
      FunctionCode: must("code"),
      // Terraform publishes what it makes unless it is told not to.
      AutoPublish: orElse("publish", true),
      FunctionConfig: part({
        Comment: orElse("comment", ""),
        Runtime: must("runtime"),
        KeyValueStoreAssociations: each("KeyValueStoreARN", arns("key_value_store_associations")),
      }),
    },
    { handles: { id: "Ref", arn: "FunctionARN" } },
  ),
};

const accelerators: Mappings = {
  aws_globalaccelerator_accelerator: tabled(
    "AWS::GlobalAccelerator::Accelerator",
    {
      Name: must("name"),
      Enabled: "enabled",
      IpAddressType: "ip_address_type",
      IpAddresses: texts("ip_addresses"),
      FlowLogsEnabled: valueIn("attributes", "flow_logs_enabled"),
      FlowLogsS3Bucket: valueIn("attributes", id("flow_logs_s3_bucket")),
      FlowLogsS3Prefix: valueIn("attributes", "flow_logs_s3_prefix"),
      Tags: tags,
    },
    { handles: { id: "Ref", arn: "Ref", host: "DnsName", text: "DnsName" } },
  ),
  aws_globalaccelerator_listener: tabled(
    "AWS::GlobalAccelerator::Listener",
    {
      AcceleratorArn: must(arn("accelerator_arn")),
      Protocol: must("protocol"),
      ClientAffinity: "client_affinity",
      PortRanges: blocks("port_range", { FromPort: must(number("from_port")), ToPort: must(number("to_port")) }),
    },
    { handles: { id: "Ref", arn: "Ref" } },
  ),
  aws_globalaccelerator_endpoint_group: tabled(
    "AWS::GlobalAccelerator::EndpointGroup",
    {
      ListenerArn: must(arn("listener_arn")),
      EndpointGroupRegion: orElse("endpoint_group_region", { Ref: "AWS::Region" }),
      HealthCheckIntervalSeconds: number("health_check_interval_seconds"),
      HealthCheckPath: "health_check_path",
      HealthCheckPort: number("health_check_port"),
      HealthCheckProtocol: "health_check_protocol",
      ThresholdCount: number("threshold_count"),
      TrafficDialPercentage: number("traffic_dial_percentage"),
      EndpointConfigurations: blocks("endpoint_configuration", {
        EndpointId: must(id("endpoint_id")),
        Weight: number("weight"),
        ClientIPPreservationEnabled: "client_ip_preservation_enabled",
      }),
      PortOverrides: blocks("port_override", {
        EndpointPort: must(number("endpoint_port")),
        ListenerPort: must(number("listener_port")),
      }),
    },
    { handles: { id: "Ref", arn: "Ref" } },
  ),
};

/** How content is cached and changed at the edge, and faster ways to get there. */
export const acceleratedDelivery: Mappings = { ...policies, ...accelerators };
