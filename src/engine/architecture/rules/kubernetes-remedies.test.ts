import { describe, expect, it } from "vitest";
import { applyEdits } from "../design/patch.ts";
import { inspect } from "../parse/index.ts";
import { kubernetesAvailabilityRules } from "./kubernetes-availability.ts";
import { kubernetesIdentityRules } from "./kubernetes-identity.ts";
import { kubernetesIsolationRules } from "./kubernetes-isolation.ts";
import { kubernetesNamespaceRules } from "./kubernetes-namespaces.ts";
import { kubernetesPolicyRules } from "./kubernetes-policies.ts";
import { kubernetesPrivilegeRules } from "./kubernetes-privileges.ts";
import { kubernetesResourceRules } from "./kubernetes-resources.ts";
import { review } from "./review.ts";
import type { Failure } from "./review.ts";
import { rule } from "./rule.ts";

const rules = [
  ...kubernetesAvailabilityRules,
  ...kubernetesIdentityRules,
  ...kubernetesIsolationRules,
  ...kubernetesNamespaceRules,
  ...kubernetesPolicyRules,
  ...kubernetesPrivilegeRules,
  ...kubernetesResourceRules,
];

const workload = (type: string, replicas: string, spec: string) => `
resource "${type}" "web" {
  metadata {
    name      = "web"
    namespace = "shop"
  }

  spec {
    ${replicas}

    template {
      metadata {
        labels = {
          "app.kubernetes.io/name" = "web"
        }
      }

      spec {
        ${spec}
      }
    }
  }
}
`;

const careless = `
        host_pid     = true
        host_ipc     = true
        host_network = true

        init_container {
          name  = "migrate"
          image = "shop/web:1.4"
        }

        container {
          name  = "web"
          image = "shop/web:1.4"

          security_context {
            privileged = true

            capabilities {
              drop = ["SYS_TIME"]
            }
          }
        }
`;

/** Designs that break every rule with a remedy. */
const designs: readonly string[] = [
  workload("kubernetes_deployment_v1", "replicas = 1", careless),
  workload("kubernetes_deployment", "replicas = 3", careless),
  `
resource "kubernetes_service_account_v1" "web" {
  metadata {
    name = "web"
  }
  automount_service_account_token = true
}

resource "kubernetes_default_service_account_v1" "default" {
  metadata {
    namespace = "shop"
  }
}

resource "kubernetes_persistent_volume_v1" "data" {
  spec {
    persistent_volume_reclaim_policy = "Delete"
  }
}

resource "kubernetes_pod_security_policy_v1beta1" "open" {
  spec {
    privileged                 = true
    host_pid                   = true
    host_ipc                   = true
    host_network               = true
    allow_privilege_escalation = true
  }
}
`,
];

const look = (texts: readonly string[]) => inspect(texts.map((text, index) => ({ name: `${index}.tf`, text })));
const keyOf = ({ rule: { id }, resource }: Failure): string => `${id} ${resource}`;

const remedies = designs.flatMap((text) => {
  const { model, project } = look([text]);
  const mendable = review(model, rules).failures.filter(({ edits }) => edits.length > 0);
  const first = new Map(mendable.map((failure) => [keyOf(failure), failure]));
  return [...first].map(([name, failure]) => ({ name, failure, text, project }));
});

const mended = (text: string, ids: readonly string[]): string => {
  const { model, project } = look([text]);
  const edits = review(
    model,
    rules.filter(({ id }) => ids.includes(id)),
  ).failures.flatMap((failure) => failure.edits);
  const { files, added } = applyEdits(project, edits);
  return [...files.map((file) => file.text), ...added.map((block) => block.text)].join("\n");
};

describe("remedies for Kubernetes", () => {
  it.each(remedies)("for $name: the rule passes and nothing else breaks", ({ failure, text, project }) => {
    const before = new Set(review(look([text]).model, rules).failures.map(keyOf));
    const { files, added } = applyEdits(project, failure.edits);
    const after = look([...files.map((file) => file.text), ...added.map((block) => block.text)]);
    expect(after.warnings).toEqual([]);
    const left = review(after.model, rules).failures.map(keyOf);
    expect(left).not.toContain(keyOf(failure));
    // Two pods are asked for what one alone is not.
    const asked = /disruption-budget|not-spread/;
    expect(left.filter((key) => !before.has(key) && !asked.test(key))).toEqual([]);
  });

  it("are shown for every rule that has one", () => {
    const shown = new Set(remedies.map(({ failure }) => failure.rule.id));
    expect(rules.filter(({ id, remedy }) => remedy !== undefined && !shown.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it("leave the node's network and privileges to a program that serves the node", () => {
    const text = workload("kubernetes_daemon_set_v1", "", careless);
    const ids = ["kubernetes-host-network", "kubernetes-privileged-container", "kubernetes-privilege-escalation"];
    const result = mended(text, ids);
    expect(result).toContain("host_network = true");
    expect(result).toMatch(/privileged\s+= true/);
    expect(result.match(/allow_privilege_escalation\s+= false/g)).toHaveLength(1);
  });

  it("keep what is dropped already", () => {
    expect(mended(designs[0] ?? "", ["kubernetes-net-raw"])).toContain('drop = ["SYS_TIME", "NET_RAW"]');
  });

  it("raise the autoscaler's least rather than the number that it replaces", () => {
    const scaler = `
resource "kubernetes_horizontal_pod_autoscaler_v2" "web" {
  metadata {
    name      = "web"
    namespace = "shop"
  }

  spec {
    min_replicas = 1
    max_replicas = 5

    scale_target_ref {
      kind = "Deployment"
      name = "web"
    }
  }
}
`;
    const result = mended(`${designs[0] ?? ""}${scaler}`, ["kubernetes-single-replica"]);
    expect(result).toContain("min_replicas = 2");
    expect(result).toContain("    replicas = 1\n");
  });

  it("do not double a pod with a disk of its own", () => {
    const disk = `
        volume {
          name = "data"
          persistent_volume_claim {
            claim_name = "data"
          }
        }
`;
    const text = workload("kubernetes_deployment_v1", "replicas = 1", disk);
    expect(mended(text, ["kubernetes-single-replica"]).trim()).toBe(text.trim());
  });

  it("give one finding for each container at fault, and one change for all", () => {
    const { model } = look([designs[0] ?? ""]);
    const id = "kubernetes-image-pull-policy";
    const found = review(model, rules).failures.filter((failure) => failure.rule.id === id);
    expect(found.map(({ place }) => place.line)).toEqual([24, 29]);
    expect(found[0]?.edits).toBe(found[1]?.edits);
    expect(found[0]?.edits).toHaveLength(2);
  });
});

describe("the review", () => {
  it("counts a fault in several places once, and tells a line once", () => {
    const twice = rule({
      id: "twice",
      severity: "low",
      pillar: "security",
      types: ["kubernetes_service_account_v1"],
      title: "",
      why: "",
      fix: "",
      refs: {},
      check: () => ({
        outcome: "fail",
        path: "metadata.name",
        also: ["metadata.name", "automount_service_account_token"],
      }),
    });
    const { model } = look([designs[2] ?? ""]);
    const { failures, decided } = review(model, [twice]);
    expect(failures.map(({ place }) => place.line)).toEqual([4, 6]);
    expect(decided).toHaveLength(1);
  });
});
