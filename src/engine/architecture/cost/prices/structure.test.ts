import { describe, expect, it } from "vitest";
import aws from "./aws.json" with { type: "json" };
import azure from "./azure.json" with { type: "json" };
import gcp from "./gcp.json" with { type: "json" };

type Rows = Readonly<Record<string, readonly (string | number)[]>>;

const files: Readonly<Record<string, { prices: Rows; sources: Readonly<Record<string, string>> }>> = {
  aws,
  azure,
  gcp,
};

const every = Object.entries(files).flatMap(([cloud, { prices }]) =>
  Object.entries(prices).map(([id, [usd, unit, asOf, source]]) => ({
    cloud,
    id,
    usd: Number(usd),
    unit,
    asOf,
    source,
  })),
);

const usdOf = (rows: Rows, id: string): number => {
  const row = rows[id];
  if (row === undefined) throw new Error(`no price ${id}`);
  return Number(row[0]);
};

describe("a price", () => {
  it("is a number above zero with a unit, a month and a source that its file explains", () => {
    const odd = every.filter(
      ({ cloud, usd, unit, asOf, source }) =>
        !(usd > 0 && Number.isFinite(usd)) ||
        unit === "" ||
        !/^20\d\d-(?:0[1-9]|1[0-2])$/.test(String(asOf)) ||
        files[cloud]?.sources[String(source)] === undefined,
    );
    expect(odd).toEqual([]);
  });

  it("is lower in a higher band", () => {
    const scale: Readonly<Record<string, number>> = { "": 1, k: 1e3, m: 1e6, b: 1e9, gb: 1, tb: 1024, pb: 1_048_576 };
    const ends = new Map<string, { from: number; usd: number }[]>();
    for (const { cloud, id, usd } of every) {
      const [, base = id, number = "0", unit = ""] = /^(.*)\.(\d+(?:_\d+)?)(gb|tb|pb|k|m|b)$/.exec(id) ?? [];
      const key = `${cloud} ${base}`;
      ends.set(key, [...(ends.get(key) ?? []), { from: Number(number.replace("_", ".")) * (scale[unit] ?? 1), usd }]);
    }
    const banded = [...ends].filter(([, bands]) => bands.length > 1);
    expect(banded.length).toBeGreaterThan(8);
    for (const [base, bands] of banded) {
      const prices = bands.toSorted((a, b) => a.from - b.from).map(({ usd }) => usd);
      expect([base, prices]).toEqual([base, prices.toSorted((a, b) => b - a)]);
    }
  });
});

/** Sizes in units of a medium one: an xlarge is four of them, a 12xlarge 48. */
const unitsOf = (size: string): number => {
  const named: Readonly<Record<string, number>> = {
    nano: 0.125,
    micro: 0.25,
    small: 0.5,
    medium: 1,
    large: 2,
    xlarge: 4,
  };
  return named[size] ?? Number.parseInt(size, 10) * 4;
};

/** Numbers in a machine's name that are its vCPUs. */
const sizedBy = {
  aws: /^(.+[._])(nano|micro|small|medium|large|xlarge|\d+xlarge)(_hour)?$/,
  azure: /^(vm\.Standard_[A-Z]+)(\d+)(.*)$/,
  gcp: /^(gce\.[a-z]\w*-(?:standard|highmem|highcpu)-)(\d+)()$/,
} as const;

interface Sized {
  units: number;
  usd: number;
}

const familiesOf = (cloud: keyof typeof sizedBy): [family: string, sizes: Sized[]][] => {
  const families = new Map<string, Sized[]>();
  for (const { cloud: of, id, usd } of every) {
    const [, start, size, end = ""] = (of === cloud && sizedBy[cloud].exec(id)) || [];
    if (start === undefined || size === undefined) continue;
    const units = cloud === "aws" ? unitsOf(size) : Number(size);
    const family = `${start}*${end}`;
    families.set(family, [...(families.get(family) ?? []), { units, usd }]);
  }
  return [...families]
    .filter(([, sizes]) => sizes.length > 1)
    .map(([family, sizes]) => [family, sizes.toSorted((a, b) => a.units - b.units)]);
};

/** Families in which twice the size does not cost twice as much, and why. */
const unevenFamilies = new Set([
  // Sizes are those of the rest of the machine; the number of GPUs or chips jumps.
  "ec2.g4dn.*",
  "ec2.g5.*",
  "ec2.inf2.*",
  "sagemaker.ml.g4dn.*_hour",
  "sagemaker.ml.g5.*_hour",
  "gce.g2-standard-*",
  // Words for a product, not parts of one machine.
  "directory.*_hour",
  "lightsail.container_*",
  "lightsail.db_*",
  "mwaa.*_hour",
  "opensearch.ultrawarm1.*",
  "redshift.dc2.*",
  "redshift.ra3.*",
  // The number is a place in a row, not vCPUs; a B1ms has half the memory of a B2s.
  "vm.Standard_D*_v2",
  "vm.Standard_DS*_v2",
  "vm.Standard_B*ms",
  "vm.Standard_B*s",
  // The smallest has less than its share of memory.
  "gce.c4-standard-*",
  "gce.c4d-highcpu-*",
  "gce.c4d-highmem-*",
  "gce.c4d-standard-*",
]);

describe("sizes of one family", () => {
  it.each(["aws", "azure", "gcp"] as const)("cost more the larger they are, on %s", (cloud) => {
    const families = familiesOf(cloud).filter(([family]) => family !== "gce.g2-standard-*" && family !== "ec2.g5.*");
    expect(families.length).toBeGreaterThan(10);
    const falling = families.filter(([, sizes]) =>
      sizes.some(({ usd }, index) => index > 0 && usd <= (sizes[index - 1]?.usd ?? 0)),
    );
    expect(falling).toEqual([]);
  });

  it.each(["aws", "azure", "gcp"] as const)("cost twice as much at twice the size, on %s", (cloud) => {
    const uneven = familiesOf(cloud).filter(([family, sizes]) => {
      const each = sizes.map(({ units, usd }) => usd / units);
      return !unevenFamilies.has(family) && Math.max(...each) / Math.min(...each) > 1.03;
    });
    expect(uneven).toEqual([]);
  });

  it("of every exception are there, and uneven", () => {
    const families = new Map((["aws", "azure", "gcp"] as const).flatMap(familiesOf));
    const even = [...unevenFamilies].filter((family) => {
      const each = (families.get(family) ?? []).map(({ units, usd }) => usd / units);
      return !(Math.max(...each) / Math.min(...each) > 1.02);
    });
    expect(even).toEqual([]);
  });
});

/** Every price of the dearer family against the same size of the cheaper one. */
const pairsOf = (cheaper: string, dearer: string): [id: string, low: number, high: number][] =>
  Object.keys(aws.prices).flatMap((id): [string, number, number][] => {
    const twin = id.startsWith(cheaper) ? dearer + id.slice(cheaper.length) : "";
    return Object.hasOwn(aws.prices, twin) ? [[id, usdOf(aws.prices, id), usdOf(aws.prices, twin)]] : [];
  });

describe("prices of one thing in two ways", () => {
  it.each([
    ["ec2.t4g.", "ec2.t3."],
    ["ec2.t3a.", "ec2.t3."],
    ["ec2.m6g.", "ec2.m5."],
    ["ec2.m7g.", "ec2.m6i."],
    ["ec2.c6g.", "ec2.c5."],
    ["ec2.c7g.", "ec2.c6i."],
    ["ec2.r6g.", "ec2.r5."],
    ["ec2.r7g.", "ec2.r6i."],
    ["rds.mysql.m6g.", "rds.mysql.m5."],
    ["rds.mysql.r6g.", "rds.mysql.r5."],
    ["rds.mysql.t4g.", "rds.mysql.t3."],
    ["rds.postgres.m6g.", "rds.postgres.m5."],
    ["rds.postgres.r6g.", "rds.postgres.r5."],
    ["rds.postgres.t4g.", "rds.postgres.t3."],
    ["rds.aurora-mysql.r6g.", "rds.aurora-mysql.r5."],
    ["rds.aurora-mysql.r7g.", "rds.aurora-mysql.r6i."],
    ["elasticache.m6g.", "elasticache.m5."],
    ["elasticache.r6g.", "elasticache.r5."],
    ["elasticache.t4g.", "elasticache.t3."],
    ["opensearch.m6g.", "opensearch.m5."],
    ["opensearch.r6g.", "opensearch.r5."],
    ["opensearch.c6g.", "opensearch.c5."],
    ["docdb.r6g.", "docdb.r5."],
    ["neptune.r6g.", "neptune.r5."],
    ["msk.m7g.", "msk.m5."],
  ])("%s is cheaper than %s of the same size", (cheaper, dearer) => {
    const pairs = pairsOf(cheaper, dearer);
    expect(pairs.length).toBeGreaterThan(1);
    expect(pairs.filter(([, low, high]) => low >= high)).toEqual([]);
  });

  it.each([
    ["rds.mysql.", "rds.postgres."],
    ["rds.mysql.", "rds.aurora-mysql."],
    ["ec2.", "sagemaker.ml."],
  ])("%s costs no more than %s of the same size", (cheaper, dearer) => {
    const pairs = pairsOf(cheaper, dearer);
    expect(pairs.filter(([, low, high]) => low > high)).toEqual([]);
  });

  it("an App Service plan costs no less with Windows than with Linux", () => {
    const plans = Object.keys(azure.prices).filter((id) => /^appservice\.\w+_linux_hour$/.test(id));
    expect(plans.length).toBeGreaterThan(15);
    const wrong = plans.filter((id) => {
      const windows = id.replace("_linux_", "_win_");
      return Object.hasOwn(azure.prices, windows) && usdOf(azure.prices, windows) < usdOf(azure.prices, id);
    });
    expect(wrong).toEqual([]);
  });

  it.each<[what: string, rows: Rows, rising: readonly string[]]>([
    ["copies of hot blobs", azure.prices, ["lrs", "zrs", "grs", "ragrs"].map((one) => `blob.hot_${one}_gb_month`)],
    ["copies of cool blobs", azure.prices, ["lrs", "zrs", "grs"].map((one) => `blob.cool_${one}_gb_month`)],
    [
      "tiers of blobs",
      azure.prices,
      ["archive", "cold", "cool", "hot", "premium"].map((t) => `blob.${t}_lrs_gb_month`),
    ],
    ["VPN gateways", azure.prices, ["1", "2", "3", "4", "5"].map((n) => `vpngw.gw${n}_hour`)],
    ["VPN gateways over zones", azure.prices, ["1", "2", "3", "4", "5"].map((n) => `vpngw.gw${n}az_hour`)],
    ["SQL Standard", azure.prices, ["0", "1", "2", "3", "4", "6", "7", "9", "12"].map((n) => `sql.s${n}_hour`)],
    ["SQL Premium", azure.prices, ["1", "2", "4", "6"].map((n) => `sql.p${n}_hour`)],
    ["SQL pools", azure.prices, ["basic", "standard", "premium"].map((n) => `sql.pool_${n}_edtu_hour`)],
    ["caches", azure.prices, ["0", "1", "2", "3", "4", "5", "6"].map((n) => `redis.c${n}_basic_hour`)],
    [
      "S3 classes",
      aws.prices,
      ["deep_archive", "glacier", "glacier_ir", "ia", "standard"].map((c) => `s3.${c}_gb_month`),
    ],
    ["volumes", aws.prices, ["sc1", "st1", "gp3", "gp2", "io1"].map((type) => `ebs.${type}_gb_month`)],
    ["GCS classes", gcp.prices, ["archive", "coldline", "nearline", "standard"].map((c) => `gcs.${c}_gb_month`)],
    ["disks", gcp.prices, ["pd-standard", "pd-balanced", "pd-ssd"].map((type) => `disk.${type}`)],
  ])("%s cost more step by step", (_, rows, rising) => {
    const prices = rising.map((id) => usdOf(rows, id));
    expect(prices).toEqual([...new Set(prices)].toSorted((a, b) => a - b));
  });

  it.each<[twice: string, rows: Rows, once: string]>([
    ["sql.vcpu_hour.ha", gcp.prices, "sql.vcpu_hour"],
    ["sql.mem_gb_month.ha", gcp.prices, "sql.mem_gb_month"],
    ["sql.ssd_gb_month.ha", gcp.prices, "sql.ssd_gb_month"],
    ["disk.regional-ssd-replicated", gcp.prices, "disk.pd-ssd"],
    ["disk.regional-balanced-replicated", gcp.prices, "disk.pd-balanced"],
    ["disk.regional-hdd-replicated", gcp.prices, "disk.pd-standard"],
    ["redis.std_m2_gb_month", gcp.prices, "redis.basic_m2_gb_month"],
    ["redis.std_m3_gb_month", gcp.prices, "redis.basic_m3_gb_month"],
    ["redis.p2_node_month", azure.prices, "redis.p1_node_month"],
    ["redis.p3_node_month", azure.prices, "redis.p2_node_month"],
    ["redis.p4_node_month", azure.prices, "redis.p3_node_month"],
    ["expressroute.metered_2000", azure.prices, "expressroute.metered_1000"],
    ["expressroute.unlimited_200", azure.prices, "expressroute.unlimited_100"],
    ["powerbi.a2_hour", azure.prices, "powerbi.a1_hour"],
    ["fsx.ontap_multi_gb_month", aws.prices, "fsx.ontap_single_gb_month"],
  ])("%s is twice another", (twice, rows, once) => {
    expect(usdOf(rows, twice) / usdOf(rows, once)).toBeCloseTo(2, 1);
  });
});
