import { set } from "../design/edit.ts";
import { asText, isUnknown, read, readAll } from "../model/index.ts";
import type { Attributes, Component } from "../model/index.ts";
import { eachBlock, fail, mustNotBe, pass, unknown, worstOf } from "./checks.ts";
import { secretPath } from "./literal-secret.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const project = ["aws_codebuild_project"];

const secretVariables = ({ attributes }: Component): Verdict => {
  if (isUnknown(read(attributes, "environment.environment_variable"))) return unknown;
  const path = secretPath(attributes, "environment");
  return path === undefined ? pass : fail(path);
};

const logs = ({ attributes }: Component): Verdict => {
  const stateOf = (name: string): Verdict => {
    const status = read(attributes, `logs_config.${name}.status`);
    return isUnknown(status) ? unknown : asText(status) === "DISABLED" ? fail(`logs_config.${name}.status`) : pass;
  };
  const [cloudwatch, s3] = [stateOf("cloudwatch_logs"), stateOf("s3_logs")];
  if (cloudwatch.outcome !== "fail") return cloudwatch;
  const hasBucket = read(attributes, "logs_config.s3_logs") !== undefined;
  return hasBucket && s3.outcome !== "fail" ? s3 : cloudwatch;
};

/** A build that keeps nothing has nothing to encrypt. */
const plainArtifacts = (block: Attributes, path: string): Verdict => {
  const disabled = read(block, "encryption_disabled");
  if (isUnknown(disabled)) return unknown;
  return asText(disabled) === "true" && asText(read(block, "type")) !== "NO_ARTIFACTS"
    ? fail(`${path}.encryption_disabled`)
    : pass;
};

export const codebuildRules: readonly Rule[] = [
  rule({
    id: "aws-codebuild-privileged",
    severity: "low",
    pillar: "security",
    types: project,
    title: "Build runs privileged",
    why: "A build step that was tampered with gets hold of the whole build host.",
    fix: "Set `privileged_mode` to false unless the build makes Docker images.",
    refs: { checkov: ["CKV_AWS_316"], fsbp: ["CodeBuild.5"] },
    check: mustNotBe("environment.privileged_mode", true),
  }),
  rule({
    id: "aws-codebuild-secret-environment",
    severity: "critical",
    pillar: "security",
    types: project,
    title: "Secret stands in the build's environment",
    why: "Everyone who may read the code, the state or the build project has the secret.",
    fix: 'Move the value to Secrets Manager and set `type = "SECRETS_MANAGER"` in `environment_variable`.',
    refs: { fsbp: ["CodeBuild.2"] },
    check: secretVariables,
  }),
  rule({
    id: "aws-codebuild-artifact-encryption",
    severity: "medium",
    pillar: "security",
    types: project,
    title: "Build results are not encrypted",
    why: "What is deployed later lies readable in the bucket.",
    fix: "Set `artifacts.encryption_disabled` to false.",
    refs: { checkov: ["CKV_AWS_78"] },
    check: (component) =>
      worstOf(["artifacts", "secondary_artifacts"].map((name) => eachBlock(component, name, plainArtifacts))),
    remedy: ({ address, attributes }) =>
      ["artifacts", "secondary_artifacts"].flatMap((name) =>
        readAll(attributes, name)
          .filter(([path, block]) => plainArtifacts(block, path).outcome === "fail")
          .map(([path]) => set(address, `${path}.encryption_disabled`, false)),
      ),
  }),
  rule({
    id: "aws-codebuild-logs",
    severity: "low",
    pillar: "operations",
    types: project,
    title: "Builds keep no logs",
    why: "Why a build failed, or what it did, cannot be found out afterwards.",
    fix: "Enable `cloudwatch_logs` or `s3_logs` in `logs_config`.",
    refs: { fsbp: ["CodeBuild.4"] },
    check: logs,
    remedy: setTo("logs_config.cloudwatch_logs.status", "ENABLED"),
  }),
];
