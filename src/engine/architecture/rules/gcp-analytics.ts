import type { Component } from "../model/index.ts";
import { fail, mustBe, mustBeOneOf, mustBeSet, pass, textAt } from "./checks.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const ingress = (component: Component): Verdict => {
  const path =
    component.type === "google_cloudfunctions2_function" ? "service_config.ingress_settings" : "ingress_settings";
  return mustBeOneOf(path, ["ALLOW_INTERNAL_ONLY", "ALLOW_INTERNAL_AND_GCLB"], fail(path))(component);
};

const privateWorkers = (component: Component): Verdict => {
  const path = "worker_config.no_external_ip";
  return mustBe(path, true)(component);
};

const dataflowAddress = (component: Component): Verdict => mustBe("ip_configuration", "WORKER_IP_PRIVATE")(component);

const notebook = ["google_notebooks_instance"];

const fusion = ["google_data_fusion_instance"];

export const gcpAnalyticsRules: readonly Rule[] = [
  rule({
    id: "gcp-function-open",
    severity: "medium",
    pillar: "security",
    types: ["google_cloudfunctions_function", "google_cloudfunctions2_function"],
    title: "Function can be reached from the internet",
    why: "Every call costs money and reaches the program, whoever sends it.",
    fix: 'Set `ingress_settings` to "ALLOW_INTERNAL_ONLY" or "ALLOW_INTERNAL_AND_GCLB".',
    refs: { checkov: ["CKV_GCP_124"] },
    check: ingress,
  }),
  rule({
    id: "gcp-build-public-workers",
    severity: "low",
    pillar: "security",
    types: ["google_cloudbuild_worker_pool"],
    title: "Build machines have public addresses",
    why: "They can be attacked directly, and a build can send the code anywhere.",
    fix: "Set `worker_config.no_external_ip = true`.",
    refs: { checkov: ["CKV_GCP_86"] },
    check: privateWorkers,
  }),
  rule({
    id: "gcp-fusion-public",
    severity: "medium",
    pillar: "security",
    types: fusion,
    title: "Data Fusion has a public address",
    why: "A stolen login is enough to run pipelines that read and move all data.",
    fix: "Set `private_instance = true`, for a new instance.",
    refs: { checkov: ["CKV_GCP_87"] },
    check: mustBe("private_instance", true),
  }),
  rule({
    id: "gcp-fusion-no-logs",
    severity: "low",
    pillar: "operations",
    types: fusion,
    title: "Data Fusion does not log",
    why: "A pipeline that fails leaves no trace.",
    fix: "Set `enable_stackdriver_logging = true`.",
    refs: { checkov: ["CKV_GCP_104"] },
    check: mustBe("enable_stackdriver_logging", true),
    remedy: setTo("enable_stackdriver_logging", true),
  }),
  rule({
    id: "gcp-fusion-no-monitoring",
    severity: "low",
    pillar: "operations",
    types: fusion,
    title: "Data Fusion is not monitored",
    why: "A pipeline that gets slower is noticed when it is too late.",
    fix: "Set `enable_stackdriver_monitoring = true`.",
    refs: { checkov: ["CKV_GCP_105"] },
    check: mustBe("enable_stackdriver_monitoring", true),
    remedy: setTo("enable_stackdriver_monitoring", true),
  }),
  rule({
    id: "gcp-notebook-public",
    severity: "medium",
    pillar: "security",
    types: notebook,
    title: "Notebook has a public address",
    why: "It runs any code by design, and can be attacked directly.",
    fix: "Set `no_public_ip = true`.",
    refs: { checkov: ["CKV_GCP_89"] },
    check: mustBe("no_public_ip", true),
    remedy: setTo("no_public_ip", true),
  }),
  rule({
    id: "gcp-workbench-public",
    severity: "medium",
    pillar: "security",
    types: ["google_workbench_instance"],
    title: "Workbench has a public address",
    why: "It runs any code by design, and can be attacked directly.",
    fix: "Set `gce_setup.disable_public_ip = true`.",
    refs: { checkov: ["CKV2_GCP_28"] },
    check: mustBe("gce_setup.disable_public_ip", true),
    remedy: setTo("gce_setup.disable_public_ip", true),
  }),
  rule({
    id: "gcp-notebook-insecure-boot",
    severity: "low",
    pillar: "security",
    types: notebook,
    title: "Notebook is not shielded",
    why: "Malware that sits in the boot process is noticed by nobody.",
    fix: "Remove the switches that turn `shielded_instance_config` off.",
    refs: { checkov: ["CKV_GCP_126", "CKV_GCP_127"] },
    check: (component) => {
      const off = ["enable_vtpm", "enable_integrity_monitoring"].find(
        (name) => textAt(component, `shielded_instance_config.${name}`) === "false",
      );
      return off === undefined ? pass : fail(`shielded_instance_config.${off}`);
    },
  }),
  rule({
    id: "gcp-vertex-endpoint-public",
    severity: "low",
    pillar: "security",
    types: ["google_vertex_ai_endpoint", "google_vertex_ai_index_endpoint"],
    title: "Model answers outside of your network",
    why: "Questions and answers travel over public addresses, and a stolen login is enough to ask.",
    fix: "Set `network` to your own network.",
    refs: { checkov: ["CKV2_GCP_33", "CKV2_GCP_34"] },
    check: (component) =>
      textAt(component, "public_endpoint_enabled") === "true"
        ? fail("public_endpoint_enabled")
        : mustBeSet("network")(component),
  }),
  rule({
    id: "gcp-notebook-runtime-public",
    severity: "medium",
    pillar: "security",
    types: ["google_notebooks_runtime"],
    title: "Notebook runtime has a public address",
    why: "It runs any code by design, and can be attacked directly.",
    fix: "Set `virtual_machine.virtual_machine_config.internal_ip_only = true`.",
    refs: { checkov: ["CKV2_GCP_36"] },
    check: mustBe("virtual_machine.virtual_machine_config.internal_ip_only", true),
    remedy: setTo("virtual_machine.virtual_machine_config.internal_ip_only", true),
  }),
  rule({
    id: "gcp-tpu-public",
    severity: "medium",
    pillar: "security",
    types: ["google_tpu_v2_vm"],
    title: "TPU has a public address",
    why: "It can be attacked directly, with the model and the training data on it.",
    fix: "Set `network_config.enable_external_ips = false`.",
    refs: { checkov: ["CKV2_GCP_32"] },
    check: mustBe("network_config.enable_external_ips", false),
    remedy: setTo("network_config.enable_external_ips", false),
  }),
  rule({
    id: "gcp-dataflow-public",
    severity: "medium",
    pillar: "security",
    types: ["google_dataflow_job", "google_dataflow_flex_template_job"],
    title: "Workers of the Dataflow job have public addresses",
    why: "They can be attacked directly, and a job can send data anywhere.",
    fix: 'Set `ip_configuration = "WORKER_IP_PRIVATE"`.',
    refs: { checkov: ["CKV_GCP_94"] },
    check: dataflowAddress,
  }),
  rule({
    id: "gcp-dataproc-public",
    severity: "medium",
    pillar: "security",
    types: ["google_dataproc_cluster"],
    title: "Machines of the Dataproc cluster have public addresses",
    why: "Hadoop's own pages ask for no password; bots find them and run their programs.",
    fix: "Set `cluster_config.gce_cluster_config.internal_ip_only = true`.",
    refs: { checkov: ["CKV_GCP_103"] },
    check: mustBe("cluster_config.gce_cluster_config.internal_ip_only", true),
    remedy: setTo("cluster_config.gce_cluster_config.internal_ip_only", true),
  }),
];
