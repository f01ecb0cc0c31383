import { describe, expect, it } from "vitest";
import { propertyOf, resource } from "./property-fixture.ts";
import type { RareProperty } from "./property-fixture.ts";

const restApi = (settings: string): string => `
${resource("aws_api_gateway_rest_api", 'name = "shop"', "api")}
${resource("aws_api_gateway_stage", 'rest_api_id = aws_api_gateway_rest_api.api.id\ndeployment_id = "d"\nstage_name = "prod"', "s")}
${settings
  .split(" ")
  .map((path, index) =>
    resource(
      "aws_api_gateway_method_settings",
      `rest_api_id = aws_api_gateway_rest_api.api.id\nstage_name = "prod"\nmethod_path = "${path}"\nsettings {\n caching_enabled = true\n}`,
      `m${index}`,
    ),
  )
  .join("")}`;

describe("interfaces", () => {
  it.each<RareProperty>([
    [
      "settings of one method, of a path of two steps, of the root and of all",
      restApi("pets/GET shop/pets/POST //GET */*"),
      "ApiGateway::Stage",
      ["MethodSettings"],
      [
        { HttpMethod: "GET", ResourcePath: "/~1pets", CachingEnabled: true },
        { HttpMethod: "POST", ResourcePath: "/~1shop~1pets", CachingEnabled: true },
        { HttpMethod: "GET", ResourcePath: "/", CachingEnabled: true },
        { HttpMethod: "*", ResourcePath: "/*", CachingEnabled: true },
      ],
    ],
    [
      "a key that nobody switched off",
      resource("aws_api_gateway_api_key", 'name = "k"\nvalue = var.key') + 'variable "key" {}\n',
      "ApiGateway::ApiKey",
      [],
      { Name: "k", Enabled: true, Value: { Ref: "Key" } },
    ],
    [
      "who may come in is asked by the usual header",
      resource("aws_api_gateway_rest_api", 'name = "shop"', "api") +
        resource(
          "aws_api_gateway_authorizer",
          'name = "a"\nrest_api_id = aws_api_gateway_rest_api.api.id\nauthorizer_uri = aws_lambda_function.f.invoke_arn',
        ) +
        resource("aws_lambda_function", 'function_name = "f"', "f"),
      "ApiGateway::Authorizer",
      ["IdentitySource"],
      "method.request.header.Authorization",
    ],
    [
      "the firewall of a stage names its ARN, which holds the id of its API",
      restApi("*/*") +
        resource("aws_wafv2_web_acl", 'scope = "REGIONAL"', "acl") +
        resource(
          "aws_wafv2_web_acl_association",
          "resource_arn = aws_api_gateway_stage.s.arn\nweb_acl_arn = aws_wafv2_web_acl.acl.arn",
        ),
      "WAFv2::WebACLAssociation",
      ["ResourceArn"],
      { "Fn::Sub": "arn:${AWS::Partition}:apigateway:${AWS::Region}::/restapis/${ApiRestApi}/stages/${SStage}" },
    ],
  ])("%s", (_, text, type, path, wanted) => {
    expect(propertyOf(text, type, ...path)).toEqual(wanted);
  });
});
