import { hcl } from "../layout.ts";
import type { Plan } from "../plan.ts";
import { hasPrivateStore, securityGroup } from "./network.ts";
import { appPolicy, attachment, lambdaEnvironment, lambdaNetwork, role } from "./settings.ts";

const lambda = (plan: Plan, name: "app" | "worker"): string => hcl`
resource "aws_lambda_function" "${name}" {
function_name = "${plan.name}-${name}"
role = aws_iam_role.functions.arn
runtime = "nodejs22.x"
handler = "index.handler"
filename = "${name}.zip"
${plan.sizes.memoryMb !== undefined && `memory_size = ${Math.min(10_240, Math.max(128, plan.sizes.memoryMb))}`}
timeout = ${name === "app" ? 10 : 30}
${lambdaEnvironment(plan, name === "app" ? "app" : "triggered")}
${lambdaNetwork(plan)}
}
`;

const eventSource = (name: string, arn: string, more: string): string => hcl`
resource "aws_lambda_event_source_mapping" "${name}" {
event_source_arn = ${arn}
function_name = aws_lambda_function.worker.arn
${more}
}
`;

/** Programs that call an API say who they are; a website is there for everyone. */
const asksWho = (plan: Plan): boolean => plan.has("auth") || (plan.has("api") && !plan.has("web"));

const httpApi = (plan: Plan): string => hcl`
resource "aws_apigatewayv2_api" "main" {
name = "${plan.name}"
protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "app" {
api_id = aws_apigatewayv2_api.main.id
integration_type = "AWS_PROXY"
integration_uri = aws_lambda_function.app.invoke_arn
payload_format_version = "2.0"
}

resource "aws_apigatewayv2_route" "app" {
api_id = aws_apigatewayv2_api.main.id
route_key = "$default"
target = "integrations/\${aws_apigatewayv2_integration.app.id}"
${asksWho(plan) && `authorization_type = "JWT"`}
${asksWho(plan) && "authorizer_id = aws_apigatewayv2_authorizer.main.id"}
}

resource "aws_apigatewayv2_stage" "main" {
api_id = aws_apigatewayv2_api.main.id
name = "$default"
auto_deploy = true
}

resource "aws_lambda_permission" "api" {
statement_id = "AllowApiGateway"
action = "lambda:InvokeFunction"
function_name = aws_lambda_function.app.function_name
principal = "apigateway.amazonaws.com"
source_arn = "\${aws_apigatewayv2_api.main.execution_arn}/*"
}
`;

const authorizer = (plan: Plan): string => hcl`
resource "aws_apigatewayv2_authorizer" "main" {
api_id = aws_apigatewayv2_api.main.id
authorizer_type = "JWT"
identity_sources = ["$request.header.Authorization"]
name = "${plan.name}-users"

jwt_configuration {
audience = [${plan.has("auth") ? "aws_cognito_user_pool_client.main.id" : "var.token_audience"}]
issuer = ${plan.has("auth") ? `"https://\${aws_cognito_user_pool.main.endpoint}"` : "var.token_issuer"}
}
}
`;

/** The application answers calls as a function behind an HTTP API. */
export const hasHttpApi = (plan: Plan): boolean =>
  plan.app && plan.runs("serverless") && plan.has("web", "api", "auth", "cdn");

/** Lambda: the application itself, and a worker for what queues, streams and events bring. */
export const functions = (plan: Plan): string[] => {
  const app = plan.app && plan.runs("serverless");
  if (!app && !plan.functions) return [];
  return [
    ...(hasPrivateStore(plan) && plan.runs("serverless") ? [securityGroup(plan, "app")] : []),
    role(plan, "functions", "lambda.amazonaws.com"),
    attachment(
      "functions",
      "functions",
      `service-role/${hasPrivateStore(plan) ? "AWSLambdaVPCAccessExecutionRole" : "AWSLambdaBasicExecutionRole"}`,
    ),
    appPolicy(plan, "functions"),
    ...(app ? [lambda(plan, "app")] : []),
    ...(hasHttpApi(plan) ? [httpApi(plan)] : []),
    ...(hasHttpApi(plan) && asksWho(plan) ? [authorizer(plan)] : []),
    ...(plan.functions ? [lambda(plan, "worker"), ...eventSources(plan)] : []),
  ];
};

const eventSources = (plan: Plan): string[] => [
  ...(plan.has("queue") && !plan.uses("rabbitmq")
    ? [eventSource("queue", "aws_sqs_queue.jobs.arn", "batch_size = 10")]
    : []),
  ...(plan.has("stream") && !plan.uses("kafka")
    ? [eventSource("stream", "aws_kinesis_stream.main.arn", `starting_position = "LATEST"`)]
    : []),
  ...(plan.has("stream") && plan.uses("kafka")
    ? [
        eventSource(
          "stream",
          "aws_msk_cluster.main.arn",
          `starting_position = "LATEST"
topics = ["events"]`,
        ),
      ]
    : []),
];

/** Lets a rule call the worker. */
export const invokedBy = (name: string, ruleArn: string): string => hcl`
resource "aws_lambda_permission" "${name}" {
action = "lambda:InvokeFunction"
function_name = aws_lambda_function.worker.function_name
principal = "events.amazonaws.com"
source_arn = ${ruleArn}
}
`;
