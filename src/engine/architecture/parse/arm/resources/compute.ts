import type { ArmMappings, Fields, ResourceFacts } from "./mapping.ts";
import { identity, translated } from "./mapping.ts";

const image = (prefix: string): Fields => ({
  [`${prefix}.publisher`]: "source_image_reference.publisher",
  [`${prefix}.offer`]: "source_image_reference.offer",
  [`${prefix}.sku`]: "source_image_reference.sku",
  [`${prefix}.version`]: "source_image_reference.version",
  [`${prefix}.id`]: "source_image_id",
});

const osDisk = (prefix: string): Fields => ({
  [`${prefix}.name`]: "os_disk.name",
  [`${prefix}.caching`]: "os_disk.caching",
  [`${prefix}.diskSizeGB`]: "os_disk.disk_size_gb",
  [`${prefix}.managedDisk.storageAccountType`]: "os_disk.storage_account_type",
  [`${prefix}.managedDisk.diskEncryptionSet.id`]: "os_disk.disk_encryption_set_id",
});

/** What a machine and a scale set say of their system in the same words. */
const system = (prefix: string): Fields => ({
  [`${prefix}osProfile.adminUsername`]: "admin_username",
  [`${prefix}osProfile.adminPassword`]: "admin_password",
  [`${prefix}osProfile.customData`]: "custom_data",
  [`${prefix}osProfile.allowExtensionOperations`]: "allow_extension_operations",
  [`${prefix}osProfile.linuxConfiguration.disablePasswordAuthentication`]: "disable_password_authentication",
  [`${prefix}osProfile.linuxConfiguration.provisionVMAgent`]: "provision_vm_agent",
  [`${prefix}osProfile.linuxConfiguration.patchSettings.patchMode`]: "patch_mode",
  [`${prefix}osProfile.linuxConfiguration.ssh.publicKeys`]: {
    each: "admin_ssh_key",
    fields: { keyData: "public_key", path: "username" },
  },
  [`${prefix}osProfile.windowsConfiguration.enableAutomaticUpdates`]: "automatic_updates_enabled",
  [`${prefix}osProfile.windowsConfiguration.provisionVMAgent`]: "provision_vm_agent",
  [`${prefix}osProfile.windowsConfiguration.patchSettings.patchMode`]: "patch_mode",
  [`${prefix}osProfile.windowsConfiguration.timeZone`]: "timezone",
  [`${prefix}securityProfile.encryptionAtHost`]: "encryption_at_host_enabled",
  [`${prefix}securityProfile.uefiSettings.secureBootEnabled`]: "secure_boot_enabled",
  [`${prefix}securityProfile.uefiSettings.vTpmEnabled`]: "vtpm_enabled",
  [`${prefix}priority`]: "priority",
  [`${prefix}evictionPolicy`]: "eviction_policy",
  [`${prefix}licenseType`]: "license_type",
  [`${prefix}diagnosticsProfile.bootDiagnostics.storageUri`]: "boot_diagnostics.storage_account_uri",
  ...image(`${prefix}storageProfile.imageReference`),
  ...osDisk(`${prefix}storageProfile.osDisk`),
});

/** Which system does it run? What the profile says counts first, then the image. */
const isWindows = ({ at, text }: ResourceFacts, prefix: string): boolean => {
  if (at(`${prefix}osProfile.linuxConfiguration`) !== undefined) return false;
  if (at(`${prefix}osProfile.windowsConfiguration`) !== undefined) return true;
  const said = [
    text(`${prefix}storageProfile.osDisk.osType`),
    text(`${prefix}storageProfile.imageReference.publisher`),
    text(`${prefix}storageProfile.imageReference.offer`),
  ];
  return said.some((word) => /windows|sqlserver|visualstudio/i.test(word ?? ""));
};

/** The disk that a machine starts from, as Azure makes it where nothing is said. */
const startDisk: readonly (readonly [string, string])[] = [
  ["os_disk.caching", '"ReadWrite"'],
  ["os_disk.storage_account_type", '"Standard_LRS"'],
];

/** Terraform forbids passwords on Linux where nothing is said; Azure takes them. */
const passwords = (facts: ResourceFacts, prefix: string): readonly (readonly [string, string])[] =>
  isWindows(facts, prefix) || facts.at(`${prefix}osProfile`) === undefined
    ? []
    : [["disable_password_authentication", "false"]];

export const computeMappings: ArmMappings = {
  "microsoft.compute/virtualmachines": {
    type: (facts) =>
      isWindows(facts, "properties.") ? "azurerm_windows_virtual_machine" : "azurerm_linux_virtual_machine",
    fields: {
      ...identity,
      ...system("properties."),
      zones: { first: "zone" },
      "properties.hardwareProfile.vmSize": "size",
      "properties.networkProfile.networkInterfaces": { pluck: "network_interface_ids", of: "id" },
      "properties.availabilitySet.id": "availability_set_id",
      "properties.virtualMachineScaleSet.id": "virtual_machine_scale_set_id",
      "properties.proximityPlacementGroup.id": "proximity_placement_group_id",
    },
    defaults: (facts) => [...passwords(facts, "properties."), ...startDisk],
  },
  "microsoft.compute/virtualmachines/datadisks": {
    type: "azurerm_managed_disk",
    isPlaced: true,
    fields: {
      diskSizeGB: "disk_size_gb",
      createOption: "create_option",
      "managedDisk.storageAccountType": "storage_account_type",
      "managedDisk.diskEncryptionSet.id": "disk_encryption_set_id",
    },
    defaults: ({ text }) => [
      ...(text("diskSizeGB") === undefined ? ([["disk_size_gb", "128"]] as const) : []),
      ["name", '"data"'],
      ["storage_account_type", '"Standard_LRS"'],
      ["create_option", '"Empty"'],
    ],
  },
  "microsoft.compute/virtualmachines/extensions": {
    type: "azurerm_virtual_machine_extension",
    owner: { attribute: "virtual_machine_id", by: "id" },
    fields: {
      "properties.publisher": "publisher",
      "properties.type": "type",
      "properties.typeHandlerVersion": "type_handler_version",
      "properties.autoUpgradeMinorVersion": "auto_upgrade_minor_version",
    },
  },
  "microsoft.compute/virtualmachinescalesets": {
    type: (facts) =>
      isWindows(facts, "properties.virtualMachineProfile.")
        ? "azurerm_windows_virtual_machine_scale_set"
        : "azurerm_linux_virtual_machine_scale_set",
    fields: {
      ...identity,
      ...system("properties.virtualMachineProfile."),
      // An old place for it that Azure's own samples use.
      "properties.virtualMachineProfile.osProfile.linuxConfiguration.adminPassword": "admin_password",
      "sku.name": "sku",
      "sku.capacity": "instances",
      zones: "zones",
      "properties.upgradePolicy.mode": "upgrade_mode",
      "properties.upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade":
        "automatic_os_upgrade_policy.enable_automatic_os_upgrade",
      "properties.zoneBalance": "zone_balance",
      "properties.overprovision": "overprovision",
      "properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations": {
        each: "network_interface",
        fields: {
          name: "name",
          "properties.primary": "primary",
          "properties.networkSecurityGroup.id": "network_security_group_id",
          "properties.ipConfigurations": {
            each: "ip_configuration",
            fields: {
              name: "name",
              "properties.primary": "primary",
              "properties.subnet.id": "subnet_id",
              "properties.loadBalancerBackendAddressPools": {
                pluck: "load_balancer_backend_address_pool_ids",
                of: "id",
              },
              "properties.applicationGatewayBackendAddressPools": {
                pluck: "application_gateway_backend_address_pool_ids",
                of: "id",
              },
              "properties.publicIPAddressConfiguration": { each: "public_ip_address", fields: { name: "name" } },
            },
          },
        },
      },
    },
    defaults: (facts) => [...passwords(facts, "properties.virtualMachineProfile."), ...startDisk],
  },
  "microsoft.compute/availabilitysets": {
    type: "azurerm_availability_set",
    fields: {
      "properties.platformFaultDomainCount": "platform_fault_domain_count",
      "properties.platformUpdateDomainCount": "platform_update_domain_count",
    },
  },
  "microsoft.compute/disks": {
    type: "azurerm_managed_disk",
    fields: {
      "sku.name": "storage_account_type",
      zones: { first: "zone" },
      "properties.diskSizeGB": "disk_size_gb",
      "properties.creationData.createOption": "create_option",
      "properties.encryption.diskEncryptionSetId": "disk_encryption_set_id",
      "properties.encryptionSettingsCollection.enabled": "encryption_settings.enabled",
      "properties.encryptionSettings.enabled": "encryption_settings.enabled",
      "properties.networkAccessPolicy": "network_access_policy",
      "properties.publicNetworkAccess": translated("public_network_access_enabled", {
        enabled: "true",
        disabled: "false",
      }),
      "properties.osType": "os_type",
    },
  },
  "microsoft.compute/snapshots": {
    type: "azurerm_snapshot",
    fields: {
      "properties.creationData.createOption": "create_option",
      "properties.creationData.sourceResourceId": "source_resource_id",
      "properties.diskSizeGB": "disk_size_gb",
    },
  },
  "microsoft.compute/images": { type: "azurerm_image", fields: {} },
  "microsoft.compute/diskencryptionsets": {
    type: "azurerm_disk_encryption_set",
    fields: { ...identity, "properties.activeKey.keyUrl": "key_vault_key_id" },
  },
  "microsoft.insights/autoscalesettings": {
    type: "azurerm_monitor_autoscale_setting",
    fields: {
      "properties.targetResourceUri": "target_resource_id",
      "properties.enabled": "enabled",
      "properties.profiles": {
        each: "profile",
        fields: {
          name: "name",
          "capacity.minimum": "capacity.minimum",
          "capacity.maximum": "capacity.maximum",
          "capacity.default": "capacity.default",
        },
      },
    },
  },
};
