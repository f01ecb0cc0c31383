import { asText, isUnknown, read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { publicAddress } from "./azure-network.ts";
import { eachBlock, fail, mustBe, mustBeSet, mustNotBe, pass, textAt, unknown, worstOf } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { hidesSecret, secretPath } from "./literal-secret.ts";
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

/** Windows needs its own updates for it, too. */
const legacyUpgrades = (component: Component): Verdict => {
  const path = "os_profile_windows_config.enable_automatic_upgrades";
  const isWindows = read(component.attributes, "os_profile_windows_config") !== undefined;
  return worstOf([mustBe("automatic_os_upgrade", true)(component), isWindows ? mustBe(path, true)(component) : pass]);
};

/** The script that runs when the machine starts, as text or in base64. */
const startSecret = ({ attributes }: Component): Verdict => {
  const scripts = ["custom_data", "user_data", "os_profile.custom_data"].flatMap((path) => {
    const value = read(attributes, path);
    return value === undefined ? [] : [{ path, value }];
  });
  const open = scripts.find(
    ({ value }) => secretPath({ value }) !== undefined || (typeof value === "string" && hidesSecret(value)),
  );
  if (open !== undefined) return fail(open.path);
  return scripts.some(({ value }) => isUnknown(value) && value.shape === undefined) ? unknown : pass;
};

const isAntimalware = (extension: Component): boolean =>
  textAt(extension, "type") === "IaaSAntimalware" && textAt(extension, "publisher") === "Microsoft.Azure.Security";

/** Only Windows takes the extension, and its newer versions bring a scanner of their own. */
const antimalware = (component: Component, model: Model): Verdict => {
  const extensions = companionsOf(component, model, "azurerm_virtual_machine_extension", "virtual_machine_id");
  if (extensions === undefined) return unknown;
  const found = extensions.filter(isAntimalware);
  const isLinux = read(component.attributes, "os_profile_linux_config") !== undefined;
  if (found.length === 0) return isLinux ? pass : fail();
  const updates = worstOf(found.map((extension) => mustBe("auto_upgrade_minor_version", true)(extension)));
  return updates.outcome === "fail" ? fail() : updates;
};

const hasConsole = (machine: Component): boolean =>
  read(machine.attributes, "boot_diagnostics") !== undefined && textAt(machine, "boot_diagnostics.enabled") !== "false";

/** Boot diagnostics are what opens the serial console of a machine. */
const publicConsole = (networkInterface: Component, model: Model): Verdict => {
  const address = publicAddress(networkInterface);
  if (address.outcome === "pass") return pass;
  const users = [...machines, "azurerm_virtual_machine"].flatMap((type) =>
    model.attached(networkInterface, type, "network_interface_ids"),
  );
  return users.some(hasConsole) ? address : pass;
};

/** Disks of the machine that the design declares and that have neither a key of the customer's nor settings for one. */
const plainDisks = (component: Component, model: Model): Verdict => {
  const disks = component.references.flatMap(({ path, to }) => {
    const target = model.find(to);
    return target?.type === "azurerm_managed_disk" ? [{ path, disk: target }] : [];
  });
  const plain = disks.find(
    ({ disk }) =>
      read(disk.attributes, "disk_encryption_set_id") === undefined &&
      (read(disk.attributes, "encryption_settings") === undefined ||
        textAt(disk, "encryption_settings.enabled") === "false"),
  );
  return plain === undefined ? pass : fail(plain.path);
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
        ? legacyUpgrades(component)
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
    id: "azure-vm-start-secret",
    severity: "critical",
    pillar: "security",
    types: [...machines, ...scaleSets, "azurerm_virtual_machine"],
    title: "Start-up script holds a secret",
    why: "The script stays on the machine's disk, in Terraform's state and in this code, where more people read it than should.",
    fix: "Take the secret out of `custom_data` and read it from Key Vault with the machine's identity.",
    refs: { checkov: ["CKV_AZURE_45"] },
    check: startSecret,
  }),
  rule({
    id: "azure-vm-no-antimalware",
    severity: "low",
    pillar: "security",
    types: ["azurerm_virtual_machine"],
    title: "Machine has no virus scanner that updates itself",
    why: "Known malware runs unnoticed, or is only found by signatures of the day the machine was made.",
    fix: "Add an `azurerm_virtual_machine_extension` of type IaaSAntimalware with `auto_upgrade_minor_version = true`.",
    refs: { checkov: ["CKV2_AZURE_10"] },
    check: antimalware,
  }),
  rule({
    id: "azure-vm-public-console",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_network_interface"],
    title: "Machine with a public address has a serial console",
    why: "The console reaches the machine past its network rules, so a stolen login to Azure is enough.",
    fix: "Remove `public_ip_address_id`, or `boot_diagnostics` of the machine.",
    refs: { checkov: ["CKV2_AZURE_39"] },
    check: publicConsole,
  }),
  rule({
    id: "azure-vm-disk-without-key",
    severity: "low",
    pillar: "security",
    types: ["azurerm_virtual_machine"],
    title: "Machine uses a disk without a key of your own",
    why: "When the disk is detached, it is protected by the provider's key alone, which you cannot withdraw.",
    fix: "Set `disk_encryption_set_id` on the disk.",
    refs: { checkov: ["CKV2_AZURE_14"] },
    check: plainDisks,
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
