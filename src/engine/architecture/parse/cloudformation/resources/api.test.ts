import { describe, expect, it } from "vitest";
import { examine, templateOf } from "../translation-fixture.ts";

const rest = templateOf(`Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: orders } }
Orders:
  Type: AWS::ApiGateway::Resource
  Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: orders }
GetOrders:
  Type: AWS::ApiGateway::Method
  Properties:
    RestApiId: !Ref Api
    ResourceId: !Ref Orders
    HttpMethod: GET
    AuthorizationType: NONE
    Integration: { Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: "https://example.com" }
Deployed:
  Type: AWS::ApiGateway::Deployment
  Properties: { RestApiId: !Ref Api, StageName: beta }
Stage:
  Type: AWS::ApiGateway::Stage
  Properties:
    RestApiId: !Ref Api
    DeploymentId: !Ref Deployed
    StageName: prod
    TracingEnabled: true
    MethodSettings:
      - { ResourcePath: "/*", HttpMethod: "*", ThrottlingRateLimit: 100 }
      - { ResourcePath: "/~1orders", HttpMethod: GET, CachingEnabled: true }
`);

describe("an API of a template", () => {
  const { model, findings } = examine(rest);

  it("has its method's integration beside it", () => {
    const integration = model.find("aws_api_gateway_integration.GetOrders");
    expect(integration?.attributes).toMatchObject({ type: "HTTP_PROXY", http_method: "GET" });
    expect(integration && model.target(integration, "rest_api_id")?.name).toBe("Api");
  });

  it("has the stage that a deployment names", () => {
    expect(model.find("aws_api_gateway_stage.Deployed")?.attributes["stage_name"]).toBe("beta");
  });

  it("has for all methods the settings that a deployment describes", () => {
    const { model, findings } = examine(
      templateOf(`Deployed:
  Type: AWS::ApiGateway::Deployment
  Properties:
    RestApiId: api
    StageName: beta
    StageDescription:
      CachingEnabled: true
      CacheDataEncrypted: false
`),
    );
    expect(model.find("aws_api_gateway_method_settings.Deployed")?.attributes).toMatchObject({
      rest_api_id: "api",
      stage_name: "beta",
      method_path: "*/*",
      settings: [{ caching_enabled: true, cache_data_encrypted: false }],
    });
    expect(findings).toContain("aws-apigateway-cache-encryption:10");
  });

  it("has settings for its methods by their paths", () => {
    const settings = model.ofType("aws_api_gateway_method_settings").map(({ attributes }) => attributes["method_path"]);
    expect(settings).toEqual(["*/*", "orders/GET"]);
  });

  it("is judged where the template says it", () => {
    expect(findings).toContain("aws-apigateway-open-method:13");
    expect(findings).toContain("aws-apigateway-cache-encryption:27");
    expect(findings).not.toContain("aws-apigateway-tracing:19");
  });
});
