import { describe, expect, it } from "vitest";
import { examine, templateOf, terraformOf } from "../translation-fixture.ts";

const machine = (definition: string): string =>
  templateOf(`Flow:
  Type: AWS::StepFunctions::StateMachine
  Properties:
    RoleArn: arn
    DefinitionSubstitutions: { JobQueue: !Ref Jobs }
${definition}Jobs:
  Type: AWS::SQS::Queue
`);

describe("messages", () => {
  it("that fail go to another queue", () => {
    const { findings } = examine(
      templateOf(`Jobs:
  Type: AWS::SQS::Queue
  Properties:
    RedrivePolicy: { deadLetterTargetArn: !GetAtt Failed.Arn, maxReceiveCount: 3 }
Failed:
  Type: AWS::SQS::Queue
`),
    );
    expect(findings.filter((finding) => finding.startsWith("aws-sqs-dead-letters"))).toEqual([]);
    expect(findings).toContain("aws-sqs-encryption:5");
  });

  it("are open to anyone by a policy for several queues, which is one for each", () => {
    const { model, findings } = examine(
      templateOf(`Open:
  Type: AWS::SQS::QueuePolicy
  Properties:
    Queues: [!Ref One, !Ref Two]
    PolicyDocument:
      Statement: [{ Effect: Allow, Principal: "*", Action: "sqs:SendMessage", Resource: "*" }]
One: { Type: AWS::SQS::Queue }
Two: { Type: AWS::SQS::Queue }
`),
    );
    const second = model.find("aws_sqs_queue_policy.Open2");
    expect(second && model.target(second, "queue_url")?.name).toBe("Two");
    expect(findings.filter((finding) => finding.startsWith("aws-sqs-public-policy"))).toHaveLength(2);
  });

  it("reach who subscribes inside of a topic", () => {
    const lines = terraformOf(
      templateOf(`Topic:
  Type: AWS::SNS::Topic
  Properties:
    Subscription: [{ Protocol: email, Endpoint: ops@example.com }]
`),
    );
    expect(lines).toEqual(
      expect.arrayContaining([
        'resource "aws_sns_topic_subscription" "Topic" {',
        "topic_arn = aws_sns_topic.Topic.arn",
        'endpoint = "ops@example.com"',
      ]),
    );
  });

  it("of a rule go to its targets on the rule's own bus", () => {
    const { model } = examine(
      templateOf(`Rule:
  Type: AWS::Events::Rule
  Properties:
    EventBusName: orders
    EventPattern: { source: [shop] }
    Targets: [{ Id: jobs, Arn: !GetAtt Jobs.Arn }]
Jobs: { Type: AWS::SQS::Queue }
`),
    );
    expect(model.find("aws_cloudwatch_event_target.Rule")?.attributes).toMatchObject({
      target_id: "jobs",
      event_bus_name: "orders",
    });
  });

  it.each([
    ["as an object", '    Definition: { StartAt: "${JobQueue}" }\n', "StartAt = aws_sqs_queue.Jobs.id"],
    [
      "as text",
      '    DefinitionString: \'{"StartAt": "${JobQueue}"}\'\n',
      'definition = "{\\"StartAt\\": \\"${aws_sqs_queue.Jobs.id}\\"}"',
    ],
    [
      "in a file",
      "    DefinitionS3Location: { Bucket: code, Key: flow.asl.json }\n",
      'definition = templatefile("flow.asl.json", {',
    ],
  ])("pass through a workflow that is defined %s", (_, definition, line) => {
    expect(terraformOf(machine(definition))).toContain(line);
  });

  it("are delivered to where the block says, encrypted when that is said", () => {
    const { model, findings } = examine(
      templateOf(`Delivery:
  Type: AWS::KinesisFirehose::DeliveryStream
  Properties:
    DeliveryStreamEncryptionConfigurationInput: { KeyType: AWS_OWNED_CMK }
    ExtendedS3DestinationConfiguration:
      BucketARN: arn:aws:s3:::lake
      RoleARN: arn:aws:iam::123456789012:role/delivery
      BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 5 }
`),
    );
    expect(model.find("aws_kinesis_firehose_delivery_stream.Delivery")?.attributes).toMatchObject({
      destination: "extended_s3",
      extended_s3_configuration: [{ buffering_interval: 60, buffering_size: 5 }],
    });
    // Nothing but that the key is AWS's own.
    expect(findings).toEqual(["aws-firehose-customer-key:6"]);
  });
});
