import { set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, read, readAll } from "../model/index.ts";
import type { Attributes, Component, Model } from "../model/index.ts";
import { backupPlan, backupSelection } from "./aws-backup-plan.ts";
import { stackKey, stackKeyArn } from "./aws-stack-key.ts";
import { allPlaces, eachBlock, fail, mustBe, mustHaveOwnKey, mustNotBe, pass, unknown } from "./checks.ts";
import { inRoot, isInDefaultRegion, setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const disks = ["root_block_device", "ebs_block_device"];

const isTrue = (block: Attributes, path: string): boolean => asText(read(block, path)) === "true";

/** The account encrypts every new volume by itself. */
const isDefault = (model: Model): boolean =>
  model
    .ofType("aws_ebs_encryption_by_default")
    .some(({ attributes }) => asText(read(attributes, "enabled")) !== "false");

/** A copy of an encrypted snapshot is encrypted too; whether the snapshot is, its id does not tell. */
const diskVerdict = (disk: Attributes, path: string): Verdict => {
  const encrypted = read(disk, "encrypted");
  if (isUnknown(encrypted)) return unknown;
  if (isTrue(disk, "encrypted")) return pass;
  if (encrypted === undefined) return read(disk, "snapshot_id") === undefined ? fail(path) : unknown;
  return fail(`${path}.encrypted`);
};

const instanceDisks = (component: Component, model: Model): Verdict => {
  const root = read(component.attributes, "launch_template") === undefined ? fail() : unknown;
  const verdict = allPlaces([
    eachBlock(component, "ebs_block_device", diskVerdict),
    eachBlock(component, "root_block_device", diskVerdict, root),
  ]);
  return verdict.outcome === "fail" && verdict.path?.endsWith(".encrypted") !== true && isDefault(model)
    ? pass
    : verdict;
};

const templateDisks = (component: Component, model: Model): Verdict => {
  const verdict = eachBlock(
    component,
    "block_device_mappings",
    (mapping, path) => {
      const ebs = readAll(mapping, "ebs")[0]?.[1];
      return ebs === undefined ? pass : diskVerdict(ebs, `${path}.ebs`);
    },
    unknown,
  );
  return verdict.outcome === "fail" && isDefault(model) ? pass : verdict;
};

const encryptDisks: Rule["remedy"] = ({ address, attributes }) => {
  const edits: Edit[] = [];
  if (readAll(attributes, "root_block_device").length === 0)
    edits.push(set(address, "root_block_device.encrypted", true));
  for (const name of disks)
    for (const [path, disk] of readAll(attributes, name))
      if (!isTrue(disk, "encrypted")) edits.push(set(address, `${path}.encrypted`, true));
  return edits;
};

const encryptTemplate: Rule["remedy"] = ({ address, attributes }) =>
  readAll(attributes, "block_device_mappings").flatMap(([path, mapping]) =>
    readAll(mapping, "ebs").flatMap(([inner, ebs]) =>
      isTrue(ebs, "encrypted") ? [] : [set(address, `${path}.${inner}.encrypted`, true)],
    ),
  );

const oldDisks = ({ attributes }: Component): string[] => [
  ...(asText(read(attributes, "type")) === "gp2" ? ["type"] : []),
  ...disks.flatMap((name) =>
    readAll(attributes, name).flatMap(([path, disk]) =>
      asText(read(disk, "volume_type")) === "gp2" ? [`${path}.volume_type`] : [],
    ),
  ),
  ...readAll(attributes, "block_device_mappings").flatMap(([path, mapping]) =>
    asText(read(mapping, "ebs.volume_type")) === "gp2" ? [`${path}.ebs.volume_type`] : [],
  ),
];

const declaredInRoot = (model: Model): readonly Component[] =>
  model.ofType("aws_ebs_volume").filter((volume) => !volume.address.startsWith("module.") && isInDefaultRegion(volume));

const isBackedUp = (model: Model): boolean =>
  model.ofType("aws_dlm_lifecycle_policy").length > 0 || model.ofType("aws_backup_selection").length > 0;

/** Rules about disks of virtual machines and their copies. */
export const ebsRules: readonly Rule[] = [
  rule({
    id: "aws-ebs-encryption",
    severity: "high",
    pillar: "security",
    types: ["aws_ebs_volume"],
    title: "Volume is not encrypted",
    why: "Whoever gets at a snapshot or a copy of the disk can read everything on it.",
    fix: "Set encrypted = true; an existing volume is replaced, so make the new one from an encrypted copy of its snapshot.",
    refs: { checkov: ["CKV_AWS_3", "CKV2_AWS_2"], cis: ["5.0:5.1.1", "6.0:6.1.1"], fsbp: ["EC2.3"] },
    check: (component, model) => {
      const verdict = mustBe("encrypted", true)(component);
      if (verdict.outcome !== "fail" || read(component.attributes, "encrypted") !== undefined) return verdict;
      if (read(component.attributes, "snapshot_id") !== undefined) return unknown;
      return isDefault(model) ? pass : verdict;
    },
    remedy: setTo("encrypted", true),
  }),
  rule({
    id: "aws-ebs-customer-key",
    severity: "low",
    pillar: "security",
    types: ["aws_ebs_volume"],
    title: "Volume without a key of your own",
    why: "You can neither share its snapshots safely nor revoke access to the data by the key.",
    fix: "Set kms_key_id; an existing volume is replaced, so make the new one from a copy of its snapshot with that key.",
    refs: { checkov: ["CKV_AWS_189"] },
    check: mustHaveOwnKey("kms_key_id"),
    // A volume that is encrypted already is not worth replacing for another key.
    remedy: inRoot(({ address, attributes }) =>
      isTrue(attributes, "encrypted")
        ? []
        : [...stackKey, set(address, "encrypted", true), set(address, "kms_key_id", stackKeyArn)],
    ),
  }),
  rule({
    id: "aws-ec2-disk-encryption",
    severity: "high",
    pillar: "security",
    types: ["aws_instance", "aws_spot_instance_request", "aws_launch_configuration"],
    title: "Disk of the instance is not encrypted",
    why: "Whoever gets at a snapshot or a copy of the disk can read everything on it.",
    fix: "Set encrypted = true in root_block_device and in every ebs_block_device; an existing instance is replaced by a new one.",
    refs: { checkov: ["CKV_AWS_8"], cis: ["5.0:5.1.1", "6.0:6.1.1"], fsbp: ["EC2.3"] },
    check: instanceDisks,
    remedy: encryptDisks,
  }),
  rule({
    id: "aws-ec2-template-disk-encryption",
    severity: "high",
    pillar: "security",
    types: ["aws_launch_template"],
    title: "Launch template makes disks that are not encrypted",
    why: "Every instance started from it keeps its data in the clear.",
    fix: "Set block_device_mappings.ebs.encrypted = true.",
    refs: { cis: ["5.0:5.1.1", "6.0:6.1.1"], fsbp: ["EC2.3"] },
    check: templateDisks,
    remedy: encryptTemplate,
  }),
  rule({
    id: "aws-ebs-image-encryption",
    severity: "medium",
    pillar: "security",
    types: ["aws_ami"],
    title: "Machine image holds an unencrypted disk",
    why: "What is baked into the image can be read by whoever gets a copy of it, and every instance starts unencrypted.",
    fix: "Set encrypted = true in every ebs_block_device.",
    refs: { checkov: ["CKV_AWS_204"] },
    check: (component) => eachBlock(component, "ebs_block_device", diskVerdict, unknown),
    remedy: ({ address, attributes }) =>
      readAll(attributes, "ebs_block_device").flatMap(([path, disk]) =>
        isTrue(disk, "encrypted") || read(disk, "snapshot_id") !== undefined
          ? []
          : [set(address, `${path}.encrypted`, true)],
      ),
  }),
  rule({
    id: "aws-ebs-snapshot-copy-encryption",
    severity: "high",
    pillar: "security",
    types: ["aws_ebs_snapshot_copy", "aws_ami_copy"],
    title: "Copy of a disk is not encrypted",
    why: "The copy can be read by whoever it is shared with, or whoever shares it by mistake.",
    fix: "Set encrypted = true.",
    refs: { checkov: ["CKV_AWS_235"] },
    check: mustBe("encrypted", true),
    remedy: setTo("encrypted", true),
  }),
  rule({
    id: "aws-ebs-gp3",
    severity: "low",
    pillar: "cost",
    types: ["aws_ebs_volume", "aws_instance", "aws_launch_template", "aws_launch_configuration"],
    title: "Disk of type gp2",
    why: "gp3 costs a fifth less per gigabyte and is fast at every size.",
    fix: 'Set the volume\'s type to "gp3".',
    refs: {},
    check: (component) => {
      const [first] = oldDisks(component);
      if (first !== undefined) return fail(first);
      return isUnknown(read(component.attributes, "type")) ? unknown : pass;
    },
    remedy: (component) => oldDisks(component).map((path) => set(component.address, path, "gp3")),
  }),
  rule({
    id: "aws-ebs-default-encryption",
    severity: "medium",
    pillar: "security",
    types: ["aws_ebs_encryption_by_default"],
    title: "Encryption of new volumes is switched off for the account",
    why: "Every volume that does not ask for encryption stays readable in its snapshots.",
    fix: "Set enabled = true.",
    refs: { checkov: ["CKV_AWS_106"], cis: ["7.0:6.1.1"], fsbp: ["EC2.7"] },
    check: mustNotBe("enabled", false),
    remedy: setTo("enabled", true),
  }),
  rule({
    id: "aws-ebs-backup",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_ebs_volume"],
    title: "Volume is not backed up",
    why: "A volume lives in one zone: when it is lost, damaged or deleted there is nothing to restore it from.",
    fix: "Add an aws_backup_plan with an aws_backup_selection that covers the volume.",
    refs: { checkov: ["CKV2_AWS_9"], fsbp: ["EC2.28"] },
    check: (_, model) => (isBackedUp(model) ? pass : fail()),
    remedy: inRoot((_, model) => [...backupPlan(), backupSelection("stackstage_volumes", declaredInRoot(model))]),
  }),
  rule({
    id: "aws-backup-vault-key",
    severity: "low",
    pillar: "security",
    types: ["aws_backup_vault"],
    title: "Backup vault without a key of your own",
    why: "You can neither revoke access to the backups by the key nor see who decrypts them.",
    fix: "Set kms_key_arn; an existing vault is replaced, which AWS refuses while there are backups in it.",
    refs: { checkov: ["CKV_AWS_166"] },
    check: mustHaveOwnKey("kms_key_arn"),
  }),
];
