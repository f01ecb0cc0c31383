import { hcl } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { nodePort } from "./kubernetes.ts";
import { anyone, hasLoadBalancer, publicSubnets, securityGroup } from "./network.ts";

const targetGroup = (plan: Plan): string => {
  const [type, port] = plan.runs("kubernetes") ? ["instance", nodePort] : [plan.runs("vm") ? "instance" : "ip", 8080];
  return hcl`
resource "aws_lb_target_group" "app" {
name = "${plan.name}-app"
port = ${port}
protocol = "HTTP"
target_type = "${type}"
vpc_id = aws_vpc.main.id

health_check {
path = "/health"
}
}
`;
};

const functionTargets = (plan: Plan): string => hcl`
resource "aws_lb_target_group" "app" {
name = "${plan.name}-app"
target_type = "lambda"
}

resource "aws_lambda_permission" "lb" {
statement_id = "AllowLoadBalancer"
action = "lambda:InvokeFunction"
function_name = aws_lambda_function.app.function_name
principal = "elasticloadbalancing.amazonaws.com"
source_arn = aws_lb_target_group.app.arn
}

resource "aws_lb_target_group_attachment" "app" {
target_group_arn = aws_lb_target_group.app.arn
target_id = aws_lambda_function.app.arn

depends_on = [aws_lambda_permission.lb]
}
`;

/** A public application load balancer in front of the application. It speaks HTTPS: no one can log in safely without. */
export const balancer = (plan: Plan): string[] => {
  if (!hasLoadBalancer(plan)) return [];
  return [
    securityGroup(plan, "lb", { port: 443, from: anyone }),
    hcl`
resource "aws_lb" "main" {
name = "${plan.name}"
load_balancer_type = "application"
subnets = ${publicSubnets}
security_groups = [aws_security_group.lb.id]
}
`,
    plan.runs("serverless") ? functionTargets(plan) : targetGroup(plan),
    hcl`
resource "aws_lb_listener" "app" {
load_balancer_arn = aws_lb.main.arn
port = 443
protocol = "HTTPS"
ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"
certificate_arn = var.certificate_arn

default_action {
type = "forward"
target_group_arn = aws_lb_target_group.app.arn
}
}
`,
  ];
};
