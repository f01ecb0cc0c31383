import { translateArm } from "./index.ts";

export const template = (body: object): string =>
  JSON.stringify({
    $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    contentVersion: "1.0.0.0",
    ...body,
  });

export const translate = (body: object) => translateArm({ name: "main.json", text: template(body) });

export const resource = (type: string, name: string, more: object = {}) => ({
  type,
  apiVersion: "2022-01-01",
  name,
  ...more,
});

/** The block of Terraform that stands for a resource, without what every one has. */
export const blockOf = (text: string, head: string): string =>
  (text.split(`${head} {\n`)[1] ?? "").split("\n}\n")[0]?.replaceAll(/^ {2}/gm, "") ?? "";
