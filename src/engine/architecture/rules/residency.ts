import { asText, isUnknown, read, readAll } from "../model/index.ts";
import type { Cloud, Component, Model, Value } from "../model/index.ts";
import { findRegion } from "../regions/index.ts";
import { allPlaces, fail, pass, unknown } from "./checks.ts";
import { rule } from "./rule.ts";
import type { Rule, Verdict } from "./rule.ts";
import { tagsOf } from "./tag-keys.ts";

/** Members of the European Economic Area: personal data may move freely between them (GDPR, art. 1 and EEA decision 154/2018). */
const europeanCountries = new Set(
  "AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE".split(" "),
);

/** "EU" for the European Economic Area, else the country. */
const jurisdictionOf = (country: string): string => (europeanCountries.has(country) ? "EU" : country);

/** Google's places that are wider than a region. */
const widePlaces: Readonly<Record<string, string>> = {
  eu: "EU",
  eur3: "EU",
  eur4: "EU",
  eur5: "EU",
  eur7: "EU",
  us: "US",
  nam4: "US",
  nam5: "US",
  nam7: "US",
  asia: "Asia",
  asia1: "JP",
};

const jurisdictionAt = (cloud: Cloud, place: string): string | undefined => {
  const code = place.toLowerCase().replaceAll(" ", "");
  const wide = cloud === "gcp" && Object.hasOwn(widePlaces, code) ? widePlaces[code] : undefined;
  // A zone lies in the region that it is named after.
  const region = findRegion(cloud, code) ?? findRegion(cloud, code.replace(/-?[a-f]$/, ""));
  return wide ?? (region === undefined ? undefined : jurisdictionOf(region.country));
};

const keyOfPlace = /^(?:data[-_ ]?)?(?:residency|jurisdiction|sovereignty)$/i;
const keyOfDuty = /^(?:compliance|regulation|data[-_ ]?protection)$/i;

const jurisdictionNamed = (key: string, value: string): string | undefined => {
  if (keyOfDuty.test(key)) return /gdpr|dsgvo|rgpd/i.test(value) ? "EU" : undefined;
  if (!keyOfPlace.test(key)) return undefined;
  const place = value.toUpperCase();
  if (/^(?:EU|EEA|EUROPE)$/.test(place)) return "EU";
  return /^[A-Z]{2}$/.test(place) ? jurisdictionOf(place === "UK" ? "GB" : place) : undefined;
};

/** Where tags say that the data has to stay. */
const statedIn = (model: Model): string | undefined => {
  for (const component of model.components)
    for (const [key, value] of Object.entries(tagsOf(component) ?? {})) {
      const named = jurisdictionNamed(key, asText(value) ?? "");
      if (named !== undefined) return named;
    }
  return undefined;
};

const known = new WeakMap<Model, { home: string | undefined }>();

/** Where the data of a design has to stay: where its tags say, or in the European Union when that is where it lies. */
const homeOf = (model: Model, cloud: Cloud): string | undefined => {
  const before = known.get(model);
  if (before !== undefined) return before.home;
  const main = jurisdictionAt(cloud, model.region);
  const home = statedIn(model) ?? (main === "EU" ? main : undefined);
  known.set(model, { home });
  return home;
};

/** A place that holds data, and the attribute that says so. */
type Place = readonly [path: string, place: Value | undefined];

const judgePlaces =
  (cloud: Cloud, placesOf: (component: Component, model: Model) => readonly Place[]) =>
  (component: Component, model: Model): Verdict => {
    const home = homeOf(model, cloud);
    if (home === undefined) return pass;
    return allPlaces(
      placesOf(component, model).map(([path, place]) => {
        if (isUnknown(place)) return unknown;
        const jurisdiction = jurisdictionAt(cloud, asText(place) ?? model.region);
        return jurisdiction === undefined || jurisdiction === home ? pass : fail(path);
      }),
    );
  };

/** `region` of the resource, else of the provider that it names, else of the design. */
const awsRegion = ({ attributes }: Component, model: Model): Place => {
  if (read(attributes, "region") !== undefined) return ["region", read(attributes, "region")];
  const provider = asText(read(attributes, "provider"));
  const named = provider === undefined ? undefined : model.find(`provider.${provider}`);
  return ["provider", named === undefined ? model.region : read(named.attributes, "region")];
};

const copies = ({ attributes }: Component, name: string): Place[] =>
  readAll(attributes, "replica").map(([path, block]) => [`${path}.${name}`, read(block, name)]);

const awsPlaces = (component: Component, model: Model): readonly Place[] => [
  awsRegion(component, model),
  ...copies(component, "region_name"),
  ...copies(component, "region"),
];

const azurePlaces = (component: Component): readonly Place[] => [
  ["location", read(component.attributes, "location")],
  ...["geo_location", "georeplications"].flatMap((name) =>
    readAll(component.attributes, name).map(([path, block]): Place => [`${path}.location`, read(block, "location")]),
  ),
];

/** BigQuery keeps what does not say where in the United States. */
const googlePlaces = ({ type, attributes }: Component): readonly Place[] => {
  const path = type === "google_firestore_database" ? "location_id" : "location";
  const place = read(attributes, path);
  if (place !== undefined) return [[path, place]];
  return type === "google_bigquery_dataset" ? [["location", "us"]] : [["region", read(attributes, "region")]];
};

const said = {
  severity: "medium",
  pillar: "security",
  title: "Data is kept in another jurisdiction",
  why: "The design's data lies in one jurisdiction and this part in another: other courts may ask for it, and a transfer needs a legal basis.",
} as const;

/** Rules about data that leaves the jurisdiction of its design. */
export const residencyRules: readonly Rule[] = [
  rule({
    ...said,
    id: "aws-data-residency",
    types: [
      "aws_s3_bucket",
      "aws_db_instance",
      "aws_rds_cluster",
      "aws_dynamodb_table",
      "aws_efs_file_system",
      "aws_opensearch_domain",
      "aws_docdb_cluster",
      "aws_neptune_cluster",
      "aws_redshift_cluster",
      "aws_kinesis_stream",
      "aws_backup_vault",
      "aws_secretsmanager_secret",
    ],
    fix: "Give it a `provider` or `region` of the same jurisdiction, or document why the data may leave.",
    refs: { war: ["SEC07-BP01"] },
    check: judgePlaces("aws", awsPlaces),
  }),
  rule({
    ...said,
    id: "azure-data-residency",
    types: [
      "azurerm_storage_account",
      "azurerm_mssql_server",
      "azurerm_postgresql_flexible_server",
      "azurerm_mysql_flexible_server",
      "azurerm_cosmosdb_account",
      "azurerm_container_registry",
      "azurerm_recovery_services_vault",
      "azurerm_log_analytics_workspace",
    ],
    fix: "Set `location` to a region of the same jurisdiction, or document why the data may leave.",
    refs: {},
    check: judgePlaces("azure", azurePlaces),
  }),
  rule({
    ...said,
    id: "gcp-data-residency",
    types: [
      "google_storage_bucket",
      "google_sql_database_instance",
      "google_bigquery_dataset",
      "google_firestore_database",
      "google_filestore_instance",
      "google_alloydb_cluster",
    ],
    fix: "Set `location` or `region` to a place in the same jurisdiction, or document why the data may leave.",
    refs: {},
    check: judgePlaces("gcp", googlePlaces),
  }),
];
