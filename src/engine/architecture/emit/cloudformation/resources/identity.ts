import { isUnknown, read } from "../../../model/index.ts";
import type { Component } from "../../../model/index.ts";
import type { Draft } from "../cfn.ts";
import type { Mappings } from "../mapping.ts";
import { attachedPolicies, ownersOf } from "../policy-attachments.ts";
import { lacksPolicy } from "../policy.ts";
import type { Reader } from "../reader.ts";

/** Policies that a role lists itself, and those that are attached to it. */
const managedPolicies = (role: Reader): Draft => {
  const own = role.list("managed_policy_arns", "arn");
  const attached = attachedPolicies(role, "role");
  const all = [own, attached].flatMap((policies) => (Array.isArray(policies) ? policies : []));
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
        Roles: ownersOf(policy, "role"),
        Users: ownersOf(policy, "user"),
        Groups: ownersOf(policy, "group"),
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
};
