import type { Body } from "../hcl/ast.ts";
import type { Declared } from "./declarations.ts";
import type { Call, ModuleEnvironment } from "./environment.ts";
import { writtenName } from "./written-names.ts";

const mapping = (items: Body | undefined): ReadonlyMap<string, string> => {
  const [first] = items ?? [];
  const written = first?.kind === "attribute" && first.value.kind === "object" ? first.value.items : [];
  return new Map(
    written.flatMap(({ key, value }) => {
      const [inside, outside] = [writtenName(key), writtenName(value)];
      return inside === undefined || outside === undefined ? [] : [[inside, outside] as const];
    }),
  );
};

/** What a root calls the provider that `name` stands for in a module: `aws.replica` may be passed in as `aws`. */
export const providerOfRoot = (name: string, call: Call | undefined): string => {
  let own = name;
  for (let at = call; at !== undefined; at = at.environment.call)
    own = mapping(at.expansion.items.get("providers")).get(own) ?? own;
  return own;
};

/** The region that a provider block of a root names, where that is known. */
export const regionOf = (provider: Declared, root: ModuleEnvironment): string | undefined => {
  const expansion = root.expansionOf(provider);
  const instance = expansion?.instances[0];
  const region = expansion && instance && root.ownValue(instance, expansion, "region");
  return typeof region === "string" ? region : undefined;
};

const partitions: readonly (readonly [beginning: string, partition: string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
];

/** What data sources say of the place of an AWS design, by their types. */
export const placeAttributes: Readonly<Record<string, Readonly<Record<string, (region: string) => string>>>> = {
  aws_region: { id: (region) => region, name: (region) => region, region: (region) => region },
  aws_partition: {
    partition: (region) => partitions.find(([beginning]) => region.startsWith(beginning))?.[1] ?? "aws",
  },
};
