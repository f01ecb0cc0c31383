import type { Draft } from "../cfn.ts";
import { sub } from "../cfn.ts";
import type { Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";

const executionArn = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Self}";
const apiHost = "${Self}.execute-api.${AWS::Region}.${AWS::URLSuffix}";

/** `integrations/${integration.id}`: a text with one gap. */
const targetOf = (route: Reader): Draft => route.value("target", "id");

const accessLogs = (stage: Reader, block: string): Draft =>
  stage.within(block, (logs) => ({ DestinationArn: logs.must.arn("destination_arn"), Format: logs.must.plain("format") }));

/** An issuer is an address; one that is a user pool is known by its provider name. */
const issuerOf = (jwt: Reader): Draft => jwt.must.value("issuer", "host");

/** A stage needs something deployed, and a deployment the methods that it deploys. */
const methodsOf = (deployment: Reader): string[] => {
  const { model } = deployment.translation;
  const api = model.target(deployment.component, "rest_api_id");
  return model.ofType("aws_api_gateway_method").flatMap((method) => {
    const id = model.target(method, "rest_api_id") === api ? deployment.translation.logicalId(method) : undefined;
    return id === undefined ? [] : [id];
  });
};

/** Terraform writes a method's integration beside it, and finds it by API, resource and verb. */
const integrationOf = (method: Reader): Draft => {
  const { model } = method.translation;
  const resource = method.component.references.find(({ path }) => path === "resource_id")?.to;
  const verb = method.text("http_method");
  const found = method
    .companions("aws_api_gateway_integration", "rest_api_id")
    .concat(resource === undefined ? [] : companionsOfResource(method, resource))
    .find(
      (integration) =>
        model.target(integration.component, "resource_id") === model.target(method.component, "resource_id") &&
        (integration.text("http_method") ?? verb) === verb,
    );
  if (found === undefined) return undefined;
  for (const path of ["rest_api_id", "resource_id", "http_method"]) found.raw(path);
  return {
    Type: found.must.plain("type"),
    IntegrationHttpMethod: found.plain("integration_http_method"),
    Uri: found.value("uri", "invoke"),
    PassthroughBehavior: found.plain("passthrough_behavior"),
    TimeoutInMillis: found.plain("timeout_milliseconds"),
    RequestTemplates: Object.fromEntries(found.names("request_templates").map((name) => [name, found.plain(`request_templates.${name}`)])),
  };
};

export const api: Mappings = {};
void sub;
void accessLogs;
void issuerOf;
void methodsOf;
void integrationOf;
void targetOf;
void executionArn;
void apiHost;
