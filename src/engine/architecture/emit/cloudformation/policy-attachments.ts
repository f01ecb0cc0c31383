import type { Draft } from "./cfn.ts";
import type { Reader } from "./reader.ts";

type Owner = "role" | "user" | "group";

/** Attaches to several at once. */
const toMany = "aws_iam_policy_attachment";
const attachmentTo = (owner: Owner): string => `aws_iam_${owner}_policy_attachment`;

const isOwnPolicy = (attachment: Reader): boolean =>
  attachment.translation.model.target(attachment.component, "policy_arn")?.type === "aws_iam_policy";

/** Policies of AWS, and of others, that attachments give to an owner: the design's own policies name their owners instead. */
export const attachedPolicies = (reader: Reader, owner: Owner): Draft => {
  const attachments = [...reader.companions(attachmentTo(owner), owner), ...reader.companions(toMany, `${owner}s`)];
  const policies = attachments
    .filter((attachment) => !isOwnPolicy(attachment))
    .map((attachment) => {
      attachment.raw("name");
      return attachment.must.arn("policy_arn");
    });
  return policies.length === 0 ? undefined : policies;
};

/** Names of those to whom a policy of the design is attached. */
export const ownersOf = (policy: Reader, owner: Owner): Draft => {
  const single = policy.companions(attachmentTo(owner), "policy_arn").map((attachment) => attachment.id(owner));
  const several = policy.companions(toMany, "policy_arn").flatMap((attachment) => {
    attachment.raw("name");
    const listed = attachment.ids(`${owner}s`);
    return Array.isArray(listed) ? listed : [];
  });
  const all = [...single, ...several].filter((name) => name !== undefined);
  return all.length === 0 ? undefined : all;
};
