import { read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import { add, code, set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { all, every } from "./cloud-goals.ts";
import { declared, mentions } from "./declared.ts";
import { originOf } from "./gcp-origin.ts";
import type { Origin } from "./gcp-origin.ts";

const forwarding = ["google_compute_global_forwarding_rule", "google_compute_forwarding_rule"];

/** Backends of load balancers that face the internet. */
const backends = (model: Model): Component[] =>
  model
    .ofType("google_compute_backend_service")
    .filter((backend) => !textAt(backend, "load_balancing_scheme")?.startsWith("INTERNAL"));

const isCached = (backend: Component): boolean => textAt(backend, "enable_cdn") === "true";

/** Whether customers everywhere are met at the edge; `undefined` when nothing faces them. */
export const hasCdn = (model: Model): boolean | undefined =>
  all(every(backends(model), isCached), every(model.ofType("google_compute_backend_bucket"), isCached)) ??
  (originOf(model) === undefined ? undefined : false);

const domain = `variable "domain_name" {
  description = "Domain of the application: the load balancer's certificate is made for it"
  type        = string
}
`;

const address = `resource "google_compute_global_address" "stackstage" {
  name = "stackstage"
}
`;

const certificate = `resource "google_compute_managed_ssl_certificate" "stackstage" {
  name = "stackstage"

  managed {
    domains = [var.domain_name]
  }
}
`;

const tlsPolicy = `resource "google_compute_ssl_policy" "stackstage" {
  name            = "stackstage"
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"
}
`;

const proxy = (urlMap: string): string => `resource "google_compute_target_https_proxy" "stackstage" {
  name             = "stackstage"
  url_map          = ${urlMap}.id
  ssl_certificates = [google_compute_managed_ssl_certificate.stackstage.id]
  ssl_policy       = google_compute_ssl_policy.stackstage.id
}
`;

const rule = (ip: string): string => `resource "google_compute_global_forwarding_rule" "stackstage" {
  name                  = "stackstage"
  target                = google_compute_target_https_proxy.stackstage.id
  ip_address            = ${ip}.id
  port_range            = "443"
  load_balancing_scheme = "EXTERNAL_MANAGED"
}
`;

/** The way in by HTTPS to a URL map, with a certificate that Google renews. */
const httpsEntry = (urlMap: string, ip: string): Edit[] => [
  add("variable.domain_name", domain),
  add("google_compute_managed_ssl_certificate.stackstage", certificate),
  add("google_compute_ssl_policy.stackstage", tlsPolicy),
  add("google_compute_target_https_proxy.stackstage", proxy(urlMap)),
  add("google_compute_global_forwarding_rule.stackstage", rule(ip)),
];

const urlMap = `resource "google_compute_url_map" "stackstage" {
  name            = "stackstage"
  default_service = google_compute_backend_service.stackstage.id
}
`;

/** Only what the application itself marks as cacheable is kept at the edge: much of what it answers is meant for one person. */
const backendOf = (group: string, lines: string): string => `resource "google_compute_backend_service" "stackstage" {
  name                  = "stackstage"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  security_policy       = google_compute_security_policy.stackstage.id
  enable_cdn            = true
${lines}
  cdn_policy {
    cache_mode = "USE_ORIGIN_HEADERS"
  }

  log_config {
    enable = true
  }

  backend {
    group = ${group}.id
  }
}
`;

const endpoints = (
  service: string,
  place: string,
): string => `resource "google_compute_region_network_endpoint_group" "stackstage" {
  name                  = "stackstage"
  region                = ${service}.location
  network_endpoint_type = "SERVERLESS"

  cloud_run {
    service = ${place}
  }
}
`;

const serviceBackend = ({ address: service }: Component): Edit[] => [
  add("google_compute_region_network_endpoint_group.stackstage", endpoints(service, `${service}.name`)),
  add(
    "google_compute_backend_service.stackstage",
    backendOf("google_compute_region_network_endpoint_group.stackstage", ""),
  ),
];

const group = (machine: string, port: number): string => `resource "google_compute_instance_group" "stackstage" {
  name      = "stackstage"
  zone      = ${machine}.zone
  instances = [${machine}.self_link]

  named_port {
    name = "web"
    port = ${port}
  }
}
`;

const healthCheck = (port: number): string => `resource "google_compute_health_check" "stackstage" {
  name = "stackstage"

  tcp_health_check {
    port = ${port}
  }
}
`;

const machineBackend = ({ address: machine }: Component, port: number): Edit[] => [
  add("google_compute_instance_group.stackstage", group(machine, port)),
  add("google_compute_health_check.stackstage", healthCheck(port)),
  add(
    "google_compute_backend_service.stackstage",
    backendOf(
      "google_compute_instance_group.stackstage",
      `  protocol              = "${port === 443 ? "HTTPS" : "HTTP"}"
  port_name             = "web"
  health_checks         = [google_compute_health_check.stackstage.id]
`,
    ),
  ),
];

const armorRule = (priority: number, name: string, expression: string): string => `
  rule {
    action      = "deny(403)"
    priority    = ${priority}
    description = "${name}"

    match {
      expr {
        expression = "evaluatePreconfiguredWaf('${expression}', {'sensitivity': 1})"
      }
    }
  }
`;

/** The one check that has a name of its own among Google's expressions. */
const log4j = `
  rule {
    action      = "deny(403)"
    priority    = 999
    description = "Attacks on Log4j"

    match {
      expr {
        expression = "evaluatePreconfiguredExpr('cve-canary')"
      }
    }
  }
`;

const armor = `resource "google_compute_security_policy" "stackstage" {
  name = "stackstage"
${log4j}${armorRule(1000, "SQL injection", "sqli-v33-stable")}${armorRule(1001, "Cross-site scripting", "xss-v33-stable")}
  rule {
    action      = "throttle"
    priority    = 2147483647
    description = "Everyone else, up to a limit"

    match {
      versioned_expr = "SRC_IPS_V1"

      config {
        src_ip_ranges = ["*"]
      }
    }

    rate_limit_options {
      conform_action = "allow"
      exceed_action  = "deny(429)"
      enforce_on_key = "IP"

      rate_limit_threshold {
        count        = 1000
        interval_sec = 60
      }
    }
  }
}
`;

const armorPolicy = add("google_compute_security_policy.stackstage", armor);

const backendFor = (origin: Origin): Edit[] =>
  origin.kind === "service" ? serviceBackend(origin.component) : machineBackend(origin.component, origin.port);

/** A global load balancer with a CDN and a web firewall before what customers call. */
const addFront = (model: Model): Edit[] => {
  const origin = originOf(model);
  if (
    origin === undefined ||
    model.ofType("google_compute_backend_service", "google_compute_backend_bucket").length > 0
  )
    return [];
  return [
    armorPolicy,
    add("google_compute_global_address.stackstage", address),
    ...httpsEntry("google_compute_url_map.stackstage", "google_compute_global_address.stackstage"),
    add("google_compute_url_map.stackstage", urlMap),
    ...backendFor(origin),
  ];
};

const cacheService = (backend: Component): Edit[] => [
  set(backend.address, "enable_cdn", true),
  ...(read(backend.attributes, "cdn_policy") === undefined
    ? [set(backend.address, "cdn_policy.cache_mode", "USE_ORIGIN_HEADERS")]
    : []),
];

/** The CDN of the load balancer that there is, or a load balancer with one. */
export const addCdn = (model: Model): Edit[] => {
  const facing = new Set(backends(model));
  return [
    ...declared(model, "google_compute_backend_service")
      .filter((backend) => facing.has(backend) && !isCached(backend))
      .flatMap(cacheService),
    ...declared(model, "google_compute_backend_bucket")
      .filter((bucket) => !isCached(bucket))
      .map(({ address: bucket }) => set(bucket, "enable_cdn", true)),
    ...addFront(model),
  ];
};

const isGuarded = ({ attributes }: Component): boolean => read(attributes, "security_policy") !== undefined;

const speaksHttps = (model: Model): boolean =>
  model.ofType("google_compute_target_https_proxy", "google_compute_target_ssl_proxy").length > 0;

/** Whether a web firewall stands before everything that customers call, and they call it by HTTPS. */
export const isShielded = (model: Model): boolean | undefined =>
  all(every(backends(model), isGuarded), model.ofType(...forwarding).length === 0 ? undefined : speaksHttps(model)) ??
  (originOf(model) === undefined ? undefined : false);

/** The second way in stands on the same address; the first stays, as links to it are out in the world. */
const addHttps = (model: Model): Edit[] => {
  const entry = declared(model, "google_compute_global_forwarding_rule").find(
    (candidate) => !textAt(candidate, "load_balancing_scheme")?.startsWith("INTERNAL"),
  );
  const http = entry && model.target(entry, "target");
  const map = http?.type === "google_compute_target_http_proxy" ? model.target(http, "url_map") : undefined;
  const ip = entry && model.target(entry, "ip_address");
  if (speaksHttps(model) || map === undefined || ip === undefined || map.id !== map.address || ip.id !== ip.address)
    return [];
  return httpsEntry(map.address, ip.address);
};

/** Whoever knows the service's own address would get past the firewall: only load balancers and Google's own services may call it. */
const closeSideDoor = (model: Model): Edit[] => {
  const service = originOf(model)?.component;
  if (service?.type === "google_cloud_run_v2_service" && read(service.attributes, "ingress") === undefined)
    return [set(service.address, "ingress", "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER")];
  return service?.type === "google_cloudfunctions2_function" &&
    read(service.attributes, "service_config.ingress_settings") === undefined
    ? [set(service.address, "service_config.ingress_settings", "ALLOW_INTERNAL_AND_GCLB")]
    : [];
};

const isFronted = (model: Model): boolean => {
  const service = originOf(model)?.component;
  if (service === undefined) return false;
  const groups = model.ofType("google_compute_region_network_endpoint_group");
  return groups.length === 0 || groups.some((group) => mentions(group, service));
};

/** Cloud Armor and HTTPS before everything that customers call, and no way around them. */
export const addShield = (model: Model): Edit[] => {
  const facing = new Set(backends(model));
  const open = declared(model, "google_compute_backend_service").filter(
    (backend) => facing.has(backend) && !isGuarded(backend),
  );
  const policy = code("google_compute_security_policy.stackstage.id");
  return [
    ...(open.length > 0 ? [armorPolicy] : []),
    ...open.map(({ address: backend }) => set(backend, "security_policy", policy)),
    ...addHttps(model),
    ...addFront(model),
    ...(isFronted(model) ? closeSideDoor(model) : []),
  ];
};
