import { plainText } from "../intrinsics.ts";
import { entryOf } from "../../document/node.ts";
import { itemsOf } from "../resources/reshaping.ts";
import { builderAt } from "./nodes.ts";
import { templateStatements } from "./policies.ts";
import type { Serverless, Source } from "./serverless.ts";

/** The policy template that a connection to a resource stands for, and the parameter that names the resource. */
const grants: Readonly<Record<string, Readonly<Partial<Record<"Read" | "Write", readonly [string, string]>>>>> = {
  "AWS::DynamoDB::Table": {
    Read: ["DynamoDBReadPolicy", "TableName"],
    Write: ["DynamoDBWritePolicy", "TableName"],
  },
  "AWS::Serverless::SimpleTable": {
    Read: ["DynamoDBReadPolicy", "TableName"],
    Write: ["DynamoDBWritePolicy", "TableName"],
  },
  "AWS::S3::Bucket": { Read: ["S3ReadPolicy", "BucketName"], Write: ["S3WritePolicy", "BucketName"] },
  "AWS::SQS::Queue": { Read: ["SQSPollerPolicy", "QueueName"], Write: ["SQSSendMessagePolicy", "QueueName"] },
  "AWS::SNS::Topic": { Write: ["SNSPublishMessagePolicy", "TopicName"] },
  "AWS::Lambda::Function": { Write: ["LambdaInvokePolicy", "FunctionName"] },
  "AWS::Serverless::Function": { Write: ["LambdaInvokePolicy", "FunctionName"] },
  "AWS::Serverless::StateMachine": { Write: ["StepFunctionsExecutionPolicy", "StateMachineName"] },
  "AWS::StepFunctions::StateMachine": { Write: ["StepFunctionsExecutionPolicy", "StateMachineName"] },
  "AWS::Events::EventBus": { Write: ["EventBridgePutEventsPolicy", "EventBusName"] },
};

/** Resources whose name is an attribute besides what `Ref` answers. */
const nameAttributes: Readonly<Record<string, string>> = {
  "AWS::SQS::Queue": "QueueName",
  "AWS::SNS::Topic": "TopicName",
  "AWS::Serverless::StateMachine": "Name",
  "AWS::StepFunctions::StateMachine": "Name",
};

const rolesOf = new Set(["AWS::Serverless::Function", "AWS::Serverless::StateMachine"]);

/** A connection between two resources as what the role of the first may do with the second. */
export const expandConnector = (serverless: Serverless, { id, node, line, properties }: Source): void => {
  const from = plainText(entryOf(entryOf(properties, "Source"), "Id"));
  const wanted = new Set(itemsOf(entryOf(properties, "Permissions")).map((item) => plainText(item)));
  const build = builderAt(node, line);
  const statements = itemsOf(entryOf(properties, "Destination")).flatMap((destination) => {
    const to = plainText(entryOf(destination, "Id"));
    const type = to === undefined ? undefined : serverless.typeOf(to);
    if (to === undefined || type === undefined) return [];
    const name = nameAttributes[type] === undefined ? build.ref(to) : build.getAtt(to, nameAttributes[type]);
    return (["Read", "Write"] as const).flatMap((permission) => {
      const [template, parameter] = (wanted.has(permission) ? grants[type]?.[permission] : undefined) ?? [];
      if (template === undefined || parameter === undefined) return [];
      return templateStatements(template, build.map({ [parameter]: name })) ?? [];
    });
  });
  const hasRole =
    from !== undefined &&
    rolesOf.has(serverless.typeOf(from) ?? "") &&
    entryOf(serverless.propertiesOf(from), "Role") === undefined;
  if (!hasRole || statements.length === 0)
    return serverless.report(line, "what this connector allows is not known: it is left out");
  serverless.add({
    id: `${id}Policy`,
    type: "AWS::IAM::Policy",
    at: node,
    line,
    condition: entryOf(node, "Condition"),
    properties: {
      PolicyName: build.text(`${id}Policy`),
      PolicyDocument: build.map({ Version: build.text("2012-10-17"), Statement: build.list(statements) }),
      Roles: build.list([build.ref(`${from}Role`)]),
    },
  });
};
