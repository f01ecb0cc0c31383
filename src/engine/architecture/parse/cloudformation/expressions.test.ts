import { describe, expect, it } from "vitest";
import { examine, templateOf, terraformOf } from "./translation-fixture.ts";

const declared = `Parameters:
  Name: {Type: String}
  Size: {Type: Number, Default: 2}
  Ids: {Type: CommaDelimitedList, Default: "a, b"}
Mappings:
  Regions: {eu-west-1: {Image: ami-1}, us-east-1: {Image: ami-2}}
Conditions:
  Big: !Equals [!Ref Size, "2"]
  Named: !Not [!Equals [!Ref Name, ""]]
  Both: !And [!Condition Big, {Condition: Named}]
  Any: !Or [!Condition Big, !Equals [!Ref Name, x]]
`;

const others = `Other: {Type: "AWS::S3::Bucket"}
Sometimes: {Type: "AWS::SQS::Queue", Condition: Named}
Custom: {Type: "AWS::CloudFormation::WaitConditionHandle"}
`;

/** Code of a property that has this value. */
const codeOf = (value: string): string | undefined =>
  terraformOf(templateOf(`${others}Topic: {Type: "AWS::SNS::Topic", Properties: {DisplayName: ${value}}}`, declared))
    .find((line) => line.startsWith("display_name = "))
    ?.slice("display_name = ".length);

describe("intrinsic functions", () => {
  it.each([
    ["!Ref Name", "var.Name"],
    ["{Ref: Other}", "aws_s3_bucket.Other.id"],
    ["!Ref Sometimes", "aws_sqs_queue.Sometimes[0].id"],
    ["!Ref AWS::Region", "data.aws_region.current.name"],
    ["!Ref AWS::AccountId", "data.aws_caller_identity.current.account_id"],
    ["!Ref AWS::Partition", "data.aws_partition.current.partition"],
    ["!Ref AWS::URLSuffix", "data.aws_partition.current.dns_suffix"],
    ["!Ref AWS::StackName", "var.stack_name"],
    ["!Ref Custom", "var.Custom"],
    ["!GetAtt Other.Arn", "aws_s3_bucket.Other.arn"],
    ['{"Fn::GetAtt": [Other, DomainName]}', "aws_s3_bucket.Other.bucket_domain_name"],
    ['{"Fn::GetAtt": "Other.Arn"}', "aws_s3_bucket.Other.arn"],
    ['!Sub "a-${Name}-${Other.Arn}"', '"a-${var.Name}-${aws_s3_bucket.Other.arn}"'],
    ['!Sub "${Name}"', "var.Name"],
    ['!Sub "${!Name} and $${Name}"', '"$${Name} and ${"$"}${var.Name}"'],
    ['!Sub ["${A}-${Name}", {A: !Ref Other}]', '"${aws_s3_bucket.Other.id}-${var.Name}"'],
    ['!Join ["-", [a, !Ref Name, 1]]', '"a-${var.Name}-1"'],
    ['!Join [",", !Ref Ids]', 'join(",", var.Ids)'],
    ["!Select [1, [a, !Ref Name]]", "var.Name"],
    ["!Select [0, !Ref Ids]", "var.Ids[0]"],
    ['!Select [1, !Split [":", !Ref Name]]', 'split(":", var.Name)[1]'],
    ["!Select [0, !GetAZs '']", "data.aws_availability_zones.available.names[0]"],
    ['!Select [2, !Cidr ["10.0.0.0/16", 4, 8]]', 'cidrsubnet("10.0.0.0/16", 8, 2)'],
    ['!FindInMap [Regions, !Ref "AWS::Region", Image]', 'local.Regions[data.aws_region.current.name]["Image"]'],
    ["!FindInMap [!Ref Name, eu-west-1, Image]", '({ "Regions" = local.Regions })[var.Name]["eu-west-1"]["Image"]'],
    ["!If [Big, a, !Ref Name]", 'local.Big ? "a" : var.Name'],
    ["!If [Big, a, !Ref AWS::NoValue]", 'local.Big ? "a" : null'],
    ["!If [Big, !If [Named, a, b], c]", 'local.Big ? (local.Named ? "a" : "b") : "c"'],
    ["!Base64 text", 'base64encode("text")'],
    ["!ToJsonString [1]", "jsonencode([1])"],
    ["!Length [a, b]", 'length(["a", "b"])'],
    ["!ImportValue network-vpc", "data.aws_cloudformation_export.network_vpc.value"],
    ['"{{resolve:ssm:/app/name:3}}"', "data.aws_ssm_parameter.app_name.value"],
    [
      '"{{resolve:secretsmanager:app/db:SecretString:user}}"',
      'jsondecode(data.aws_secretsmanager_secret_version.app_db.secret_string)["user"]',
    ],
    [
      '"{{resolve:secretsmanager:arn:aws:secretsmanager:eu-west-1:1:secret:db-x}}"',
      "data.aws_secretsmanager_secret_version.db_x.secret_string",
    ],
    ['!Sub "x{{resolve:secretsmanager:${Name}}}"', '"x${data.aws_secretsmanager_secret_version.Name.secret_string}"'],
  ])("%s", (value, code) => {
    expect(codeOf(value)).toBe(code);
  });

  it("leaves out a property that is AWS::NoValue", () => {
    expect(codeOf("!Ref AWS::NoValue")).toBeUndefined();
  });

  it("knows conditions, and compares as texts", () => {
    expect(terraformOf(templateOf(others, declared))).toEqual(
      expect.arrayContaining([
        'Big = tostring(var.Size) == "2"',
        'Named = !(var.Name == "")',
        "Both = local.Big && local.Named",
        'Any = local.Big || (var.Name == "x")',
      ]),
    );
  });

  it.each([
    ['{"Fn::Transform": {Name: Include}}', "this function is not known"],
    ["!Ref Nobody", "the template declares nothing of this name"],
    ["!GetAtt Nobody.Arn", "the template declares nothing of this name"],
    ["!If [Nobody, a, b]", "the template declares no condition of this name"],
    ["!FindInMap [Nobody, a, b]", "which mapping this looks into is not known"],
    ["!Join x", "this function lacks an argument"],
  ])("%s is a problem, and unknown", (value, message) => {
    const text = templateOf(`${others}Topic: {Type: "AWS::SNS::Topic", Properties: {DisplayName: ${value}}}`, declared);
    const { translation, warnings } = examine(text);
    expect(translation.problems).toEqual([{ line: 17, column: 1, message }]);
    expect(warnings).toEqual([]);
  });
});

const bucketWith = (parameter: string): string =>
  templateOf(
    `Store:
  Type: AWS::S3::Bucket
  Condition: Wanted
Policy:
  Type: AWS::S3::BucketPolicy
  Condition: Wanted
  Properties:
    Bucket: !Ref Store
    PolicyDocument: {Statement: [{Effect: Allow, Principal: "*", Action: "s3:*", Resource: !GetAtt Store.Arn}]}
`,
    `Parameters:\n  Env: ${parameter}\nConditions:\n  Wanted: !Equals [!Ref Env, prod]\n`,
  );

describe("conditions", () => {
  it("make a resource where they are known to hold", () => {
    const { model, findings } = examine(bucketWith("{Type: String, Default: prod}"));
    const [store] = model.ofType("aws_s3_bucket");
    expect(store?.id).toBe("aws_s3_bucket.Store[0]");
    expect(store && model.attached(store, "aws_s3_bucket_policy", "bucket")).toHaveLength(1);
    expect(findings).toContain("aws-s3-public-policy:15");
  });

  it("make none where they are known not to", () => {
    expect(examine(bucketWith("{Type: String, Default: dev}")).model.components).toEqual([]);
  });

  it("leave one that stands for all where a parameter has no default", () => {
    const { model, findings } = examine(bucketWith("{Type: String}"));
    expect(model.components.map(({ id }) => id)).toEqual(["aws_s3_bucket.Store", "aws_s3_bucket_policy.Policy"]);
    expect(findings).toContain("aws-s3-public-policy:15");
  });

  it("leave a value unknown where a parameter has no default", () => {
    const template = (parameter: string): string =>
      templateOf(
        "Data: {Type: AWS::EC2::Volume, Properties: {AvailabilityZone: a, Size: 1, Encrypted: !If [Safe, true, false]}}\n",
        `Parameters:\n  Safe: ${parameter}\nConditions:\n  Safe: !Equals [!Ref Safe, "true"]\n`,
      );
    const has = (text: string): boolean =>
      examine(text).findings.some((finding) => finding.startsWith("aws-ebs-encryption:"));
    expect(has(template("{Type: String}"))).toBe(false);
    expect(has(template('{Type: String, Default: "false"}'))).toBe(true);
    expect(has(template('{Type: String, Default: "true"}'))).toBe(false);
  });

  it("choose blocks, companions, tags and items of lists", () => {
    const lines = terraformOf(
      templateOf(
        `Group:
  Type: AWS::EC2::SecurityGroup
  Properties:
    GroupDescription: web
    SecurityGroupIngress:
      - !If [Big, {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8}, !Ref AWS::NoValue]
    Tags:
      - {Key: Name, Value: web}
      - !If [Named, {Key: Owner, Value: !Ref Name}, !Ref AWS::NoValue]
Machine:
  Type: AWS::EC2::Instance
  Properties:
    SecurityGroupIds: [!Ref Group, !If [Named, !Ref Name, !Ref AWS::NoValue]]
Store:
  Type: AWS::S3::Bucket
  Properties:
    VersioningConfiguration: !If [Big, {Status: Enabled}, !Ref AWS::NoValue]
`,
        declared,
      ),
    );
    expect(lines).toEqual(
      expect.arrayContaining([
        'dynamic "ingress" {',
        "for_each = local.Big ? [1] : []",
        "}, local.Named ? {",
        "vpc_security_group_ids = concat([aws_security_group.Group.id], local.Named ? [var.Name] : [])",
        'resource "aws_s3_bucket_versioning" "Store" {',
        "count = local.Big ? 1 : 0",
      ]),
    );
  });
});

describe("parameters", () => {
  it("become variables of their type", () => {
    const lines = terraformOf(
      templateOf(
        others,
        `Parameters:
  Secret: {Type: String, NoEcho: true}
  Flag: {Type: String, AllowedValues: ["true", "false"], Default: "true"}
  Zones: {Type: "List<AWS::EC2::AvailabilityZone::Name>"}
  Ports: {Type: "List<Number>", Default: "80,443"}
  version: {Type: String, Description: 'Which "one" \${x}'}
  Stored: {Type: "AWS::SSM::Parameter::Value<String>", Default: /a/b}
Conditions:
  Named: !Equals [!Ref Stored, !Ref version]
`,
      ),
    );
    expect(lines).toEqual(
      expect.arrayContaining([
        "sensitive = true",
        "type = bool",
        "default = true",
        "type = list(string)",
        "type = list(number)",
        "default = [80, 443]",
        'variable "version_" {',
        'description = "Which \\"one\\" $${x}"',
        "Named = data.aws_ssm_parameter.Stored.value == var.version_",
        "name = var.Stored",
      ]),
    );
  });
});

it("reads an unquoted yes or no of a property as CloudFormation does, and leaves texts alone", () => {
  const broker = `Broker:
  Type: AWS::AmazonMQ::Broker
  Properties:
    PubliclyAccessible: Yes
    AutoMinorVersionUpgrade: no
    BrokerName: "yes"
    Tags: {Public: Yes}
`;
  expect(terraformOf(templateOf(broker))).toEqual(
    expect.arrayContaining(["publicly_accessible = true", "auto_minor_version_upgrade = false", 'broker_name = "yes"']),
  );
  expect(examine(templateOf(broker)).findings).toContain("aws-mq-public:6");
});
