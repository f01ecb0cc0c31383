import type { Draft, Properties } from "../cfn.ts";
import { asText } from "../cfn.ts";
import type { Mapping, Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";

const attribute = (Key: string, value: Draft): Draft =>
  value === undefined ? undefined : { Key, Value: typeof value === "object" ? value : String(value) };

const balancerAttributes = (balancer: Reader): Draft[] => [
  attribute("deletion_protection.enabled", balancer.plain("enable_deletion_protection")),
  attribute("idle_timeout.timeout_seconds", balancer.plain("idle_timeout")),
  attribute("routing.http.drop_invalid_header_fields.enabled", balancer.plain("drop_invalid_header_fields")),
  attribute("routing.http2.enabled", balancer.plain("enable_http2")),
  attribute("routing.http.desync_mitigation_mode", balancer.plain("desync_mitigation_mode")),
  attribute("load_balancing.cross_zone.enabled", balancer.plain("enable_cross_zone_load_balancing")),
  ...balancer
    .blocks("access_logs")
    .flatMap((logs) => [
      attribute("access_logs.s3.enabled", logs.plain("enabled")),
      attribute("access_logs.s3.bucket", logs.id("bucket")),
      attribute("access_logs.s3.prefix", logs.plain("prefix")),
    ]),
];

const filled = (items: readonly Draft[]): Draft => {
  const kept = items.filter((item) => item !== undefined);
  return kept.length === 0 ? undefined : kept;
};

const balancer: Mapping = {
  type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
  handles: {
    id: "Ref",
    arn: "Ref",
    name: "LoadBalancerName",
    host: "DNSName",
    zone: "CanonicalHostedZoneID",
    suffix: "LoadBalancerFullName",
    text: "DNSName",
  },
  properties: (lb) => {
    lb.raw("name_prefix");
    return {
      Name: lb.plain("name"),
      Type: lb.plain("load_balancer_type"),
      Scheme: lb.text("internal") === "true" ? "internal" : "internet-facing",
      IpAddressType: lb.plain("ip_address_type"),
      Subnets: lb.has("subnet_mapping") ? undefined : lb.must.ids("subnets"),
      SubnetMappings: lb.each("subnet_mapping", (mapping) => ({
        SubnetId: mapping.must.id("subnet_id"),
        AllocationId: mapping.id("allocation_id"),
      })),
      SecurityGroups: lb.list("security_groups", "group"),
      LoadBalancerAttributes: filled(balancerAttributes(lb)),
      Tags: lb.tags(),
    };
  },
  output: { suffix: "DnsName", description: "DNS name of the load balancer", handle: "host" },
};

const healthCheck = (group: Reader): Properties => {
  const [check] = group.blocks("health_check");
  if (check === undefined) return {};
  return {
    HealthCheckEnabled: check.plain("enabled"),
    HealthCheckPort: asText(check.plain("port")),
    ...check.copy({
      HealthCheckPath: "path",
      HealthCheckProtocol: "protocol",
      HealthCheckIntervalSeconds: "interval",
      HealthCheckTimeoutSeconds: "timeout",
      HealthyThresholdCount: "healthy_threshold",
      UnhealthyThresholdCount: "unhealthy_threshold",
    }),
    Matcher: check.has("matcher") ? { HttpCode: asText(check.plain("matcher")) } : undefined,
  };
};

const targetsOf = (group: Reader): Draft =>
  filled(
    ["aws_lb_target_group_attachment", "aws_alb_target_group_attachment"].flatMap((type) =>
      group.companions(type, "target_group_arn").map((attachment) => ({
        Id: attachment.must.value("target_id", group.text("target_type") === "lambda" ? "arn" : "id"),
        Port: attachment.plain("port"),
      })),
    ),
  );

const targetGroup: Mapping = {
  type: "AWS::ElasticLoadBalancingV2::TargetGroup",
  handles: { arn: "Ref", name: "TargetGroupName", suffix: "TargetGroupFullName" },
  properties: (group) => {
    group.raw("name_prefix");
    return {
      Name: group.plain("name"),
      ...group.copy({
        Port: "port",
        Protocol: "protocol",
        ProtocolVersion: "protocol_version",
        TargetType: "target_type",
      }),
      VpcId: group.id("vpc_id"),
      ...healthCheck(group),
      Targets: targetsOf(group),
      TargetGroupAttributes: filled([
        attribute("deregistration_delay.timeout_seconds", group.plain("deregistration_delay")),
        attribute("slow_start.duration_seconds", group.plain("slow_start")),
        ...group
          .blocks("stickiness")
          .flatMap((stickiness) => [
            attribute("stickiness.enabled", stickiness.plain("enabled") ?? "true"),
            attribute("stickiness.type", stickiness.plain("type")),
            attribute("stickiness.lb_cookie.duration_seconds", stickiness.plain("cookie_duration")),
          ]),
      ]),
      Tags: group.tags(),
    };
  },
  // A function may only be registered once the load balancer is allowed to call it.
  options: (group) => ({ dependsOn: group.text("target_type") === "lambda" ? permissionsOf(group) : [] }),
};

/** The permissions that name no load balancer of their own: one that names this group has to come after it. */
const permissionsOf = (group: Reader): string[] => {
  const { model } = group.translation;
  const functions = new Set(
    model
      .attached(group.component, "aws_lb_target_group_attachment", "target_group_arn")
      .map((attachment) => model.target(attachment, "target_id")),
  );
  return model.ofType("aws_lambda_permission").flatMap((permission) => {
    const lambda = model.target(permission, "function_name");
    const isOpen = permission.attributes["source_arn"] === undefined;
    const id =
      lambda !== undefined && functions.has(lambda) && isOpen ? group.translation.logicalId(permission) : undefined;
    return id === undefined ? [] : [id];
  });
};

const actionOf = (action: Reader): Draft => ({
  Type: action.must.plain("type"),
  Order: action.plain("order"),
  TargetGroupArn: action.arn("target_group_arn"),
  RedirectConfig: action.within("redirect", (redirect) => ({
    ...redirect.copyText({ Host: "host", Path: "path", Port: "port", Protocol: "protocol", Query: "query" }),
    StatusCode: asText(redirect.must.plain("status_code")),
  })),
  FixedResponseConfig: action.within("fixed_response", (response) => ({
    ContentType: response.plain("content_type"),
    MessageBody: response.plain("message_body"),
    StatusCode: asText(response.plain("status_code")) ?? "200",
  })),
  ForwardConfig: action.within("forward", (forward) => ({
    TargetGroups: forward.each("target_group", (group) => ({
      TargetGroupArn: group.must.arn("arn"),
      Weight: group.plain("weight"),
    })),
  })),
});

const isSecure = (listener: Reader): boolean => ["HTTPS", "TLS"].includes(listener.text("protocol") ?? "");

const listener: Mapping = {
  type: "AWS::ElasticLoadBalancingV2::Listener",
  handles: { id: "Ref", arn: "Ref" },
  properties: (entry) => ({
    LoadBalancerArn: entry.must.arn("load_balancer_arn"),
    ...entry.copy({ Port: "port", Protocol: "protocol", SslPolicy: "ssl_policy" }),
    Certificates:
      isSecure(entry) || entry.has("certificate_arn")
        ? [{ CertificateArn: entry.must.arn("certificate_arn") }]
        : undefined,
    DefaultActions: entry.each("default_action", actionOf) ?? [],
  }),
};

const conditionOf = (condition: Reader): Draft => ({
  Field: ["host_header", "path_pattern", "source_ip", "http_request_method"]
    .find((field) => condition.blocks(field).length > 0)
    ?.replaceAll("_", "-"),
  HostHeaderConfig: condition.within("host_header", valuesOf),
  PathPatternConfig: condition.within("path_pattern", valuesOf),
  SourceIpConfig: condition.within("source_ip", valuesOf),
  HttpRequestMethodConfig: condition.within("http_request_method", valuesOf),
});

const valuesOf = (block: Reader): Draft => ({ Values: block.list("values", "text") });

const listenerRule: Mapping = {
  type: "AWS::ElasticLoadBalancingV2::ListenerRule",
  handles: { arn: "Ref" },
  properties: (rule) => ({
    ListenerArn: rule.must.arn("listener_arn"),
    Priority: rule.must.plain("priority"),
    Actions: rule.each("action", actionOf) ?? [],
    Conditions: rule.each("condition", conditionOf) ?? [],
  }),
};

export const loadBalancing: Mappings = {
  aws_lb: balancer,
  aws_alb: balancer,
  aws_lb_target_group: targetGroup,
  aws_alb_target_group: targetGroup,
  aws_lb_listener: listener,
  aws_alb_listener: listener,
  aws_lb_listener_rule: listenerRule,
  aws_alb_listener_rule: listenerRule,
  aws_lb_listener_certificate: {
    type: "AWS::ElasticLoadBalancingV2::ListenerCertificate",
    properties: (beside) => ({
      ListenerArn: beside.must.arn("listener_arn"),
      Certificates: [{ CertificateArn: beside.must.arn("certificate_arn") }],
    }),
  },
};
