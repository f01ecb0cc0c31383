import { own } from "../../model/own.ts";
import { readAll } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { spelling, textAt } from "../../rules/checks.ts";
import { addBlock, set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { all, every } from "./cloud-goals.ts";
import { partnerRegion } from "./azure-regions.ts";
import { flexibleServers, isPrimary, isTransactional } from "./azure-standby.ts";
import { declared } from "./declared.ts";

const isGeoBackedUp = (server: Component): boolean => textAt(server, "geo_redundant_backup_enabled") === "true";

/** SQL backups go to the partner region unless that is switched off. */
const isSqlGeoBackedUp = (database: Component): boolean =>
  !/^(?:Local|Zone)$/.test(textAt(database, "storage_account_type") ?? "");

const isCopied = (account: Component): boolean =>
  /^(?:RA)?GZ?RS$/.test(textAt(account, "account_replication_type") ?? "");

/** Premium storage cannot be copied to another region. */
const canBeCopied = (account: Component): boolean => textAt(account, "account_tier") !== "Premium";

/** A serverless account lives in one region. */
const isProvisioned = (account: Component): boolean =>
  readAll(account.attributes, "capabilities").every(([, capability]) => capability["name"] !== "EnableServerless");

const hasSecondRegion = (account: Component): boolean => readAll(account.attributes, "geo_location").length > 1;

/** Whether all data has a copy in another region. */
export const copiesElsewhere = (model: Model): boolean | undefined =>
  partnerRegion(model) === undefined
    ? undefined
    : all(
        every(model.ofType(...flexibleServers).filter(isPrimary), isGeoBackedUp),
        every(model.ofType("azurerm_mssql_database").filter(isTransactional), isSqlGeoBackedUp),
        every(model.ofType("azurerm_storage_account").filter(canBeCopied), isCopied),
        every(model.ofType("azurerm_cosmosdb_account").filter(isProvisioned), hasSecondRegion),
      );

/** Takes effect only on a new server: the lock keeps an existing one from being replaced, and its data from being lost. */
const backUpElsewhere = ({ address }: Component): Edit[] => [
  set(address, "geo_redundant_backup_enabled", true),
  set(address, "lifecycle.prevent_destroy", true),
];

const copyOf: Readonly<Record<string, string>> = { LRS: "GRS", ZRS: "GZRS" };

const copyFiles = (account: Component): Edit[] => {
  const kind = own(copyOf, textAt(account, "account_replication_type") ?? "");
  return kind === undefined ? [] : [set(account.address, "account_replication_type", kind)];
};

const addRegion = (account: Component, region: string): Edit[] => [
  addBlock(account.address, "geo_location", { location: region, failover_priority: 1 }),
  set(account.address, spelling(account, "automatic_failover_enabled", "enable_automatic_failover"), true),
];

/** Backups, files and documents copied to the region that Microsoft pairs with the design's own. */
export const addRecoveryCopies = (model: Model): Edit[] => {
  const region = partnerRegion(model);
  if (region === undefined) return [];
  return [
    ...declared(model, ...flexibleServers)
      .filter((server) => isPrimary(server) && !isGeoBackedUp(server))
      .flatMap(backUpElsewhere),
    ...declared(model, "azurerm_mssql_database")
      .filter((database) => isTransactional(database) && !isSqlGeoBackedUp(database))
      .map(({ address }) => set(address, "storage_account_type", "Geo")),
    ...declared(model, "azurerm_storage_account")
      .filter((account) => canBeCopied(account) && !isCopied(account))
      .flatMap(copyFiles),
    ...declared(model, "azurerm_cosmosdb_account")
      .filter((account) => isProvisioned(account) && !hasSecondRegion(account))
      .flatMap((account) => addRegion(account, region)),
  ];
};
