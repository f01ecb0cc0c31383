import type { DocumentNode } from "../../document/node.ts";
import { entryOf } from "../../document/node.ts";
import { intrinsicOf, plainText } from "../intrinsics.ts";
import { implicitRestApi } from "./events.ts";
import { builderAt, builderOn, idFrom, pick } from "./nodes.ts";
import type { Builder } from "./nodes.ts";
import type { Made, Route, Serverless, Source } from "./serverless.ts";

type Own = Pick<Made, "at" | "line" | "condition">;

/** How requests to an API are authorized. */
interface Authorization {
  type: string;
  authorizerId?: string;
}

const none: Authorization = { type: "NONE" };

const authorizersOf = (auth: DocumentNode | undefined): { name: string; node: DocumentNode; line: number }[] => {
  const authorizers = entryOf(auth, "Authorizers");
  if (authorizers?.kind !== "map" || intrinsicOf(authorizers) !== undefined) return [];
  return authorizers.entries.map(({ key, value, keyLine }) => ({ name: key, node: value, line: keyLine }));
};

const authorizerId = (api: string, name: string): string => `${api}${idFrom(name)}Authorizer`;

const isPool = (node: DocumentNode): boolean => entryOf(node, "UserPoolArn") !== undefined;

/** Authorizers of an API, and what each means for a method. */
const addAuthorizers = (
  serverless: Serverless,
  api: string,
  auth: DocumentNode | undefined,
): Map<string, Authorization> => {
  const known = new Map<string, Authorization>([
    ["NONE", none],
    ["AWS_IAM", { type: "AWS_IAM" }],
  ]);
  for (const { name, node, line } of authorizersOf(auth)) {
    const build = builderAt(node, line);
    const id = authorizerId(api, name);
    const pool = entryOf(node, "UserPoolArn");
    const identity = entryOf(node, "Identity");
    const header = plainText(entryOf(identity, "Header")) ?? "Authorization";
    const lambda = entryOf(node, "FunctionArn");
    const kind =
      pool !== undefined ? "COGNITO_USER_POOLS" : (plainText(entryOf(node, "FunctionPayloadType")) ?? "TOKEN");
    serverless.add({
      id,
      type: "AWS::ApiGateway::Authorizer",
      at: node,
      line,
      properties: {
        Name: build.text(name),
        RestApiId: build.ref(api),
        Type: build.text(kind),
        IdentitySource: build.text(`method.request.header.${header}`),
        ProviderARNs: pool && (pool.kind === "list" ? pool : build.list([pool])),
        AuthorizerUri: lambda && invocationUri(build, lambda),
      },
    });
    known.set(name, { type: isPool(node) ? "COGNITO_USER_POOLS" : "CUSTOM", authorizerId: id });
  }
  return known;
};

/** Address by which API Gateway calls a function. */
const invocationUri = (build: Builder, arn: DocumentNode): DocumentNode =>
  build.sub("arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Arn}/invocations", {
    Arn: arn,
  });

const authorizationOf = (
  route: Route,
  auth: DocumentNode | undefined,
  authorizers: ReadonlyMap<string, Authorization>,
): Authorization => {
  const own = plainText(entryOf(route.auth, "Authorizer"));
  const byDefault = plainText(entryOf(auth, "DefaultAuthorizer"));
  const name = own ?? (route.method === "OPTIONS" ? undefined : byDefault);
  return (name === undefined ? undefined : authorizers.get(name)) ?? none;
};

const ownOf = ({ at, line, condition }: Route): Own => ({ at, line, condition });

/** The resources on the way to a path, each made once; the id of the last. */
const addPath = (serverless: Serverless, api: string, route: Route, made: Map<string, string>): DocumentNode => {
  const { at, line } = route;
  const build = builderAt(at, line);
  let parent: DocumentNode = build.getAtt(api, "RootResourceId");
  let path = "";
  for (const part of route.path.split("/").filter((piece) => piece !== "")) {
    path += `/${part}`;
    const known = made.get(path);
    const id = known ?? `${api}${idFrom(path.replaceAll("+", "Plus"))}Resource`;
    if (known === undefined) {
      made.set(path, id);
      serverless.add({
        id,
        type: "AWS::ApiGateway::Resource",
        at,
        line,
        properties: { RestApiId: build.ref(api), ParentId: parent, PathPart: build.text(part) },
      });
    }
    parent = build.ref(id);
  }
  return parent;
};

const integrationOf = ({ at, line, functionId, role }: Route): DocumentNode => {
  const build = builderAt(at, line);
  if (role === undefined)
    return build.map({
      Type: build.text("AWS_PROXY"),
      IntegrationHttpMethod: build.text("POST"),
      Uri: invocationUri(build, build.getAtt(functionId, "Arn")),
    });
  return build.map({
    Type: build.text("AWS"),
    IntegrationHttpMethod: build.text("POST"),
    Uri: build.sub("arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution"),
    Credentials: build.getAtt(role, "Arn"),
    RequestTemplates: build.map({ "application/json": startExecution(build, functionId) }),
  });
};

const startExecution = (build: Builder, machine: string): DocumentNode =>
  build.sub(`{"input": "$util.escapeJavaScript($input.json('$'))", "stateMachineArn": "\${Machine}"}`, {
    Machine: build.ref(machine),
  });

const addMethods = (
  serverless: Serverless,
  api: string,
  auth: DocumentNode | undefined,
  authorizers: ReadonlyMap<string, Authorization>,
): string[] => {
  const paths = new Map<string, string>();
  return (serverless.restRoutes.get(api) ?? []).map((route) => {
    const build = builderAt(route.at, route.line);
    const { type, authorizerId: authorizer } = authorizationOf(route, auth, authorizers);
    const id = `${api}${idFrom(route.functionId)}${idFrom(route.event)}Method`;
    const needsKey = plainText(entryOf(route.auth, "ApiKeyRequired") ?? entryOf(auth, "ApiKeyRequired"));
    serverless.add({
      id,
      type: "AWS::ApiGateway::Method",
      ...ownOf(route),
      properties: {
        RestApiId: build.ref(api),
        ResourceId: addPath(serverless, api, route, paths),
        HttpMethod: build.text(route.method),
        AuthorizationType: build.text(type),
        AuthorizerId: authorizer === undefined ? undefined : build.ref(authorizer),
        ApiKeyRequired: needsKey === undefined ? undefined : build.text(needsKey === "true"),
        Integration: integrationOf(route),
      },
    });
    return id;
  });
};

const apiProperties = [
  "Description",
  "BinaryMediaTypes",
  "MinimumCompressionSize",
  "DisableExecuteApiEndpoint",
  "ApiKeySourceType",
  "Policy",
  "Tags",
];

const stageProperties = [
  "TracingEnabled",
  "CacheClusterEnabled",
  "CacheClusterSize",
  "AccessLogSetting",
  "MethodSettings",
  "Variables",
  "CanarySetting",
];

const endpointOf = (properties: DocumentNode | undefined): DocumentNode | undefined => {
  const endpoint = entryOf(properties, "EndpointConfiguration");
  if (endpoint === undefined) return undefined;
  const build = builderAt(endpoint);
  const type = endpoint.kind === "map" && intrinsicOf(endpoint) === undefined ? entryOf(endpoint, "Type") : endpoint;
  return build.map({ Types: type && build.list([type]), VpcEndpointIds: entryOf(endpoint, "VPCEndpointIds") });
};

const addDomain = (serverless: Serverless, api: string, domain: DocumentNode | undefined, own: Own): void => {
  const name = entryOf(domain, "DomainName");
  if (domain === undefined || name === undefined) return;
  const build = builderAt(domain);
  const isEdge = plainText(entryOf(domain, "EndpointConfiguration")) === "EDGE";
  serverless.add({
    id: `${api}DomainName`,
    type: "AWS::ApiGateway::DomainName",
    ...own,
    properties: {
      DomainName: name,
      [isEdge ? "CertificateArn" : "RegionalCertificateArn"]: entryOf(domain, "CertificateArn"),
      SecurityPolicy: entryOf(domain, "SecurityPolicy"),
      EndpointConfiguration: build.map({ Types: build.list([build.text(isEdge ? "EDGE" : "REGIONAL")]) }),
    },
  });
};

/** Who may call the API at all, where SAM has a shorthand for it. */
const resourcePolicy = (properties: DocumentNode | undefined): DocumentNode | undefined => {
  const policy = entryOf(entryOf(properties, "Auth"), "ResourcePolicy");
  const custom = entryOf(policy, "CustomStatements");
  if (custom === undefined) return undefined;
  const build = builderAt(custom);
  return build.map({ Version: build.text("2012-10-17"), Statement: custom });
};

/** A REST API with the methods that events of functions ask for, its deployment and its stage. */
export const expandRestApi = (serverless: Serverless, { id, node, line, properties }: Source): void => {
  const here = builderOn(node, line);
  const own: Own = { at: node, line, condition: entryOf(node, "Condition") };
  const auth = entryOf(properties, "Auth");
  const body = entryOf(properties, "DefinitionBody");
  const stage = entryOf(properties, "StageName") ?? here.text("Prod");
  serverless.add({
    id,
    type: "AWS::ApiGateway::RestApi",
    ...own,
    dependsOn: entryOf(node, "DependsOn"),
    properties: {
      Name: entryOf(properties, "Name") ?? here.text(id),
      ...pick(properties, apiProperties),
      Policy: resourcePolicy(properties),
      EndpointConfiguration: endpointOf(properties),
      Body: body,
    },
  });
  const methods = body === undefined ? addMethods(serverless, id, auth, addAuthorizers(serverless, id, auth)) : [];
  const deployment = `${id}Deployment`;
  const after = { ...own, at: here.text(null) };
  serverless.add({
    id: deployment,
    type: "AWS::ApiGateway::Deployment",
    ...after,
    dependsOn: methods.length === 0 ? undefined : methods,
    properties: { RestApiId: here.ref(id) },
  });
  serverless.add({
    id: `${id}${idFrom(plainText(stage) ?? "")}Stage`,
    type: "AWS::ApiGateway::Stage",
    ...own,
    properties: {
      RestApiId: here.ref(id),
      DeploymentId: here.ref(deployment),
      StageName: stage,
      ...pick(properties, stageProperties),
    },
  });
  addDomain(serverless, id, entryOf(properties, "Domain"), own);
};

/** The API of the events which name none, where there are any. */
export const implicitRestSource = (serverless: Serverless): Omit<Source, "properties"> | undefined => {
  const [first] = serverless.restRoutes.get(implicitRestApi) ?? [];
  if (first === undefined || serverless.has(implicitRestApi)) return undefined;
  return { id: implicitRestApi, node: builderAt(first.at, first.line).map({}), line: first.line };
};
