/** A Terraform text that is awkward to change, and how many of its own lines all fixes together may take out. */
export interface AwkwardText {
  name: string;
  text: string;
  replaced: number;
}

const crlf = (text: string): string => text.replaceAll("\n", "\r\n");

const bucket = (inside: string): string => `resource "aws_s3_bucket" "a" {\n${inside}}\n`;

const machine = (inside: string): string =>
  `resource "aws_instance" "web" {\n  ami           = "ami-1"\n  instance_type = "t3.micro"\n${inside}}\n`;

const group = (inside: string): string => `resource "aws_security_group" "web" {\n  description = "Web"\n${inside}}\n`;

/** Texts with comments in odd places, line ends of every kind, and blocks of every shape. */
export const awkwardTexts: readonly AwkwardText[] = [
  { name: "a comment behind the argument", text: bucket('  acl = "public-read" # for now\n'), replaced: 1 },
  {
    name: "a comment between name and value",
    text: bucket('  acl = /* open */ "public-read" // for now\n'),
    replaced: 1,
  },
  {
    name: "a comment of several lines",
    text: bucket('  /* why\n     it is open */\n  acl = "public-read"\n  # the end\n'),
    replaced: 1,
  },
  { name: "nothing but a comment in the block", text: bucket("  # nothing yet\n"), replaced: 0 },
  {
    name: "a comment behind the opening brace",
    text: 'resource "aws_s3_bucket" "a" { # the assets\n  acl = "public-read"\n}\n',
    replaced: 1,
  },
  {
    name: "a comment behind the closing brace",
    text: 'resource "aws_s3_bucket" "a" {\n  acl = "public-read"\n} # the end\n',
    replaced: 1,
  },
  { name: "an empty block on one line", text: '# assets\nresource "aws_s3_bucket" "a" {}\n', replaced: 1 },
  {
    name: "an argument in a block on one line",
    text: 'resource "aws_s3_bucket" "a" { acl = "public-read" } # one line\n',
    replaced: 1,
  },
  {
    name: "a block without an argument over two lines",
    text: 'resource "aws_sqs_queue" "q" {\n}\n# after\n',
    replaced: 0,
  },
  { name: "no line break at the end", text: bucket('  acl = "public-read"\n').trimEnd(), replaced: 2 },
  { name: "no line break at the end, on one line", text: 'resource "aws_sns_topic" "t" {}', replaced: 1 },
  { name: "line ends of Windows", text: crlf(bucket('  acl = "public-read" # for now\n')), replaced: 1 },
  {
    name: "line ends of Windows and nothing in the block",
    text: crlf('# one\nresource "aws_sqs_queue" "q" {\n}\n# two\n'),
    replaced: 0,
  },
  {
    name: "line ends of Windows in a block on one line",
    text: crlf('resource "aws_kms_key" "k" { description = "Key" }\n# two\n'),
    replaced: 1,
  },
  {
    name: "line ends of Windows and no line break at the end",
    text: crlf(machine("  monitoring = false # off\n")).trimEnd(),
    replaced: 2,
  },
  {
    name: "line ends of Windows around a heredoc",
    text: crlf(machine('  user_data = <<-EOT\n    echo "# not a comment"\n  EOT\n  # after\n')),
    replaced: 0,
  },
  { name: "tabs", text: 'resource "aws_s3_bucket" "a" {\n\tacl = "public-read"\t# tab\n}\n', replaced: 1 },
  {
    name: "a heredoc as the last argument",
    text: machine("  user_data = <<EOT\n#!/bin/sh\n# install\nyum -y install httpd\nEOT\n"),
    replaced: 0,
  },
  {
    name: "an indented heredoc and a comment below it",
    text: machine("  user_data = <<-EOT\n    #!/bin/sh\n    }\n  EOT\n  # below\n"),
    replaced: 0,
  },
  {
    name: "a heredoc with an interpolation",
    text: `variable "n" {\n  default = "x"\n}\n\n${machine("  user_data = <<-EOT\n    echo ${var.n} # {\n  EOT\n")}`,
    replaced: 0,
  },
  {
    name: "a policy as jsonencode with comments in it",
    text: 'resource "aws_sqs_queue_policy" "p" {\n  queue_url = aws_sqs_queue.q.id\n  policy = jsonencode({\n    # who\n    Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Principal = { AWS = "111122223333" }, Resource = "*" }] // what\n  })\n}\n\nresource "aws_sqs_queue" "q" {\n  # plain\n}\n',
    replaced: 0,
  },
  {
    name: "a nested block with a comment",
    text: machine('  metadata_options {\n    # old\n    http_tokens = "optional" # v1\n  }\n'),
    replaced: 1,
  },
  {
    name: "a nested block on one line",
    text: machine('  metadata_options { http_tokens = "optional" } # v1\n'),
    replaced: 1,
  },
  { name: "an empty nested block", text: machine("  root_block_device {}\n  # after\n"), replaced: 1 },
  {
    name: "a comment between nested blocks",
    text: machine(
      '  root_block_device {\n    volume_size = 8\n  }\n  # data\n  ebs_block_device {\n    device_name = "/dev/sdb"\n  }\n',
    ),
    replaced: 0,
  },
  {
    name: "a dynamic block",
    text: `${group('  dynamic "ingress" {\n    for_each = [443, 8443] # ports\n    content {\n      # each\n      from_port   = ingress.value\n      to_port     = ingress.value\n      protocol    = "tcp"\n      cidr_blocks = ["10.0.0.0/8"]\n    }\n  }\n')}\nresource "aws_sns_topic" "t" {\n}\n`,
    replaced: 0,
  },
  {
    name: "count and the index",
    text: 'resource "aws_sqs_queue" "q" {\n  count = 2 # two of them\n  name  = "q-${count.index}"\n}\n',
    replaced: 0,
  },
  {
    name: "for_each over a map",
    text: 'resource "aws_s3_bucket" "b" {\n  for_each = { a = "x", b = "y" } # both\n  bucket   = each.value\n  acl      = "public-read"\n}\n',
    replaced: 1,
  },
  {
    name: "a lifecycle block last",
    text: `resource "aws_db_instance" "d" {\n  engine            = "postgres" # 16\n  instance_class    = "db.t3.micro"\n  allocated_storage = 20\n\n  lifecycle {\n    # never\n    prevent_destroy = true\n  }\n}\n`,
    replaced: 1,
  },
  {
    name: "arguments below a nested block",
    text: `resource "aws_db_instance" "d" {\n  timeouts {\n    create = "1h" # long\n  }\n  # the rest\n  engine         = "mysql"\n  instance_class = "db.t3.micro"\n  allocated_storage = 20\n  publicly_accessible = true // for now\n}\n`,
    replaced: 2,
  },
  {
    name: "a comment that looks like code",
    text: `# resource "aws_s3_bucket" "old" {\n#   acl = "public-read"\n# }\n${bucket('  # acl = "private"\n  acl = "public-read"\n')}`,
    replaced: 1,
  },
  {
    name: "a text that looks like a comment",
    text: bucket('  tags = { note = "# not a comment // either" } # one\n  acl  = "public-read"\n'),
    replaced: 1,
  },
  { name: "letters beyond ASCII", text: bucket('  # für Größe – 資産 🪣\n  acl = "public-read" # ñ\n'), replaced: 1 },
  { name: "no space at all", text: 'resource"aws_s3_bucket""a"{\nacl="public-read"#x\n}\n', replaced: 1 },
  {
    name: "many blank lines",
    text: `\n\n${bucket('\n\n  acl = "public-read"\n\n\n  # end\n\n')}\n\n\n# last\n`,
    replaced: 1,
  },
  {
    name: "a Google Cloud bucket",
    text: '# data\nresource "google_storage_bucket" "b" {\n  name     = "b" # short\n  location = "EU"\n}\n',
    replaced: 0,
  },
  {
    name: "an Azure storage account",
    text: 'resource "azurerm_storage_account" "s" {\n  name                     = "s"\n  resource_group_name      = "rg"\n  location                 = "westeurope" # home\n  account_tier             = "Standard"\n  account_replication_type = "LRS"\n  min_tls_version          = "TLS1_0" # old\n}\n',
    replaced: 2,
  },
];
