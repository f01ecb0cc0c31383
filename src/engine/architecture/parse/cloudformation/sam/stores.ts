import { plainText } from "../intrinsics.ts";
import { entryOf } from "../../document/node.ts";
import { codeAt } from "./function.ts";
import { builderOn, pick } from "./nodes.ts";
import type { Serverless, Source } from "./serverless.ts";

const attributeTypes: ReadonlyMap<string, string> = new Map([
  ["String", "S"],
  ["Number", "N"],
  ["Binary", "B"],
]);

/** A table of one key, paid by request unless the template says how much it should hold ready. */
export const expandTable = (serverless: Serverless, { id, node, line, properties }: Source): void => {
  const build = builderOn(node, line);
  const key = entryOf(properties, "PrimaryKey");
  const name = entryOf(key, "Name") ?? build.text("id");
  const type = attributeTypes.get(plainText(entryOf(key, "Type")) ?? "String") ?? "S";
  const throughput = entryOf(properties, "ProvisionedThroughput");
  serverless.add({
    id,
    type: "AWS::DynamoDB::Table",
    at: node,
    line,
    condition: entryOf(node, "Condition"),
    dependsOn: entryOf(node, "DependsOn"),
    properties: {
      ...pick(properties, ["TableName", "SSESpecification", "PointInTimeRecoverySpecification", "Tags"]),
      AttributeDefinitions: build.list([build.map({ AttributeName: name, AttributeType: build.text(type) })]),
      KeySchema: build.list([build.map({ AttributeName: name, KeyType: build.text("HASH") })]),
      ProvisionedThroughput: throughput,
      BillingMode: throughput === undefined ? build.text("PAY_PER_REQUEST") : undefined,
    },
  });
};

/** A layer is code as a function's is. */
export const expandLayer = (serverless: Serverless, { id, node, line, properties }: Source): void => {
  const here = builderOn(node, line);
  serverless.add({
    id,
    type: "AWS::Lambda::LayerVersion",
    at: node,
    line,
    condition: entryOf(node, "Condition"),
    properties: {
      LayerName: entryOf(properties, "LayerName") ?? here.text(id),
      ...pick(properties, ["Description", "CompatibleRuntimes", "CompatibleArchitectures", "LicenseInfo"]),
      Content: codeAt(entryOf(properties, "ContentUri"), here),
    },
  });
};
