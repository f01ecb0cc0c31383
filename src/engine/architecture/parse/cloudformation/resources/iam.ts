import type { DocumentNode } from "../../document/node.ts";
import { entryOf } from "../../document/node.ts";
import { isComputed, joinsBeside, listBeside } from "./items.ts";
import type { PropertyMapping, PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { dropped, firstOf } from "./property-writers.ts";
import { itemsOf } from "./reshaping.ts";

type Owner = "role" | "user" | "group";
const owners: readonly (readonly [property: string, owner: Owner])[] = [
  ["Roles", "role"],
  ["Users", "user"],
  ["Groups", "group"],
];

/** Policies written into their owner, and those of others that it is given. */
const policiesOf = (owner: Owner): PropertyMappings => ({
  Policies: {
    companion: `aws_iam_${owner}_policy`,
    via: owner,
    properties: { PolicyName: "name", PolicyDocument: { json: "policy" } },
  },
  ManagedPolicyArns: joinsBeside(`aws_iam_${owner}_policy_attachment`, owner, "policy_arn", "name"),
});

/** Attachments of a policy to those that it names. */
const attachments: PropertyMappings = Object.fromEntries(
  owners.map(([property, owner]): [string, PropertyMapping] => [
    property,
    joinsBeside(`aws_iam_${owner}_policy_attachment`, "policy_arn", owner, "arn"),
  ]),
);

const policyProperties: PropertyMappings = { PolicyName: "name", PolicyDocument: { json: "policy" } };

const sharedPolicy: ResourceMapping = {
  type: "aws_iam_policy",
  ref: "arn",
  attributes: { PolicyArn: "arn" },
  properties: { ...policyProperties, ...attachments },
};

/** A policy of one role, user or group stands inside it; one of several is attached to each. */
const policyOfOne = (properties: DocumentNode | undefined): ResourceMapping | undefined => {
  const named = owners.filter(([property]) => itemsOf(entryOf(properties, property)).length > 0);
  const [only] = named;
  if (named.length !== 1 || only === undefined) return undefined;
  const [property, owner] = only;
  const list = entryOf(properties, property);
  if (list === undefined || isComputed(list) || itemsOf(list).length !== 1) return undefined;
  return {
    type: `aws_iam_${owner}_policy`,
    properties: { ...policyProperties, [property]: firstOf(owner) },
  };
};

export const iamMappings: ResourceMappings = {
  "AWS::IAM::Role": {
    type: "aws_iam_role",
    ref: "name",
    attributes: { RoleId: "unique_id" },
    properties: {
      RoleName: "name",
      AssumeRolePolicyDocument: { json: "assume_role_policy" },
      ...policiesOf("role"),
    },
  },
  "AWS::IAM::Policy": { ...sharedPolicy, instead: policyOfOne },
  "AWS::IAM::RolePolicy": {
    type: "aws_iam_role_policy",
    properties: { ...policyProperties, RoleName: "role" },
  },
  "AWS::IAM::UserPolicy": {
    type: "aws_iam_user_policy",
    properties: { ...policyProperties, UserName: "user" },
  },
  "AWS::IAM::GroupPolicy": {
    type: "aws_iam_group_policy",
    properties: { ...policyProperties, GroupName: "group" },
  },
  "AWS::IAM::ManagedPolicy": {
    ...sharedPolicy,
    properties: { ...sharedPolicy.properties, ManagedPolicyName: "name" },
  },
  "AWS::IAM::User": {
    type: "aws_iam_user",
    ref: "name",
    properties: {
      UserName: "name",
      ...policiesOf("user"),
      Groups: listBeside("aws_iam_user_group_membership", "user", "groups", "name"),
      // The provider makes a first password of its own and encrypts it: one in the template is not carried over.
      LoginProfile: {
        companion: "aws_iam_user_login_profile",
        via: "user",
        properties: { Password: dropped },
      },
    },
  },
  "AWS::IAM::Group": {
    type: "aws_iam_group",
    ref: "name",
    properties: { GroupName: "name", ...policiesOf("group") },
  },
  "AWS::IAM::UserToGroupAddition": {
    type: "aws_iam_group_membership",
    properties: { GroupName: "group" },
    finish: (at) => at.out.attribute("name", `"${at.logicalId}"`, at.line),
  },
  "AWS::IAM::InstanceProfile": {
    type: "aws_iam_instance_profile",
    ref: "name",
    properties: { InstanceProfileName: "name", Roles: firstOf("role") },
  },
  "AWS::IAM::AccessKey": {
    type: "aws_iam_access_key",
    attributes: { SecretAccessKey: "secret" },
    properties: { UserName: "user", Serial: dropped },
  },
  "AWS::IAM::OIDCProvider": {
    type: "aws_iam_openid_connect_provider",
    ref: "arn",
    properties: { ClientIdList: "client_id_list", ThumbprintList: "thumbprint_list" },
  },
  "AWS::IAM::SAMLProvider": {
    type: "aws_iam_saml_provider",
    ref: "arn",
    properties: { SamlMetadataDocument: "saml_metadata_document" },
  },
  "AWS::IAM::ServiceLinkedRole": {
    type: "aws_iam_service_linked_role",
    properties: { AWSServiceName: "aws_service_name" },
  },
};
