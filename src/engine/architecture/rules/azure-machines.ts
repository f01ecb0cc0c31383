import { asText, isUnknown, read } from "../model/index.ts";
import type { Component } from "../model/index.ts";
import { eachBlock, fail, mustBe, mustBeSet, mustNotBe, pass, unknown } from "./checks.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const machines = ["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"];
const scaleSets = ["azurerm_linux_virtual_machine_scale_set", "azurerm_windows_virtual_machine_scale_set"];

/** A key stands in a block of its own, or in that of the system's profile in the older resource. */
const sshKey = (component: Component): Verdict => {
  if (component.type !== "azurerm_virtual_machine") return mustBeSet("admin_ssh_key")(component);
  const { attributes } = component;
  if (read(attributes, "os_profile_linux_config") === undefined) return pass;
  const hasKey = ["admin_ssh_key", "os_profile_linux_config.ssh_keys"].some(
    (path) => read(attributes, path) !== undefined,
  );
  return hasKey ? pass : fail("admin_ssh_key");
};

/** Disks as files of a storage account. */
const ownDisks = (component: Component): Verdict =>
  read(component.attributes, "storage_os_disk.vhd_uri") === undefined
    ? eachBlock(component, "storage_data_disk", (disk, path) =>
        read(disk, "vhd_uri") === undefined ? pass : fail(`${path}.vhd_uri`),
      )
    : fail("storage_os_disk.vhd_uri");

const publicInstances = (component: Component): Verdict =>
  eachBlock(component, "network_interface", (network, path) =>
    read(network, "ip_configuration.public_ip_address") === undefined
      ? pass
      : fail(`${path}.ip_configuration.public_ip_address`),
  );

const spread = (component: Component): Verdict => {
  const zones = read(component.attributes, "zones");
  if (isUnknown(zones)) return unknown;
  return Array.isArray(zones) && zones.length >= 2 ? pass : fail("zones");
};

export const azureMachineRules: readonly Rule[] = [
  rule({
    id: "azure-vm-no-ssh-key",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_linux_virtual_machine", "azurerm_linux_virtual_machine_scale_set", "azurerm_virtual_machine"],
    title: "Linux machine has no SSH key",
    why: "Without a key people log in with a password, which can be guessed or leak.",
    fix: "Add an `admin_ssh_key` block with the public key.",
    refs: { checkov: ["CKV_AZURE_178"] },
    check: sshKey,
  }),
  rule({
    id: "azure-vm-extensions",
    severity: "low",
    pillar: "security",
    types: machines,
    title: "Extensions may be installed on the machine",
    why: "Whoever may change the machine in Azure can run any program on it as administrator.",
    fix: "Set `allow_extension_operations = false` unless monitoring or backup needs extensions.",
    refs: { checkov: ["CKV_AZURE_50"] },
    check: mustBe("allow_extension_operations", false),
  }),
  rule({
    id: "azure-vm-unmanaged-disk",
    severity: "medium",
    pillar: "reliability",
    types: ["azurerm_virtual_machine"],
    title: "Machine has disks in a storage account",
    why: "Such disks share the account's limits and fate, and Azure retires them.",
    fix: "Set `managed_disk_type` instead of `vhd_uri`.",
    refs: { checkov: ["CKV_AZURE_92", "CKV2_AZURE_9"] },
    check: ownDisks,
  }),
  rule({
    id: "azure-vmss-no-image-upgrades",
    severity: "low",
    pillar: "security",
    types: [...scaleSets, "azurerm_virtual_machine_scale_set"],
    title: "Scale set does not renew its system",
    why: "Known holes stay open until someone remembers to build a new image.",
    fix: "Set `enable_automatic_os_upgrade = true` in `automatic_os_upgrade_policy`.",
    refs: { checkov: ["CKV_AZURE_95"] },
    check: (component) =>
      component.type === "azurerm_virtual_machine_scale_set"
        ? mustBe("automatic_os_upgrade", true)(component)
        : mustBe("automatic_os_upgrade_policy.enable_automatic_os_upgrade", true)(component),
  }),
  rule({
    id: "azure-vm-no-agent",
    severity: "low",
    pillar: "operations",
    types: [...machines, ...scaleSets],
    title: "Machine has no agent",
    why: "Without it there is neither monitoring nor backup, and no way in when the login is lost.",
    fix: "Set `provision_vm_agent` to true.",
    refs: { checkov: ["CKV_AZURE_179"] },
    check: mustNotBe("provision_vm_agent", false),
    remedy: setTo("provision_vm_agent", true),
  }),
  rule({
    id: "azure-vmss-public-ip",
    severity: "medium",
    pillar: "security",
    types: scaleSets,
    title: "Machines of the scale set have public addresses",
    why: "They can be attacked directly, past any load balancer or firewall in front.",
    fix: "Remove `public_ip_address` from `ip_configuration`.",
    refs: {},
    check: publicInstances,
  }),
  rule({
    id: "azure-vmss-single-zone",
    severity: "medium",
    pillar: "reliability",
    types: scaleSets,
    title: "Scale set is not spread over zones",
    why: "When its zone fails, all of its machines are down.",
    fix: 'Set `zones = ["1", "2", "3"]`, for a new scale set.',
    refs: {},
    check: spread,
  }),
  rule({
    id: "azure-vmss-single-instance",
    severity: "low",
    pillar: "reliability",
    types: scaleSets,
    title: "Scale set runs a single machine",
    why: "While that machine restarts or moves, the service is down.",
    fix: "Set `instances` to 2 or more.",
    refs: {},
    check: ({ attributes }) => {
      const count = read(attributes, "instances");
      if (count === undefined) return pass;
      if (isUnknown(count)) return unknown;
      return Number(asText(count)) >= 2 || Number(asText(count)) === 0 ? pass : fail("instances");
    },
    remedy: setTo("instances", 2),
  }),
  rule({
    id: "azure-disk-magnetic",
    severity: "low",
    pillar: "cost",
    types: ["azurerm_managed_disk"],
    title: "Disk is of the old magnetic kind",
    why: "Standard SSD costs little more, is far quicker, and has no charge for most operations.",
    fix: 'Set `storage_account_type = "StandardSSD_LRS"`.',
    refs: {},
    check: mustNotBe("storage_account_type", "Standard_LRS"),
  }),
  rule({
    id: "azure-public-ip-basic",
    severity: "low",
    pillar: "reliability",
    types: ["azurerm_public_ip"],
    title: "Public address is of the retired Basic kind",
    why: "Basic addresses are open by default, know no zones, and were retired in September 2025.",
    fix: 'Set `sku = "Standard"` and `allocation_method = "Static"`.',
    refs: {},
    check: mustNotBe("sku", "Basic"),
  }),
  rule({
    id: "azure-lb-basic",
    severity: "low",
    pillar: "reliability",
    types: ["azurerm_lb"],
    title: "Load balancer is of the retired Basic kind",
    why: "It has no promised availability, knows no zones, and was retired in September 2025.",
    fix: 'Set `sku = "Standard"`.',
    refs: {},
    check: mustNotBe("sku", "Basic"),
  }),
];
