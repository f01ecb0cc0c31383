import { readsStoredFile } from "../python/values.ts";
import type { Workflow, WorkflowStep } from "../python/workflow.ts";
import { settingsOf, valueOf } from "../python/workflow.ts";
import { parameterName } from "./names.ts";
import { attribute, before, choose, equals, ref, sub } from "./yaml.ts";
import type { Cfn } from "./yaml.ts";

/** Made by the stack where its parameter is left empty, and used as it is where the parameter names one. */
interface Owned {
  /** Of the setting that names it. */
  setting: string;
  what: string;
  type: string;
  properties: { [key: string]: Cfn };
}

const ENCRYPTED_BUCKET: { [key: string]: Cfn } = {
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
  },
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  },
  OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
  VersioningConfiguration: { Status: "Enabled" },
  LifecycleConfiguration: {
    Rules: [
      {
        Id: "forget-old-versions",
        Status: "Enabled",
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
    ],
  },
};

export const bucketProperties = (): { [key: string]: Cfn } => ENCRYPTED_BUCKET;

/** Nobody reads or writes a bucket over plain HTTP. */
export const encryptedOnly = (bucket: string): { [key: string]: Cfn } => ({
  Type: "AWS::S3::BucketPolicy",
  Properties: {
    Bucket: ref(bucket),
    PolicyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [attribute(`${bucket}.Arn`), sub(`\${${bucket}.Arn}/*`)],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    },
  },
});

export const tableProperties = (): { [key: string]: Cfn } => ({
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
  KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  SSESpecification: { SSEEnabled: true },
});

/** Which inputs of which tools name something that the stack can make. */
const OWNED: Readonly<Record<string, Omit<Owned, "setting">>> = {
  "aws-dynamodb.table": { what: "DynamoDB table", type: "AWS::DynamoDB::Table", properties: tableProperties() },
  "aws-s3.bucket": { what: "S3 bucket", type: "AWS::S3::Bucket", properties: ENCRYPTED_BUCKET },
  "aws-s3.target_bucket": { what: "S3 bucket", type: "AWS::S3::Bucket", properties: ENCRYPTED_BUCKET },
  "aws-sqs.queue_url": {
    what: "SQS queue",
    type: "AWS::SQS::Queue",
    properties: { SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 },
  },
  "aws-sns.topic_arn": {
    what: "SNS topic",
    type: "AWS::SNS::Topic",
    properties: { KmsMasterKeyId: "alias/aws/sns" },
  },
};

export interface Settings {
  parameters: { [key: string]: Cfn };
  conditions: { [key: string]: Cfn };
  resources: { [key: string]: Cfn };
  /** What the environment variable of a setting gets. */
  values: ReadonlyMap<string, Cfn>;
}

/** The settings of a workflow as parameters, with what the stack makes where they are left empty. */
export const settingsInStack = (workflow: Workflow): Settings => {
  const settings: Settings = { parameters: {}, conditions: {}, resources: {}, values: new Map() };
  const values = new Map<string, Cfn>();
  for (const { name, example, step, input } of settingsOf(workflow)) {
    const parameter = parameterName(name);
    const owned = OWNED[`${step.tool.id}.${input}`];
    if (owned === undefined) {
      const described = step.action.inputs.find((each) => each.name === input)?.description;
      settings.parameters[parameter] = {
        Type: "String",
        Default: example,
        Description: `${described ?? name} (${step.tool.name})`,
      };
      values.set(name, ref(parameter));
      continue;
    }
    const condition = `Create${parameter}`;
    const resource = `${parameter}Resource`;
    settings.parameters[parameter] = {
      Type: "String",
      Default: "",
      Description: `${owned.what} to use; left empty, the stack makes one`,
    };
    settings.conditions[condition] = equals(ref(parameter), "");
    settings.resources[resource] = {
      Type: owned.type,
      Condition: condition,
      ...(owned.type === "AWS::DynamoDB::Table" || owned.type === "AWS::S3::Bucket"
        ? { DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" }
        : {}),
      Properties: owned.properties,
    };
    if (owned.type === "AWS::S3::Bucket")
      settings.resources[`${resource}Policy`] = { ...encryptedOnly(resource), Condition: condition };
    values.set(name, choose(condition, ref(resource), ref(parameter)));
  }
  return { ...settings, values };
};

/** The incoming bucket has a name that can be known before it exists, or its policy and its events would wait for each other. */
export const INCOMING_BUCKET = "${AWS::StackName}-incoming-${AWS::AccountId}";

const made = "WatchedTableResource";
const condition = "CreateWatchedTable";

/** The table whose stream starts the workflow: that of the parameter `StreamArn`, or one that the stack makes. */
export const WATCHED = {
  resource: made,
  condition,
  stream: choose(condition, attribute(`${made}.StreamArn`), ref("StreamArn")),
  table: choose(condition, attribute(`${made}.Arn`), before("/stream/", ref("StreamArn"))),
} as const;

/** Whether a step works on the table whose stream starts the workflow. */
const isWatched = (step: WorkflowStep, workflow: Workflow): boolean => {
  const table = step.plan.inputs["table"];
  return (
    workflow.plan.trigger.type === "dynamodb" &&
    step.tool.id === "aws-dynamodb" &&
    table?.kind === "reference" &&
    table.from === "trigger"
  );
};

/** The ARN of a policy: `${SETTING}` in it is the setting, or what the sentence gave in its place. */
const resourceOf = (step: WorkflowStep, resource: string, workflow: Workflow, settings: Settings): Cfn => {
  if (isWatched(step, workflow)) return WATCHED.table;
  const variables: { [key: string]: Cfn } = {};
  let unknown = false;
  const text = resource.replaceAll(/\$\{([A-Z][A-Z0-9_]*)\}/g, (_, name: string) => {
    const input = step.action.inputs.find((each) => "setting" in each.fallback && each.fallback.setting === name);
    const value = input === undefined ? undefined : valueOf(input, step);
    if (value?.kind === "literal" && /^[\w./:@-]+$/.test(String(value.value))) return String(value.value);
    if (value?.kind === "reference" && value.from === "trigger" && workflow.plan.trigger.type === "s3")
      return INCOMING_BUCKET;
    const setting = value?.kind === "setting" ? value.name : undefined;
    const given = setting === undefined ? undefined : settings.values.get(setting);
    if (setting === undefined || given === undefined) {
      unknown = true;
      return "*";
    }
    variables[parameterName(setting)] = given;
    return `\${${parameterName(setting)}}`;
  });
  if (unknown && text === "*") return "*";
  const plain = Object.entries(variables).every(([name, value]) => JSON.stringify(value) === JSON.stringify(ref(name)));
  if (!text.includes("${")) return text;
  return plain ? sub(text) : sub([text, variables]);
};

/** Services that read an object in the caller's name need S3's permission too, and of that one bucket only. */
const narrowed = (step: WorkflowStep, action: string, resource: string): string => {
  if (!action.startsWith("s3:") || !(resource === "*" || resource.endsWith(":::*/*"))) return resource;
  const buckets = step.action.inputs.flatMap((input) =>
    "setting" in input.fallback && input.fallback.setting.endsWith("BUCKET") ? [input.fallback.setting] : [],
  );
  const bucket = action === "s3:PutObject" ? buckets.at(-1) : buckets[0];
  return bucket === undefined ? resource : `arn:\${AWS::Partition}:s3:::\${${bucket}}/*`;
};

/** What the function may do: what its steps call, each on its own resource. */
export const policiesOf = (workflow: Workflow, settings: Settings): Cfn[] => {
  const statements = new Map<string, { actions: Set<string>; resource: Cfn }>();
  if (readsStoredFile(workflow)) {
    const stored = sub(`arn:\${AWS::Partition}:s3:::${INCOMING_BUCKET}/*`);
    statements.set(JSON.stringify(stored), { actions: new Set(["s3:GetObject"]), resource: stored });
  }
  for (const step of workflow.steps) {
    if (step.action.call.kind !== "boto3") continue;
    for (const action of step.action.call.policy.actions) {
      const arn = resourceOf(step, narrowed(step, action, step.action.call.policy.resource), workflow, settings);
      const key = JSON.stringify(arn);
      const statement = statements.get(key) ?? { actions: new Set(), resource: arn };
      statement.actions.add(action);
      statements.set(key, statement);
    }
  }
  return [...statements.values()].map(({ actions, resource }) => ({
    Effect: "Allow",
    Action: [...actions].toSorted(),
    Resource: resource,
  }));
};
