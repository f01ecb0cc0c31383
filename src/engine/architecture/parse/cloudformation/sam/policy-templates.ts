/** Actions on resources, in which `${Name}` is a parameter of the template. */
interface Statement {
  actions: readonly string[];
  resources: readonly string[];
}

const account = "${AWS::Partition}:SERVICE:${AWS::Region}:${AWS::AccountId}";
const arn = (service: string, resource: string): string => `arn:${account.replace("SERVICE", service)}:${resource}`;
const actionsOf = (service: string, names: string): string[] => names.split(" ").map((name) => `${service}:${name}`);
const on = (service: string, names: string, ...resources: string[]): Statement => ({
  actions: actionsOf(service, names),
  resources,
});

const table = [arn("dynamodb", "table/${TableName}"), arn("dynamodb", "table/${TableName}/index/*")];
const bucketItself = "arn:${AWS::Partition}:s3:::${BucketName}";
const allObjects = "arn:${AWS::Partition}:s3:::${BucketName}/*";
const bucket = [bucketItself, allObjects];
const queue = arn("sqs", "${QueueName}");
const topic = arn("sns", "${TopicName}");
const stream = arn("kinesis", "stream/${StreamName}");
const identity = arn("ses", "identity/${IdentityName}");
const key = arn("kms", "key/${KeyId}");
const firehose = arn("firehose", "deliverystream/${DeliveryStreamName}");
const parameter = arn("ssm", "parameter/${ParameterName}");

const readItems = "GetItem Scan Query BatchGetItem DescribeTable";
const writeItems = "PutItem UpdateItem BatchWriteItem";
const readObjects = "GetObject ListBucket GetBucketLocation GetObjectVersion GetLifecycleConfiguration";

/** The policy templates of SAM, from its documentation ("AWS SAM policy template list"). */
export const policyTemplates: Readonly<Record<string, readonly Statement[]>> = {
  SQSPollerPolicy: [
    on(
      "sqs",
      "ChangeMessageVisibility ChangeMessageVisibilityBatch DeleteMessage DeleteMessageBatch GetQueueAttributes ReceiveMessage",
      queue,
    ),
  ],
  SQSSendMessagePolicy: [on("sqs", "SendMessage SendMessageBatch", queue)],
  LambdaInvokePolicy: [on("lambda", "InvokeFunction", arn("lambda", "function:${FunctionName}*"))],
  CloudWatchPutMetricPolicy: [on("cloudwatch", "PutMetricData", "*")],
  CloudWatchDescribeAlarmHistoryPolicy: [on("cloudwatch", "DescribeAlarmHistory", "*")],
  CloudWatchDashboardPolicy: [on("cloudwatch", "GetDashboard ListDashboards PutDashboard ListMetrics", "*")],
  EC2DescribePolicy: [on("ec2", "DescribeRegions DescribeInstances", "*")],
  EC2CopyImagePolicy: [on("ec2", "CopyImage", arn("ec2", "image/${ImageId}"))],
  DynamoDBCrudPolicy: [on("dynamodb", `DeleteItem ConditionCheckItem ${readItems} ${writeItems}`, ...table)],
  DynamoDBReadPolicy: [on("dynamodb", readItems, ...table)],
  DynamoDBWritePolicy: [on("dynamodb", writeItems, ...table)],
  DynamoDBBackupFullAccessPolicy: [
    on("dynamodb", "CreateBackup DescribeContinuousBackups", arn("dynamodb", "table/${TableName}")),
    on("dynamodb", "DeleteBackup DescribeBackup ListBackups", arn("dynamodb", "table/${TableName}/backup/*")),
  ],
  DynamoDBReconfigurePolicy: [on("dynamodb", "UpdateTable", arn("dynamodb", "table/${TableName}"))],
  DynamoDBStreamReadPolicy: [
    on(
      "dynamodb",
      "DescribeStream GetRecords GetShardIterator",
      arn("dynamodb", "table/${TableName}/stream/${StreamName}"),
    ),
    on("dynamodb", "ListStreams", arn("dynamodb", "table/${TableName}/stream/*")),
  ],
  SESSendBouncePolicy: [on("ses", "SendBounce", identity)],
  SESCrudPolicy: [on("ses", "GetIdentityVerificationAttributes SendEmail SendRawEmail VerifyEmailIdentity", identity)],
  SESBulkTemplatedCrudPolicy: [on("ses", "SendEmail SendRawEmail SendTemplatedEmail SendBulkTemplatedEmail", identity)],
  SNSPublishMessagePolicy: [on("sns", "Publish", topic)],
  SNSCrudPolicy: [on("sns", "ListSubscriptionsByTopic CreateTopic SetTopicAttributes Subscribe Publish", `${topic}*`)],
  KinesisStreamReadPolicy: [
    on("kinesis", "ListStreams DescribeLimits", arn("kinesis", "stream/*")),
    on("kinesis", "DescribeStream DescribeStreamSummary GetRecords GetShardIterator", stream),
  ],
  KinesisCrudPolicy: [
    on(
      "kinesis",
      "AddTagsToStream CreateStream DecreaseStreamRetentionPeriod DeleteStream DescribeStream DescribeStreamSummary GetShardIterator IncreaseStreamRetentionPeriod ListTagsForStream MergeShards PutRecord PutRecords SplitShard RemoveTagsFromStream",
      stream,
    ),
  ],
  KMSDecryptPolicy: [on("kms", "Decrypt", key)],
  KMSEncryptPolicy: [on("kms", "Encrypt", key)],
  RekognitionDetectOnlyPolicy: [on("rekognition", "DetectFaces DetectLabels DetectModerationLabels DetectText", "*")],
  RekognitionLabelsPolicy: [on("rekognition", "DetectLabels DetectModerationLabels", "*")],
  ComprehendBasicAccessPolicy: [
    on(
      "comprehend",
      "BatchDetectKeyPhrases DetectDominantLanguage DetectEntities BatchDetectEntities DetectKeyPhrases DetectSentiment BatchDetectDominantLanguage BatchDetectSentiment",
      "*",
    ),
  ],
  TextractPolicy: [on("textract", "*", "*")],
  PollyFullAccessPolicy: [on("polly", "*", arn("polly", "lexicon/${LexiconName}"))],
  S3ReadPolicy: [on("s3", readObjects, ...bucket)],
  S3WritePolicy: [on("s3", "PutObject PutObjectAcl PutLifecycleConfiguration", ...bucket)],
  S3CrudPolicy: [on("s3", `${readObjects} PutObject PutObjectAcl PutLifecycleConfiguration DeleteObject`, ...bucket)],
  S3FullAccessPolicy: [
    on(
      "s3",
      "GetObject GetObjectAcl GetObjectVersion PutObject PutObjectAcl DeleteObject DeleteObjectTagging DeleteObjectVersionTagging GetObjectTagging GetObjectVersionTagging PutObjectTagging PutObjectVersionTagging",
      allObjects,
    ),
    on("s3", "ListBucket GetBucketLocation GetLifecycleConfiguration PutLifecycleConfiguration", bucketItself),
  ],
  AWSSecretsManagerGetSecretValuePolicy: [on("secretsmanager", "GetSecretValue", "${SecretArn}")],
  AWSSecretsManagerRotationPolicy: [
    on(
      "secretsmanager",
      "DescribeSecret GetSecretValue PutSecretValue UpdateSecretVersionStage",
      arn("secretsmanager", "secret:*"),
    ),
    on("secretsmanager", "GetRandomPassword", "*"),
  ],
  StepFunctionsExecutionPolicy: [on("states", "StartExecution", arn("states", "stateMachine:${StateMachineName}"))],
  SSMParameterReadPolicy: [
    on("ssm", "DescribeParameters", "*"),
    on("ssm", "GetParameters GetParameter GetParametersByPath", parameter),
  ],
  SSMParameterWithSlashPrefixReadPolicy: [
    on("ssm", "DescribeParameters", "*"),
    on("ssm", "GetParameters GetParameter GetParametersByPath", arn("ssm", "parameter${ParameterName}")),
  ],
  EventBridgePutEventsPolicy: [on("events", "PutEvents", arn("events", "event-bus/${EventBusName}"))],
  FirehoseCrudPolicy: [
    on(
      "firehose",
      "CreateDeliveryStream DeleteDeliveryStream DescribeDeliveryStream PutRecord PutRecordBatch UpdateDestination",
      firehose,
    ),
  ],
  FirehoseWritePolicy: [on("firehose", "PutRecord PutRecordBatch", firehose)],
  ElasticsearchHttpPostPolicy: [on("es", "ESHttpPost ESHttpPut", arn("es", "domain/${DomainName}/*"))],
  CloudFormationDescribeStacksPolicy: [on("cloudformation", "DescribeStacks", arn("cloudformation", "stack/*"))],
  AthenaQueryPolicy: [
    on(
      "athena",
      "ListWorkGroups GetExecutionEngine GetExecutionEngines GetNamespace GetCatalogs GetNamespaces GetTables GetTable",
      "*",
    ),
    on(
      "athena",
      "StartQueryExecution GetQueryResults DeleteNamedQuery GetNamedQuery ListQueryExecutions StopQueryExecution GetQueryResultsStream ListNamedQueries CreateNamedQuery GetQueryExecution BatchGetNamedQuery BatchGetQueryExecution GetWorkGroup",
      arn("athena", "workgroup/${WorkgroupName}"),
    ),
  ],
  EcsRunTaskPolicy: [on("ecs", "RunTask", arn("ecs", "task-definition/${TaskDefinition}"))],
  CodePipelineLambdaExecutionPolicy: [on("codepipeline", "PutJobSuccessResult PutJobFailureResult", "*")],
  CodeCommitReadPolicy: [
    on(
      "codecommit",
      "GitPull GetBranch ListBranches GetCommit GetCommitHistory GetRepository GetTree",
      arn("codecommit", "${RepositoryName}"),
    ),
  ],
  CostExplorerReadOnlyPolicy: [on("ce", "GetCostAndUsage GetDimensionValues GetReservationCoverage GetTags", "*")],
  VPCAccessPolicy: [
    on("ec2", "CreateNetworkInterface DeleteNetworkInterface DescribeNetworkInterfaces DetachNetworkInterface", "*"),
  ],
  Route53ChangeResourceRecordSetsPolicy: [
    on("route53", "ChangeResourceRecordSets", "arn:${AWS::Partition}:route53:::hostedzone/${HostedZoneId}"),
  ],
};
