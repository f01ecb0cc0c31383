import { read } from "../../model/index.ts";
import type { Component, Model } from "../../model/index.ts";
import { textAt } from "../../rules/checks.ts";
import { labelOf } from "../../rules/remedies.ts";
import { add } from "../edit.ts";
import type { Edit } from "../edit.ts";
import { all, every } from "./cloud-goals.ts";
import { singles } from "./declared.ts";
import { isPrimary, keepLog } from "./gcp-standby.ts";
import { partnerRegion } from "./gcp-zones.ts";

/** SQL Server replicates only in its Enterprise edition. */
const canReplicate = (database: Component): boolean =>
  isPrimary(database) && !textAt(database, "database_version")?.startsWith("SQLSERVER");

const isReplicated = (database: Component, model: Model): boolean =>
  model
    .attached(database, "google_sql_database_instance", "master_instance_name")
    .some((replica) => textAt(replica, "region") !== textAt(database, "region"));

/** Locations that span regions are written in one piece: `EU`, `NAM4`. */
const isInOneRegion = (bucket: Component): boolean => textAt(bucket, "location")?.includes("-") === true;

/** Files that customers upload; what is built from code can be built again. */
const holdsData = (bucket: Component, model: Model): boolean =>
  isInOneRegion(bucket) &&
  read(bucket.attributes, "website") === undefined &&
  !model
    .ofType("google_cloudfunctions2_function", "google_cloudfunctions_function")
    .some(({ references }) => references.some(({ path, to }) => path === "build_config" && to === bucket.id));

const isCopy = (bucket: Component): boolean => labelOf(bucket).endsWith("_recovery");

const buckets = (model: Model): Component[] =>
  model.ofType("google_storage_bucket").filter((bucket) => holdsData(bucket, model) && !isCopy(bucket));

const isTransferred = (bucket: Component, model: Model): boolean =>
  model.attached(bucket, "google_storage_transfer_job", "transfer_spec").length > 0;

/** Whether databases and files have a copy in another region. */
export const copiesElsewhere = (model: Model): boolean | undefined =>
  all(
    every(model.ofType("google_sql_database_instance").filter(canReplicate), (database) =>
      isReplicated(database, model),
    ),
    every(buckets(model), (bucket) => isTransferred(bucket, model)),
  );

const network = (database: Component, model: Model): string => {
  const found = model.ofType("google_compute_network").find((candidate) => {
    const pointed = database.references.some(({ path, to }) => path === "settings" && to === candidate.id);
    return pointed && candidate.id === candidate.address;
  });
  const lines = [
    ...(found === undefined
      ? []
      : ["      ipv4_enabled    = false\n", `      private_network = ${found.address}.id\n`]),
    `      ssl_mode${found === undefined ? "" : "       "} = "ENCRYPTED_ONLY"\n`,
  ];
  return `\n    ip_configuration {\n${lines.join("")}    }\n`;
};

const replica = (label: string, database: Component, model: Model): string =>
  `resource "google_sql_database_instance" "${label}" {
  name                 = "\${${database.address}.name}-recovery"
  region               = "${partnerRegion(model)}"
  database_version     = ${database.address}.database_version
  master_instance_name = ${database.address}.name
  deletion_protection  = true

  settings {
    tier = "${textAt(database, "settings.tier") ?? "db-custom-2-7680"}"
${network(database, model)}  }
}
`;

const replicate = (database: Component, model: Model): Edit[] => {
  const label = `${labelOf(database)}_recovery`;
  return [...keepLog(database), add(`google_sql_database_instance.${label}`, replica(label, database, model))];
};

const copyOf = (label: string, bucket: string, region: string): string => `resource "google_storage_bucket" "${label}" {
  name                        = "\${${bucket}.name}-recovery"
  location                    = "${region}"
  storage_class               = "NEARLINE"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  versioning {
    enabled = true
  }

  lifecycle_rule {
    condition {
      days_since_noncurrent_time = 90
    }

    action {
      type = "Delete"
    }
  }
}
`;

const agent = "data.google_storage_transfer_project_service_account.current";

const grant = (
  label: string,
  bucket: string,
  role: string,
): string => `resource "google_storage_bucket_iam_member" "${label}" {
  bucket = ${bucket}.name
  role   = "${role}"
  member = "serviceAccount:\${${agent}.email}"
}
`;

const job = (label: string, bucket: string): string => `resource "google_storage_transfer_job" "${label}" {
  description = "Copies new and changed files to another region every day"

  transfer_spec {
    gcs_data_source {
      bucket_name = ${bucket}.name
    }

    gcs_data_sink {
      bucket_name = google_storage_bucket.${label}.name
    }
  }

  schedule {
    schedule_start_date {
      year  = 2026
      month = 1
      day   = 1
    }
  }

  depends_on = [
    google_storage_bucket_iam_member.${label}_list,
    google_storage_bucket_iam_member.${label}_read,
    google_storage_bucket_iam_member.${label}_write,
  ]
}
`;

const copyFiles = (bucket: Component, model: Model): Edit[] => {
  const label = `${labelOf(bucket)}_recovery`;
  const copy = `google_storage_bucket.${label}`;
  const grants = [
    [`${label}_list`, bucket.address, "roles/storage.legacyBucketReader"],
    [`${label}_read`, bucket.address, "roles/storage.objectViewer"],
    [`${label}_write`, copy, "roles/storage.legacyBucketOwner"],
  ] as const;
  return [
    add(agent, 'data "google_storage_transfer_project_service_account" "current" {}\n'),
    add(copy, copyOf(label, bucket.address, partnerRegion(model))),
    ...grants.map(([name, to, role]) => add(`google_storage_bucket_iam_member.${name}`, grant(name, to, role))),
    add(`google_storage_transfer_job.${label}`, job(label, bucket.address)),
  ];
};

/** A replica of every database and a daily copy of every bucket in another region. */
export const addRecoveryCopies = (model: Model): Edit[] => {
  const databases = singles(model, "google_sql_database_instance").filter(
    (database) => canReplicate(database) && !isReplicated(database, model),
  );
  const open = new Set(buckets(model).filter((bucket) => !isTransferred(bucket, model)));
  return [
    ...databases.flatMap((database) => replicate(database, model)),
    ...singles(model, "google_storage_bucket")
      .filter((bucket) => open.has(bucket))
      .flatMap((bucket) => copyFiles(bucket, model)),
  ];
};
