import { add, code, replace, set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { armSibling, newerSibling } from "./aws-instance-types.ts";
import { fail, judge, mustBe, mustBeSet, mustNotBe, pass, textAt, unknown } from "./checks.ts";
import { hidesSecret, secretPath } from "./literal-secret.ts";
import { isPointedAt } from "./pointed-at.ts";
import { inRoot, setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const instances = ["aws_instance", "aws_spot_instance_request"];
const templates = ["aws_launch_template", "aws_launch_configuration"];

/** An `argument` that an instance leaves out comes from its launch template, where it has one. */
const withTemplate =
  (argument: string, check: (component: Component, model: Model) => Verdict) =>
  (component: Component, model: Model): Verdict => {
    const own = check(component, model);
    const isOwn = read(component.attributes, argument) !== undefined;
    if (own.outcome !== "fail" || isOwn || read(component.attributes, "launch_template") === undefined) return own;
    const template = model.target(component, "launch_template");
    return template === undefined || check(template, model).outcome !== "fail" ? unknown : own;
  };

const tokensRequired = (component: Component): Verdict => {
  if (textAt(component, "metadata_options.http_endpoint") === "disabled") return pass;
  return mustBe("metadata_options.http_tokens", "required")(component);
};

const hasPublicAddress = (component: Component): Verdict => {
  const direct = mustNotBe("associate_public_ip_address", true)(component);
  return direct.outcome === "pass"
    ? mustNotBe("network_interfaces.associate_public_ip_address", true)(component)
    : direct;
};

const userData = ["user_data", "user_data_base64"];

const secretInUserData = (component: Component): Verdict => {
  const path = secretPath(component.attributes, ...userData);
  if (path !== undefined) return fail(path);
  const values = userData.map((name) => [name, read(component.attributes, name)] as const);
  const encoded = values.find(([, value]) => typeof value === "string" && hidesSecret(value));
  if (encoded !== undefined) return fail(encoded[0]);
  return values.some(([, value]) => isUnknown(value) && value.shape === undefined) ? unknown : pass;
};

/** Families that are optimised for EBS only when asked, or not at all (t1, t2). Source: AWS, "Amazon EBS-optimized instance types". */
const optimisedOnRequest = /^(?:t[12]|m[123]|c[13]|r3|i2|g2|hi1|cr1|cc2|cg1)\./;

const ebsOptimised = (component: Component): Verdict => {
  const type = read(component.attributes, "instance_type");
  const missing = isUnknown(type) ? unknown : matches(type, optimisedOnRequest) ? fail() : pass;
  return judge(component, "ebs_optimized", (value) => asText(value) !== "false", missing);
};

const instanceProfile: readonly Edit[] = [
  add(
    "aws_iam_role.stackstage_instance",
    `resource "aws_iam_role" "stackstage_instance" {
  name_prefix = "stackstage-instance-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "ec2.amazonaws.com" }
        Action    = "sts:AssumeRole"
      },
    ]
  })
}
`,
  ),
  add(
    "aws_iam_role_policy_attachment.stackstage_instance",
    `resource "aws_iam_role_policy_attachment" "stackstage_instance" {
  role       = aws_iam_role.stackstage_instance.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
`,
  ),
  add(
    "aws_iam_instance_profile.stackstage_instance",
    `resource "aws_iam_instance_profile" "stackstage_instance" {
  name_prefix = "stackstage-instance-"
  role        = aws_iam_role.stackstage_instance.name
}
`,
  ),
];

const isReplaceable = (component: Component, model: Model): boolean =>
  component.id !== component.address ||
  (model.ofType("aws_instance").length > 1 &&
    ["aws_lb_target_group_attachment", "aws_alb_target_group_attachment"].some(
      (type) => model.attached(component, type, "target_id").length > 0,
    ));

/** What an address may serve; the attribute of each that names it. */
const addressUsers: readonly [type: string, via: string][] = [
  ["aws_eip_association", "allocation_id"],
  ["aws_nat_gateway", "allocation_id"],
  ["aws_lb", "subnet_mapping"],
  ["aws_alb", "subnet_mapping"],
  ["aws_transfer_server", "endpoint_details"],
];

const isUsed = (component: Component, model: Model): boolean =>
  ["instance", "network_interface", "associate_with_private_ip"].some(
    (name) => read(component.attributes, name) !== undefined,
  ) ||
  addressUsers.some(([type, via]) => model.attached(component, type, via).length > 0) ||
  // A module that is called uses what it is given, e.g. a network of the registry its addresses.
  isPointedAt(component, model, "module");

const isPinned = (component: Component): boolean =>
  read(component.attributes, "owners") !== undefined ||
  readAll(component.attributes, "filter").some(([, filter]) =>
    matches(read(filter, "name"), /^(?:owner-id|owner-alias|image-id)$/),
  );

const wildName = (component: Component): Verdict => {
  if (asText(read(component.attributes, "most_recent")) !== "true" || isPinned(component)) return pass;
  const names = readAll(component.attributes, "filter").filter(([, filter]) => asText(read(filter, "name")) === "name");
  const regex = read(component.attributes, "name_regex") !== undefined;
  const wild = names.find(([, { values }]) => [values ?? []].flat().some((value) => matches(value, /[*?]/)));
  return wild === undefined && !regex ? pass : fail(wild?.[0] ?? "name_regex");
};

/** Rules about virtual machines and what they are launched from. */
export const ec2Rules: readonly Rule[] = [
  rule({
    id: "aws-ec2-imdsv2",
    severity: "high",
    pillar: "security",
    types: [...instances, ...templates],
    title: "Instance metadata can be read without a token",
    why: "A server-side request forgery in the application is enough to steal the credentials of the instance's role.",
    fix: 'Set metadata_options.http_tokens = "required".',
    refs: { checkov: ["CKV_AWS_79"], cis: ["6.0:6.7", "7.0:6.7"], fsbp: ["EC2.8"] },
    check: withTemplate("metadata_options", tokensRequired),
    remedy: setTo("metadata_options.http_tokens", "required"),
  }),
  rule({
    id: "aws-ec2-metadata-hop-limit",
    severity: "low",
    pillar: "security",
    types: templates,
    title: "Instance metadata can be reached over several network hops",
    why: "Containers on the instance can read the credentials of its role.",
    fix: "Set metadata_options.http_put_response_hop_limit = 1.",
    refs: { checkov: ["CKV_AWS_341"], fsbp: ["AutoScaling.4"] },
    check: (component) =>
      judge(component, "metadata_options.http_put_response_hop_limit", (value) => Number(asText(value)) <= 1, pass),
  }),
  rule({
    id: "aws-ec2-public-address",
    severity: "medium",
    pillar: "security",
    types: [...instances, ...templates],
    title: "Instance has a public address",
    why: "It can be probed and attacked directly; one wrong security group rule exposes it.",
    fix: "Set associate_public_ip_address = false and reach it through a load balancer, a VPN or Session Manager.",
    refs: { checkov: ["CKV_AWS_88", "CKV_AWS_389"], fsbp: ["EC2.9", "AutoScaling.5"] },
    check: hasPublicAddress,
  }),
  rule({
    id: "aws-ec2-monitoring",
    severity: "low",
    pillar: "operations",
    types: instances,
    title: "Detailed monitoring is off",
    why: "Metrics come only every five minutes, so alarms and scaling react late.",
    fix: "Set monitoring = true.",
    refs: { checkov: ["CKV_AWS_126"] },
    check: withTemplate("monitoring", mustBe("monitoring", true)),
    remedy: setTo("monitoring", true),
  }),
  rule({
    id: "aws-ec2-user-data-secret",
    severity: "critical",
    pillar: "security",
    types: [...instances, ...templates],
    title: "Start-up script holds a secret",
    why: "User data can be read by every process on the instance, by everyone who may describe it, and by whoever reads this code.",
    fix: "Take the secret out of user_data and read it from Secrets Manager with the instance's role.",
    refs: { checkov: ["CKV_AWS_46"] },
    check: secretInUserData,
  }),
  rule({
    id: "aws-ec2-instance-profile",
    severity: "low",
    pillar: "security",
    types: ["aws_instance"],
    title: "Instance has no role of its own",
    why: "Software on it can only reach AWS with long-lived keys stored on disk.",
    fix: "Set iam_instance_profile to a profile with just the rights it needs.",
    refs: { checkov: ["CKV2_AWS_41"], cis: ["6.0:2.17", "7.0:2.16"] },
    check: withTemplate("iam_instance_profile", mustBeSet("iam_instance_profile")),
    remedy: inRoot(({ address }) => [
      ...instanceProfile,
      set(address, "iam_instance_profile", code("aws_iam_instance_profile.stackstage_instance.name")),
    ]),
  }),
  rule({
    id: "aws-ec2-old-generation",
    severity: "medium",
    pillar: "cost",
    types: [...instances, ...templates],
    title: "Instance type of an old generation",
    why: "The current generation does the same work faster for less money, and old hardware is retired first.",
    fix: "Set instance_type to the current generation, e.g. t3 for t2 or m7i for m4.",
    refs: {},
    check: (component) =>
      judge(component, "instance_type", (value) => !matches(value, /^(?:t[12]|m[1-4]|c[1-4]|r[34]|i2|g2|d2)\./), pass),
    remedy: (component) => {
      const type = textAt(component, "instance_type") ?? "";
      const newer = newerSibling(type);
      return newer === undefined ? [] : [replace(component.address, "instance_type", type, newer)];
    },
  }),
  rule({
    id: "aws-ec2-arm-alternative",
    severity: "low",
    pillar: "sustainability",
    types: [...instances, ...templates],
    title: "x86 instance where Graviton would do",
    why: "Graviton needs up to 60 % less energy for the same work and costs about a fifth less.",
    fix: "Build the image for arm64 and set instance_type to the Graviton sibling, e.g. t4g for t3.",
    refs: {},
    check: (component) =>
      judge(component, "instance_type", (value) => armSibling(asText(value) ?? "") === undefined, pass),
  }),
  rule({
    id: "aws-ec2-single-instance",
    severity: "medium",
    pillar: "reliability",
    types: ["aws_instance"],
    title: "Instance that nothing replaces when it fails",
    why: "When the machine or its zone goes down the service stays down until somebody acts.",
    fix: "Run it in an aws_autoscaling_group over two zones instead of as an aws_instance.",
    refs: {},
    check: (component, model) => (isReplaceable(component, model) ? pass : fail()),
  }),
  rule({
    id: "aws-ec2-ebs-optimized",
    severity: "low",
    pillar: "performance",
    types: ["aws_instance"],
    title: "Instance shares its network with its disks",
    why: "Disk and network traffic slow each other down under load.",
    fix: "Set ebs_optimized = true, on an instance type that supports it.",
    refs: { checkov: ["CKV_AWS_135"] },
    check: ebsOptimised,
    remedy: (component) =>
      /^t[12]\./.test(textAt(component, "instance_type") ?? "t2.")
        ? []
        : [set(component.address, "ebs_optimized", true)],
  }),
  rule({
    id: "aws-ec2-unused-address",
    severity: "low",
    pillar: "cost",
    types: ["aws_eip"],
    title: "Public address that nothing uses",
    why: "An address that is not attached to anything is charged by the hour.",
    fix: "Attach the address with instance or an aws_eip_association, or remove it.",
    refs: { checkov: ["CKV2_AWS_19"], fsbp: ["EC2.12"] },
    check: (component, model) => (isUsed(component, model) ? pass : fail()),
  }),
  rule({
    id: "aws-ec2-image-owner",
    severity: "high",
    pillar: "security",
    types: ["data.aws_ami"],
    title: "Machine image is looked up by name from any owner",
    why: "Anyone can publish an image with a matching name, and the newest one is taken: your machines would run a stranger's software.",
    fix: "Set owners to the account ids that you trust.",
    refs: { checkov: ["CKV_AWS_386"] },
    check: wildName,
  }),
];
