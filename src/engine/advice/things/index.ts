import type { Cloud } from "../../architecture/model/index.ts";
import { findPhrases, once, vocabularyOf } from "../../architecture/parse/form/words.ts";
import type { Match } from "../../architecture/parse/form/words.ts";
import { computeKinds } from "./compute.ts";
import { dataKinds } from "./data.ts";
import { guardKinds } from "./guards.ts";
import { networkKinds } from "./network.ts";
import { storageKinds } from "./storage-and-messages.ts";
import { clouds } from "./thing.ts";
import type { Kind, Product } from "./thing.ts";

export { clouds, withCount } from "./thing.ts";
export type { Amounts, Kind, Product } from "./thing.ts";

const table = { ...computeKinds, ...dataKinds, ...storageKinds, ...networkKinds, ...guardKinds };

/** Name of a kind of thing that can be priced: a closed table. */
export type KindId = keyof typeof table;

/** Everything that can be priced, by name. */
export const kinds: Readonly<Record<KindId, Kind>> = table;

// Object.keys forgets the key type of a Record.
export const kindIds = Object.keys(table) as KindId[];

/** A thing that a text names: a kind, and the cloud where the name is that of a product. */
export interface NamedThing {
  kind: KindId;
  cloud: Cloud | undefined;
}

const productOf = (kind: KindId, cloud: Cloud): Product | undefined => kinds[kind].products[cloud];

/** The product of a cloud for a kind of thing, where there is one that can be priced. */
export const findProduct = (kind: KindId, cloud: Cloud): Product | undefined => productOf(kind, cloud);

const phrases = once(() => {
  const rows: Record<string, string> = {};
  for (const kind of kindIds) {
    rows[kind] = kinds[kind].words;
    for (const cloud of clouds) {
      const product = productOf(kind, cloud);
      if (product !== undefined) rows[`${kind}@${cloud}`] = product.words;
    }
  }
  return vocabularyOf(rows);
});

const isKind = (text: string): text is KindId => Object.hasOwn(table, text);

/** Things that words name, in their order, each with the place where it stands. */
export const findThings = (words: readonly string[]): (NamedThing & Pick<Match<string>, "from" | "to">)[] =>
  findPhrases(words, phrases()).flatMap(({ meaning, from, to }) => {
    const [kind = "", at] = meaning.split("@");
    return isKind(kind) ? [{ kind, cloud: clouds.find((cloud) => cloud === at), from, to }] : [];
  });
