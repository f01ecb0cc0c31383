resource "aws_sqs_queue" "orders" {
  name                       = "${local.name}-orders"
  visibility_timeout_seconds = 120
}

resource "aws_sns_topic" "order_events" {
  name = "${local.name}-order-events"
}

resource "aws_lambda_function" "fulfilment" {
  function_name = "${local.name}-fulfilment"
  role          = aws_iam_role.fulfilment.arn
  runtime       = "nodejs16.x"
  handler       = "index.handler"
  filename      = "fulfilment.zip"
  memory_size   = 512
  timeout       = 60

  environment {
    variables = {
      EVENTS_TOPIC = aws_sns_topic.order_events.arn
      INVOICES     = aws_s3_bucket.store["invoices"].bucket
    }
  }
}

resource "aws_lambda_event_source_mapping" "orders" {
  event_source_arn = aws_sqs_queue.orders.arn
  function_name    = aws_lambda_function.fulfilment.arn
  batch_size       = 10
}

resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "${local.name}-nightly-report"
  schedule_expression = "cron(0 3 * * ? *)"
}

resource "aws_cloudwatch_event_target" "nightly" {
  rule = aws_cloudwatch_event_rule.nightly.name
  arn  = aws_lambda_function.fulfilment.arn
}
