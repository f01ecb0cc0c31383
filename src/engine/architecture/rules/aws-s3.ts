import { addBlock, set } from "../design/edit.ts";
import { asText, isLogTarget, isUnknown, read, readAll } from "../model/index.ts";
import type { Attributes, Component, Model, Value } from "../model/index.ts";
import { logBucket } from "./aws-log-bucket.ts";
import { stackKey, stackKeyArn } from "./aws-stack-key.ts";
import { fail, failIn, judge, mustNotBe, pass, skip, unknown, worstOf } from "./checks.ts";
import { denyPlainHttp, plainHttpVerdict } from "./aws-s3-transport.ts";
import { companionsOf } from "./companions.ts";
import { statementsOf } from "./policy.ts";
import { addCompanion, inRoot, labelOf } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const kmsEncryption = (bucket: string): string => `  bucket = ${bucket}.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      kms_master_key_id = aws_kms_key.stackstage.arn
      sse_algorithm     = "aws:kms"
    }
  }
`;

const versioning = (bucket: string): string => `  bucket = ${bucket}.id

  versioning_configuration {
    status = "Enabled"
  }
`;

const lifecycle = (bucket: string): string => `  bucket = ${bucket}.id

  rule {
    id     = "tidy-up"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = 90
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
`;

const textIs =
  (...expected: string[]) =>
  (value: Value): boolean =>
    expected.includes(asText(value) ?? "");

interface Setting {
  path: string;
  test: (value: Value) => boolean;
}

/** A block that may or may not be there, by a condition known only after apply, fails all the same when neither way is good. */
const judgeSetting = (component: Component, { path, test }: Setting): Verdict => {
  const block = path.replace(/\..*/, "");
  const value = read(component.attributes, block);
  if (!isUnknown(value) || value.shape === undefined) return judge(component, path, test);
  const present = judge({ ...component, attributes: { ...component.attributes, [block]: value.shape } }, path, test);
  return present.outcome === "fail" ? present : unknown;
};

/**
 * Judges a setting that stands in a block of the bucket itself (AWS provider 3) or in a resource of its own (since 4).
 * The finding is the bucket's either way.
 */
const bucketSetting =
  (inline: Setting, companion: Setting & { type: string }) =>
  (bucket: Component, model: Model): Verdict => {
    const block = inline.path.replace(/\..*/, "");
    if (read(bucket.attributes, block) !== undefined) return judgeSetting(bucket, inline);
    const companions = companionsOf(bucket, model, companion.type, "bucket");
    if (companions === undefined) return unknown;
    if (companions.length === 0) return fail();
    return worstOf(companions.map((component) => failIn(component, judgeSetting(component, companion))));
  };

/** Passes when the bucket has the block, or the resource of its own, whatever it holds. */
const hasSetting =
  (block: string, type: string) =>
  (bucket: Component, model: Model): Verdict => {
    if (read(bucket.attributes, block) !== undefined) return pass;
    const companions = companionsOf(bucket, model, type, "bucket");
    if (companions === undefined) return unknown;
    return companions.length > 0 ? pass : fail();
  };

const logServices = new Set([
  "logging.s3.amazonaws.com",
  "delivery.logs.amazonaws.com",
  "logdelivery.elasticloadbalancing.amazonaws.com",
  "cloudtrail.amazonaws.com",
]);

const policiesOf = (bucket: Component, model: Model): readonly Value[] => {
  const own = read(bucket.attributes, "policy");
  const companions = companionsOf(bucket, model, "aws_s3_bucket_policy", "bucket") ?? [];
  return [own, ...companions.map(({ attributes }) => read(attributes, "policy"))].flatMap((value) => value ?? []);
};

/** Read by browsers, directly or through CloudFront, which neither can nor need decrypt with a key of your own. */
const isPublished = (bucket: Component, model: Model): boolean =>
  read(bucket.attributes, "website") !== undefined ||
  model.attached(bucket, "aws_s3_bucket_website_configuration", "bucket").length > 0 ||
  model.attached(bucket, "aws_cloudfront_distribution", "origin").length > 0;

/** A policy may let in services and other accounts, which the key's own policy would then shut out. */
const letsOthersIn = (bucket: Component, model: Model): boolean =>
  policiesOf(bucket, model).some(
    (policy) =>
      statementsOf(policy)?.every(({ effect, principals }) => effect === "Deny" || principals.length === 0) !== true,
  );

/** A bucket that other resources deliver their logs to: it need not log itself, and S3 delivers only to SSE-S3. */
const receivesLogs = (bucket: Component, model: Model): boolean => {
  if (isLogTarget(bucket, model)) return true;
  const acls = companionsOf(bucket, model, "aws_s3_bucket_acl", "bucket") ?? [];
  const delivers = [bucket, ...acls].some(
    ({ attributes }) =>
      asText(read(attributes, "acl")) === "log-delivery-write" ||
      asText(read(attributes, "access_control_policy.grant.grantee.uri"))?.endsWith("/s3/LogDelivery") === true,
  );
  return (
    delivers ||
    policiesOf(bucket, model).some((policy) =>
      statementsOf(policy)?.some(({ principals }) => principals.some((principal) => logServices.has(principal))),
    )
  );
};

const encryptionPath = "rule.apply_server_side_encryption_by_default.sse_algorithm";
const isKms = textIs("aws:kms", "aws:kms:dsse");

const encryption = "aws_s3_bucket_server_side_encryption_configuration";

const kmsVerdict = (bucket: Component, model: Model): Verdict => {
  const verdict = bucketSetting(
    { path: `server_side_encryption_configuration.${encryptionPath}`, test: isKms },
    { type: encryption, path: encryptionPath, test: isKms },
  )(bucket, model);
  return verdict.outcome === "fail" && (receivesLogs(bucket, model) || isPublished(bucket, model)) ? pass : verdict;
};

/** Is the bucket told to encrypt with the key that S3 keeps? */
const namesOwnCipher = (bucket: Component, model: Model): boolean =>
  [
    read(bucket.attributes, `server_side_encryption_configuration.${encryptionPath}`),
    ...(companionsOf(bucket, model, encryption, "bucket") ?? []).map(({ attributes }) =>
      read(attributes, encryptionPath),
    ),
  ].some((algorithm) => asText(algorithm) === "AES256");

const encryptWithKms = inRoot((bucket, model) => {
  if (letsOthersIn(bucket, model)) return [];
  const inline = `server_side_encryption_configuration.${encryptionPath}`;
  const inlineKey =
    "server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.kms_master_key_id";
  if (read(bucket.attributes, "server_side_encryption_configuration") !== undefined)
    return [...stackKey, set(bucket.address, inline, "aws:kms"), set(bucket.address, inlineKey, stackKeyArn)];
  const [companion] = companionsOf(bucket, model, "aws_s3_bucket_server_side_encryption_configuration", "bucket") ?? [];
  if (companion !== undefined)
    return [
      ...stackKey,
      set(companion.address, encryptionPath, "aws:kms"),
      set(companion.address, "rule.apply_server_side_encryption_by_default.kms_master_key_id", stackKeyArn),
    ];
  return [
    ...stackKey,
    ...addCompanion(bucket, model, "aws_s3_bucket_server_side_encryption_configuration", kmsEncryption),
  ];
});

const enableVersioning: Rule["remedy"] = (bucket, model) => {
  if (read(bucket.attributes, "versioning") !== undefined) return [set(bucket.address, "versioning.enabled", true)];
  const [companion] = companionsOf(bucket, model, "aws_s3_bucket_versioning", "bucket") ?? [];
  if (companion !== undefined) return [set(companion.address, "versioning_configuration.status", "Enabled")];
  return addCompanion(bucket, model, "aws_s3_bucket_versioning", versioning);
};

/** Files of several buckets are told apart by the instance's own key. */
const instanceFolder = (reference: string): string => {
  const key = /each\.value|each\.key/.test(reference)
    ? "each.key"
    : reference.endsWith("[count.index]")
      ? "count.index"
      : "";
  return key === "" ? "" : `\${${key}}/`;
};

const addLogging = inRoot((bucket, model) => [
  ...logBucket,
  ...addCompanion(
    bucket,
    model,
    "aws_s3_bucket_logging",
    (reference) => `  bucket        = ${reference}.id
  target_bucket = aws_s3_bucket.stackstage_logs.id
  target_prefix = "s3/${labelOf(bucket)}/${instanceFolder(reference)}"
`,
  ),
]);

const addLifecycle: Rule["remedy"] = (bucket, model) =>
  addCompanion(bucket, model, "aws_s3_bucket_lifecycle_configuration", lifecycle);

/** A rule that is switched off tidies nothing up. */
const isOn = (block: Attributes): boolean =>
  asText(read(block, "status")) !== "Disabled" && asText(read(block, "enabled"))?.toLowerCase() !== "false";

const tidiesUp = (bucket: Component, model: Model): Verdict => {
  const set = hasSetting("lifecycle_rule", "aws_s3_bucket_lifecycle_configuration")(bucket, model);
  if (set.outcome !== "pass") return set;
  const companions = companionsOf(bucket, model, "aws_s3_bucket_lifecycle_configuration", "bucket") ?? [];
  const places = [bucket, ...companions].flatMap((component) =>
    ["lifecycle_rule", "rule"].flatMap((name) =>
      readAll(component.attributes, name).map(([path, block]) => ({ component, path, block })),
    ),
  );
  const [first] = places;
  if (first === undefined || places.some(({ block }) => isOn(block))) return pass;
  return failIn(first.component, fail(`${first.path}.status`));
};

/** A lifecycle rule without a filter, or with one that asks for nothing, holds for the whole bucket. */
const coversAll = (block: Attributes): boolean => {
  const asked = readAll(block, "filter").flatMap(([, filter]) => Object.values(filter));
  return [...asked, block["prefix"] ?? null].every(
    (value) => value === null || value === "" || (Array.isArray(value) && value.length === 0),
  );
};

/** Rules about how a bucket keeps its objects. */
export const s3Rules: readonly Rule[] = [
  rule({
    id: "aws-s3-kms-encryption",
    severity: "low",
    pillar: "security",
    types: ["aws_s3_bucket"],
    title: "Bucket is not encrypted with a KMS key",
    why: "S3 encrypts with its own key by default; without a KMS key you can neither revoke access to the data nor see who decrypts it.",
    fix: 'Set sse_algorithm = "aws:kms" and kms_master_key_id in the bucket\'s server-side encryption configuration.',
    refs: { checkov: ["CKV_AWS_145", "CKV_AWS_19"], fsbp: ["S3.17"] },
    check: (bucket, model) => (namesOwnCipher(bucket, model) ? skip : kmsVerdict(bucket, model)),
    remedy: encryptWithKms,
  }),
  rule({
    id: "aws-s3-amazon-key",
    severity: "low",
    pillar: "security",
    types: ["aws_s3_bucket"],
    title: "Bucket is encrypted with S3's own key",
    why: "You can neither revoke access to the data by the key nor see who decrypts it.",
    fix: 'Set sse_algorithm = "aws:kms" and kms_master_key_id in the bucket\'s server-side encryption configuration.',
    refs: { checkov: ["CKV_AWS_145"], fsbp: ["S3.17"] },
    check: (bucket, model) => (namesOwnCipher(bucket, model) ? kmsVerdict(bucket, model) : skip),
    remedy: encryptWithKms,
  }),
  rule({
    id: "aws-s3-versioning",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_s3_bucket"],
    title: "Bucket does not keep old versions",
    why: "An object that is overwritten or deleted by mistake, or by an attacker, is gone.",
    fix: 'Add an aws_s3_bucket_versioning with versioning_configuration.status = "Enabled".',
    refs: { checkov: ["CKV_AWS_21"], fsbp: ["S3.14"] },
    check: bucketSetting(
      { path: "versioning.enabled", test: (value) => asText(value)?.toLowerCase() === "true" },
      { type: "aws_s3_bucket_versioning", path: "versioning_configuration.status", test: textIs("Enabled") },
    ),
    remedy: enableVersioning,
  }),
  rule({
    id: "aws-s3-access-logging",
    severity: "low",
    pillar: "operations",
    types: ["aws_s3_bucket"],
    title: "Bucket does not log who reads and writes it",
    why: "After an incident nobody can tell which objects were taken or changed.",
    fix: "Add an aws_s3_bucket_logging with a target_bucket for the logs.",
    refs: { checkov: ["CKV_AWS_18"], fsbp: ["S3.9"] },
    check: (bucket, model) => {
      const verdict = hasSetting("logging", "aws_s3_bucket_logging")(bucket, model);
      return verdict.outcome === "fail" && receivesLogs(bucket, model) ? pass : verdict;
    },
    remedy: addLogging,
  }),
  rule({
    id: "aws-s3-lifecycle",
    severity: "low",
    pillar: "cost",
    types: ["aws_s3_bucket"],
    title: "Bucket has no lifecycle rules",
    why: "Old versions, abandoned uploads and data nobody reads any more are paid for at the full rate for ever.",
    fix: "Add an aws_s3_bucket_lifecycle_configuration with a rule that moves or expires old objects.",
    refs: { checkov: ["CKV2_AWS_61"], fsbp: ["S3.13"] },
    check: tidiesUp,
    remedy: addLifecycle,
  }),
  rule({
    id: "aws-s3-abort-incomplete-uploads",
    severity: "low",
    pillar: "cost",
    types: ["aws_s3_bucket_lifecycle_configuration"],
    title: "Abandoned uploads are never cleaned up",
    why: "Parts of uploads that were never finished are invisible in the bucket and paid for until someone removes them.",
    fix: "Add abort_incomplete_multipart_upload with days_after_initiation = 7 to a lifecycle rule that covers the whole bucket.",
    refs: { checkov: ["CKV_AWS_300"] },
    check: ({ attributes }) => {
      if (readAll(attributes, "rule").length === 0) return unknown;
      const cleans = readAll(attributes, "rule").some(
        ([, block]) =>
          read(block, "abort_incomplete_multipart_upload") !== undefined &&
          asText(read(block, "status")) !== "Disabled" &&
          coversAll(block),
      );
      return cleans ? pass : fail();
    },
    remedy: ({ address }) => [
      addBlock(address, "rule", {
        id: "abort-incomplete-uploads",
        status: "Enabled",
        filter: [{}],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
      }),
    ],
  }),
  rule({
    id: "aws-s3-secure-transport",
    severity: "medium",
    pillar: "security",
    types: ["aws_s3_bucket", "aws_s3_bucket_policy"],
    title: "Bucket accepts plain HTTP",
    why: "What is read or written without TLS can be seen and changed on its way.",
    fix: 'Add a policy statement that denies s3:* to Principal "*" when aws:SecureTransport is "false".',
    refs: { checkov: ["CKV_AWS_379"], cis: ["6.0:3.1.1", "7.0:3.1.1"], fsbp: ["S3.5"] },
    check: plainHttpVerdict,
    remedy: denyPlainHttp,
  }),
  rule({
    id: "aws-s3-replication",
    severity: "low",
    pillar: "reliability",
    types: ["aws_s3_bucket"],
    title: "Bucket has no copy in another region",
    why: "When the region is down the data is out of reach, and a regional loss has no second copy.",
    fix: "Add an aws_s3_bucket_replication_configuration with a rule to a bucket in another region.",
    refs: { checkov: ["CKV_AWS_144"] },
    check: (bucket, model) => {
      const verdict = bucketSetting(
        { path: "replication_configuration.rules.status", test: textIs("Enabled") },
        { type: "aws_s3_bucket_replication_configuration", path: "rule.status", test: textIs("Enabled") },
      )(bucket, model);
      return verdict.outcome === "fail" && receivesLogs(bucket, model) ? pass : verdict;
    },
  }),
  rule({
    id: "aws-s3-force-destroy",
    severity: "low",
    pillar: "reliability",
    types: ["aws_s3_bucket"],
    title: "Bucket is destroyed together with its objects",
    why: "One terraform destroy, or a rename of the bucket, deletes everything in it.",
    fix: "Remove force_destroy or set it to false.",
    refs: {},
    check: mustNotBe("force_destroy", true),
    remedy: ({ address }) => [set(address, "force_destroy", false)],
  }),
];
