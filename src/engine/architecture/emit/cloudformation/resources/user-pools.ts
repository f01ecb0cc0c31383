import type { Draft } from "../cfn.ts";
import type { Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";
import type { Table } from "../table.ts";
import { arn, arns, block, blocks, id, must, number, orElse } from "../table.ts";
import { part, tabled, tagMap, tags, text, texts } from "../table.ts";

const passwordPolicy: Table = {
  MinimumLength: number("minimum_length"),
  RequireLowercase: "require_lowercase",
  RequireUppercase: "require_uppercase",
  RequireNumbers: "require_numbers",
  RequireSymbols: "require_symbols",
  TemporaryPasswordValidityDays: number("temporary_password_validity_days"),
  PasswordHistorySize: number("password_history_size"),
};

/** What a user is known by besides a name. */
const attribute: Table = {
  Name: "name",
  AttributeDataType: "attribute_data_type",
  DeveloperOnlyAttribute: "developer_only_attribute",
  Mutable: "mutable",
  Required: "required",
  NumberAttributeConstraints: block("number_attribute_constraints", {
    MinValue: text("min_value"),
    MaxValue: text("max_value"),
  }),
  StringAttributeConstraints: block("string_attribute_constraints", {
    MinLength: text("min_length"),
    MaxLength: text("max_length"),
  }),
};

const sender: Table = { LambdaArn: must(arn("lambda_arn")), LambdaVersion: must("lambda_version") };

const functions: Table = {
  CreateAuthChallenge: arn("create_auth_challenge"),
  CustomMessage: arn("custom_message"),
  DefineAuthChallenge: arn("define_auth_challenge"),
  PostAuthentication: arn("post_authentication"),
  PostConfirmation: arn("post_confirmation"),
  PreAuthentication: arn("pre_authentication"),
  PreSignUp: arn("pre_sign_up"),
  PreTokenGeneration: arn("pre_token_generation"),
  UserMigration: arn("user_migration"),
  VerifyAuthChallengeResponse: arn("verify_auth_challenge_response"),
  KMSKeyID: arn("kms_key_id"),
  CustomEmailSender: block("custom_email_sender", sender),
  CustomSMSSender: block("custom_sms_sender", sender),
  PreTokenGenerationConfig: block("pre_token_generation_config", sender),
};

const messages: Table = {
  VerificationMessageTemplate: block("verification_message_template", {
    DefaultEmailOption: "default_email_option",
    EmailMessage: "email_message",
    EmailMessageByLink: "email_message_by_link",
    EmailSubject: "email_subject",
    EmailSubjectByLink: "email_subject_by_link",
    SmsMessage: "sms_message",
  }),
  EmailVerificationMessage: "email_verification_message",
  EmailVerificationSubject: "email_verification_subject",
  SmsAuthenticationMessage: "sms_authentication_message",
  SmsVerificationMessage: "sms_verification_message",
  EmailConfiguration: block("email_configuration", {
    ConfigurationSet: "configuration_set",
    EmailSendingAccount: "email_sending_account",
    From: "from_email_address",
    ReplyToEmailAddress: "reply_to_email_address",
    SourceArn: arn("source_arn"),
  }),
  SmsConfiguration: block("sms_configuration", {
    ExternalId: "external_id",
    SnsCallerArn: must(arn("sns_caller_arn")),
    SnsRegion: "sns_region",
  }),
};

const secondFactors = (pool: Reader): Draft =>
  pool.blocks("software_token_mfa_configuration").some((mfa) => mfa.isOn("enabled"))
    ? ["SOFTWARE_TOKEN_MFA"]
    : undefined;

const userPool: Table = {
  UserPoolName: "name",
  UserPoolTier: "user_pool_tier",
  MfaConfiguration: "mfa_configuration",
  EnabledMfas: secondFactors,
  AutoVerifiedAttributes: texts("auto_verified_attributes"),
  UsernameAttributes: texts("username_attributes"),
  AliasAttributes: texts("alias_attributes"),
  DeletionProtection: "deletion_protection",
  Policies: part({
    PasswordPolicy: block("password_policy", passwordPolicy),
    SignInPolicy: block("sign_in_policy", { AllowedFirstAuthFactors: texts("allowed_first_auth_factors") }),
  }),
  Schema: blocks("schema", attribute),
  AdminCreateUserConfig: block("admin_create_user_config", {
    AllowAdminCreateUserOnly: "allow_admin_create_user_only",
    InviteMessageTemplate: block("invite_message_template", {
      EmailMessage: "email_message",
      EmailSubject: "email_subject",
      SMSMessage: "sms_message",
    }),
  }),
  AccountRecoverySetting: block("account_recovery_setting", {
    RecoveryMechanisms: blocks("recovery_mechanism", { Name: "name", Priority: number("priority") }),
  }),
  DeviceConfiguration: block("device_configuration", {
    ChallengeRequiredOnNewDevice: "challenge_required_on_new_device",
    DeviceOnlyRememberedOnUserPrompt: "device_only_remembered_on_user_prompt",
  }),
  UserAttributeUpdateSettings: block("user_attribute_update_settings", {
    AttributesRequireVerificationBeforeUpdate: texts("attributes_require_verification_before_update"),
  }),
  UsernameConfiguration: block("username_configuration", { CaseSensitive: "case_sensitive" }),
  LambdaConfig: block("lambda_config", functions),
  ...messages,
  UserPoolAddOns: block("user_pool_add_ons", {
    AdvancedSecurityMode: "advanced_security_mode",
    AdvancedSecurityAdditionalFlows: block("advanced_security_additional_flows", {
      CustomAuthMode: "custom_auth_mode",
    }),
  }),
  UserPoolTags: tagMap,
};

const client: Table = {
  ClientName: "name",
  UserPoolId: must(id("user_pool_id")),
  GenerateSecret: "generate_secret",
  ExplicitAuthFlows: texts("explicit_auth_flows"),
  CallbackURLs: texts("callback_urls"),
  LogoutURLs: texts("logout_urls"),
  DefaultRedirectURI: "default_redirect_uri",
  AllowedOAuthFlows: texts("allowed_oauth_flows"),
  AllowedOAuthScopes: texts("allowed_oauth_scopes"),
  AllowedOAuthFlowsUserPoolClient: "allowed_oauth_flows_user_pool_client",
  SupportedIdentityProviders: texts("supported_identity_providers"),
  PreventUserExistenceErrors: "prevent_user_existence_errors",
  EnableTokenRevocation: "enable_token_revocation",
  AccessTokenValidity: number("access_token_validity"),
  IdTokenValidity: number("id_token_validity"),
  RefreshTokenValidity: number("refresh_token_validity"),
  AuthSessionValidity: number("auth_session_validity"),
  ReadAttributes: texts("read_attributes"),
  WriteAttributes: texts("write_attributes"),
  TokenValidityUnits: block("token_validity_units", {
    AccessToken: "access_token",
    IdToken: "id_token",
    RefreshToken: "refresh_token",
  }),
};

/** Users of an application, and how they come in. */
export const userPools: Mappings = {
  aws_cognito_user_pool: tabled("AWS::Cognito::UserPool", userPool, {
    handles: { host: "ProviderName", text: "Ref" },
    options: () => ({ deletionPolicy: "Retain" }),
  }),
  aws_cognito_user_pool_client: tabled("AWS::Cognito::UserPoolClient", client, { handles: { text: "Ref" } }),
  aws_cognito_user_pool_domain: tabled(
    "AWS::Cognito::UserPoolDomain",
    {
      Domain: must("domain"),
      UserPoolId: must(id("user_pool_id")),
      ManagedLoginVersion: number("managed_login_version"),
      CustomDomainConfig: part({ CertificateArn: arn("certificate_arn") }),
    },
    { handles: { host: "CloudFrontDistribution" } },
  ),
  aws_cognito_identity_pool: tabled(
    "AWS::Cognito::IdentityPool",
    {
      IdentityPoolName: "identity_pool_name",
      AllowUnauthenticatedIdentities: orElse("allow_unauthenticated_identities", false),
      AllowClassicFlow: "allow_classic_flow",
      DeveloperProviderName: "developer_provider_name",
      SupportedLoginProviders: (pool) => pool.map("supported_login_providers", () => "text"),
      SamlProviderARNs: arns("saml_provider_arns"),
      OpenIdConnectProviderARNs: arns("openid_connect_provider_arns"),
      CognitoIdentityProviders: blocks("cognito_identity_providers", {
        ClientId: must(id("client_id")),
        ProviderName: must((provider) => provider.value("provider_name", "host")),
        ServerSideTokenCheck: "server_side_token_check",
      }),
      IdentityPoolTags: tags,
    },
    {
      handles: {
        text: "Ref",
        arn: "arn:${AWS::Partition}:cognito-identity:${AWS::Region}:${AWS::AccountId}:identitypool/${Self}",
      },
    },
  ),
};
