import { describe, expect, it } from "vitest";
import { translateCloudFormation } from "../index.ts";

const template = `Transform: [AWS::Serverless-2016-10-31]
Parameters:
  Stage: {Type: String, Default: live}
Globals:
  Function: {Runtime: nodejs20.x, Handler: a.b, Environment: {Variables: {LEVEL: info}}}
Resources:
  Private:
    Type: AWS::Serverless::Api
    Properties:
      StageName: !Ref Stage
      EndpointConfiguration: {Type: PRIVATE, VPCEndpointIds: [vpce-1]}
      Auth:
        ApiKeyRequired: true
        DefaultAuthorizer: Pools
        Authorizers:
          Pools: {UserPoolArn: ['arn:p', 'arn:q']}
          Pool: {UserPoolArn: 'arn:p'}
          Asking: {FunctionArn: !GetAtt Work.Arn, FunctionPayloadType: REQUEST, Identity: {Header: X-Token}}
          Token: {FunctionArn: 'arn:f'}
        ResourcePolicy: {CustomStatements: [{Effect: Deny, Principal: '*', Action: 'execute-api:*', Resource: '*'}]}
      Domain: {DomainName: api.example.org, CertificateArn: 'arn:c', EndpointConfiguration: EDGE}
  Written:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      EndpointConfiguration: REGIONAL
      DefinitionBody: {openapi: 3.0.1, paths: {}}
      Domain: {DomainName: www.example.org, CertificateArn: 'arn:r'}
  Web:
    Type: AWS::Serverless::HttpApi
    Properties:
      StageName: v1
      CorsConfiguration: true
      Auth:
        DefaultAuthorizer: Tokens
        Authorizers:
          Tokens: {JwtConfiguration: {audience: [a], issuer: 'https://i'}, IdentitySource: $request.querystring.t}
          Asking: {FunctionArn: !GetAtt Work.Arn, AuthorizerPayloadFormatVersion: '2.0'}
  Spec:
    Type: AWS::Serverless::HttpApi
    Properties:
      StageName: !Ref Stage
      CorsConfiguration: {AllowOrigins: ['https://a']}
      DefinitionBody: {openapi: 3.0.1, paths: {}}
  Closed:
    Type: AWS::Serverless::HttpApi
    Properties: {CorsConfiguration: false}
  Named:
    Type: AWS::Serverless::HttpApi
    Properties: {CorsConfiguration: 'https://b'}
  Work:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: {Bucket: code, Key: work.zip, Version: '7'}
      VpcConfig: {SubnetIds: [subnet-1], SecurityGroupIds: [sg-1]}
      AutoPublishAlias: !Ref Stage
      FunctionUrlConfig: {AuthType: AWS_IAM}
      Policies: [!Ref Extra, S3ReadPolicy: {BucketName: !Ref Store}, TextractPolicy: {}]
      Events:
        Get: {Type: Api, Properties: {RestApiId: !Ref Private, Path: '/items/{id}', Method: get}}
        Options: {Type: Api, Properties: {RestApiId: !Ref Private, Path: /items, Method: options}}
        Open: {Type: Api, Properties: {RestApiId: !Ref Private, Path: /open, Method: post, Auth: {ApiKeyRequired: false, Authorizer: Token}}}
        Signed: {Type: Api, Properties: {RestApiId: !Ref Private, Path: /open/more, Method: put, Auth: {Authorizer: AWS_IAM}}}
        Root: {Type: Api}
        Nowhere: {Type: Api, Properties: {RestApiId: !Sub '\${X}', Path: /, Method: get}}
        Deep: {Type: Api, Properties: {Path: /a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a, Method: get}}
        List: {Type: HttpApi, Properties: {ApiId: !Ref Web, Path: /list, Method: get}}
        Again: {Type: HttpApi, Properties: {ApiId: !Ref Web, Path: /again}}
        Rest: {Type: HttpApi, Properties: {ApiId: !Ref Web, Auth: {Authorizer: AWS_IAM}}}
        Default: {Type: HttpApi, Properties: {ApiId: !Ref Web, Path: $default, Auth: {Authorizer: Asking, AuthorizationScopes: [s]}}}
        Nobody: {Type: HttpApi, Properties: {ApiId: !Sub '\${X}'}}
        Off: {Type: Schedule, Properties: {Schedule: rate(1 day), State: DISABLED, DeadLetterConfig: {Arn: 'arn:dead'}}}
        Never: {Type: EventBridgeRule, Properties: {Pattern: {source: [a]}, Enabled: false}}
        Stream: {Type: Kinesis, Properties: {Stream: 'arn:s', StartingPosition: LATEST, DestinationConfig: {OnFailure: {Type: SQS, Destination: 'arn:failed'}}}}
        Lost: {Type: S3, Properties: {Bucket: !GetAtt Gone.Arn, Events: 's3:ObjectCreated:*'}}
        Put: {Type: S3, Properties: {Bucket: !Ref Store, Events: 's3:ObjectCreated:*'}}
        Also: {Type: S3, Properties: {Bucket: !Ref Store, Events: 's3:ObjectRestore:*'}}
        Third: {Type: S3, Properties: {Bucket: !GetAtt Store.Arn, Events: 's3:Replication:*'}}
        Plain: {Type: S3, Properties: {Bucket: a-name, Events: 's3:ObjectCreated:*'}}
        Held: {Type: S3, Properties: {Bucket: !Ref Elsewhere, Events: 's3:ObjectCreated:*'}}
        Missing: {Type: Cognito, Properties: {UserPool: {'Fn::GetAtt': [Gone, Arn]}, Trigger: PreSignUp}}
        Up: {Type: Cognito, Properties: {UserPool: !Ref Users, Trigger: [PreSignUp, !Ref Stage]}}
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: work.asl.json
      Name: flow
      Type: EXPRESS
      Events:
        Tick: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day)}}
        Call: {Type: Api, Properties: {Path: /start, Method: post}}
  Idle:
    Type: AWS::Serverless::Api
    Properties: {StageName: idle}
  Elsewhere:
    Type: AWS::S3::Bucket
    Properties: !Ref Stage
  Image:
    Type: AWS::Serverless::Function
    Properties: {PackageType: Image, Environment: !Ref Stage}
  Bare:
    Type: AWS::Serverless::Function
  Odd:
    Type: AWS::Serverless::Function
    Properties: !Ref Stage
  Layer:
    Type: AWS::Serverless::LayerVersion
    Properties: {ContentUri: s3://code/layer.zip}
  Link:
    Type: AWS::Serverless::Connector
    Properties: {Source: {Id: Bare}, Destination: [{Id: Machine}, {Id: Store}, {Id: Gone}, {Arn: x}], Permissions: [Read, Write]}
  Loose:
    Type: AWS::Serverless::Connector
    Properties: {Source: {Id: Store}, Destination: {Id: Machine}, Permissions: Write}
  Store:
    Type: AWS::S3::Bucket
    Properties: {NotificationConfiguration: {LambdaConfigurations: [{Event: 's3:ObjectRemoved:*', Function: 'arn:x'}]}}
  Users:
    Type: AWS::Cognito::UserPool
    Properties: {LambdaConfig: {PostConfirmation: 'arn:after'}}
  Extra: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Version: '2012-10-17', Statement: []}}}
`;

const { text, problems } = translateCloudFormation({ name: "template.yaml", text: template });

/** Lines of the block that a resource became. */
const block = (type: string, name: string): string[] =>
  (text.split(`resource "${type}" "${name}" {\n`)[1] ?? "")
    .split("\n}\n")
    .slice(0, 1)
    .flatMap((body) => body.split("\n"))
    .map((line) => line.trim());

describe("what SAM makes of APIs and events that are written in an odd way", () => {
  it.each<[type: string, name: string, lines: readonly string[]]>([
    [
      "aws_api_gateway_rest_api",
      "Private",
      ['types = ["PRIVATE"]', 'vpc_endpoint_ids = ["vpce-1"]', 'Effect = "Deny"'],
    ],
    [
      "aws_api_gateway_authorizer",
      "PrivatePoolsAuthorizer",
      ['type = "COGNITO_USER_POOLS"', 'provider_arns = ["arn:p", "arn:q"]'],
    ],
    ["aws_api_gateway_authorizer", "PrivatePoolAuthorizer", ['provider_arns = ["arn:p"]']],
    [
      "aws_api_gateway_authorizer",
      "PrivateAskingAuthorizer",
      ['type = "REQUEST"', 'identity_source = "method.request.header.X-Token"'],
    ],
    ["aws_api_gateway_authorizer", "PrivateTokenAuthorizer", ['type = "TOKEN"']],
    [
      "aws_api_gateway_method",
      "PrivateWorkGetMethod",
      [
        'authorization = "COGNITO_USER_POOLS"',
        "authorizer_id = aws_api_gateway_authorizer.PrivatePoolsAuthorizer.id",
        "api_key_required = true",
      ],
    ],
    ["aws_api_gateway_method", "PrivateWorkOptionsMethod", ['http_method = "OPTIONS"', 'authorization = "NONE"']],
    ["aws_api_gateway_method", "PrivateWorkOpenMethod", ['authorization = "CUSTOM"', "api_key_required = false"]],
    ["aws_api_gateway_method", "PrivateWorkSignedMethod", ['authorization = "AWS_IAM"']],
    [
      "aws_api_gateway_resource",
      "PrivateOpenMoreResource",
      ["parent_id = aws_api_gateway_resource.PrivateOpenResource.id", 'path_part = "more"'],
    ],
    ["aws_api_gateway_stage", "PrivateStage", ["stage_name = var.Stage"]],
    ["aws_api_gateway_domain_name", "PrivateDomainName", ['certificate_arn = "arn:c"', 'types = ["EDGE"]']],
    [
      "aws_api_gateway_domain_name",
      "WrittenDomainName",
      ['regional_certificate_arn = "arn:r"', 'types = ["REGIONAL"]'],
    ],
    ["aws_api_gateway_deployment", "WrittenDeployment", ["rest_api_id = aws_api_gateway_rest_api.Written.id"]],
    [
      "aws_api_gateway_method",
      "ServerlessRestApiWorkRootMethod",
      ['http_method = "ANY"', "resource_id = aws_api_gateway_rest_api.ServerlessRestApi.root_resource_id"],
    ],
    [
      "aws_api_gateway_integration",
      "ServerlessRestApiMachineCallMethod",
      ['type = "AWS"', "credentials = aws_iam_role.MachineCallRole.arn"],
    ],
    ["aws_apigatewayv2_api", "Web", ['allow_origins = ["*"]']],
    ["aws_apigatewayv2_api", "Spec", ['allow_origins = ["https://a"]', 'openapi = "3.0.1"']],
    ["aws_apigatewayv2_api", "Named", ['allow_origins = ["https://b"]']],
    ["aws_apigatewayv2_stage", "SpecStage", ["name = var.Stage"]],
    [
      "aws_apigatewayv2_authorizer",
      "WebTokensAuthorizer",
      ['authorizer_type = "JWT"', 'identity_sources = ["$request.querystring.t"]', 'issuer = "https://i"'],
    ],
    [
      "aws_apigatewayv2_authorizer",
      "WebAskingAuthorizer",
      ['authorizer_type = "REQUEST"', 'identity_sources = ["$request.header.Authorization"]'],
    ],
    [
      "aws_apigatewayv2_route",
      "WebWorkAgainRoute",
      [
        'route_key = "ANY /again"',
        'authorization_type = "JWT"',
        "authorizer_id = aws_apigatewayv2_authorizer.WebTokensAuthorizer.id",
      ],
    ],
    ["aws_apigatewayv2_route", "WebWorkRestRoute", ['route_key = "$default"', 'authorization_type = "AWS_IAM"']],
    [
      "aws_apigatewayv2_route",
      "WebWorkDefaultRoute",
      ['route_key = "$default"', 'authorization_type = "CUSTOM"', 'authorization_scopes = ["s"]'],
    ],
    ["aws_lambda_function", "Work", ['s3_bucket = "code"', 's3_object_version = "7"', "publish = true"]],
    ["aws_lambda_function", "Image", ['package_type = "Image"']],
    ["aws_lambda_function", "Bare", ['runtime = "nodejs20.x"', 'filename = "Bare.zip"']],
    ["aws_lambda_function_url", "WorkUrl", ['authorization_type = "AWS_IAM"']],
    ["aws_lambda_alias", "WorkAlias", ["name = var.Stage"]],
    ["aws_lambda_event_source_mapping", "WorkStream", ['destination_arn = "arn:failed"']],
    ["aws_cloudwatch_event_rule", "WorkOff", ['state = "DISABLED"']],
    ["aws_cloudwatch_event_target", "WorkOff", ['arn = "arn:dead"']],
    ["aws_cloudwatch_event_rule", "WorkNever", ['state = "DISABLED"']],
    [
      "aws_sfn_state_machine",
      "Machine",
      ['name = "flow"', 'type = "EXPRESS"', 'definition = templatefile("work.asl.json", {})'],
    ],
    [
      "aws_scheduler_schedule",
      "MachineTick",
      ["arn = aws_sfn_state_machine.Machine.arn", "role_arn = aws_iam_role.MachineTickRole.arn"],
    ],
    ["aws_lambda_layer_version", "Layer", ['layer_name = "Layer"', 's3_key = "layer.zip"']],
    ["aws_iam_role_policy", "LinkPolicy", ['Action = ["states:StartExecution"]', "role = aws_iam_role.BareRole.name"]],
    ["aws_iam_role_policy", "WorkRole2", ['Action = ["textract:*"]', 'Resource = ["*"]']],
    ["aws_iam_role_policy_attachment", "WorkRole4", ["policy_arn = aws_iam_policy.Extra.arn"]],
    ["aws_s3_bucket_notification", "Store", ['events = ["s3:ObjectRemoved:*"]', 'events = ["s3:ObjectCreated:*"]']],
    [
      "aws_cognito_user_pool",
      "Users",
      ['post_confirmation = "arn:after"', "pre_sign_up = aws_lambda_function.Work.arn"],
    ],
  ])("%s %s", (type, name, lines) => {
    expect(block(type, name)).toEqual(expect.arrayContaining([...lines]));
  });

  it("makes nothing of what is switched off, named by nobody, or reachable otherwise", () => {
    expect(block("aws_apigatewayv2_api", "Closed")).not.toContain("cors_configuration {");
    expect(block("aws_api_gateway_deployment", "WrittenDeployment").join()).not.toContain("depends_on");
    expect(block("aws_lambda_function", "Image").join()).not.toContain("filename");
    expect(text).not.toContain('"WorkUrlPublicPermissions"');
    expect(text).not.toContain('"MachineCallPermission"');
    expect(text.match(/"aws_apigatewayv2_integration"/g)).toHaveLength(1);
  });

  it("tells of events and connectors whose other end is not in the template", () => {
    expect(problems.map(({ message }) => message)).toEqual([
      "the API of this event is not in the template",
      "this path has too many parts",
      "the API of this event is not in the template",
      "the bucket of this event is not in the template",
      "the bucket of this event is not in the template",
      "the user pool of this event is not in the template",
      "what this connector allows is not known: it is left out",
      "what this stands for is only known to CloudFormation",
      "what this stands for is only known to CloudFormation",
    ]);
  });
});
