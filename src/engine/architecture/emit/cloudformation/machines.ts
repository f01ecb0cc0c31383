import type { Draft } from "./cfn.ts";
import type { Reader } from "./reader.ts";

/** Which image to start is for the caller to say: a look-up by filter has no equal here. Machines of one block share it. */
export const imageOf = (machine: Reader, path: string): Draft => {
  if (machine.text(path) !== undefined) return machine.plain(path);
  const { component, translation } = machine;
  const [first = component] = translation.meant(component.address);
  return translation.parameter(first, path, {
    type: "AWS::EC2::Image::Id",
    description: `Image for ${component.address}`,
  });
};

export const ebs = (disk: Reader): Draft => ({
  ...disk.copy({
    VolumeSize: "volume_size",
    VolumeType: "volume_type",
    Iops: "iops",
    Encrypted: "encrypted",
    DeleteOnTermination: "delete_on_termination",
  }),
  KmsKeyId: disk.arn("kms_key_id"),
  SnapshotId: disk.plain("snapshot_id"),
});

/** Disks of a machine: its root, and others. */
export const disksOf = (machine: Reader): Draft => {
  const root = machine.each("root_block_device", (disk) => ({
    DeviceName: disk.plain("device_name") ?? "/dev/xvda",
    Ebs: ebs(disk),
  }));
  const others = machine.each("ebs_block_device", (disk) => ({
    DeviceName: disk.must.plain("device_name"),
    Ebs: ebs(disk),
  }));
  const disks = [root, others].flatMap((list) => (Array.isArray(list) ? list : []));
  return disks.length === 0 ? undefined : disks;
};

/** Who may ask a machine for its own data. */
export const metadataOf = (machine: Reader): Draft =>
  machine.within("metadata_options", (options) =>
    options.copy({
      HttpEndpoint: "http_endpoint",
      HttpTokens: "http_tokens",
      HttpPutResponseHopLimit: "http_put_response_hop_limit",
      InstanceMetadataTags: "instance_metadata_tags",
    }),
  );

/** Terraform takes a script that is encoded already as it is. */
const isEncoded = (script: Draft): boolean =>
  typeof script === "string"
    ? script.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(script)
    : typeof script === "object" && "Fn::Base64" in script;

/** A start script that is only text: CloudFormation encodes it. */
export const startScript = (machine: Reader): Draft => {
  const encoded = machine.written("user_data_base64");
  const script = machine.written("user_data");
  return encoded ?? (script === undefined || isEncoded(script) ? script : { "Fn::Base64": script });
};
