import { asText, isUnknown, read, readAll } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { fail, pass, unknown } from "./checks.ts";
import { rule } from "./rule.ts";
import type { Pillar, Rule, Severity, Verdict } from "./rule.ts";

type Engine = "POSTGRES" | "MYSQL" | "SQLSERVER";

interface Flag {
  id: string;
  engine: Engine;
  name: string;
  isGood: (value: string) => boolean;
  /** Is the engine's own value a fault where nothing is said? */
  missing: "fail" | "pass" | ((version: string) => "fail" | "pass");
  title: string;
  why: string;
  /** What to set it to, as it is written. */
  value: string;
  checkov: readonly string[];
  cis?: readonly string[];
  severity?: Severity;
  pillar?: Pillar;
}

const path = "settings.database_flags";

const judgeFlag =
  ({ engine, name, isGood, missing }: Flag) =>
  (component: Component): Verdict => {
    const version = read(component.attributes, "database_version");
    if (isUnknown(version) || isUnknown(read(component.attributes, path))) return unknown;
    if (!(asText(version) ?? "").startsWith(engine)) return pass;
    const flags = readAll(component.attributes, path);
    const found = flags.find(([, flag]) => asText(read(flag, "name")) === name);
    if (found === undefined) {
      const verdict = typeof missing === "string" ? missing : missing(asText(version) ?? "");
      return verdict === "pass" ? pass : fail(flags.length > 0 ? path : "settings");
    }
    const value = read(found[1], "value");
    if (isUnknown(value)) return unknown;
    return isGood(asText(value) ?? "") ? pass : fail(`${found[0]}.value`);
  };

/** `POSTGRES_15` and what came after. */
const isSince = (version: string, major: number): boolean => Number(/_(\d+)/.exec(version)?.[1]) >= major;

const is =
  (...good: string[]) =>
  (value: string): boolean =>
    good.includes(value.toLowerCase());
const isNot =
  (...bad: string[]) =>
  (value: string): boolean =>
    !bad.includes(value.toLowerCase());

const flagRule = (flag: Flag): Rule =>
  rule({
    id: flag.id,
    severity: flag.severity ?? "low",
    pillar: flag.pillar ?? "operations",
    types: ["google_sql_database_instance"],
    title: flag.title,
    why: flag.why,
    fix: `Set the flag \`${flag.name}\` to ${flag.value} in \`database_flags\`.`,
    refs: { checkov: flag.checkov, ...(flag.cis !== undefined && { cis: flag.cis }) },
    check: judgeFlag(flag),
  });

/** Levels that write down errors, from the most talkative on. */
const levels = ["debug5", "debug4", "debug3", "debug2", "debug1", "info", "notice", "warning", "error"];

/** Flags of PostgreSQL that write down what its own machinery does, at a price. */
const statistics = (part: string, checkov: string, cis: readonly string[]): Flag => ({
  id: `gcp-postgresql-${part}-statistics`,
  engine: "POSTGRES",
  name: `log_${part}_stats`,
  isGood: isNot("on"),
  missing: "pass",
  title: `PostgreSQL writes figures of its ${part} for every statement`,
  why: "It slows every statement down and fills the log, so that nothing is found in it.",
  value: "off",
  checkov: [checkov],
  cis,
  pillar: "performance",
});

const flags: readonly Flag[] = [
  {
    id: "gcp-postgresql-no-checkpoint-log",
    engine: "POSTGRES",
    name: "log_checkpoints",
    isGood: isNot("off"),
    missing: (version) => (isSince(version, 15) ? "pass" : "fail"),
    title: "PostgreSQL does not log its checkpoints",
    why: "Slow writing and lost transactions cannot be explained afterwards.",
    value: "on",
    checkov: ["CKV_GCP_51"],
  },
  {
    id: "gcp-postgresql-no-connection-log",
    engine: "POSTGRES",
    name: "log_connections",
    isGood: is("on"),
    missing: "fail",
    title: "PostgreSQL does not log who connects",
    why: "Guessed passwords and strange clients are noticed by nobody.",
    value: "on",
    checkov: ["CKV_GCP_52"],
    cis: ["4.0:6.2.2", "5.0:6.2.2"],
  },
  {
    id: "gcp-postgresql-no-disconnection-log",
    engine: "POSTGRES",
    name: "log_disconnections",
    isGood: is("on"),
    missing: "fail",
    title: "PostgreSQL does not log who leaves",
    why: "How long somebody was connected cannot be found out afterwards.",
    value: "on",
    checkov: ["CKV_GCP_53"],
    cis: ["4.0:6.2.3", "5.0:6.2.3"],
  },
  {
    id: "gcp-postgresql-no-lock-log",
    engine: "POSTGRES",
    name: "log_lock_waits",
    isGood: is("on"),
    missing: "fail",
    title: "PostgreSQL does not log long waits for locks",
    why: "Why everything stood still cannot be explained afterwards.",
    value: "on",
    checkov: ["CKV_GCP_54"],
  },
  {
    id: "gcp-postgresql-message-level",
    engine: "POSTGRES",
    name: "log_min_messages",
    isGood: is(...levels, "log", "fatal", "panic"),
    missing: "pass",
    title: "PostgreSQL does not know the level of its log",
    why: "With a level that does not exist the server does not start, or logs nothing.",
    value: "warning",
    checkov: ["CKV_GCP_55"],
    cis: ["4.0:6.2.5", "5.0:6.2.5"],
  },
  {
    id: "gcp-postgresql-no-temporary-file-log",
    engine: "POSTGRES",
    name: "log_temp_files",
    isGood: is("0"),
    missing: "pass",
    title: "PostgreSQL does not log its temporary files",
    why: "Statements that spill to disk and slow everything down are not found.",
    value: "0",
    checkov: ["CKV_GCP_56"],
  },
  {
    id: "gcp-postgresql-logs-statements-by-time",
    engine: "POSTGRES",
    name: "log_min_duration_statement",
    isGood: is("-1"),
    missing: "pass",
    title: "PostgreSQL writes slow statements into its log",
    why: "Statements hold passwords and personal data, which whoever reads the log then knows.",
    value: "-1",
    checkov: ["CKV_GCP_57"],
    cis: ["4.0:6.2.7", "5.0:6.2.7"],
    pillar: "security",
  },
  {
    id: "gcp-sqlserver-cross-database",
    engine: "SQLSERVER",
    name: "cross db ownership chaining",
    isGood: isNot("on"),
    missing: "pass",
    title: "Rights in one database reach into others",
    why: "The owner of one database can read the tables of the next.",
    value: "off",
    checkov: ["CKV_GCP_58"],
    cis: ["4.0:6.3.2", "5.0:6.3.2"],
    severity: "medium",
    pillar: "security",
  },
  {
    id: "gcp-sqlserver-contained-logins",
    engine: "SQLSERVER",
    name: "contained database authentication",
    isGood: isNot("on"),
    missing: "pass",
    title: "Databases may have logins of their own",
    why: "They are guessed past the server's rules for passwords, and no report shows them.",
    value: "off",
    checkov: ["CKV_GCP_59"],
    cis: ["4.0:6.3.7", "5.0:6.3.7"],
    severity: "medium",
    pillar: "security",
  },
  {
    id: "gcp-postgresql-no-host-log",
    engine: "POSTGRES",
    name: "log_hostname",
    isGood: is("on"),
    missing: "fail",
    title: "PostgreSQL does not log the names of its clients",
    why: "From an address alone it is hard to tell which machine it was.",
    value: "on",
    checkov: ["CKV_GCP_108"],
  },
  {
    id: "gcp-postgresql-error-level",
    engine: "POSTGRES",
    name: "log_min_error_statement",
    isGood: is(...levels),
    missing: "fail",
    title: "PostgreSQL does not log statements that fail",
    why: "Attempts to inject statements, and broken programs, leave no trace.",
    value: "error",
    checkov: ["CKV_GCP_109"],
    cis: ["4.0:6.2.6", "5.0:6.2.6"],
  },
  {
    id: "gcp-postgresql-no-audit",
    engine: "POSTGRES",
    name: "cloudsql.enable_pgaudit",
    isGood: is("on"),
    missing: "fail",
    title: "PostgreSQL keeps no audit log",
    why: "Who read or changed data cannot be found out afterwards.",
    value: "on",
    checkov: ["CKV_GCP_110"],
    cis: ["4.0:6.2.8", "5.0:6.2.8"],
  },
  {
    id: "gcp-postgresql-no-statement-log",
    engine: "POSTGRES",
    name: "log_statement",
    isGood: is("ddl", "mod", "all"),
    missing: "fail",
    title: "PostgreSQL does not log changes of its tables",
    why: "Who altered or dropped a table cannot be found out afterwards.",
    value: "ddl",
    checkov: ["CKV_GCP_111"],
    cis: ["4.0:6.2.4", "5.0:6.2.4"],
  },
  {
    id: "gcp-postgresql-no-duration-log",
    engine: "POSTGRES",
    name: "log_duration",
    isGood: is("on"),
    missing: "fail",
    title: "PostgreSQL does not log how long statements take",
    why: "Which statement slowed everything down cannot be found out afterwards.",
    value: "on",
    checkov: ["CKV2_GCP_13"],
  },
  statistics("executor", "CKV2_GCP_14", []),
  statistics("parser", "CKV2_GCP_15", []),
  statistics("planner", "CKV2_GCP_16", []),
  statistics("statement", "CKV2_GCP_17", []),
  {
    id: "gcp-mysql-shows-databases",
    engine: "MYSQL",
    name: "skip_show_database",
    isGood: is("on"),
    missing: "fail",
    title: "MySQL tells everyone which databases it has",
    why: "Whoever has any login learns the names of all other customers' or systems' databases.",
    value: "on",
    checkov: [],
    cis: ["4.0:6.1.2", "5.0:6.1.2"],
    pillar: "security",
  },
  {
    id: "gcp-sqlserver-external-scripts",
    engine: "SQLSERVER",
    name: "external scripts enabled",
    isGood: isNot("on"),
    missing: "pass",
    title: "SQL Server may run scripts from outside",
    why: "Who injects a statement runs programs on the server, too.",
    value: "off",
    checkov: [],
    cis: ["4.0:6.3.1", "5.0:6.3.1"],
    severity: "medium",
    pillar: "security",
  },
];

export const gcpSqlFlagRules: readonly Rule[] = flags.map(flagRule);
