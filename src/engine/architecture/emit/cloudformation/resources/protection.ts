import { isObject, isUnknown } from "../../../model/index.ts";
import type { Component, Value } from "../../../model/index.ts";
import type { Draft, Properties } from "../cfn.ts";
import { asJsonText } from "../json-text.ts";
import type { Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";
import { firewallRule, switchedTo, visibility } from "../firewall.ts";
import { askFor, translate } from "../values.ts";

/** Terraform's key has a policy of its own only where one is written; CloudFormation asks for one always. */
const defaultKeyPolicy: Draft = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Account",
      Effect: "Allow",
      Principal: { AWS: { "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root" } },
      Action: "kms:*",
      Resource: "*",
    },
  ],
};

/** The value of a secret is never written into a template: what AWS makes up itself, or a parameter. */
const secretValue = (secret: Reader): Properties => {
  const version = secret.companion("aws_secretsmanager_secret_version", "secret_id");
  if (version === undefined) return {};
  const generated = generatedValue(version);
  if (generated !== undefined) return { GenerateSecretString: generated };
  return {
    SecretString: secret.ask("secret_string", { secret: true, description: `Value of ${secret.component.id}` }),
  };
};

/** A random password, alone or as one member of a text of JSON, is what AWS makes up itself. */
const generatedValue = (version: Reader): Draft => {
  const value = version.raw("secret_string");
  if (!isUnknown(value)) return undefined;
  const password = passwordOf(value, version);
  if (password !== undefined && value.shape === undefined) return passwordRules(version.fold(password));
  if (!isObject(value.shape)) return undefined;
  const members = Object.entries(value.shape);
  const [made, ...more] = members.filter(([, member]) => passwordOf(member, version) !== undefined);
  const source = made && passwordOf(made[1], version);
  if (made === undefined || source === undefined || more.length > 0) return undefined;
  const others = members
    .filter((member) => member !== made)
    .map(([name, member]) => [name, sayIn(version, name, member)]);
  return {
    ...passwordRules(version.fold(source)),
    SecretStringTemplate: asJsonText(Object.fromEntries(others)),
    GenerateStringKey: made[0],
  };
};

/** A member of a secret that is no secret itself, such as the user's name. */
const sayIn = ({ component, translation }: Reader, name: string, member: Value): Draft => {
  const place = { component, path: `secret_string.${name}`, handle: "text" } as const;
  return translate(member, place, translation) ?? askFor(place, translation);
};

const passwordOf = (value: Value | undefined, { translation }: Reader): Component | undefined => {
  const [only, ...others] = isUnknown(value) && value.shape === undefined ? value.refs : [];
  if (only === undefined || others.length > 0) return undefined;
  const [source] = translation.meant(only);
  return source?.type === "random_password" ? source : undefined;
};

/** Punctuation that Secrets Manager draws from. Source: AWS, `GetRandomPassword`. */
const punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

const passwordRules = (password: Reader): Properties => {
  const allowed = password.text("override_special");
  const isOff = (path: string): true | undefined => (password.text(path) === "false" ? true : undefined);
  return {
    PasswordLength: password.plain("length"),
    ExcludeLowercase: isOff("lower"),
    ExcludeUppercase: isOff("upper"),
    ExcludeNumbers: isOff("numeric"),
    ExcludePunctuation: isOff("special"),
    ExcludeCharacters:
      allowed === undefined
        ? undefined
        : Array.from(punctuation)
            .filter((character) => !allowed.includes(character))
            .join(""),
  };
};

export const protection: Mappings = {
  aws_kms_key: {
    type: "AWS::KMS::Key",
    handles: { text: "Ref" },
    properties: (key) => ({
      ...key.copy({
        Description: "description",
        EnableKeyRotation: "enable_key_rotation",
        PendingWindowInDays: "deletion_window_in_days",
        MultiRegion: "multi_region",
        KeyUsage: "key_usage",
        KeySpec: "customer_master_key_spec",
        Enabled: "is_enabled",
      }),
      KeyPolicy: key.document("policy") ?? defaultKeyPolicy,
      Tags: key.tags(),
    }),
    options: () => ({ deletionPolicy: "Retain" }),
  },
  aws_kms_alias: {
    type: "AWS::KMS::Alias",
    handles: { text: "Ref", arn: "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:${Self}" },
    properties: (alias) => ({ AliasName: alias.must.plain("name"), TargetKeyId: alias.must.id("target_key_id") }),
  },
  aws_secretsmanager_secret: {
    type: "AWS::SecretsManager::Secret",
    handles: { text: "Ref", id: "Ref", arn: "Ref" },
    properties: (secret) => {
      for (const ignored of ["name_prefix", "recovery_window_in_days", "force_overwrite_replica_secret"])
        secret.raw(ignored);
      return {
        Name: secret.plain("name"),
        Description: secret.plain("description"),
        KmsKeyId: secret.arn("kms_key_id"),
        ...secretValue(secret),
        Tags: secret.tags(),
      };
    },
    options: () => ({ deletionPolicy: "Retain" }),
  },
  aws_secretsmanager_secret_rotation: {
    type: "AWS::SecretsManager::RotationSchedule",
    properties: (rotation) => ({
      SecretId: rotation.must.id("secret_id"),
      RotationLambdaARN: rotation.arn("rotation_lambda_arn"),
      RotationRules: rotation.within("rotation_rules", (rules) =>
        rules.copy({ AutomaticallyAfterDays: "automatically_after_days" }),
      ),
    }),
  },
  aws_acm_certificate: {
    type: "AWS::CertificateManager::Certificate",
    handles: { id: "Ref", arn: "Ref" },
    properties: (certificate) => ({
      DomainName: certificate.must.plain("domain_name"),
      SubjectAlternativeNames: certificate.list("subject_alternative_names", "text"),
      ValidationMethod: certificate.plain("validation_method"),
      KeyAlgorithm: certificate.plain("key_algorithm"),
      Tags: certificate.tags(),
    }),
  },
  aws_guardduty_detector: {
    type: "AWS::GuardDuty::Detector",
    properties: (detector) => ({
      Enable: detector.plain("enable") ?? true,
      FindingPublishingFrequency: detector.plain("finding_publishing_frequency"),
    }),
  },
  aws_securityhub_account: {
    type: "AWS::SecurityHub::Hub",
    properties: (hub) => ({ EnableDefaultStandards: hub.plain("enable_default_standards") }),
  },
  aws_wafv2_web_acl: {
    type: "AWS::WAFv2::WebACL",
    handles: { id: "Id" },
    properties: (acl) => ({
      Name: acl.plain("name"),
      Description: acl.plain("description"),
      Scope: acl.must.plain("scope"),
      DefaultAction: acl.within("default_action", (action) => switchedTo(action, ["allow", "block"])) ?? { Allow: {} },
      VisibilityConfig: visibility(acl),
      Rules: acl.each("rule", firewallRule),
      Tags: acl.tags(),
    }),
  },
  aws_wafv2_ip_set: {
    type: "AWS::WAFv2::IPSet",
    properties: (set) => ({
      Name: set.plain("name"),
      Scope: set.must.plain("scope"),
      IPAddressVersion: set.must.plain("ip_address_version"),
      Addresses: set.list("addresses", "text") ?? [],
    }),
  },
  aws_wafv2_web_acl_association: {
    type: "AWS::WAFv2::WebACLAssociation",
    properties: (association) => ({
      ResourceArn: association.must.arn("resource_arn"),
      WebACLArn: association.must.arn("web_acl_arn"),
    }),
  },
  aws_wafv2_web_acl_logging_configuration: {
    type: "AWS::WAFv2::LoggingConfiguration",
    properties: (logging) => ({
      ResourceArn: logging.must.arn("resource_arn"),
      LogDestinationConfigs: logging.must.arns("log_destination_configs"),
    }),
  },
};
