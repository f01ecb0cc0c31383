import { own } from "../model/own.ts";
import type { Failure } from "./review.ts";

/** Names that the API does not spell as camel case would have it, and blocks that it keeps in lists. */
const spellings: Readonly<Record<string, string>> = {
  cluster_ip: "clusterIP",
  container: "containers",
  external_ips: "externalIPs",
  host_ipc: "hostIPC",
  host_pid: "hostPID",
  kubernetes_horizontal_pod_autoscaler_v2: "HorizontalPodAutoscaler",
  match_labels: "matchLabels",
  port: "ports",
  rule: "rules",
  subject: "subjects",
  sysctl: "sysctls",
  topology_spread_constraint: "topologySpreadConstraints",
  volume: "volumes",
  volume_claim_template: "volumeClaimTemplates",
};

const camel = (name: string): string => name.replaceAll(/_([a-z\d])/g, (_, letter: string) => letter.toUpperCase());

const kind = (type: string): string => {
  const name = camel(type.replace(/^kubernetes/, "").replace(/_v\d\w*$/, ""));
  return name.slice(0, 1).toUpperCase() + name.slice(1);
};

const word = (name: string): string =>
  own(spellings, name) ?? (name.startsWith("kubernetes_") ? kind(name) : camel(name));

/** `run_as_user { rule = "MustRunAs" }` → `runAsUser: { rule: "MustRunAs" }`; texts in quotes stay as they are. */
const asManifest = (code: string): string =>
  code
    .split(/("[^"]*")/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replaceAll(/[a-z][a-z\d]*(?:_[a-z\d]+)*(?=\s=\s)/g, camel)
            .replaceAll(/[a-z][a-zA-Z\d]*(?:_[a-z\d]+)*(?!\s=\s|\w)/g, word)
            .replaceAll(/\s=\s/g, ": ")
            .replaceAll(/(\w) \{/g, "$1: {"),
    )
    .join("");

/** A field of a manifest rather than a flag of a program or the name of a header. */
const isArgument = (code: string): boolean => !code.startsWith("-");

/** A rule's advice in the words of manifests, whose fields the provider spells otherwise. */
export const inManifestWords = (fix: string): string =>
  fix.replaceAll(/`([^`]+)`/g, (whole, code: string) => (isArgument(code) ? `\`${asManifest(code)}\`` : whole));

const isManifest = ({ rule, address, place }: Failure): boolean =>
  rule.id.startsWith("kubernetes-") &&
  ((/\.(?:ya?ml|json)$/i.test(place.file) && !/\.tf\.json$/i.test(place.file)) ||
    address.includes("kubernetes_manifest."));

/** What to do about a failure, in the words of the format that it was found in. */
export const adviceOf = (failure: Failure): string =>
  isManifest(failure) ? inManifestWords(failure.rule.fix) : failure.rule.fix;
