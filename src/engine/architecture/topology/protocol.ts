import { own } from "../model/own.ts";
import { asText, read, readAll } from "../model/index.ts";
import type { Component, Model } from "../model/index.ts";

/** Ports that the web speaks on. */
const webPorts: Readonly<Record<string, string>> = { "80": "HTTP", "443": "HTTPS" };

/** What a balancer's entrances speak, each in its vendor's own spelling. */
const spoken = (component: Component, model: Model): (string | undefined)[] => {
  const said = ({ attributes }: Component, path: string): string | undefined => asText(read(attributes, path));
  const blocks = (name: string, path: string): (string | undefined)[] =>
    readAll(component.attributes, name).map(([, block]) => asText(read(block, path)));
  switch (component.service) {
    case "aws.alb":
      return ["aws_lb_listener", "aws_alb_listener"]
        .flatMap((type) => model.attached(component, type, "load_balancer_arn"))
        .map((listener) => said(listener, "protocol") ?? "HTTP");
    case "aws.elb":
      return blocks("listener", "lb_protocol");
    case "azure.app-gateway":
      return blocks("http_listener", "protocol");
    case "gcp.lb": {
      const type = model.target(component, "target")?.type ?? "";
      return /target_https?_proxy$/.test(type) ? [type.includes("https") ? "HTTPS" : "HTTP"] : [];
    }
    case "k8s.ingress":
      return [read(component.attributes, "spec.tls") === undefined ? "HTTP" : "HTTPS"];
    case "k8s.gateway":
      return ["listeners", "servers"]
        .flatMap((list) => readAll(component.attributes, `manifest.spec.${list}`))
        .map(([, listener]) => asText(read(listener, "protocol") ?? read(listener, "port.protocol")));
    case "k8s.service":
      return blocks("spec.port", "port").map((port) => own(webPorts, port ?? ""));
    case "docker.container":
      return blocks("ports", "internal").map((port) => own(webPorts, port ?? ""));
    default:
      return [];
  }
};

/** What a balancer speaks to the internet, when its code says so: HTTPS where one of its entrances does. */
export const protocolOf = (component: Component, model: Model): "HTTP" | "HTTPS" | undefined => {
  const all = spoken(component, model).map((protocol) => protocol?.toUpperCase());
  return all.includes("HTTPS") ? "HTTPS" : all.length > 0 && all.every((one) => one === "HTTP") ? "HTTP" : undefined;
};
