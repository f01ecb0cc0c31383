import { set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, matches, read } from "../model/index.ts";
import type { Component, Value } from "../model/index.ts";
import { eachBlock, fail, judge, mustBe, mustNotBe, mustNotMatch, pass, textAt, unknown, worstOf } from "./checks.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const instance = "google_compute_instance";
const fromTemplate = "google_compute_instance_from_template";
const instances = [instance, "google_compute_instance_template", fromTemplate];

const defaultAccount = /-compute@developer\.gserviceaccount\.com$/;

/** Does the instance run as the project's default account? Without a `service_account` block it has none at all. */
const usesDefaultAccount = ({ attributes }: Component): boolean | undefined => {
  if (read(attributes, "service_account") === undefined) return false;
  const email = read(attributes, "service_account.email");
  if (!isUnknown(email)) return email === undefined || matches(email, defaultAccount);
  if (email.refs.some((ref) => ref.includes("google_compute_default_service_account"))) return true;
  return email.refs.some((ref) => ref.includes("google_service_account.")) ? false : undefined;
};

/** GKE makes the machines of its node pools itself. */
const isNode = (component: Component): boolean => textAt(component, "name")?.startsWith("gke-") ?? false;

const account = (component: Component): Verdict => {
  const isDefault = usesDefaultAccount(component);
  if (isDefault === undefined) return unknown;
  return isDefault && !isNode(component) ? fail("service_account.email") : pass;
};

const isFullScope = (scope: Value): boolean => matches(scope, /(?:^|\/)cloud-platform$/);

const fullScope = (component: Component): Verdict => {
  const isDefault = usesDefaultAccount(component);
  const scopes = read(component.attributes, "service_account.scopes");
  if (isDefault === false || isNode(component)) return pass;
  if (isDefault === undefined || isUnknown(scopes)) return unknown;
  return Array.isArray(scopes) && scopes.some(isFullScope) ? fail("service_account.scopes") : pass;
};

const publicAddress = (component: Component): Verdict =>
  eachBlock(component, "network_interface", (network, path) => {
    const names = ["access_config", "ipv6_access_config"];
    const found = names.find((name) => read(network, name) !== undefined && !isEmpty(read(network, name)));
    if (found === undefined) return pass;
    return isUnknown(read(network, found)) ? unknown : fail(`${path}.${found}`);
  });

const isEmpty = (value: Value | undefined): boolean => Array.isArray(value) && value.length === 0;

const shielding = ["enable_vtpm", "enable_integrity_monitoring"].map((name) => `shielded_instance_config.${name}`);

/** What an instance leaves out, its template may say. */
const unsaid = ({ type }: Component): Verdict => (type === fromTemplate ? unknown : fail());

const shielded = (component: Component): Verdict =>
  read(component.attributes, "shielded_instance_config") === undefined
    ? unsaid(component)
    : worstOf(shielding.map((path) => mustNotBe(path, false)(component)));

/** Google stops a machine to shield it, and Terraform only when it may. */
const shield = (component: Component): readonly Edit[] => [
  ...(component.type === instance ? [set(component.address, "allow_stopping_for_update", true)] : []),
  ...shielding.map((path) => set(component.address, path, true)),
];

/** A project decides for all its machines; a machine can only object. */
const osLogin = (component: Component): Verdict =>
  component.type === "google_compute_project_metadata"
    ? mustBe("metadata.enable-oslogin", true)(component)
    : mustNotBe("metadata.enable-oslogin", false)(component);

const projectKeys = (component: Component): Verdict =>
  judge(
    component,
    "metadata.block-project-ssh-keys",
    (value) => asText(value)?.toLowerCase() === "true",
    component.type === fromTemplate ? unknown : fail("metadata.block-project-ssh-keys"),
  );

const isFilled = (value: Value | undefined): boolean => value !== undefined && value !== "";

const hasKey = (component: Component, names: readonly string[]): Verdict =>
  names.some((name) => isFilled(read(component.attributes, name))) ? pass : fail(names[0]?.split(".")[0]);

const serialPort = mustNotMatch("metadata.serial-port-enable", /^(?:true|1|yes|y)$/i);

export const gcpComputeRules: readonly Rule[] = [
  rule({
    id: "gcp-vm-default-account",
    severity: "medium",
    pillar: "security",
    types: instances,
    title: "Machine runs as the default service account",
    why: "That account may edit almost everything in the project, and so may whoever breaks into the machine.",
    fix: "Set `service_account.email` to an account of the machine's own with the roles it needs.",
    refs: { checkov: ["CKV_GCP_30"], cis: ["4.0:4.1", "5.0:4.1"] },
    check: account,
  }),
  rule({
    id: "gcp-vm-full-scope",
    severity: "high",
    pillar: "security",
    types: instances,
    title: "Default account may use every API",
    why: "With the scope cloud-platform whoever breaks into the machine holds the project.",
    fix: "Give the machine an account of its own, or list only the `scopes` that it needs.",
    refs: { checkov: ["CKV_GCP_31"], cis: ["4.0:4.2", "5.0:4.2"] },
    check: fullScope,
  }),
  rule({
    id: "gcp-vm-public-ip",
    severity: "medium",
    pillar: "security",
    types: instances,
    title: "Machine has a public address",
    why: "It can be attacked directly, past any load balancer or firewall in front.",
    fix: "Remove `access_config` and reach the machine through a load balancer, Cloud NAT or IAP.",
    refs: { checkov: ["CKV_GCP_40"], cis: ["4.0:4.9", "5.0:4.9"] },
    check: publicAddress,
  }),
  rule({
    id: "gcp-vm-not-shielded",
    severity: "medium",
    pillar: "security",
    types: instances,
    title: "Machine is not shielded",
    why: "Malware that sits in the boot process is noticed by nobody.",
    fix: "Set `enable_vtpm` and `enable_integrity_monitoring` to true in `shielded_instance_config`.",
    refs: { checkov: ["CKV_GCP_39"], cis: ["4.0:4.8", "5.0:4.8"] },
    check: shielded,
    remedy: shield,
  }),
  rule({
    id: "gcp-vm-serial-port",
    severity: "medium",
    pillar: "security",
    types: instances,
    title: "Machine's serial port is open",
    why: "It takes connections from every address, whatever the firewall says.",
    fix: "Remove `serial-port-enable` from `metadata`.",
    refs: { checkov: ["CKV_GCP_35"], cis: ["4.0:4.5", "5.0:4.5"] },
    check: serialPort,
  }),
  rule({
    id: "gcp-vm-ip-forwarding",
    severity: "medium",
    pillar: "security",
    types: instances,
    title: "Machine forwards traffic of others",
    why: "Who breaks into it can route traffic around the network's rules.",
    fix: "Set `can_ip_forward` to false unless the machine is a router.",
    refs: { checkov: ["CKV_GCP_36"], cis: ["4.0:4.6", "5.0:4.6"] },
    check: (component) => (isNode(component) ? pass : mustNotBe("can_ip_forward", true)(component)),
  }),
  rule({
    id: "gcp-vm-os-login",
    severity: "medium",
    pillar: "security",
    types: ["google_compute_project_metadata", ...instances],
    title: "Logins do not go through OS Login",
    why: "SSH keys in metadata stay when people leave, and nobody can tell who logged in.",
    fix: 'Set `enable-oslogin = "TRUE"` in the project\'s `metadata`.',
    refs: { checkov: ["CKV_GCP_33", "CKV_GCP_34"], cis: ["4.0:4.4", "5.0:4.4"] },
    check: osLogin,
  }),
  rule({
    id: "gcp-vm-project-keys",
    severity: "low",
    pillar: "security",
    types: instances,
    title: "Machine takes the whole project's SSH keys",
    why: "Everyone whose key is known to the project may log in, whether they have to or not.",
    fix: "Set `block-project-ssh-keys = true` in `metadata`.",
    refs: { checkov: ["CKV_GCP_32"], cis: ["4.0:4.3", "5.0:4.3"] },
    check: projectKeys,
    remedy: ({ address, attributes }) =>
      read(attributes, "metadata") === undefined ? [set(address, "metadata", { "block-project-ssh-keys": true })] : [],
  }),
  rule({
    id: "gcp-disk-customer-key",
    severity: "low",
    pillar: "security",
    types: ["google_compute_disk"],
    title: "Disk has no key of your own",
    why: "Google's key cannot be withdrawn by you, which some contracts and regulators ask for.",
    fix: "Set `disk_encryption_key.kms_key_self_link`.",
    refs: { checkov: ["CKV_GCP_37"], cis: ["4.0:4.7", "5.0:4.7"] },
    check: (component) => hasKey(component, ["disk_encryption_key.kms_key_self_link", "disk_encryption_key.raw_key"]),
  }),
  rule({
    id: "gcp-vm-boot-disk-customer-key",
    severity: "low",
    pillar: "security",
    types: [instance],
    title: "Boot disk has no key of your own",
    why: "Google's key cannot be withdrawn by you, which some contracts and regulators ask for.",
    fix: "Set `boot_disk.kms_key_self_link`.",
    refs: { checkov: ["CKV_GCP_38"] },
    check: (component) => hasKey(component, ["boot_disk.kms_key_self_link", "boot_disk.disk_encryption_key_raw"]),
  }),
  rule({
    id: "gcp-group-single-zone",
    severity: "medium",
    pillar: "reliability",
    types: ["google_compute_instance_group_manager"],
    title: "Instance group stands in one zone",
    why: "When that zone fails, every machine of the group is down.",
    fix: "Use `google_compute_region_instance_group_manager`, which takes a `region` instead of a `zone`.",
    refs: {},
    check: () => fail("zone"),
  }),
  rule({
    id: "gcp-vm-old-family",
    severity: "low",
    pillar: "cost",
    types: [instance, "google_compute_instance_template"],
    title: "Machine belongs to an old family",
    why: "Newer families give more performance for the same money.",
    fix: "Set `machine_type` to a current family such as e2, n2 or n4.",
    refs: {},
    check: mustNotMatch("machine_type", /^(?:n1|f1|g1)-/),
  }),
];
