import { describe, expect, it } from "vitest";
import { examine, templateOf, terraformOf } from "../translation-fixture.ts";

const balancer = (settings: string): string =>
  templateOf(`Balancer:
  Type: AWS::ElasticLoadBalancingV2::LoadBalancer
  Properties:
    Scheme: internet-facing
    Subnets: [subnet-1, subnet-2]
    LoadBalancerAttributes:
${settings}`);

const group = `Targets:
  Type: AWS::ElasticLoadBalancingV2::TargetGroup
  Properties:
    Protocol: HTTP
    HealthCheckPath: /health
    HealthyThresholdCount: 3
    Matcher: { HttpCode: 200-299 }
    Targets: [{ Id: i-1, Port: 80 }]
    TargetGroupAttributes:
      - { Key: stickiness.enabled, Value: "true" }
      - { Key: deregistration_delay.timeout_seconds, Value: "30" }
      - { Key: stickiness.type, Value: lb_cookie }
`;

describe("load balancers", () => {
  it("have their list of settings as attributes, those of a block together", () => {
    const found = examine(
      balancer(`      - { Key: access_logs.s3.enabled, Value: "true" }
      - { Key: deletion_protection.enabled, Value: "true" }
      - { Key: access_logs.s3.bucket, Value: logs }
`),
    );
    expect(found.model.find("aws_lb.Balancer")?.attributes).toMatchObject({
      internal: false,
      enable_deletion_protection: true,
      access_logs: [{ enabled: true, bucket: "logs" }],
    });
    expect(found.findings.join(" ")).not.toContain("aws-lb-access-logs");
  });

  it("are judged at the setting's own line", () => {
    const { findings } = examine(balancer('      - { Key: deletion_protection.enabled, Value: "false" }\n'));
    expect(findings).toContain("aws-lb-deletion-protection:9");
  });

  it("keep a setting's condition as the condition of its value", () => {
    const template = balancer(
      '      - !If [Prod, { Key: idle_timeout.timeout_seconds, Value: "90" }, !Ref "AWS::NoValue"]\n',
    );
    const lines = terraformOf(`Conditions: { Prod: !Equals [!Ref "AWS::Region", eu-west-1] }\n${template}`);
    expect(lines).toContain("idle_timeout = local.Prod ? 90 : null");
  });

  it("have one health check, with what CloudFormation spreads over a target group", () => {
    const { model } = examine(templateOf(group));
    expect(model.find("aws_lb_target_group.Targets")?.attributes).toMatchObject({
      health_check: [{ path: "/health", healthy_threshold: 3, matcher: "200-299" }],
      stickiness: [{ enabled: true, type: "lb_cookie" }],
      deregistration_delay: 30,
    });
    expect(model.find("aws_lb_target_group_attachment.Targets")?.attributes["target_id"]).toBe("i-1");
  });

  it("take conditions in the older spelling", () => {
    const lines = terraformOf(
      templateOf(`Rule:
  Type: AWS::ElasticLoadBalancingV2::ListenerRule
  Properties:
    Priority: 1
    Conditions: [{ Field: path-pattern, Values: ["/api/*"] }]
    Actions: []
`),
    );
    expect(lines.join("\n")).toContain('path_pattern {\nvalues = ["/api/*"]');
  });

  it.each([
    ["serves plain HTTP", "DefaultActions: [{ Type: forward }]", true],
    [
      "sends on to HTTPS",
      "DefaultActions: [{ Type: redirect, RedirectConfig: { Protocol: HTTPS, StatusCode: HTTP_301 } }]",
      false,
    ],
  ])("have a listener that %s", (_, actions, isAtFault) => {
    const { findings } = examine(
      templateOf(`Listener:
  Type: AWS::ElasticLoadBalancingV2::Listener
  Properties:
    LoadBalancerArn: arn
    Port: 80
    Protocol: HTTP
    ${actions}
`),
    );
    expect(findings.includes("aws-lb-listener-http:8")).toBe(isAtFault);
  });

  it("start machines whose root disk is known by its name", () => {
    const { model } = examine(
      templateOf(`Config:
  Type: AWS::AutoScaling::LaunchConfiguration
  Properties:
    ImageId: ami-1
    InstanceType: t3.micro
    BlockDeviceMappings:
      - { DeviceName: /dev/xvda, Ebs: { VolumeSize: 20, Encrypted: true } }
      - { DeviceName: /dev/sdf, Ebs: { VolumeSize: 50 } }
`),
    );
    expect(model.find("aws_launch_configuration.Config")?.attributes).toMatchObject({
      root_block_device: [{ volume_size: 20, encrypted: true }],
      ebs_block_device: [{ device_name: "/dev/sdf", volume_size: 50 }],
    });
  });
});
