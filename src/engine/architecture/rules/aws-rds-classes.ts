import { own } from "../model/own.ts";
import { replace } from "../design/edit.ts";
import { asText, extendedSupport, matches } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { armSibling, newerSibling } from "./aws-instance-types.ts";
import { fail, judge, pass, textAt, unknown } from "./checks.ts";
import { rule } from "./rule.ts";
import type { Rule } from "./rule.ts";

const majorOf = (version: string | undefined): number => Number.parseFloat(version ?? "Infinity");

/** Oldest version of each engine that runs on Graviton. Source: AWS, "Supported DB engines for DB instance classes". */
const oldestOnArm: Readonly<Record<string, number>> = { mysql: 8, postgres: 12, mariadb: 10.4 };

const runsOnArm = (component: Component): boolean => {
  const oldest = own(oldestOnArm, textAt(component, "engine") ?? "");
  return oldest !== undefined && majorOf(textAt(component, "engine_version")) >= oldest;
};

const classOf = (component: Component): string => textAt(component, "instance_class") ?? "";

/** Class of the current generation, on Graviton where the engine runs there. */
const currentClass = (component: Component): string | undefined => {
  const type = classOf(component);
  return (runsOnArm(component) ? armSibling(type) : undefined) ?? newerSibling(type);
};

/** Rules about the class and the version that a database runs on. */
export const rdsClassRules: readonly Rule[] = [
  rule({
    id: "aws-rds-old-generation",
    severity: "medium",
    pillar: "cost",
    types: ["aws_db_instance", "aws_rds_cluster_instance"],
    title: "Database class of an old generation",
    why: "Newer classes are faster for the same money, and old ones are retired with short notice.",
    fix: "Set instance_class to the current generation, e.g. db.t4g for db.t2.",
    refs: {},
    check: (component) =>
      judge(component, "instance_class", (value) => !matches(value, /^db\.(?:t[12]|m[1-4]|r[34])\./), pass),
    remedy: (component) => {
      const newer = currentClass(component);
      return newer === undefined ? [] : [replace(component.address, "instance_class", classOf(component), newer)];
    },
  }),
  rule({
    id: "aws-rds-arm-alternative",
    severity: "low",
    pillar: "sustainability",
    types: ["aws_db_instance"],
    title: "x86 database class where Graviton would do",
    why: "The engine runs on Graviton unchanged, with less energy and about a tenth cheaper.",
    fix: "Set instance_class to the Graviton sibling, e.g. db.t4g for db.t3.",
    refs: {},
    check: (component) =>
      runsOnArm(component)
        ? judge(component, "instance_class", (value) => armSibling(asText(value) ?? "") === undefined, pass)
        : unknown,
    remedy: (component) => {
      const type = classOf(component);
      const sibling = armSibling(type);
      return sibling === undefined ? [] : [replace(component.address, "instance_class", type, sibling)];
    },
  }),
  rule({
    id: "aws-rds-old-version",
    severity: "medium",
    pillar: "operations",
    types: ["aws_db_instance", "aws_rds_cluster"],
    title: "Database version is out of standard support",
    why: "AWS charges extended support by processor and hour, and upgrades the database by itself when that ends.",
    fix: "Raise engine_version to a major version in standard support, after a trial on a restored snapshot.",
    refs: {},
    check: (component) => {
      const support = extendedSupport(component);
      return support === undefined ? unknown : support === "none" ? pass : fail("engine_version");
    },
  }),
];
