import type { Cloud } from "../architecture/model/index.ts";
import type { Amounts } from "./things/index.ts";

const scales: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mio: 1e6,
  million: 1e6,
  millions: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
};

/** Times in a month of 730 hours. */
const perMonth: Readonly<Record<string, number>> = {
  second: 730 * 3600,
  sec: 730 * 3600,
  s: 730 * 3600,
  minute: 730 * 60,
  min: 730 * 60,
  hour: 730,
  day: 730 / 24,
  week: 730 / 168,
  month: 1,
};

const gigabytes: Readonly<Record<string, number>> = {
  mb: 1 / 1024,
  mib: 1 / 1024,
  gb: 1,
  gib: 1,
  tb: 1024,
  tib: 1024,
  pb: 1024 * 1024,
};

const own = (table: Readonly<Record<string, number>>, key: string | undefined): number | undefined =>
  key !== undefined && Object.hasOwn(table, key.toLowerCase()) ? table[key.toLowerCase()] : undefined;

const numberIn = (text: string | undefined): number =>
  Number((text ?? "").replaceAll(/,(?=\d{3})/g, "").replace(",", "."));

const number = String.raw`(\d{1,12}(?:[.,]\d{1,12})*)`;
const requestPattern = new RegExp(
  `${number}\\s*(k|m|b|bn|mio|thousand|millions?|billion)?\\s*(?:api |http |https |lambda |function )?(?:requests?|invocations?|calls?|executions?|messages?|queries|reads|operations?|hits|events?)\\b(?:\\s*(?:per|a|an|each|every|\\/)\\s*(second|sec|s|minute|min|hour|day|week|month)\\b)?`,
  "i",
);
const ratePattern = new RegExp(`${number}\\s*(k)?\\s*(?:rps|req\\/s|tps|qps)\\b`, "i");
const dataPattern = new RegExp(`${number}\\s*(mb|mib|gb|gib|tb|tib|pb)\\b(\\s+(?:of\\s+)?(?:memory|ram)\\b)?`, "gi");
const durationPattern = new RegExp(`${number}\\s*(ms|milliseconds?|seconds?|s)\\b`, "i");
const cpuPattern = new RegExp(`${number}\\s*(?:v?cpus?|v?cores?)\\b`, "i");

const requestsIn = (text: string): number | undefined => {
  const rate = ratePattern.exec(text);
  if (rate !== null) return numberIn(rate[1]) * (own(scales, rate[2]) ?? 1) * 730 * 3600;
  const found = requestPattern.exec(text);
  if (found === null) return undefined;
  return numberIn(found[1]) * (own(scales, found[2]) ?? 1) * (own(perMonth, found[3]) ?? 1);
};

const durationIn = (text: string): number | undefined => {
  const found = durationPattern.exec(text.replace(requestPattern, " "));
  if (found === null) return undefined;
  return numberIn(found[1]) * ((found[2] ?? "").toLowerCase().startsWith("m") ? 1 : 1000);
};

/** Below this, megabytes are a size of memory and not of data. */
const leastDataGb = 1;

const dataIn = (text: string): Pick<Partial<Amounts>, "gb" | "memoryMb"> => {
  const found: Pick<Partial<Amounts>, "gb" | "memoryMb"> = {};
  for (const [, digits, unit, memory] of text.matchAll(dataPattern)) {
    const gb = numberIn(digits) * (own(gigabytes, unit) ?? 1);
    if (memory !== undefined || gb < leastDataGb) found.memoryMb ??= Math.round(gb * 1024);
    else found.gb ??= gb;
  }
  return found;
};

const sizePatterns: readonly (readonly [Cloud, RegExp])[] = [
  [
    "aws",
    /\b(?:db\.|cache\.|kafka\.)?[a-z]{1,3}\d[a-z]{0,4}\.(?:nano|micro|small|medium|large|xlarge|\d{1,2}xlarge|metal)\b/i,
  ],
  ["azure", /\b(?:(?:B|GP|MO)_)?Standard_[A-Z]+\d+[a-z]*(?:_v\d)?\b/i],
  ["gcp", /\b(?:db-)?(?:custom|e2|n1|n2|n2d|n4|c2|c2d|c3|c3d|c4|t2d|m1|g2)-(?:[a-z]+|\d+)(?:-\d+)?\b/i],
];

/** A machine type or database class that a text names, and whose it is. */
export const findSize = (text: string): { cloud: Cloud; size: string } | undefined => {
  for (const [cloud, pattern] of sizePatterns) {
    const size = pattern.exec(text)?.[0];
    if (size !== undefined) return { cloud, size: cloud === "azure" ? size : size.toLowerCase() };
  }
  return undefined;
};

const spelled = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** A number in digits or in words up to ten. */
export const wholeNumber = (word: string | undefined): number | undefined => {
  if (word === undefined) return undefined;
  const index = spelled.indexOf(word);
  if (index >= 0) return index + 1;
  const value = /^\d{1,4}$/.test(word) ? Number(word) : 0;
  return value > 0 ? value : undefined;
};

const nodesWord = /^[\s-]*(?:worker\s)?nodes?\b/i;
const nodesPattern = /(\w+)[\s-]*(?:worker\s)?nodes?\b/i;

const multiZone =
  /multi[- ]?(?:az|zone)|zone[- ]redundan|high(?:ly)?[- ]availab|\bha\b|hot standby|with (?:a )?standby|\bregional\b/i;

/** The quantities that a text names; what it does not say is left out. */
export const readAmounts = (text: string): Partial<Amounts> => {
  const requests = requestsIn(text);
  const durationMs = durationIn(text);
  const cpus = cpuPattern.exec(text);
  const size = findSize(text)?.size;
  const beforeSize = size === undefined ? undefined : text.slice(0, text.toLowerCase().indexOf(size.toLowerCase()));
  const beforeIt = wholeNumber(/(\w+)\s*(?:x|×)?\s*$/i.exec(beforeSize ?? "")?.[1]?.toLowerCase());
  const isOfNodes = size !== undefined && nodesWord.test(text.slice((beforeSize ?? "").length + size.length));
  const nodes = isOfNodes ? beforeIt : wholeNumber(nodesPattern.exec(text)?.[1]?.toLowerCase());
  const count = isOfNodes ? undefined : beforeIt;
  return {
    ...dataIn(text),
    ...(requests !== undefined && { requests: Math.round(requests) }),
    ...(durationMs !== undefined && { durationMs }),
    ...(cpus !== null && { vcpu: numberIn(cpus[1]) }),
    ...(size !== undefined && { size }),
    ...(nodes !== undefined && { nodes }),
    ...(count !== undefined && { count }),
    ...(multiZone.test(text) && { multiZone: true }),
  };
};
