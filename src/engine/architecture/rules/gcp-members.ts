import { asText, isObject, isUnknown, read, readAll } from "../model/index.ts";
import type { Component, Value } from "../model/index.ts";
import { fail, pass, unknown } from "./checks.ts";
import { parseJson } from "./policy.ts";
import type { Verdict } from "./rule.ts";

/** The three ways to grant something on a kind of resource. */
export const grantsOn = (...resources: readonly string[]): string[] =>
  resources.flatMap((resource) => ["member", "binding", "policy"].map((way) => `google_${resource}_iam_${way}`));

const everyone = new Set(["allUsers", "allAuthenticatedUsers"]);

const isEveryone = (value: Value | undefined): boolean => everyone.has(asText(value) ?? "");

/** A whole policy at once: JSON, or a data source that puts it together. */
const policyMembers = (data: Value): readonly Value[] | undefined => {
  const decoded = isUnknown(data) ? data.shape : typeof data === "string" ? parseJson(data) : data;
  if (!isObject(decoded)) return undefined;
  return readAll(decoded, "bindings").flatMap(([, binding]) => {
    const members = read(binding, "members");
    return Array.isArray(members) ? members : members === undefined ? [] : [members];
  });
};

const policyData = (data: Value): Verdict => {
  const members = policyMembers(data);
  if (members === undefined) return unknown;
  if (members.some(isEveryone)) return fail("policy_data");
  return members.some((item) => isUnknown(item) && item.shape === undefined) ? unknown : pass;
};

/** Passes when a grant names neither everyone nor everyone with a Google account. */
export const notEveryone = ({ attributes }: Component): Verdict => {
  const policy = read(attributes, "policy_data");
  if (policy !== undefined) return policyData(policy);
  const member = read(attributes, "member");
  const members = read(attributes, "members");
  if (isEveryone(member)) return fail("member");
  const list: readonly Value[] = Array.isArray(members) ? members : members === undefined ? [] : [members];
  if (list.some(isEveryone)) return fail("members");
  return isUnknown(member) || list.some((item) => isUnknown(item) && item.shape === undefined) ? unknown : pass;
};
