# Large platform: EKS, RDS, ElastiCache, queues and data services

provider "aws" {
  region = "eu-west-1"
}

locals {
  zones    = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
  services = toset(["accounts", "billing", "catalogue", "search", "orders", "payments"])
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "public" {
  count                   = 3
  vpc_id                  = aws_vpc.main.id
  cidr_block              = cidrsubnet("10.0.0.0/16", 8, count.index)
  availability_zone       = local.zones[count.index]
  map_public_ip_on_launch = true
}

resource "aws_subnet" "nodes" {
  count             = 3
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 4, count.index + 1)
  availability_zone = local.zones[count.index]
}

resource "aws_subnet" "data" {
  count             = 3
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index + 200)
  availability_zone = local.zones[count.index]
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

resource "aws_security_group" "alb" {
  vpc_id = aws_vpc.main.id

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "nodes" {
  vpc_id = aws_vpc.main.id

  ingress {
    from_port       = 30080
    to_port         = 30080
    protocol        = "tcp"
    security_groups = [aws_security_group.alb.id]
  }
}

resource "aws_security_group" "data" {
  vpc_id = aws_vpc.main.id

  dynamic "ingress" {
    for_each = [5432, 6379, 443]

    content {
      from_port       = ingress.value
      to_port         = ingress.value
      protocol        = "tcp"
      security_groups = [aws_security_group.nodes.id]
    }
  }
}

resource "aws_wafv2_web_acl" "main" {
  name  = "main"
  scope = "REGIONAL"

  default_action {
    allow {}
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "main"
    sampled_requests_enabled   = true
  }
}

resource "aws_wafv2_web_acl_association" "main" {
  resource_arn = aws_lb.main.arn
  web_acl_arn  = aws_wafv2_web_acl.main.arn
}

resource "aws_route53_zone" "main" {
  name = "platform.example.com"
}

resource "aws_route53_record" "api" {
  zone_id = aws_route53_zone.main.zone_id
  name    = "api"
  type    = "A"

  alias {
    name                   = aws_lb.main.dns_name
    zone_id                = aws_lb.main.zone_id
    evaluate_target_health = true
  }
}

resource "aws_lb" "main" {
  name            = "main"
  subnets         = aws_subnet.public[*].id
  security_groups = [aws_security_group.alb.id]
}

resource "aws_lb_target_group" "ingress" {
  port     = 30080
  protocol = "HTTP"
  vpc_id   = aws_vpc.main.id
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.main.arn
  port              = 443
  protocol          = "HTTPS"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.ingress.arn
  }
}

resource "aws_autoscaling_attachment" "ingress" {
  autoscaling_group_name = aws_eks_node_group.general.resources[0].autoscaling_groups[0].name
  lb_target_group_arn    = aws_lb_target_group.ingress.arn
}

resource "aws_iam_role" "cluster" {
  name               = "cluster"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "eks.amazonaws.com" } }] })
}

resource "aws_iam_role" "nodes" {
  name               = "nodes"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "nodes" {
  role = aws_iam_role.nodes.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:*", Resource = aws_s3_bucket.uploads.arn },
      { Effect = "Allow", Action = "sqs:*", Resource = [aws_sqs_queue.orders.arn, aws_sqs_queue.mail.arn] },
      { Effect = "Allow", Action = "dynamodb:*", Resource = aws_dynamodb_table.carts.arn }
    ]
  })
}

resource "aws_eks_cluster" "main" {
  name     = "main"
  role_arn = aws_iam_role.cluster.arn
  version  = "1.29"

  vpc_config {
    subnet_ids             = aws_subnet.nodes[*].id
    security_group_ids     = [aws_security_group.nodes.id]
    endpoint_public_access = true
  }
}

resource "aws_eks_node_group" "general" {
  cluster_name    = aws_eks_cluster.main.name
  node_group_name = "general"
  node_role_arn   = aws_iam_role.nodes.arn
  subnet_ids      = aws_subnet.nodes[*].id
  instance_types  = ["m7g.xlarge"]

  scaling_config {
    desired_size = 6
    min_size     = 3
    max_size     = 12
  }
}

resource "aws_eks_node_group" "memory" {
  cluster_name    = aws_eks_cluster.main.name
  node_group_name = "memory"
  node_role_arn   = aws_iam_role.nodes.arn
  subnet_ids      = aws_subnet.nodes[*].id
  instance_types  = ["r7g.2xlarge"]

  scaling_config {
    desired_size = 2
    min_size     = 2
    max_size     = 8
  }
}

resource "aws_eks_addon" "addons" {
  for_each     = toset(["vpc-cni", "coredns", "kube-proxy", "aws-ebs-csi-driver"])
  cluster_name = aws_eks_cluster.main.name
  addon_name   = each.key
}

resource "aws_ecr_repository" "service" {
  for_each             = local.services
  name                 = each.key
  image_tag_mutability = "MUTABLE"
}

resource "aws_db_subnet_group" "data" {
  subnet_ids = aws_subnet.data[*].id
}

resource "aws_db_instance" "accounts" {
  identifier             = "accounts"
  engine                 = "postgres"
  instance_class         = "db.m6g.large"
  allocated_storage      = 100
  multi_az               = true
  storage_encrypted      = true
  db_subnet_group_name   = aws_db_subnet_group.data.name
  vpc_security_group_ids = [aws_security_group.data.id]
}

resource "aws_db_instance" "billing" {
  identifier             = "billing"
  engine                 = "postgres"
  instance_class         = "db.m6g.xlarge"
  allocated_storage      = 500
  storage_encrypted      = false
  db_subnet_group_name   = aws_db_subnet_group.data.name
  vpc_security_group_ids = [aws_security_group.data.id]
}

resource "aws_elasticache_subnet_group" "data" {
  name       = "data"
  subnet_ids = aws_subnet.data[*].id
}

resource "aws_elasticache_replication_group" "cache" {
  replication_group_id = "cache"
  description          = "Cache"
  node_type            = "cache.r7g.large"
  num_cache_clusters   = 3
  subnet_group_name    = aws_elasticache_subnet_group.data.name
  security_group_ids   = [aws_security_group.data.id]
}

resource "aws_opensearch_domain" "search" {
  domain_name = "search"

  cluster_config {
    instance_type  = "r6g.large.search"
    instance_count = 3
  }

  vpc_options {
    subnet_ids         = aws_subnet.data[*].id
    security_group_ids = [aws_security_group.data.id]
  }
}

resource "aws_dynamodb_table" "carts" {
  name         = "carts"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_s3_bucket" "uploads" {
  bucket = "platform-uploads"
}

resource "aws_s3_bucket_notification" "uploads" {
  bucket = aws_s3_bucket.uploads.id

  lambda_function {
    lambda_function_arn = aws_lambda_function.thumbnails.arn
    events              = ["s3:ObjectCreated:*"]
  }
}

resource "aws_iam_role" "lambda" {
  name               = "lambda"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}

resource "aws_lambda_function" "thumbnails" {
  function_name = "thumbnails"
  role          = aws_iam_role.lambda.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = "thumbnails.zip"
}

resource "aws_sqs_queue" "orders" {
  name           = "orders"
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_letters.arn, maxReceiveCount = 5 })
}

resource "aws_sqs_queue" "mail" {
  name           = "mail"
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_letters.arn, maxReceiveCount = 5 })
}

resource "aws_sqs_queue" "dead_letters" {
  name = "dead-letters"
}

resource "aws_lambda_function" "invoices" {
  function_name = "invoices"
  role          = aws_iam_role.lambda.arn
  runtime       = "python3.12"
  handler       = "invoices.handler"
  filename      = "invoices.zip"
}

resource "aws_lambda_event_source_mapping" "invoices" {
  event_source_arn = aws_sqs_queue.orders.arn
  function_name    = aws_lambda_function.invoices.arn
}

resource "aws_lambda_function" "mailer" {
  function_name = "mailer"
  role          = aws_iam_role.lambda.arn
  runtime       = "python3.12"
  handler       = "mailer.handler"
  filename      = "mailer.zip"
}

resource "aws_lambda_event_source_mapping" "mailer" {
  event_source_arn = aws_sqs_queue.mail.arn
  function_name    = aws_lambda_function.mailer.arn
}

resource "aws_ses_domain_identity" "mail" {
  domain = "platform.example.com"
}

resource "aws_iam_role_policy" "lambda" {
  role   = aws_iam_role.lambda.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ses:SendEmail", Resource = aws_ses_domain_identity.mail.arn }] })
}

resource "aws_secretsmanager_secret" "service" {
  for_each = local.services
  name     = each.key
}

resource "aws_kms_key" "data" {
  description = "Data at rest"
}

resource "aws_cloudwatch_log_group" "service" {
  for_each = local.services
  name     = "/platform/${each.key}"
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  for_each            = local.services
  alarm_name          = "${each.key}-errors"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 2
  metric_name         = "HTTPCode_Target_5XX_Count"
  namespace           = "AWS/ApplicationELB"
  period              = 60
  statistic           = "Sum"
  threshold           = 10
}

resource "aws_guardduty_detector" "main" {
  enable = true
}
