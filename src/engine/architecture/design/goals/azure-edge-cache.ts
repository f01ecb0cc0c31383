import { read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { addBlock } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { every } from "./cloud-goals.ts";
import { declared } from "./declared.ts";

/** Routes of Front Door to files alone: what an application answers is often meant for one person. */
const fileRoutes = (model: Model): Component[] => {
  const isToFiles = (group: Component | undefined): boolean =>
    group !== undefined &&
    model
      .attached(group, "azurerm_cdn_frontdoor_origin", "cdn_frontdoor_origin_group_id")
      .every(({ references }) => references.some(({ to }) => to.startsWith("azurerm_storage_account.")));
  return declared(model, "azurerm_cdn_frontdoor_route").filter((route) =>
    isToFiles(model.target(route, "cdn_frontdoor_origin_group_id")),
  );
};

const isCached = ({ attributes }: Component): boolean => read(attributes, "cache") !== undefined;

/** Whether files are kept at the edge: without a word of it Front Door fetches each anew; `undefined` without such a route. */
export const areFilesCached = (model: Model): boolean | undefined => every(fileRoutes(model), isCached);

/** Files are kept at the edge, and sent compressed. */
export const cacheFiles = (model: Model): Edit[] =>
  fileRoutes(model)
    .filter((route) => !isCached(route))
    .map(({ address }) =>
      addBlock(address, "cache", {
        query_string_caching_behavior: "UseQueryString",
        compression_enabled: true,
        content_types_to_compress: [
          "application/javascript",
          "application/json",
          "image/svg+xml",
          "text/css",
          "text/html",
        ],
      }),
    );
