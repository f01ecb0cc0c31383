import { describe, expect, it } from "vitest";
import { Unknown } from "../model/index.ts";
import type { Attributes } from "../model/index.ts";
import { maskMarker } from "../secrets/index.ts";
import { ecrRules } from "./aws-ecr.ts";
import { ecsRules } from "./aws-ecs.ts";
import { eksRules } from "./aws-eks.ts";
import { casesOf, later } from "./rule-table-fixture.ts";
import { component, modelOf, outcomeOf } from "./rules-fixture.ts";

/** A task definition as `jsonencode([...])` makes it: known only after apply, but of a known shape. */
const encoded = (...containers: Attributes[]) => ({ container_definitions: new Unknown([], containers) });
const asJson = (...containers: object[]) => ({ container_definitions: JSON.stringify(containers) });
const efs = (attributes: object) => ({ volume: [{ efs_volume_configuration: [{ ...attributes }] }] });
const vpc = (attributes: object) => ({ vpc_config: [{ ...attributes }] });
const allLogs = ["api", "audit", "authenticator", "controllerManager", "scheduler"];
const policy = (principal: string) => ({
  policy: JSON.stringify({ Statement: [{ Effect: "Allow", Principal: principal, Action: "ecr:BatchGetImage" }] }),
});

const cases = [
  ...casesOf(ecsRules, {
    "aws-ecs-container-insights": {
      fail: [{}, { setting: [{ name: "containerInsights", value: "disabled" }] }],
      pass: [
        { setting: [{ name: "containerInsights", value: "enabled" }] },
        { setting: [{ name: "containerInsights", value: "enhanced" }] },
      ],
      unknown: [{ setting: later }, { setting: [{ name: "containerInsights", value: later }] }],
    },
    "aws-ecs-privileged": {
      fail: [encoded({ privileged: true }), asJson({ name: "a" }, { privileged: true })],
      pass: [encoded({ privileged: false }), asJson({ name: "a" })],
      unknown: [{ container_definitions: later }, encoded({ privileged: later })],
    },
    "aws-ecs-writable-root": {
      fail: [encoded({ name: "a" }), asJson({ readonlyRootFilesystem: false })],
      pass: [encoded({ readonlyRootFilesystem: true })],
      unknown: [{ container_definitions: later }, { container_definitions: "${file}" }],
    },
    "aws-ecs-secret-environment": {
      fail: [
        encoded({ environment: [{ name: "DB_PASSWORD", value: maskMarker }] }),
        asJson({ environment: [{ name: "DB_URL", value: `postgres://app:${maskMarker}@db/app` }] }),
      ],
      pass: [
        encoded({ environment: [{ name: "DB_HOST", value: "db" }] }),
        encoded({ environment: [{ value: later }] }),
      ],
      unknown: [{ container_definitions: later }, encoded({ environment: later })],
    },
    "aws-ecs-no-logs": {
      fail: [encoded({ name: "a" })],
      pass: [encoded({ logConfiguration: { logDriver: "awslogs" } })],
      unknown: [{ container_definitions: later }],
    },
    "aws-ecs-host-pid": {
      fail: [{ pid_mode: "host" }],
      pass: [{}, { pid_mode: "task" }],
      unknown: [{ pid_mode: later }],
    },
    "aws-ecs-volume-transit": {
      fail: [efs({}), efs({ transit_encryption: "DISABLED" })],
      pass: [efs({ transit_encryption: "ENABLED" }), { volume: [{ name: "scratch" }] }],
      unknown: [efs({ transit_encryption: later })],
    },
    "aws-ecs-public-ip": {
      fail: [{ network_configuration: [{ assign_public_ip: true }] }],
      pass: [{}, { network_configuration: [{ assign_public_ip: false }] }],
      unknown: [{ network_configuration: [{ assign_public_ip: later }] }],
    },
    "aws-ecs-single-task": {
      fail: [{}, { desired_count: 1 }],
      pass: [{ desired_count: 2 }, { scheduling_strategy: "DAEMON" }],
      unknown: [{ desired_count: later }],
    },
    "aws-ecs-no-autoscaling": { fail: [{}], pass: [{ scheduling_strategy: "DAEMON" }] },
    "aws-ecs-circuit-breaker": {
      fail: [{}, { deployment_circuit_breaker: [{ enable: true, rollback: false }] }],
      pass: [
        { deployment_circuit_breaker: [{ enable: true, rollback: true }] },
        { deployment_controller: [{ type: "CODE_DEPLOY" }] },
      ],
      unknown: [{ deployment_circuit_breaker: [{ rollback: later }] }],
    },
    "aws-ecs-old-platform": {
      fail: [{ platform_version: "1.3.0" }],
      pass: [{}, { platform_version: "LATEST" }],
      unknown: [{ platform_version: later }],
    },
  }),
  ...casesOf(eksRules, {
    "aws-eks-public-endpoint": {
      fail: [{}, vpc({ endpoint_public_access: true }), vpc({ public_access_cidrs: ["10.0.0.0/8", "0.0.0.0/0"] })],
      pass: [vpc({ endpoint_public_access: false }), vpc({ public_access_cidrs: ["203.0.113.0/24"] })],
      unknown: [vpc({ endpoint_public_access: later }), vpc({ public_access_cidrs: [later] })],
    },
    "aws-eks-control-plane-logs": {
      fail: [{}, { enabled_cluster_log_types: ["api", "audit"] }],
      pass: [{ enabled_cluster_log_types: allLogs }],
      unknown: [{ enabled_cluster_log_types: later }, { enabled_cluster_log_types: ["api", later] }],
    },
    "aws-eks-secrets-encryption": {
      fail: [{}, { encryption_config: [{ resources: ["s"] }] }],
      pass: [{ encryption_config: [{ resources: ["secrets"] }] }],
      unknown: [{ encryption_config: later }],
    },
    "aws-eks-old-version": {
      fail: [{ version: "1.29" }, { version: 1.3 }],
      pass: [{}, { version: "1.34" }],
      unknown: [{ version: later }],
    },
    "aws-eks-node-ssh": {
      fail: [{ remote_access: [{ ec2_ssh_key: "ops" }] }],
      pass: [{}, { remote_access: [{ ec2_ssh_key: "ops", source_security_group_ids: [later] }] }],
      unknown: [{ remote_access: later }],
    },
  }),
  ...casesOf(ecrRules, {
    "aws-ecr-mutable-tags": {
      fail: [{}, { image_tag_mutability: "MUTABLE" }],
      pass: [{ image_tag_mutability: "IMMUTABLE" }, { image_tag_mutability: "IMMUTABLE_WITH_EXCLUSION" }],
      unknown: [{ image_tag_mutability: later }],
    },
    "aws-ecr-scan-on-push": {
      fail: [{}, { image_scanning_configuration: [{ scan_on_push: false }] }],
      pass: [{ image_scanning_configuration: [{ scan_on_push: true }] }],
      unknown: [{ image_scanning_configuration: [{ scan_on_push: later }] }],
    },
    "aws-ecr-no-lifecycle": { fail: [{}], pass: [] },
    "aws-ecr-public-policy": {
      fail: [policy("*")],
      pass: [policy("arn:aws:iam::123456789012:root")],
      unknown: [{ policy: later }],
    },
  }),
];

describe("containers on AWS", () => {
  it.each(cases)("$id answers $outcome to $given", ({ rule, subject, outcome }) => {
    expect(outcomeOf(rule, subject)).toBe(outcome);
  });

  const ecs = (id: string) => ecsRules.find((rule) => rule.id === id);

  it("points at the container's field in code, and at the whole text in JSON", () => {
    const bad = { environment: [{ name: "KEY", value: maskMarker }] };
    const check = ecs("aws-ecs-secret-environment")?.check;
    const task = (attributes: Attributes) => component("aws_ecs_task_definition", "web", attributes);
    expect(check?.(task(encoded({ name: "a" }, bad)), modelOf())).toEqual({
      outcome: "fail",
      path: "container_definitions[1].environment[0].value",
    });
    expect(check?.(task(asJson(bad)), modelOf())).toEqual({ outcome: "fail", path: "container_definitions" });
  });

  it("counts the tasks that autoscaling keeps", () => {
    const service = component("aws_ecs_service", "web", { name: "web", desired_count: 1 });
    const target = (least: number) =>
      component("aws_appautoscaling_target", "web", { resource_id: "service/main/web", min_capacity: least });
    const rule = ecs("aws-ecs-single-task");
    expect(rule?.check(service, modelOf(service, target(2))).outcome).toBe("pass");
    expect(rule?.check(service, modelOf(service, target(1))).outcome).toBe("fail");
    expect(ecs("aws-ecs-no-autoscaling")?.check(service, modelOf(service, target(1))).outcome).toBe("pass");
  });

  it("leaves a cluster's endpoint open when the same code talks to it", () => {
    const cluster = component("aws_eks_cluster", "main");
    const namespace = component("kubernetes_namespace", "app");
    const remedy = eksRules.find((rule) => rule.id === "aws-eks-public-endpoint")?.remedy;
    expect(remedy?.(cluster, modelOf(cluster))).toHaveLength(2);
    expect(remedy?.(cluster, modelOf(cluster, namespace))).toEqual([]);
  });

  it("accepts a repository with a lifecycle policy, by reference or by name", () => {
    const rule = ecrRules.find(({ id }) => id === "aws-ecr-no-lifecycle");
    const repository = component("aws_ecr_repository", "app", { name: "app" });
    const linked = component(
      "aws_ecr_lifecycle_policy",
      "app",
      {},
      { references: [{ path: "repository", to: repository.id }] },
    );
    const named = component("aws_ecr_lifecycle_policy", "app", { repository: "app" });
    expect(rule?.check(repository, modelOf(repository, linked)).outcome).toBe("pass");
    expect(rule?.check(repository, modelOf(repository, named)).outcome).toBe("pass");
  });
});
