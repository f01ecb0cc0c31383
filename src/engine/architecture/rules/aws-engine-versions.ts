import { own } from "../model/own.ts";
import { asText, isUnknown, read } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { fail, pass, unknown } from "./checks.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

type Version = readonly [major: number, minor: number];

const versionOf = (text: string): Version | undefined => {
  const [, major, minor = "0"] = /^v?(\d{1,4})(?:\.(\d{1,4}))?/.exec(text) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
};

const isBelow = ([major, minor]: Version, [leastMajor, leastMinor]: Version): boolean =>
  major < leastMajor || (major === leastMajor && minor < leastMinor);

/** Versions whose `log_fdw` lets a user read the server's files. Source: AWS, security bulletin 2022-004. */
const leaking: Readonly<Record<string, (version: Version) => boolean>> = {
  postgres: (version) =>
    [
      { major: 13, fixed: 3 },
      { major: 12, fixed: 7 },
      { major: 11, fixed: 12 },
      { major: 10, fixed: 17 },
    ].some(({ major, fixed }) => version[0] === major && version[1] < fixed),
  "aurora-postgresql": ([major, minor]) =>
    (major === 10 && minor >= 11 && minor <= 13) || (major === 11 && minor >= 6 && minor <= 8),
};

/** The oldest versions that Amazon MQ still makes brokers of. Source: AWS, "Amazon MQ version support calendar". */
const oldestBrokers: Readonly<Record<string, Version>> = { activemq: [5, 16], rabbitmq: [3, 8] };

/** Judges the engine's version; what only exists after apply, or is left to AWS, is not known. */
const judgeVersion =
  (engineAt: string, isBad: (engine: string, version: Version) => boolean) =>
  ({ attributes }: Component): Verdict => {
    const [engine, written] = [read(attributes, engineAt), read(attributes, "engine_version")];
    if (isUnknown(engine) || isUnknown(written)) return unknown;
    const version = versionOf(asText(written) ?? "");
    if (engine === undefined || version === undefined) return pass;
    return isBad((asText(engine) ?? "").toLowerCase(), version) ? fail("engine_version") : pass;
  };

/** Rules about engines that are too old to be safe. */
export const engineVersionRules: readonly Rule[] = [
  rule({
    id: "aws-postgres-file-read",
    severity: "high",
    pillar: "security",
    types: ["aws_db_instance", "aws_rds_cluster"],
    title: "PostgreSQL version lets users read the server's files",
    why: "Whoever may create an extension reads credentials of the service by `log_fdw`.",
    fix: "Raise `engine_version` to a release from May 2021 or later, such as 13.3 or 12.7.",
    refs: { checkov: ["CKV_AWS_250", "CKV_AWS_388"] },
    check: judgeVersion("engine", (engine, version) => own(leaking, engine)?.(version) === true),
  }),
  rule({
    id: "aws-mq-old-version",
    severity: "medium",
    pillar: "operations",
    types: ["aws_mq_broker", "aws_mq_configuration"],
    title: "Broker's version is out of support",
    why: "Faults that become known are no longer mended.",
    fix: "Raise `engine_version` to one that AWS supports.",
    refs: { checkov: ["CKV_AWS_208"] },
    check: judgeVersion("engine_type", (engine, version) => {
      const oldest = own(oldestBrokers, engine);
      return oldest !== undefined && isBelow(version, oldest);
    }),
  }),
];
