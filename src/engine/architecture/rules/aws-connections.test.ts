import { describe, expect, it } from "vitest";
import { inspect } from "../parse/index.ts";
import { connectionRules } from "./aws-connections.ts";
import { engineVersionRules } from "./aws-engine-versions.ts";
import { parameterGroupRules } from "./aws-parameter-groups.ts";
import { review } from "./review.ts";
import { casesOf, later } from "./rule-table-fixture.ts";
import { outcomeOf } from "./rules-fixture.ts";

const rules = [...connectionRules, ...parameterGroupRules];

/** Which resources break the rule, and in which line. */
const found = (id: string, text: string): string[] =>
  review(
    inspect([{ name: "main.tf", text }]).model,
    rules.filter((rule) => rule.id === id),
  ).failures.map(({ resource, place }) => `${resource}:${place.line}`);

const group = `resource "aws_security_group" "web" {
  vpc_id = "vpc-1"
}
`;

const balancer = (action: string): string => `resource "aws_lb" "front" {
  name = "front"
}
resource "aws_lb_listener" "plain" {
  load_balancer_arn = aws_lb.front.arn
  port              = "80"
  protocol          = "HTTP"
  default_action {
${action}
  }
}
`;

const lambdaUrl = (origins: string, methods: string): string => `resource "aws_lambda_function" "api" {
  function_name = "api"
}
resource "aws_lambda_function_url" "api" {
  function_name      = aws_lambda_function.api.function_name
  authorization_type = "AWS_IAM"
  cors {
    allow_origins = [${origins}]
    allow_methods = [${methods}]
  }
}
`;

const record = (body: string, type = "A"): string => `resource "aws_route53_record" "www" {
  zone_id = "Z1"
  name    = "www"
  type    = "${type}"
${body}
}
`;

const database = (family: string, parameters = ""): string => `resource "aws_db_instance" "main" {
  engine               = "postgres"
  parameter_group_name = aws_db_parameter_group.main.name
}
resource "aws_db_parameter_group" "main" {
  family = "${family}"
${parameters}
}
`;

const setting = (name: string, value: string): string => `  parameter {
    name  = "${name}"
    value = "${value}"
  }
`;

const user = `resource "aws_iam_user" "ann" {
  name = "ann"
}
`;

const cases: [id: string, given: string, text: string, expected: string[]][] = [
  ["aws-sg-unused", "nothing uses it", group, ["aws_security_group.web:1"]],
  [
    "aws-sg-unused",
    "only a rule of its own points at it",
    `${group}resource "aws_security_group_rule" "in" {\n  security_group_id = aws_security_group.web.id\n}\n`,
    ["aws_security_group.web:1"],
  ],
  [
    "aws-sg-unused",
    "a machine uses it",
    `${group}resource "aws_instance" "web" {\n  vpc_security_group_ids = [aws_security_group.web.id]\n}\n`,
    [],
  ],
  [
    "aws-sg-unused",
    "a module is given it",
    `${group}module "app" {\n  source = "acme/app/aws"\n  groups = [aws_security_group.web.id]\n}\n`,
    [],
  ],
  ["aws-s3-event-notifications", "nobody listens", `resource "aws_s3_bucket" "b" {\n}\n`, ["aws_s3_bucket.b:1"]],
  [
    "aws-s3-event-notifications",
    "a topic is told",
    `resource "aws_s3_bucket" "b" {\n}\nresource "aws_s3_bucket_notification" "b" {\n  bucket = aws_s3_bucket.b.id\n}\n`,
    [],
  ],
  ["aws-dns-record-literal", "an address", record(`  records = ["192.0.2.1"]`), ["aws_route53_record.www:5"]],
  ["aws-dns-record-literal", "an address of the design", record(`  records = [aws_eip.a.public_ip]`), []],
  ["aws-dns-record-literal", "a name", record(`  records = ["example.org"]`, "CNAME"), []],
  ["aws-dns-record-literal", "an alias of a module", record(`  alias {\n    name = module.cdn.domain_name\n  }`), []],
  ["aws-lb-no-redirect", "no listener", `resource "aws_lb" "front" {\n}\n`, []],
  ["aws-lb-no-redirect", "plain HTTP", balancer(`    type = "forward"`), ["aws_lb.front:1"]],
  [
    "aws-lb-no-redirect",
    "a redirect",
    balancer(`    type = "redirect"\n    redirect {\n      port     = "443"\n      protocol = "HTTPS"\n    }`),
    [],
  ],
  ["aws-lambda-open-cors", "every origin and method", lambdaUrl(`"*"`, `"*"`), ["aws_lambda_function.api:8"]],
  ["aws-lambda-open-cors", "one method", lambdaUrl(`"*"`, `"GET"`), []],
  ["aws-lambda-open-cors", "no URL", `resource "aws_lambda_function" "api" {\n}\n`, []],
  [
    "aws-nat-instance",
    "a route through a machine",
    `resource "aws_route_table" "t" {\n  route {\n    cidr_block  = "0.0.0.0/0"\n    instance_id = "i-1"\n  }\n}\n`,
    ["aws_route_table.t:4"],
  ],
  [
    "aws-nat-instance",
    "a route through a gateway",
    `resource "aws_route" "out" {\n  destination_cidr_block = "0.0.0.0/0"\n  nat_gateway_id         = "nat-1"\n}\n`,
    [],
  ],
  [
    "aws-emr-open-group",
    "an open group",
    `resource "aws_emr_cluster" "c" {\n  ec2_attributes {\n    emr_managed_master_security_group = aws_security_group.m.id\n  }\n}
resource "aws_security_group" "m" {\n  ingress {\n    from_port   = 8088\n    to_port     = 8088\n    protocol    = "tcp"\n    cidr_blocks = ["0.0.0.0/0"]\n  }\n}\n`,
    ["aws_emr_cluster.c:11"],
  ],
  [
    "aws-emr-open-group",
    "a closed group",
    `resource "aws_emr_cluster" "c" {\n  ec2_attributes {\n    emr_managed_master_security_group = aws_security_group.m.id\n  }\n}
resource "aws_security_group" "m" {\n}\n`,
    [],
  ],
  ["aws-appsync-waf", "none", `resource "aws_appsync_graphql_api" "a" {\n}\n`, ["aws_appsync_graphql_api.a:1"]],
  [
    "aws-appsync-waf",
    "one",
    `resource "aws_appsync_graphql_api" "a" {\n}\nresource "aws_wafv2_web_acl_association" "a" {\n  resource_arn = aws_appsync_graphql_api.a.arn\n}\n`,
    [],
  ],
  [
    "aws-codecommit-unreviewed",
    "no rule",
    `resource "aws_codecommit_repository" "r" {\n  repository_name = "r"\n}\n`,
    ["aws_codecommit_repository.r:1"],
  ],
  [
    "aws-codecommit-unreviewed",
    "a rule",
    `resource "aws_codecommit_repository" "r" {\n}\nresource "aws_codecommit_approval_rule_template_association" "r" {\n  repository_name = aws_codecommit_repository.r.repository_name\n}\n`,
    [],
  ],
  ["aws-iam-user-groupless", "no group", user, ["aws_iam_user.ann:1"]],
  [
    "aws-iam-user-groupless",
    "a membership",
    `${user}resource "aws_iam_user_group_membership" "ann" {\n  user   = aws_iam_user.ann.name\n  groups = ["ops"]\n}\n`,
    [],
  ],
  [
    "aws-iam-user-groupless",
    "a list of members",
    `${user}resource "aws_iam_group_membership" "ops" {\n  group = "ops"\n  users = [aws_iam_user.ann.name]\n}\n`,
    [],
  ],
  ["aws-iam-user-console", "no password", user, []],
  [
    "aws-iam-user-console",
    "a password",
    `${user}resource "aws_iam_user_login_profile" "ann" {\n  user = aws_iam_user.ann.name\n}\n`,
    ["aws_iam_user.ann:4"],
  ],
  [
    "aws-iam-user-console",
    "a password of a user that is not in the design",
    `resource "aws_iam_user_login_profile" "bob" {\n  user = "bob"\n}\n`,
    ["aws_iam_user_login_profile.bob:1"],
  ],
  ["aws-guardduty-members", "alone", `resource "aws_guardduty_detector" "d" {\n}\n`, ["aws_guardduty_detector.d:1"]],
  [
    "aws-guardduty-members",
    "for all",
    `resource "aws_guardduty_detector" "d" {\n}\nresource "aws_guardduty_organization_configuration" "o" {\n  detector_id = aws_guardduty_detector.d.id\n  auto_enable_organization_members = "ALL"\n}\n`,
    [],
  ],
  ["aws-postgres-query-log", "nothing said", database("postgres14"), ["aws_db_instance.main:5"]],
  [
    "aws-postgres-query-log",
    "both parameters",
    database("postgres14", setting("log_statement", "all") + setting("log_min_duration_statement", "1")),
    [],
  ],
  [
    "aws-postgres-query-log",
    "the default group",
    `resource "aws_db_instance" "main" {\n  engine = "postgres"\n}\n`,
    ["aws_db_instance.main:2"],
  ],
  ["aws-postgres-tls", "an old family", database("postgres14"), ["aws_db_instance.main:6"]],
  ["aws-postgres-tls", "a family that asks for TLS", database("postgres16"), []],
  [
    "aws-postgres-tls",
    "switched off",
    database("postgres16", setting("rds.force_ssl", "0")),
    ["aws_db_instance.main:9"],
  ],
  ["aws-postgres-tls", "switched on", database("postgres14", setting("rds.force_ssl", "1")), []],
  [
    "aws-postgres-tls",
    "MySQL, in a group that no database of the design uses",
    `resource "aws_db_parameter_group" "main" {\n  family = "mysql8.0"\n}\n`,
    ["aws_db_parameter_group.main:2"],
  ],
];

describe("rules about what belongs together", () => {
  it.each(cases)("%s: %s", (id, _, text, expected) => {
    expect(found(id, text)).toEqual(expected);
  });

  it("are each shown failing and passing", () => {
    for (const { id } of rules) {
      const own = cases.filter(([one]) => one === id);
      expect(
        own.some(([, , , expected]) => expected.length > 0),
        `${id} fails`,
      ).toBe(true);
      expect(
        own.some(([, , , expected]) => expected.length === 0),
        `${id} passes`,
      ).toBe(true);
    }
  });
});

describe("rules about versions of engines", () => {
  const versions = casesOf(engineVersionRules, {
    "aws-postgres-file-read": {
      fail: [
        { engine: "postgres", engine_version: "13.2" },
        { engine: "postgres", engine_version: "10.16" },
        { engine: "aurora-postgresql", engine_version: "11.8" },
      ],
      pass: [
        {},
        { engine: "postgres", engine_version: "13.3" },
        { engine: "postgres", engine_version: "16" },
        { engine: "aurora-postgresql", engine_version: "11.9" },
        { engine: "mysql", engine_version: "11.8" },
      ],
      unknown: [{ engine: "postgres", engine_version: later }],
    },
    "aws-mq-old-version": {
      fail: [
        { engine_type: "ActiveMQ", engine_version: "5.15.0" },
        { engine_type: "RabbitMQ", engine_version: "3.6" },
      ],
      pass: [
        { engine_type: "ActiveMQ", engine_version: "5.17.6" },
        { engine_type: "RabbitMQ", engine_version: "3.13" },
      ],
      unknown: [{ engine_type: later, engine_version: "5.15" }],
    },
  });

  it.each(versions)("$id answers $outcome to $given", ({ rule, subject, outcome }) => {
    expect(outcomeOf(rule, subject)).toBe(outcome);
  });
});
