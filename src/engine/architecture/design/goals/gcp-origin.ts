import { asText, read, readAll } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import { mentions, singles } from "./declared.ts";

/** Something that the internet reaches by itself and that a load balancer can stand before. */
export type Origin =
  | { kind: "service"; component: Component }
  | { kind: "machine"; component: Component; port: 80 | 443 };

const background = /work|job|batch|timer|queue|cron|consumer/i;
const isForeground = ({ name }: Component): boolean => !background.test(name);

const services = ["google_cloud_run_v2_service", "google_cloud_run_service", "google_cloudfunctions2_function"];
const grants = [
  "google_cloud_run_v2_service_iam_member",
  "google_cloud_run_service_iam_member",
  "google_cloudfunctions2_function_iam_member",
];

/** The code that says so lets everyone call the service. */
const isPublic = (service: Component, model: Model): boolean =>
  model.ofType(...grants).some((grant) => textAt(grant, "member") === "allUsers" && mentions(grant, service));

/** Port that a firewall rule opens to the internet for a machine with one of these tags. */
const openPort = (machine: Component, model: Model): 80 | 443 | undefined => {
  const tags = new Set(readAllTexts(machine, "tags"));
  const ports = model
    .ofType("google_compute_firewall")
    .filter((rule) => readAllTexts(rule, "source_ranges").includes("0.0.0.0/0"))
    .filter((rule) => readAllTexts(rule, "target_tags").some((tag) => tags.has(tag)))
    .flatMap((rule) => readAll(rule.attributes, "allow").flatMap(([, allow]) => textsOf(read(allow, "ports"))));
  if (ports.includes("80")) return 80;
  return ports.includes("443") ? 443 : undefined;
};

const textsOf = (value: ReturnType<typeof read>): string[] =>
  Array.isArray(value) ? value.flatMap((item: Parameters<typeof asText>[0]) => asText(item) ?? []) : [];
const readAllTexts = ({ attributes }: Component, path: string): string[] => textsOf(read(attributes, path));

const machines = (model: Model): Origin[] =>
  singles(model, "google_compute_instance").flatMap((component) => {
    const port = openPort(component, model);
    const isAddressed = read(component.attributes, "network_interface.access_config") !== undefined;
    return port === undefined || !isAddressed || textAt(component, "zone") === undefined
      ? []
      : [{ kind: "machine", component, port }];
  });

/** What customers call without a load balancer; `undefined` when nothing of that kind can be pointed at. */
export const originOf = (model: Model): Origin | undefined =>
  [
    ...singles(model, ...services)
      .filter((service) => isForeground(service) && isPublic(service, model))
      .map((component): Origin => ({ kind: "service", component })),
    ...machines(model),
  ][0];
