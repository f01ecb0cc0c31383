import type { DocumentNode } from "../../document/node.ts";
import { entryOf } from "../../document/node.ts";
import { intrinsicOf, plainText } from "../intrinsics.ts";
import { addEvents, pollerPolicies } from "./events.ts";
import { builderAt, builderOn, pick } from "./nodes.ts";
import type { Builder } from "./nodes.ts";
import { managedPolicy, readPolicies } from "./policies.ts";
import type { Grants } from "./policies.ts";
import { addRole } from "./roles.ts";
import type { Serverless, Source } from "./serverless.ts";

/** Properties that mean the same to SAM and to Lambda. */
const same = [
  "FunctionName",
  "Description",
  "Handler",
  "Runtime",
  "MemorySize",
  "Timeout",
  "PackageType",
  "Architectures",
  "Layers",
  "KmsKeyArn",
  "Environment",
  "VpcConfig",
  "ReservedConcurrentExecutions",
  "EphemeralStorage",
  "FileSystemConfigs",
  "ImageConfig",
  "SnapStart",
  "LoggingConfig",
  "CodeSigningConfigArn",
  "Tags",
];

/** Code in a bucket is where it is; a folder beside the template is packed when it is deployed. */
export const codeAt = (uri: DocumentNode | undefined, build: Builder): DocumentNode => {
  const text = plainText(uri);
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(text ?? "") ?? [];
  if (bucket !== undefined && key !== undefined)
    return build.map({ S3Bucket: build.text(bucket), S3Key: build.text(key) });
  if (uri?.kind !== "map" || intrinsicOf(uri) !== undefined) return build.map({ ZipFile: build.text("") });
  return build.map({
    S3Bucket: entryOf(uri, "Bucket"),
    S3Key: entryOf(uri, "Key"),
    S3ObjectVersion: entryOf(uri, "Version"),
  });
};

const codeOf = (properties: DocumentNode | undefined, build: Builder): DocumentNode | undefined => {
  const image = entryOf(properties, "ImageUri");
  if (image !== undefined) return build.map({ ImageUri: image });
  if (plainText(entryOf(properties, "PackageType")) === "Image") return undefined;
  return codeAt(entryOf(properties, "CodeUri"), build);
};

const grantsOf = (serverless: Serverless, source: Source): Grants => {
  const { id, node, line, properties } = source;
  const at = builderOn(node, line).text(null);
  const grants = readPolicies(`${id}Role`, entryOf(properties, "Policies"), serverless.report);
  const own = ["AWSLambdaBasicExecutionRole"];
  if (entryOf(properties, "VpcConfig") !== undefined) own.push("AWSLambdaVPCAccessExecutionRole");
  if (plainText(entryOf(properties, "Tracing")) === "Active") own.push("AWSXRayDaemonWriteAccess");
  own.push(...pollerPolicies(properties));
  return { managed: [...own.map((name) => managedPolicy(name, at)), ...grants.managed], inline: grants.inline };
};

const addAlias = (serverless: Serverless, { id, node, properties }: Source): void => {
  const alias = entryOf(properties, "AutoPublishAlias");
  if (alias === undefined) return;
  const build = builderAt(alias);
  const condition = entryOf(node, "Condition");
  const version = `${id}Version`;
  const own = { at: alias, line: alias.line, condition };
  serverless.add({ id: version, type: "AWS::Lambda::Version", properties: { FunctionName: build.ref(id) }, ...own });
  serverless.add({
    id: `${id}Alias${plainText(alias) ?? ""}`,
    type: "AWS::Lambda::Alias",
    properties: {
      Name: alias,
      FunctionName: build.ref(id),
      FunctionVersion: build.getAtt(version, "Version"),
      ProvisionedConcurrencyConfig: entryOf(properties, "ProvisionedConcurrencyConfig"),
    },
    ...own,
  });
};

const addUrl = (serverless: Serverless, { id, node, properties }: Source): void => {
  const url = entryOf(properties, "FunctionUrlConfig");
  if (url === undefined) return;
  const build = builderAt(url);
  const own = { at: url, line: url.line, condition: entryOf(node, "Condition") };
  serverless.add({
    id: `${id}Url`,
    type: "AWS::Lambda::Url",
    properties: { TargetFunctionArn: build.ref(id), ...pick(url, ["AuthType", "Cors", "InvokeMode"]) },
    ...own,
  });
  if (plainText(entryOf(url, "AuthType")) !== "NONE") return;
  serverless.add({
    id: `${id}UrlPublicPermissions`,
    type: "AWS::Lambda::Permission",
    properties: {
      Action: build.text("lambda:InvokeFunctionUrl"),
      FunctionName: build.ref(id),
      Principal: build.text("*"),
      FunctionUrlAuthType: build.text("NONE"),
    },
    ...own,
  });
};

const addInvokeConfig = (serverless: Serverless, { id, node, properties }: Source): void => {
  const config = entryOf(properties, "EventInvokeConfig");
  if (config === undefined) return;
  const build = builderAt(config);
  const destinations = entryOf(config, "DestinationConfig");
  const target = (name: string): DocumentNode | undefined => {
    const Destination = entryOf(entryOf(destinations, name), "Destination");
    return Destination && build.map({ Destination });
  };
  serverless.add({
    id: `${id}EventInvokeConfig`,
    type: "AWS::Lambda::EventInvokeConfig",
    at: config,
    line: config.line,
    condition: entryOf(node, "Condition"),
    properties: {
      FunctionName: build.ref(id),
      Qualifier: build.text("$LATEST"),
      ...pick(config, ["MaximumEventAgeInSeconds", "MaximumRetryAttempts"]),
      DestinationConfig: destinations && build.map({ OnSuccess: target("OnSuccess"), OnFailure: target("OnFailure") }),
    },
  });
};

/** A function, the role that it runs in, and what calls it. */
export const expandFunction = (serverless: Serverless, source: Source): void => {
  const { id, node, line, properties } = source;
  const here = builderOn(node, line);
  const role =
    entryOf(properties, "Role") ??
    here.getAtt(addRole(serverless, source, "lambda.amazonaws.com", grantsOf(serverless, source)), "Arn");
  const tracing = entryOf(properties, "Tracing");
  const deadLetters = entryOf(entryOf(properties, "DeadLetterQueue"), "TargetArn");
  serverless.add({
    id,
    type: "AWS::Lambda::Function",
    at: node,
    line,
    condition: entryOf(node, "Condition"),
    dependsOn: entryOf(node, "DependsOn"),
    properties: {
      ...pick(properties, same),
      Code: codeOf(properties, here),
      Role: role,
      TracingConfig: tracing && builderAt(tracing).map({ Mode: tracing }),
      DeadLetterConfig: deadLetters && builderAt(deadLetters).map({ TargetArn: deadLetters }),
    },
  });
  addAlias(serverless, source);
  addUrl(serverless, source);
  addInvokeConfig(serverless, source);
  addEvents(serverless, source);
};
