import { asText, isObject, read, readAll } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";
import { isBox } from "./folded.ts";
import { openToInternet } from "./security-groups.ts";

/** Services that exist to be called from the internet. */
const frontDoors = new Set([
  "aws.cloudfront",
  "aws.apigateway",
  "aws.appsync",
  "aws.global-accelerator",
  "aws.apprunner",
  "aws.beanstalk",
  "azure.front-door",
  "azure.app-gateway",
  "azure.app-service",
  "azure.functions",
  "azure.container-apps",
  "azure.api-management",
  "gcp.lb",
  "gcp.cloud-run",
  "gcp.functions",
  "gcp.api-gateway",
  "gcp.app-engine",
  "k8s.ingress",
  "k8s.gateway",
]);

/** Reachable only if a security group lets the internet in *and* it can have a public address. */
const addressable = new Set(["aws.ec2", "aws.asg", "aws.ecs", "aws.elb"]);

/** Of these, one that a queue or an event feeds is a worker and serves nobody from outside. */
const mayBeWorkers = new Set(["azure.functions", "azure.container-apps", "gcp.cloud-run", "gcp.functions"]);

const fedByMessages = (model: Model): Set<string> =>
  new Set(model.links.filter(({ from }) => model.find(from)?.kind === "messaging").map(({ to }) => to));

const isExposed = (
  component: Component,
  model: Model,
  open: Set<string>,
  websites: Set<string>,
  workers: Set<string>,
): boolean => {
  if (mayBeWorkers.has(component.service) && workers.has(component.id)) return false;
  if (frontDoors.has(component.service)) return true;
  if (component.service === "aws.alb" || component.service === "aws.nlb")
    return read(component.attributes, "internal") !== true;
  if (component.service === "azure.lb")
    return model.target(component, "frontend_ip_configuration")?.type === "azurerm_public_ip";
  if (addressable.has(component.service)) return open.has(component.id);
  if (component.type === "aws_db_instance") return read(component.attributes, "publicly_accessible") === true;
  if (component.type === "aws_lambda_function" || component.type === "aws_s3_bucket") return websites.has(component.id);
  if (component.service === "k8s.service") return isPublicService(component);
  if (component.type === "docker_container") return isPublished(component);
  if (component.type === "google_compute_instance")
    return readAll(component.attributes, "network_interface").some(
      ([, nic]) => read(nic, "access_config") !== undefined,
    );
  return false;
};

/** What the clouds' balancer controllers call a balancer for the network inside. */
const insideOnly = /internal|private/i;

/** A service that a balancer or every node stands for. */
const isPublicService = ({ attributes }: Component): boolean => {
  const type = read(attributes, "spec.type");
  const annotations = read(attributes, "metadata.annotations");
  const notes = isObject(annotations) ? Object.entries(annotations) : [];
  const isInside = notes.some(
    ([name, value]) =>
      /load-?balancer/i.test(name) && insideOnly.test(`${name} ${asText(value) ?? ""}`) && value !== "false",
  );
  const isInternetFacing = notes.some(([, value]) => value === "internet-facing");
  return type === "NodePort" || (type === "LoadBalancer" && (!isInside || isInternetFacing));
};

/** A container with a port that not only its own machine reaches. */
const isPublished = ({ attributes }: Component): boolean =>
  readAll(attributes, "ports").some(
    ([, port]) => read(port, "external") !== undefined && !/^(?:127\.|::1$)/.test(asText(read(port, "ip")) ?? ""),
  );

/** Ids of the boxes that the internet can reach, as far as the code says. */
export const exposedComponents = (model: Model): Set<string> => {
  const open = openToInternet(model, (component) => isBox(component, model));
  const websites = new Set<string>();
  for (const part of model.ofType("aws_lambda_function_url", "aws_s3_bucket_website_configuration")) {
    const owner = model.target(part, part.type === "aws_lambda_function_url" ? "function_name" : "bucket");
    if (owner !== undefined) websites.add(owner.id);
  }
  const workers = fedByMessages(model);
  const exposed = model.components.filter(
    (component) => isBox(component, model) && isExposed(component, model, open, websites, workers),
  );
  return new Set(exposed.map(({ id }) => id));
};
