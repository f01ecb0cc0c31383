import { own } from "./own.ts";
import type { Component } from "./types.ts";
import { asText, isUnknown, read } from "./value.ts";

/** Oldest minor of Kubernetes 1 in standard support. Source: Amazon EKS release calendar, mid 2026 (1.32 left it on 2026-03-23). */
export const oldestKubernetes = 33;

/** Minor of a version of Kubernetes 1, `undefined` for any other text. */
export const kubernetesMinor = (version: string | undefined): number | undefined => {
  const minor = /^1\.(\d+)/.exec(version ?? "")?.[1];
  return minor === undefined ? undefined : Number(minor);
};

/**
 * Oldest major version of each engine in standard support. Source: release calendars of RDS and Aurora, mid 2026
 * (PostgreSQL 13 left it on 2026-02-28, MySQL 5.7 on 2024-02-29).
 */
const oldestMajors: Readonly<Record<string, number>> = {
  mysql: 8,
  postgres: 14,
  "aurora-mysql": 8,
  "aurora-postgresql": 14,
};

/** Newest major version that is in the third year of extended support, which costs twice as much. */
const newestLate: Readonly<Record<string, number>> = { mysql: 5, postgres: 11, "aurora-postgresql": 11 };

/** How long a database's version has been out of standard support, which AWS charges for; `undefined` when it is not known. */
export const extendedSupport = ({ attributes }: Component): "none" | "early" | "late" | undefined => {
  const version = read(attributes, "engine_version");
  if (asText(read(attributes, "engine_lifecycle_support"))?.endsWith("-disabled") === true) return "none";
  if (isUnknown(version) || isUnknown(read(attributes, "engine"))) return undefined;
  const engine = asText(read(attributes, "engine")) ?? "";
  const oldest = own(oldestMajors, engine);
  const major = Number.parseInt(asText(version) ?? "", 10);
  // Without a version AWS takes the newest; engines with a licence have no extended support.
  if (oldest === undefined || Number.isNaN(major) || major >= oldest) return "none";
  return major <= (own(newestLate, engine) ?? 0) ? "late" : "early";
};
