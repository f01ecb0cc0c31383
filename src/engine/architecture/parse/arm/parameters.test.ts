import { describe, expect, it } from "vitest";
import { analyzeDesign } from "../../index.ts";

const template = (type: string, properties: object, more: object = {}): string =>
  JSON.stringify({
    $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    contentVersion: "1.0.0.0",
    ...more,
    resources: [{ type, apiVersion: "2023-01-01", name: "main", location: "eastus", properties }],
  });

const checksOf = (text: string): Set<string> =>
  new Set(
    analyzeDesign({ files: [{ name: "main.json", text }], generated: false, goals: [] }).findings.flatMap(
      ({ refs }) => refs["checkov"] ?? [],
    ),
  );

const access = (publicNetworkAccess: string, kept: string) =>
  checksOf(
    template(
      "Microsoft.Sql/servers",
      { publicNetworkAccess },
      {
        parameters: { access: { type: "string", defaultValue: kept } },
        variables: { access: kept },
      },
    ),
  ).has("CKV_AZURE_113");

describe("what a template keeps in parameters", () => {
  it.each(["[parameters('access')]", "[variables('access')]"])("%s is judged by what it holds", (expression) => {
    expect(access(expression, "Enabled")).toBe(true);
    expect(access(expression, "Disabled")).toBe(false);
    expect(access(expression, "disabled")).toBe(false);
  });

  it("takes an app without a word of FTP for one that lets it in, as Azure does", () => {
    const ftp = (siteConfig: object) => checksOf(template("Microsoft.Web/sites", { siteConfig })).has("CKV_AZURE_78");
    expect(ftp({})).toBe(true);
    expect(ftp({ ftpsState: "FtpsOnly" })).toBe(false);
  });
});
