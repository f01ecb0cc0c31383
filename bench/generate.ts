/** A realistic project of about `resources` resources: the same cell of network, service, data and permissions again and again. */
export const generateProject = (resources: number): string => {
  const cells = Math.max(1, Math.round(resources / cellSize));
  return [provider, ...Array.from({ length: cells }, (_, index) => cell(index))].join("\n");
};

const cellSize = 10;

const provider = `provider "aws" {
  region = "eu-west-1"
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
`;

const cell = (n: number): string => `resource "aws_subnet" "app_${n}" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, ${n % 250})
  availability_zone = "eu-west-1${"abc"[n % 3] ?? "a"}"
}

resource "aws_security_group" "app_${n}" {
  name   = "app-${n}"
  vpc_id = aws_vpc.main.id

  ingress {
    description = "HTTPS"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["${n % 4 === 0 ? "0.0.0.0/0" : "10.0.0.0/8"}"]
  }
}

resource "aws_instance" "app_${n}" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "${n % 2 === 0 ? "t3.medium" : "m5.large"}"
  subnet_id              = aws_subnet.app_${n}.id
  vpc_security_group_ids = [aws_security_group.app_${n}.id]

  root_block_device {
    volume_size = ${20 + (n % 5) * 10}
    encrypted   = ${n % 3 === 0}
  }
}

resource "aws_s3_bucket" "files_${n}" {
  bucket = "files-${n}"
}

resource "aws_sqs_queue" "jobs_${n}" {
  name = "jobs-${n}"
}

resource "aws_dynamodb_table" "state_${n}" {
  name         = "state-${n}"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_iam_role" "worker_${n}" {
  name = "worker-${n}"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "worker_${n}" {
  role = aws_iam_role.worker_${n}.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["dynamodb:PutItem"], Resource = aws_dynamodb_table.state_${n}.arn }]
  })
}

resource "aws_lambda_function" "worker_${n}" {
  function_name = "worker-${n}"
  role          = aws_iam_role.worker_${n}.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = "worker.zip"

  environment {
    variables = {
      TABLE = aws_dynamodb_table.state_${n}.name
    }
  }
}

resource "aws_lambda_event_source_mapping" "jobs_${n}" {
  event_source_arn = aws_sqs_queue.jobs_${n}.arn
  function_name    = aws_lambda_function.worker_${n}.arn
}
`;
