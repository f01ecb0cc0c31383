import { catalogue } from "../model/index.ts";

/** What of a component shows which of another design it corresponds to. */
export interface Matched {
  id: string;
  type: string;
  kind: string;
  name: string;
  part_of?: string | undefined;
}

export type Pairs<T> = Map<T, { other: T; by: "address" | "type" | "kind" }>;

/** Kinds that do the same work: what is a machine in one design is a container or a function in the other. */
const families: ReadonlyMap<string, string> = new Map([
  ["compute", "workload"],
  ["container", "workload"],
  ["serverless", "workload"],
]);

const carriedWorkload =
  /^(?:docker_container|kubernetes_(?:deployment|stateful_set|daemon_set|daemonset|pod|job|cron_job)(?:_v1)?)$/;

/** Holds images and runs none. */
const registry = /_ecr(?:public)?_|container_registry|artifact_registry/;

/** Data moves from one database to the other even where they have no word of their names in common. */
const stores: ReadonlySet<string> = new Set(["database", "cache", "storage"]);

/** What a component may be matched by in a design of other types; "" for what only sets up or joins others. */
const familyOf = ({ type, kind, part_of }: Matched): string => {
  const { role } = catalogue(type);
  if (role === "network" || role === "subnet") return role;
  if (kind === "other" || part_of !== undefined || role === "wire" || role === "hidden" || role === "part") return "";
  if (registry.test(type)) return "registry";
  if (carriedWorkload.test(type) && !stores.has(kind)) return "workload";
  return families.get(kind) ?? (stores.has(kind) ? kind : `${role} ${kind}`);
};

const cloudOf = (type: string): string => type.replace(/_.*/s, "");

/**
 * The components of two designs that are one: by address; of one type by their names, or as the only ones left; then in
 * another type of the same family the same way, which finds them in another cloud.
 */
export const matchComponents = <T extends Matched>(a: readonly T[], b: readonly T[]): Pairs<T> => {
  const pairs: Pairs<T> = new Map();
  const byId = new Map(b.map((other) => [other.id, other]));
  for (const one of a) {
    const other = byId.get(one.id);
    if (other !== undefined && other.type === one.type) pairs.set(one, { other, by: "address" });
  }
  matchGroups(a, b, pairs, "type", ({ type }) => type);
  matchGroups(a, b, pairs, "kind", familyOf);
  return pairs;
};

const matchGroups = <T extends Matched>(
  a: readonly T[],
  b: readonly T[],
  pairs: Pairs<T>,
  by: "type" | "kind",
  keyOf: (component: T) => string,
): void => {
  const taken = new Set([...pairs.values()].map(({ other }) => other));
  const free = a.filter((one) => !pairs.has(one));
  const right = Map.groupBy(
    b.filter((other) => !taken.has(other)),
    keyOf,
  );
  for (const [key, ones] of Map.groupBy(free, keyOf)) {
    const others = right.get(key);
    if (key === "" || others === undefined) continue;
    for (const [one, other] of matchGroup(ones, others, stores.has(key))) pairs.set(one, { other, by });
  }
};

const matchGroup = <T extends Matched>(ones: readonly T[], others: readonly T[], areStores: boolean): [T, T][] => {
  const found = matchNames(ones, others);
  const matched = new Set(found.flat());
  const left = ones.filter((one) => !matched.has(one));
  const right = others.filter((other) => !matched.has(other));
  const [one] = left;
  const [other] = right;
  if (one === undefined || other === undefined) return found;
  const areOnly = left.length === 1 && right.length === 1;
  // In another cloud nothing has kept its type: the first database here is taken for the first one there.
  const areFirst = areStores && found.length === 0 && cloudOf(one.type) !== cloudOf(other.type);
  return areOnly || areFirst ? [...found, [one, other]] : found;
};

/** `orders-dbs` → `order`, `db`. */
const wordsOf = ({ id, name }: Matched): Set<string> =>
  new Set(
    `${id.replace(/^.*\./s, "")} ${name}`
      .replace(/([a-z])([A-Z])/g, "$1 $2")
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .flatMap((word) => (word === "" ? [] : [word.replace(/s$/, "")])),
  );

/** More pairs than these are not looked at: every one would be held against every other. */
const mostPairs = 10_000;

/** The likest names first, by the share of their words that they have in common; none twice. */
const matchNames = <T extends Matched>(ones: readonly T[], others: readonly T[]): [T, T][] => {
  if (ones.length * others.length > mostPairs) return [];
  const right = others.map((other) => ({ other, words: wordsOf(other) }));
  const likely = ones.flatMap((one) => {
    const words = wordsOf(one);
    return right.flatMap(({ other, words: theirs }) => {
      const common = [...words].filter((word) => theirs.has(word)).length;
      return common === 0 ? [] : [{ one, other, likeness: common / (words.size + theirs.size - common) }];
    });
  });
  const taken = new Set<T>();
  return likely
    .toSorted((first, second) => second.likeness - first.likeness)
    .flatMap(({ one, other }): [T, T][] => {
      if (taken.has(one) || taken.has(other)) return [];
      taken.add(one).add(other);
      return [[one, other]];
    });
};
