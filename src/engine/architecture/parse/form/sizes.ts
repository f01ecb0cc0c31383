import type { Cloud } from "../../model/index.ts";
import type { Capability, Sizes } from "./brief.ts";
import { wordAt } from "./words.ts";
import type { Match } from "./words.ts";

const small = "one two three four five six seven eight nine ten eleven twelve".split(" ");
/** Most instances that a baseline is drawn and priced with. */
const maxInstances = 100;
/** 64 TiB: the largest disk that any of the three clouds' managed databases takes. */
const maxGb = 65_536;
/** How many words may stand between a number and what it counts: "three small t3.large web servers". */
const reach = 5;

const machines = new Set(
  "instance instances server servers machine machines vm vms node nodes pod pods task tasks container containers".split(
    " ",
  ),
);
const replicas = new Set("replica replicas".split(" "));
const databaseWords = new Set("database databases db rds postgres postgresql mysql mariadb aurora sql".split(" "));
const memoryWords = new Set(["ram", "memory"]);
const diskWords = new Set("disk disks ssd volume volumes storage".split(" "));
const cpuWords = new Set("vcpu vcpus cpu cpus core cores".split(" "));

const isNumber = (word: string): boolean => /^\d+(?:[.,]\d+)*$/.test(word);

/** A whole number, in figures or words; a decimal point is kept, a thousands separator is not. */
const numberOf = (word: string): number | undefined => {
  const spelled = small.indexOf(word);
  if (spelled >= 0) return spelled + 1;
  if (!isNumber(word)) return undefined;
  return Number(word.replace(/,(?=\d{3})/g, "").replace(",", "."));
};

const within = (value: number, most: number): number | undefined =>
  value >= 1 && value <= most ? Math.round(value) : undefined;

/** What a number at `at` counts: the first noun of the sets after it, before any other number. */
const countedBy = (words: readonly string[], at: number): "instances" | "replicas" | undefined => {
  const last = Math.min(at + reach, words.length - 1);
  let index = at + 1;
  while (index <= last) {
    const word = wordAt(words, index);
    if (replicas.has(word)) return "replicas";
    if (machines.has(word)) return "instances";
    if (databaseWords.has(word) || numberOf(word) !== undefined) return undefined;
    index = machineAt(words, index)?.to ?? index + 1;
  }
  return undefined;
};

const factors: ReadonlyMap<string, number> = new Map([
  ["mb", 1 / 1024],
  ["mib", 1 / 1024],
  ["gb", 1],
  ["gib", 1],
  ["tb", 1024],
  ["tib", 1024],
]);

/** A quantity of data that begins at `at`: "500 GB", "500gb", "1.5 TB". */
const gigabytesAt = (words: readonly string[], at: number): { gb: number; to: number } | undefined => {
  const word = wordAt(words, at);
  const [figures] = /^\d{1,6}(?=[mgt]i?b$)/.exec(word) ?? [];
  const [number, unit, to] =
    figures === undefined
      ? [numberOf(word), wordAt(words, at + 1), at + 2]
      : [Number(figures), word.slice(figures.length), at + 1];
  const factor = factors.get(unit);
  return number === undefined || factor === undefined ? undefined : { gb: number * factor, to };
};

const awsFamilies = new Set(
  "t2 t3 t3a t4g m4 m5 m5a m6i m6a m6g m7i m7a m7g m8g c5 c5a c6i c6a c6g c7i c7a c7g c8g r5 r5a r6i r6a r6g r7i r7a r7g r8g x2g i3 i4i g4dn g5 g6 p3 p4d".split(
    " ",
  ),
);
const awsSizes = new Set(
  "nano micro small medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge".split(" "),
);
const azureVersions = new Set(["v2", "v3", "v4", "v5", "v6"]);
const gcpFamilies = new Set("e2 n1 n2 n2d n4 c2 c2d c3 c3d c4 t2d m1 g2".split(" "));
const gcpShapes = new Set("standard highmem highcpu".split(" "));
const gcpShared = new Set("micro small medium".split(" "));

/** A machine type or database class, put together from closed lists. */
interface Machine {
  cloud: Cloud;
  use: "machine" | "database" | "cache";
  type: string;
  to: number;
}

const awsMachineAt = (words: readonly string[], at: number): Machine | undefined => {
  const prefix = words[at] === "db" || words[at] === "cache" ? words[at] : undefined;
  const from = prefix === undefined ? at : at + 1;
  const [family = "", size = ""] = words.slice(from, from + 2);
  if (!awsFamilies.has(family) || !awsSizes.has(size)) return undefined;
  const use = prefix === "db" ? "database" : (prefix ?? "machine");
  return { cloud: "aws", use, type: `${prefix === undefined ? "" : `${prefix}.`}${family}.${size}`, to: from + 2 };
};

const azureTiers: ReadonlyMap<string, string> = new Map([
  ["b", "B"],
  ["gp", "GP"],
  ["mo", "MO"],
]);

const azureMachineAt = (words: readonly string[], at: number): Machine | undefined => {
  const tier = azureTiers.get(wordAt(words, at));
  const from = tier === undefined ? at : at + 1;
  if (words[from] !== "standard") return undefined;
  const shape = wordAt(words, from + 1);
  if (!/^[bdef]\d{1,2}(?:s|ms|ls|as|ds|ads)?$/.test(shape)) return undefined;
  const version = wordAt(words, from + 2);
  const versioned = azureVersions.has(version);
  if (!versioned && !shape.startsWith("b")) return undefined;
  const size = `Standard_${shape.charAt(0).toUpperCase()}${shape.slice(1)}${versioned ? `_${version}` : ""}`;
  return {
    cloud: "azure",
    use: tier === undefined ? "machine" : "database",
    type: tier === undefined ? size : `${tier}_${size}`,
    to: from + (versioned ? 3 : 2),
  };
};

const gcpMachineAt = (words: readonly string[], at: number): Machine | undefined => {
  const database = words[at] === "db";
  const from = database ? at + 1 : at;
  const [family = "", shape = "", cores = ""] = words.slice(from, from + 3);
  const sized = gcpShapes.has(shape) && /^\d{1,3}$/.test(cores);
  const type =
    database && family === "custom" && /^\d{1,2}$/.test(shape) && /^\d{4,6}$/.test(cores)
      ? `custom-${shape}-${cores}`
      : (database && (family === "f1" || family === "g1") && gcpShared.has(shape)) ||
          (family === "e2" && gcpShared.has(shape))
        ? `${family}-${shape}`
        : gcpFamilies.has(family) && sized
          ? `${family}-${shape}-${cores}`
          : undefined;
  if (type === undefined) return undefined;
  const use = database ? "database" : "machine";
  return { cloud: "gcp", use, type: database ? `db-${type}` : type, to: from + type.split("-").length };
};

const machineAt = (words: readonly string[], at: number): Machine | undefined =>
  awsMachineAt(words, at) ?? azureMachineAt(words, at) ?? gcpMachineAt(words, at);

/** The cloud whose machine type the words name, if one is. */
export const cloudOfMachine = (words: readonly string[]): Cloud | undefined => {
  for (let at = 0; at < words.length; at++) {
    const machine = machineAt(words, at);
    if (machine !== undefined) return machine.cloud;
  }
  return undefined;
};

/** What a quantity of data belongs to: the capability whose words stand nearest. */
const nearest = (matches: readonly Match<Capability>[], from: number, to: number): Capability | undefined => {
  let best: { distance: number; capability: Capability } | undefined;
  for (const match of matches) {
    const distance = match.from >= to ? match.from - to : from - match.to + 0.5;
    if (distance >= 0 && distance <= reach && (best === undefined || distance < best.distance))
      best = { distance, capability: match.meaning };
  }
  return best?.capability;
};

/** Figures in the text: how many machines, of which type, and how much data. */
export const readSizes = (words: readonly string[], matches: readonly Match<Capability>[], cloud: Cloud): Sizes => {
  const sizes: Sizes = {};
  const note = <Name extends keyof Sizes>(name: Name, value: Sizes[Name] | undefined): void => {
    if (value !== undefined) sizes[name] ??= value;
  };
  for (let at = 0; at < words.length;) {
    const machine = machineAt(words, at);
    if (machine !== undefined) {
      if (machine.cloud === cloud && machine.use !== "cache") note(machine.use, machine.type);
      at = machine.to;
      continue;
    }
    const data = gigabytesAt(words, at);
    if (data !== undefined) {
      noteData(words, matches, { ...data, from: at }, note);
      at = data.to;
      continue;
    }
    const number = numberOf(wordAt(words, at));
    if (number !== undefined) {
      if (cpuWords.has(wordAt(words, at + 1))) note("vcpu", within(number, 96));
      else {
        const counted = countedBy(words, at);
        if (counted !== undefined) note(counted, within(number, counted === "replicas" ? 5 : maxInstances));
      }
    }
    at++;
  }
  const { replicas: copies, ...others } = sizes;
  const ofDatabase = matches.some(({ meaning }) => meaning === "relational_db");
  return copies === undefined || ofDatabase ? sizes : { instances: copies, ...others };
};

const noteData = (
  words: readonly string[],
  matches: readonly Match<Capability>[],
  { gb, from, to }: { gb: number; from: number; to: number },
  note: (name: "memoryMb" | "databaseGb" | "diskGb", value: number | undefined) => void,
): void => {
  if (memoryWords.has(wordAt(words, to)) || memoryWords.has(wordAt(words, to + 1))) {
    note("memoryMb", within(gb * 1024, 384 * 1024));
    return;
  }
  const owner = nearest(matches, from, to);
  const noun = wordAt(words, wordAt(words, to) === "of" ? to + 1 : to);
  if (owner === "relational_db") note("databaseGb", within(gb, maxGb));
  else if (owner === "vm" || owner === "file_storage" || diskWords.has(noun)) note("diskGb", within(gb, maxGb));
};
