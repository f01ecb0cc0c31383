import type { DocumentNode, MapNode } from "../../document/node.ts";
import { textOf } from "../../document/node.ts";
import { autoscaling } from "./autoscaling.ts";
import type { PropertyMapping, PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { dropped, firstOf, switchOf } from "./property-writers.ts";
import { change, changeItems, findEntry, gather, mapOf, without, withEntries } from "./reshaping.ts";
import { settings } from "./settings.ts";

const tagged: PropertyMappings = { Tags: { tags: "tags" } };

/** Source: AWS, "Load balancer attributes", and the arguments of `aws_lb`. */
const balancerAttributes: Readonly<Record<string, string>> = {
  "access_logs.s3.enabled": "access_logs.enabled",
  "access_logs.s3.bucket": "access_logs.bucket",
  "access_logs.s3.prefix": "access_logs.prefix",
  "connection_logs.s3.enabled": "connection_logs.enabled",
  "connection_logs.s3.bucket": "connection_logs.bucket",
  "connection_logs.s3.prefix": "connection_logs.prefix",
  "client_keep_alive.seconds": "client_keep_alive",
  "deletion_protection.enabled": "enable_deletion_protection",
  "dns_record.client_routing_policy": "dns_record_client_routing_policy",
  "idle_timeout.timeout_seconds": "idle_timeout",
  "load_balancing.cross_zone.enabled": "enable_cross_zone_load_balancing",
  "routing.http.desync_mitigation_mode": "desync_mitigation_mode",
  "routing.http.drop_invalid_header_fields.enabled": "drop_invalid_header_fields",
  "routing.http.preserve_host_header.enabled": "preserve_host_header",
  "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "enable_tls_version_and_cipher_suite_headers",
  "routing.http.xff_client_port.enabled": "enable_xff_client_port",
  "routing.http.xff_header_processing.mode": "xff_header_processing_mode",
  "routing.http2.enabled": "enable_http2",
  "waf.fail_open.enabled": "enable_waf_fail_open",
  "zonal_shift.config.enabled": "enable_zonal_shift",
};

/** Source: AWS, "Target group attributes", and the arguments of `aws_lb_target_group`. */
const groupAttributes: Readonly<Record<string, string>> = {
  "deregistration_delay.timeout_seconds": "deregistration_delay",
  "deregistration_delay.connection_termination.enabled": "connection_termination",
  "lambda.multi_value_headers.enabled": "lambda_multi_value_headers_enabled",
  "load_balancing.algorithm.type": "load_balancing_algorithm_type",
  "load_balancing.algorithm.anomaly_mitigation": "load_balancing_anomaly_mitigation",
  "load_balancing.cross_zone.enabled": "load_balancing_cross_zone_enabled",
  "preserve_client_ip.enabled": "preserve_client_ip",
  "proxy_protocol_v2.enabled": "proxy_protocol_v2",
  "slow_start.duration_seconds": "slow_start",
  "stickiness.enabled": "stickiness.enabled",
  "stickiness.type": "stickiness.type",
  "stickiness.lb_cookie.duration_seconds": "stickiness.cookie_duration",
  "stickiness.app_cookie.duration_seconds": "stickiness.cookie_duration",
  "stickiness.app_cookie.cookie_name": "stickiness.cookie_name",
};

const scheme: PropertyMapping = switchOf("internal", "internal");

const balancer: ResourceMapping = {
  type: "aws_lb",
  ref: "arn",
  attributes: {
    CanonicalHostedZoneID: "zone_id",
    DNSName: "dns_name",
    LoadBalancerArn: "arn",
    LoadBalancerFullName: "arn_suffix",
    LoadBalancerName: "name",
  },
  properties: {
    Type: "load_balancer_type",
    Scheme: scheme,
    SubnetMappings: {
      block: "subnet_mapping",
      properties: {
        IPv6Address: "ipv6_address",
        PrivateIPv4Address: "private_ipv4_address",
        SourceNatIpv6Prefix: dropped,
      },
    },
    LoadBalancerAttributes: settings(balancerAttributes),
    MinimumLoadBalancerCapacity: { block: "minimum_load_balancer_capacity" },
    EnableCapacityReservationProvisionStabilize: dropped,
    EnablePrefixForIpv6SourceNat: dropped,
    Ipv4IpamPoolId: dropped,
    ...tagged,
  },
};

const targetGroup: ResourceMapping = {
  type: "aws_lb_target_group",
  ref: "arn",
  attributes: {
    TargetGroupArn: "arn",
    TargetGroupFullName: "arn_suffix",
    TargetGroupName: "name",
    LoadBalancerArns: "load_balancer_arns",
  },
  reshape: (group) =>
    gather(group, "healthCheck", {
      HealthCheckEnabled: "Enabled",
      HealthCheckIntervalSeconds: "Interval",
      HealthCheckPath: "Path",
      HealthCheckPort: "Port",
      HealthCheckProtocol: "Protocol",
      HealthCheckTimeoutSeconds: "Timeout",
      HealthyThresholdCount: "HealthyThreshold",
      UnhealthyThresholdCount: "UnhealthyThreshold",
      Matcher: "Matcher",
    }),
  properties: {
    healthCheck: {
      block: "health_check",
      properties: { Matcher: { inline: { HttpCode: "matcher", GrpcCode: "matcher" } } },
    },
    Targets: {
      companion: "aws_lb_target_group_attachment",
      via: "target_group_arn",
      properties: { Id: "target_id", QuicServerId: dropped },
    },
    TargetGroupAttributes: settings(groupAttributes),
    TargetControlPort: dropped,
    ...tagged,
  },
};

const actions: PropertyMappings = {
  RedirectConfig: { block: "redirect" },
  FixedResponseConfig: { block: "fixed_response" },
  ForwardConfig: {
    block: "forward",
    properties: {
      TargetGroups: { block: "target_group", properties: { TargetGroupArn: "arn" } },
      TargetGroupStickinessConfig: { block: "stickiness", properties: { DurationSeconds: "duration" } },
    },
  },
  AuthenticateCognitoConfig: { block: "authenticate_cognito" },
  AuthenticateOidcConfig: { block: "authenticate_oidc", properties: { UseExistingClientSecret: dropped } },
  JwtValidationConfig: {
    block: "jwt_validation",
    properties: { AdditionalClaims: { block: "additional_claim" } },
  },
};

const listener: ResourceMapping = {
  type: "aws_lb_listener",
  ref: "arn",
  attributes: { ListenerArn: "arn" },
  properties: {
    AlpnPolicy: firstOf("alpn_policy"),
    Certificates: firstOf("certificate_arn", "CertificateArn"),
    DefaultActions: { block: "default_action", properties: actions },
    MutualAuthentication: { block: "mutual_authentication" },
    ListenerAttributes: dropped,
    ...tagged,
  },
};

/** What a rule asks for may stand under `Field` and `Values`, the older way to say it. */
const olderFields: ReadonlyMap<string, string> = new Map([
  ["host-header", "HostHeaderConfig"],
  ["path-pattern", "PathPatternConfig"],
]);

const modernised = (condition: DocumentNode): DocumentNode => {
  if (condition.kind !== "map") return condition;
  const field = textOf(findEntry(condition, "Field")?.value);
  const values = findEntry(condition, "Values");
  const name = field === undefined ? undefined : olderFields.get(field);
  const plain = without(condition, "Field", "Values");
  if (name === undefined || values === undefined || findEntry(condition, name) !== undefined) return plain;
  return withEntries(plain, { ...values, key: name, value: mapOf([values]) });
};

const listenerRule: ResourceMapping = {
  type: "aws_lb_listener_rule",
  ref: "arn",
  attributes: { RuleArn: "arn" },
  reshape: (rule: MapNode) => change(rule, "Conditions", (conditions) => changeItems(conditions, modernised)),
  properties: {
    Actions: { block: "action", properties: actions },
    Conditions: {
      block: "condition",
      properties: {
        HostHeaderConfig: { block: "host_header" },
        PathPatternConfig: { block: "path_pattern" },
        HttpHeaderConfig: { block: "http_header" },
        HttpRequestMethodConfig: { block: "http_request_method" },
        QueryStringConfig: { inline: { Values: { block: "query_string" } } },
        SourceIpConfig: { block: "source_ip" },
      },
    },
    Transforms: dropped,
    ...tagged,
  },
};

const classicBalancer: ResourceMapping = {
  type: "aws_elb",
  ref: "name",
  attributes: {
    CanonicalHostedZoneNameID: "zone_id",
    CanonicalHostedZoneName: "dns_name",
    DNSName: "dns_name",
    "SourceSecurityGroup.GroupName": "source_security_group",
    "SourceSecurityGroup.OwnerAlias": "source_security_group",
  },
  properties: {
    LoadBalancerName: "name",
    Scheme: scheme,
    CrossZone: "cross_zone_load_balancing",
    Listeners: {
      block: "listener",
      properties: {
        LoadBalancerPort: "lb_port",
        Protocol: "lb_protocol",
        SSLCertificateId: "ssl_certificate_id",
        PolicyNames: dropped,
      },
    },
    HealthCheck: { block: "health_check" },
    AccessLoggingPolicy: {
      block: "access_logs",
      properties: { S3BucketName: "bucket", S3BucketPrefix: "bucket_prefix", EmitInterval: "interval" },
    },
    ConnectionDrainingPolicy: { inline: { Enabled: "connection_draining", Timeout: "connection_draining_timeout" } },
    ConnectionSettings: { inline: { IdleTimeout: "idle_timeout" } },
    Policies: {
      companion: "aws_load_balancer_policy",
      via: "load_balancer_name",
      properties: {
        PolicyType: "policy_type_name",
        Attributes: { block: "policy_attribute" },
        InstancePorts: dropped,
        LoadBalancerPorts: dropped,
      },
    },
    AppCookieStickinessPolicy: dropped,
    LBCookieStickinessPolicy: dropped,
    ...tagged,
  },
};

/** Load balancers, what they listen to and send to, and groups that grow with their load. */
export const loadBalancingMappings: ResourceMappings = {
  "AWS::ElasticLoadBalancingV2::LoadBalancer": balancer,
  "AWS::ElasticLoadBalancingV2::TargetGroup": targetGroup,
  "AWS::ElasticLoadBalancingV2::Listener": listener,
  "AWS::ElasticLoadBalancingV2::ListenerRule": listenerRule,
  "AWS::ElasticLoadBalancingV2::ListenerCertificate": {
    type: "aws_lb_listener_certificate",
    properties: { Certificates: firstOf("certificate_arn", "CertificateArn") },
  },
  "AWS::ElasticLoadBalancing::LoadBalancer": classicBalancer,
  ...autoscaling,
};
