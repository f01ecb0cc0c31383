import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Component, Model, Value } from "../../model/index.ts";
import { asText, isObject, isUnknown } from "../../model/index.ts";
import { examine } from "../../parse/cloudformation/translation-fixture.ts";
import { toCloudFormation } from "./index.ts";

const templates = join(import.meta.dirname, "../../parse/cloudformation/fixtures");

const modelOf = (template: string): Model => examine(template).model;

/** What a resource says plainly: texts, numbers and switches, those of its blocks included. */
const saidBy = (value: Value, path: string): string[] => {
  if (value === null || isUnknown(value)) return [];
  if (Array.isArray(value)) return value.flatMap((item: Value, index) => saidBy(item, `${path}[${index}]`));
  if (isObject(value)) return Object.entries(value).flatMap(([name, inner]) => saidBy(inner, `${path}.${name}`));
  return [`${path} = ${asText(value) ?? ""}`];
};

/** What ties a secret to its database comes in as a version that has no value. */
const isTie = ({ type, attributes }: Component): boolean =>
  type === "aws_secretsmanager_secret_version" && attributes["secret_string"] === undefined;

/** What there is by type and name. A policy inside a role is named by us, a condition leaves its index behind. */
const partsOf = (model: Model): Component[] =>
  model.components.filter(
    (component) => component.type.startsWith("aws_") && component.type !== "aws_iam_role_policy" && !isTie(component),
  );

const addresses = (model: Model): string[] =>
  partsOf(model)
    .map(({ address }) => address)
    .toSorted();

/** Written for Terraform alone, put in by CloudFormation's own default, or a name where the template has the ARN. */
const ownWords =
  /\.(?:lifecycle|name|function_name|count|depends_on|filename|skip_final_snapshot|final_snapshot_identifier)\b/;

describe.each(readdirSync(templates))("%s, written by us and read again", (name) => {
  const before = modelOf(readFileSync(join(templates, name), "utf8"));
  const after = modelOf(toCloudFormation(before) ?? "");

  it("holds the same resources under the same names", () => {
    expect(addresses(before).length).toBeGreaterThan(3);
    expect(addresses(after)).toEqual(addresses(before));
  });

  it("says the same of them", () => {
    const lost = partsOf(before).flatMap(({ address, attributes }) => {
      const again = new Set(saidBy(after.find(address)?.attributes ?? {}, address));
      return saidBy(attributes, address).filter((line) => !again.has(line) && !ownWords.test(line));
    });
    expect(lost).toEqual([]);
  });
});
