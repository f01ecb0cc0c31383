# Data lake for clickstream analytics

provider "aws" {
  region = "us-west-2"
}

variable "warehouse_password" {
  type      = string
  sensitive = true
}

resource "aws_vpc" "data" {
  cidr_block = "10.40.0.0/16"
}

resource "aws_subnet" "warehouse" {
  for_each          = { a = 0, b = 1 }
  vpc_id            = aws_vpc.data.id
  cidr_block        = cidrsubnet("10.40.0.0/16", 8, each.value)
  availability_zone = "us-west-2${each.key}"
}

resource "aws_kinesis_stream" "clicks" {
  name        = "clicks"
  shard_count = 4
}

resource "aws_kinesis_firehose_delivery_stream" "raw" {
  name        = "clicks-to-raw"
  destination = "extended_s3"

  kinesis_source_configuration {
    kinesis_stream_arn = aws_kinesis_stream.clicks.arn
    role_arn           = aws_iam_role.firehose.arn
  }

  extended_s3_configuration {
    role_arn           = aws_iam_role.firehose.arn
    bucket_arn         = aws_s3_bucket.raw.arn
    compression_format = "GZIP"

    processing_configuration {
      enabled = true

      processors {
        type = "Lambda"

        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = aws_lambda_function.mask.arn
        }
      }
    }
  }
}

resource "aws_lambda_function" "mask" {
  function_name = "mask-personal-data"
  role          = aws_iam_role.firehose.arn
  runtime       = "python3.12"
  handler       = "mask.handler"
  filename      = "mask.zip"
  timeout       = 60
}

resource "aws_s3_bucket" "raw" {
  bucket = "acme-lake-raw"
}

resource "aws_s3_bucket" "curated" {
  bucket = "acme-lake-curated"
}

resource "aws_s3_bucket_versioning" "curated" {
  bucket = aws_s3_bucket.curated.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket" "results" {
  bucket = "acme-athena-results"
}

resource "aws_iam_role" "firehose" {
  name               = "firehose"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "firehose.amazonaws.com" } }] })
}

resource "aws_iam_role" "glue" {
  name               = "glue"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "glue.amazonaws.com" } }] })
}

resource "aws_glue_catalog_database" "lake" {
  name = "lake"
}

resource "aws_glue_crawler" "raw" {
  name          = "raw"
  database_name = aws_glue_catalog_database.lake.name
  role          = aws_iam_role.glue.arn
  schedule      = "cron(0 2 * * ? *)"

  s3_target {
    path = "s3://${aws_s3_bucket.raw.bucket}/clicks"
  }
}

resource "aws_glue_job" "sessionize" {
  name     = "sessionize"
  role_arn = aws_iam_role.glue.arn

  command {
    script_location = "s3://${aws_s3_bucket.raw.bucket}/jobs/sessionize.py"
  }

  default_arguments = {
    "--source" = "s3://${aws_s3_bucket.raw.bucket}/clicks"
    "--target" = "s3://${aws_s3_bucket.curated.bucket}/sessions"
  }
}

resource "aws_athena_workgroup" "analysts" {
  name = "analysts"

  configuration {
    result_configuration {
      output_location = "s3://${aws_s3_bucket.results.bucket}/"
    }
  }
}

resource "aws_redshift_subnet_group" "warehouse" {
  name       = "warehouse"
  subnet_ids = [for subnet in aws_subnet.warehouse : subnet.id]
}

resource "aws_iam_role" "redshift" {
  name               = "redshift"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "redshift.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "redshift" {
  role = aws_iam_role.redshift.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "s3:ListBucket"], Resource = [aws_s3_bucket.curated.arn, "${aws_s3_bucket.curated.arn}/*"] }]
  })
}

resource "aws_redshift_cluster" "warehouse" {
  cluster_identifier        = "warehouse"
  node_type                 = "ra3.xlplus"
  number_of_nodes           = 2
  database_name             = "analytics"
  master_username           = "admin"
  master_password           = var.warehouse_password
  cluster_subnet_group_name = aws_redshift_subnet_group.warehouse.name
  iam_roles                 = [aws_iam_role.redshift.arn]
  publicly_accessible       = false
  encrypted                 = false
}

resource "aws_kms_key" "lake" {
  description = "Lake"
}

resource "aws_cloudtrail" "lake" {
  name           = "lake"
  s3_bucket_name = aws_s3_bucket.raw.id
}
