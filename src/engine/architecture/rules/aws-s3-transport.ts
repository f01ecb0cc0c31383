import { addBlock, code } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, read, readAll } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { fail, pass, unknown } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { statementsOf } from "./policy.ts";
import type { Statement } from "./policy.ts";
import { addCompanion } from "./remedies.ts";
import type { Rule, Verdict } from "./rule.ts";

const plainHttpPolicy = (bucket: string): string => `  bucket = ${bucket}.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "DenyPlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [${bucket}.arn, "\${${bucket}.arn}/*"]
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
    ]
  })
`;

const deniesPlainHttp = ({ effect, principals, condition }: Statement): boolean =>
  effect === "Deny" && principals.includes("*") && requiresPlainHttp(condition);

const requiresPlainHttp = (condition: Statement["condition"]): boolean =>
  Object.entries(condition ?? {}).some(([operator, keys]) =>
    readAll({ keys }, "keys").some(([, block]) =>
      Object.entries(block).some(([key, value]) => {
        const wanted = asText(Array.isArray(value) ? value[0] : value)?.toLowerCase();
        return /^bool/i.test(operator) && key.toLowerCase() === "aws:securetransport" && wanted === "false";
      }),
    ),
  );

/** Does the policy of a bucket refuse plain HTTP? A bucket without one accepts it. */
export const plainHttpVerdict = (component: Component, model: Model): Verdict => {
  const own = read(component.attributes, "policy");
  if (own === undefined) {
    if (component.type !== "aws_s3_bucket") return pass;
    const policies = companionsOf(component, model, "aws_s3_bucket_policy", "bucket");
    if (policies === undefined) return unknown;
    return policies.length > 0 ? unknown : fail();
  }
  const statements = statementsOf(own);
  if (statements === undefined) return unknown;
  return statements.some(deniesPlainHttp) ? pass : fail("policy");
};

/** The policy document that a bucket policy is made from, where nothing else is made from it. */
const ownDocument = (policy: Component, model: Model): string | undefined => {
  const value = read(policy.attributes, "policy");
  const documentOf = (refs: readonly string[]): string[] =>
    refs.filter((ref) => /^data\.aws_iam_policy_document\.[\w-]+$/.test(ref));
  const [document, ...others] = isUnknown(value) ? documentOf(value.refs) : [];
  if (document === undefined || others.length > 0) return undefined;
  const users = model.components.filter(({ attributes }) => {
    const used = read(attributes, "policy");
    return isUnknown(used) && used.refs.includes(document);
  });
  return users.length === 1 ? document : undefined;
};

const addDenial = (policy: Component, model: Model): readonly Edit[] => {
  const document = ownDocument(policy, model);
  const bucket = model.target(policy, "bucket");
  if (document === undefined || bucket?.type !== "aws_s3_bucket" || bucket.id !== bucket.address) return [];
  return [
    addBlock(document, "statement", {
      sid: "DenyPlainHttp",
      effect: "Deny",
      actions: ["s3:*"],
      resources: [code(`${bucket.address}.arn`), code(`"\${${bucket.address}.arn}/*"`)],
      principals: [{ type: "*", identifiers: ["*"] }],
      condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
    }),
  ];
};

/** Adds the denial as a policy of its own, or to the document that the bucket's policy is made from. */
export const denyPlainHttp: NonNullable<Rule["remedy"]> = (component, model) => {
  if (component.type !== "aws_s3_bucket") return addDenial(component, model);
  return read(component.attributes, "policy") === undefined
    ? addCompanion(component, model, "aws_s3_bucket_policy", plainHttpPolicy)
    : [];
};
