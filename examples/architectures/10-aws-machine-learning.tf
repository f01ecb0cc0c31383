# Churn model: training and serving with SageMaker

provider "aws" {
  region = "eu-west-1"
}

resource "aws_vpc" "ml" {
  cidr_block = "10.70.0.0/16"
}

resource "aws_subnet" "private_a" {
  vpc_id            = aws_vpc.ml.id
  cidr_block        = "10.70.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_subnet" "private_b" {
  vpc_id            = aws_vpc.ml.id
  cidr_block        = "10.70.2.0/24"
  availability_zone = "eu-west-1b"
}

resource "aws_security_group" "notebook" {
  vpc_id = aws_vpc.ml.id
}

resource "aws_iam_role" "sagemaker" {
  name               = "sagemaker"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "sagemaker.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "sagemaker" {
  role = aws_iam_role.sagemaker.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:*"
      Resource = [aws_s3_bucket.training.arn, aws_s3_bucket.models.arn]
    }]
  })
}

resource "aws_s3_bucket" "training" {
  bucket = "churn-training-data"
}

resource "aws_s3_bucket" "models" {
  bucket = "churn-models"
}

resource "aws_glue_job" "features" {
  name     = "build-features"
  role_arn = aws_iam_role.features.arn

  command {
    script_location = "s3://${aws_s3_bucket.training.bucket}/jobs/features.py"
  }
}

resource "aws_iam_role" "features" {
  name               = "features"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "glue.amazonaws.com" } }] })
}

resource "aws_sagemaker_notebook_instance" "research" {
  name                   = "research"
  role_arn               = aws_iam_role.sagemaker.arn
  instance_type          = "ml.t3.xlarge"
  subnet_id              = aws_subnet.private_a.id
  security_groups        = [aws_security_group.notebook.id]
  direct_internet_access = "Enabled"
}

resource "aws_sfn_state_machine" "training" {
  name     = "train-churn-model"
  role_arn = aws_iam_role.pipeline.arn
  definition = jsonencode({
    StartAt = "Features"
    States = {
      Features = { Type = "Task", Resource = "arn:aws:states:::glue:startJobRun.sync", Parameters = { JobName = aws_glue_job.features.name }, Next = "Train" }
      Train    = { Type = "Task", Resource = "arn:aws:states:::sagemaker:createTrainingJob.sync", Parameters = { OutputDataConfig = { S3OutputPath = "s3://${aws_s3_bucket.models.bucket}" } }, End = true }
    }
  })
}

resource "aws_iam_role" "pipeline" {
  name               = "training-pipeline"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "states.amazonaws.com" } }] })
}

resource "aws_cloudwatch_event_rule" "weekly" {
  name                = "weekly-training"
  schedule_expression = "rate(7 days)"
}

resource "aws_cloudwatch_event_target" "training" {
  rule     = aws_cloudwatch_event_rule.weekly.name
  arn      = aws_sfn_state_machine.training.arn
  role_arn = aws_iam_role.pipeline.arn
}

resource "aws_sagemaker_model" "churn" {
  name               = "churn"
  execution_role_arn = aws_iam_role.sagemaker.arn

  primary_container {
    image          = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/xgboost:1.7"
    model_data_url = "s3://${aws_s3_bucket.models.bucket}/churn/model.tar.gz"
  }
}

resource "aws_sagemaker_endpoint_configuration" "churn" {
  name = "churn"

  production_variants {
    variant_name           = "main"
    model_name             = aws_sagemaker_model.churn.name
    instance_type          = "ml.m5.large"
    initial_instance_count = 1
  }
}

resource "aws_sagemaker_endpoint" "churn" {
  name                 = "churn"
  endpoint_config_name = aws_sagemaker_endpoint_configuration.churn.name
}

resource "aws_apigatewayv2_api" "predict" {
  name          = "predict"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "predict" {
  api_id           = aws_apigatewayv2_api.predict.id
  integration_type = "AWS_PROXY"
  integration_uri  = aws_lambda_function.predict.invoke_arn
}

resource "aws_lambda_function" "predict" {
  function_name = "predict"
  role          = aws_iam_role.predict.arn
  runtime       = "python3.12"
  handler       = "predict.handler"
  filename      = "predict.zip"

  environment {
    variables = {
      ENDPOINT = aws_sagemaker_endpoint.churn.name
    }
  }
}

resource "aws_iam_role" "predict" {
  name               = "predict"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "predict" {
  role   = aws_iam_role.predict.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sagemaker:InvokeEndpoint", Resource = aws_sagemaker_endpoint.churn.arn }] })
}

resource "aws_kms_key" "ml" {
  description = "Training data"
}
