# A notes service: HTTP API, one function per route, a table, a dead-letter queue nobody watches.

provider "aws" {
  region = "us-east-1"
}

variable "stage" {
  type    = string
  default = "prod"
}

locals {
  routes = {
    list_notes  = "GET /notes"
    create_note = "POST /notes"
    delete_note = "DELETE /notes/{id}"
  }
}

resource "aws_dynamodb_table" "notes" {
  name           = "notes-${var.stage}"
  billing_mode   = "PROVISIONED"
  read_capacity  = 20
  write_capacity = 20
  hash_key       = "owner"
  range_key      = "id"

  attribute {
    name = "owner"
    type = "S"
  }

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_iam_role" "api" {
  name = "notes-api"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "api" {
  role = aws_iam_role.api.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "dynamodb:*"
      Resource = aws_dynamodb_table.notes.arn
    }]
  })
}

resource "aws_lambda_function" "route" {
  for_each = local.routes

  function_name = "notes-${each.key}"
  role          = aws_iam_role.api.arn
  runtime       = "python3.12"
  handler       = "${each.key}.handler"
  filename      = "notes.zip"
  memory_size   = 256

  environment {
    variables = {
      TABLE = aws_dynamodb_table.notes.name
    }
  }
}

resource "aws_apigatewayv2_api" "notes" {
  name          = "notes"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "route" {
  for_each = local.routes

  api_id                 = aws_apigatewayv2_api.notes.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.route[each.key].invoke_arn
  payload_format_version = "2.0"
}

resource "aws_apigatewayv2_route" "route" {
  for_each = local.routes

  api_id    = aws_apigatewayv2_api.notes.id
  route_key = each.value
  target    = "integrations/${aws_apigatewayv2_integration.route[each.key].id}"
}

resource "aws_apigatewayv2_stage" "prod" {
  api_id      = aws_apigatewayv2_api.notes.id
  name        = var.stage
  auto_deploy = true
}

resource "aws_lambda_permission" "api" {
  for_each = local.routes

  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.route[each.key].function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.notes.execution_arn}/*/*"
}
