import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import { labelOf } from "../../rules/remedies.ts";
import { add, set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { homeOf } from "./azure-home.ts";
import { singles } from "./declared.ts";

/** Subnets whose traffic Azure manages, and those of gateways, which need rules of their own to work at all. */
const managed = /^(?:GatewaySubnet|AzureFirewall(?:Management)?Subnet|RouteServerSubnet|AzureBastionSubnet)$|gateway/i;

const holdsGateway = (subnet: Component, model: Model): boolean =>
  model
    .ofType("azurerm_application_gateway")
    .some(({ references }) => references.some(({ to }) => to === subnet.id || to === subnet.address));

const openSubnets = (model: Model): Component[] =>
  singles(model, "azurerm_subnet").filter(
    (subnet) =>
      !managed.test(textAt(subnet, "name") ?? "") &&
      !holdsGateway(subnet, model) &&
      model.attached(subnet, "azurerm_subnet_network_security_group_association", "subnet_id").length === 0,
  );

/** What Azure lets through where no rule is written: the network's own traffic and its load balancers, nobody from outside. */
const group = (label: string, placed: string): string => `resource "azurerm_network_security_group" "${label}" {
  name                = "${label.replaceAll("_", "-")}"
${placed}}
`;

const tie = (
  label: string,
  subnet: Component,
): string => `resource "azurerm_subnet_network_security_group_association" "${label}" {
  subnet_id                 = ${subnet.address}.id
  network_security_group_id = azurerm_network_security_group.${label}.id
}
`;

const apps = ["azurerm_linux_web_app", "azurerm_windows_web_app"];

/** Code comes from a pipeline with a token: passwords for FTP and Web Deploy are a second door. */
const closeDeployDoors = (model: Model): Edit[] =>
  singles(model, ...apps).flatMap(({ address }) =>
    ["ftp_publish_basic_authentication_enabled", "webdeploy_publish_basic_authentication_enabled"].map((name) =>
      set(address, name, false),
    ),
  );

/** A security group around every subnet, and no passwords to deploy with. */
export const closeSubnets = (model: Model): Edit[] => {
  const home = homeOf(model);
  if (home === undefined) return [];
  return [
    ...openSubnets(model).flatMap((subnet) => {
      const label = labelOf(subnet);
      return [
        add(`azurerm_network_security_group.${label}`, group(label, home.placed)),
        add(`azurerm_subnet_network_security_group_association.${label}`, tie(label, subnet)),
      ];
    }),
    ...closeDeployDoors(model),
  ];
};
