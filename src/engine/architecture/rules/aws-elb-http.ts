import { addBlock, remove } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, matches, read, readAll } from "../model/index.ts";
import type { Attributes, Component, Model, Value } from "../model/index.ts";
import { eachBlock, fail, pass, textAt, unknown } from "./checks.ts";
import type { Verdict } from "./rule.ts";

const isEncrypted = (protocol: Value | undefined): boolean => matches(protocol, /^(?:HTTPS|SSL|TLS)$/i);

/** Does a listener take requests in plain HTTP, other than to send them on to HTTPS? */
export const plainHttp = (component: Component, model: Model): Verdict =>
  component.type === "aws_elb" ? classicListeners(component) : listener(component, model);

const classicListeners = (component: Component): Verdict =>
  eachBlock(component, "listener", (block, path) => {
    const protocol = read(block, "lb_protocol");
    if (isUnknown(protocol)) return unknown;
    return asText(protocol)?.toUpperCase() === "HTTP" ? fail(`${path}.lb_protocol`) : pass;
  });

const listener = (component: Component, model: Model): Verdict => {
  const speaks = protocolOf(component, model);
  if (speaks === undefined) return unknown;
  if (speaks !== "HTTP") return pass;
  const actions = readAll(component.attributes, "default_action");
  if (isUnknown(read(component.attributes, "default_action"))) return unknown;
  const redirects = actions.map(([path, action]) => redirect(action, path));
  if (redirects.some(({ outcome }) => outcome === "pass")) return pass;
  return redirects.find(({ outcome }) => outcome === "unknown") ?? worstPlace(component, redirects.at(-1));
};

/** What makes it HTTP: the redirect that leads there, the protocol where it is written, else what is done with requests. */
const worstPlace = ({ attributes }: Component, redirected: Verdict | undefined): Verdict => {
  if (redirected?.outcome === "fail" && redirected.path?.includes("redirect") === true) return redirected;
  if (read(attributes, "protocol") !== undefined || redirected === undefined) return fail("protocol");
  return fail("default_action");
};

/** The listener's protocol: application load balancers take HTTP when none is given; `undefined` when it is not known. */
const protocolOf = (component: Component, model: Model): string | undefined => {
  const protocol = read(component.attributes, "protocol");
  if (isUnknown(protocol)) return undefined;
  if (protocol !== undefined) return asText(protocol)?.toUpperCase();
  const balancer = model.target(component, "load_balancer_arn");
  const kind = balancer === undefined ? undefined : textAt(balancer, "load_balancer_type");
  const hasPort = read(component.attributes, "port") !== undefined;
  const hasCertificate = read(component.attributes, "certificate_arn") !== undefined;
  if (!hasPort || kind === "network" || kind === "gateway") return "TCP";
  return hasCertificate ? "HTTPS" : "HTTP";
};

const redirect = (action: Attributes, path: string): Verdict => {
  const type = read(action, "type");
  if (isUnknown(type)) return unknown;
  if (asText(type) !== "redirect") return fail("protocol");
  const protocol = read(action, "redirect.protocol");
  if (isUnknown(protocol)) return unknown;
  if (isEncrypted(protocol)) return pass;
  // A redirect that names no protocol keeps the listener's.
  return fail(protocol === undefined ? "protocol" : `${path}.redirect[0].protocol`);
};

/**
 * Sends visitors to the HTTPS listener that the load balancer has already. Without one there is no safe change:
 * a listener needs a certificate that has been issued and a security group that lets its port in.
 */
export const redirectToHttps = (component: Component, model: Model): readonly Edit[] => {
  const balancer = model.target(component, "load_balancer_arn");
  const encrypted = balancer && httpsListenerOf(balancer, model);
  if (encrypted === undefined || component.address === encrypted.address) return [];
  const actions = readAll(component.attributes, "default_action").toReversed();
  return [
    ...actions.map(([path]) => remove(component.address, path)),
    addBlock(component.address, "default_action", {
      type: "redirect",
      redirect: [{ port: textAt(encrypted, "port") ?? "443", protocol: "HTTPS", status_code: "HTTP_301" }],
    }),
  ];
};

const httpsListenerOf = (balancer: Component, model: Model): Component | undefined =>
  ["aws_lb_listener", "aws_alb_listener"]
    .flatMap((type) => model.attached(balancer, type, "load_balancer_arn"))
    .find((component) => textAt(component, "protocol")?.toUpperCase() === "HTTPS");
