import type { Draft } from "../cfn.ts";
import type { Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";
import type { Table } from "../table.ts";
import { arn, arnOf, block, fill, groups, id, ids, must, number, orElse, tabled, tags, text } from "../table.ts";

const listener: Table = {
  LoadBalancerPort: must(text("lb_port")),
  Protocol: must("lb_protocol"),
  InstancePort: must(text("instance_port")),
  InstanceProtocol: "instance_protocol",
  SSLCertificateId: arn("ssl_certificate_id"),
};

/** What Terraform takes for granted where a health check does not say it. */
const healthCheck: Table = {
  Target: must("target"),
  HealthyThreshold: orElse(text("healthy_threshold"), "10"),
  UnhealthyThreshold: orElse(text("unhealthy_threshold"), "2"),
  Interval: orElse(text("interval"), "30"),
  Timeout: orElse(text("timeout"), "5"),
};

const drainingOf = (balancer: Reader): Draft =>
  balancer.has("connection_draining") || balancer.has("connection_draining_timeout")
    ? fill({ Enabled: orElse("connection_draining", false), Timeout: number("connection_draining_timeout") }, balancer)
    : undefined;

const policiesOf = (balancer: Reader): Draft => {
  const policies = balancer.companions("aws_load_balancer_policy", "load_balancer_name").map((policy) => ({
    PolicyName: policy.must.plain("policy_name"),
    PolicyType: policy.must.plain("policy_type_name"),
    Attributes:
      policy.each("policy_attribute", (attribute) => fill({ Name: "name", Value: text("value") }, attribute)) ?? [],
  }));
  return policies.length === 0 ? undefined : policies;
};

/** Machines named by the balancer, and those that are attached to it. */
const machinesOf = (balancer: Reader): Draft => {
  const own = balancer.items("instances", "id");
  const attached = balancer.companions("aws_elb_attachment", "elb").map((attachment) => attachment.must.id("instance"));
  const all = [...own, ...attached];
  return all.length === 0 ? undefined : all;
};

const schemeOf = (balancer: Reader): Draft =>
  balancer.has("internal") ? (balancer.isOn("internal") ? "internal" : "internet-facing") : undefined;

/** Load balancers of the first kind. */
export const classicLoadBalancing: Mappings = {
  aws_elb: tabled(
    "AWS::ElasticLoadBalancing::LoadBalancer",
    {
      LoadBalancerName: "name",
      Scheme: schemeOf,
      Subnets: ids("subnets"),
      AvailabilityZones: (balancer) => balancer.list("availability_zones", "az"),
      SecurityGroups: groups("security_groups"),
      Instances: machinesOf,
      CrossZone: "cross_zone_load_balancing",
      Listeners: (balancer) => balancer.each("listener", (entry) => fill(listener, entry)) ?? [],
      HealthCheck: block("health_check", healthCheck),
      AccessLoggingPolicy: block("access_logs", {
        Enabled: orElse("enabled", true),
        S3BucketName: must(id("bucket")),
        S3BucketPrefix: "bucket_prefix",
        EmitInterval: number("interval"),
      }),
      ConnectionDrainingPolicy: drainingOf,
      ConnectionSettings: (balancer) =>
        balancer.has("idle_timeout") ? fill({ IdleTimeout: number("idle_timeout") }, balancer) : undefined,
      Policies: policiesOf,
      Tags: tags,
    },
    {
      handles: {
        arn: arnOf("elasticloadbalancing", "loadbalancer/${Self}"),
        host: "DNSName",
        text: "DNSName",
        zone: "CanonicalHostedZoneNameID",
        suffix: "Ref",
      },
      output: { suffix: "DnsName", description: "DNS name of the load balancer", handle: "host" },
    },
  ),
};
