import { expect, it } from "vitest";
import type { Attributes } from "../model/index.ts";
import { maskMarker } from "../secrets/index.ts";
import { rules } from "./index.ts";
import { at } from "./rule-table-fixture.ts";
import { component, toldOf } from "./rules-fixture.ts";
import type { ToldCase } from "./rules-fixture.ts";

const one = (type: string, attributes: Attributes = {}): ToldCase[1] => component(type, "one", attributes);

const openTo = (condition: Attributes): ToldCase[1] =>
  one("aws_s3_bucket_policy", {
    policy: JSON.stringify({ Statement: { Effect: "Allow", Principal: "*", Action: "s3:*", Condition: condition } }),
  });
const document = (...conditions: readonly Attributes[]): ToldCase[1] =>
  one("data.aws_iam_policy_document", {
    statement: [
      { actions: ["s3:*"], resources: ["*"], principals: [{ type: "*", identifiers: ["*"] }], condition: conditions },
    ],
  });
const deep = (levels: number): Attributes[string] => (levels === 0 ? maskMarker : [deep(levels - 1)]);

const cases: readonly ToldCase[] = [
  // A list or a group where a text belongs is no text that is meant.
  ["docker-root-user", one("docker_container", { user: ["root"] }), "pass"],
  ["docker-floating-image", one("docker_container", { image: ["nginx:1.27"] }), "fail at image"],
  ["docker-host-path", one("docker_container", { volumes: [{ host_path: ["/etc"] }] }), "pass"],
  ["docker-added-capabilities", one("docker_container", { capabilities: [{ add: [["ALL"], "CHOWN"] }] }), "pass"],
  [
    "docker-added-capabilities",
    one("docker_container", { capabilities: [{ add: ["CHOWN", "cap_sys_admin"] }] }),
    "fail at capabilities.add",
  ],
  [
    "aws-ecs-exec-logs",
    one("aws_ecs_cluster", at("configuration.execute_command_configuration.logging", ["DEFAULT"])),
    "fail at configuration.execute_command_configuration.logging",
  ],
  // A condition shuts strangers out when it names something: neither nothing, nor what could be anybody's.
  ["aws-s3-public-policy", openTo({ StringEquals: { "aws:PrincipalOrgID": "o-1" } }), "pass"],
  ["aws-s3-public-policy", openTo({ StringEquals: { "aws:PrincipalOrgID": {} } }), "fail at policy"],
  ["aws-s3-public-policy", openTo({ ArnLike: { "aws:SourceArn": "arn:aws" } }), "fail at policy"],
  ["aws-s3-public-policy", openTo({ ArnLike: { "aws:SourceArn": "arn:aws:sns:*:*:topic" } }), "fail at policy"],
  ["aws-s3-public-policy", openTo({ ArnLike: { "aws:SourceArn": "arn:aws:s3:::acme-*" } }), "pass"],
  [
    "aws-iam-open-document",
    document({ test: "StringEquals", variable: "aws:PrincipalOrgID", values: ["o-1"] }),
    "pass",
  ],
  ["aws-iam-open-document", document({}), "fail at statement[0]"],
  // What nests deeper than anybody writes is not looked through.
  [
    "kubernetes-secret-in-config-map",
    one("kubernetes_config_map", { data: { a: deep(3) } }),
    "fail at data.a[0][0][0]",
  ],
  ["kubernetes-secret-in-config-map", one("kubernetes_config_map", { data: { a: deep(30) } }), "pass"],
];

it.each(cases.map((given) => [given[0], JSON.stringify(given[1].attributes), given[2], given] as const))(
  "%s of %s: %s",
  (_id, _attributes, told, given) => {
    expect(toldOf(rules, given)).toBe(told);
  },
);
