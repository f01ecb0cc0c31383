import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import { set } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { every } from "./cloud-goals.ts";
import { declared, numberAt } from "./declared.ts";

const namespaces = "azurerm_eventhub_namespace";
const mostUnits = 10;

/** A namespace that is out of throughput turns senders away until the next second. */
const keepsUp = (namespace: Component): boolean =>
  textAt(namespace, "sku") === "Premium" || textAt(namespace, "auto_inflate_enabled") === "true";

/** Whether events are taken in at once however many come; `undefined` without a stream. */
export const isStreamQuick = (model: Model): boolean | undefined => every(model.ofType(namespaces), keepsUp);

/** Throughput grows with what comes in; only the standard tier can. */
export const makeStreamQuick = (model: Model): Edit[] =>
  declared(model, namespaces)
    .filter((namespace) => !keepsUp(namespace))
    .flatMap((namespace) => [
      ...(textAt(namespace, "sku") === "Basic" ? [set(namespace.address, "sku", "Standard")] : []),
      set(namespace.address, "auto_inflate_enabled", true),
      ...(numberAt(namespace, "maximum_throughput_units") > 0
        ? []
        : [set(namespace.address, "maximum_throughput_units", mostUnits)]),
    ]);
