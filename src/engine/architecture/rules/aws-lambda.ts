import { add, code, set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isObject, isUnknown, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { eachBlock, fail, judge, mustBe, mustBeSet, mustNotBe, pass, textAt, unknown } from "./checks.ts";
import { secretPath } from "./literal-secret.ts";
import { inRoot, labelOf } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

/** Runtimes without security patches. Source: AWS, "Lambda runtimes", deprecated runtimes. */
const deprecated: ReadonlySet<string> = new Set([
  "nodejs",
  "nodejs4.3",
  "nodejs4.3-edge",
  "nodejs6.10",
  "nodejs8.10",
  "nodejs10.x",
  "nodejs12.x",
  "nodejs14.x",
  "nodejs16.x",
  "nodejs18.x",
  "python2.7",
  "python3.6",
  "python3.7",
  "python3.8",
  "go1.x",
  "ruby2.5",
  "ruby2.7",
  "java8",
  "dotnetcore1.0",
  "dotnetcore2.0",
  "dotnetcore2.1",
  "dotnetcore3.1",
  "dotnet5.0",
  "dotnet6",
  "dotnet7",
  "provided",
]);

const functions = ["aws_lambda_function"];

/** Services that wait for the answer, and so see a failure themselves. Source: AWS, "Invoking Lambda with events from other services". */
const waitingServices = new Set(["apigateway", "cognito-idp", "elasticloadbalancing", "lexv2", "secretsmanager"]);

const waits = (permission: Component): boolean =>
  waitingServices.has((textAt(permission, "principal") ?? "").replace(/\.amazonaws\.com$/, ""));

/** Resources that hand events over without waiting, each by the attribute that names the function. */
const eventSources: readonly (readonly [type: string, via: string])[] = [
  ["aws_cloudwatch_event_target", "arn"],
  ["aws_cloudwatch_log_subscription_filter", "destination_arn"],
  ["aws_s3_bucket_notification", "lambda_function"],
  ["aws_scheduler_schedule", "target"],
  ["aws_sns_topic_subscription", "endpoint"],
];

/** Whoever is known to call the function waits for its answer, or, as with a queue, keeps the event until it is done. */
const isCalledAndAwaited = (component: Component, model: Model): boolean => {
  const permissions = model.attached(component, "aws_lambda_permission", "function_name");
  const awaited = ["aws_lambda_event_source_mapping", "aws_lambda_function_url"].flatMap((type) =>
    model.attached(component, type, "function_name"),
  );
  return (
    permissions.length + awaited.length > 0 &&
    permissions.every(waits) &&
    eventSources.every(([type, via]) => model.attached(component, type, via).length === 0)
  );
};

const hasFailureTarget = (component: Component, model: Model): boolean =>
  model
    .attached(component, "aws_lambda_function_event_invoke_config", "function_name")
    .some(({ attributes }) => read(attributes, "destination_config.on_failure.destination") !== undefined);

/** A queue for what could not be processed, which the function's role may send to. */
const deadLetters = (component: Component, model: Model): Edit[] => {
  const role = model.target(component, "role");
  if (role === undefined || role.id !== role.address) return [];
  const label = `${labelOf(role)}_dead_letters`;
  return [
    add(
      "aws_sqs_queue.stackstage_dead_letters",
      `resource "aws_sqs_queue" "stackstage_dead_letters" {
  name                      = "stackstage-dead-letters"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}
`,
    ),
    add(
      `aws_iam_role_policy.${label}`,
      `resource "aws_iam_role_policy" "${label}" {
  name = "send-dead-letters"
  role = ${role.address}.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.stackstage_dead_letters.arn
      },
    ]
  })
}
`,
    ),
    set(component.address, "dead_letter_config.target_arn", code("aws_sqs_queue.stackstage_dead_letters.arn")),
  ];
};

/** A function that is told to trace is refused unless its role may write traces. */
const traceCalls = (component: Component, model: Model): readonly Edit[] => {
  const role = model.target(component, "role");
  if (component.address.startsWith("module.") || role === undefined || role.id !== role.address) return [];
  const label = `${labelOf(role)}_tracing`;
  return [
    add(
      `aws_iam_role_policy_attachment.${label}`,
      `resource "aws_iam_role_policy_attachment" "${label}" {
  role       = ${role.address}.name
  policy_arn = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"
}
`,
    ),
    set(component.address, "tracing_config.mode", "Active"),
  ];
};

/** Names of the environment variables that hold a literal secret. */
const secretVariables = ({ attributes }: Component): string[] => {
  const variables = read(attributes, "environment.variables");
  return isObject(variables) ? Object.keys(variables).filter((name) => secretPath(variables, name) !== undefined) : [];
};

const variableName = (component: Component, name: string): string =>
  `${labelOf(component)}_${name}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");

const secretsToVariables: NonNullable<Rule["remedy"]> = (component) => {
  if (component.address.startsWith("module.")) return [];
  const variables = read(component.attributes, "environment.variables");
  return secretVariables(component).flatMap((name) => {
    const value = isObject(variables) ? variables[name] : undefined;
    // A secret inside a longer text, e.g. a connection string, cannot be taken out without knowing the rest.
    if (typeof value !== "string" || !/^[\w-]+$/.test(name)) return [];
    const variable = variableName(component, name);
    return [
      add(
        `variable.${variable}`,
        `variable "${variable}" {
  description = "Value of ${name} for ${component.address}"
  type        = string
  sensitive   = true
}
`,
      ),
      set(component.address, `environment.variables.${name}`, code(`var.${variable}`)),
    ];
  });
};

const hasEnvironment = ({ attributes }: Component): boolean => {
  const variables = read(attributes, "environment.variables");
  return isUnknown(variables) || (isObject(variables) && Object.keys(variables).length > 0);
};

const anyone = (component: Component): Verdict => judge(component, "principal", (value) => asText(value) !== "*", pass);

/** A service acts for every customer of AWS; only the source says that it is acting for you. */
const confused = (component: Component): Verdict => {
  const principal = read(component.attributes, "principal");
  if (isUnknown(principal)) return unknown;
  if (asText(principal)?.endsWith(".amazonaws.com") !== true) return pass;
  const sources = ["source_arn", "source_account", "principal_org_id"];
  return sources.some((name) => read(component.attributes, name) !== undefined) ? pass : fail();
};

/** Rules about Lambda functions and who may call them. */
export const lambdaRules: readonly Rule[] = [
  rule({
    id: "aws-lambda-tracing",
    severity: "low",
    pillar: "operations",
    types: functions,
    title: "Calls of the function are not traced",
    why: "Which of the services behind it was slow or failed stays guesswork.",
    fix: 'Set tracing_config.mode = "Active", and let the function\'s role write traces.',
    refs: { checkov: ["CKV_AWS_50"] },
    check: mustBe("tracing_config.mode", "Active"),
    remedy: traceCalls,
  }),
  rule({
    id: "aws-lambda-dead-letters",
    severity: "medium",
    pillar: "reliability",
    types: functions,
    title: "Events that fail are lost",
    why: "After three failed tries an asynchronous event is thrown away and nobody hears of it.",
    fix: "Set dead_letter_config.target_arn to an SQS queue or SNS topic.",
    refs: { checkov: ["CKV_AWS_116"] },
    check: (component, model) =>
      hasFailureTarget(component, model) || isCalledAndAwaited(component, model)
        ? pass
        : mustBeSet("dead_letter_config.target_arn")(component),
    remedy: inRoot(deadLetters),
  }),
  rule({
    id: "aws-lambda-concurrency",
    severity: "low",
    pillar: "reliability",
    types: functions,
    title: "Function may use the concurrency of the whole account",
    why: "A burst or a loop in this one function stops all the others.",
    fix: "Set reserved_concurrent_executions.",
    refs: { checkov: ["CKV_AWS_115"] },
    check: (component) => judge(component, "reserved_concurrent_executions", (value) => Number(asText(value)) >= 0),
  }),
  rule({
    id: "aws-lambda-runtime",
    severity: "high",
    pillar: "security",
    types: functions,
    title: "Runtime without security updates",
    why: "Known holes in the language runtime stay open, and the function can soon no longer be changed.",
    fix: "Set runtime to a supported version and test the code on it.",
    refs: { checkov: ["CKV_AWS_363"], fsbp: ["Lambda.2"] },
    check: (component) => judge(component, "runtime", (value) => !deprecated.has(asText(value) ?? ""), pass),
  }),
  rule({
    id: "aws-lambda-env-secret",
    severity: "critical",
    pillar: "security",
    types: functions,
    title: "Environment of the function holds a secret",
    why: "Everyone who may look at the function, the code or the state can read it.",
    fix: "Take the secret out of environment.variables and read it from Secrets Manager.",
    refs: { checkov: ["CKV_AWS_45"] },
    check: (component) => {
      const [first, ...others] = secretVariables(component);
      if (first !== undefined) return fail(`environment[0].variables${others.length === 0 ? `.${first}` : ""}`);
      const variables = read(component.attributes, "environment.variables");
      return isUnknown(variables) && variables.shape === undefined ? unknown : pass;
    },
    remedy: secretsToVariables,
  }),
  rule({
    id: "aws-lambda-env-key",
    severity: "low",
    pillar: "security",
    types: functions,
    title: "Environment of the function is not encrypted with a key of your own",
    why: "Whoever may read the function's settings can read its environment in the clear.",
    fix: "Set kms_key_arn, and allow the function's role to use the key.",
    refs: { checkov: ["CKV_AWS_173"] },
    check: (component) => (hasEnvironment(component) ? mustBeSet("kms_key_arn")(component) : pass),
  }),
  rule({
    id: "aws-lambda-vpc",
    severity: "low",
    pillar: "security",
    types: functions,
    title: "Function runs outside of your network",
    why: "It cannot reach private data, and its way out can be neither filtered nor logged.",
    fix: "Add vpc_config with subnet_ids and security_group_ids where the function works with private data.",
    refs: { checkov: ["CKV_AWS_117"], fsbp: ["Lambda.3"] },
    check: (component) => (read(component.attributes, "vpc_config") === undefined ? fail() : pass),
  }),
  rule({
    id: "aws-lambda-arm-alternative",
    severity: "low",
    pillar: "sustainability",
    types: functions,
    title: "Function runs on x86",
    why: "Graviton needs less energy for the same work and costs a fifth less per millisecond.",
    fix: 'Set architectures = ["arm64"], after building native dependencies for it.',
    refs: {},
    check: ({ attributes }) => {
      const value = read(attributes, "architectures");
      if (isUnknown(value)) return unknown;
      return [value ?? []].flat().some((item) => asText(item) === "arm64") ? pass : fail("architectures");
    },
  }),
  rule({
    id: "aws-lambda-memory",
    severity: "low",
    pillar: "performance",
    types: functions,
    title: "Function has the least memory",
    why: "Processor time grows with memory: at 128 MB start and run are slow, and often not even cheaper.",
    fix: "Set memory_size = 256 or more and measure.",
    refs: {},
    check: (component) => judge(component, "memory_size", (value) => Number(asText(value)) > 128),
  }),
  rule({
    id: "aws-lambda-public-permission",
    severity: "high",
    pillar: "security",
    types: ["aws_lambda_permission"],
    title: "Anyone may call the function",
    why: 'Principal "*" lets every AWS account run it at your cost and with its rights.',
    fix: "Set principal to the service or account that calls it.",
    refs: { checkov: ["CKV_AWS_301"], cis: ["7.0:2.21"], fsbp: ["Lambda.1"] },
    check: anyone,
  }),
  rule({
    id: "aws-lambda-permission-source",
    severity: "medium",
    pillar: "security",
    types: ["aws_lambda_permission"],
    title: "Any customer of the service may call the function",
    why: "The permission holds for the service, whoever it works for: another account's bucket or topic can call the function too.",
    fix: "Set source_arn, and source_account where the ARN holds no account.",
    refs: { checkov: ["CKV_AWS_364"], fsbp: ["Lambda.1"] },
    check: confused,
  }),
  rule({
    id: "aws-lambda-public-url",
    severity: "high",
    pillar: "security",
    types: ["aws_lambda_function_url"],
    title: "Function has a public address without login",
    why: "Anyone who learns the address can run it at your cost.",
    fix: 'Set authorization_type = "AWS_IAM", or put an API with an authorizer in front.',
    refs: { checkov: ["CKV_AWS_258"] },
    check: mustNotBe("authorization_type", "NONE"),
  }),
  rule({
    id: "aws-lambda-url-cors",
    severity: "medium",
    pillar: "security",
    types: ["aws_lambda_function_url"],
    title: "Any website may call the function from a visitor's browser",
    why: "With credentials allowed, a hostile page acts as its visitor.",
    fix: "Name the allowed sites in cors.allow_origins.",
    refs: {},
    check: (component) =>
      eachBlock(component, "cors", (cors, path) => {
        const origins = [read(cors, "allow_origins") ?? []].flat();
        if (!origins.some((origin) => asText(origin) === "*")) return origins.some(isUnknown) ? unknown : pass;
        return asText(read(cors, "allow_credentials")) === "true" ? fail(`${path}.allow_origins`) : pass;
      }),
  }),
];
