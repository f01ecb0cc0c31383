import { remove, set } from "../design/edit.ts";
import { asText, isUnknown, read, readAll } from "../model/index.ts";
import type { Component, Model, Value } from "../model/index.ts";
import { fail, failIn, judge, mustBe, pass, skip, unknown, worstOf } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { isOpenToAnyone, statementsOf } from "./policy.ts";
import { addCompanion } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const isTrue = (value: Value | undefined): boolean => asText(value)?.toLowerCase() === "true";

/** The bucket that a companion belongs to, or the bucket itself. */
const bucketOf = (component: Component, model: Model): Component | undefined =>
  component.type === "aws_s3_bucket" ? component : model.target(component, "bucket");

/** Is one of these switches of the public access block on for the bucket, so that what it blocks has no effect? */
const isBlocked = (component: Component, model: Model, ...switches: string[]): boolean => {
  const bucket = bucketOf(component, model);
  const own =
    bucket === undefined ? [] : (companionsOf(bucket, model, "aws_s3_bucket_public_access_block", "bucket") ?? []);
  return [...own, ...model.ofType("aws_s3_account_public_access_block")].some(({ attributes }) =>
    switches.some((name) => isTrue(read(attributes, name))),
  );
};

/** A bucket that browsers read from on purpose: closing it unasked would take a site down. */
const isWebsite = (component: Component, model: Model): boolean => {
  const bucket = bucketOf(component, model) ?? component;
  return (
    read(bucket.attributes, "website") !== undefined ||
    companionsOf(bucket, model, "aws_s3_bucket_website_configuration", "bucket")?.length !== 0
  );
};

const everyone = /\/global\/AllUsers$/;
const anyAccount = /\/global\/AuthenticatedUsers$/;

interface Grant {
  path: string;
  uri: string | undefined;
  permissions: string[];
}

/** Grants of a v3 `grant` block and of a v4 `access_control_policy`. */
const grantsOf = ({ attributes }: Component): Grant[] => {
  const inline = readAll(attributes, "grant").map(([path, grant]) => ({
    path,
    uri: asText(read(grant, "uri")),
    permissions: [read(grant, "permissions") ?? []].flat().flatMap((item: Value) => asText(item) ?? []),
  }));
  const policy = readAll(attributes, "access_control_policy").flatMap(([outer, block]) =>
    readAll(block, "grant").map(([path, grant]) => ({
      path: `${outer}.${path}`,
      uri: asText(read(grant, "grantee.uri")),
      permissions: [asText(read(grant, "permission")) ?? ""],
    })),
  );
  return [...inline, ...policy];
};

/** Fails when the canned ACL is one of `acls`, or a grant gives one of `permissions` to the group `who`. */
const aclCheck =
  (acls: readonly string[], who: RegExp, permissions: readonly string[]) =>
  (component: Component, model: Model): Verdict => {
    const canned = judge(component, "acl", (value) => !acls.includes(asText(value) ?? ""), pass);
    const grants = grantsOf(component).map(({ path, uri, permissions: given }) =>
      who.test(uri ?? "") && given.some((permission) => permissions.includes(permission)) ? fail(path) : pass,
    );
    const verdict = worstOf([canned, ...grants]);
    return verdict.outcome === "fail" && isBlocked(component, model, "block_public_acls", "ignore_public_acls")
      ? pass
      : verdict;
  };

const makePrivate: Rule["remedy"] = (component, model) => {
  if (isWebsite(component, model)) return [];
  const { address } = component;
  if (read(component.attributes, "acl") !== undefined) return [set(address, "acl", "private")];
  const policy = component.type === "aws_s3_bucket_acl";
  return [remove(address, policy ? "access_control_policy" : "grant"), set(address, "acl", "private")];
};

const accessBlock = (bucket: string): string => `  bucket                  = ${bucket}.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
`;

const aclTypes = ["aws_s3_bucket", "aws_s3_bucket_acl"];

const allFourSwitches = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

const isAccountClosed = (model: Model): boolean =>
  model
    .ofType("aws_s3_account_public_access_block")
    .some(({ attributes }) => allFourSwitches.every((name) => isTrue(read(attributes, name))));

/** Judges one switch of a public access block; a bucket without any block is another rule's finding. */
const switchRule = (id: string, name: string, title: string, why: string, checkov: string): Rule =>
  rule({
    id,
    severity: name.includes("acls") ? "medium" : "high",
    pillar: "security",
    types: ["aws_s3_bucket_public_access_block"],
    title,
    why,
    fix: `Set ${name} = true in the public access block.`,
    refs: { checkov: [checkov], cis: ["6.0:3.1.4", "7.0:3.1.4"], fsbp: ["S3.8"] },
    check: (component) => judge(component, name, isTrue),
    remedy: ({ address }) => [set(address, name, true)],
  });

const policyVerdict = (component: Component, model: Model): Verdict => {
  const policy = read(component.attributes, "policy");
  if (policy === undefined) return component.type === "aws_s3_bucket" ? unknown : pass;
  const statements = statementsOf(policy);
  if (statements === undefined) return unknown;
  if (!statements.some(isOpenToAnyone)) return pass;
  return isBlocked(component, model, "restrict_public_buckets") ? pass : fail("policy");
};

/** Rules about who may reach a bucket. */
export const s3AccessRules: readonly Rule[] = [
  rule({
    id: "aws-s3-public-read",
    severity: "critical",
    pillar: "security",
    types: aclTypes,
    title: "Bucket is readable by anyone",
    why: "Anyone on the internet can list or download what is stored in it.",
    fix: 'Set acl = "private", and serve public files through a CDN.',
    refs: { checkov: ["CKV_AWS_20"], fsbp: ["S3.2"] },
    check: aclCheck(["public-read"], everyone, ["READ", "READ_ACP"]),
    remedy: makePrivate,
  }),
  rule({
    id: "aws-s3-public-write",
    severity: "critical",
    pillar: "security",
    types: aclTypes,
    title: "Bucket is writable by anyone",
    why: "Anyone on the internet can replace or delete its objects, or store their own at your cost.",
    fix: 'Set acl = "private".',
    refs: { checkov: ["CKV_AWS_57", "CKV_AWS_20"], fsbp: ["S3.3"] },
    check: aclCheck(["public-read-write"], everyone, ["WRITE", "WRITE_ACP", "FULL_CONTROL"]),
    remedy: makePrivate,
  }),
  rule({
    id: "aws-s3-authenticated-read",
    severity: "high",
    pillar: "security",
    types: aclTypes,
    title: "Bucket is readable by every AWS account",
    why: "Whoever has any AWS account at all, not only yours, can read its objects.",
    fix: 'Set acl = "private".',
    refs: { checkov: ["CKV2_AWS_43"], fsbp: ["S3.12"] },
    check: aclCheck(["authenticated-read"], anyAccount, ["READ", "READ_ACP", "WRITE", "WRITE_ACP", "FULL_CONTROL"]),
    remedy: makePrivate,
  }),
  rule({
    id: "aws-s3-public-policy",
    severity: "critical",
    pillar: "security",
    types: ["aws_s3_bucket", "aws_s3_bucket_policy"],
    title: "Bucket policy lets anyone in",
    why: 'A statement allows principal "*" without a condition that narrows it, so it holds for everyone on the internet.',
    fix: "Name the accounts or services in the policy's Principal, or add a condition on aws:SourceArn, aws:SourceVpce or aws:PrincipalOrgID.",
    refs: { checkov: ["CKV_AWS_70"], cis: ["7.0:2.21"], fsbp: ["S3.2", "S3.3"] },
    check: policyVerdict,
  }),
  rule({
    id: "aws-s3-public-access-block",
    severity: "high",
    pillar: "security",
    types: ["aws_s3_bucket"],
    title: "Bucket has no public access block",
    why: "One careless ACL or policy later is enough to publish everything in the bucket.",
    fix: "Add an aws_s3_bucket_public_access_block with block_public_acls, block_public_policy, ignore_public_acls and restrict_public_buckets = true.",
    refs: {
      checkov: ["CKV2_AWS_6", "CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56"],
      cis: ["6.0:3.1.4", "7.0:3.1.4"],
      fsbp: ["S3.8"],
    },
    check: (component, model) => {
      if (isAccountClosed(model)) return pass;
      const blocks = companionsOf(component, model, "aws_s3_bucket_public_access_block", "bucket");
      if (blocks === undefined) return unknown;
      return blocks.length > 0 ? pass : fail();
    },
    remedy: (component, model) => {
      if (isWebsite(component, model)) return [];
      return addCompanion(component, model, "aws_s3_bucket_public_access_block", accessBlock);
    },
  }),
  rule({
    id: "aws-s3-public-access-let-in",
    severity: "low",
    pillar: "security",
    types: ["aws_s3_bucket"],
    title: "Bucket's public access block does not block",
    why: "It looks as if the bucket were protected, and one careless ACL or policy is enough to publish it.",
    fix: "Set block_public_acls and block_public_policy = true in its aws_s3_bucket_public_access_block.",
    refs: { checkov: ["CKV2_AWS_6"], fsbp: ["S3.8"] },
    check: (component, model) => {
      if (isAccountClosed(model)) return pass;
      const blocks = companionsOf(component, model, "aws_s3_bucket_public_access_block", "bucket") ?? [];
      if (blocks.length === 0) return skip;
      return worstOf(
        blocks.flatMap((block) =>
          ["block_public_acls", "block_public_policy"].map((name) => failIn(block, judge(block, name, isTrue))),
        ),
      );
    },
  }),
  switchRule(
    "aws-s3-block-public-acls",
    "block_public_acls",
    "Public ACLs can be put on the bucket",
    "An upload with a public ACL publishes the object.",
    "CKV_AWS_53",
  ),
  switchRule(
    "aws-s3-block-public-policy",
    "block_public_policy",
    "A public policy can be put on the bucket",
    "A policy that opens the bucket to everyone would be accepted.",
    "CKV_AWS_54",
  ),
  switchRule(
    "aws-s3-ignore-public-acls",
    "ignore_public_acls",
    "Public ACLs on the bucket take effect",
    "Objects that carry a public ACL already stay readable by anyone.",
    "CKV_AWS_55",
  ),
  switchRule(
    "aws-s3-restrict-public-buckets",
    "restrict_public_buckets",
    "A public policy on the bucket takes effect",
    "A policy that opens the bucket reaches people outside the account at once.",
    "CKV_AWS_56",
  ),
  rule({
    id: "aws-s3-object-ownership",
    severity: "low",
    pillar: "security",
    types: ["aws_s3_bucket_ownership_controls"],
    title: "Access lists are in use on the bucket",
    why: "Rights given object by object are overlooked; with access lists off, the policy alone decides.",
    fix: 'Set rule.object_ownership = "BucketOwnerEnforced" and remove the ACLs.',
    refs: { checkov: ["CKV2_AWS_65"], fsbp: ["S3.12"] },
    check: mustBe("rule.object_ownership", "BucketOwnerEnforced"),
  }),
  rule({
    id: "aws-s3-account-public-access-block",
    severity: "medium",
    pillar: "security",
    types: ["aws_s3_account_public_access_block"],
    title: "Public access block of the account is partial",
    why: "Buckets without a block of their own can still be made public.",
    fix: "Set block_public_acls, block_public_policy, ignore_public_acls and restrict_public_buckets = true.",
    refs: { cis: ["6.0:3.1.4", "7.0:3.1.4"], fsbp: ["S3.1"] },
    check: (component) => worstOf(allFourSwitches.map((name) => judge(component, name, isTrue))),
    remedy: ({ address, attributes }) =>
      allFourSwitches.flatMap((name) => {
        const value = read(attributes, name);
        return isTrue(value) || isUnknown(value) ? [] : [set(address, name, true)];
      }),
  }),
];
