import { asText, read } from "../model/index.ts";
import type { Component } from "../model/index.ts";

export const isTrue = ({ attributes }: Component, path: string): boolean => asText(read(attributes, path)) === "true";

export const textAt = ({ attributes }: Component, path: string): string => asText(read(attributes, path)) ?? "";

export const numberAt = ({ attributes }: Component, path: string): number | undefined => {
  const value = Number(asText(read(attributes, path)) ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
};

/** Entries of a list or blocks of a name; 0 where there are none, or they are not known. */
export const lengthOf = ({ attributes }: Component, path: string): number => {
  const value = read(attributes, path);
  return Array.isArray(value) ? value.length : value === undefined ? 0 : 1;
};
