import { isObject, read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { add, addBlock, code, set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { homeOf } from "./azure-home.ts";
import type { Home } from "./azure-home.ts";
import { functionAppTypes, webAppTypes } from "./azure-origin.ts";
import { declared } from "./declared.ts";

const relational = ["azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server", "azurerm_mssql_server"];
const caches = ["azurerm_redis_cache", "azurerm_redis_enterprise_cluster", "azurerm_managed_redis"];

/** Whether a relational database has a cache beside it. */
export const isCached = (model: Model): boolean | undefined =>
  model.ofType(...relational).length === 0 ? undefined : model.ofType(...caches).length > 0;

const cache = ({ placed, suffix }: Home): string => `resource "azurerm_redis_cache" "stackstage" {
  name                = "stackstage-${suffix}"
${placed}  capacity            = 1
  family              = "C"
  sku_name            = "Standard"
  minimum_tls_version = "1.2"
}
`;

const host = code("azurerm_redis_cache.stackstage.hostname");

const tellApp = (app: Component): Edit[] => {
  const settings = read(app.attributes, "app_settings");
  if (settings === undefined) return [set(app.address, "app_settings", { CACHE_HOST: host })];
  return isObject(settings) ? [set(app.address, "app_settings.CACHE_HOST", host)] : [];
};

const tellContainer = ({ address }: Component): Edit =>
  addBlock(address, "template.container.env", { name: "CACHE_HOST", value: host });

/** A replicated Redis beside a relational database, its address in the settings of what may use it. */
export const addCache = (model: Model): Edit[] => {
  const home = homeOf(model);
  if (home === undefined || isCached(model) !== false) return [];
  return [
    add("azurerm_redis_cache.stackstage", cache(home)),
    ...declared(model, ...webAppTypes, ...functionAppTypes).flatMap(tellApp),
    ...declared(model, "azurerm_container_app").map(tellContainer),
  ];
};
