import { own } from "../model/own.ts";
import { isObject, isUnknown, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { fail, pass, unknown } from "./checks.ts";
import { isLimited, isOpenToAnyone, statementsOf, statementsOfDocument, textsOf } from "./policy.ts";
import type { Statement } from "./policy.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const documents = ["data.aws_iam_policy_document"];

const policies = [
  "aws_iam_policy",
  "aws_iam_role_policy",
  "aws_iam_user_policy",
  "aws_iam_group_policy",
  "aws_ssoadmin_permission_set_inline_policy",
];

/** A policy made by a document block of the design is judged there. */
const isJudgedElsewhere = (component: Component, name: string, model: Model): boolean => {
  const value = read(component.attributes, name);
  return isUnknown(value) && value.refs.some((ref) => model.find(ref)?.type === documents[0]);
};

const nameOf = (type: string): string =>
  type === "aws_ssoadmin_permission_set_inline_policy" ? "inline_policy" : "policy";

/** Documents that an identity is given, built once for a model. */
const documentsGiven = new WeakMap<Model, ReadonlySet<string>>();

const isGiven = (document: Component, model: Model): boolean => {
  const known = documentsGiven.get(model);
  const given =
    known ??
    new Set(
      model.ofType(...policies).flatMap(({ type, attributes }) => {
        const value = read(attributes, nameOf(type));
        return isUnknown(value) ? value.refs : [];
      }),
    );
  if (known === undefined) documentsGiven.set(model, given);
  return given.has(document.address) || given.has(document.id);
};

/** Who may use a key or a bucket is said by its own policy, where `*` is that one resource. */
const isOfResource = ({ saysWho }: Statement, policy: Component, model: Model): boolean =>
  saysWho && policy.type === documents[0] && !isGiven(policy, model);

/** Fails when a statement of the policy is `bad`. */
const policyCheck =
  (bad: (statement: Statement, policy: Component, model: Model) => boolean) =>
  (component: Component, model: Model): Verdict => {
    if (component.type === documents[0]) {
      const statements = statementsOfDocument(component.attributes);
      if (statements === undefined) return unknown;
      const index = statements.findIndex((statement) => bad(statement, component, model));
      return index < 0 ? pass : fail(`statement[${index}]`);
    }
    const name = nameOf(component.type);
    if (isJudgedElsewhere(component, name, model)) return unknown;
    const statements = statementsOf(read(component.attributes, name));
    if (statements === undefined) return unknown;
    return statements.some((statement) => bad(statement, component, model)) ? fail(name) : pass;
  };

const allows = ({ effect }: Statement): boolean => effect.toLowerCase() === "allow";
const everyAction = ({ actions }: Statement): boolean => actions.some((action) => action === "*" || action === "*:*");
const everyResource = ({ resources }: Statement): boolean => resources.includes("*");

const isAdmin = (statement: Statement): boolean =>
  allows(statement) && everyAction(statement) && everyResource(statement);

/**
 * For each service, the actions whose resource can and should be named; what only lists, or what AWS allows on `*` alone, is left out.
 * Source: AWS, Service Authorization Reference.
 */
const nameable: Readonly<Record<string, RegExp>> = {
  cloudformation: /^(?:\*|(?:Create|Update|Delete|Execute)(?:Stack|ChangeSet)$)/i,
  codebuild: /^(?:\*|(?:Start|Stop|Delete|Update)(?:Build|Project))/i,
  dynamodb: /^(?!ListTables|DescribeLimits|ListBackups|ListGlobalTables|ListStreams)/i,
  ec2: /^(?:\*|(?:Terminate|Stop|Start|Reboot)Instances|Delete(?:Volume|Snapshot))/i,
  ecr: /^(?:\*|Put|Delete|Upload|Complete|Initiate|SetRepositoryPolicy)/i,
  ecs: /^(?:\*|(?:Run|Start|Stop)Task|(?:Update|Delete)Service)/i,
  events: /^(?:\*|Put|Delete|Remove|Enable|Disable)/i,
  firehose: /^(?:\*|Put|Delete|Update)/i,
  iam: /^(?:\*|PassRole|(?:Attach|Detach|Put|Delete|Update|Create|Add|Remove|Set)(?!Account))/i,
  kinesis: /^(?:\*|Put|Get|Delete|Merge|Split|Update)/i,
  kms: /^(?:\*|Decrypt|Encrypt|ReEncrypt|GenerateDataKey|CreateGrant|ScheduleKeyDeletion|DisableKey|PutKeyPolicy)/i,
  lambda: /^(?:\*|Invoke|Update|Delete|AddPermission)/i,
  logs: /^(?:\*|Create|Put|Delete)/i,
  rds: /^(?:\*|Delete|Modify|Reboot|Stop)/i,
  s3: /^(?!ListAllMyBuckets|HeadBucket|GetAccount|PutAccount|ListJobs|CreateJob|ListStorageLens)/i,
  secretsmanager: /^(?!ListSecrets|GetRandomPassword|BatchGetSecretValue)/i,
  sns: /^(?!ListTopics|ListSubscriptions)/i,
  sqs: /^(?!ListQueues)/i,
  states: /^(?:\*|Start|Stop|Delete|Update)/i,
  ssm: /^(?:\*|(?:Get|Put|Delete)Parameter|SendCommand)/i,
  sts: /^AssumeRole/i,
};

const isNameable = (action: string): boolean => {
  const [service = "", name = ""] = action.split(":");
  return own(nameable, service.toLowerCase())?.test(name) === true;
};

/** Actions with which an identity gives itself more rights. Source: Rhino Security Labs, "AWS IAM Privilege Escalation". */
const escalating =
  /^iam:(?:\*|PassRole|CreatePolicyVersion|SetDefaultPolicyVersion|Attach(?:User|Group|Role)Policy|Put(?:User|Group|Role)Policy|AddUserToGroup|UpdateAssumeRolePolicy|CreateAccessKey|(?:Create|Update)LoginProfile|(?:Put|Attach|Create|Update|Add|Set)\*)/i;

/** Actions that open a resource to others. Source: AWS, Service Authorization Reference, access level "Permissions management". */
const exposingOthers =
  /^(?:s3:(?:PutBucket(?:Policy|Acl|PublicAccessBlock|OwnershipControls)|DeleteBucketPolicy|PutObject(?:Version)?Acl|PutAccessPointPolicy|BypassGovernanceRetention|ObjectOwnerOverrideToBucketOwner)|(?:sns|sqs|lambda|events|codeguru-profiler):(?:Add|Remove|Put)(?:Layer(?:Version)?)?Permission|kms:(?:CreateGrant|PutKeyPolicy|RetireGrant|RevokeGrant)|ecr:(?:Set|Delete)RepositoryPolicy|(?:secretsmanager|backup|logs|ssm|codebuild|schemas):(?:Put|Delete)ResourcePolicy|elasticfilesystem:(?:Put|Delete)FileSystemPolicy|glacier:(?:Set|Delete)VaultAccessPolicy|es:(?:Create|Update)ElasticsearchDomainConfig|ec2:(?:ModifySnapshotAttribute|ModifyImageAttribute|ModifyVpcEndpointServicePermissions|CreateNetworkInterfacePermission)|ram:\w+|organizations:(?:Attach|Create|Delete|Update)Policy|(?:s3|sns|sqs|lambda|kms|ecr|ram):\*)$/i;

/** Fails where an identity may do what `concerns` the rule to every resource. */
const unboundedCheck = (concerns: (action: string) => boolean): Rule["check"] =>
  policyCheck(
    (statement, policy, model) =>
      allows(statement) &&
      everyResource(statement) &&
      !isAdmin(statement) &&
      !isOfResource(statement, policy, model) &&
      Object.keys(statement.condition ?? {}).length === 0 &&
      statement.actions.some(concerns),
  );

/** Actions whose answer is a credential. Source: Salesforce, "Cloudsplaining", credentials exposure. */
const exposing =
  /^(?:chime:CreateApiKey|codepipeline:PollForJobs|cognito-idp:(?:AssociateSoftwareToken|DescribeUserPoolClient|GetSigningCertificate)|cognito-identity:(?:GetOpenIdToken|GetCredentialsForIdentity)\w*|connect:GetFederationTokens?|ec2:GetPasswordData|ecr:GetAuthorizationToken|gamelift:RequestUploadCredentials|iam:(?:CreateAccessKey|CreateLoginProfile|CreateServiceSpecificCredential|ResetServiceSpecificCredential|UpdateAccessKey)|lightsail:(?:GetInstanceAccessDetails|GetRelationalDatabaseMasterUserPassword)|rds-db:connect|redshift:(?:CreateClusterUser|GetClusterCredentials)|secretsmanager:GetSecretValue|sso:GetRoleCredentials|sts:(?:AssumeRole\w*|GetFederationToken|GetSessionToken))$/i;

const account = /^(?:\d{12}|arn:aws[\w-]*:iam::\d{12}:root)$/;

const trustsAccount = (statement: Statement): boolean =>
  allows(statement) &&
  statement.actions.includes("sts:AssumeRole") &&
  statement.principals.some((principal) => account.test(principal)) &&
  !isLimited(statement) &&
  !JSON.stringify(statement.condition ?? {})
    .toLowerCase()
    .includes("sts:externalid");

const github = "token.actions.githubusercontent.com";

/** Values of a condition on the GitHub token's subject. */
const subjectsOf = ({ condition }: Statement): string[] =>
  Object.values(condition ?? {})
    .filter(isObject)
    .flatMap((keys) => Object.entries(keys))
    .filter(([key]) => key.toLowerCase() === `${github}:sub`)
    .flatMap(([, value]) => (isUnknown(value) && value.shape === undefined ? ["known after apply"] : textsOf(value)));

/** Any repository of GitHub, or of anyone's choice, can take the role. */
const trustsGithub = (statement: Statement): boolean => {
  if (!allows(statement) || !statement.principals.some((principal) => principal.includes(github))) return false;
  const subjects = subjectsOf(statement);
  return subjects.length === 0 || subjects.some((subject) => /^(?:\*|repo:\*)/.test(subject));
};

const trustCheck =
  (bad: (statement: Statement) => boolean) =>
  (component: Component): Verdict => {
    const policy = read(component.attributes, "assume_role_policy");
    if (policy === undefined || policy === "") return pass;
    const statements = statementsOf(policy);
    if (statements === undefined) return unknown;
    return statements.some(bad) ? fail("assume_role_policy") : pass;
  };

/** Rules about what IAM policies allow, and whom roles trust. */
export const iamPolicyRules: readonly Rule[] = [
  rule({
    id: "aws-iam-admin-policy",
    severity: "critical",
    pillar: "security",
    types: policies,
    title: "Policy allows everything on everything",
    why: "Whoever gets hold of this identity owns the account.",
    fix: "List in Action what is really used and in Resource the ARNs it is used on; this cannot be done without knowing the use.",
    refs: {
      checkov: ["CKV_AWS_62", "CKV_AWS_63", "CKV2_AWS_40", "CKV_AWS_1"],
      cis: ["6.0:2.15", "7.0:2.14"],
      fsbp: ["IAM.1"],
    },
    check: policyCheck(isAdmin),
  }),
  rule({
    id: "aws-iam-admin-document",
    severity: "critical",
    pillar: "security",
    types: documents,
    title: "Policy document allows everything on everything",
    why: "Whoever gets hold of an identity with this policy owns the account.",
    fix: "List in actions what is really used and in resources the ARNs it is used on.",
    refs: {
      checkov: ["CKV_AWS_1", "CKV_AWS_49", "CKV_AWS_356", "CKV_AWS_62", "CKV2_AWS_40"],
      cis: ["6.0:2.15", "7.0:2.14"],
      fsbp: ["IAM.1"],
    },
    check: policyCheck(isAdmin),
  }),
  rule({
    id: "aws-iam-any-action",
    severity: "high",
    pillar: "security",
    types: [...documents, ...policies],
    title: "Policy allows every action",
    why: "The identity may also delete the resource, open it to others or change its policy.",
    fix: "List in actions what is really used.",
    refs: { checkov: ["CKV_AWS_49", "CKV_AWS_63"], fsbp: ["IAM.21"] },
    check: policyCheck((statement) => allows(statement) && everyAction(statement) && !everyResource(statement)),
  }),
  rule({
    id: "aws-iam-any-resource",
    severity: "medium",
    pillar: "security",
    types: [...documents, ...policies],
    title: "Policy allows an action on every resource",
    why: "The identity reaches all buckets, tables, keys or secrets of the account, not only its own.",
    fix: "Replace * in the statement's resources by the ARNs that are needed.",
    refs: {
      checkov: ["CKV_AWS_356", "CKV_AWS_355", "CKV_AWS_288", "CKV_AWS_290", "CKV_AWS_108", "CKV_AWS_111"],
      fsbp: ["IAM.21"],
    },
    check: unboundedCheck(isNameable),
  }),
  rule({
    id: "aws-iam-privilege-escalation",
    severity: "high",
    pillar: "security",
    types: [...documents, ...policies],
    title: "Policy lets the identity give itself more rights",
    why: "Whoever may change policies or pass roles without a limit is an administrator in two steps.",
    fix: "Name in the statement's resources the roles and policies that may be changed or passed.",
    refs: { checkov: ["CKV_AWS_286", "CKV_AWS_289", "CKV_AWS_109", "CKV_AWS_110"] },
    check: unboundedCheck((action) => escalating.test(action)),
  }),
  rule({
    id: "aws-iam-opens-resources",
    severity: "medium",
    pillar: "security",
    types: [...documents, ...policies],
    title: "Policy lets the identity open resources to others",
    why: "Whoever may change the policy of every bucket, key or queue can hand their contents to strangers.",
    fix: "Name in the statement's resources those whose permissions may be changed.",
    refs: { checkov: ["CKV_AWS_109", "CKV_AWS_289"] },
    check: unboundedCheck((action) => exposingOthers.test(action)),
  }),
  rule({
    id: "aws-iam-credentials-exposure",
    severity: "medium",
    pillar: "security",
    types: [...documents, ...policies],
    title: "Policy lets the identity fetch credentials of others",
    why: "What it gets that way goes beyond its own rights, and lasts when those are taken away.",
    fix: "Name in the statement's resources the roles, secrets and users that are meant.",
    refs: { checkov: ["CKV_AWS_107", "CKV_AWS_287"] },
    check: unboundedCheck((action) => exposing.test(action)),
  }),
  rule({
    id: "aws-iam-open-document",
    severity: "high",
    pillar: "security",
    types: documents,
    title: "Policy document lets anyone in",
    why: 'A statement allows principal "*" without a condition that narrows it: wherever it is put, strangers are let in.',
    fix: "Name the accounts, roles or services in `principals`, or add a condition on who may come.",
    refs: { checkov: ["CKV_AWS_283"], fsbp: ["IAM.21"] },
    check: policyCheck(isOpenToAnyone),
  }),
  rule({
    id: "aws-iam-open-trust",
    severity: "critical",
    pillar: "security",
    types: ["aws_iam_role"],
    title: "Any AWS account can take the role",
    why: 'Principal "*" without a condition that narrows it lets strangers act with the role\'s rights.',
    fix: "Name the accounts, roles or services in the Principal of assume_role_policy.",
    refs: { checkov: ["CKV_AWS_60"], fsbp: ["IAM.21"] },
    check: trustCheck(isOpenToAnyone),
  }),
  rule({
    id: "aws-iam-account-trust",
    severity: "medium",
    pillar: "security",
    types: ["aws_iam_role"],
    title: "A whole account can take the role",
    why: "Everyone in that account who may call sts:AssumeRole gets the role's rights.",
    fix: "Name the role or user in the Principal of assume_role_policy, or require sts:ExternalId.",
    refs: { checkov: ["CKV_AWS_61"] },
    check: trustCheck(trustsAccount),
  }),
  rule({
    id: "aws-iam-github-trust",
    severity: "high",
    pillar: "security",
    types: ["aws_iam_role"],
    title: "Any GitHub repository can take the role",
    why: "The token's subject is not checked, so a workflow of a stranger's repository gets the role's rights.",
    fix: 'Add a StringLike condition on "token.actions.githubusercontent.com:sub" with your repository.',
    refs: { checkov: ["CKV_AWS_358"] },
    check: trustCheck(trustsGithub),
  }),
];
