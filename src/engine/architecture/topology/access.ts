import type { Model } from "../model/index.ts";

/** IAM role (or instance profile) → ids of the resources that its policies name: who may touch what. */
export const accessByRole = (model: Model): Map<string, Set<string>> => {
  const access = new Map<string, Set<string>>();
  const grant = (role: string, targets: Iterable<string>): void => {
    const known = access.get(role) ?? new Set();
    for (const target of targets) known.add(target);
    access.set(role, known);
  };
  const namedIn = (policyId: string): string[] =>
    (model.find(policyId)?.references ?? []).filter(({ path }) => path === "policy").map(({ to }) => to);

  for (const policy of model.ofType("aws_iam_role_policy")) {
    const role = model.target(policy, "role");
    if (role !== undefined) grant(role.id, namedIn(policy.id));
  }
  for (const attachment of model.ofType("aws_iam_role_policy_attachment")) {
    const role = model.target(attachment, "role");
    const policy = model.target(attachment, "policy_arn");
    if (role !== undefined && policy !== undefined) grant(role.id, namedIn(policy.id));
  }
  for (const profile of model.ofType("aws_iam_instance_profile")) {
    const role = model.target(profile, "role");
    if (role !== undefined) grant(profile.id, access.get(role.id) ?? []);
  }
  return access;
};
