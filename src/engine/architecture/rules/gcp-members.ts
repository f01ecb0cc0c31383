import { asText, isUnknown, read } from "../model/index.ts";
import type { Component, Value } from "../model/index.ts";
import { fail, pass, unknown } from "./checks.ts";
import type { Verdict } from "./rule.ts";

const everyone = new Set(["allUsers", "allAuthenticatedUsers"]);

const isEveryone = (value: Value | undefined): boolean => everyone.has(asText(value) ?? "");

/** Passes when a grant names neither everyone nor everyone with a Google account. */
export const notEveryone = ({ attributes }: Component): Verdict => {
  const member = read(attributes, "member");
  const members = read(attributes, "members");
  if (isEveryone(member)) return fail("member");
  const list: readonly Value[] = Array.isArray(members) ? members : members === undefined ? [] : [members];
  if (list.some(isEveryone)) return fail("members");
  return isUnknown(member) || list.some((item) => isUnknown(item) && item.shape === undefined) ? unknown : pass;
};
