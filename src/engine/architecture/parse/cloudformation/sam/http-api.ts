import type { DocumentNode } from "../../document/node.ts";
import { entryOf } from "../../document/node.ts";
import { intrinsicOf, plainText } from "../intrinsics.ts";
import { implicitHttpApi } from "./events.ts";
import { builderAt, builderOn, idFrom, pick } from "./nodes.ts";
import type { Route, Serverless, Source } from "./serverless.ts";

/** `CorsConfiguration: true` means everyone, as SAM reads it. */
const corsOf = (properties: DocumentNode | undefined): DocumentNode | undefined => {
  const cors = entryOf(properties, "CorsConfiguration");
  if (cors === undefined || plainText(cors) === "false") return undefined;
  if (cors.kind !== "scalar") return cors;
  const build = builderAt(cors);
  return build.map({ AllowOrigins: build.list([build.text(cors.value === true ? "*" : cors.value)]) });
};

const authorizerId = (api: string, name: string): string => `${api}${idFrom(name)}Authorizer`;

const addAuthorizers = (serverless: Serverless, api: string, auth: DocumentNode | undefined): Map<string, string> => {
  const kinds = new Map<string, string>();
  const authorizers = entryOf(auth, "Authorizers");
  if (authorizers?.kind !== "map" || intrinsicOf(authorizers) !== undefined) return kinds;
  for (const { key: name, value: node, keyLine: line } of authorizers.entries) {
    const build = builderAt(node, line);
    const jwt = entryOf(node, "JwtConfiguration");
    const lambda = entryOf(node, "FunctionArn");
    const source = entryOf(node, "IdentitySource");
    kinds.set(name, jwt === undefined ? "CUSTOM" : "JWT");
    serverless.add({
      id: authorizerId(api, name),
      type: "AWS::ApiGatewayV2::Authorizer",
      at: node,
      line,
      properties: {
        ApiId: build.ref(api),
        Name: build.text(name),
        AuthorizerType: build.text(jwt === undefined ? "REQUEST" : "JWT"),
        IdentitySource: build.list([source ?? build.text("$request.header.Authorization")]),
        JwtConfiguration: jwt && build.map({ Audience: entryOf(jwt, "audience"), Issuer: entryOf(jwt, "issuer") }),
        AuthorizerUri:
          lambda &&
          build.sub(
            "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Arn}/invocations",
            {
              Arn: lambda,
            },
          ),
        AuthorizerPayloadFormatVersion: entryOf(node, "AuthorizerPayloadFormatVersion"),
      },
    });
  }
  return kinds;
};

const routeKey = ({ path, method }: Route): string =>
  path === "" || path === "$default" ? "$default" : `${method} ${path}`;

const addRoutes = (
  serverless: Serverless,
  api: string,
  auth: DocumentNode | undefined,
  kinds: ReadonlyMap<string, string>,
): void => {
  const integrations = new Set<string>();
  for (const route of serverless.httpRoutes.get(api) ?? []) {
    const { functionId, at, line, condition } = route;
    const build = builderAt(at, line);
    const integration = `${api}${idFrom(functionId)}Integration`;
    if (!integrations.has(integration)) {
      integrations.add(integration);
      serverless.add({
        id: integration,
        type: "AWS::ApiGatewayV2::Integration",
        at,
        line,
        condition,
        properties: {
          ApiId: build.ref(api),
          IntegrationType: build.text("AWS_PROXY"),
          IntegrationMethod: build.text("POST"),
          IntegrationUri: build.getAtt(functionId, "Arn"),
          PayloadFormatVersion: build.text("2.0"),
        },
      });
    }
    const name =
      plainText(entryOf(route.auth, "Authorizer")) ?? plainText(entryOf(auth, "DefaultAuthorizer")) ?? "NONE";
    const kind = name === "AWS_IAM" ? "AWS_IAM" : kinds.get(name);
    serverless.add({
      id: `${api}${idFrom(functionId)}${idFrom(route.event)}Route`,
      type: "AWS::ApiGatewayV2::Route",
      at,
      line,
      condition,
      properties: {
        ApiId: build.ref(api),
        RouteKey: build.text(routeKey(route)),
        Target: build.sub(`integrations/\${${integration}}`),
        AuthorizationType: kind === undefined ? undefined : build.text(kind),
        AuthorizerId: kinds.has(name) ? build.ref(authorizerId(api, name)) : undefined,
        AuthorizationScopes: entryOf(route.auth, "AuthorizationScopes"),
      },
    });
  }
};

/** An HTTP API with the routes that events of functions ask for, and its stage. */
export const expandHttpApi = (serverless: Serverless, { id, node, line, properties }: Source): void => {
  const here = builderOn(node, line);
  const own = { at: node, line, condition: entryOf(node, "Condition") };
  const auth = entryOf(properties, "Auth");
  const body = entryOf(properties, "DefinitionBody");
  serverless.add({
    id,
    type: "AWS::ApiGatewayV2::Api",
    ...own,
    dependsOn: entryOf(node, "DependsOn"),
    properties: {
      Name: entryOf(properties, "Name") ?? here.text(id),
      ProtocolType: here.text("HTTP"),
      ...pick(properties, ["Description", "DisableExecuteApiEndpoint", "Tags"]),
      CorsConfiguration: corsOf(properties),
      Body: body,
    },
  });
  if (body === undefined) addRoutes(serverless, id, auth, addAuthorizers(serverless, id, auth));
  const stage = entryOf(properties, "StageName") ?? here.text("$default");
  serverless.add({
    id: `${id}${plainText(stage) === "$default" ? "ApiGatewayDefault" : idFrom(plainText(stage) ?? "")}Stage`,
    type: "AWS::ApiGatewayV2::Stage",
    ...own,
    properties: {
      ApiId: here.ref(id),
      StageName: stage,
      AutoDeploy: here.text(true),
      ...pick(properties, ["AccessLogSettings", "DefaultRouteSettings", "RouteSettings", "StageVariables", "Tags"]),
    },
  });
};

/** The API of the events which name none, where there are any. */
export const implicitHttpSource = (serverless: Serverless): Omit<Source, "properties"> | undefined => {
  const [first] = serverless.httpRoutes.get(implicitHttpApi) ?? [];
  if (first === undefined || serverless.has(implicitHttpApi)) return undefined;
  return { id: implicitHttpApi, node: builderAt(first.at, first.line).map({}), line: first.line };
};
