import { isUnknown, read } from "../../../model/index.ts";
import type { Component } from "../../../model/index.ts";
import type { Draft } from "../cfn.ts";
import type { Mappings } from "../mapping.ts";
import { lacksPolicy } from "../policy.ts";
import type { Reader } from "../reader.ts";

const attachmentTypes = ["aws_iam_role_policy_attachment", "aws_iam_policy_attachment"];

/** Policies of AWS, and of others, that an attachment names by ARN: the design's own policies name the role instead. */
const managedPolicies = (role: Reader): Draft => {
  const own = role.list("managed_policy_arns", "arn");
  const attached = role
    .companions("aws_iam_role_policy_attachment", "role")
    .filter((attachment) => !isOwnPolicy(attachment))
    .map((attachment) => attachment.must.arn("policy_arn"));
  const all = [...(Array.isArray(own) ? own : []), ...attached];
  return all.length === 0 ? undefined : all;
};

const isOwnPolicy = (attachment: Reader): boolean => {
  const policy = attachment.translation.model.target(attachment.component, "policy_arn");
  return policy?.type === "aws_iam_policy";
};

/** Roles to which a policy of the design is attached. */
const attachedTo = (policy: Reader, path: string): Draft => {
  const names = attachmentTypes.flatMap((type) =>
    policy
      .companions(type, "policy_arn")
      .map((attachment) => (attachment.has(path) ? attachment.id(path) : attachment.ids(`${path}s`))),
  );
  const all = names.flat().filter((name) => name !== undefined);
  return all.length === 0 ? undefined : all;
};

const inlinePolicy = (owner: "role" | "user" | "group"): Mappings[string] => ({
  type: "AWS::IAM::Policy",
  skip: lacksPolicy,
  properties: (policy) => {
    policy.raw("name_prefix");
    return {
      PolicyName: policy.plain("name") ?? policy.component.name,
      PolicyDocument: policy.document("policy"),
      [`${owner.slice(0, 1).toUpperCase()}${owner.slice(1)}s`]: [policy.must.id(owner)],
    };
  },
});

const lacksTrust = ({ attributes }: Component): boolean => {
  const trust = read(attributes, "assume_role_policy");
  return isUnknown(trust) && trust.shape === undefined;
};

export const identity: Mappings = {
  aws_iam_role: {
    type: "AWS::IAM::Role",
    skip: lacksTrust,
    properties: (role) => {
      for (const ignored of ["name_prefix", "force_detach_policies"]) role.raw(ignored);
      return {
        RoleName: role.plain("name"),
        ...role.copy({ Description: "description", Path: "path", MaxSessionDuration: "max_session_duration" }),
        AssumeRolePolicyDocument: role.document("assume_role_policy"),
        ManagedPolicyArns: managedPolicies(role),
        PermissionsBoundary: role.arn("permissions_boundary"),
        Policies: role.each("inline_policy", (policy) => ({
          PolicyName: policy.plain("name"),
          PolicyDocument: policy.document("policy"),
        })),
        Tags: role.tags(),
      };
    },
  },
  aws_iam_role_policy: inlinePolicy("role"),
  aws_iam_user_policy: inlinePolicy("user"),
  aws_iam_group_policy: inlinePolicy("group"),
  aws_iam_policy: {
    type: "AWS::IAM::ManagedPolicy",
    handles: { id: "Ref", arn: "Ref" },
    skip: lacksPolicy,
    properties: (policy) => {
      policy.raw("name_prefix");
      return {
        ManagedPolicyName: policy.plain("name"),
        ...policy.copy({ Description: "description", Path: "path" }),
        PolicyDocument: policy.document("policy"),
        Roles: attachedTo(policy, "role"),
      };
    },
  },
  aws_iam_instance_profile: {
    type: "AWS::IAM::InstanceProfile",
    properties: (profile) => {
      profile.raw("name_prefix");
      return {
        InstanceProfileName: profile.plain("name"),
        Path: profile.plain("path"),
        Roles: [profile.must.id("role")],
      };
    },
  },
  aws_iam_user: {
    type: "AWS::IAM::User",
    properties: (user) => ({ UserName: user.plain("name"), Path: user.plain("path"), Tags: user.tags() }),
  },
  aws_iam_group: {
    type: "AWS::IAM::Group",
    properties: (group) => ({ GroupName: group.plain("name"), Path: group.plain("path") }),
  },
  aws_cognito_user_pool: {
    type: "AWS::Cognito::UserPool",
    handles: { host: "ProviderName", text: "Ref" },
    properties: (pool) => ({
      UserPoolName: pool.plain("name"),
      MfaConfiguration: pool.plain("mfa_configuration"),
      EnabledMfas: pool.blocks("software_token_mfa_configuration").some((mfa) => mfa.isOn("enabled"))
        ? ["SOFTWARE_TOKEN_MFA"]
        : undefined,
      AutoVerifiedAttributes: pool.list("auto_verified_attributes", "text"),
      UsernameAttributes: pool.list("username_attributes", "text"),
      AliasAttributes: pool.list("alias_attributes", "text"),
      DeletionProtection: pool.plain("deletion_protection"),
      Policies: {
        PasswordPolicy: pool.within("password_policy", (policy) =>
          policy.copy({
            MinimumLength: "minimum_length",
            RequireLowercase: "require_lowercase",
            RequireUppercase: "require_uppercase",
            RequireNumbers: "require_numbers",
            RequireSymbols: "require_symbols",
            TemporaryPasswordValidityDays: "temporary_password_validity_days",
          }),
        ),
      },
      UserPoolAddOns: pool.within("user_pool_add_ons", (addOns) =>
        addOns.copy({ AdvancedSecurityMode: "advanced_security_mode" }),
      ),
      UserPoolTags: pool.tagMap(),
    }),
    options: () => ({ deletionPolicy: "Retain" }),
  },
  aws_cognito_user_pool_client: {
    type: "AWS::Cognito::UserPoolClient",
    handles: { text: "Ref" },
    properties: (client) => ({
      ClientName: client.plain("name"),
      UserPoolId: client.must.id("user_pool_id"),
      GenerateSecret: client.plain("generate_secret"),
      ExplicitAuthFlows: client.list("explicit_auth_flows", "text"),
      CallbackURLs: client.list("callback_urls", "text"),
      LogoutURLs: client.list("logout_urls", "text"),
      AllowedOAuthFlows: client.list("allowed_oauth_flows", "text"),
      AllowedOAuthScopes: client.list("allowed_oauth_scopes", "text"),
      AllowedOAuthFlowsUserPoolClient: client.plain("allowed_oauth_flows_user_pool_client"),
      SupportedIdentityProviders: client.list("supported_identity_providers", "text"),
      PreventUserExistenceErrors: client.plain("prevent_user_existence_errors"),
    }),
  },
};
