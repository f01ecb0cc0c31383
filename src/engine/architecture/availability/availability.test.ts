import { describe, expect, it } from "vitest";
import { inspect } from "../parse/index.ts";
import { compositeAvailability } from "./index.ts";
import type { Availability } from "./index.ts";

const of = (text: string): Availability => compositeAvailability(inspect([{ name: "main.tf", text }]).model);

const balanced = (zoneOfSecond: string): string => `
resource "aws_lb" "web" {
  internal = false
}

resource "aws_lb_listener" "web" {
  load_balancer_arn = aws_lb.web.arn
  port              = 443
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}

resource "aws_lb_target_group" "web" {}

resource "aws_lb_target_group_attachment" "one" {
  target_group_arn = aws_lb_target_group.web.arn
  target_id        = aws_instance.one.id
}

resource "aws_lb_target_group_attachment" "two" {
  target_group_arn = aws_lb_target_group.web.arn
  target_id        = aws_instance.two.id
}

resource "aws_instance" "one" {
  availability_zone = "eu-west-1a"
}

resource "aws_instance" "two" {
  availability_zone = "${zoneOfSecond}"
}
`;

describe("composite availability", () => {
  it("is the product along the way of a request, and one less the product of failures for copies", () => {
    const { percent, downtime_minutes_month, formula, words, parts } = of(balanced("eu-west-1b"));
    expect(formula).toBe("0.9999 × (1 − (1 − 0.995)²) = 0.999875");
    expect(percent).toBe(99.9875);
    expect(downtime_minutes_month).toBe(5.5);
    expect(words).toBe("A request needs Application Load Balancer and one of 2 × EC2, all at once.");
    expect(parts.map(({ components, copies }) => [components, copies])).toEqual([
      [["aws_lb.web"], 1],
      [["aws_instance.one", "aws_instance.two"], 2],
    ]);
  });

  it("counts copies in one zone once: they fail together", () => {
    expect(of(balanced("eu-west-1a")).formula).toBe("0.9999 × 0.995 = 0.9949005");
  });

  it.each([
    ["RDS in one zone", 'resource "aws_db_instance" "d" {}', 99.5],
    ["RDS in two zones", 'resource "aws_db_instance" "d" {\n  multi_az = true\n}', 99.95],
    [
      "Aurora with one instance",
      'resource "aws_rds_cluster" "c" {}\nresource "aws_rds_cluster_instance" "i" {\n  cluster_identifier = aws_rds_cluster.c.id\n}',
      99.9,
    ],
    [
      "Aurora with two",
      'resource "aws_rds_cluster" "c" {}\nresource "aws_rds_cluster_instance" "i" {\n  count = 2\n  cluster_identifier = aws_rds_cluster.c.id\n}',
      99.99,
    ],
    [
      "a group over zones",
      'resource "aws_autoscaling_group" "g" {\n  min_size = 2\n  availability_zones = ["a", "b"]\n}',
      99.9975,
    ],
    [
      "a group in one zone",
      'resource "aws_autoscaling_group" "g" {\n  min_size = 2\n  availability_zones = ["a"]\n}',
      99.5,
    ],
    [
      "an Azure VM on Premium SSD",
      'resource "azurerm_linux_virtual_machine" "v" {\n  os_disk {\n    storage_account_type = "Premium_LRS"\n  }\n}',
      99.9,
    ],
    [
      "an Azure VM on a hard disk",
      'resource "azurerm_linux_virtual_machine" "v" {\n  os_disk {\n    storage_account_type = "Standard_LRS"\n  }\n}',
      95,
    ],
    ["Azure Functions", 'resource "azurerm_linux_function_app" "f" {}', 99.95],
    ["a zonal GKE cluster", 'resource "google_container_cluster" "c" {\n  location = "europe-west1-b"\n}', 99.5],
    ["a regional GKE cluster", 'resource "google_container_cluster" "c" {\n  location = "europe-west1"\n}', 99.95],
    ["Cloud Run", 'resource "google_cloud_run_v2_service" "s" {}', 99.95],
  ])("%s", (_name, text, percent) => {
    expect(of(text).percent).toBe(percent);
  });

  it.each([
    ["Cloud SQL without high availability", 'resource "google_sql_database_instance" "d" {}'],
    ["Redis in the Basic tier", 'resource "azurerm_redis_cache" "r" {\n  sku_name = "Basic"\n}'],
    ["one task", 'resource "aws_ecs_service" "s" {\n  desired_count = 1\n}'],
    ["a service nobody promises anything for", 'resource "aws_sagemaker_endpoint" "e" {}'],
  ])("lists %s as without an agreement, and makes no figure of it", (_name, text) => {
    const { percent, downtime_minutes_month, formula, unknown } = of(text);
    expect([percent, downtime_minutes_month, formula]).toEqual([null, null, ""]);
    expect(unknown).toHaveLength(1);
  });

  it("leaves out replicas, what runs after the answer, and ways out of the network", () => {
    const { parts } = of(`
resource "aws_db_instance" "d" {}
resource "aws_db_instance" "copy" {
  replicate_source_db = aws_db_instance.d.identifier
}
resource "aws_nat_gateway" "n" {}
`);
    expect(parts.flatMap(({ components }) => components)).toEqual(["aws_db_instance.d"]);
  });

  it("has nothing to say of a design without services", () => {
    expect(of('resource "aws_iam_role" "r" {}')).toMatchObject({ percent: null, parts: [], unknown: [] });
  });
});

const inTwoRegions = `
provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "second"
  region = "eu-central-1"
}

resource "aws_route53_zone" "main" {
  name = "example.com"
}
`;

/** The same service in a region, behind a balancer that a record of the zone names. */
const region = (label: string, provider: string): string => `
resource "aws_route53_record" "${label}" {
  zone_id        = aws_route53_zone.main.zone_id
  name           = "www.example.com"
  type           = "A"
  set_identifier = "${label}"
  failover_routing_policy {
    type = "${label === "first" ? "PRIMARY" : "SECONDARY"}"
  }
  alias {
    name                   = aws_lb.${label}.dns_name
    zone_id                = aws_lb.${label}.zone_id
    evaluate_target_health = true
  }
}

resource "aws_lb" "${label}" {
  ${provider}
  internal = false
}

resource "aws_lb_listener" "${label}" {
  ${provider}
  load_balancer_arn = aws_lb.${label}.arn
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.${label}.arn
  }
}

resource "aws_lb_target_group" "${label}" {
  ${provider}
}

resource "aws_lb_target_group_attachment" "${label}" {
  ${provider}
  target_group_arn = aws_lb_target_group.${label}.arn
  target_id        = aws_instance.${label}.id
}

resource "aws_instance" "${label}" {
  ${provider}
}
`;

const apps = `
resource "azurerm_linux_web_app" "a" {
  location = "westeurope"
}

resource "azurerm_linux_web_app" "b" {
  location = "northeurope"
}
`;

const frontDoor = (other: string): string => `
resource "azurerm_cdn_frontdoor_profile" "m" {
  sku_name = "Standard_AzureFrontDoor"
}

resource "azurerm_cdn_frontdoor_origin_group" "m" {
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.m.id
}

resource "azurerm_cdn_frontdoor_origin" "a" {
  cdn_frontdoor_origin_group_id = azurerm_cdn_frontdoor_origin_group.m.id
  host_name                     = azurerm_linux_web_app.a.default_hostname
}

resource "azurerm_cdn_frontdoor_origin" "b" {
  cdn_frontdoor_origin_group_id = azurerm_cdn_frontdoor_origin_group.m.id
  host_name                     = azurerm_linux_web_app.b.default_hostname
}
${apps.replace("northeurope", other)}`;

const trafficManager = `
resource "azurerm_traffic_manager_profile" "m" {
  traffic_routing_method = "Priority"
}

resource "azurerm_traffic_manager_azure_endpoint" "a" {
  profile_id         = azurerm_traffic_manager_profile.m.id
  target_resource_id = azurerm_linux_web_app.a.id
}

resource "azurerm_traffic_manager_azure_endpoint" "b" {
  profile_id         = azurerm_traffic_manager_profile.m.id
  target_resource_id = azurerm_linux_web_app.b.id
}
${apps}`;

const accelerator = `
resource "aws_globalaccelerator_accelerator" "m" {}

resource "aws_globalaccelerator_listener" "m" {
  accelerator_arn = aws_globalaccelerator_accelerator.m.id
}
${["eu-west-1", "us-east-1"]
  .map(
    (place, index) => `
resource "aws_globalaccelerator_endpoint_group" "g${index}" {
  listener_arn          = aws_globalaccelerator_listener.m.id
  endpoint_group_region = "${place}"
  endpoint_configuration {
    endpoint_id = aws_lb.l${index}.arn
  }
}

resource "aws_lb" "l${index}" {}
`,
  )
  .join("")}`;

const globalBalancer = `
resource "google_compute_global_forwarding_rule" "w" {
  target = google_compute_target_https_proxy.w.id
}

resource "google_compute_target_https_proxy" "w" {
  url_map = google_compute_url_map.w.id
}

resource "google_compute_url_map" "w" {
  default_service = google_compute_backend_service.w.id
}

resource "google_compute_backend_service" "w" {
  backend {
    group = google_compute_region_network_endpoint_group.west1.id
  }
  backend {
    group = google_compute_region_network_endpoint_group.west4.id
  }
}
${["west1", "west4"]
  .map(
    (place) => `
resource "google_compute_region_network_endpoint_group" "${place}" {
  region = "europe-${place}"
  cloud_run {
    service = google_cloud_run_v2_service.${place}.name
  }
}

resource "google_cloud_run_v2_service" "${place}" {
  location = "europe-${place}"
}
`,
  )
  .join("")}`;

describe("regions behind a failover", () => {
  it.each([
    [
      "records of Route 53, with a whole chain in each region",
      inTwoRegions + region("first", "") + region("second", "provider = aws.second"),
      // 1 − (1 − 0.9999 × 0.995)² = 1 − 0.0050995²
      ["(1 − (1 − 0.9999 × 0.995)²) = 0.999974", 99.9974],
    ],
    ["Global Accelerator", accelerator, ["0.9999 × (1 − (1 − 0.9999)²) = 0.9999", 99.99]],
    ["Front Door", frontDoor("northeurope"), ["0.9999 × (1 − (1 − 0.9995)²) = 0.9998998", 99.99]],
    ["Traffic Manager", trafficManager, ["0.9999 × (1 − (1 − 0.9995)²) = 0.9998998", 99.99]],
    ["Google's global load balancer", globalBalancer, ["0.9999 × (1 − (1 − 0.9995)²) = 0.9998998", 99.99]],
  ])("are counted as copies: %s", (_name, text, [formula, percent]) => {
    const found = of(text);
    expect([found.formula, found.percent]).toEqual([formula, percent]);
    expect(found.words).toContain("one of 2 regions with");
  });

  it("count one after the other where both stand in one region", () => {
    expect(of(frontDoor("westeurope")).formula).toBe("0.9999 × 0.9995² = 0.9989003");
  });

  it("leave what both need in the chain", () => {
    const shared = `${frontDoor("northeurope").replaceAll(
      /location = "(\w+)"/g,
      'location = "$1"\n  app_settings = { DB = azurerm_postgresql_flexible_server.d.fqdn }',
    )}resource "azurerm_postgresql_flexible_server" "d" {}`;
    expect(of(shared).formula).toBe("0.9999 × 0.999 × (1 − (1 − 0.9995)²) = 0.9988999");
  });
});
