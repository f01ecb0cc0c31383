import type { Literal } from "../design/edit.ts";
import { isObject, isUnknown } from "../model/index.ts";
import type { Value } from "../model/index.ts";
import type { Shape } from "../parse/kubernetes/shapes.ts";
import { shapeOfBlock } from "../parse/kubernetes/shapes.ts";
import type { DocumentMap } from "./change.ts";
import { isLiteralList, isLiteralMap, plainLiteral } from "./plain-literal.ts";
import { Refusal } from "./splice.ts";

/** Blocks of the provider that are lists of the API, by their name there. */
const listed: Readonly<Record<string, string>> = {
  container: "containers",
  env: "env",
  env_from: "envFrom",
  host_aliases: "hostAliases",
  image_pull_secrets: "imagePullSecrets",
  init_container: "initContainers",
  match_expressions: "matchExpressions",
  port: "ports",
  toleration: "tolerations",
  topology_spread_constraint: "topologySpreadConstraints",
  volume: "volumes",
  volume_mount: "volumeMounts",
};

/** Names that are no plain camel case. */
const spelled: Readonly<Record<string, string>> = {
  host_pid: "hostPID",
  host_ipc: "hostIPC",
  cluster_ip: "clusterIP",
};

/** `allow_privilege_escalation` → `allowPrivilegeEscalation`, as the API calls what the provider's schema names. */
export const fieldOf = (name: string): string =>
  (Object.hasOwn(listed, name) ? listed[name] : undefined) ??
  (Object.hasOwn(spelled, name) ? spelled[name] : undefined) ??
  name.replaceAll(/_([a-z\d])/g, (_, letter: string) => letter.toUpperCase());

export const isListOfApi = (name: string): boolean => Object.hasOwn(listed, name);

const shapeBelow = (shape: Shape, name: string): Shape | undefined => {
  const holds = shape.arguments.get(name);
  return typeof holds === "number" ? shapeOfBlock(holds) : undefined;
};

/** What a block of the provider says, in the words of the API. */
export const blockInApi = (members: { readonly [name: string]: Literal }, shape: Shape): DocumentMap =>
  Object.fromEntries(
    Object.entries(members).map(([name, value]) => {
      const inner = shapeBelow(shape, name);
      if (inner === undefined) return [fieldOf(name), plainLiteral(value)] as const;
      const blocks = (isLiteralList(value) ? value : [value]).flatMap((block) =>
        isLiteralMap(block) ? [blockInApi(block, inner)] : [],
      );
      return [fieldOf(name), isListOfApi(name) ? blocks : (blocks[0] ?? {})] as const;
    }),
  );

const isListOfValues = (value: Value): value is readonly Value[] => Array.isArray(value);

/** Attributes of a resource as literals; what only a cluster knows cannot be written down. */
export const literalOf = (value: Value): Literal => {
  if (isUnknown(value)) throw new Refusal("It needs a value that the file does not hold.");
  if (isListOfValues(value)) return value.filter((item) => item !== null).map(literalOf);
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, item]) => (item === null ? [] : [[name, literalOf(item)] as const])),
    );
  return value ?? "";
};
