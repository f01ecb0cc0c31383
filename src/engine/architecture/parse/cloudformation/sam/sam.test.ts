import { describe, expect, it } from "vitest";
import { examine, templateOf, terraformOf } from "../translation-fixture.ts";

const transform = "Transform: AWS::Serverless-2016-10-31\n";

const functionWith = (properties: string, others = ""): string =>
  templateOf(
    `Work:\n  Type: AWS::Serverless::Function\n  Properties: {Handler: a.b, Runtime: nodejs20.x, ${properties}}\n${others}`,
    transform,
  );

/** Types and names of what a template becomes, besides the function and its role. */
const madeBy = (text: string): string[] => {
  const { translation, model, warnings } = examine(text);
  expect(translation.problems).toEqual([]);
  expect(warnings).toEqual([]);
  const own = /^aws_(?:lambda_function\.Work|iam_role\.WorkRole|iam_role_policy_attachment\.WorkRole\d*)$/;
  return model.components.map(({ address }) => address).filter((address) => !own.test(address));
};

const bucket = "Store: {Type: AWS::S3::Bucket}\n";
const pool = "Users: {Type: AWS::Cognito::UserPool}\n";

describe("events of a function", () => {
  it.each([
    [
      "Tick: {Type: Schedule, Properties: {Schedule: rate(1 day)}}",
      "",
      [
        "aws_cloudwatch_event_rule.WorkTick",
        "aws_cloudwatch_event_target.WorkTick",
        "aws_lambda_permission.WorkTickPermission",
      ],
    ],
    [
      "Tick: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day)}}",
      "",
      ["aws_iam_role.WorkTickRole", "aws_iam_role_policy.WorkTickRole", "aws_scheduler_schedule.WorkTick"],
    ],
    [
      "On: {Type: EventBridgeRule, Properties: {Pattern: {source: [a]}}}",
      "",
      [
        "aws_cloudwatch_event_rule.WorkOn",
        "aws_cloudwatch_event_target.WorkOn",
        "aws_lambda_permission.WorkOnPermission",
      ],
    ],
    [
      "Jobs: {Type: SQS, Properties: {Queue: 'arn:aws:sqs:a:1:b', BatchSize: 5}}",
      "",
      ["aws_lambda_event_source_mapping.WorkJobs"],
    ],
    [
      "Rows: {Type: DynamoDB, Properties: {Stream: 'arn:x', StartingPosition: LATEST}}",
      "",
      ["aws_lambda_event_source_mapping.WorkRows"],
    ],
    [
      "Data: {Type: Kinesis, Properties: {Stream: 'arn:x', StartingPosition: LATEST}}",
      "",
      ["aws_lambda_event_source_mapping.WorkData"],
    ],
    [
      "News: {Type: SNS, Properties: {Topic: 'arn:x'}}",
      "",
      ["aws_sns_topic_subscription.WorkNews", "aws_lambda_permission.WorkNewsPermission"],
    ],
    [
      "New: {Type: S3, Properties: {Bucket: !Ref Store, Events: 's3:ObjectCreated:*'}}",
      bucket,
      ["aws_lambda_permission.WorkNewPermission", "aws_s3_bucket.Store", "aws_s3_bucket_notification.Store"],
    ],
    [
      "Up: {Type: Cognito, Properties: {UserPool: !Ref Users, Trigger: PreSignUp}}",
      pool,
      ["aws_lambda_permission.WorkUpPermission", "aws_cognito_user_pool.Users"],
    ],
    [
      "Log: {Type: CloudWatchLogs, Properties: {LogGroupName: g, FilterPattern: x}}",
      "",
      ["aws_lambda_permission.WorkLogPermission", "aws_cloudwatch_log_subscription_filter.WorkLog"],
    ],
    ["Skill: {Type: AlexaSkill}", "", ["aws_lambda_permission.WorkSkillPermission"]],
    [
      "Get: {Type: HttpApi, Properties: {Path: /x, Method: get}}",
      "",
      [
        "aws_lambda_permission.WorkGetPermission",
        "aws_apigatewayv2_api.ServerlessHttpApi",
        "aws_apigatewayv2_integration.ServerlessHttpApiWorkIntegration",
        "aws_apigatewayv2_route.ServerlessHttpApiWorkGetRoute",
        "aws_apigatewayv2_stage.ServerlessHttpApiApiGatewayDefaultStage",
      ],
    ],
    [
      "Get: {Type: Api, Properties: {Path: '/x/{id}', Method: get}}",
      "",
      [
        "aws_lambda_permission.WorkGetPermission",
        "aws_api_gateway_rest_api.ServerlessRestApi",
        "aws_api_gateway_resource.ServerlessRestApiXResource",
        "aws_api_gateway_resource.ServerlessRestApiXIdResource",
        "aws_api_gateway_method.ServerlessRestApiWorkGetMethod",
        "aws_api_gateway_integration.ServerlessRestApiWorkGetMethod",
        "aws_api_gateway_deployment.ServerlessRestApiDeployment",
        "aws_api_gateway_stage.ServerlessRestApiProdStage",
      ],
    ],
  ])("%s", (event, others, made) => {
    expect(madeBy(functionWith(`Events: {${event}}`, others))).toEqual(made);
  });

  it("draw what calls the function", () => {
    const { model } = examine(
      functionWith(
        "Events: {Jobs: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}, Get: {Type: Api, Properties: {Path: /, Method: get}}}",
        "Queue: {Type: AWS::SQS::Queue}\n",
      ),
    );
    const links = model.links.map(({ from, to }) => `${from} > ${to}`);
    expect(links).toContain("aws_sqs_queue.Queue > aws_lambda_function.Work");
    expect(links).toContain("aws_api_gateway_rest_api.ServerlessRestApi > aws_lambda_function.Work");
  });

  it("that are not known are a problem on their line", () => {
    const { translation } = examine(functionWith("Events: {X: {Type: Telepathy}}"));
    expect(translation.problems).toEqual([
      { line: 6, column: 1, message: "this kind of event is not known: it is left out" },
    ]);
  });
});

describe("a function", () => {
  it("runs in a role of its own with what its policies allow", () => {
    const { translation, model, findings } = examine(
      functionWith(
        "Tracing: Active, Policies: [AmazonSSMReadOnlyAccess, {DynamoDBCrudPolicy: {TableName: !Ref Items}}, {Statement: [{Effect: Allow, Action: '*', Resource: '*'}]}]",
        "Items: {Type: AWS::Serverless::SimpleTable}\n",
      ),
    );
    expect(translation.problems).toEqual([]);
    expect(model.links).toContainEqual({
      from: "aws_lambda_function.Work",
      to: "aws_dynamodb_table.Items",
      kind: "data",
    });
    expect(findings).toContain("aws-iam-admin-policy:6");
    expect(translation.text).toContain("policy/AWSXRayDaemonWriteAccess");
  });

  it("keeps the role that it names", () => {
    expect(madeBy(functionWith("Role: 'arn:aws:iam::1:role/x'"))).toEqual([]);
  });

  it("inherits what Globals say, and adds to it", () => {
    const text = templateOf(
      "Work:\n  Type: AWS::Serverless::Function\n  Properties:\n    Handler: a.b\n    Timeout: 5\n    Layers: [own]\n    Environment: {Variables: {A: own}}\n",
      `${transform}Globals:\n  Function:\n    Runtime: python3.8\n    Timeout: 30\n    Layers: [common]\n    Environment: {Variables: {A: common, B: common}}\n`,
    );
    const { findings } = examine(text);
    expect(terraformOf(text)).toEqual(
      expect.arrayContaining(['layers = ["common", "own"]', "timeout = 5", 'A = "own"', 'B = "common"']),
    );
    expect(findings).toContain("aws-lambda-runtime:5");
  });

  it("has an alias, an address and a place for what failed", () => {
    expect(
      madeBy(
        functionWith(
          "AutoPublishAlias: live, FunctionUrlConfig: {AuthType: NONE}, EventInvokeConfig: {MaximumRetryAttempts: 0, DestinationConfig: {OnFailure: {Type: SQS, Destination: 'arn:x'}}}",
        ),
      ),
    ).toEqual([
      "aws_lambda_alias.WorkAliaslive",
      "aws_lambda_function_url.WorkUrl",
      "aws_lambda_permission.WorkUrlPublicPermissions",
      "aws_lambda_function_event_invoke_config.WorkEventInvokeConfig",
    ]);
  });

  it("takes its condition to all that is made of it", () => {
    const text = templateOf(
      "Work:\n  Type: AWS::Serverless::Function\n  Condition: Never\n  Properties: {Handler: a.b, Runtime: nodejs20.x, Events: {T: {Type: Schedule, Properties: {Schedule: rate(1 day)}}}}\n",
      `${transform}Conditions:\n  Never: !Equals [a, b]\n`,
    );
    expect(examine(text).model.components).toEqual([]);
  });
});

describe("other resources of SAM", () => {
  it("an API authorizes as it says, and a method may say otherwise", () => {
    const { findings, translation } = examine(
      templateOf(
        `Api:
  Type: AWS::Serverless::Api
  Properties:
    StageName: v1
    Auth:
      DefaultAuthorizer: Pool
      Authorizers: {Pool: {UserPoolArn: !GetAtt Users.Arn}}
Users: {Type: AWS::Cognito::UserPool}
Work:
  Type: AWS::Serverless::Function
  Properties:
    Handler: a.b
    Runtime: nodejs20.x
    Events:
      Safe: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /safe, Method: get}}
      Open: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /open, Method: get, Auth: {Authorizer: NONE}}}
`,
        transform,
      ),
    );
    expect(findings.filter((finding) => finding.startsWith("aws-apigateway-open-method"))).toEqual([
      "aws-apigateway-open-method:19",
    ]);
    expect(translation.text).toContain('authorization = "COGNITO_USER_POOLS"');
  });

  it("a connector becomes what the role may do", () => {
    const made = madeBy(
      functionWith(
        "Timeout: 3",
        "Items: {Type: AWS::Serverless::SimpleTable}\nLink: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: Work}, Destination: {Id: Items}, Permissions: [Read]}}\n",
      ),
    );
    expect(made).toEqual(["aws_dynamodb_table.Items", "aws_iam_role_policy.LinkPolicy"]);
  });

  it("a state machine has a role, and what starts it", () => {
    expect(
      madeBy(
        templateOf(
          "Flow: {Type: AWS::Serverless::StateMachine, Properties: {DefinitionUri: flow.json, Events: {T: {Type: Schedule, Properties: {Schedule: rate(1 day)}}}}}\n",
          transform,
        ),
      ),
    ).toEqual([
      "aws_iam_role.FlowRole",
      "aws_sfn_state_machine.Flow",
      "aws_iam_role.FlowTRole",
      "aws_iam_role_policy.FlowTRole",
      "aws_cloudwatch_event_rule.FlowT",
      "aws_cloudwatch_event_target.FlowT",
    ]);
  });

  it("a nested application is left out, with a word", () => {
    const { translation } = examine(
      templateOf("App: {Type: AWS::Serverless::Application, Properties: {Location: x}}\n", transform),
    );
    expect(translation.problems.map(({ message }) => message)).toEqual([
      "a nested application is not followed: only the files of this upload are read",
    ]);
  });
});
