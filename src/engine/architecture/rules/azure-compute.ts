import { set } from "../design/edit.ts";
import { read } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { fail, mustBe, mustBeSet, mustNotBe, mustNotMatch, pass, spelling, unknown, worstOf } from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const machines = ["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"];
const scaleSets = ["azurerm_linux_virtual_machine_scale_set", "azurerm_windows_virtual_machine_scale_set"];
const legacy = ["azurerm_virtual_machine", "azurerm_virtual_machine_scale_set"];

const passwordLogin = (component: Component): Verdict =>
  worstOf(
    ["disable_password_authentication", "os_profile_linux_config.disable_password_authentication"].map((path) =>
      mustNotBe(path, false)(component),
    ),
  );

const placement = ({ attributes }: Component): Verdict =>
  ["zone", "zones", "availability_set_id", "virtual_machine_scale_set_id"].some(
    (name) => read(attributes, name) !== undefined,
  )
    ? pass
    : fail();

const backup = (component: Component, model: Model): Verdict => {
  const protectedMachines = companionsOf(component, model, "azurerm_backup_protected_vm", "source_vm_id");
  if (protectedMachines === undefined) return unknown;
  return protectedMachines.length > 0 ? pass : fail();
};

const automaticUpdates = (component: Component): string =>
  spelling(component, "automatic_updates_enabled", "enable_automatic_updates");

export const azureComputeRules: readonly Rule[] = [
  rule({
    id: "azure-vm-password-login",
    severity: "high",
    pillar: "security",
    types: ["azurerm_linux_virtual_machine", "azurerm_linux_virtual_machine_scale_set", ...legacy],
    title: "Linux machine takes passwords",
    why: "Passwords can be guessed or leak; bots try them on every address they find.",
    fix: "Set `disable_password_authentication = true` and give an `admin_ssh_key`.",
    refs: { checkov: ["CKV_AZURE_1", "CKV_AZURE_49", "CKV_AZURE_149", "CKV_AZURE_178"] },
    check: passwordLogin,
  }),
  rule({
    id: "azure-vm-host-encryption",
    severity: "medium",
    pillar: "security",
    types: [...machines, ...scaleSets],
    title: "Machine is not encrypted on its host",
    why: "Temporary disks and caches lie unencrypted on the host, whatever the disks themselves do.",
    fix: "Set `encryption_at_host_enabled = true`, after the feature was registered for the subscription.",
    refs: { checkov: ["CKV_AZURE_97", "CKV_AZURE_151"] },
    check: mustBe("encryption_at_host_enabled", true),
  }),
  rule({
    id: "azure-vm-no-zone",
    severity: "medium",
    pillar: "reliability",
    types: machines,
    title: "Machine is neither in a zone nor in an availability set",
    why: "Azure may place it with its siblings on the same rack, and a single fault takes all of them.",
    fix: "Set `zone`, a different one for each machine, or `availability_set_id`.",
    refs: {},
    check: placement,
  }),
  rule({
    id: "azure-vm-no-backup",
    severity: "medium",
    pillar: "reliability",
    types: [...machines, "azurerm_virtual_machine"],
    title: "Machine is not backed up",
    why: "After a mistake, malware or a broken disk it cannot be brought back.",
    fix: "Add an `azurerm_backup_protected_vm` with the machine's id as `source_vm_id`.",
    refs: { checkov: ["CKV2_AZURE_12"] },
    check: backup,
  }),
  rule({
    id: "azure-vm-old-series",
    severity: "low",
    pillar: "cost",
    types: machines,
    title: "Machine belongs to an old series",
    why: "Newer series give more performance for the same money, and old ones are retired.",
    fix: "Set `size` to a current series such as Standard_D2s_v5.",
    refs: {},
    check: mustNotMatch("size", /^(?:Basic_|Standard_A\d|Standard_DS?\d+(?:_v2)?$)/),
  }),
  rule({
    id: "azure-vm-no-updates",
    severity: "medium",
    pillar: "security",
    types: ["azurerm_windows_virtual_machine", "azurerm_windows_virtual_machine_scale_set"],
    title: "Windows does not update itself",
    why: "Known holes stay open until someone remembers to close them.",
    fix: "Set `automatic_updates_enabled` to true.",
    refs: { checkov: ["CKV_AZURE_177"] },
    check: (component) => mustNotBe(automaticUpdates(component), false)(component),
    remedy: (component) => [set(component.address, automaticUpdates(component), true)],
  }),
  rule({
    id: "azure-disk-unencrypted",
    severity: "high",
    pillar: "security",
    types: ["azurerm_managed_disk"],
    title: "Disk encryption is switched off",
    why: "Who gets hold of a copy of the disk reads everything on it.",
    fix: "Remove `encryption_settings.enabled = false`.",
    refs: { checkov: ["CKV_AZURE_2"] },
    check: mustNotBe("encryption_settings.enabled", false),
  }),
  rule({
    id: "azure-disk-customer-key",
    severity: "low",
    pillar: "security",
    types: ["azurerm_managed_disk"],
    title: "Disk has no key of your own",
    why: "Microsoft's key cannot be withdrawn by you, which some contracts and regulators ask for.",
    fix: "Set `disk_encryption_set_id`.",
    refs: { checkov: ["CKV_AZURE_93"], cis: ["2.1:7.3", "3.0:8.3"] },
    check: mustBeSet("disk_encryption_set_id"),
  }),
];
