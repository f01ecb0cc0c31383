import type { Reader } from "./agreement.ts";
import { lengthOf, numberAt, textAt } from "./settings.ts";

const isZone = (place: string): boolean => /^[a-z]+-[a-z]+\d+-[a-z]$/.test(place);

/** Names of places that are more than one region. */
const isMultiRegion = (place: string): boolean => /^(?:us|eu|asia|nam\d+|eur\d+|asia\d+)$/i.test(place);

const database: Reader = (component) => {
  if (textAt(component, "settings.availability_type") !== "REGIONAL")
    return { none: "Cloud SQL has an agreement only where it is highly available (availability_type REGIONAL)" };
  return { sla: /PLUS/i.test(textAt(component, "settings.edition")) ? "gcp.sql.plus-ha" : "gcp.sql.ha" };
};

const bucket: Reader = (component) => {
  if (isMultiRegion(textAt(component, "location"))) return { sla: "gcp.storage.multi" };
  const isCold = /^(?:NEARLINE|COLDLINE|ARCHIVE)$/i.test(textAt(component, "storage_class"));
  return { sla: isCold ? "gcp.storage.cold" : "gcp.storage" };
};

/** Google Cloud resources of which the agreement depends on how they are set up. */
export const gcpAgreements: Readonly<Record<string, Reader>> = {
  google_compute_instance_group_manager: (component) => ({
    sla: "gcp.mig",
    copies: Math.max(1, numberAt(component, "target_size") ?? 1),
    inOneZone: true,
  }),
  google_compute_region_instance_group_manager: (component) => ({
    sla: "gcp.mig",
    copies: Math.max(1, numberAt(component, "target_size") ?? 1),
  }),
  google_sql_database_instance: database,
  google_storage_bucket: bucket,
  google_container_cluster: (component) => ({
    sla: isZone(textAt(component, "location")) ? "gcp.gke.zonal" : "gcp.gke.regional",
  }),
  google_redis_instance: (component) =>
    textAt(component, "tier") === "STANDARD_HA"
      ? { sla: "gcp.memorystore" }
      : { none: "Memorystore for Redis has no agreement in the Basic tier" },
  google_spanner_instance: (component) => ({
    sla: /(?:^|\/)(?:nam|eur|asia)\w*$/.test(textAt(component, "config")) ? "gcp.spanner.multi" : "gcp.spanner",
  }),
  google_firestore_database: (component) => ({
    sla: isMultiRegion(textAt(component, "location_id")) ? "gcp.firestore.multi" : "gcp.firestore",
  }),
  google_bigtable_instance: (component) =>
    lengthOf(component, "cluster") > 0 ? { sla: "gcp.bigtable" } : { none: "its clusters are not known" },
  google_filestore_instance: (component) => ({
    sla: /^(?:ENTERPRISE|REGIONAL)$/.test(textAt(component, "tier")) ? "gcp.filestore.regional" : "gcp.filestore",
  }),
};
