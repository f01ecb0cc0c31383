import { set } from "../design/edit.ts";
import type { Edit } from "../design/edit.ts";
import { asText, isUnknown, read } from "../model/index.ts";
import type { Component, Model, Value } from "../model/index.ts";
import {
  fail,
  mustBe,
  mustBeOneOf,
  mustMatch,
  mustNotBe,
  onlyWhere,
  pass,
  spelling,
  textAt,
  unknown,
} from "./checks.ts";
import { companionsOf } from "./companions.ts";
import { setTo } from "./remedies.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";

const account = ["azurerm_storage_account"];
const networkRules = "azurerm_storage_account_network_rules";

// Attributes that changed their name between provider versions.
const httpsOnly = (component: Component): string =>
  spelling(component, "https_traffic_only_enabled", "enable_https_traffic_only");
const publicBlobs = (component: Component): string =>
  spelling(component, "allow_nested_items_to_be_public", "allow_blob_public_access");

const isPublicContainer = (container: Component): boolean =>
  /^(?:blob|container)$/i.test(textAt(container, "container_access_type") ?? "");

/** Containers that are public on purpose would stop being served. */
const forbidPublicBlobs = (component: Component, model: Model): readonly Edit[] => {
  const containers = ["storage_account_name", "storage_account_id"].flatMap((via) =>
    model.attached(component, "azurerm_storage_container", via),
  );
  return containers.some(isPublicContainer) ? [] : [set(component.address, publicBlobs(component), false)];
};

/** Judges `default_action` and `ip_rules`, which stand in a block of the account or in a resource of their own. */
const judgeNetwork = (component: Component, prefix: string): Verdict => {
  const action = mustBe(`${prefix}default_action`, "Deny")(component);
  if (action.outcome !== "pass") return action;
  const addresses = read(component.attributes, `${prefix}ip_rules`);
  if (isUnknown(addresses)) return unknown;
  const isOpen = Array.isArray(addresses) && addresses.some((range: Value) => asText(range)?.endsWith("/0") ?? false);
  return isOpen ? fail(`${prefix}ip_rules`) : pass;
};

/** Rules that stand beside the account are judged themselves. */
const rulesBeside = (component: Component, model: Model): "some" | "none" | "unknown" => {
  const companions = ["storage_account_id", "storage_account_name"].map((via) =>
    companionsOf(component, model, networkRules, via),
  );
  if (companions.some((found) => found !== undefined && found.length > 0)) return "some";
  return companions.includes(undefined) ? "unknown" : "none";
};

const isClosed = ({ attributes }: Component): boolean =>
  asText(read(attributes, "public_network_access_enabled")) === "false";

/** What is written of networks must not let everyone in. */
const network = (component: Component): Verdict => {
  if (component.type === networkRules) return judgeNetwork(component, "");
  if (isClosed(component) || read(component.attributes, "network_rules") === undefined) return pass;
  return judgeNetwork(component, "network_rules.");
};

/** Without a word every network is let in; what is written of networks is judged itself. */
const publicNetwork = (component: Component, model: Model): Verdict => {
  if (isClosed(component) || read(component.attributes, "network_rules") !== undefined) return pass;
  const beside = rulesBeside(component, model);
  if (beside === "some") return pass;
  const isPublic = read(component.attributes, "public_network_access_enabled");
  return beside === "unknown" || isUnknown(isPublic) ? unknown : fail("public_network_access_enabled");
};

/** Premium accounts cannot be copied to another region. */
const copyElsewhere = (component: Component): readonly Edit[] =>
  textAt(component, "account_tier") === "Standard" ? [set(component.address, "account_replication_type", "GRS")] : [];

/** An account for file shares holds no blobs. */
const holdsBlobs = (kind: string | undefined): boolean => kind !== "FileStorage";

const softDelete = ({ attributes }: Component): Verdict => {
  const properties = read(attributes, "blob_properties");
  if (isUnknown(properties)) return unknown;
  return read(attributes, "blob_properties.delete_retention_policy") === undefined ? fail("blob_properties") : pass;
};

export const azureStorageRules: readonly Rule[] = [
  rule({
    id: "azure-storage-http",
    severity: "high",
    pillar: "security",
    types: account,
    title: "Storage account answers plain HTTP",
    why: "Files and access keys can be read and changed on the way.",
    fix: "Set `https_traffic_only_enabled` to true.",
    refs: { checkov: ["CKV_AZURE_3"], cis: ["5.0:9.3.4", "6.0:9.3.4"] },
    check: (component) => mustNotBe(httpsOnly(component), false)(component),
    remedy: (component) => [set(component.address, httpsOnly(component), true)],
  }),
  rule({
    id: "azure-storage-tls",
    severity: "medium",
    pillar: "security",
    types: account,
    title: "Storage account accepts TLS 1.0 or 1.1",
    why: "Old protocol versions have known weaknesses, and auditors no longer accept them.",
    fix: 'Set `min_tls_version = "TLS1_2"`.',
    refs: { checkov: ["CKV_AZURE_44"], cis: ["5.0:9.3.6", "6.0:9.3.6"] },
    check: mustMatch("min_tls_version", /^TLS1_[23]$/, pass),
    remedy: setTo("min_tls_version", "TLS1_2"),
  }),
  rule({
    id: "azure-storage-public-blobs",
    severity: "high",
    pillar: "security",
    types: account,
    title: "Storage account lets containers be public",
    why: "One wrong setting on a container, and everyone can read its files; this switch rules that out.",
    fix: "Set `allow_nested_items_to_be_public = false`.",
    refs: { checkov: ["CKV_AZURE_190", "CKV2_AZURE_47"], cis: ["5.0:9.3.8", "6.0:9.3.8"] },
    check: (component) => mustBe(publicBlobs(component), false)(component),
    remedy: forbidPublicBlobs,
  }),
  rule({
    id: "azure-storage-open-network",
    severity: "medium",
    pillar: "security",
    types: [...account, networkRules],
    title: "Storage account's firewall lets everyone in",
    why: "A leaked key or link works from anywhere in the world.",
    fix: 'Set `default_action = "Deny"` and list your subnets.',
    refs: { checkov: ["CKV_AZURE_35"], cis: ["5.0:9.3.2.3", "6.0:9.3.2.3"] },
    check: network,
  }),
  rule({
    id: "azure-storage-public-network",
    severity: "medium",
    pillar: "security",
    types: account,
    title: "Storage account is reachable from every network",
    why: "A leaked key or link works from anywhere in the world.",
    fix: 'Set `public_network_access_enabled = false`, or `network_rules.default_action = "Deny"` with your subnets.',
    refs: { checkov: ["CKV_AZURE_59"], cis: ["5.0:9.3.2.3", "6.0:9.3.2.3"] },
    check: publicNetwork,
  }),
  rule({
    id: "azure-storage-public-container",
    severity: "critical",
    pillar: "security",
    types: ["azurerm_storage_container"],
    title: "Container is readable by anyone",
    why: "Everyone who knows or guesses a name can download its files.",
    fix: 'Set `container_access_type = "private"`.',
    refs: { checkov: ["CKV_AZURE_34"], cis: ["5.0:9.3.8", "6.0:9.3.8"] },
    check: mustBeOneOf("container_access_type", ["private"], pass),
  }),
  rule({
    id: "azure-storage-local-copies",
    severity: "low",
    pillar: "reliability",
    types: account,
    title: "Storage keeps its copies in one datacenter",
    why: "A fire or flood there takes the data with it.",
    fix: "Set `account_replication_type` to ZRS for copies in three zones, or GRS for a second region.",
    refs: { checkov: ["CKV_AZURE_206"], cis: ["5.0:9.3.11", "6.0:9.3.11"] },
    check: mustNotBe("account_replication_type", "LRS"),
    remedy: copyElsewhere,
  }),
  rule({
    id: "azure-storage-soft-delete",
    severity: "medium",
    pillar: "reliability",
    types: account,
    title: "Deleted blobs are gone at once",
    why: "A mistake or malware that deletes files cannot be undone.",
    fix: "Add `delete_retention_policy` in `blob_properties`, with 7 days or more.",
    refs: { checkov: ["CKV2_AZURE_38"], cis: ["5.0:9.2.1", "5.0:9.2.2", "6.0:9.2.1", "6.0:9.2.2"] },
    check: onlyWhere("account_kind", holdsBlobs, softDelete),
    remedy: setTo("blob_properties.delete_retention_policy.days", 7),
  }),
  rule({
    id: "azure-storage-shared-key",
    severity: "low",
    pillar: "security",
    types: account,
    title: "Storage account can be opened with a shared key",
    why: "The key opens everything, and nobody can tell who used it.",
    fix: "Set `shared_access_key_enabled = false` and give roles in Entra ID.",
    refs: { checkov: ["CKV2_AZURE_40"], cis: ["5.0:9.3.1.3", "6.0:9.3.1.3"] },
    check: mustBe("shared_access_key_enabled", false),
  }),
];
