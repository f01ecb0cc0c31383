import { describe, expect, it } from "vitest";
import { examine, templateOf, terraformOf } from "../translation-fixture.ts";

const task = (more: string): string =>
  templateOf(`Task:
  Type: AWS::ECS::TaskDefinition
  Properties:
    Cpu: "256"
    Memory: "512"
    ContainerDefinitions:
      - Name: web
        Image: nginx
${more}`);

const service = `Service:
  Type: AWS::ECS::Service
  Properties:
    TaskDefinition: web:1
    NetworkConfiguration:
      AwsvpcConfiguration:
        Subnets: [subnet-1, subnet-2]
        AssignPublicIp: ENABLED
    DeploymentConfiguration:
      DeploymentCircuitBreaker: { Enable: true, Rollback: true }
`;

describe("containers", () => {
  it("are written with Terraform's names, options and labels with the user's own", () => {
    const lines = terraformOf(
      task(`        LogConfiguration:
          LogDriver: awslogs
          Options: { awslogs-group: web, Mode: non-blocking }
        DockerLabels: { Owner: me }
`),
    );
    expect(lines).toEqual(
      expect.arrayContaining([
        "logConfiguration = {",
        'logDriver = "awslogs"',
        'Mode = "non-blocking"',
        'Owner = "me"',
      ]),
    );
  });

  it.each([
    [
      "a secret in the environment",
      "        Environment: [{ Name: DB_PASSWORD, Value: '***MASKED***' }]\n",
      "aws-ecs-secret-environment:8",
    ],
    ["privileges", "        Privileged: true\n", "aws-ecs-privileged:8"],
    ["no logs", "        Essential: true\n", "aws-ecs-no-logs:8"],
  ])("are judged where the template has them: %s", (_, more, finding) => {
    expect(examine(task(more)).findings).toContain(finding);
  });

  it("run as one task where the template does not say how many, with a public address", () => {
    const { model, findings } = examine(templateOf(service));
    expect(model.find("aws_ecs_service.Service")?.attributes["desired_count"]).toBe(1);
    expect(findings).toEqual(expect.arrayContaining(["aws-ecs-public-ip:10", "aws-ecs-single-task:6"]));
    expect(findings.join(" ")).not.toContain("aws-ecs-circuit-breaker");
  });

  it("keep what belongs to a repository beside it", () => {
    const { model, findings } = examine(
      templateOf(`Images:
  Type: AWS::ECR::Repository
  Properties:
    ImageScanningConfiguration: { ScanOnPush: true }
    LifecyclePolicy: { LifecyclePolicyText: "{}" }
    RepositoryPolicyText:
      Statement: [{ Effect: Allow, Principal: "*", Action: "ecr:*" }]
`),
    );
    expect(model.find("aws_ecr_lifecycle_policy.Images")).toBeDefined();
    expect(findings).toContain("aws-ecr-public-policy:8");
    expect(findings.join(" ")).not.toContain("aws-ecr-no-lifecycle");
  });

  it("of Kubernetes have two nodes where nothing is said of them", () => {
    const { model } = examine(
      templateOf(`Nodes:
  Type: AWS::EKS::Nodegroup
  Properties: { ClusterName: main, NodeRole: arn, Subnets: [subnet-1] }
`),
    );
    expect(model.find("aws_eks_node_group.Nodes")?.attributes["scaling_config"]).toEqual([
      { desired_size: 2, min_size: 1, max_size: 2 },
    ]);
  });
});
