import type { Mappings } from "../mapping.ts";
import type { Table } from "../table.ts";
import {
  alone,
  arn,
  arns,
  block,
  blocks,
  groups,
  id,
  ids,
  must,
  number,
  tabled,
  tagMap,
  tags,
  texts,
} from "../table.ts";

const trust: Table = { TruststoreUri: id("truststore_uri"), TruststoreVersion: "truststore_version" };

/** Names under which APIs are reached, who may call them how often, and private ways from them. */
export const apiDomains: Mappings = {
  aws_api_gateway_account: tabled(
    "AWS::ApiGateway::Account",
    { CloudWatchRoleArn: arn("cloudwatch_role_arn") },
    {
      ignored: ["reset_on_delete"],
    },
  ),
  aws_api_gateway_domain_name: tabled(
    "AWS::ApiGateway::DomainName",
    {
      DomainName: must("domain_name"),
      CertificateArn: arn("certificate_arn"),
      RegionalCertificateArn: arn("regional_certificate_arn"),
      OwnershipVerificationCertificateArn: arn("ownership_verification_certificate_arn"),
      SecurityPolicy: "security_policy",
      EndpointConfiguration: block("endpoint_configuration", { Types: texts("types") }),
      MutualTlsAuthentication: block("mutual_tls_authentication", trust),
      Tags: tags,
    },
    { handles: { host: "RegionalDomainName", zone: "RegionalHostedZoneId", arn: "DomainNameArn" } },
  ),
  aws_api_gateway_base_path_mapping: tabled("AWS::ApiGateway::BasePathMapping", {
    DomainName: must(id("domain_name")),
    RestApiId: id("api_id"),
    Stage: id("stage_name"),
    BasePath: "base_path",
  }),
  aws_api_gateway_vpc_link: tabled("AWS::ApiGateway::VpcLink", {
    Name: must("name"),
    Description: "description",
    TargetArns: must(arns("target_arns")),
    Tags: tags,
  }),
  aws_api_gateway_usage_plan: tabled("AWS::ApiGateway::UsagePlan", {
    UsagePlanName: "name",
    Description: "description",
    ApiStages: blocks("api_stages", { ApiId: must(id("api_id")), Stage: must(id("stage")) }),
    Quota: block("quota_settings", { Limit: number("limit"), Offset: number("offset"), Period: "period" }),
    Throttle: block("throttle_settings", { BurstLimit: number("burst_limit"), RateLimit: number("rate_limit") }),
    Tags: tags,
  }),
  aws_api_gateway_api_key: tabled(
    "AWS::ApiGateway::ApiKey",
    {
      Name: "name",
      Description: "description",
      // A key that nobody may use would be made without this.
      Enabled: (key) => key.plain("enabled") ?? true,
      Value: (key) => (key.has("value") ? key.must.plain("value") : undefined),
      Tags: tags,
    },
    { handles: { id: "APIKeyId" } },
  ),
  aws_api_gateway_usage_plan_key: tabled("AWS::ApiGateway::UsagePlanKey", {
    KeyId: must(id("key_id")),
    KeyType: must("key_type"),
    UsagePlanId: must(id("usage_plan_id")),
  }),
  aws_apigatewayv2_vpc_link: tabled("AWS::ApiGatewayV2::VpcLink", {
    Name: must("name"),
    SubnetIds: must(ids("subnet_ids")),
    SecurityGroupIds: groups("security_group_ids"),
    Tags: tagMap,
  }),
  aws_apigatewayv2_domain_name: tabled(
    "AWS::ApiGatewayV2::DomainName",
    {
      DomainName: must("domain_name"),
      DomainNameConfigurations: alone(
        block("domain_name_configuration", {
          CertificateArn: must(arn("certificate_arn")),
          EndpointType: "endpoint_type",
          SecurityPolicy: "security_policy",
          OwnershipVerificationCertificateArn: arn("ownership_verification_certificate_arn"),
        }),
      ),
      MutualTlsAuthentication: block("mutual_tls_authentication", trust),
      Tags: tagMap,
    },
    { handles: { host: "RegionalDomainName", zone: "RegionalHostedZoneId", arn: "DomainNameArn" } },
  ),
  aws_apigatewayv2_api_mapping: tabled("AWS::ApiGatewayV2::ApiMapping", {
    ApiId: must(id("api_id")),
    DomainName: must(id("domain_name")),
    Stage: must(id("stage")),
    ApiMappingKey: "api_mapping_key",
  }),
};
