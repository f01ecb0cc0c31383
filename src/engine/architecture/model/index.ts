export { catalogue, serviceOf } from "./catalogue.ts";
export type { Kind } from "./kinds.ts";
export { withoutApiVersion } from "./types-kubernetes.ts";
export { shortImage, softwareOf } from "./software.ts";
export { createModel } from "./model.ts";
export type { Model } from "./model.ts";
export { receivesDeadLetters, receivesDeadLettersOnly } from "./dead-letters.ts";
export { isLogTarget, isLogTargetOnly } from "./log-buckets.ts";
export { extendedSupport, kubernetesMinor, oldestKubernetes } from "./support.ts";
export { asText, isObject, isUnknown, matches, read, readAll, Unknown } from "./value.ts";
export type { Attributes, UnsetVariable, Value } from "./value.ts";
export type {
  Architecture,
  Cloud,
  Component,
  Group,
  GroupKind,
  Link,
  LinkKind,
  Platform,
  Reference,
  Span,
} from "./types.ts";
