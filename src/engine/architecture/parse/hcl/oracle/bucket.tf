resource "aws_s3_bucket" "assets" {
  bucket        = "assets-${var.environment}"
  force_destroy = false

  versioning {
    enabled = true
  }

  lifecycle_rule {
    id      = "old"
    enabled = true

    transition {
      days          = 30
      storage_class = "STANDARD_IA"
    }

    expiration { days = 365 }
  }

  tags = {
    Name = "assets", Env : "prod"
    "cost/centre" = 12
    (var.owner_key) = "platform"
  }
}
