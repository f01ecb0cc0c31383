import { describe, expect, test } from "vitest";
import { readDocument } from "../parse/document/index.ts";
import { maskDocument } from "./document.ts";

const secret = "hunter2-correct-horse";

describe("secrets in documents are masked, and the document still reads", () => {
  test.each([
    ["a property under a telling name", `Resources:\n  Db:\n    Properties:\n      MasterUserPassword: ${secret}\n`, 4],
    ["the same in quotes", `Resources:\n  Db:\n    Properties:\n      MasterUserPassword: '${secret}'\n`, 4],
    ["JSON", `{"Resources": {\n  "Db": {"MasterUserPassword": "${secret}"}}}`, 2],
    [
      "a parameter that is not echoed",
      `Parameters:\n  Word:\n    NoEcho: true\n    Type: String\n    Default: ${secret}\n`,
      5,
    ],
    ["the value beside a telling name", `Environment:\n  - Name: DB_PASSWORD\n    Value: ${secret}\n`, 3],
    ["the same, value first", `Environment:\n  - Value: ${secret}\n    Name: DB_PASSWORD\n`, 2],
    [
      "the default of a parameter with a telling name",
      `Parameters:\n  DBPassword:\n    Type: String\n    Default: ${secret}\n`,
      4,
    ],
    ["a plan's variable", `{"format_version": "1.2", "variables": {"db_password": {\n"value": "${secret}"}}}`, 2],
    ["a plan's constant", `{"expressions": {"password": {"constant_value": "${secret}"}}}`, 1],
    ["a block of text", `Password: |\n  ${secret}\n  more\nOther: 1\n`, 2],
    ["a value that a condition chooses", `Password: !If [Production, ${secret}, !Ref Word]\n`, 1],
    ["the same in JSON", `{"Password": {"Fn::If": ["Production", {"Ref": "Word"}, "${secret}"]}}`, 1],
    ["flow style", `Db: {Engine: mysql, Password: ${secret}, Port: 1}\n`, 1],
    ["a list", `Passwords:\n  - ${secret}\n`, 2],
    ["a manifest's secret", `kind: Secret\nstringData:\n  a: ${secret}\n`, 3],
    ["a map of a manifest's secret", `kind: Secret\ndata:\n  nested: "${secret}"\n`, 3],
    [
      "what a plan calls sensitive",
      `{"format_version": "1.2", "planned_values": {"root_module": {"resources": [{\n"values": {"engine": "x",\n"user": "${secret}"},\n"sensitive_values": {"user": true}}]}}}`,
      3,
    ],
    [
      "what a plan calls sensitive, in a list",
      `{"format_version": "1.2", "resource_changes": [{"change": {"after": {"a": [{"b": "${secret}"}]},\n"after_sensitive": {"a": [{"b": true}]}}}]}`,
      1,
    ],
    [
      "an output that a plan calls sensitive",
      `{"format_version": "1.2", "outputs": {"u": {"sensitive": true, "value": "${secret}"}}}`,
      1,
    ],
  ])("%s", (_name, text, line) => {
    const masked = maskDocument(text);
    expect(masked.text).not.toContain(secret);
    expect(masked.lines).toContain(line);
    const { documents, problems } = readDocument(masked.text);
    expect(problems).toEqual([]);
    expect(documents).toHaveLength(1);
    expect(masked.text.split("\n")).toHaveLength(text.split("\n").length);
  });
});

describe("what only looks like one stays", () => {
  test.each([
    "MasterUserPassword: !Ref DBPassword\n",
    "MasterUserPassword: !Sub '{{resolve:secretsmanager:${Secret}:SecretString:password}}'\n",
    "MasterUserPassword: '{{resolve:secretsmanager:db:SecretString:password}}'\n",
    '{"MasterUserPassword": {"Ref": "DBPassword"}}',
    "Parameters:\n  DBPassword:\n    NoEcho: true\n    Type: String\n    MinLength: 8\n",
    "GenerateSecretString:\n  GenerateStringKey: password\n  PasswordLength: 30\n",
    "AWS::CloudFormation::Interface:\n  ParameterLabels:\n    DBPassword:\n      default: Password of the database\n",
    "Password: !Join ['', ['{{resolve:secretsmanager:', !Ref Login, ':SecretString:password}}']]\n",
    '{"Password": {"Fn::Join": ["", ["{{resolve:secretsmanager:", {"Ref": "Login"}, ":SecretString:password}}"]]}}',
    "Password: 'a-{{resolve:ssm-secure:word:1}}-b'\n",
    "Parameters:\n  DBUser:\n    NoEcho: true\n    Type: String\n    Default: admin\n",
    "Password: !GetAtt [Login, Secret]\n",
    "Password: !FindInMap [Words, production, main]\n",
    "ServiceToken: maker-of-resources\n",
    '{"adminPassword": "[parameters(\'adminPassword\')]"}',
    "{\"value\": \"[concat('AccountName=', variables('a'), ';AccountKey=', listKeys(variables('id'), '1').keys[0].value)]\"}",
    "KeyName: my-key-pair\nEngine: mysql\n",
    "Version: 1.10\nEnabled: yes\n",
  ])("%j", (text) => {
    expect(maskDocument(text)).toMatchObject({ text, lines: [] });
  });
});
