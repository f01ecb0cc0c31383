resource "aws_db_subnet_group" "data" {
  name       = local.name
  subnet_ids = aws_subnet.data[*].id
}

resource "aws_db_instance" "orders" {
  identifier              = "${local.name}-orders"
  engine                  = "postgres"
  engine_version          = "16.3"
  instance_class          = "db.m5.large"
  allocated_storage       = 100
  storage_type            = "gp2"
  db_name                 = "orders"
  username                = "shop"
  password                = "correct-horse-battery"
  db_subnet_group_name    = aws_db_subnet_group.data.name
  vpc_security_group_ids  = [aws_security_group.data.id]
  backup_retention_period = 1
  skip_final_snapshot     = true
}

resource "aws_elasticache_subnet_group" "data" {
  name       = local.name
  subnet_ids = aws_subnet.data[*].id
}

resource "aws_elasticache_cluster" "sessions" {
  cluster_id         = "${local.name}-sessions"
  engine             = "redis"
  node_type          = "cache.t3.small"
  num_cache_nodes    = 1
  subnet_group_name  = aws_elasticache_subnet_group.data.name
  security_group_ids = [aws_security_group.data.id]
}

resource "aws_dynamodb_table" "carts" {
  name         = "${local.name}-carts"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "cart_id"

  attribute {
    name = "cart_id"
    type = "S"
  }
}

locals {
  buckets = {
    assets   = "public product pictures"
    invoices = "invoices as PDF"
  }
}

resource "aws_s3_bucket" "store" {
  for_each = local.buckets

  bucket = "${local.name}-${each.key}"

  tags = { Purpose = each.value }
}

resource "aws_s3_bucket_acl" "assets" {
  bucket = aws_s3_bucket.store["assets"].id
  acl    = "public-read"
}

resource "aws_cloudfront_origin_access_identity" "assets" {
  comment = "Product pictures"
}

resource "aws_cloudfront_distribution" "assets" {
  enabled = true
  comment = "Product pictures"

  origin {
    domain_name = aws_s3_bucket.store["assets"].bucket_regional_domain_name
    origin_id   = "assets"

    s3_origin_config {
      origin_access_identity = aws_cloudfront_origin_access_identity.assets.cloudfront_access_identity_path
    }
  }

  default_cache_behavior {
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    target_origin_id       = "assets"
    viewer_protocol_policy = "allow-all"

    forwarded_values {
      query_string = false

      cookies {
        forward = "none"
      }
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
