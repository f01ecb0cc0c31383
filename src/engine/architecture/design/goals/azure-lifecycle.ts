import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import { labelOf } from "../../rules/remedies.ts";
import { add, set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { every } from "./cloud-goals.ts";
import { functionAppTypes } from "./azure-origin.ts";
import { singles } from "./declared.ts";

/** Only these kinds of account have cheaper tiers to move files to. */
const hasTiers = (account: Component): boolean =>
  textAt(account, "account_tier") !== "Premium" &&
  !/^(?:Storage|FileStorage)$/.test(textAt(account, "account_kind") ?? "");

/** What a function app keeps its own code and locks in. */
const isWorkspace = (account: Component, model: Model): boolean =>
  functionAppTypes.some((type) => model.attached(account, type, "storage_account_name").length > 0);

const hasLifecycle = (account: Component, model: Model): boolean =>
  model.attached(account, "azurerm_storage_management_policy", "storage_account_id").length > 0;

/** Whether files that nobody reads any more move to cheaper storage. */
export const isLean = (model: Model): boolean | undefined =>
  every(
    model.ofType("azurerm_storage_account").filter((account) => hasTiers(account) && !isWorkspace(account, model)),
    (account) => hasLifecycle(account, model),
  );

const lifecycle = (label: string, account: string): string => `resource "azurerm_storage_management_policy" "${label}" {
  storage_account_id = ${account}.id

  rule {
    name    = "unread"
    enabled = true

    filters {
      blob_types = ["blockBlob"]
    }

    actions {
      base_blob {
        tier_to_cool_after_days_since_last_access_time_greater_than = 30
        auto_tier_to_hot_from_cool_enabled                          = true
      }

      snapshot {
        delete_after_days_since_creation_greater_than = 90
      }

      version {
        delete_after_days_since_creation = 90
      }
    }
  }
}
`;

/** Files move to the cool tier when nobody reads them and back when someone does; old versions go after three months. */
export const addLifecycle = (model: Model): Edit[] =>
  singles(model, "azurerm_storage_account")
    .filter((account) => hasTiers(account) && !isWorkspace(account, model) && !hasLifecycle(account, model))
    .flatMap((account) => {
      const label = labelOf(account);
      return [
        set(account.address, "blob_properties.last_access_time_enabled", true),
        add(`azurerm_storage_management_policy.${label}`, lifecycle(label, account.address)),
      ];
    });
