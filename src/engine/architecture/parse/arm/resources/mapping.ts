import type { DocumentNode } from "../../document/node.ts";
import { entryOf, textOf } from "../../document/node.ts";
import type { Hcl } from "../../translate/terraform-writer.ts";
import type { Body } from "../body.ts";

/** How one type of Azure's is written in Terraform. */
export interface ArmMapping {
  /** `azurerm_storage_account`, or what decides between several. */
  type: string | ((facts: ResourceFacts) => string);
  /** Path in the template (`properties.networkAcls.bypass`) → what becomes of it. What is not named is left out. */
  fields: Fields;
  /** For a part of another resource: the attribute that names its owner, and what of the owner stands in it. */
  owner?: { attribute: string; by: "id" | "name" };
  /** Stands it where its resource group does, when it names no place? */
  isPlaced?: true;
  /** Its settings are written into the resource that it stands in, where the template declares that. */
  settingsOf?: (facts: ResourceFacts, name: string) => Fields;
  /** Has it a name in Terraform? Settings of another resource have none. */
  isNameless?: true;
  /** Stands it in no resource group or place of its own, though it is no part of another? */
  isPlaceless?: true;
  /** Are properties that no field names written under their own names? */
  isGuessed?: true;
  /** What Azure takes for granted and Terraform does not: attribute → value as code. */
  defaults?: (facts: ResourceFacts) => readonly (readonly [path: string, code: string])[];
}

/** What of a resource decides how it is written. */
export interface ResourceFacts {
  apiVersion: string;
  /** The node at a path, through parameters and variables as far as the template holds them. */
  at: (path: string) => DocumentNode | undefined;
  /** The text at a path, when it is known. */
  text: (path: string) => string | undefined;
}

export type Fields = Readonly<Record<string, Field>>;

export type Field =
  /** An attribute at this path. */
  | string
  /** The same after a change of the value. */
  | { to: string; as: (value: Hcl) => Hcl }
  /** A block for each map of the list, or for the one map. */
  | { each: string; fields: Fields }
  /** A list of what stands at `of` in each map of the list. */
  | { pluck: string; of: string }
  /** The first of a list. */
  | { first: string }
  /** A resource of its own that ties this one, named by `via`, to what the value names: `attribute`. */
  | { beside: string; via: string; attribute: string }
  /** What none of the above can say. */
  | { write: (value: DocumentNode, at: FieldPlace) => void };

/** Where a field is being written. */
export interface FieldPlace {
  line: number;
  body: Body;
  hcl: (value: DocumentNode) => Hcl;
  /** The same for a key of a map, which may be an expression too. */
  key: (text: string, line: number) => Hcl;
  fields: (value: DocumentNode, fields: Fields, body: Body) => void;
}

/** Type in lower case → its mapping; each file of this folder adds the types of one area. */
export type ArmMappings = Readonly<Record<string, ArmMapping>>;

/** Lists inside a resource whose members are resources of their own: where each is, and the type of its members. */
export type InlineParts = readonly { path: string; type: string }[];

const literal = /^"[^"$\\]*"$|^(?:true|false)$/;

const plainOf = (value: string): string => value.replaceAll(/^"|"$/g, "").toLowerCase();

/** True where the text is `good`. */
export const isText =
  (good: string) =>
  (value: Hcl): Hcl =>
    typeof value !== "string"
      ? value
      : literal.test(value)
        ? String(plainOf(value) === good.toLowerCase())
        : `lower(${value}) == ${JSON.stringify(good.toLowerCase())}`;

/** The opposite. */
export const negated = (value: Hcl): Hcl =>
  typeof value !== "string" ? value : literal.test(value) ? String(plainOf(value) !== "true") : `!${value}`;

/** `Enabled` → `true`. */
export const whenEnabled = (to: string): Field => ({ to, as: isText("Enabled") });

export const unless = (to: string): Field => ({ to, as: negated });

/** A text by a table; one that is not in it stays as it is. What a parameter holds is looked up in the same table. */
export const translated = (to: string, words: Readonly<Record<string, string>>): Field => {
  const known = new Map(Object.entries(words));
  const table = [...known].map(([word, code]) => `${word} = ${code}`).join(", ");
  return {
    to,
    as: (value) => {
      if (typeof value !== "string") return value;
      if (!literal.test(value)) return `lookup({ ${table} }, lower(${value}), ${value})`;
      return known.get(plainOf(value)) ?? value;
    },
  };
};

/** The one value of a list of one. */
export const inList = (to: string): Field => ({
  to,
  as: (value) => (typeof value === "string" ? `[${value}]` : value),
});

/** The members of `[{ "name": "A", "value": … }]` as those of an object; `key` says where the values stand. */
export const namedValues = (
  items: readonly DocumentNode[],
  key: string,
  hcl: FieldPlace["hcl"],
): { key: string; value: Hcl; line: number }[] =>
  items.flatMap((item) => {
    const name = textOf(entryOf(item, "name"));
    const held = entryOf(item, key);
    return name === undefined || held === undefined ? [] : [{ key: name, value: hcl(held), line: item.line }];
  });

export const identity: Fields = {
  "identity.type": "identity.type",
  "identity.userAssignedIdentities": {
    write: (value, { body, line, key: codeOfKey }) => {
      if (value.kind !== "map") return;
      const list = value.entries.map(({ key, keyLine }) => ({ value: codeOfKey(key, keyLine), line: keyLine }));
      body.attribute("identity.identity_ids", { list }, line);
    },
  },
};
