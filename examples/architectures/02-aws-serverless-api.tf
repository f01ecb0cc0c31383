# Serverless booking API

provider "aws" {
  region = "us-east-1"
}


resource "aws_cognito_user_pool" "guests" {
  name = "guests"
}

resource "aws_apigatewayv2_api" "bookings" {
  name          = "bookings"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_stage" "live" {
  api_id      = aws_apigatewayv2_api.bookings.id
  name        = "$default"
  auto_deploy = true
}

resource "aws_apigatewayv2_authorizer" "jwt" {
  api_id           = aws_apigatewayv2_api.bookings.id
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]
  name             = "guests"

  jwt_configuration {
    audience = ["bookings"]
    issuer   = "https://${aws_cognito_user_pool.guests.endpoint}"
  }
}

resource "aws_apigatewayv2_integration" "create" {
  api_id           = aws_apigatewayv2_api.bookings.id
  integration_type = "AWS_PROXY"
  integration_uri  = aws_lambda_function.create_booking.invoke_arn
}

resource "aws_apigatewayv2_route" "create" {
  api_id             = aws_apigatewayv2_api.bookings.id
  route_key          = "POST /bookings"
  target             = "integrations/${aws_apigatewayv2_integration.create.id}"
  authorization_type = "JWT"
  authorizer_id      = aws_apigatewayv2_authorizer.jwt.id
}

resource "aws_apigatewayv2_integration" "get" {
  api_id           = aws_apigatewayv2_api.bookings.id
  integration_type = "AWS_PROXY"
  integration_uri  = aws_lambda_function.get_booking.invoke_arn
}

resource "aws_apigatewayv2_route" "get" {
  api_id    = aws_apigatewayv2_api.bookings.id
  route_key = "GET /bookings/{id}"
  target    = "integrations/${aws_apigatewayv2_integration.get.id}"
}

resource "aws_lambda_permission" "api" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.create_booking.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.bookings.execution_arn}/*"
}

resource "aws_iam_role" "writer" {
  name               = "booking-writer"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}

resource "aws_iam_role" "reader" {
  name               = "booking-reader"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "writer" {
  role = aws_iam_role.writer.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "dynamodb:*", Resource = aws_dynamodb_table.bookings.arn },
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = aws_sqs_queue.confirmations.arn }
    ]
  })
}

resource "aws_iam_role_policy" "reader" {
  role = aws_iam_role.reader.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["dynamodb:GetItem", "dynamodb:Query"], Resource = aws_dynamodb_table.bookings.arn }]
  })
}

resource "aws_lambda_function" "create_booking" {
  function_name = "create-booking"
  role          = aws_iam_role.writer.arn
  runtime       = "nodejs22.x"
  handler       = "create.handler"
  filename      = "create.zip"
  memory_size   = 512
}

resource "aws_lambda_function" "get_booking" {
  function_name = "get-booking"
  role          = aws_iam_role.reader.arn
  runtime       = "nodejs16.x"
  handler       = "get.handler"
  filename      = "get.zip"
}

resource "aws_dynamodb_table" "bookings" {
  name         = "bookings"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_sqs_queue" "confirmations" {
  name = "confirmations"
}

resource "aws_sqs_queue" "confirmations_dlq" {
  name = "confirmations-dlq"
}

resource "aws_sqs_queue_redrive_policy" "confirmations" {
  queue_url = aws_sqs_queue.confirmations.id
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.confirmations_dlq.arn
    maxReceiveCount     = 5
  })
}

resource "aws_lambda_function" "send_mail" {
  function_name = "send-mail"
  role          = aws_iam_role.mailer.arn
  runtime       = "python3.12"
  handler       = "mail.handler"
  filename      = "mail.zip"
  timeout       = 30
}

resource "aws_iam_role" "mailer" {
  name               = "mailer"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "mailer" {
  role = aws_iam_role.mailer.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ses:SendEmail", Resource = aws_ses_domain_identity.mail.arn },
      { Effect = "Allow", Action = ["sqs:ReceiveMessage", "sqs:DeleteMessage"], Resource = aws_sqs_queue.confirmations.arn }
    ]
  })
}

resource "aws_lambda_event_source_mapping" "confirmations" {
  event_source_arn = aws_sqs_queue.confirmations.arn
  function_name    = aws_lambda_function.send_mail.arn
}

resource "aws_ses_domain_identity" "mail" {
  domain = "bookings.example.com"
}

resource "aws_cloudwatch_log_group" "create" {
  name = "/aws/lambda/create-booking"
}
