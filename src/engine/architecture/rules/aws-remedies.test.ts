import { describe, expect, it } from "vitest";
import { applyEdits } from "../design/patch.ts";
import { readAll } from "../model/index.ts";
import { inspect } from "../parse/index.ts";
import { maskSecrets } from "../secrets/index.ts";
import { auroraRules } from "./aws-aurora.ts";
import { autoscalingRules } from "./aws-autoscaling.ts";
import { cloudtrailRules } from "./aws-cloudtrail.ts";
import { dynamodbRules } from "./aws-dynamodb.ts";
import { ebsRules } from "./aws-ebs.ts";
import { ec2Rules } from "./aws-ec2.ts";
import { iamPolicyRules } from "./aws-iam-policy.ts";
import { iamRules } from "./aws-iam.ts";
import { kmsRules } from "./aws-kms.ts";
import { lambdaRules } from "./aws-lambda.ts";
import { rdsRules } from "./aws-rds.ts";
import { s3AccessRules } from "./aws-s3-access.ts";
import { s3Rules } from "./aws-s3.ts";
import { secretsRules } from "./aws-secrets.ts";
import { securityGroupRules } from "./aws-security-group.ts";
import { vpcRules } from "./aws-vpc.ts";
import { review } from "./review.ts";
import type { Failure } from "./review.ts";

const rules = [
  ...s3Rules,
  ...s3AccessRules,
  ...ec2Rules,
  ...autoscalingRules,
  ...ebsRules,
  ...securityGroupRules,
  ...vpcRules,
  ...rdsRules,
  ...auroraRules,
  ...dynamodbRules,
  ...lambdaRules,
  ...iamRules,
  ...iamPolicyRules,
  ...kmsRules,
  ...cloudtrailRules,
  ...secretsRules,
];

const look = (texts: readonly string[]) =>
  inspect(texts.map((text, index) => ({ name: `${index}.tf`, text: maskSecrets(text).text })));

/** Designs that break every rule with a remedy. */
const designs: readonly string[] = [
  `
resource "aws_s3_bucket" "plain" {
  force_destroy = true
}
resource "aws_s3_bucket" "counted" {
  count = 2
}
resource "aws_s3_bucket" "named" {
  for_each = toset(["a", "b"])
  bucket   = each.key
}
resource "aws_s3_bucket" "old" {
  acl = "public-read"
  versioning {
    enabled = false
  }
  server_side_encryption_configuration {
    rule {
      apply_server_side_encryption_by_default {
        sse_algorithm = "AES256"
      }
    }
  }
}
resource "aws_s3_bucket" "written" {
  grant {
    uri         = "http://acs.amazonaws.com/groups/global/AllUsers"
    permissions = ["WRITE"]
  }
}
resource "aws_s3_bucket_acl" "plain" {
  bucket = aws_s3_bucket.plain.id
  acl    = "authenticated-read"
}
resource "aws_s3_bucket_versioning" "plain" {
  bucket = aws_s3_bucket.plain.id
  versioning_configuration {
    status = "Suspended"
  }
}
resource "aws_s3_bucket_public_access_block" "written" {
  bucket            = aws_s3_bucket.written.id
  block_public_acls = false
}
resource "aws_s3_bucket_lifecycle_configuration" "written" {
  bucket = aws_s3_bucket.written.id
  rule {
    id     = "x"
    status = "Enabled"
  }
}
resource "aws_s3_account_public_access_block" "this" {
  ignore_public_acls = false
}
`,
  `
resource "aws_instance" "web" {
  instance_type = "m4.large"
  ebs_optimized = false
  ebs_block_device {
    device_name = "/dev/sdb"
    volume_type = "gp2"
  }
}
resource "aws_launch_template" "web" {
  instance_type = "t3.micro"
  block_device_mappings {
    ebs {
      volume_type = "gp2"
    }
  }
}
resource "aws_autoscaling_group" "web" {
  min_size          = 2
  max_size          = 2
  target_group_arns = ["arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/1"]
  launch_template {
    id = aws_launch_template.web.id
  }
}
resource "aws_autoscaling_group" "roomy" {
  min_size = 2
  max_size = 6
}
resource "aws_ebs_volume" "data" {
  type = "gp2"
}
resource "aws_ami" "web" {
  ebs_block_device {
    device_name = "/dev/sda1"
  }
}
resource "aws_ami_copy" "web" {
}
resource "aws_backup_vault" "own" {
}
`,
  `
resource "aws_ebs_encryption_by_default" "this" {
  enabled = false
}
resource "aws_vpc" "main" {
  cidr_block = "10.1.0.0/16"
}
resource "aws_subnet" "a" {
  vpc_id                  = aws_vpc.main.id
  availability_zone       = "eu-west-1a"
  map_public_ip_on_launch = true
}
resource "aws_nat_gateway" "a" {
  subnet_id = aws_subnet.a.id
}
resource "aws_vpc_endpoint_service" "own" {
  acceptance_required = false
}
resource "aws_security_group" "web" {
  vpc_id = aws_vpc.main.id
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0", "192.168.0.0/16"]
  }
  ingress {
    from_port        = 3389
    to_port          = 3389
    protocol         = "tcp"
    ipv6_cidr_blocks = ["::/0"]
  }
  ingress {
    from_port   = 445
    to_port     = 445
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group_rule" "database" {
  type              = "ingress"
  from_port         = 5432
  to_port           = 5432
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"]
  security_group_id = aws_security_group.web.id
}
resource "aws_vpc_security_group_ingress_rule" "all" {
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
  security_group_id = aws_security_group.web.id
}
`,
  `
resource "aws_vpc" "main" {
  cidr_block = "10.1.0.0/16"
}
resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.main.id
  ingress {
    self = true
  }
  egress {
    cidr_blocks = ["0.0.0.0/0"]
  }
}
`,
  `
resource "aws_db_instance" "main" {
  engine                     = "postgres"
  engine_version             = "16.3"
  instance_class             = "db.t2.micro"
  allocated_storage          = 20
  username                   = "app"
  password                   = "hunter2-hunter2"
  publicly_accessible        = true
  skip_final_snapshot        = true
  auto_minor_version_upgrade = false
}
resource "aws_db_instance" "modern" {
  engine         = "mysql"
  instance_class = "db.m5.large"
}
resource "aws_db_snapshot" "open" {
  shared_accounts = ["all"]
}
resource "aws_rds_cluster" "main" {
  engine          = "aurora-mysql"
  master_password = "hunter2-hunter2"
}
resource "aws_rds_cluster_instance" "main" {
  cluster_identifier = aws_rds_cluster.main.id
  instance_class     = "db.r6g.large"
  engine             = "aurora-mysql"
}
resource "aws_rds_global_cluster" "world" {
}
resource "aws_dynamodb_table" "orders" {
  read_capacity  = 5
  write_capacity = 5
  global_secondary_index {
    name           = "by_user"
    read_capacity  = 5
    write_capacity = 5
  }
  replica {
    region_name = "eu-west-1"
  }
}
`,
  `
resource "aws_iam_role" "api" {
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_lambda_function" "api" {
  role = aws_iam_role.api.arn
  environment {
    variables = {
      DB_PASSWORD = "hunter2-hunter2"
    }
  }
}
resource "aws_iam_account_password_policy" "this" {
}
resource "aws_kms_key" "main" {
  deletion_window_in_days = 7
}
resource "aws_cloudtrail" "main" {
  enable_logging = false
}
resource "aws_guardduty_detector" "main" {
  enable = false
}
resource "aws_secretsmanager_secret" "db" {
  recovery_window_in_days = 0
}
resource "aws_secretsmanager_secret_rotation" "db" {
  secret_id = aws_secretsmanager_secret.db.id
  rotation_rules {
    automatically_after_days = 365
  }
}
provider "aws" {
  access_key = "AKIAIOSFODNN7EXAMPLE"
  secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
}
`,
];

const keyOf = ({ rule, address }: Failure): string => `${rule.id} ${address}`;

const remedies = designs.flatMap((text) => {
  const { model, project } = look([text]);
  return review(model, rules)
    .failures.filter(({ edits }) => edits.length > 0)
    .map((failure) => ({ name: keyOf(failure), failure, text, project }));
});

describe("the remedy", () => {
  it("narrows a rule for the whole internet to the network's own addresses", () => {
    const { model, project } = look([designs[2] ?? ""]);
    const edits = review(model, securityGroupRules).failures.flatMap((failure) => failure.edits);
    const { model: after } = look(applyEdits(project, edits).files.map((file) => file.text));
    expect(after.find("aws_vpc_security_group_ingress_rule.all")?.attributes["cidr_ipv4"]).toBe("10.1.0.0/16");
    expect(after.find("aws_security_group_rule.database")?.attributes["cidr_blocks"]).toEqual(["10.1.0.0/16"]);
    expect(
      readAll(after.find("aws_security_group.web")?.attributes ?? {}, "ingress").map(
        ([, block]) => block["cidr_blocks"],
      ),
    ).toEqual([["192.168.0.0/16"], ["10.1.0.0/16"], ["10.1.0.0/16"]]);
  });

  it.each(remedies)("of $name makes it pass and breaks nothing else", ({ failure, text, project }) => {
    const before = new Set(review(look([text]).model, rules).failures.map(keyOf));
    const { files, added, applied } = applyEdits(project, failure.edits);
    expect(applied).toHaveLength(failure.edits.length);

    const after = look([...files.map((file) => file.text), ...added.map((block) => block.text)]);
    expect(after.warnings).toEqual([]);
    const left = review(after.model, rules).failures.map(keyOf);
    expect(left).not.toContain(keyOf(failure));
    expect(left.filter((key) => !before.has(key))).toEqual([]);
  });

  it("is shown for every rule that has one", () => {
    const shown = new Set(remedies.map(({ failure }) => failure.rule.id));
    expect(rules.filter(({ id, remedy }) => remedy !== undefined && !shown.has(id)).map(({ id }) => id)).toEqual([]);
  });
});
