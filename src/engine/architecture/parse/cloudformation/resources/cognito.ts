import type { PropertyMapping, PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { dropped } from "./property-writers.ts";
import { itemsOf } from "./reshaping.ts";
import { textOf } from "../../document/node.ts";

const codeByApp = "SOFTWARE_TOKEN_MFA";

/** Codes from an app are a block of their own; codes by message come with the settings for messages. */
const secondFactors: PropertyMapping = {
  write: (list, at) => {
    if (!itemsOf(list).some((item) => textOf(item) === codeByApp)) return;
    at.out.block("software_token_mfa_configuration", [], { line: at.line, endLine: list.endLine }, () =>
      at.out.attribute("enabled", "true", at.line),
    );
  },
};

const lambdaTriggers: PropertyMappings = {
  CustomEmailSender: { block: "custom_email_sender" },
  CustomSMSSender: { block: "custom_sms_sender" },
  PreTokenGenerationConfig: { block: "pre_token_generation_config" },
  InboundFederation: dropped,
};

const userPool: ResourceMapping = {
  type: "aws_cognito_user_pool",
  attributes: { ProviderName: "endpoint", ProviderURL: "endpoint", UserPoolId: "id" },
  properties: {
    UserPoolName: "name",
    UserPoolTags: "tags",
    Policies: {
      inline: { PasswordPolicy: { block: "password_policy" }, SignInPolicy: { block: "sign_in_policy" } },
    },
    EnabledMfas: secondFactors,
    Schema: {
      block: "schema",
      properties: {
        NumberAttributeConstraints: { block: "number_attribute_constraints" },
        StringAttributeConstraints: { block: "string_attribute_constraints" },
      },
    },
    AdminCreateUserConfig: {
      block: "admin_create_user_config",
      properties: { InviteMessageTemplate: { block: "invite_message_template" }, UnusedAccountValidityDays: dropped },
    },
    AccountRecoverySetting: {
      block: "account_recovery_setting",
      properties: { RecoveryMechanisms: { block: "recovery_mechanism" } },
    },
    LambdaConfig: { block: "lambda_config", properties: lambdaTriggers },
    EmailConfiguration: { block: "email_configuration", properties: { From: "from_email_address" } },
    SmsConfiguration: { block: "sms_configuration", properties: { EumsSms: dropped } },
    DeviceConfiguration: { block: "device_configuration" },
    UserPoolAddOns: {
      block: "user_pool_add_ons",
      properties: { AdvancedSecurityAdditionalFlows: { block: "advanced_security_additional_flows" } },
    },
    UserAttributeUpdateSettings: { block: "user_attribute_update_settings" },
    UsernameConfiguration: { block: "username_configuration" },
    VerificationMessageTemplate: { block: "verification_message_template" },
    EmailAuthenticationMessage: dropped,
    EmailAuthenticationSubject: dropped,
    IssuerConfiguration: dropped,
    KeyConfiguration: dropped,
    WebAuthnFactorConfiguration: dropped,
    WebAuthnRelyingPartyID: dropped,
    WebAuthnUserVerification: dropped,
  },
};

/** Users and how they come in. */
export const identity: ResourceMappings = {
  "AWS::Cognito::UserPool": userPool,
  "AWS::Cognito::UserPoolClient": {
    type: "aws_cognito_user_pool_client",
    attributes: { ClientId: "id", Name: "name" },
    properties: {
      ClientName: "name",
      TokenValidityUnits: { block: "token_validity_units" },
      AnalyticsConfiguration: { block: "analytics_configuration" },
      RefreshTokenRotation: { block: "refresh_token_rotation" },
    },
  },
  "AWS::Cognito::IdentityPool": {
    type: "aws_cognito_identity_pool",
    properties: {
      CognitoIdentityProviders: { block: "cognito_identity_providers" },
      OpenIdConnectProviderARNs: "openid_connect_provider_arns",
      SupportedLoginProviders: "supported_login_providers",
      IdentityPoolTags: { tags: "tags" },
      CognitoEvents: dropped,
      CognitoStreams: dropped,
      PushSync: dropped,
    },
  },
};
