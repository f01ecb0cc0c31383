export { compositeAvailability } from "./composite.ts";
export type { Availability } from "./composite.ts";
