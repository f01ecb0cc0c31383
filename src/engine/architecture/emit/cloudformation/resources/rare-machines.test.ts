import { expect, it } from "vitest";
import { at } from "../template-fixture.ts";
import { templateOf } from "./property-fixture.ts";

const designs = [
  {
    says: "balancers take machines, functions and whole networks",
    terraform: `
resource "aws_lb" "net" {
  load_balancer_type = "network"
  subnet_mapping {
    subnet_id = "subnet-1"
    allocation_id = aws_eip.a.id
  }
}
resource "aws_eip" "a" {}
resource "aws_lb_target_group" "fn" {
  target_type = "lambda"
  stickiness {
    type = "lb_cookie"
  }
}
resource "aws_lambda_function" "f" { function_name = "f" }
resource "aws_lambda_function" "other" { function_name = "o" }
resource "aws_lb_target_group_attachment" "fn" {
  target_group_arn = aws_lb_target_group.fn.arn
  target_id = aws_lambda_function.f.arn
}
resource "aws_lambda_permission" "open" {
  function_name = aws_lambda_function.f.function_name
  principal = "elasticloadbalancing.amazonaws.com"
}
resource "aws_lambda_permission" "other" {
  function_name = aws_lambda_function.other.function_name
  principal = "elasticloadbalancing.amazonaws.com"
}
resource "aws_lb_listener" "l" {
  load_balancer_arn = aws_lb.net.arn
  port = 80
}
resource "aws_lb_listener_rule" "r" {
  listener_arn = aws_lb_listener.l.arn
  priority = 1
}
resource "aws_elb" "c" {
  internal = true
  connection_draining_timeout = 60
  idle_timeout = 30
  instances = ["i-1"]
  availability_zones = ["us-east-1a"]
  listener {
    lb_port = 80
    lb_protocol = "http"
    instance_port = 80
  }
}
resource "aws_elb" "d" {
  internal = false
  subnets = ["s"]
}
resource "aws_load_balancer_policy" "p" {
  load_balancer_name = aws_elb.c.name
  policy_name = "tls"
  policy_type_name = "SSLNegotiationPolicyType"
  policy_attribute {
    name = "Protocol-TLSv1.2"
    value = "true"
  }
}
resource "aws_load_balancer_policy" "q" {
  load_balancer_name = aws_elb.c.name
  policy_name = "plain"
  policy_type_name = "BackendServerAuthenticationPolicyType"
}
resource "aws_elb_attachment" "i" {
  elb = aws_elb.c.id
  instance = "i-2"
}
`,
    properties: {
      NetLoadBalancer: {
        Type: "network",
        Scheme: "internet-facing",
        SubnetMappings: [{ SubnetId: "subnet-1", AllocationId: { "Fn::GetAtt": ["AEIP", "AllocationId"] } }],
      },
      AEIP: { Domain: "vpc" },
      FnTargetGroup: {
        TargetType: "lambda",
        Targets: [{ Id: { "Fn::GetAtt": ["FFunction", "Arn"] } }],
        TargetGroupAttributes: [
          { Key: "stickiness.enabled", Value: "true" },
          { Key: "stickiness.type", Value: "lb_cookie" },
        ],
      },
      FFunction: {
        FunctionName: "f",
        Role: { Ref: "FFunctionRole" },
        Code: { S3Bucket: { Ref: "FFunctionCodeBucket" }, S3Key: { Ref: "FFunctionCodeKey" } },
      },
      OtherFunction: {
        FunctionName: "o",
        Role: { Ref: "OtherFunctionRole" },
        Code: { S3Bucket: { Ref: "OtherFunctionCodeBucket" }, S3Key: { Ref: "OtherFunctionCodeKey" } },
      },
      OpenPermission: {
        Action: "lambda:InvokeFunction",
        FunctionName: { "Fn::GetAtt": ["FFunction", "Arn"] },
        Principal: "elasticloadbalancing.amazonaws.com",
      },
      OtherPermission: {
        Action: "lambda:InvokeFunction",
        FunctionName: { "Fn::GetAtt": ["OtherFunction", "Arn"] },
        Principal: "elasticloadbalancing.amazonaws.com",
      },
      LListener: { LoadBalancerArn: { Ref: "NetLoadBalancer" }, Port: 80, DefaultActions: [] },
      RListenerRule: { ListenerArn: { Ref: "LListener" }, Priority: 1, Actions: [], Conditions: [] },
      CLoadBalancer: {
        Scheme: "internal",
        AvailabilityZones: ["us-east-1a"],
        Instances: ["i-1", "i-2"],
        Listeners: [{ LoadBalancerPort: "80", Protocol: "http", InstancePort: "80" }],
        ConnectionDrainingPolicy: { Enabled: false, Timeout: 60 },
        ConnectionSettings: { IdleTimeout: 30 },
        Policies: [
          {
            PolicyName: "tls",
            PolicyType: "SSLNegotiationPolicyType",
            Attributes: [{ Name: "Protocol-TLSv1.2", Value: "true" }],
          },
          { PolicyName: "plain", PolicyType: "BackendServerAuthenticationPolicyType", Attributes: [] },
        ],
      },
      DLoadBalancer: { Scheme: "internet-facing", Subnets: ["s"], Listeners: [] },
    },
    leftOut: [],
  },
  {
    says: "machines take their templates, addresses and gateways",
    terraform: `
resource "aws_launch_template" "t" {
  vpc_security_group_ids = ["sg-1"]
  network_interfaces {
    subnet_id = "subnet-1"
    security_groups = ["sg-2"]
  }
}
resource "aws_autoscaling_group" "g" {
  min_size = 1
  max_size = 2
  enabled_metrics = ["GroupDesiredCapacity"]
  launch_template {
    id = aws_launch_template.t.id
    version = "3"
  }
  tag {
    key = "Team"
    value = "a"
  }
}
resource "aws_autoscaling_group" "h" {
  min_size = 1
  max_size = 2
  launch_template {
    name = "somewhere-else"
    version = "$Latest"
  }
}
resource "aws_appautoscaling_policy" "p" {
  name = "p"
  service_namespace = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id = "service/a/b"
}
resource "aws_network_interface" "n" {
  subnet_id = "s"
  private_ips = ["10.0.0.4", "10.0.0.5"]
}
resource "aws_network_interface" "m" {
  subnet_id = "s"
}
resource "aws_nat_gateway" "private" {
  connectivity_type = "private"
  subnet_id = "s"
}
resource "aws_internet_gateway" "alone" {}
resource "aws_vpn_gateway" "alone" {}
resource "aws_vpn_gateway" "v" {
  vpc_id = "vpc-1"
}
`,
    properties: {
      TLaunchTemplate: {
        LaunchTemplateData: {
          ImageId: { Ref: "TLaunchTemplateImageId" },
          NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: "subnet-1", Groups: ["sg-2"] }],
        },
      },
      GAutoScalingGroup: {
        MinSize: "1",
        MaxSize: "2",
        LaunchTemplate: { LaunchTemplateId: { Ref: "TLaunchTemplate" }, Version: "3" },
        MetricsCollection: [{ Granularity: "1Minute", Metrics: ["GroupDesiredCapacity"] }],
        Tags: [{ Key: "Team", Value: "a", PropagateAtLaunch: true }],
      },
      HAutoScalingGroup: {
        MinSize: "1",
        MaxSize: "2",
        LaunchTemplate: { LaunchTemplateName: "somewhere-else", Version: "1" },
        Tags: [],
      },
      PScalingPolicy: {
        PolicyName: "p",
        PolicyType: "StepScaling",
        ServiceNamespace: "ecs",
        ScalableDimension: "ecs:service:DesiredCount",
        ResourceId: "service/a/b",
      },
      NNetworkInterface: {
        SubnetId: "s",
        PrivateIpAddresses: [
          { PrivateIpAddress: "10.0.0.4", Primary: true },
          { PrivateIpAddress: "10.0.0.5", Primary: false },
        ],
      },
      MNetworkInterface: { SubnetId: "s" },
      PrivateNatGateway: { SubnetId: "s", ConnectivityType: "private" },
      AloneVPNGateway: { Type: "ipsec.1" },
      VVPNGateway: { Type: "ipsec.1" },
      VVPNGatewayAttachment: { VpcId: "vpc-1", VpnGatewayId: { Ref: "VVPNGateway" } },
    },
    leftOut: ["aws_launch_template.t: vpc_security_group_ids"],
  },
  {
    says: "containers and applications",
    terraform: `
variable "list" {
  type = list(string)
}
resource "aws_ecs_task_definition" "t" {
  family = "t"
  container_definitions = "[{\\"name\\": \\"a\\", \\"image\\": null, \\"logConfiguration\\": {\\"options\\": {\\"x\\": \\"y\\"}}}, {\\"image\\": \\"b\\"}]"
  volume {
    name = "v"
    host_path = "/data"
  }
  volume {
    name = "w"
  }
}
resource "aws_ecr_repository" "r" {
  encryption_configuration {}
}
resource "aws_batch_job_definition" "j" {
  name = "j"
  type = "container"
  container_properties = "{\\"image\\": \\"busybox\\", \\"vcpus\\": 1}"
}
resource "aws_batch_job_definition" "k" {
  name = "k"
  type = "container"
  container_properties = "[]"
}
resource "aws_elastic_beanstalk_application" "a" {
  name = "a"
  appversion_lifecycle {
    service_role = "arn:aws:iam::1:role/r"
    max_age_in_days = 30
    delete_source_from_s3 = true
  }
}
resource "aws_elastic_beanstalk_application" "b" {
  name = "b"
  appversion_lifecycle {
    service_role = "arn:aws:iam::1:role/r"
    max_count = 3
  }
}
resource "aws_elastic_beanstalk_environment" "e" {
  application = aws_elastic_beanstalk_application.a.name
  tier = "Worker"
}
resource "aws_elastic_beanstalk_environment" "w" {
  application = aws_elastic_beanstalk_application.a.name
  tier = "WebServer"
}
resource "aws_eks_cluster" "k" {
  name = "k"
  enabled_cluster_log_types = var.list
}
resource "aws_eks_access_entry" "e" {
  cluster_name = aws_eks_cluster.k.name
  principal_arn = "arn:aws:iam::1:role/dev"
}
resource "aws_eks_access_policy_association" "p" {
  cluster_name = aws_eks_cluster.k.name
  principal_arn = "arn:aws:iam::1:role/dev"
  policy_arn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
  access_scope {
    type = "cluster"
  }
}
resource "aws_eks_access_entry" "none" {
  cluster_name = aws_eks_cluster.k.name
  principal_arn = "arn:aws:iam::1:role/other"
}
resource "aws_lambda_layer_version" "l" {
  layer_name = "l"
}
resource "aws_lambda_layer_version" "f" {
  layer_name = "f"
  filename = "build/f.zip"
}
`,
    properties: {
      TTaskDefinition: {
        Family: "t",
        ContainerDefinitions: [
          { Name: "a", Image: { Ref: "TTaskDefinitionAImage" }, LogConfiguration: { Options: { x: "y" } } },
          { Image: "b" },
        ],
        Volumes: [{ Name: "v", Host: { SourcePath: "/data" } }, { Name: "w" }],
      },
      RRepository: { EncryptionConfiguration: { EncryptionType: "AES256" } },
      JJobDefinition: {
        JobDefinitionName: "j",
        Type: "container",
        ContainerProperties: { Image: "busybox", Vcpus: 1 },
      },
      KJobDefinition: { JobDefinitionName: "k", Type: "container" },
      AApplication: {
        ApplicationName: "a",
        ResourceLifecycleConfig: {
          ServiceRole: "arn:aws:iam::1:role/r",
          VersionLifecycleConfig: { MaxAgeRule: { MaxAgeInDays: 30, DeleteSourceFromS3: true } },
        },
      },
      BApplication: {
        ApplicationName: "b",
        ResourceLifecycleConfig: {
          ServiceRole: "arn:aws:iam::1:role/r",
          VersionLifecycleConfig: { MaxCountRule: { MaxCount: 3 } },
        },
      },
      EEnvironment: { ApplicationName: { Ref: "AApplication" }, Tier: { Name: "Worker", Type: "SQS/HTTP" } },
      WEnvironment: { ApplicationName: { Ref: "AApplication" }, Tier: { Name: "WebServer", Type: "Standard" } },
      KCluster: { Name: "k", RoleArn: { Ref: "KClusterRoleArn" } },
      EAccessEntry: {
        ClusterName: { Ref: "KCluster" },
        PrincipalArn: "arn:aws:iam::1:role/dev",
        AccessPolicies: [
          { PolicyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy", AccessScope: { Type: "cluster" } },
        ],
      },
      NoneAccessEntry: { ClusterName: { Ref: "KCluster" }, PrincipalArn: "arn:aws:iam::1:role/other" },
      LLayerVersion: {
        LayerName: "l",
        Content: { S3Bucket: { Ref: "LLayerVersionCodeBucket" }, S3Key: { Ref: "LLayerVersionCodeKey" } },
      },
      FLayerVersion: {
        LayerName: "f",
        Content: { S3Bucket: { Ref: "FLayerVersionCodeBucket" }, S3Key: { Ref: "FLayerVersionCodeKey" } },
      },
    },
    leftOut: ["aws_eks_cluster.k: enabled_cluster_log_types"],
  },
];

it.each(designs)("$says, and what a template cannot say is told", ({ terraform, properties, leftOut }) => {
  const template = templateOf(terraform);
  for (const [id, wanted] of Object.entries(properties))
    expect([id, at(template, "Resources", id, "Properties")]).toEqual([id, wanted]);
  expect(at(template, "Metadata", "StackStage", "LeftOut") ?? []).toEqual(leftOut);
});
