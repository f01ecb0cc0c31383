import { asText } from "../../../model/index.ts";
import { sub } from "../cfn.ts";
import type { Draft, Properties } from "../cfn.ts";
import type { Mappings } from "../mapping.ts";
import { attachedPolicies } from "../policy-attachments.ts";
import type { Reader } from "../reader.ts";
import { arn, fill, must, named, names, tabled, tags, texts } from "../table.ts";

/** CloudFormation has to be given a first password; Terraform makes one up. */
const loginOf = (user: Reader): Draft => {
  const login = user.companion("aws_iam_user_login_profile", "user");
  if (login === undefined) return undefined;
  for (const path of ["password_length", "pgp_key"]) login.raw(path);
  return {
    Password: user.ask("password", { secret: true, description: `First password of ${user.component.id}` }),
    PasswordResetRequired: login.plain("password_reset_required"),
  };
};

/** The groups that Terraform lists beside the user. */
const groupsOf = (user: Reader): Draft => {
  const groups = user
    .companions("aws_iam_user_group_membership", "user")
    .flatMap((membership) => membership.items("groups", "name"));
  return groups.length === 0 ? undefined : groups;
};

/** Users and groups, and who else may come in. */
export const users: Mappings = {
  aws_iam_user: {
    type: "AWS::IAM::User",
    handles: { text: "Ref" },
    properties: (user): Properties => ({
      ...fill({ UserName: "name", Path: "path", PermissionsBoundary: arn("permissions_boundary") }, user),
      Groups: groupsOf(user),
      ManagedPolicyArns: attachedPolicies(user, "user"),
      LoginProfile: loginOf(user),
      Tags: user.tags(),
    }),
  },
  aws_iam_group: {
    type: "AWS::IAM::Group",
    properties: (group) => ({
      GroupName: group.plain("name"),
      Path: group.plain("path"),
      ManagedPolicyArns: attachedPolicies(group, "group"),
    }),
  },
  aws_iam_group_membership: tabled(
    "AWS::IAM::UserToGroupAddition",
    { GroupName: must(named("group")), Users: must(names("users")) },
    { ignored: ["name"] },
  ),
  aws_iam_access_key: tabled(
    "AWS::IAM::AccessKey",
    { UserName: must(named("user")), Status: "status" },
    { handles: { text: "Ref" }, ignored: ["pgp_key"] },
  ),
  aws_iam_openid_connect_provider: tabled(
    "AWS::IAM::OIDCProvider",
    {
      Url: must("url"),
      ClientIdList: texts("client_id_list"),
      ThumbprintList: texts("thumbprint_list"),
      Tags: tags,
    },
    { handles: { id: "Ref", arn: "Ref" } },
  ),
  aws_iam_saml_provider: tabled(
    "AWS::IAM::SAMLProvider",
    { Name: "name", SamlMetadataDocument: must("saml_metadata_document"), Tags: tags },
    { handles: { id: "Ref", arn: "Ref" } },
  ),
  aws_iam_service_linked_role: tabled(
    "AWS::IAM::ServiceLinkedRole",
    { AWSServiceName: must("aws_service_name"), Description: "description", CustomSuffix: "custom_suffix" },
    {
      handles: {
        arn: (role, translation) => {
          const service = asText(role.attributes["aws_service_name"]);
          const self = translation.logicalId(role);
          return service === undefined || self === undefined
            ? undefined
            : sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/aws-service-role/${service}/\${${self}}`);
        },
      },
    },
  ),
};
