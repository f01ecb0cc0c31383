import { describe, expect, test } from "vitest";
import type { Evaluation } from "./evaluate-project.ts";
import { evaluateProject, parseTerraform } from "../terraform.ts";

const evaluated = (files: Readonly<Record<string, string>>): Evaluation => {
  const { project, warnings } = parseTerraform(Object.entries(files).map(([name, text]) => ({ name, text })));
  expect(warnings).toEqual([]);
  return evaluateProject(project);
};

const idsIn = (files: Readonly<Record<string, string>>): string[] => evaluated(files).components.map(({ id }) => id);

const warningsIn = (files: Readonly<Record<string, string>>): string[] =>
  evaluated(files).warnings.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);

/** `id path → to` of every reference. */
const referencesIn = (files: Readonly<Record<string, string>>): string[] =>
  evaluated(files).components.flatMap(({ id, references }) =>
    references.map(({ path, to }) => `${id} ${path} → ${to}`),
  );

const attributesOf = (id: string, files: Readonly<Record<string, string>>): unknown =>
  evaluated(files).components.find((component) => component.id === id)?.attributes;

const network = `variable "cidr" {
  default = "10.0.0.0/16"
}
resource "test_vpc" "this" {
  cidr = var.cidr
}
resource "test_subnet" "private" {
  count = 2
  vpc   = test_vpc.this.id
}
output "vpc_id" {
  value = test_vpc.this.id
}
output "subnets" {
  value = test_subnet.private[*].id
}`;

describe("a called module", () => {
  test("has its components under its name, with their place in its own file", () => {
    const { components } = evaluated({
      "main.tf": 'module "net" {\n  source = "./modules/network"\n}',
      "modules/network/main.tf": network,
    });
    expect(components.map(({ id, address, source }) => [id, address, `${source.file}:${source.line}`])).toEqual([
      ["module.net.test_vpc.this", "module.net.test_vpc.this", "modules/network/main.tf:4"],
      ["module.net.test_subnet.private[0]", "module.net.test_subnet.private", "modules/network/main.tf:7"],
      ["module.net.test_subnet.private[1]", "module.net.test_subnet.private", "modules/network/main.tf:7"],
    ]);
  });

  test("takes arguments from its caller and defaults where there are none", () => {
    const files = {
      "main.tf":
        'locals {\n  cidr = "10.9.0.0/16"\n}\nmodule "a" {\n  source = "./n"\n  cidr = local.cidr\n}\nmodule "b" {\n  source = "./n/"\n}',
      "n/main.tf": network,
    };
    expect(attributesOf("module.a.test_vpc.this", files)).toEqual({ cidr: "10.9.0.0/16" });
    expect(attributesOf("module.b.test_vpc.this", files)).toEqual({ cidr: "10.0.0.0/16" });
  });

  test.each([
    ["a = var.x", 'variable "x" {}', "x = null", { a: null }],
    ["a = var.x", 'variable "x" {\n  default  = 1\n  nullable = false\n}', "x = null", { a: 1 }],
    [
      "a = var.x",
      'variable "x" {\n  type = object({ size = optional(number, 3), tag = optional(string) })\n}',
      "x = {}",
      { a: { size: 3, tag: null } },
    ],
    [
      "a = var.x.one.port",
      'variable "x" {\n  type = map(object({ port = optional(number, 80) }))\n}',
      "x = { one = {} }",
      { a: 80 },
    ],
    ["a = var.x.y", 'variable "x" {}', 'x = { y = upper("b") }', { a: "B" }],
  ])("reads %s of %s, given %s", (body, variable, argument, expected) => {
    const files = {
      "main.tf": `module "m" {\n  source = "./m"\n  ${argument}\n}`,
      "m/main.tf": `${variable}\nresource "test_x" "y" {\n  ${body}\n}`,
    };
    expect(attributesOf("module.m.test_x.y", files)).toEqual(expected);
  });

  test("gives outputs that point at its components, from one module into another", () => {
    const main = `module "net" {
  source = "./net"
}
module "app" {
  source  = "./app"
  vpc     = module.net.vpc_id
  network = { subnets = module.net.subnets }
  bucket  = test_bucket.b.name
}
resource "test_bucket" "b" {
  name = "known"
}
resource "test_rule" "r" {
  target = module.app.name
}`;
    const app = `variable "vpc" {}
variable "network" {}
variable "bucket" {}
resource "test_app" "this" {
  vpc     = var.vpc
  first   = var.network.subnets[0]
  subnets = var.network.subnets
  bucket  = var.bucket
  name    = "app"
}
output "name" {
  value = test_app.this.name
}`;
    expect(referencesIn({ "main.tf": main, "net/main.tf": network, "app/main.tf": app })).toEqual([
      "test_rule.r target → module.app.test_app.this",
      "module.net.test_subnet.private[0] vpc → module.net.test_vpc.this",
      "module.net.test_subnet.private[1] vpc → module.net.test_vpc.this",
      "module.app.test_app.this vpc → module.net.test_vpc.this",
      "module.app.test_app.this first → module.net.test_subnet.private[0]",
      "module.app.test_app.this subnets → module.net.test_subnet.private[0]",
      "module.app.test_app.this subnets → module.net.test_subnet.private[1]",
      "module.app.test_app.this bucket → test_bucket.b",
    ]);
  });

  test("is made once for each element, and each refers to its own", () => {
    const main = `module "m" {
  for_each = toset(["a", "b"])
  source   = "./m"
  name     = each.key
}
resource "test_x" "first" {
  it = module.m["a"].ids[0]
}
resource "test_x" "all" {
  it = [for m in module.m : m.name]
}`;
    const inner = `variable "name" {}
resource "test_s" "s" {
  count = 2
  name  = "\${var.name}-\${count.index}"
}
resource "test_t" "t" {
  all = test_s.s[*].id
  any = test_s.s[var.unset].id
}
output "ids" {
  value = test_s.s[*].id
}
output "name" {
  value = var.name
}`;
    const files = { "main.tf": main, "m/main.tf": inner };
    expect(attributesOf('module.m["b"].test_s.s[1]', files)).toEqual({ name: "b-1" });
    expect(attributesOf("test_x.all", files)).toEqual({ it: ["a", "b"] });
    const references = referencesIn(files);
    expect(references).toContain('test_x.first it → module.m["a"].test_s.s[0]');
    expect(references.filter((line) => line.startsWith('module.m["b"].test_t.t any'))).toEqual([
      'module.m["b"].test_t.t any → module.m["b"].test_s.s[0]',
      'module.m["b"].test_t.t any → module.m["b"].test_s.s[1]',
    ]);
  });

  test("may call another one, found from its own folder", () => {
    const files = {
      "envs/prod/main.tf": 'module "app" {\n  source = "../../modules/app"\n}',
      "modules/app/main.tf": 'module "log" {\n  source = "../log"\n  count = 1\n}',
      "modules/log/main.tf": 'resource "test_x" "y" {}',
    };
    expect(idsIn(files)).toEqual(["module.app.module.log[0].test_x.y"]);
    expect(evaluated(files).components[0]?.address).toBe("module.app.module.log.test_x.y");
  });

  test("uses the provider that its caller hands on", () => {
    const files = {
      "main.tf": 'module "m" {\n  source = "./m"\n  providers = { aws = aws.west, aws.other = aws.east }\n}',
      "m/main.tf":
        'resource "aws_x" "a" {}\nresource "aws_x" "b" {\n  provider = aws.other\n}\nresource "test_x" "c" {}',
    };
    expect(evaluated(files).components.map(({ attributes }) => attributes)).toEqual([
      { provider: "aws.west" },
      { provider: "aws.east" },
      {},
    ]);
  });

  test("that is remote leaves what it gives unknown, and points at nothing", () => {
    const files = {
      "main.tf":
        'module "m" {\n  source = "terraform-aws-modules/vpc/aws"\n}\nresource "test_x" "y" {\n  a = module.m.vpc_id\n}',
    };
    expect(referencesIn(files)).toEqual([]);
    expect(warningsIn(files)).toEqual([
      "main.tf:1:1 this module is not followed: only the files of this upload are read",
    ]);
  });
});

describe("roots", () => {
  const shared = { "modules/b/main.tf": 'variable "n" {}\nresource "test_b" "b" {\n  n = var.n\n}' };
  const call = (n: string): string => `module "b" {\n  source = "../../modules/b"\n  n = ${n}\n}`;

  test("side by side are told apart by their folder", () => {
    const files = { "envs/dev/main.tf": call("1"), "envs/prod/main.tf": call("2"), ...shared };
    expect(idsIn(files)).toEqual(["envs/dev: module.b.test_b.b", "envs/prod: module.b.test_b.b"]);
  });

  test("above all others need no folder in their names, and a module that nothing calls is looked at too", () => {
    const files = { "main.tf": 'resource "test_a" "a" {}', ...shared };
    expect(idsIn(files)).toEqual(["test_a.a", "modules/b: test_b.b"]);
  });

  test("are what they are without folders", () => {
    expect(idsIn({ "a.tf": 'resource "test_a" "a" {}', "b.tf": 'resource "test_b" "b" {}' })).toEqual([
      "test_a.a",
      "test_b.b",
    ]);
  });

  test("have values of their own: those of a module's folder do not count", () => {
    const variable = 'variable "v" {\n  default = 0\n}\nresource "test_x" "y" {\n  a = var.v\n}\n';
    const files = {
      "main.tf": `${variable}module "m" {\n  source = "./m"\n}`,
      "terraform.tfvars": "v = 1",
      "m/main.tf": variable,
      "m/terraform.tfvars": "v = 2",
      "stage/prod.auto.tfvars": "v = 3",
    };
    expect(evaluated(files).components.map(({ id, attributes }) => [id, attributes["a"]])).toEqual([
      ["test_x.y", 1],
      ["module.m.test_x.y", 0],
    ]);
  });
});

describe("hostile modules", () => {
  const x = 'resource "test_x" "y" {}\n';
  const calling = (source: string, more = ""): string => `module "m" {\n  source = "${source}"\n${more}}\n`;

  test.each([
    [
      "itself",
      { "a/main.tf": x + calling("./") },
      ["test_x.y"],
      "a/main.tf:2:1 this module calls itself: it is left out",
    ],
    [
      "each other",
      { "a/main.tf": x + calling("../b"), "b/main.tf": x + calling("../a") },
      ["test_x.y", "module.m.test_x.y"],
      "b/main.tf:2:1 this module calls itself: it is left out",
    ],
    [
      "above the upload",
      { "a/main.tf": x + calling("../../../etc") },
      ["test_x.y"],
      "a/main.tf:2:1 this module's source leads out of the upload: its folder was not sent",
    ],
    [
      "a folder that is not there",
      { "a/main.tf": x + calling("../b") },
      ["test_x.y"],
      "a/main.tf:2:1 this module's folder is not in the upload",
    ],
    [
      "an absolute path",
      { "main.tf": x + calling("/etc") },
      ["test_x.y"],
      "main.tf:2:1 this module is not followed: only the files of this upload are read",
    ],
  ])("that call %s are left out with a warning", (_, files, ids, warning) => {
    expect([idsIn(files), warningsIn(files)]).toEqual([ids, [warning]]);
  });

  test("are named like what every object has", () => {
    const names = ["constructor", "__proto__", "toString"];
    const main = names.map((name) => `module "${name}" {\n  source = "./m"\n  ${name} = 1\n}`).join("\n");
    const uses = names.map((name) => `resource "test_u" "${name}" {\n  a = module.${name}.valueOf\n}`).join("\n");
    const inner = `resource "test_x" "y" {\n  a = var.toString\n}\noutput "valueOf" {\n  value = test_x.y.id\n}`;
    expect(referencesIn({ "main.tf": `${main}\n${uses}`, "m/main.tf": inner })).toEqual(
      names.map((name) => `test_u.${name} a → module.${name}.test_x.y`),
    );
  });

  test("nested ten deep, a thousand each, end with the design's limit", () => {
    const files: Record<string, string> = {};
    for (let level = 0; level < 9; level++) files[`${"m/".repeat(level)}main.tf`] = calling("./m", "  count = 1000\n");
    files[`${"m/".repeat(9)}main.tf`] = x;
    expect(idsIn(files)).toHaveLength(992);
    expect(warningsIn(files)).toContainEqual(expect.stringContaining("more than 1000 modules"));
    files[`${"m/".repeat(9)}main.tf`] = `resource "test_x" "y" {\n  count = 1000\n}`;
    expect(idsIn(files)).toHaveLength(1_000);
  });

  test("nested deeper than people write end there", () => {
    const files: Record<string, string> = {};
    for (let level = 0; level < 40; level++) files[`${"m/".repeat(level)}main.tf`] = x + calling("./m");
    expect(idsIn(files)).toHaveLength(11);
    expect(warningsIn(files)).toEqual([expect.stringContaining("modules are followed 10 levels deep")]);
  });

  test("that hand a value in a circle leave it unknown", () => {
    const main = `module "a" {
  source = "./m"
  v      = module.b.v
}
module "b" {
  source = "./m"
  v      = module.a.v
}`;
    const inner = 'variable "v" {}\nresource "test_x" "y" {\n  a = var.v\n}\noutput "v" {\n  value = var.v\n}';
    expect(referencesIn({ "main.tf": main, "m/main.tf": inner })).toEqual([]);
  });
});
