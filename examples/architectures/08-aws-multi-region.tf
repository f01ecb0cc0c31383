# Active/passive web application in two regions

provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "dr"
  region = "eu-central-1"
}

resource "aws_route53_zone" "main" {
  name = "app.example.com"
}

resource "aws_route53_health_check" "primary" {
  fqdn              = aws_lb.primary.dns_name
  port              = 443
  type              = "HTTPS"
  failure_threshold = 3
}

resource "aws_route53_record" "primary" {
  zone_id         = aws_route53_zone.main.zone_id
  name            = "app"
  type            = "A"
  set_identifier  = "primary"
  health_check_id = aws_route53_health_check.primary.id

  failover_routing_policy {
    type = "PRIMARY"
  }

  alias {
    name                   = aws_lb.primary.dns_name
    zone_id                = aws_lb.primary.zone_id
    evaluate_target_health = true
  }
}

resource "aws_route53_record" "secondary" {
  zone_id        = aws_route53_zone.main.zone_id
  name           = "app"
  type           = "A"
  set_identifier = "secondary"

  failover_routing_policy {
    type = "SECONDARY"
  }

  alias {
    name                   = aws_lb.dr.dns_name
    zone_id                = aws_lb.dr.zone_id
    evaluate_target_health = true
  }
}

resource "aws_vpc" "primary" {
  cidr_block = "10.10.0.0/16"
}

resource "aws_subnet" "primary_public" {
  count                   = 2
  vpc_id                  = aws_vpc.primary.id
  cidr_block              = "10.10.${count.index}.0/24"
  map_public_ip_on_launch = true
}

resource "aws_subnet" "primary_private" {
  count      = 2
  vpc_id     = aws_vpc.primary.id
  cidr_block = "10.10.${count.index + 10}.0/24"
}

resource "aws_security_group" "primary_app" {
  vpc_id = aws_vpc.primary.id
}

resource "aws_security_group" "primary_db" {
  vpc_id = aws_vpc.primary.id

  ingress {
    from_port       = 5432
    to_port         = 5432
    protocol        = "tcp"
    security_groups = [aws_security_group.primary_app.id]
  }
}

resource "aws_lb" "primary" {
  name    = "primary"
  subnets = aws_subnet.primary_public[*].id
}

resource "aws_lb_target_group" "primary" {
  port     = 80
  protocol = "HTTP"
  vpc_id   = aws_vpc.primary.id
}

resource "aws_lb_listener" "primary" {
  load_balancer_arn = aws_lb.primary.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.primary.arn
  }
}

resource "aws_launch_template" "primary" {
  image_id               = "ami-0c1bc246476a5572b"
  instance_type          = "m6i.large"
  vpc_security_group_ids = [aws_security_group.primary_app.id]
  iam_instance_profile {
    arn = aws_iam_instance_profile.app.arn
  }
}

resource "aws_autoscaling_group" "primary" {
  name                = "app-primary"
  min_size            = 2
  max_size            = 6
  vpc_zone_identifier = aws_subnet.primary_private[*].id
  target_group_arns   = [aws_lb_target_group.primary.arn]

  launch_template {
    id = aws_launch_template.primary.id
  }
}

resource "aws_db_subnet_group" "primary" {
  subnet_ids = aws_subnet.primary_private[*].id
}

resource "aws_db_instance" "primary" {
  identifier             = "app"
  engine                 = "postgres"
  instance_class         = "db.m6g.large"
  allocated_storage      = 100
  multi_az               = true
  storage_encrypted      = true
  db_subnet_group_name   = aws_db_subnet_group.primary.name
  vpc_security_group_ids = [aws_security_group.primary_db.id]
}

resource "aws_vpc" "dr" {
  provider   = aws.dr
  cidr_block = "10.11.0.0/16"
}

resource "aws_subnet" "dr_public" {
  provider                = aws.dr
  count                   = 2
  vpc_id                  = aws_vpc.dr.id
  cidr_block              = "10.11.${count.index}.0/24"
  map_public_ip_on_launch = true
}

resource "aws_subnet" "dr_private" {
  provider   = aws.dr
  count      = 2
  vpc_id     = aws_vpc.dr.id
  cidr_block = "10.11.${count.index + 10}.0/24"
}

resource "aws_security_group" "dr_app" {
  provider = aws.dr
  vpc_id   = aws_vpc.dr.id
}

resource "aws_security_group" "dr_db" {
  provider = aws.dr
  vpc_id   = aws_vpc.dr.id

  ingress {
    from_port       = 5432
    to_port         = 5432
    protocol        = "tcp"
    security_groups = [aws_security_group.dr_app.id]
  }
}

resource "aws_lb" "dr" {
  provider = aws.dr
  name     = "standby"
  subnets  = aws_subnet.dr_public[*].id
}

resource "aws_lb_target_group" "dr" {
  provider = aws.dr
  port     = 80
  protocol = "HTTP"
  vpc_id   = aws_vpc.dr.id
}

resource "aws_lb_listener" "dr" {
  provider          = aws.dr
  load_balancer_arn = aws_lb.dr.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.dr.arn
  }
}

resource "aws_launch_template" "dr" {
  provider               = aws.dr
  image_id               = "ami-0a6f3f7e8a6f7a5b1"
  instance_type          = "m6i.large"
  vpc_security_group_ids = [aws_security_group.dr_app.id]
  iam_instance_profile {
    arn = aws_iam_instance_profile.app.arn
  }
}

resource "aws_autoscaling_group" "dr" {
  provider            = aws.dr
  name                = "app-standby"
  min_size            = 0
  max_size            = 6
  vpc_zone_identifier = aws_subnet.dr_private[*].id
  target_group_arns   = [aws_lb_target_group.dr.arn]

  launch_template {
    id = aws_launch_template.dr.id
  }
}

resource "aws_db_subnet_group" "dr" {
  provider   = aws.dr
  subnet_ids = aws_subnet.dr_private[*].id
}

resource "aws_db_instance" "dr" {
  provider               = aws.dr
  identifier             = "app-replica"
  replicate_source_db    = aws_db_instance.primary.arn
  instance_class         = "db.m6g.large"
  db_subnet_group_name   = aws_db_subnet_group.dr.name
  vpc_security_group_ids = [aws_security_group.dr_db.id]
}

resource "aws_iam_role" "app" {
  name               = "app"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_instance_profile" "app" {
  role = aws_iam_role.app.name
}

resource "aws_iam_role_policy" "app" {
  role   = aws_iam_role.app.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["dynamodb:GetItem", "dynamodb:PutItem"], Resource = aws_dynamodb_table.sessions.arn }] })
}

resource "aws_dynamodb_table" "sessions" {
  name             = "sessions"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "id"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"

  attribute {
    name = "id"
    type = "S"
  }

  replica {
    region_name = "eu-central-1"
  }
}

resource "aws_s3_bucket" "uploads" {
  bucket = "app-uploads"
}

resource "aws_s3_bucket" "uploads_dr" {
  provider = aws.dr
  bucket   = "app-uploads-dr"
}

resource "aws_s3_bucket_replication_configuration" "uploads" {
  bucket = aws_s3_bucket.uploads.id
  role   = aws_iam_role.app.arn

  rule {
    status = "Enabled"

    destination {
      bucket = aws_s3_bucket.uploads_dr.arn
    }
  }
}
