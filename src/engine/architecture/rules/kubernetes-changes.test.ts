import { expect, it } from "vitest";
import type { Attributes, Component } from "../model/index.ts";
import { rules } from "./index.ts";
import { later } from "./rule-table-fixture.ts";
import { changesOf, component } from "./rules-fixture.ts";

const deployment = (container: Attributes, labels: Attributes = { app: "web" }): Component =>
  component("kubernetes_deployment_v1", "web", {
    spec: [{ template: [{ metadata: [{ labels }], spec: [{ container: [container] }] }] }],
  });

it("a change is made only where all that it needs is known", () => {
  expect(changesOf(rules, "kubernetes-not-spread", deployment({}, { app: later }))).toEqual([]);
  expect(changesOf(rules, "kubernetes-not-spread", component("kubernetes_deployment_v1", "web"))).toEqual([]);
  expect(changesOf(rules, "kubernetes-not-spread", deployment({}))).toEqual([
    'block kubernetes_deployment_v1.web spec.template.spec.topology_spread_constraint = {"max_skew":1,"topology_key":"topology.kubernetes.io/zone","when_unsatisfiable":"ScheduleAnyway","label_selector":[{"match_labels":{"app":"web"}}]}',
  ]);
  expect(changesOf(rules, "kubernetes-no-disruption-budget", component("kubernetes_deployment_v1", "web"))).toEqual([]);
  expect(changesOf(rules, "kubernetes-image-pull-policy", component("kubernetes_deployment_v1", "web"))).toEqual([]);
  expect(
    changesOf(rules, "kubernetes-net-raw", deployment({ security_context: [{ capabilities: [{ drop: ["CHOWN"] }] }] })),
  ).toEqual([
    'set kubernetes_deployment_v1.web spec.template.spec.container.0.security_context.capabilities.drop = ["CHOWN","NET_RAW"]',
  ]);
});
