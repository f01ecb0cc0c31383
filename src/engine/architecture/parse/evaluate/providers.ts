import type { Body } from "../hcl/ast.ts";
import type { Call } from "./environment.ts";
import { writtenName } from "./written-names.ts";

const mapping = (items: Body | undefined): ReadonlyMap<string, string> => {
  const [first] = items ?? [];
  const written = first?.kind === "attribute" && first.value.kind === "object" ? first.value.items : [];
  return new Map(written.map(({ key, value }) => [writtenName(key) ?? "", writtenName(value) ?? ""] as const));
};

/** What a root calls the provider that `name` stands for in a module: `aws.replica` may be passed in as `aws`. */
export const providerOfRoot = (name: string, call: Call | undefined): string => {
  let own = name;
  for (let at = call; at !== undefined; at = at.environment.call)
    own = mapping(at.expansion.items.get("providers")).get(own) ?? own;
  return own;
};
