import { hcl, lines } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { hasLoadBalancer, loadBalancer, securityGroup } from "./network.ts";
import { appPolicy, attachment, role, settingsOf } from "./settings.ts";

/** Memory that Fargate takes with each CPU size, in MB: [cpu, least, most]. */
const fargateSizes = [
  [256, 512, 2048],
  [512, 1024, 4096],
  [1024, 2048, 8192],
  [2048, 4096, 16_384],
  [4096, 8192, 30_720],
  [8192, 16_384, 61_440],
] as const;

/** The smallest Fargate size that holds what was asked for. */
const fargateSize = ({ sizes }: Plan): { cpu: number; memory: number } => {
  const wanted = { cpu: (sizes.vcpu ?? 0.25) * 1024, memory: sizes.memoryMb ?? 512 };
  const size = fargateSizes.find(([cpu, , most]) => cpu >= wanted.cpu && most >= wanted.memory) ?? fargateSizes[5];
  const memory = Math.max(size[1], Math.min(size[2], Math.ceil(wanted.memory / 1024) * 1024));
  return { cpu: size[0], memory: size[0] === 256 && wanted.memory <= 512 ? 512 : memory };
};

const task = (plan: Plan, name: "app" | "worker"): string => {
  const { cpu, memory } = fargateSize(plan);
  const settings = settingsOf(plan).map(([key, value]) => `{ name = "${key}", value = ${value} },`);
  const storage = plan.has("file_storage");
  return hcl`
resource "aws_ecs_task_definition" "${name}" {
family = "${plan.name}-${name}"
requires_compatibilities = ["FARGATE"]
network_mode = "awsvpc"
cpu = ${cpu}
memory = ${memory}
execution_role_arn = aws_iam_role.execution.arn
task_role_arn = aws_iam_role.app.arn

container_definitions = jsonencode([{
name = "${name}"
image = "\${aws_ecr_repository.app.repository_url}:latest"
essential = true
${name === "app" && "portMappings = [{ containerPort = 8080 }]"}
${settings.length > 0 && lines(["environment = [", ...settings, "]"])}
${storage && `mountPoints = [{ sourceVolume = "files", containerPath = "/data" }]`}
}])
${storage && lines(["", "volume {", `name = "files"`, "", "efs_volume_configuration {", "file_system_id = aws_efs_file_system.files.id", "}", "}"])}
}
`;
};

const service = (plan: Plan, name: "app" | "worker"): string => hcl`
resource "aws_ecs_service" "${name}" {
name = "${plan.name}-${name}"
cluster = aws_ecs_cluster.main.id
task_definition = aws_ecs_task_definition.${name}.arn
desired_count = ${name === "app" ? (plan.sizes.instances ?? 1) : 1}
launch_type = "FARGATE"

network_configuration {
subnets = [aws_subnet.private_a.id, aws_subnet.private_b.id]
security_groups = [aws_security_group.app.id]
}
${name === "app" && hasLoadBalancer(plan) && lines(["", "load_balancer {", "target_group_arn = aws_lb_target_group.app.arn", `container_name = "app"`, "container_port = 8080", "}"])}
${name === "app" && hasLoadBalancer(plan) && lines(["", `depends_on = [aws_lb_listener.app]`])}
}
`;

const scaling = (plan: Plan): string => hcl`
resource "aws_appautoscaling_target" "app" {
service_namespace = "ecs"
resource_id = "service/\${aws_ecs_cluster.main.name}/\${aws_ecs_service.app.name}"
scalable_dimension = "ecs:service:DesiredCount"
min_capacity = ${plan.sizes.instances ?? 1}
max_capacity = ${(plan.sizes.instances ?? 1) * 4}
}

resource "aws_appautoscaling_policy" "app" {
name = "${plan.name}-cpu"
policy_type = "TargetTrackingScaling"
service_namespace = aws_appautoscaling_target.app.service_namespace
resource_id = aws_appautoscaling_target.app.resource_id
scalable_dimension = aws_appautoscaling_target.app.scalable_dimension

target_tracking_scaling_policy_configuration {
target_value = 70

predefined_metric_specification {
predefined_metric_type = "ECSServiceAverageCPUUtilization"
}
}
}
`;

/** ECS on Fargate: the application and, where there is a queue, a worker that takes jobs from it. */
export const containers = (plan: Plan): string[] => [
  hcl`
resource "aws_ecs_cluster" "main" {
name = "${plan.name}"
}
`,
  securityGroup(plan, "app", hasLoadBalancer(plan) ? { port: 8080, from: loadBalancer } : undefined),
  role(plan, "execution", "ecs-tasks.amazonaws.com"),
  attachment("execution", "execution", "service-role/AmazonECSTaskExecutionRolePolicy"),
  role(plan, "app", "ecs-tasks.amazonaws.com"),
  appPolicy(plan, "app"),
  task(plan, "app"),
  service(plan, "app"),
  ...(plan.has("autoscaling") ? [scaling(plan)] : []),
  ...(plan.worker && !plan.functions ? [task(plan, "worker"), service(plan, "worker")] : []),
];

export const hasRegistry = (plan: Plan): boolean =>
  plan.runs("containers", "kubernetes") || plan.has("registry", "batch");

export const registry = (plan: Plan): string => hcl`
resource "aws_ecr_repository" "app" {
name = "${plan.name}"
}
`;
