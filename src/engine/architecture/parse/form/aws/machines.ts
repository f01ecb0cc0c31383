import { hcl, lines } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { anyone, hasLoadBalancer, hasPublicMachines, loadBalancer, securityGroup } from "./network.ts";
import { appPolicy, attachment, role, settingsOf } from "./settings.ts";

const image = hcl`
data "aws_ami" "linux" {
most_recent = true
owners = ["amazon"]

filter {
name = "name"
values = ["al2023-ami-2023.*-x86_64"]
}
}
`;

/** Start script: the application's settings, as environment variables of every session. */
const userData = (plan: Plan, encoded: boolean) => {
  const exports = settingsOf(plan).map(([name, expression]) => `"export ${name}=\${${expression}}",`);
  if (exports.length === 0) return false;
  const script = lines([`join("\\n", [`, `"#!/bin/bash",`, ...exports, "])"]);
  return encoded ? `user_data = base64encode(${script})` : `user_data = ${script}`;
};

const instances = (plan: Plan): string => {
  const tier = hasPublicMachines(plan) ? "public" : "private";
  const count = plan.sizes.instances ?? (hasLoadBalancer(plan) ? 2 : 1);
  const several = count > 1;
  const address = several ? "aws_instance.app[count.index].id" : "aws_instance.app.id";
  return hcl`
resource "aws_instance" "app" {
${several && `count = ${count}`}
ami = data.aws_ami.linux.id
instance_type = "${plan.sizes.machine ?? "t3.medium"}"
subnet_id = ${several ? `count.index % 2 == 0 ? aws_subnet.${tier}_a.id : aws_subnet.${tier}_b.id` : `aws_subnet.${tier}_a.id`}
vpc_security_group_ids = [aws_security_group.app.id]
iam_instance_profile = aws_iam_instance_profile.app.name
${userData(plan, false)}

root_block_device {
volume_size = ${plan.sizes.diskGb ?? 20}
}

tags = {
Name = "${plan.name}-app"
}
}
${
  hasLoadBalancer(plan) &&
  lines([
    "",
    `resource "aws_lb_target_group_attachment" "app" {`,
    several && `count = ${count}`,
    "target_group_arn = aws_lb_target_group.app.arn",
    `target_id = ${address}`,
    "port = 8080",
    "}",
  ])
}
`;
};

const scalingGroup = (plan: Plan): string => {
  const least = plan.sizes.instances ?? 2;
  return hcl`
resource "aws_launch_template" "app" {
name_prefix = "${plan.name}-"
image_id = data.aws_ami.linux.id
instance_type = "${plan.sizes.machine ?? "t3.medium"}"
vpc_security_group_ids = [aws_security_group.app.id]
${userData(plan, true)}

iam_instance_profile {
name = aws_iam_instance_profile.app.name
}
}

resource "aws_autoscaling_group" "app" {
name = "${plan.name}-app"
min_size = ${least}
max_size = ${least * 3}
vpc_zone_identifier = [aws_subnet.private_a.id, aws_subnet.private_b.id]
target_group_arns = [aws_lb_target_group.app.arn]

launch_template {
id = aws_launch_template.app.id
version = "$Latest"
}
}

resource "aws_autoscaling_policy" "app" {
name = "${plan.name}-cpu"
autoscaling_group_name = aws_autoscaling_group.app.name
policy_type = "TargetTrackingScaling"

target_tracking_configuration {
target_value = 60

predefined_metric_specification {
predefined_metric_type = "ASGAverageCPUUtilization"
}
}
}
`;
};

/** EC2: single machines, or a scaling group where one is named. */
export const machines = (plan: Plan): string[] => [
  image,
  securityGroup(
    plan,
    "app",
    hasLoadBalancer(plan)
      ? { port: 8080, from: loadBalancer }
      : { port: plan.states("https") ? 443 : 80, from: anyone },
  ),
  role(plan, "app", "ec2.amazonaws.com"),
  attachment("app", "app", "AmazonSSMManagedInstanceCore"),
  appPolicy(plan, "app"),
  hcl`
resource "aws_iam_instance_profile" "app" {
name = "${plan.name}-app"
role = aws_iam_role.app.name
}
`,
  plan.has("autoscaling") ? scalingGroup(plan) : instances(plan),
];
