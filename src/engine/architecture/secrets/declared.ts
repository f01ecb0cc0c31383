import type { DocumentNode, MapNode } from "../parse/document/node.ts";
import { entryOf, textOf } from "../parse/document/node.ts";

const isTrue = (node: DocumentNode | undefined): boolean => textOf(node) === "true";

const itemsOf = (node: DocumentNode | undefined): readonly DocumentNode[] => (node?.kind === "list" ? node.items : []);
const entriesOf = (node: DocumentNode | undefined): MapNode["entries"] => (node?.kind === "map" ? node.entries : []);

/** Attributes that are nothing but a secret, by the type of resource. */
const generated: Readonly<Record<string, readonly string[]>> = {
  random_password: ["result", "bcrypt_hash"],
  tls_private_key: ["private_key_pem", "private_key_openssh", "private_key_pem_pkcs8"],
  aws_iam_access_key: ["secret", "ses_smtp_password_v4"],
};

/** Values that a document itself declares to be secret, elsewhere than where they stand: states, plans, `.tf.json`. */
export const declaredSecrets = (root: DocumentNode): DocumentNode[] =>
  [...outputs(root), ...stateAttributes(root), ...variables(root)].filter((node) => node !== undefined);

/** Outputs of a state file. */
const outputs = (root: DocumentNode): (DocumentNode | undefined)[] =>
  entriesOf(entryOf(root, "outputs")).flatMap(({ value }) =>
    isTrue(entryOf(value, "sensitive")) ? [entryOf(value, "value")] : [],
  );

/** Attributes of a state file: by the paths that it lists, and by what their resource makes. */
const stateAttributes = (root: DocumentNode): (DocumentNode | undefined)[] =>
  itemsOf(entryOf(root, "resources")).flatMap((resource) => {
    const type = textOf(entryOf(resource, "type")) ?? "";
    const own = Object.hasOwn(generated, type) ? (generated[type] ?? []) : [];
    return itemsOf(entryOf(resource, "instances")).flatMap((instance) => {
      const attributes = entryOf(instance, "attributes");
      const paths = itemsOf(entryOf(instance, "sensitive_attributes"));
      return [...own.map((name) => entryOf(attributes, name)), ...paths.map((path) => follow(attributes, path))];
    });
  });

/** The value at `[{"type": "get_attr", "value": "password"}, …]`. */
const follow = (from: DocumentNode | undefined, path: DocumentNode): DocumentNode | undefined => {
  let node = from;
  for (const step of itemsOf(path)) {
    const value = entryOf(step, "type") === undefined ? undefined : entryOf(step, "value");
    const key = textOf(value ?? entryOf(entryOf(step, "value"), "value")) ?? "";
    node = node?.kind === "list" ? node.items[Number(key)] : entryOf(node, key);
  }
  return node;
};

/** Variables that are declared `sensitive`: their default, and in a plan what they were set to. */
const variables = (root: DocumentNode): (DocumentNode | undefined)[] => {
  const planned = entryOf(root, "variables");
  const declared = entriesOf(entryOf(entryOf(entryOf(root, "configuration"), "root_module"), "variables"));
  return [...entriesOf(entryOf(root, "variable")), ...declared].flatMap(({ key, value }) =>
    [value, ...itemsOf(value)].some((block) => isTrue(entryOf(block, "sensitive")))
      ? [
          ...[value, ...itemsOf(value)].map((block) => entryOf(block, "default")),
          entryOf(entryOf(planned, key), "value"),
        ]
      : [],
  );
};
