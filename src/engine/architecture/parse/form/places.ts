import type { Cloud } from "../../model/index.ts";
import { findPhrases, once, vocabularyOf } from "./words.ts";

/** Words for a place and the region codes of each cloud there; the first code of a cell is the one to use for the place. */
type Place = readonly [words: string, aws: string, azure: string, gcp: string];

// Codes and cities are the providers' own public lists (2026-11). Where a cloud has no region in a country, its nearest one stands.
const places: readonly Place[] = [
  [
    "virginia, n virginia, north virginia, northern virginia, ashburn, us east, new york, washington dc, east us, washington",
    "us-east-1",
    "eastus, eastus2",
    "us-east4",
  ],
  ["ohio, columbus", "us-east-2", "eastus2", "us-east5"],
  ["iowa, central us, chicago, us central, illinois, midwest", "us-east-2", "centralus, northcentralus", "us-central1"],
  ["texas, dallas, south central us", "us-east-2", "southcentralus", "us-south1"],
  ["south carolina", "us-east-1", "eastus", "us-east1"],
  ["oregon, seattle, us west, west us 2, portland", "us-west-2", "westus2", "us-west1"],
  [
    "california, n california, northern california, san francisco, los angeles, silicon valley, west us",
    "us-west-1",
    "westus",
    "us-west2",
  ],
  ["utah, salt lake city, wyoming", "us-west-2", "westcentralus", "us-west3"],
  ["nevada, las vegas, arizona, phoenix, west us 3", "us-west-2", "westus3", "us-west4"],
  ["montreal, canada, quebec, canada central", "ca-central-1", "canadacentral, canadaeast", "northamerica-northeast1"],
  ["toronto, ontario", "ca-central-1", "canadacentral", "northamerica-northeast2"],
  ["calgary, vancouver", "ca-west-1", "canadacentral", "northamerica-northeast2"],
  ["mexico, queretaro", "mx-central-1", "mexicocentral", "northamerica-south1"],
  ["brazil, brasil, sao paulo, são paulo, argentina", "sa-east-1", "brazilsouth", "southamerica-east1"],
  ["chile, santiago", "sa-east-1", "brazilsouth", "southamerica-west1"],
  ["ireland, dublin, north europe", "eu-west-1", "northeurope", "europe-west1"],
  ["london, uk, united kingdom, great britain, england, uk south", "eu-west-2", "uksouth, ukwest", "europe-west2"],
  ["paris, france, france central", "eu-west-3", "francecentral, francesouth", "europe-west9"],
  [
    "frankfurt, germany, deutschland, munich, berlin, germany west central",
    "eu-central-1",
    "germanywestcentral, germanynorth",
    "europe-west3, europe-west10",
  ],
  ["netherlands, holland, amsterdam, west europe, eemshaven", "eu-central-1", "westeurope", "europe-west4"],
  ["belgium, brussels", "eu-west-3", "belgiumcentral", "europe-west1"],
  ["zurich, zürich, switzerland, swiss, geneva", "eu-central-2", "switzerlandnorth, switzerlandwest", "europe-west6"],
  ["austria, vienna, wien", "eu-central-1", "austriaeast", "europe-west3"],
  ["milan, italy, rome", "eu-south-1", "italynorth", "europe-west8, europe-west12"],
  ["spain, madrid, aragon, barcelona, portugal, lisbon", "eu-south-2", "spaincentral", "europe-southwest1"],
  ["stockholm, sweden, nordic, scandinavia", "eu-north-1", "swedencentral", "europe-north2"],
  ["finland, helsinki, hamina", "eu-north-1", "swedencentral", "europe-north1"],
  ["norway, oslo", "eu-north-1", "norwayeast, norwaywest", "europe-north2"],
  ["denmark, copenhagen", "eu-north-1", "denmarkeast", "europe-north2"],
  ["poland, warsaw", "eu-central-1", "polandcentral", "europe-central2"],
  ["israel, tel aviv", "il-central-1", "israelcentral", "me-west1"],
  ["bahrain", "me-south-1", "uaenorth", "me-central1"],
  ["uae, dubai, abu dhabi, united arab emirates", "me-central-1", "uaenorth, uaecentral", "me-central1"],
  ["qatar, doha", "me-central-1", "qatarcentral", "me-central1"],
  ["saudi arabia, riyadh, dammam", "me-south-1", "uaenorth", "me-central2"],
  [
    "cape town, south africa, johannesburg, nigeria, kenya",
    "af-south-1",
    "southafricanorth, southafricawest",
    "africa-south1",
  ],
  [
    "mumbai, india, pune, bangalore, bengaluru, central india",
    "ap-south-1",
    "centralindia, jioindiawest",
    "asia-south1",
  ],
  ["hyderabad, chennai, south india", "ap-south-2", "southindia", "asia-south1"],
  ["delhi, new delhi", "ap-south-2", "centralindia", "asia-south2"],
  ["singapore, southeast asia, south east asia", "ap-southeast-1", "southeastasia", "asia-southeast1"],
  ["jakarta, indonesia", "ap-southeast-3", "indonesiacentral", "asia-southeast2"],
  ["kuala lumpur, malaysia", "ap-southeast-5", "malaysiawest", "asia-southeast1"],
  ["bangkok, thailand, vietnam", "ap-southeast-7", "southeastasia", "asia-southeast3"],
  ["sydney, australia, australia east", "ap-southeast-2", "australiaeast, australiacentral", "australia-southeast1"],
  ["melbourne", "ap-southeast-4", "australiasoutheast", "australia-southeast2"],
  ["new zealand, auckland", "ap-southeast-6", "newzealandnorth", "australia-southeast1"],
  ["hong kong, east asia", "ap-east-1", "eastasia", "asia-east2"],
  ["taiwan, taipei", "ap-east-2", "eastasia", "asia-east1"],
  ["tokyo, japan, japan east", "ap-northeast-1", "japaneast", "asia-northeast1"],
  ["osaka, japan west", "ap-northeast-3", "japanwest", "asia-northeast2"],
  ["seoul, korea, south korea, korea central", "ap-northeast-2", "koreacentral, koreasouth", "asia-northeast3"],
];

/** Continents and laws: they count only where nothing nearer is named. */
const areas: readonly Place[] = [
  ["usa, united states, america, north america", "us-east-1", "eastus", "us-east4"],
  ["south america, latin america, latam", "sa-east-1", "brazilsouth", "southamerica-east1"],
  ["europe, eu, european union, european, gdpr, dsgvo", "eu-central-1", "germanywestcentral", "europe-west3"],
  ["middle east", "me-south-1", "uaenorth", "me-central1"],
  ["africa", "af-south-1", "southafricanorth", "africa-south1"],
  ["asia, asia pacific, apac", "ap-southeast-1", "southeastasia", "asia-southeast1"],
];

/** Regions of their own kind: used when named by code, never for a place. */
const apart = { aws: "us-gov-east-1, us-gov-west-1, cn-north-1, cn-northwest-1", azure: "", gcp: "" };

const defaults: Readonly<Record<Cloud, string>> = { aws: "us-east-1", azure: "eastus", gcp: "us-central1" };
const clouds: readonly Cloud[] = ["aws", "azure", "gcp"];

const codesOf = ([, aws, azure, gcp]: Place, cloud: Cloud): string[] => ({ aws, azure, gcp })[cloud].split(", ");

/** Code → its cloud and the place it lies in. */
const codes = once(() => {
  const found = new Map<string, { cloud: Cloud; place?: Place }>();
  for (const cloud of clouds) {
    for (const place of places)
      for (const code of codesOf(place, cloud)) if (!found.has(code)) found.set(code, { cloud, place });
    for (const code of apart[cloud].split(", ")) if (code !== "") found.set(code, { cloud });
  }
  return found;
});

const codeWords = once(() => vocabularyOf(Object.fromEntries([...codes().keys()].map((code) => [code, code]))));
const wordsOf = (rows: readonly Place[]) =>
  vocabularyOf(Object.fromEntries(rows.map(([words], index) => [`${index}`, words])));
const placeWords = once(() => wordsOf(places));
const areaWords = once(() => wordsOf(areas));

/** The cloud whose region is named by its code, if one is. */
export const cloudOfRegion = (words: readonly string[]): Cloud | undefined => {
  const code = findPhrases(words, codeWords())[0]?.meaning;
  return code === undefined ? undefined : codes().get(code)?.cloud;
};

/** The region of `cloud` that the words name: by code, by another cloud's code, by city or country, or by continent. */
export const regionOf = (words: readonly string[], cloud: Cloud): string | undefined => {
  const named = findPhrases(words, codeWords()).map(({ meaning }) => meaning);
  const own = named.find((code) => codes().get(code)?.cloud === cloud);
  if (own !== undefined) return own;
  const place =
    codes().get(named[0] ?? "")?.place ??
    places[Number(findPhrases(words, placeWords())[0]?.meaning)] ??
    areas[Number(findPhrases(words, areaWords())[0]?.meaning)];
  return place && codesOf(place, cloud)[0];
};

export const defaultRegion = (cloud: Cloud): string => defaults[cloud];
