import { hcl, lines } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { hasLoadBalancer, loadBalancer, securityGroup } from "./network.ts";
import { appPolicy, attachment, role } from "./settings.ts";

/** Port at which the ingress controller listens on every node. */
export const nodePort = 30_080;

const ingress = hcl`
# The load balancer reaches the ingress controller on the nodes
resource "aws_autoscaling_attachment" "app" {
autoscaling_group_name = aws_eks_node_group.app.resources[0].autoscaling_groups[0].name
lb_target_group_arn = aws_lb_target_group.app.arn
}
`;

const nodeTemplate = (plan: Plan): string => hcl`
# Nodes are in the cluster's own group and in one that the stores let in
resource "aws_launch_template" "app" {
name_prefix = "${plan.name}-"

vpc_security_group_ids = [
aws_security_group.app.id,
aws_eks_cluster.main.vpc_config[0].cluster_security_group_id,
]
${
  plan.sizes.diskGb !== undefined &&
  lines([
    "",
    "block_device_mappings {",
    `device_name = "/dev/xvda"`,
    "",
    "ebs {",
    `volume_size = ${Math.max(20, plan.sizes.diskGb)}`,
    "}",
    "}",
  ])
}
}
`;

/** EKS with one managed node group. */
export const kubernetes = (plan: Plan): string[] => {
  const nodes = plan.sizes.instances ?? 2;
  return [
    role(plan, "cluster", "eks.amazonaws.com"),
    attachment("cluster", "cluster", "AmazonEKSClusterPolicy"),
    hcl`
resource "aws_eks_cluster" "main" {
name = "${plan.name}"
role_arn = aws_iam_role.cluster.arn

vpc_config {
subnet_ids = [aws_subnet.private_a.id, aws_subnet.private_b.id]
}

depends_on = [aws_iam_role_policy_attachment.cluster]
}
`,
    role(plan, "app", "ec2.amazonaws.com"),
    attachment("node", "app", "AmazonEKSWorkerNodePolicy"),
    attachment("network", "app", "AmazonEKS_CNI_Policy"),
    attachment("registry", "app", "AmazonEC2ContainerRegistryReadOnly"),
    appPolicy(plan, "app"),
    securityGroup(plan, "app", hasLoadBalancer(plan) ? { port: nodePort, from: loadBalancer } : undefined),
    nodeTemplate(plan),
    hcl`
resource "aws_eks_node_group" "app" {
cluster_name = aws_eks_cluster.main.name
node_group_name = "${plan.name}-app"
node_role_arn = aws_iam_role.app.arn
subnet_ids = [aws_subnet.private_a.id, aws_subnet.private_b.id]
instance_types = ["${plan.sizes.machine ?? "t3.medium"}"]

launch_template {
id = aws_launch_template.app.id
version = aws_launch_template.app.latest_version
}

scaling_config {
desired_size = ${nodes}
min_size = ${plan.has("autoscaling") ? 1 : nodes}
max_size = ${plan.has("autoscaling") ? nodes * 3 : nodes}
}

depends_on = [
aws_iam_role_policy_attachment.node,
aws_iam_role_policy_attachment.network,
aws_iam_role_policy_attachment.registry,
]
}
`,
    ...(hasLoadBalancer(plan) ? [ingress] : []),
  ];
};
