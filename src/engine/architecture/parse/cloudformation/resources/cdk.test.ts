import { expect, test } from "vitest";
import { examine, templateOf } from "../translation-fixture.ts";

const resources = `
Network: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.0.0.0/16}}
Uploads: {Type: "AWS::S3::Bucket"}
Resize: {Type: "AWS::Lambda::Function", Properties: {Runtime: nodejs22.x, Handler: index.handler, Code: {ZipFile: x}}}
Provider: {Type: "AWS::Lambda::Function", Properties: {Runtime: nodejs22.x, Handler: index.handler, Code: {ZipFile: x}}}
UploadsNotifications:
  Type: Custom::S3BucketNotifications
  Properties:
    ServiceToken: !GetAtt Provider.Arn
    BucketName: !Ref Uploads
    NotificationConfiguration:
      LambdaFunctionConfigurations:
        - Events: ["s3:ObjectCreated:*"]
          Filter: {Key: {FilterRules: [{Name: suffix, Value: .jpg}]}}
          LambdaFunctionArn: !GetAtt Resize.Arn
    Managed: true
ResizeLogs:
  Type: Custom::LogRetention
  Properties:
    ServiceToken: !GetAtt Provider.Arn
    LogGroupName: !Join ["", [/aws/lambda/, !Ref Resize]]
    RetentionInDays: 7
Restrict:
  Type: Custom::VpcRestrictDefaultSG
  Properties:
    ServiceToken: !GetAtt Provider.Arn
    DefaultSecurityGroupId: !GetAtt Network.DefaultSecurityGroup
    Account: !Ref AWS::AccountId
AutoDelete:
  Type: Custom::S3AutoDeleteObjects
  Properties: {ServiceToken: !GetAtt Provider.Arn, BucketName: !Ref Uploads}
`;

test("what the CDK has custom resources make is a part of the design", () => {
  const { translation, model, warnings, findings } = examine(templateOf(resources.trimStart()));
  expect([...translation.problems, ...warnings]).toEqual([]);
  const notification = model.find("aws_s3_bucket_notification.UploadsNotifications");
  expect(notification?.attributes["lambda_function"]).toMatchObject([
    { events: ["s3:ObjectCreated:*"], filter_suffix: ".jpg" },
  ]);
  expect(model.find("aws_cloudwatch_log_group.ResizeLogs")?.attributes["retention_in_days"]).toBe(7);
  expect(model.links.map(({ from, to }) => [from, to])).toContainEqual([
    "aws_s3_bucket.Uploads",
    "aws_lambda_function.Resize",
  ]);
  expect(findings.filter((finding) => finding.startsWith("aws-sg-default-group"))).toEqual([]);
});

test("a custom resource of somebody's own is told of", () => {
  const own = "Own:\n  Type: Custom::Migration\n  Properties: {ServiceToken: x}\n";
  expect(examine(templateOf(own)).translation.problems.map(({ message }) => message)).toEqual([
    "what a custom resource makes is not known",
  ]);
});
