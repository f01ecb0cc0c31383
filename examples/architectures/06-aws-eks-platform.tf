# Kubernetes platform on EKS

provider "aws" {
  region = "eu-north-1"
}

resource "aws_vpc" "platform" {
  cidr_block = "10.60.0.0/16"
}

resource "aws_internet_gateway" "platform" {
  vpc_id = aws_vpc.platform.id
}

resource "aws_subnet" "public" {
  count                   = 3
  vpc_id                  = aws_vpc.platform.id
  cidr_block              = cidrsubnet("10.60.0.0/16", 8, count.index)
  availability_zone       = ["eu-north-1a", "eu-north-1b", "eu-north-1c"][count.index]
  map_public_ip_on_launch = true
}

resource "aws_subnet" "nodes" {
  count             = 3
  vpc_id            = aws_vpc.platform.id
  cidr_block        = cidrsubnet("10.60.0.0/16", 4, count.index + 1)
  availability_zone = ["eu-north-1a", "eu-north-1b", "eu-north-1c"][count.index]
}

resource "aws_eip" "nat" {
  count  = 3
  domain = "vpc"
}

resource "aws_nat_gateway" "zone" {
  count         = 3
  subnet_id     = aws_subnet.public[count.index].id
  allocation_id = aws_eip.nat[count.index].id
}

resource "aws_iam_role" "cluster" {
  name               = "eks-cluster"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "eks.amazonaws.com" } }] })
}

resource "aws_iam_role" "nodes" {
  name               = "eks-nodes"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role_policy_attachment" "cluster" {
  role       = aws_iam_role.cluster.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
}

resource "aws_iam_role_policy_attachment" "nodes" {
  for_each   = toset(["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly"])
  role       = aws_iam_role.nodes.name
  policy_arn = "arn:aws:iam::aws:policy/${each.key}"
}

resource "aws_eks_cluster" "platform" {
  name     = "platform"
  role_arn = aws_iam_role.cluster.arn
  version  = "1.30"

  vpc_config {
    subnet_ids              = aws_subnet.nodes[*].id
    endpoint_public_access  = true
    endpoint_private_access = false
  }
}

resource "aws_eks_node_group" "system" {
  cluster_name    = aws_eks_cluster.platform.name
  node_group_name = "system"
  node_role_arn   = aws_iam_role.nodes.arn
  subnet_ids      = aws_subnet.nodes[*].id
  instance_types  = ["m7g.large"]

  scaling_config {
    desired_size = 3
    min_size     = 3
    max_size     = 6
  }
}

resource "aws_eks_node_group" "batch" {
  cluster_name    = aws_eks_cluster.platform.name
  node_group_name = "batch"
  node_role_arn   = aws_iam_role.nodes.arn
  subnet_ids      = aws_subnet.nodes[*].id
  instance_types  = ["c7g.2xlarge"]
  capacity_type   = "SPOT"

  scaling_config {
    desired_size = 2
    min_size     = 0
    max_size     = 20
  }
}

resource "aws_eks_addon" "addons" {
  for_each     = toset(["vpc-cni", "coredns", "aws-ebs-csi-driver"])
  cluster_name = aws_eks_cluster.platform.name
  addon_name   = each.key
}

resource "aws_lb" "ingress" {
  name               = "ingress"
  load_balancer_type = "network"
  subnets            = aws_subnet.public[*].id
}

resource "aws_lb_target_group" "ingress" {
  port     = 30443
  protocol = "TCP"
  vpc_id   = aws_vpc.platform.id
}

resource "aws_lb_listener" "tls" {
  load_balancer_arn = aws_lb.ingress.arn
  port              = 443
  protocol          = "TCP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.ingress.arn
  }
}

resource "aws_autoscaling_attachment" "ingress" {
  autoscaling_group_name = aws_eks_node_group.system.resources[0].autoscaling_groups[0].name
  lb_target_group_arn    = aws_lb_target_group.ingress.arn
}

resource "aws_efs_file_system" "shared" {
  creation_token = "shared"
}

resource "aws_efs_mount_target" "shared" {
  count          = 3
  file_system_id = aws_efs_file_system.shared.id
  subnet_id      = aws_subnet.nodes[count.index].id
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id       = aws_vpc.platform.id
  service_name = "com.amazonaws.eu-north-1.s3"
}

resource "aws_ecr_repository" "apps" {
  name = "apps"
}

resource "aws_cloudwatch_log_group" "cluster" {
  name = "/aws/eks/platform/cluster"
}
