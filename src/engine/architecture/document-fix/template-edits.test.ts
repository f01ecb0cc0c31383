import { expect, it } from "vitest";
import { add, remove, set } from "../design/edit.ts";
import { expectedOf, mended } from "./edits-fixture.ts";
import type { EditCase } from "./edits-fixture.ts";

const templateOf = (properties: string, more = ""): string =>
  `Resources:\n  Store:\n    Type: AWS::SQS::Queue\n${more}    Properties:\n${properties}`;
const store = "aws_sqs_queue.Store";

const arm = (resource: string): string => `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "resources": [
    ${resource}
  ]
}
`;
const account = (more: string): string =>
  arm(`{ "type": "Microsoft.Storage/storageAccounts", "apiVersion": "2023-01-01", "name": "store", ${more} }`);
const storage = "azurerm_storage_account.store";

const cases: readonly EditCase[] = [
  // A template of ARM
  [
    "a setting",
    "a.json",
    account('"properties": { "supportsHttpsTrafficOnly": false }'),
    storage,
    [set(storage, "https_traffic_only_enabled", true)],
    ["false", "true"],
  ],
  [
    "another resource",
    "a.json",
    account('"properties": {}'),
    storage,
    [add("azurerm_resource_group.rg", 'resource "azurerm_resource_group" "rg" {\n  name = "rg"\n}\n')],
    "Which resource of the template is meant is not certain.",
  ],
  [
    "a setting that has to go",
    "a.json",
    account('"properties": {}'),
    storage,
    [remove(storage, "network_rules")],
    "This needs another resource, which is not written by this fix.",
  ],
  [
    "two resources",
    "a.json",
    account('"properties": {}'),
    storage,
    [set(storage, "min_tls_version", "TLS1_2"), set("azurerm_key_vault.v", "purge_protection_enabled", true)],
    "This changes several resources at once.",
  ],
  [
    "a list",
    "a.json",
    account('"properties": {}'),
    storage,
    [set(storage, "network_rules.bypass", ["Logging"])],
    "No one setting of the template says this: an expression decides it, or several do.",
  ],
  [
    "what nothing says",
    "a.json",
    account('"properties": {}'),
    storage,
    [set(storage, "tags", { a: "b" })],
    "No one setting of the template says this: an expression decides it, or several do.",
  ],
  [
    "a resource that is not there",
    "a.json",
    account('"properties": {}'),
    storage,
    [set("azurerm_key_vault.v", "purge_protection_enabled", true)],
    "Which resource of the template is meant is not certain.",
  ],
  // A template of CloudFormation
  [
    "a property",
    "c.yaml",
    templateOf("      VisibilityTimeout: 30 # short\n"),
    store,
    [set(store, "visibility_timeout_seconds", 60)],
    ["30", "60"],
  ],
  [
    "what has no property",
    "c.yaml",
    templateOf("      QueueName: a\n"),
    store,
    [set(store, "region", "eu-west-1")],
    "There is no setting of CloudFormation for this, or the template says it by a function.",
  ],
  [
    "a resource that the template has not",
    "c.yaml",
    templateOf("      QueueName: a\n"),
    "aws_sqs_queue.Other",
    [set("aws_sqs_queue.Other", "visibility_timeout_seconds", 60)],
    "The resource is not found in the template.",
  ],
  [
    "what stays when the stack goes",
    "c.yaml",
    templateOf("      QueueName: a\n", "    DeletionPolicy: Delete\n"),
    store,
    [set(store, "lifecycle.prevent_destroy", true)],
    ["DeletionPolicy: Delete", "DeletionPolicy: Retain"],
  ],
  [
    "two of different conditions",
    "c.yaml",
    "Parameters:\n  P: { Type: String, Default: x }\nConditions:\n  A: !Equals [!Ref P, x]\n  B: !Not [!Equals [!Ref P, y]]\nResources:\n  Store: { Type: AWS::SQS::Queue, Condition: A }\n  Other: { Type: AWS::SQS::Queue, Condition: B }\n",
    store,
    [
      add(
        "aws_sqs_queue_policy.both",
        'resource "aws_sqs_queue_policy" "both" {\n  queue_url = aws_sqs_queue.Store[0].url\n  policy = jsonencode({ Statement = [{ Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = aws_sqs_queue.Other[0].arn }] })\n}\n',
      ),
    ],
    "It belongs to several resources that are made on different conditions.",
  ],
];

it.each(cases)("%s in %s", (...given) => {
  const [, file, text, address, edits] = given;
  expect(mended(file, text, address, ...edits)).toBe(expectedOf(given));
});
