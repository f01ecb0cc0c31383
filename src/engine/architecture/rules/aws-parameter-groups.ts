import { asText, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { fail, failIn, pass, unknown, worstOf } from "./checks.ts";
import { isPointedAt } from "./pointed-at.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

/** Judges one setting of a parameter group; one that is left out has the engine's default. */
export const parameter =
  (name: string, good: RegExp, missing: Verdict) =>
  (component: Component): Verdict => {
    if (isUnknown(read(component.attributes, "parameter"))) return unknown;
    const found = readAll(component.attributes, "parameter").find(([, one]) => asText(read(one, "name")) === name);
    if (found === undefined) return missing;
    const value = read(found[1], "value");
    if (isUnknown(value)) return unknown;
    return matches(value, good) ? pass : fail(`${found[0]}.value`);
  };

const databases = ["aws_db_instance", "aws_rds_cluster"];
const groupTypes = ["aws_db_parameter_group", "aws_rds_cluster_parameter_group"];

/** The parameter groups of the design that a database names. */
const groupsOf = (database: Component, model: Model): Component[] =>
  ["parameter_group_name", "db_cluster_parameter_group_name"].flatMap((via) => model.target(database, via) ?? []);

/** A group is judged at the databases that use it, and by itself where the design has none. */
const atDatabase =
  (check: (group: Component) => Verdict, without: (database: Component) => Verdict) =>
  (component: Component, model: Model): Verdict => {
    if (groupTypes.includes(component.type))
      return isPointedAt(component, model, ...databases) ? pass : check(component);
    const groups = groupsOf(component, model);
    return groups.length === 0 ? without(component) : worstOf(groups.map((group) => failIn(group, check(group))));
  };

const textOf = (component: Component, name: string): string => asText(read(component.attributes, name)) ?? "";

const queryLog = (group: Component): Verdict => {
  if (!/postgres/i.test(textOf(group, "family"))) return pass;
  const statements = parameter("log_statement", /^(?:ddl|mod|all)$/i, fail("parameter"))(group);
  return statements.outcome === "pass"
    ? parameter("log_min_duration_statement", /^\d/, fail("parameter"))(group)
    : statements;
};

/** Without a group of its own PostgreSQL logs no statements; a group that is not in the design may. */
const defaultLog = (database: Component): Verdict => {
  if (!/postgres/i.test(textOf(database, "engine"))) return pass;
  const named = ["parameter_group_name", "db_cluster_parameter_group_name"].some(
    (via) => read(database.attributes, via) !== undefined,
  );
  return named ? unknown : fail("engine");
};

/** PostgreSQL 15 and MySQL 8.4 are the first that refuse plain connections by themselves. Source: RDS user guide. */
const refusesPlain = /^(?:postgres(?:1[5-9]|[2-9]\d)|aurora-postgresql1[7-9]|mysql(?:8\.4|9))/;

/** Which setting makes the engine of a family ask for TLS, and with what. */
const transport: readonly (readonly [family: RegExp, name: string, good: RegExp])[] = [
  [/^(?:postgres|aurora-postgresql|sqlserver)/, "rds.force_ssl", /^(?:1|true)$/i],
  [/^(?:mysql|mariadb|aurora-mysql)/, "require_secure_transport", /^(?:1|on|true)$/i],
  [/^db2/, "db2comm", /^ssl$/i],
];

const tls = (group: Component): Verdict => {
  const family = textOf(group, "family").toLowerCase();
  const asked = transport.find(([pattern]) => pattern.test(family));
  if (asked === undefined) return pass;
  return parameter(asked[1], asked[2], refusesPlain.test(family) ? pass : fail("family"))(group);
};

/** Rules about what a database's parameter group makes it do. */
export const parameterGroupRules: readonly Rule[] = [
  rule({
    id: "aws-postgres-query-log",
    severity: "low",
    pillar: "operations",
    types: [...databases, ...groupTypes],
    title: "PostgreSQL logs no statements",
    why: "Which query was slow, or did the harm, cannot be found out afterwards.",
    fix: "Set `log_statement` and `log_min_duration_statement` in a parameter group of the database's own.",
    refs: { checkov: ["CKV2_AWS_27", "CKV2_AWS_30"] },
    check: atDatabase(queryLog, defaultLog),
  }),
  rule({
    id: "aws-postgres-tls",
    severity: "medium",
    pillar: "security",
    types: [...databases, ...groupTypes],
    title: "Database takes unencrypted connections",
    why: "Queries, answers and passwords travel readable.",
    fix: "Set the parameter `rds.force_ssl` to 1, or `require_secure_transport` where the engine is MySQL.",
    refs: { checkov: ["CKV2_AWS_69"] },
    check: atDatabase(tls, () => pass),
  }),
];
