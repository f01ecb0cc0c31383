import { describe, expect, it } from "vitest";
import { catalogue, createModel, Unknown } from "../model/index.ts";
import type { Attributes, Component, Reference } from "../model/index.ts";
import { awsPricers } from "./aws/index.ts";
import { azurePricers } from "./azure/index.ts";
import { gcpPricers } from "./gcp/index.ts";
import { addressOf, deltaOf, priceDesign } from "./index.ts";
import type { CostEstimate } from "./index.ts";

const component = (id: string, attributes: Attributes = {}, references: Record<string, string> = {}): Component => {
  const address = addressOf(id);
  const [type = "", name = ""] = address.split(".");
  const { id: service, kind } = catalogue(type);
  return {
    id,
    address,
    type,
    service,
    kind,
    name,
    attributes,
    references: Object.entries(references).map(([path, to]): Reference => ({ path, to })),
    source: { file: "main.tf", line: 1, end_line: 1 },
    lines: new Map(),
  };
};

const price = (components: Component[], region = "us-east-1", usage?: "small" | "medium" | "large"): CostEstimate =>
  priceDesign(
    createModel({ cloud: "aws", region, components, groups: [], links: [] }),
    usage === undefined ? {} : { usage },
  );

const fargateTask = component("aws_ecs_task_definition.app", { cpu: "512", memory: "1024" });
const autopilot = { name: "k", location: "us-central1", enable_autopilot: true };

describe("known sums", () => {
  // Worked out by hand from the listed prices: unit price × quantity per line, then the sum.
  const cases: [what: string, monthly: number, components: Component[]][] = [
    [
      "t3.medium 0.0416 × 730 and 8 GB gp2 × 0.10",
      31.17,
      [component("aws_instance.web", { instance_type: "t3.medium" })],
    ],
    [
      "db.t3.medium MySQL Multi-AZ: 0.068 × 1460 and 20 GB × 2 × 0.115",
      103.88,
      [
        component("aws_db_instance.db", {
          engine: "mysql",
          instance_class: "db.t3.medium",
          allocated_storage: 20,
          multi_az: true,
        }),
      ],
    ],
    ["NAT gateway: 0.045 × 730 and 111 GB × 0.045", 37.85, [component("aws_nat_gateway.a")]],
    ["internal ALB: 0.0225 × 730 and 250 LCU-hours × 0.008", 18.43, [component("aws_lb.a", { internal: true })]],
    ["internet-facing ALB: the same and 250 GB × 0.09 out", 40.93, [component("aws_lb.a")]],
    [
      "Fargate 0.5 vCPU and 1 GB × 2: 0.04048 × 730 and 0.004445 × 1460",
      36.04,
      [
        fargateTask,
        component(
          "aws_ecs_service.app",
          { launch_type: "FARGATE", desired_count: 2 },
          { task_definition: "aws_ecs_task_definition.app" },
        ),
      ],
    ],
    ["S3: 225 GB × 0.023, 1 M writes and 12.5 M reads", 15.18, [component("aws_s3_bucket.a")]],
    [
      "internet-facing ALB in two zones: the same and two public addresses 0.005 × 1460",
      48.23,
      [component("aws_lb.a", { subnets: ["a", "b"] })],
    ],
    [
      "a queue for what failed: 1 % of 12.5 M requests beside a busy one's",
      5.05,
      [
        component("aws_sqs_queue.orders", {}, { redrive_policy: "aws_sqs_queue.failed" }),
        component("aws_sqs_queue.failed"),
      ],
    ],
    [
      "a bucket for logs: 10 GB × 0.023, 100 K writes, beside a busy one's 15.18",
      15.91,
      [
        component("aws_s3_bucket.logs"),
        component("aws_s3_bucket.data"),
        component(
          "aws_s3_bucket_logging.data",
          {},
          { bucket: "aws_s3_bucket.data", target_bucket: "aws_s3_bucket.logs" },
        ),
      ],
    ],
    ["EKS 1.28 in extended support: 0.60 × 730", 438, [component("aws_eks_cluster.k", { version: "1.28" })]],
    [
      "EKS 1.28 that is to be upgraded by itself: 0.10 × 730",
      73,
      [component("aws_eks_cluster.k", { version: "1.28", upgrade_policy: [{ support_type: "STANDARD" }] })],
    ],
    [
      "MySQL 5.7 on db.m5.large: 0.171 × 730, 20 GB × 0.115 and 2 vCPU × 730 × 0.20 of extended support",
      419.13,
      [
        component("aws_db_instance.db", {
          engine: "mysql",
          engine_version: "5.7",
          instance_class: "db.m5.large",
          allocated_storage: 20,
        }),
      ],
    ],
    [
      "a replica has the storage of its source: db.m5.large 0.171 × 730, 100 GB × 0.125 and 1,000 IOPS × 0.10, twice",
      474.66,
      [
        component("aws_db_instance.db", {
          engine: "mysql",
          instance_class: "db.m5.large",
          allocated_storage: 100,
          iops: 1000,
        }),
        component(
          "aws_db_instance.replica",
          { instance_class: "db.m5.large" },
          { replicate_source_db: "aws_db_instance.db" },
        ),
      ],
    ],
    [
      "FSx for Windows in one zone: 300 GB × 0.13 and 32 MB/s × 2.20",
      109.4,
      [component("aws_fsx_windows_file_system.f", { storage_capacity: 300, throughput_capacity: 32 })],
    ],
    [
      "FSx for Windows in two zones: 300 GB × 0.23 and 32 MB/s × 4.50",
      213,
      [
        component("aws_fsx_windows_file_system.f", {
          deployment_type: "MULTI_AZ_1",
          storage_capacity: 300,
          throughput_capacity: 32,
        }),
      ],
    ],
    [
      "an instance with an address of its own: 0.0116 × 730, 8 GB × 0.10 and one public address, not two",
      12.92,
      [
        component("aws_instance.web", { instance_type: "t2.micro", associate_public_ip_address: true }),
        component("aws_eip.web", {}, { instance: "aws_instance.web" }),
      ],
    ],
    [
      "an instance in a subnet that gives it an address",
      12.92,
      [
        component("aws_subnet.public", { map_public_ip_on_launch: true }),
        component("aws_instance.web", { instance_type: "t2.micro" }, { subnet_id: "aws_subnet.public" }),
      ],
    ],
    [
      "a vault for volumes: 90 GB × 0.05 of EBS backups beside the volume's 10 GB × 0.10",
      5.5,
      [
        component("aws_backup_vault.v"),
        component("aws_backup_selection.s", {}, { resources: "aws_ebs_volume.data" }),
        component("aws_ebs_volume.data", { size: 10 }),
        component("aws_efs_mount_target.m"),
      ],
    ],
    [
      "B1ms PostgreSQL: 0.017 × 730 and 32 GiB × 0.115",
      16.09,
      [component("azurerm_postgresql_flexible_server.a", { sku_name: "B_Standard_B1ms" })],
    ],
    [
      "e2-medium: 0.033506 × 730 and 10 GB × 0.04",
      24.86,
      [component("google_compute_instance.a", { machine_type: "e2-medium" })],
    ],
    ["Autopilot: the cluster fee of 0.10 × 730", 73, [component("google_container_cluster.a", autopilot)]],
  ];
  it.each(cases)("%s", (_, monthly, components) => {
    const estimate = price(components);
    expect(estimate.unpriced).toEqual([]);
    expect(estimate.monthly).toBe(monthly);
  });
});

describe("a group of machines", () => {
  it("costs its template times the machines that it keeps", () => {
    const { items } = price([
      component("aws_launch_template.web", { instance_type: "m5.large" }),
      component(
        "aws_autoscaling_group.web",
        { min_size: 2, max_size: 6 },
        { launch_template: "aws_launch_template.web" },
      ),
    ]);
    expect(items.map(({ unit, quantity, monthly }) => [unit, quantity, monthly])).toEqual([
      ["m5.large hour", 1460, 140.16],
      ["gp2 root volume GB-month", 16, 1.6],
    ]);
    expect(items[0]?.assumption).toContain("min_size");
  });
});

describe("what is not known", () => {
  const unknown = new Unknown(["var.size"]);
  const cases: [what: string, Component][] = [
    ["an unknown size", component("aws_instance.a", { instance_type: unknown })],
    ["a size without a price", component("aws_instance.a", { instance_type: "z9.mega" })],
    ["an unknown volume size", component("aws_ebs_volume.a", { size: unknown })],
    [
      "an engine without a price",
      component("aws_db_instance.a", { engine: "db2-se", instance_class: "db.m5.large", allocated_storage: 20 }),
    ],
    ["a service without prices", component("aws_memorydb_cluster.a", { node_type: "db.t4g.small" })],
    ["a type that nobody knows", component("aws_brand_new_thing.a")],
    ["a Windows machine without a disk", component("azurerm_windows_virtual_machine.a", { size: "Standard_B2s" })],
  ];
  it.each(cases)("%s is listed as unpriced and not in the sum", (_, one) => {
    expect(price([one])).toMatchObject({ monthly: 0, currency: "USD", as_of: "", items: [], unpriced: [one.id] });
  });

  it.each([
    ["aws_instance.a", { instance_type: "z9.mega" }, /instance_type "z9.mega"/],
    ["aws_instance.a", { instance_type: unknown }, /instance_type is only known after apply/],
    ["aws_brand_new_thing.a", {}, /aws_brand_new_thing is not in the price table/],
  ])("%s with %o is told with its reason", (id, attributes, reason) => {
    expect(price([component(id, attributes)]).unpriced_reasons[id]).toMatch(reason);
  });

  it.each([
    "aws_iam_role.a",
    "aws_subnet.a",
    "aws_security_group.a",
    "aws_lb_listener.a",
    "azurerm_resource_group.a",
    "google_compute_firewall.a",
    "random_id.a",
  ])("%s is free: neither an item nor unpriced", (id) => {
    expect(price([component(id)])).toMatchObject({ items: [], unpriced: [] });
  });

  it.each([
    ["aws", awsPricers],
    ["azure", azurePricers],
    ["gcp", gcpPricers],
  ])("no pricing function of %s trips over a resource without or with unknown attributes", (_, pricers) => {
    for (const type of Object.keys(pricers)) {
      const empty = component(`${type}.a`);
      const vague = component(
        `${type}.b`,
        new Proxy(
          {},
          {
            get: () => unknown,
            has: () => true,
            getOwnPropertyDescriptor: () => ({ value: unknown, configurable: true, enumerable: true }),
          },
        ),
      );
      const { items, unpriced } = price([empty, vague], "us-east-1", "large");
      expect(items.every(({ monthly }) => Number.isFinite(monthly))).toBe(true);
      expect(items.every(({ as_of }) => /^\d{4}-\d{2}$/.test(as_of))).toBe(true);
      expect(new Set(items.map(({ resource, unit }) => `${resource} ${unit}`)).size).toBe(items.length);
      expect(unpriced.every((id) => id === empty.id || id === vague.id)).toBe(true);
    }
  });
});

describe("the estimate", () => {
  const web = (index: number, size = "t3.medium"): Component =>
    component(`aws_instance.web[${index}]`, { instance_type: size });

  it("puts instances that cost the same on one line", () => {
    expect(price([web(0), web(1), web(2)]).items[0]).toMatchObject({
      resource: "aws_instance.web ×3",
      unit: "t3.medium hour",
      quantity: 2190,
      monthly: 91.1,
    });
  });

  it("keeps instances apart that do not", () => {
    const resources = price([web(0), web(1, "t3.large")]).items.map(({ resource }) => resource);
    expect(new Set(resources)).toEqual(new Set(["aws_instance.web[0]", "aws_instance.web[1]"]));
  });

  it("multiplies by the price index of the region and says so", () => {
    const [item] = price([web(0)], "sa-east-1").items;
    expect(item).toMatchObject({ unit_price: 0.0663104, monthly: 48.41 });
    expect(item?.assumption).toContain("price × 1.594 for sa-east-1");
  });

  it("leaves global services as they are in every region, and takes the region's own price of data sent out", () => {
    const design = [component("aws_cloudfront_distribution.a"), component("aws_lb.a")];
    const unitPrice = (region: string, unit: string) =>
      price(design, region).items.find((item) => item.unit === unit)?.unit_price;
    expect(unitPrice("sa-east-1", "sent GB")).toBe(0.085);
    expect(unitPrice("sa-east-1", "GB to the internet")).toBe(0.15);
  });

  it.each([
    ["a key costs the same everywhere", "aws_kms_key.k", {}, "sa-east-1", 1],
    ["a gigabyte in S3 has a ratio of its own", "aws_s3_bucket.b", {}, "eu-west-1", 0.023],
    ["a machine follows the region's index", "aws_nat_gateway.n", {}, "eu-west-1", 0.050175],
  ])("%s", (_, id, attributes, region, unitPrice) => {
    expect(price([component(id, attributes)], region).items[0]?.unit_price).toBeCloseTo(unitPrice, 6);
  });

  it.each(["constructor", "__proto__", "toString"])("takes %s for a region that it does not know", (name) => {
    const disk = { storage_account_type: name, disk_size_gb: 10 };
    const design = [component("aws_s3_bucket.b"), component("azurerm_managed_disk.d", disk), fargateTask];
    const estimate = price(design, name);
    expect(estimate.monthly).toBeGreaterThan(0);
    expect(JSON.stringify(estimate)).not.toMatch(/native code|null/);
  });

  it("has no price for an amount that is none", () => {
    const table = component("azurerm_cosmosdb_sql_database.d", { throughput: 1e308 });
    const estimate = price([component("aws_nat_gateway.a"), table]);
    expect(estimate.monthly).toBeGreaterThan(0);
    expect(estimate.monthly).toBeLessThan(1e15);
  });

  it("charges no data sent out for a load balancer behind a CDN", () => {
    const cdn = component("aws_cloudfront_distribution.a", {}, { origin: "aws_lb.a" });
    const units = price([component("aws_lb.a"), cdn]).items.map(({ unit }) => unit);
    expect(units).not.toContain("GB to the internet");
  });

  it("names the profile and grows with it", () => {
    const bucket = [component("aws_s3_bucket.a")];
    expect(price(bucket).items[0]?.assumption).toBe("225 GB stored, all in S3 Standard (small usage profile)");
    expect(price(bucket, "us-east-1", "large").monthly).toBeGreaterThan(price(bucket, "us-east-1", "medium").monthly);
  });

  it("is dated by the oldest price in it", () => {
    const db = component("aws_db_instance.a", {
      engine: "mysql",
      instance_class: "db.t3.micro",
      allocated_storage: 20,
    });
    expect(price([web(0)]).as_of).toBe("2024-04");
    expect(price([web(0), db]).as_of).toBe("2021-07");
  });

  it("sums its items to the cent, and twice the design costs twice as much", () => {
    const queues = (count: number) =>
      price(Array.from({ length: count }, (_, index) => component(`aws_sqs_queue.q${index}`)));
    expect(queues(200).monthly).toBe(2 * queues(100).monthly);
    const { items, monthly } = queues(3);
    expect(monthly).toBe(items.reduce((sum, item) => sum + item.monthly, 0));
  });
});

describe("the difference between two designs", () => {
  it("is by block address, without blocks that cost the same", () => {
    const nat = component("aws_nat_gateway.a");
    const before = price([
      nat,
      component("aws_instance.web[0]", { instance_type: "t3.medium" }),
      component("aws_kms_key.old"),
    ]);
    const after = price([
      nat,
      component("aws_instance.web[0]", { instance_type: "t3.medium" }),
      component("aws_instance.web[1]", { instance_type: "t3.medium" }),
      component("aws_sqs_queue.q"),
    ]);
    expect(deltaOf(before, after)).toEqual(
      new Map([
        ["aws_instance.web", 31.17],
        ["aws_kms_key.old", -1],
        ["aws_sqs_queue.q", 5],
      ]),
    );
  });
});
