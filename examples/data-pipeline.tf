# Click events: a stream, a delivery to the lake, a nightly job, a warehouse that is open to the internet.

provider "aws" {
  region = "ap-southeast-2"
}

variable "warehouse_password" {
  type      = string
  sensitive = true
}

resource "aws_kinesis_stream" "clicks" {
  name        = "clicks"
  shard_count = 4
}

resource "aws_s3_bucket" "lake" {
  bucket = "example-click-lake"
}

resource "aws_s3_bucket_versioning" "lake" {
  bucket = aws_s3_bucket.lake.id

  versioning_configuration {
    status = "Suspended"
  }
}

resource "aws_iam_role" "delivery" {
  name = "delivery"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "firehose.amazonaws.com" } }]
  })
}

resource "aws_kinesis_firehose_delivery_stream" "lake" {
  name        = "lake"
  destination = "extended_s3"

  kinesis_source_configuration {
    kinesis_stream_arn = aws_kinesis_stream.clicks.arn
    role_arn           = aws_iam_role.delivery.arn
  }

  extended_s3_configuration {
    role_arn   = aws_iam_role.delivery.arn
    bucket_arn = aws_s3_bucket.lake.arn
  }
}

resource "aws_glue_job" "nightly" {
  name              = "nightly"
  role_arn          = aws_iam_role.delivery.arn
  glue_version      = "5.0"
  worker_type       = "G.1X"
  number_of_workers = 10

  command {
    script_location = "s3://${aws_s3_bucket.lake.bucket}/jobs/nightly.py"
  }
}

resource "aws_redshift_cluster" "warehouse" {
  cluster_identifier  = "warehouse"
  node_type           = "dc2.large"
  number_of_nodes     = 2
  database_name       = "clicks"
  master_username     = "admin"
  master_password     = var.warehouse_password
  publicly_accessible = true
  skip_final_snapshot = true
}
