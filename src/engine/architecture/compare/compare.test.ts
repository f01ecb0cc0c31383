import { expect, it } from "vitest";
import { compareDesigns } from "./compare.ts";

type Design = Parameters<typeof compareDesigns>[0];

const component = (id: string, more: Partial<Design["architecture"]["components"][number]> = {}) => ({
  id,
  type: id.replace(/\..*/, ""),
  service: "aws.s3",
  kind: "storage",
  name: id.replace(/^.*\./, ""),
  ...more,
});

const finding = (rule: string, resource: string): Design["findings"][number] => ({
  rule,
  severity: "low",
  resource,
  title: rule,
  file: "main.tf",
  line: 1,
});

const design = (more: Partial<Design> = {}): Design => ({
  score: 50,
  scores: { security: 40, reliability: null, performance: 60, cost: 70, operations: 80, sustainability: 90 },
  findings: [],
  architecture: { cloud: "aws", region: "eu-west-1", components: [component("aws_s3_bucket.a")] },
  cost: { monthly: 10, items: [{ resource: "aws_s3_bucket.a", monthly: 10 }] },
  ...more,
});

const on = (cloud: string, ...components: ReturnType<typeof component>[]): Design =>
  design({ architecture: { cloud, region: "", components }, cost: { monthly: 0, items: [] } });

it("two designs that are the same are said to be", () => {
  const { summary, deltas, components } = compareDesigns(design(), design());
  expect(summary).toBe("The two designs are the same: score 50, $10.00 a month, 0 findings.");
  expect(deltas).toEqual({
    score: 0,
    scores: { security: 0, reliability: null, performance: 0, cost: 0, operations: 0, sustainability: 0 },
    monthly: 0,
    availability_percent: null,
    downtime_minutes_month: null,
    findings: 0,
  });
  expect(components).toMatchObject([{ change: "same", matched_by: "address", differences: [], monthly_delta: 0 }]);
});

it("what has no price has none in what is said of it", () => {
  expect(
    compareDesigns(on("docker", component("docker_container.a")), on("docker", component("docker_container.a")))
      .summary,
  ).toBe("The two designs are the same: score 50, 0 findings.");
  expect(
    compareDesigns(on("docker", component("docker_container.a")), on("kubernetes", component("kubernetes_pod.a")))
      .summary,
  ).toBe(
    "A is on Docker, B on Kubernetes. Both score 50; what they run on has no price here, and B has as many findings. 1 of A's 1 resource has a counterpart among B's 1.",
  );
  expect(compareDesigns(design(), on("kubernetes", component("kubernetes_pod.x", { kind: "container" }))).summary).toBe(
    "A is on AWS, B on Kubernetes. Both score 50; what B runs on has no price here, and B has as many findings. None of A's 1 resource have counterparts among B's 1.",
  );
  expect(compareDesigns(on("kubernetes"), design()).summary).toBe(
    "A is on Kubernetes, B on AWS. Both score 50; what A runs on has no price here, and B has as many findings. None of A's 0 resources have counterparts among B's 1.",
  );
});

it("each figure is told with its sign, each resource with what is not the same", () => {
  const a = design({
    findings: [finding("one", "aws_s3_bucket.a"), finding("two", "aws_s3_bucket.a[0]")],
    availability: { percent: 99.9, downtime_minutes_month: 43.8 },
  });
  const b = design({
    score: 62,
    findings: [finding("two", "aws_s3_bucket.b[0]")],
    architecture: {
      cloud: "aws",
      region: "eu-west-1",
      components: [
        component("aws_s3_bucket.b", { detail: "versioned", exposed: true, count: 2 }),
        component("aws_sqs_queue.q", { kind: "messaging" }),
        component("provider.aws"),
      ],
    },
    cost: {
      monthly: 7.5,
      items: [
        { resource: "aws_s3_bucket.b ×2", monthly: 6 },
        { resource: "aws_s3_bucket.b[1]", monthly: 1 },
        { resource: "aws_sqs_queue.q", monthly: 0.5 },
      ],
    },
    availability: { percent: 99.95, downtime_minutes_month: 21.9 },
  });
  const forth = compareDesigns(a, b);
  expect(forth.summary).toBe(
    "B scores 12 more (50 → 62); B costs $2.50 a month less and has 1 fewer finding. 1 added, 0 removed, 1 changed. The providers' agreements come to 99.9% and 99.95%.",
  );
  expect(forth.deltas).toMatchObject({ monthly: -2.5, availability_percent: 0.05, downtime_minutes_month: -21.9 });
  expect(forth.findings).toMatchObject({ only_a: [{ rule: "one" }], only_b: [], both: [{ rule: "two" }] });
  expect(forth.components).toMatchObject([
    {
      change: "changed",
      matched_by: "type",
      differences: [
        "name: a → b",
        "settings: none → versioned",
        "instances: 1 → 2",
        "reached from the internet: no → yes",
        "findings: 2 → 1",
        "cost a month: $10.00 → $7.00",
      ],
    },
    { change: "added", a: null, matched_by: null, monthly_delta: 0.5 },
  ]);
  const back = compareDesigns(b, a);
  expect(back.summary).toBe(
    "B scores 12 less (62 → 50); B costs $2.50 a month more and has 1 more finding. 0 added, 1 removed, 1 changed. The providers' agreements come to 99.95% and 99.9%.",
  );
  expect(back.findings).toMatchObject({ only_a: [], only_b: [{ rule: "one" }] });
});

it("another price alone, or another place, is not the same design", () => {
  const { architecture } = design();
  const elsewhere = design({ architecture: { ...architecture, region: "us-east-1" } });
  expect(compareDesigns(design(), elsewhere).summary).toBe(
    "Both score 50; B costs the same and has as many findings. 0 added, 0 removed, 0 changed.",
  );
  const many = design({ findings: [finding("one", "x"), finding("two", "y")] });
  expect(compareDesigns(design(), many).summary).toBe(
    "Both score 50; B costs the same and has 2 more findings. 0 added, 0 removed, 0 changed.",
  );
  expect(compareDesigns(design({ architecture: { ...architecture, cloud: "oracle" } }), design()).summary).toMatch(
    /^A is on oracle, B on AWS\./,
  );
});

it("registries are matched with registries, and of too many things none by its name", () => {
  const registry = (id: string) => component(id, { kind: "container" });
  const { components } = compareDesigns(
    on("aws", registry("aws_ecr_repository.a")),
    on("gcp", registry("google_artifact_registry_repository.b")),
  );
  expect(components).toMatchObject([{ matched_by: "kind" }]);
  const queues = (letter: string) =>
    Array.from({ length: 101 }, (_, index) => component(`aws_sqs_queue.${letter}${index}`, { name: `mail ${letter}` }));
  expect(
    compareDesigns(on("aws", ...queues("a")), on("aws", ...queues("b"))).components.some(
      ({ matched_by }) => matched_by !== null,
    ),
  ).toBe(false);
  const other = compareDesigns(
    on("aws", component("aws_s3_bucket.a")),
    on("aws", { ...component("aws_s3_bucket.a"), type: "aws_sqs_queue" }),
  );
  expect(other.components).toMatchObject([{ change: "changed", matched_by: "kind" }]);
});
