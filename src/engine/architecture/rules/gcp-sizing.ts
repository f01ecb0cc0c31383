import { matches, read } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { judge, mustNotMatch, pass } from "./checks.ts";
import { rule } from "./rule.ts";
import type { Rule } from "./rule.ts";

/** Where each kind of machine says its type. */
const types: Readonly<Record<string, string>> = {
  google_compute_region_instance_template: "machine_type",
  google_container_cluster: "node_config.machine_type",
  google_container_node_pool: "node_config.machine_type",
  google_notebooks_instance: "machine_type",
  google_workbench_instance: "gce_setup.machine_type",
  google_dataproc_cluster: "cluster_config.master_config.machine_type",
  google_dataflow_job: "machine_type",
  google_cloudbuild_worker_pool: "worker_config.machine_type",
};

const pathOf = ({ type }: Component): string => types[type] ?? "machine_type";

/** Families that Axion (C4A) or Tau T2A replace like for like; E2 is cheaper than either and stays. */
const hasArm = /^(?:n1|n2d?|n4|c2d?|c3d?|c4)-(?:standard|highmem|highcpu)-\d+$/;

const armTypes = ["google_compute_instance", "google_compute_instance_template", "google_container_node_pool"];

/** Processors for graphics stand beside x86 only. */
const hasAccelerator = ({ attributes }: Component): boolean =>
  ["guest_accelerator", "node_config.guest_accelerator"].some((path) => read(attributes, path) !== undefined);

/** Rules about machines and disks of the wrong kind. */
export const gcpSizingRules: readonly Rule[] = [
  rule({
    id: "gcp-node-old-family",
    severity: "low",
    pillar: "cost",
    types: Object.keys(types),
    title: "Machines belong to an old family",
    why: "Newer families give more performance for the same money.",
    fix: "Name a current family such as e2, n2 or n4.",
    refs: {},
    check: (component) => mustNotMatch(pathOf(component), /^(?:n1|f1|g1)-/)(component),
  }),
  rule({
    id: "gcp-arm-alternative",
    severity: "low",
    pillar: "sustainability",
    types: armTypes,
    title: "x86 machine where Arm would do",
    why: "Axion does the same Linux work for less money and up to 60 % less energy.",
    fix: "Build the image for arm64 and name the sibling, e.g. c4a-standard-4 for n2-standard-4, where the region has it.",
    refs: {},
    check: (component) =>
      hasAccelerator(component) ? pass : judge(component, pathOf(component), (type) => !matches(type, hasArm), pass),
  }),
  rule({
    id: "gcp-node-magnetic-disk",
    severity: "low",
    pillar: "performance",
    types: ["google_container_node_pool", "google_sql_database_instance"],
    title: "Runs on hard disks",
    why: "A hard disk gives a small part of the operations of a solid-state disk, and everything waits for it.",
    fix: "Set `disk_type` to pd-balanced, or PD_SSD for a database.",
    refs: {},
    check: (component) =>
      component.type === "google_sql_database_instance"
        ? mustNotMatch("settings.disk_type", /^PD_HDD$/)(component)
        : mustNotMatch("node_config.disk_type", /^pd-standard$/)(component),
  }),
];
