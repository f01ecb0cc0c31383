import { plainText } from "../intrinsics.ts";
import type { DocumentNode } from "../../document/node.ts";
import { entryOf } from "../../document/node.ts";
import { itemsOf } from "../resources/reshaping.ts";
import { builderAt, idFrom, pick, withValues } from "./nodes.ts";
import type { Builder } from "./nodes.ts";
import { addRole } from "./roles.ts";
import { referredId } from "./serverless.ts";
import type { Made, Serverless, Source } from "./serverless.ts";

/** One event of a function or a state machine. */
interface EventSource {
  owner: Source;
  name: string;
  type: string;
  properties: DocumentNode | undefined;
  node: DocumentNode;
  line: number;
  build: Builder;
}

/** Names of the APIs that SAM makes for events which name none. */
export const implicitRestApi = "ServerlessRestApi";
export const implicitHttpApi = "ServerlessHttpApi";

const eventsOf = (owner: Source): EventSource[] => {
  const events = entryOf(owner.properties, "Events");
  if (events?.kind !== "map") return [];
  return events.entries.map(({ key, keyLine, value }) => ({
    owner,
    name: key,
    type: plainText(entryOf(value, "Type")) ?? "",
    properties: entryOf(value, "Properties"),
    node: value,
    line: keyLine,
    build: builderAt(value, keyLine),
  }));
};

/** Sources that Lambda polls, and the policy of AWS that lets it. */
const pollers: ReadonlyMap<string, string> = new Map([
  ["SQS", "AWSLambdaSQSQueueExecutionRole"],
  ["Kinesis", "AWSLambdaKinesisExecutionRole"],
  ["DynamoDB", "AWSLambdaDynamoDBExecutionRole"],
  ["MSK", "AWSLambdaMSKExecutionRole"],
]);

/** Names of AWS's policies that the event sources of a function ask for. */
export const pollerPolicies = (properties: DocumentNode | undefined): string[] => {
  const events = entryOf(properties, "Events");
  const types =
    events?.kind === "map" ? events.entries.map(({ value }) => plainText(entryOf(value, "Type")) ?? "") : [];
  return [...new Set(types.flatMap((type) => pollers.get(type) ?? []))];
};

/** Where the resources of an event stand, and on which condition. */
const placeOf = ({ node, line, owner }: EventSource): Pick<Made, "at" | "line" | "condition"> => ({
  at: node,
  line,
  condition: entryOf(owner.node, "Condition"),
});

const idOf = ({ owner, name }: EventSource): string => `${owner.id}${idFrom(name)}`;

const permit = (
  serverless: Serverless,
  event: EventSource,
  principal: string,
  more: Readonly<Record<string, DocumentNode | undefined>>,
): void => {
  const { build, owner } = event;
  serverless.add({
    id: `${idOf(event)}Permission`,
    type: "AWS::Lambda::Permission",
    ...placeOf(event),
    properties: {
      Action: build.text("lambda:InvokeFunction"),
      FunctionName: build.ref(owner.id),
      Principal: build.text(principal),
      ...more,
    },
  });
};

const sourceOptions = [
  "StartingPosition",
  "BatchSize",
  "Enabled",
  "FilterCriteria",
  "FunctionResponseTypes",
  "MaximumBatchingWindowInSeconds",
  "MaximumRecordAgeInSeconds",
  "MaximumRetryAttempts",
  "BisectBatchOnFunctionError",
  "ParallelizationFactor",
  "TumblingWindowInSeconds",
  "ScalingConfig",
  "DestinationConfig",
  "SourceAccessConfigurations",
  "Topics",
  "Queues",
  "SelfManagedEventSource",
];

const poll =
  (property: string) =>
  (serverless: Serverless, event: EventSource): void => {
    const { properties, build, owner } = event;
    const destination = entryOf(entryOf(entryOf(properties, "DestinationConfig"), "OnFailure"), "Destination");
    serverless.add({
      id: idOf(event),
      type: "AWS::Lambda::EventSourceMapping",
      ...placeOf(event),
      properties: {
        EventSourceArn: entryOf(properties, property),
        FunctionName: build.getAtt(owner.id, "Arn"),
        ...pick(properties, sourceOptions),
        DestinationConfig: destination && build.map({ OnFailure: build.map({ Destination: destination }) }),
      },
    });
  };

const isDisabled = (properties: DocumentNode | undefined): boolean =>
  plainText(entryOf(properties, "Enabled")) === "false" || plainText(entryOf(properties, "State")) === "DISABLED";

/** A rule of EventBridge with the owner of the event as its target. */
const addRule = (
  serverless: Serverless,
  event: EventSource,
  trigger: Readonly<Record<string, DocumentNode | undefined>>,
): void => {
  const { properties, build, owner } = event;
  const isMachine = serverless.typeOf(owner.id) === "AWS::Serverless::StateMachine";
  const arn = isMachine ? build.ref(owner.id) : build.getAtt(owner.id, "Arn");
  const role = isMachine ? startingRole(serverless, event, "events.amazonaws.com") : undefined;
  const target = build.map({
    Id: build.text(`${idOf(event)}Target`.slice(0, 64)),
    Arn: arn,
    RoleArn: role === undefined ? undefined : build.getAtt(role, "Arn"),
    ...pick(properties, ["Input", "InputPath", "InputTransformer", "RetryPolicy"]),
    DeadLetterConfig: deadLetters(properties),
  });
  serverless.add({
    id: idOf(event),
    type: "AWS::Events::Rule",
    ...placeOf(event),
    properties: {
      ...pick(properties, ["Name", "Description", "EventBusName"]),
      ...trigger,
      State: isDisabled(properties) ? build.text("DISABLED") : undefined,
      Targets: build.list([target]),
    },
  });
  if (!isMachine) permit(serverless, event, "events.amazonaws.com", { SourceArn: build.getAtt(idOf(event), "Arn") });
};

const deadLetters = (properties: DocumentNode | undefined): DocumentNode | undefined => {
  const config = entryOf(properties, "DeadLetterConfig");
  const arn = entryOf(config, "Arn");
  return arn && builderAt(arn).map({ Arn: arn });
};

/** A role that may start a state machine, or call a function. */
const startingRole = (serverless: Serverless, event: EventSource, service: string): string => {
  const { build, owner } = event;
  const isMachine = serverless.typeOf(owner.id) === "AWS::Serverless::StateMachine";
  const action = isMachine ? "states:StartExecution" : "lambda:InvokeFunction";
  const resource = isMachine ? build.ref(owner.id) : build.getAtt(owner.id, "Arn");
  const statement = build.map({ Effect: build.text("Allow"), Action: build.text(action), Resource: resource });
  const document = build.map({ Version: build.text("2012-10-17"), Statement: build.list([statement]) });
  const policy = build.map({ PolicyName: build.text(`${idOf(event)}StartPolicy`), PolicyDocument: document });
  const source: Source = { id: idOf(event), node: event.owner.node, line: event.line, properties: undefined };
  return addRole(serverless, source, service, { managed: [], inline: [policy] });
};

const addSchedule = (serverless: Serverless, event: EventSource): void =>
  addRule(serverless, event, { ScheduleExpression: entryOf(event.properties, "Schedule") });

const addPattern = (serverless: Serverless, event: EventSource): void =>
  addRule(serverless, event, { EventPattern: entryOf(event.properties, "Pattern") });

const addScheduler = (serverless: Serverless, event: EventSource): void => {
  const { properties, build, owner } = event;
  const isMachine = serverless.typeOf(owner.id) === "AWS::Serverless::StateMachine";
  const role =
    entryOf(properties, "RoleArn") ?? build.getAtt(startingRole(serverless, event, "scheduler.amazonaws.com"), "Arn");
  serverless.add({
    id: idOf(event),
    type: "AWS::Scheduler::Schedule",
    ...placeOf(event),
    properties: {
      ...pick(properties, [
        "Name",
        "Description",
        "ScheduleExpression",
        "ScheduleExpressionTimezone",
        "GroupName",
        "State",
        "StartDate",
        "EndDate",
        "KmsKeyArn",
      ]),
      FlexibleTimeWindow: entryOf(properties, "FlexibleTimeWindow") ?? build.map({ Mode: build.text("OFF") }),
      Target: build.map({
        Arn: isMachine ? build.ref(owner.id) : build.getAtt(owner.id, "Arn"),
        RoleArn: role,
        ...pick(properties, ["Input", "RetryPolicy"]),
        DeadLetterConfig: deadLetters(properties),
      }),
    },
  });
};

const addBucket = (serverless: Serverless, event: EventSource): void => {
  const { properties, build, owner } = event;
  const bucket = referredId(entryOf(properties, "Bucket"));
  if (bucket === undefined || !serverless.has(bucket))
    return serverless.report(event.line, "the bucket of this event is not in the template");
  permit(serverless, event, "s3.amazonaws.com", {
    SourceArn: build.getAtt(bucket, "Arn"),
    SourceAccount: build.ref("AWS::AccountId"),
  });
  const configuration = build.map({
    Function: build.getAtt(owner.id, "Arn"),
    Event: entryOf(properties, "Events"),
    Filter: entryOf(properties, "Filter"),
  });
  serverless.change(bucket, (current) => {
    const known = entryOf(current, "NotificationConfiguration");
    const others = itemsOf(entryOf(known, "LambdaConfigurations"));
    const all = build.list([...others, configuration]);
    return withValues(current, {
      NotificationConfiguration:
        known?.kind === "map"
          ? withValues(known, { LambdaConfigurations: all })
          : build.map({ LambdaConfigurations: all }),
    });
  });
};

const addTopic = (serverless: Serverless, event: EventSource): void => {
  const { properties, build, owner } = event;
  const topic = entryOf(properties, "Topic");
  serverless.add({
    id: idOf(event),
    type: "AWS::SNS::Subscription",
    ...placeOf(event),
    properties: {
      Protocol: build.text("lambda"),
      Endpoint: build.getAtt(owner.id, "Arn"),
      TopicArn: topic,
      ...pick(properties, ["FilterPolicy", "FilterPolicyScope", "Region", "RedrivePolicy"]),
    },
  });
  permit(serverless, event, "sns.amazonaws.com", { SourceArn: topic });
};

const addLogs = (serverless: Serverless, event: EventSource): void => {
  const { properties, build, owner } = event;
  permit(serverless, event, "logs.amazonaws.com", {
    SourceArn: build.sub("arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Name}:*", {
      Name: entryOf(properties, "LogGroupName"),
    }),
  });
  serverless.add({
    id: idOf(event),
    type: "AWS::Logs::SubscriptionFilter",
    ...placeOf(event),
    properties: {
      DestinationArn: build.getAtt(owner.id, "Arn"),
      ...pick(properties, ["LogGroupName", "FilterPattern"]),
    },
  });
};

const addUserPool = (serverless: Serverless, event: EventSource): void => {
  const { properties, build, owner } = event;
  const pool = referredId(entryOf(properties, "UserPool"));
  if (pool === undefined || !serverless.has(pool))
    return serverless.report(event.line, "the user pool of this event is not in the template");
  permit(serverless, event, "cognito-idp.amazonaws.com", { SourceArn: build.getAtt(pool, "Arn") });
  const triggers = itemsOf(entryOf(properties, "Trigger")).flatMap((item) => plainText(item) ?? []);
  serverless.change(pool, (current) => {
    const known = entryOf(current, "LambdaConfig");
    const values = Object.fromEntries(triggers.map((name) => [name, build.getAtt(owner.id, "Arn")]));
    return withValues(current, {
      LambdaConfig: known?.kind === "map" ? withValues(known, values) : build.map(values),
    });
  });
};

const addIotRule = (serverless: Serverless, event: EventSource): void => {
  const { properties, build, owner } = event;
  permit(serverless, event, "iot.amazonaws.com", {});
  serverless.add({
    id: idOf(event),
    type: "AWS::IoT::TopicRule",
    ...placeOf(event),
    properties: {
      TopicRulePayload: build.map({
        ...pick(properties, ["Sql", "AwsIotSqlVersion"]),
        RuleDisabled: build.text(false),
        Actions: build.list([build.map({ Lambda: build.map({ FunctionArn: build.getAtt(owner.id, "Arn") }) })]),
      }),
    },
  });
};

/** The API that an event names, or the one that SAM makes for those which name none. */
const apiOf = (event: EventSource, property: string, implicit: string): string | undefined => {
  const named = entryOf(event.properties, property);
  return named === undefined ? implicit : (referredId(named) ?? plainText(named));
};

/** Each part of a path is a resource of its own. */
const deepestPath = 30;

const addRestRoute = (serverless: Serverless, event: EventSource): void => {
  const { properties, build, owner } = event;
  const api = apiOf(event, "RestApiId", implicitRestApi);
  if (api === undefined) return serverless.report(event.line, "the API of this event is not in the template");
  const path = plainText(entryOf(properties, "Path")) ?? "/";
  const method = (plainText(entryOf(properties, "Method")) ?? "any").toUpperCase();
  if (path.split("/").length > deepestPath) return serverless.report(event.line, "this path has too many parts");
  const { condition } = placeOf(event);
  const route = { path, method, functionId: owner.id, event: event.name, at: event.node, line: event.line };
  const isMachine = serverless.typeOf(owner.id) === "AWS::Serverless::StateMachine";
  const role = isMachine ? { role: startingRole(serverless, event, "apigateway.amazonaws.com") } : {};
  serverless.addRoute(serverless.restRoutes, api, { ...route, ...role, auth: entryOf(properties, "Auth"), condition });
  if (isMachine) return;
  const verb = method === "ANY" ? "*" : method;
  permit(serverless, event, "apigateway.amazonaws.com", {
    SourceArn: build.sub(
      `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*/${verb}${path.replaceAll(/\{[^}]*\}/g, "*")}`,
      { Api: build.ref(api) },
    ),
  });
};

const addHttpRoute = (serverless: Serverless, event: EventSource): void => {
  const { properties, build, owner } = event;
  const api = apiOf(event, "ApiId", implicitHttpApi);
  if (api === undefined) return serverless.report(event.line, "the API of this event is not in the template");
  const path = plainText(entryOf(properties, "Path"));
  const method = (plainText(entryOf(properties, "Method")) ?? "any").toUpperCase();
  const { condition } = placeOf(event);
  const route = { method, functionId: owner.id, event: event.name, at: event.node, line: event.line };
  serverless.addRoute(serverless.httpRoutes, api, {
    ...route,
    path: path ?? "",
    auth: entryOf(properties, "Auth"),
    condition,
  });
  permit(serverless, event, "apigateway.amazonaws.com", {
    SourceArn: build.sub("arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*", {
      Api: build.ref(api),
    }),
  });
};

const kinds: Readonly<Record<string, (serverless: Serverless, event: EventSource) => void>> = {
  Api: addRestRoute,
  HttpApi: addHttpRoute,
  Schedule: addSchedule,
  ScheduleV2: addScheduler,
  EventBridgeRule: addPattern,
  CloudWatchEvent: addPattern,
  S3: addBucket,
  SNS: addTopic,
  SQS: poll("Queue"),
  Kinesis: poll("Stream"),
  DynamoDB: poll("Stream"),
  MSK: poll("Stream"),
  MQ: poll("Broker"),
  DocumentDB: poll("Cluster"),
  SelfManagedKafka: poll("Cluster"),
  CloudWatchLogs: addLogs,
  Cognito: addUserPool,
  IoTRule: addIotRule,
  AlexaSkill: (serverless, event) => permit(serverless, event, "alexa-appkit.amazon.com", {}),
};

/** What an event of SAM stands for: permissions, mappings, rules, routes. */
export const addEvents = (serverless: Serverless, owner: Source): void => {
  for (const event of eventsOf(owner)) {
    const add = Object.hasOwn(kinds, event.type) ? kinds[event.type] : undefined;
    if (add === undefined) serverless.report(event.line, "this kind of event is not known: it is left out");
    else add(serverless, event);
  }
};
