import { expect, it } from "vitest";
import { add, addBlock, code, remove, set } from "../design/edit.ts";
import { expectedOf, mended } from "./edits-fixture.ts";
import type { EditCase } from "./edits-fixture.ts";

const web = "kubernetes_deployment_v1.web";
const spec = "spec.template.spec";
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      hostPID: true
      securityContext: { runAsUser: 0 } # root
      volumes:
        - name: a
      containers:
        - name: web
          image: web:1
          env: [{ name: A, value: "1" }]
          livenessProbe: { httpGet: { path: / } }
`;

const shop = `services:
  web: { image: "web:1", restart: "no", cap_drop: [ALL] }
  db:
    image: db:1
    privileged: true # why
`;

const uncertain = "Which object of the file is meant is not certain.";

const cases: readonly EditCase[] = [
  [
    "an argument",
    "k.yaml",
    deployment,
    web,
    [set(web, `${spec}.host_pid`, false)],
    ["hostPID: true", "hostPID: false"],
  ],
  [
    "an argument of the first of a list",
    "k.yaml",
    deployment,
    web,
    [set(web, `${spec}.container.image`, "web:2")],
    ["image: web:1", "image: web:2"],
  ],
  [
    "an argument of a group by number",
    "k.yaml",
    deployment,
    web,
    [set(web, `${spec}.security_context[0].run_as_user`, 7)],
    ["runAsUser: 0", "runAsUser: 7"],
  ],
  [
    "an argument of a group that has no second",
    "k.yaml",
    deployment,
    web,
    [set(web, `${spec}.security_context[1].run_as_user`, 7)],
    ["{ runAsUser: 0 }", "{ runAsUser: 7 }"],
  ],
  [
    "a block that is there",
    "k.yaml",
    deployment,
    web,
    [addBlock(web, `${spec}.security_context`, { run_as_non_root: true })],
    ["{ runAsUser: 0 }", "{ runAsUser: 0, runAsNonRoot: true }"],
  ],
  [
    "one more of a list",
    "k.yaml",
    deployment,
    web,
    [addBlock(web, `${spec}.volume`, { name: "b", empty_dir: [{}] })],
    ["        - name: a\n", "        - name: a\n        - name: b\n          emptyDir: {}\n"],
  ],
  [
    "the first of a list",
    "k.yaml",
    deployment,
    web,
    [addBlock(web, `${spec}.toleration`, { key: "a", effect: "NoSchedule" })],
    ["path: / } }\n", "path: / } }\n      tolerations:\n        - key: a\n          effect: NoSchedule\n"],
  ],
  [
    "a block with a list of blocks",
    "k.yaml",
    deployment,
    web,
    [
      addBlock(web, `${spec}.affinity`, {
        pod_anti_affinity: { required_during_scheduling_ignored_during_execution: [] },
      }),
    ],
    [
      "path: / } }\n",
      "path: / } }\n      affinity:\n        podAntiAffinity:\n          requiredDuringSchedulingIgnoredDuringExecution: {}\n",
    ],
  ],
  ["what has to go", "k.yaml", deployment, web, [remove(web, `${spec}.host_pid`)], ["      hostPID: true\n", ""]],
  [
    "what has to go and is not there",
    "k.yaml",
    deployment,
    web,
    [remove(web, `${spec}.host_ipc`)],
    "What has to go is not in the file.",
  ],
  [
    "an item of a list that is not there",
    "k.yaml",
    deployment,
    web,
    [set(web, `${spec}.init_container.image`, "a:1")],
    "The list that it belongs to is not in the file.",
  ],
  [
    "a block of nothing",
    "k.yaml",
    deployment,
    web,
    [addBlock(web, `${spec}.host_pid`, { a: 1 })],
    "The group that it belongs to is not in the file.",
  ],
  [
    "a block of a group that is not there",
    "k.yaml",
    deployment,
    web,
    [addBlock(web, `${spec}.init_container.security_context`, { privileged: false })],
    "The group that it belongs to is not in the file.",
  ],
  [
    "an object that is not there",
    "k.yaml",
    deployment,
    web,
    [set("kubernetes_deployment_v1.api", "spec.replicas", 2)],
    uncertain,
  ],
  [
    "an object of another type",
    "k.yaml",
    deployment,
    web,
    [set("kubernetes_pod_v1.web", "spec.host_pid", false)],
    uncertain,
  ],
  [
    "a reference",
    "k.yaml",
    deployment,
    web,
    [set(web, "spec.replicas", code("var.count"))],
    "It refers to something that this format cannot name.",
  ],
  [
    "another object",
    "k.yaml",
    deployment,
    web,
    [
      add(
        "kubernetes_network_policy_v1.web",
        'resource "kubernetes_network_policy_v1" "web" {\n  metadata {\n    name = "web"\n  }\n  spec {\n    pod_selector {}\n    policy_types = ["Ingress"]\n  }\n}\n',
      ),
    ],
    [
      "path: / } }\n",
      "path: / } }\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: web\nspec:\n  podSelector: {}\n  policyTypes:\n    - Ingress\n",
    ],
  ],
  [
    "an object of a type that is not written",
    "k.yaml",
    deployment,
    web,
    [
      add(
        "kubernetes_secret_v1.web",
        'resource "kubernetes_secret_v1" "web" {\n  metadata {\n    name = "web"\n  }\n}\n',
      ),
    ],
    "This needs kubernetes_secret_v1, which is not written by this fix.",
  ],
  [
    "an object that only a cluster knows",
    "k.yaml",
    deployment,
    web,
    [
      add(
        "kubernetes_network_policy_v1.web",
        'resource "kubernetes_network_policy_v1" "web" {\n  metadata {\n    name = var.name\n  }\n}\n',
      ),
    ],
    "It needs a value that the file does not hold.",
  ],
  // A service of Compose
  [
    "a field",
    "docker-compose.yaml",
    shop,
    "docker_container.web",
    [set("docker_container.web", "restart", "always")],
    ['restart: "no"', "restart: always"],
  ],
  [
    "one more of a list in brackets",
    "docker-compose.yaml",
    shop,
    "docker_container.web",
    [set("docker_container.web", "capabilities.drop", ["ALL", "CHOWN"])],
    ["[ALL]", "[ALL, CHOWN]"],
  ],
  [
    "a field that has to go",
    "docker-compose.yaml",
    shop,
    "docker_container.db",
    [remove("docker_container.db", "privileged")],
    "A comment would be lost: it stands in what has to go.",
  ],
  [
    "a field in braces that has to go",
    "docker-compose.yaml",
    shop,
    "docker_container.web",
    [remove("docker_container.web", "restart")],
    [', restart: "no"', ""],
  ],
  [
    "an argument without a field",
    "docker-compose.yaml",
    shop,
    "docker_container.db",
    [set("docker_container.db", "log_driver", "none")],
    "A Compose file has no field for this.",
  ],
  [
    "a block",
    "docker-compose.yaml",
    shop,
    "docker_container.db",
    [addBlock("docker_container.db", "healthcheck", { test: ["CMD"] })],
    "A Compose file has no field for this.",
  ],
  [
    "a thing beside",
    "docker-compose.yaml",
    shop,
    "docker_container.db",
    [add("docker_network.own", 'resource "docker_network" "own" {\n  name = "own"\n}\n')],
    "Which service of the file is meant is not certain.",
  ],
  [
    "a service that is not there",
    "docker-compose.yaml",
    shop,
    "docker_container.db",
    [set("docker_container.api", "restart", "always")],
    "Which service of the file is meant is not certain.",
  ],
];

it.each(cases)("%s in %s", (...given) => {
  const [, file, text, address, edits] = given;
  expect(mended(file, text, address, ...edits)).toBe(expectedOf(given));
});
