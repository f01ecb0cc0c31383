import { isMap } from "./change.ts";
import type { DocumentMap, DocumentValue } from "./change.ts";

type Rename = (value: DocumentValue) => DocumentMap;

const sameName =
  (name: string): Rename =>
  (value) => ({ [name]: value });

/** What SAM calls otherwise than CloudFormation, or in another form; a property that is not named is called the same. */
const serverless: Readonly<Record<string, { of: string; renamed: Readonly<Record<string, Rename>> }>> = {
  "AWS::Serverless::Function": {
    of: "AWS::Lambda::Function",
    renamed: {
      TracingConfig: (value) => (isMap(value) ? { Tracing: value["Mode"] ?? "Active" } : {}),
      DeadLetterConfig: (value) =>
        isMap(value) ? { DeadLetterQueue: { Type: "SQS", TargetArn: value["TargetArn"] ?? "" } } : {},
    },
  },
  "AWS::Serverless::SimpleTable": {
    of: "AWS::DynamoDB::Table",
    renamed: {
      SSESpecification: sameName("SSESpecification"),
      PointInTimeRecoverySpecification: sameName("PointInTimeRecoverySpecification"),
    },
  },
  "AWS::Serverless::Api": { of: "AWS::ApiGateway::Stage", renamed: {} },
  "AWS::Serverless::HttpApi": { of: "AWS::ApiGatewayV2::Stage", renamed: {} },
  "AWS::Serverless::StateMachine": { of: "AWS::StepFunctions::StateMachine", renamed: {} },
};

/** Whether a type is SAM's, and, where another is given, a shorter way to say that one. */
export const isServerless = (type: string, emitted?: string): boolean =>
  Object.hasOwn(serverless, type) && (emitted === undefined || serverless[type]?.of === emitted);

/** Properties in SAM's words. */
export const asServerless = (type: string, properties: DocumentMap): DocumentMap => {
  const renamed = serverless[type]?.renamed ?? {};
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) => {
      const rename = Object.hasOwn(renamed, name) ? renamed[name] : undefined;
      return rename === undefined ? [[name, value] as const] : Object.entries(rename(value));
    }),
  );
};
