import { asText, read, readAll } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import { singles } from "./declared.ts";

/** Something that the internet reaches and that Front Door can stand before. */
export interface Origin {
  component: Component;
  /** Terraform expression of its host name or address. */
  host: string;
  protocol: "HttpsOnly" | "HttpOnly";
}

/** Names of what works off jobs: it may have an address, but nobody is meant to call it. */
const background = /work|job|batch|timer|queue|cron|consumer/i;

const isForeground = ({ name }: Component): boolean => !background.test(name);

export const webAppTypes = ["azurerm_linux_web_app", "azurerm_windows_web_app"];
export const functionAppTypes = ["azurerm_linux_function_app", "azurerm_windows_function_app"];

const byHost =
  (attribute: string) =>
  (component: Component): Origin => ({ component, host: `${component.address}.${attribute}`, protocol: "HttpsOnly" });

/** The public address that one of the resources refers to, by its name where it has one. */
const publicHost = (model: Model, references: readonly Component[]): string | undefined => {
  const targets = references.flatMap((component) => component.references.map(({ to }) => model.find(to)));
  const address = targets.find((target) => target?.type === "azurerm_public_ip");
  if (address === undefined || address.id !== address.address) return undefined;
  return `${address.address}.${textAt(address, "domain_name_label") === undefined ? "ip_address" : "fqdn"}`;
};

const gateways = (model: Model): Origin[] =>
  singles(model, "azurerm_application_gateway").flatMap((component) => {
    const host = publicHost(model, [component]);
    const secure = textAt(component, "http_listener.protocol") === "Https";
    return host === undefined ? [] : [{ component, host, protocol: secure ? "HttpsOnly" : "HttpOnly" }];
  });

const sites = (model: Model): Origin[] =>
  singles(model, "azurerm_storage_account")
    .filter(({ attributes }) => read(attributes, "static_website") !== undefined)
    .map(byHost("primary_web_host"));

const containers = (model: Model): Origin[] =>
  singles(model, "azurerm_container_app")
    .filter((app) => textAt(app, "ingress.external_enabled") === "true")
    .map(byHost("ingress[0].fqdn"));

const allowedPorts = (model: Model): (string | undefined)[] =>
  model
    .ofType("azurerm_network_security_group", "azurerm_network_security_rule")
    .flatMap(({ attributes }) => [attributes, ...readAll(attributes, "security_rule").map(([, rule]) => rule)])
    .filter((rule) => asText(read(rule, "access")) === "Allow")
    .map((rule) => asText(read(rule, "destination_port_range")));

/** How the web gets in to machines: by HTTP where that port is open, else by HTTPS where that one is. */
const webProtocol = (model: Model): Origin["protocol"] | undefined => {
  const ports = allowedPorts(model);
  if (ports.includes("80")) return "HttpOnly";
  return ports.includes("443") ? "HttpsOnly" : undefined;
};

const machines = (model: Model): Origin[] => {
  const protocol = webProtocol(model);
  if (protocol === undefined) return [];
  return singles(model, "azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine").flatMap((component) => {
    const cards = component.references
      .map(({ to }) => model.find(to))
      .filter((target) => target?.type === "azurerm_network_interface");
    const host = publicHost(
      model,
      cards.filter((card) => card !== undefined),
    );
    return host === undefined ? [] : [{ component, host, protocol }];
  });
};

/** What customers call, the outermost first; `undefined` when nothing of that kind can be pointed at. */
export const originOf = (model: Model): Origin | undefined =>
  [
    ...gateways(model),
    ...sites(model),
    ...singles(model, ...webAppTypes)
      .filter(isForeground)
      .map(byHost("default_hostname")),
    ...containers(model),
    ...machines(model),
    ...singles(model, ...functionAppTypes)
      .filter(isForeground)
      .map(byHost("default_hostname")),
  ][0];
