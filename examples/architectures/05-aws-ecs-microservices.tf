# Microservices on ECS Fargate

provider "aws" {
  region = "eu-west-2"
}

locals {
  services = {
    catalogue = { port = 8081, path = "/products/*" }
    basket    = { port = 8082, path = "/basket/*" }
    checkout  = { port = 8083, path = "/checkout/*" }
  }
}

resource "aws_vpc" "main" {
  cidr_block = "10.20.0.0/16"
}

resource "aws_subnet" "public_a" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.20.0.0/24"
  availability_zone       = "eu-west-2a"
  map_public_ip_on_launch = true
}

resource "aws_subnet" "public_b" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.20.1.0/24"
  availability_zone       = "eu-west-2b"
  map_public_ip_on_launch = true
}

resource "aws_subnet" "services_a" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.20.10.0/24"
  availability_zone = "eu-west-2a"
}

resource "aws_subnet" "services_b" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.20.11.0/24"
  availability_zone = "eu-west-2b"
}

resource "aws_subnet" "database_a" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.20.20.0/24"
  availability_zone = "eu-west-2a"
}

resource "aws_subnet" "database_b" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.20.21.0/24"
  availability_zone = "eu-west-2b"
}

resource "aws_nat_gateway" "a" {
  subnet_id     = aws_subnet.public_a.id
  allocation_id = aws_eip.a.id
}

resource "aws_eip" "a" {
  domain = "vpc"
}

resource "aws_security_group" "alb" {
  vpc_id = aws_vpc.main.id

  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "catalogue" {
  vpc_id = aws_vpc.main.id

  ingress {
    from_port       = 8081
    to_port         = 8081
    protocol        = "tcp"
    security_groups = [aws_security_group.alb.id]
  }
}

resource "aws_security_group" "basket" {
  vpc_id = aws_vpc.main.id

  ingress {
    from_port       = 8082
    to_port         = 8082
    protocol        = "tcp"
    security_groups = [aws_security_group.alb.id]
  }
}

resource "aws_security_group" "checkout" {
  vpc_id = aws_vpc.main.id

  ingress {
    from_port       = 8083
    to_port         = 8083
    protocol        = "tcp"
    security_groups = [aws_security_group.alb.id]
  }
}

resource "aws_security_group" "aurora" {
  vpc_id = aws_vpc.main.id

  ingress {
    from_port       = 5432
    to_port         = 5432
    protocol        = "tcp"
    security_groups = [aws_security_group.catalogue.id, aws_security_group.checkout.id]
  }
}

resource "aws_security_group" "redis" {
  vpc_id = aws_vpc.main.id

  ingress {
    from_port       = 6379
    to_port         = 6379
    protocol        = "tcp"
    security_groups = [aws_security_group.basket.id]
  }
}

resource "aws_lb" "public" {
  name            = "public"
  subnets         = [aws_subnet.public_a.id, aws_subnet.public_b.id]
  security_groups = [aws_security_group.alb.id]
}

resource "aws_lb_target_group" "service" {
  for_each    = local.services
  name        = each.key
  port        = each.value.port
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = aws_vpc.main.id
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.public.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.service["catalogue"].arn
  }
}

resource "aws_lb_listener_rule" "service" {
  for_each     = local.services
  listener_arn = aws_lb_listener.http.arn

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.service[each.key].arn
  }

  condition {
    path_pattern {
      values = [each.value.path]
    }
  }
}

resource "aws_ecs_cluster" "shop" {
  name = "shop"
}

resource "aws_ecs_task_definition" "catalogue" {
  family                   = "catalogue"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  container_definitions    = jsonencode([{ name = "catalogue", image = "catalogue:latest", privileged = true }])
}

resource "aws_ecs_task_definition" "basket" {
  family                   = "basket"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  container_definitions    = jsonencode([{ name = "basket", image = "basket:1.4" }])
}

resource "aws_ecs_task_definition" "checkout" {
  family                   = "checkout"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  task_role_arn            = aws_iam_role.checkout.arn
  container_definitions    = jsonencode([{ name = "checkout", image = "checkout:2.0" }])
}

resource "aws_iam_role" "checkout" {
  name               = "checkout"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "checkout" {
  role   = aws_iam_role.checkout.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = aws_sqs_queue.orders.arn }] })
}

resource "aws_ecs_service" "catalogue" {
  name            = "catalogue"
  cluster         = aws_ecs_cluster.shop.id
  task_definition = aws_ecs_task_definition.catalogue.arn
  launch_type     = "FARGATE"
  desired_count   = 2

  network_configuration {
    subnets         = [aws_subnet.services_a.id, aws_subnet.services_b.id]
    security_groups = [aws_security_group.catalogue.id]
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.service["catalogue"].arn
    container_name   = "catalogue"
    container_port   = 8081
  }
}

resource "aws_ecs_service" "basket" {
  name            = "basket"
  cluster         = aws_ecs_cluster.shop.id
  task_definition = aws_ecs_task_definition.basket.arn
  launch_type     = "FARGATE"
  desired_count   = 1

  network_configuration {
    subnets         = [aws_subnet.services_a.id, aws_subnet.services_b.id]
    security_groups = [aws_security_group.basket.id]
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.service["basket"].arn
    container_name   = "basket"
    container_port   = 8082
  }
}

resource "aws_ecs_service" "checkout" {
  name            = "checkout"
  cluster         = aws_ecs_cluster.shop.id
  task_definition = aws_ecs_task_definition.checkout.arn
  launch_type     = "FARGATE"
  desired_count   = 2

  network_configuration {
    subnets         = [aws_subnet.services_a.id, aws_subnet.services_b.id]
    security_groups = [aws_security_group.checkout.id]
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.service["checkout"].arn
    container_name   = "checkout"
    container_port   = 8083
  }
}

resource "aws_db_subnet_group" "aurora" {
  subnet_ids = [aws_subnet.database_a.id, aws_subnet.database_b.id]
}

resource "aws_rds_cluster" "shop" {
  cluster_identifier     = "shop"
  engine                 = "aurora-postgresql"
  master_username        = "shop"
  master_password        = "correct-horse-battery"
  db_subnet_group_name   = aws_db_subnet_group.aurora.name
  vpc_security_group_ids = [aws_security_group.aurora.id]
}

resource "aws_rds_cluster_instance" "shop" {
  count              = 2
  cluster_identifier = aws_rds_cluster.shop.id
  engine             = aws_rds_cluster.shop.engine
  instance_class     = "db.r6g.large"
}

resource "aws_elasticache_subnet_group" "redis" {
  name       = "redis"
  subnet_ids = [aws_subnet.database_a.id, aws_subnet.database_b.id]
}

resource "aws_elasticache_replication_group" "basket" {
  replication_group_id = "basket"
  description          = "Baskets"
  node_type            = "cache.t4g.small"
  num_cache_clusters   = 2
  subnet_group_name    = aws_elasticache_subnet_group.redis.name
  security_group_ids   = [aws_security_group.redis.id]
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_ecr_repository" "service" {
  for_each = local.services
  name     = each.key
}
