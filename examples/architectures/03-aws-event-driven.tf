# Event-driven order processing

provider "aws" {
  region = "eu-central-1"
}

resource "aws_cloudwatch_event_bus" "orders" {
  name = "orders"
}

resource "aws_cloudwatch_event_rule" "placed" {
  name           = "order-placed"
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  event_pattern  = jsonencode({ detail-type = ["OrderPlaced"] })
}

resource "aws_cloudwatch_event_target" "fulfilment" {
  rule           = aws_cloudwatch_event_rule.placed.name
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  arn            = aws_sfn_state_machine.fulfilment.arn
  role_arn       = aws_iam_role.events.arn
}

resource "aws_cloudwatch_event_rule" "shipped" {
  name           = "order-shipped"
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  event_pattern  = jsonencode({ detail-type = ["OrderShipped"] })
}

resource "aws_cloudwatch_event_target" "notify" {
  rule           = aws_cloudwatch_event_rule.shipped.name
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  arn            = aws_sns_topic.shipped.arn
}

resource "aws_iam_role" "events" {
  name               = "events"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "events.amazonaws.com" } }] })
}

resource "aws_iam_role" "states" {
  name               = "fulfilment"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "states.amazonaws.com" } }] })
}

resource "aws_sfn_state_machine" "fulfilment" {
  name     = "fulfilment"
  role_arn = aws_iam_role.states.arn
  definition = jsonencode({
    StartAt = "Reserve"
    States = {
      Reserve = { Type = "Task", Resource = aws_lambda_function.reserve.arn, Next = "Charge" }
      Charge  = { Type = "Task", Resource = aws_lambda_function.charge.arn, Next = "Ship" }
      Ship    = { Type = "Task", Resource = "arn:aws:states:::sqs:sendMessage", Parameters = { QueueUrl = aws_sqs_queue.shipping.id }, End = true }
    }
  })
}

resource "aws_iam_role" "worker" {
  name               = "order-worker"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "worker" {
  role = aws_iam_role.worker.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["dynamodb:PutItem", "dynamodb:UpdateItem"], Resource = aws_dynamodb_table.orders.arn }]
  })
}

resource "aws_lambda_function" "reserve" {
  function_name = "reserve-stock"
  role          = aws_iam_role.worker.arn
  runtime       = "python3.12"
  handler       = "reserve.handler"
  filename      = "reserve.zip"
}

resource "aws_lambda_function" "charge" {
  function_name = "charge-card"
  role          = aws_iam_role.worker.arn
  runtime       = "python3.12"
  handler       = "charge.handler"
  filename      = "charge.zip"

  environment {
    variables = {
      PAYMENT_API_KEY = "sk_live_9aFq2LmX7pQz"
    }
  }
}

resource "aws_sqs_queue" "shipping" {
  name                    = "shipping"
  sqs_managed_sse_enabled = true
  redrive_policy          = jsonencode({ deadLetterTargetArn = aws_sqs_queue.shipping_dlq.arn, maxReceiveCount = 3 })
}

resource "aws_sqs_queue" "shipping_dlq" {
  name = "shipping-dlq"
}

resource "aws_lambda_function" "ship" {
  function_name = "create-shipment"
  role          = aws_iam_role.worker.arn
  runtime       = "python3.12"
  handler       = "ship.handler"
  filename      = "ship.zip"
}

resource "aws_lambda_event_source_mapping" "ship" {
  event_source_arn = aws_sqs_queue.shipping.arn
  function_name    = aws_lambda_function.ship.arn
}

resource "aws_dynamodb_table" "orders" {
  name             = "orders"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "id"
  stream_enabled   = true
  stream_view_type = "NEW_IMAGE"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_sns_topic" "shipped" {
  name = "order-shipped"
}

resource "aws_sqs_queue" "mail" {
  name = "mail"
}

resource "aws_sqs_queue" "analytics" {
  name = "analytics"
}

resource "aws_sns_topic_subscription" "mail" {
  topic_arn = aws_sns_topic.shipped.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.mail.arn
}

resource "aws_sns_topic_subscription" "analytics" {
  topic_arn = aws_sns_topic.shipped.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.analytics.arn
}

resource "aws_lambda_function" "mailer" {
  function_name = "mailer"
  role          = aws_iam_role.worker.arn
  runtime       = "python3.12"
  handler       = "mail.handler"
  filename      = "mail.zip"
}

resource "aws_lambda_event_source_mapping" "mail" {
  event_source_arn = aws_sqs_queue.mail.arn
  function_name    = aws_lambda_function.mailer.arn
}

resource "aws_s3_bucket" "events" {
  bucket = "order-events-archive"
}

resource "aws_kinesis_firehose_delivery_stream" "archive" {
  name        = "archive"
  destination = "extended_s3"

  extended_s3_configuration {
    role_arn   = aws_iam_role.events.arn
    bucket_arn = aws_s3_bucket.events.arn
  }
}

resource "aws_cloudwatch_event_rule" "all" {
  name           = "archive-all"
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  event_pattern  = jsonencode({ source = [{ prefix = "" }] })
}

resource "aws_cloudwatch_event_target" "archive" {
  rule           = aws_cloudwatch_event_rule.all.name
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  arn            = aws_kinesis_firehose_delivery_stream.archive.arn
  role_arn       = aws_iam_role.events.arn
}
