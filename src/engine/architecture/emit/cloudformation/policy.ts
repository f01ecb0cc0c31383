import { isObject, isUnknown, read } from "../../model/index.ts";
import type { Component, Value } from "../../model/index.ts";
import { readJson } from "./values.ts";

const documentOf = (value: Value | undefined): Value | undefined => {
  const shape = isUnknown(value) ? value.shape : value;
  return typeof shape === "string" ? readJson(shape) : shape;
};

/** True when nothing is known of a resource's policy: a document cannot be a parameter. */
export const lacksPolicy = ({ attributes }: Component): boolean => !isObject(documentOf(read(attributes, "policy")));
