import { asText, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";

/** Roles that only take from what they are given on. */
const receiving = /receiver|subscriber|listener/i;

type Grant = (identity: string, targets: Iterable<string>) => void;

const grantAws = (model: Model, grant: Grant, granted: (identity: string) => Iterable<string>): void => {
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
    if (role !== undefined) grant(profile.id, granted(role.id));
  }
};

/** Whoever uses an identity: itself when it is a resource's own, else the resources that refer to it. */
const usersOf = (identity: Component, model: Model): string[] => [
  identity.id,
  ...model.components
    .filter(({ references }) => references.some(({ to }) => to === identity.id || to === identity.address))
    .map(({ id }) => id),
];

/** One binding of an identity to a resource: the identity may use the resource, or takes from it. */
const grantBinding = (
  binding: Component,
  paths: { identity: string; role: string; scope: (path: string) => boolean },
  model: Model,
  grant: Grant,
): void => {
  const identity = model.target(binding, paths.identity);
  if (identity === undefined) return;
  const scopes = binding.references.filter(({ path }) => paths.scope(path)).map(({ to }) => to);
  const isReceiving = receiving.test(asText(read(binding.attributes, paths.role)) ?? "");
  if (!isReceiving) grant(identity.id, scopes);
  else for (const scope of scopes) grant(scope, usersOf(identity, model));
};

/** What a role on a whole Google project is about. */
const projectRoles: readonly (readonly [RegExp, string])[] = [
  [/^roles\/cloudsql\.client$/, "google_sql_database_instance"],
  [/^roles\/pubsub\.publisher$/, "google_pubsub_topic"],
  [/^roles\/storage\.object/, "google_storage_bucket"],
  [/^roles\/bigquery\.data/, "google_bigquery_dataset"],
  [/^roles\/datastore\./, "google_firestore_database"],
  [/^roles\/spanner\.database/, "google_spanner_instance"],
];
/** A role that reaches more than this says nothing about who talks to whom. */
const mostReached = 3;

const grantProjects = (model: Model, grant: Grant): void => {
  for (const member of model.ofType("google_project_iam_member")) {
    const identity = model.target(member, "member");
    const role = asText(read(member.attributes, "role")) ?? "";
    const reached = projectRoles.flatMap(([pattern, type]) => (pattern.test(role) ? model.ofType(type) : []));
    if (identity !== undefined && reached.length <= mostReached)
      grant(
        identity.id,
        reached.map(({ id }) => id),
      );
  }
};

const googleMember = /^google_\w+_iam_member$/;

/** Identity (role, instance profile, service account, or a resource with an identity of its own) → ids of what it may touch. */
export const accessByIdentity = (model: Model): Map<string, Set<string>> => {
  const access = new Map<string, Set<string>>();
  const grant: Grant = (identity, targets) => {
    const known = access.get(identity) ?? new Set();
    for (const target of targets) if (target !== identity) known.add(target);
    access.set(identity, known);
  };
  grantAws(model, grant, (identity) => access.get(identity) ?? []);
  for (const assignment of model.ofType("azurerm_role_assignment"))
    grantBinding(
      assignment,
      { identity: "principal_id", role: "role_definition_name", scope: (path) => path === "scope" },
      model,
      grant,
    );
  for (const member of model.components.filter(({ type }) => googleMember.test(type)))
    grantBinding(member, { identity: "member", role: "role", scope: (path) => path !== "member" }, model, grant);
  grantProjects(model, grant);
  return access;
};
