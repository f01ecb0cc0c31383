import { expect, test } from "vitest";
import { examine, templateOf } from "../translation-fixture.ts";

test.each([
  ["MySQL", "mysql"],
  ["aurora-postgresql", "aurora-postgresql"],
])("the engine %s is %s", (engine, expected) => {
  const { model } = examine(
    templateOf(`Db: {Type: "AWS::RDS::DBInstance", Properties: {Engine: ${engine}, DBInstanceClass: db.t3.micro}}\n`),
  );
  expect(model.components[0]?.attributes["engine"]).toBe(expected);
});

test("a function's code may be a path that is packed when it is deployed", () => {
  const { translation, model } = examine(
    templateOf('Resize: {Type: "AWS::Lambda::Function", Properties: {Code: ./src}}\n'),
  );
  expect(translation.problems).toEqual([]);
  expect(model.find("aws_lambda_function.Resize")?.attributes["filename"]).toBe("./src");
});
