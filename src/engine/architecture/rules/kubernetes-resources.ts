import { set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, read } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { fail, pass, unknown } from "./checks.ts";
import { containersOf, eachContainer, lastingWorkloads, podOf, workloads } from "./kubernetes-pods.ts";
import type { Container } from "./kubernetes-pods.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

type Amount = `${"requests" | "limits"}.${"cpu" | "memory" | "ephemeral-storage"}`;

/** Asks every container for an amount; Kubernetes takes a limit for the request where none is written. */
const amount = (wanted: Amount) =>
  eachContainer(
    ({ block, at }) => {
      const names = [wanted, wanted.replace("requests", "limits")];
      const values = names.map((name) => read(block, `resources.${name}`));
      if (values.some((value) => value !== undefined && !isUnknown(value))) return pass;
      return values.some(isUnknown) ? unknown : fail(at(`resources.${wanted}`));
    },
    { missing: fail() },
  );

/** Asks every container that runs on for a probe. */
const probe = (name: string) =>
  eachContainer(
    ({ block, at }) => {
      const value = read(block, name);
      if (value === undefined || (Array.isArray(value) && value.length === 0)) return fail(at(name));
      return isUnknown(value) ? unknown : pass;
    },
    { missing: fail(), init: false },
  );

const sameProbe = (container: Container): Verdict => {
  const alive = read(container.block, "liveness_probe");
  const ready = read(container.block, "readiness_probe");
  if (alive === undefined || ready === undefined || isUnknown(alive) || isUnknown(ready)) return pass;
  return JSON.stringify(alive) === JSON.stringify(ready) ? fail(container.at("liveness_probe")) : pass;
};

interface Image {
  tag: string | undefined;
  hasDigest: boolean;
}

/** `registry:5000/shop/web:1.4@sha256:…`: a colon before the last slash belongs to the registry's port. */
const readImage = (text: string): Image => {
  const [name = "", digest] = text.split("@");
  const [, tag] = (name.split("/").at(-1) ?? "").split(":");
  return { tag, hasDigest: digest !== undefined };
};

/** `missing`: for a container that names no image. */
const onImage = (check: (image: Image, container: Container) => Verdict, missing: "fail" | "pass" = "pass") =>
  eachContainer((container) => {
    const value = read(container.block, "image");
    if (value === undefined) return missing === "fail" ? fail(container.at("image")) : pass;
    if (isUnknown(value)) return unknown;
    return check(readImage(asText(value) ?? ""), container);
  });

const isFloating = ({ tag, hasDigest }: Image): boolean =>
  !hasDigest && (tag === undefined || tag === "" || tag === "latest");

const pullVerdict = (image: Image, { block, at }: Container): Verdict => {
  const value = read(block, "image_pull_policy");
  if (isUnknown(value)) return unknown;
  // Kubernetes' own default for such an image.
  if (value === undefined) return isFloating(image) ? pass : fail(at("image_pull_policy"));
  return asText(value) === "Always" ? pass : fail(at("image_pull_policy"));
};

/** Whether the registry is asked only where the node has no such image; one that says Never may have no registry at all. */
const asksTooSeldom = (container: Container): boolean => {
  const image = asText(read(container.block, "image"));
  const isNever = asText(read(container.block, "image_pull_policy")) === "Never";
  return image !== undefined && !isNever && pullVerdict(readImage(image), container).outcome === "fail";
};

const pullAlways = (component: Component): readonly Edit[] => {
  const pod = podOf(component);
  const containers = pod === undefined ? [] : containersOf(pod).filter(asksTooSeldom);
  return containers.map(({ at }) => set(component.address, at("image_pull_policy"), "Always"));
};

export const kubernetesResourceRules: readonly Rule[] = [
  rule({
    id: "kubernetes-no-cpu-request",
    severity: "low",
    pillar: "performance",
    types: workloads,
    title: "Container asks for no CPU",
    why: "The scheduler packs pods onto a node without counting it, and under load it gets what is left.",
    fix: "Set `requests.cpu` in `resources`, by what is measured.",
    refs: { checkov: ["CKV_K8S_10"] },
    check: amount("requests.cpu"),
  }),
  rule({
    id: "kubernetes-no-cpu-limit",
    severity: "low",
    pillar: "cost",
    types: workloads,
    title: "Container has no CPU limit",
    why: "One busy container may use up the node, and more nodes are added and paid for.",
    fix: "Set `limits.cpu` in `resources`, well above its request.",
    refs: { checkov: ["CKV_K8S_11"] },
    check: amount("limits.cpu"),
  }),
  rule({
    id: "kubernetes-no-memory-request",
    severity: "medium",
    pillar: "reliability",
    types: workloads,
    title: "Container asks for no memory",
    why: "It is put on nodes that have none left, and is the first to be thrown out when memory runs short.",
    fix: "Set `requests.memory` in `resources`, by what is measured.",
    // Checkov numbers requests and limits the other way round for Terraform than for manifests.
    refs: { checkov: ["CKV_K8S_12", "CKV_K8S_13"] },
    check: amount("requests.memory"),
  }),
  rule({
    id: "kubernetes-no-memory-limit",
    severity: "medium",
    pillar: "reliability",
    types: workloads,
    title: "Container has no memory limit",
    why: "A leak takes the whole node's memory, and the kernel then kills other pods than the one at fault.",
    fix: "Set `limits.memory` in `resources`.",
    refs: { checkov: ["CKV_K8S_13", "CKV_K8S_12"] },
    check: amount("limits.memory"),
  }),
  rule({
    id: "kubernetes-no-liveness-probe",
    severity: "medium",
    pillar: "reliability",
    types: lastingWorkloads,
    title: "Container has no liveness probe",
    why: "A program that hangs is never restarted, because its process is still there.",
    fix: "Add a `liveness_probe` that fails only when a restart would help.",
    refs: { checkov: ["CKV_K8S_8"] },
    check: probe("liveness_probe"),
  }),
  rule({
    id: "kubernetes-no-readiness-probe",
    severity: "medium",
    pillar: "reliability",
    types: lastingWorkloads,
    title: "Container has no readiness probe",
    why: "Requests reach it before it can answer, at every start and every deployment.",
    fix: "Add a `readiness_probe` that asks for what the container needs to answer.",
    refs: { checkov: ["CKV_K8S_9"] },
    check: probe("readiness_probe"),
  }),
  rule({
    id: "kubernetes-same-probes",
    severity: "low",
    pillar: "reliability",
    types: lastingWorkloads,
    title: "Container is restarted as soon as it is not ready",
    why: "Liveness and readiness ask the same with the same patience: under load the container is killed instead of spared.",
    fix: "Give `liveness_probe` a higher `failure_threshold` than `readiness_probe`.",
    refs: {},
    check: eachContainer(sameProbe),
  }),
  rule({
    id: "kubernetes-floating-image",
    severity: "medium",
    pillar: "operations",
    types: workloads,
    title: "Image has no fixed version",
    why: "Replicas may run different programs, and nobody can go back to the one that worked.",
    fix: "Name a version in `image`, other than latest.",
    refs: { checkov: ["CKV_K8S_14"] },
    check: onImage((image, { at }) => (isFloating(image) ? fail(at("image")) : pass), "fail"),
  }),
  rule({
    id: "kubernetes-image-digest",
    severity: "low",
    pillar: "security",
    types: workloads,
    title: "Image is named without its digest",
    why: "Who can push to the registry can replace the program behind a tag.",
    fix: "Add `@sha256:…` to `image`.",
    refs: { checkov: ["CKV_K8S_43"] },
    check: onImage(({ hasDigest }, { at }) => (hasDigest ? pass : fail(at("image")))),
  }),
  rule({
    id: "kubernetes-image-pull-policy",
    severity: "low",
    pillar: "security",
    types: workloads,
    title: "Image may be taken from the node without asking the registry",
    why: "A pod gets a private image that another one left there, and an old one where the tag has moved on.",
    fix: "Set `image_pull_policy` to Always; unchanged layers are not loaded again.",
    refs: { checkov: ["CKV_K8S_15"], cis: ["1.12:5.5.1"] },
    check: onImage(pullVerdict),
    remedy: pullAlways,
  }),
];
