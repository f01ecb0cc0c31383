export type { Failure, Place } from "./contents.ts";
export { readContent, writeContent } from "./contents.ts";
