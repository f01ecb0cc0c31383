import type { Rule } from "../rules/index.ts";
import type { Directive } from "./directive.ts";
import file from "./tool-ids.json" with { type: "json" };

// Built on first use: a Worker must not do work when it starts.
let aliases: Map<string, string[]> | undefined;

/** Checkov's id, lower case → what Trivy and tfsec call the same check. */
const aliasesOf = (checkov: string): readonly string[] => {
  if (aliases === undefined) {
    aliases = new Map();
    for (const [avd = "", long = "", ids = ""] of file.checks)
      for (const id of ids.toLowerCase().split(" ")) {
        // Trivy takes `aws-0086` for `AVD-AWS-0086` and `KSV020` for `AVD-KSV-0020`, tfsec `s3-block-public-acls` for
        // `aws-s3-block-public-acls`.
        const short = avd.replace("avd-", "");
        const names = [avd, short, short.replace("ksv-0", "ksv"), long, long.replace(/^[a-z]+-/, "")];
        aliases.set(id, [...(aliases.get(id) ?? []), ...names]);
      }
  }
  return aliases.get(checkov) ?? [];
};

const namesOf = (rule: Rule, by: Directive["by"]): readonly string[] => {
  if (by === "stackstage") return [rule.id];
  const checkov = (rule.refs["checkov"] ?? []).map((id) => id.toLowerCase());
  if (by === "checkov") return checkov;
  const own = (rule.refs[by] ?? []).map((id) => id.toLowerCase());
  return by === "kics" ? own : [...own, ...checkov.flatMap(aliasesOf)];
};

/** `aws-s3-*` against a name; a star stands for any letters. */
const isLike = (name: string, pattern: string): boolean => {
  const parts = pattern.split("*");
  if (parts.length === 1) return name === pattern;
  const [first = ""] = parts;
  const last = parts.at(-1) ?? "";
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  return parts.slice(1, -1).every((part) => {
    const found = name.indexOf(part, at);
    at = found + part.length;
    return found >= 0 && at <= name.length - last.length;
  });
};

/** Whether a comment's ids name a rule, in the words of its tool. */
export const namesRule = ({ ids, by }: Directive, rule: Rule): boolean =>
  ids.some((id) => id === "*" || namesOf(rule, by).some((name) => isLike(name, id)));
