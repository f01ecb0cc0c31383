import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import { quote } from "../literal.ts";
import { singles } from "./declared.ts";

/** Where a new resource is put, as Terraform expressions. */
export interface Home {
  group: string;
  location: string;
  /** Lines that every resource with a place begins with. */
  placed: string;
  /** Ends a name that all of Azure shares: the same design always gets the same one. */
  suffix: string;
}

const homeIn = (group: string, location: string, unique: string): Home => ({
  group,
  location,
  placed: `  resource_group_name = ${group}\n  location            = ${location}\n`,
  suffix: `\${substr(md5(${unique}), 0, 8)}`,
});

const isPlaced = (component: Component): boolean =>
  textAt(component, "resource_group_name") !== undefined && textAt(component, "location") !== undefined;

/** The design's resource group, or that of its other resources where it is known by name; `undefined` when neither can be told. */
export const homeOf = (model: Model): Home | undefined => {
  const [group] = singles(model, "azurerm_resource_group");
  if (group !== undefined) return homeIn(`${group.address}.name`, `${group.address}.location`, `${group.address}.id`);
  const neighbour = model.components.find(isPlaced);
  if (neighbour === undefined) return undefined;
  const name = quote(textAt(neighbour, "resource_group_name") ?? "");
  return homeIn(name, quote(textAt(neighbour, "location") ?? ""), name);
};
