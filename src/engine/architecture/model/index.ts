export { catalogue, serviceOf } from "./catalogue.ts";
export type { Kind } from "./kinds.ts";
export { createModel } from "./model.ts";
export type { Model } from "./model.ts";
export { asText, isObject, isUnknown, read, readAll, Unknown } from "./value.ts";
export type { Attributes, Value } from "./value.ts";
export type { Architecture, Cloud, Component, Group, GroupKind, Link, LinkKind, Reference, Span } from "./types.ts";
