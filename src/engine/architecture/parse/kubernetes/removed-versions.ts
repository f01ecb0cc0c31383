import type { Manifest } from "./manifests.ts";

/** Versions of the API that Kubernetes has stopped to serve, with the release that did (kubernetes.io, deprecation guide). */
const removed: readonly (readonly [version: RegExp, kinds: RegExp, release: string, instead: string])[] = [
  [/^extensions\/v1beta1$/, /^Ingress$/, "1.22", "networking.k8s.io/v1"],
  [/^extensions\/v1beta1$/, /^(?:Deployment|DaemonSet|ReplicaSet)$/, "1.16", "apps/v1"],
  [/^extensions\/v1beta1$/, /^NetworkPolicy$/, "1.16", "networking.k8s.io/v1"],
  [/^(?:extensions|policy)\/v1beta1$/, /^PodSecurityPolicy$/, "1.25", "labels of the namespace"],
  [/^apps\/v1beta[12]$/, /./, "1.16", "apps/v1"],
  [/^networking\.k8s\.io\/v1beta1$/, /^Ingress(?:Class)?$/, "1.22", "networking.k8s.io/v1"],
  [/^rbac\.authorization\.k8s\.io\/v1(?:alpha|beta)1$/, /./, "1.22", "rbac.authorization.k8s.io/v1"],
  [/^policy\/v1beta1$/, /^PodDisruptionBudget$/, "1.25", "policy/v1"],
  [/^batch\/v(?:1beta1|2alpha1)$/, /^CronJob$/, "1.25", "batch/v1"],
  [/^autoscaling\/v2beta1$/, /./, "1.25", "autoscaling/v2"],
  [/^autoscaling\/v2beta2$/, /./, "1.26", "autoscaling/v2"],
  [/^admissionregistration\.k8s\.io\/v1beta1$/, /WebhookConfiguration$/, "1.22", "admissionregistration.k8s.io/v1"],
  [/^apiextensions\.k8s\.io\/v1beta1$/, /./, "1.22", "apiextensions.k8s.io/v1"],
  [/^storage\.k8s\.io\/v1beta1$/, /^(?:CSIDriver|CSINode|StorageClass|VolumeAttachment)$/, "1.22", "storage.k8s.io/v1"],
  [/^scheduling\.k8s\.io\/v1(?:alpha|beta)1$/, /./, "1.22", "scheduling.k8s.io/v1"],
  [/^discovery\.k8s\.io\/v1beta1$/, /./, "1.25", "discovery.k8s.io/v1"],
  [/^node\.k8s\.io\/v1(?:alpha|beta)1$/, /./, "1.25", "node.k8s.io/v1"],
];

/** What is to be said of an object that newer clusters refuse; nothing for all others. It is judged all the same. */
export const removalOf = ({ apiVersion, kind }: Manifest): string | undefined => {
  const found = removed.find(([version, kinds]) => version.test(apiVersion) && kinds.test(kind));
  if (found === undefined) return undefined;
  const [, , release, instead] = found;
  return `clusters from Kubernetes ${release} on refuse this version of the API: use ${instead}`;
};
