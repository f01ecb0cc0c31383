import { expect, test } from "vitest";
import { translateArm } from "./index.ts";
import translations from "./translations.json" with { type: "json" };

const $schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";

/** What every resource has. */
const isCommon = (line: string): boolean => /^(?:name|location|resource_group_name) = /.test(line);

// What hangs on a parameter without a value stays open: it is neither on nor off.
test.each(translations)("$type becomes $becomes: $block", ({ type, resource, becomes, block }) => {
  const { text, problems } = translateArm({
    name: "main.json",
    text: JSON.stringify({
      $schema,
      contentVersion: "1.0.0.0",
      parameters: { access: { type: "string" }, off: { type: "bool" } },
      resources: [{ type, apiVersion: "2022-01-01", name: "it", ...resource }],
    }),
  });
  const [, terraformType, body = ""] = /^resource "(\w+)" "\w+" \{\n([\s\S]*?)\n\}$/m.exec(text) ?? [];
  const lines = body.split("\n").map((line) => line.replace(/^ {2}/, ""));
  expect(problems).toEqual([]);
  expect(terraformType).toBe(becomes);
  expect(lines.filter((line) => !isCommon(line))).toEqual(block);
});
