export type { DesignRequest, Requirement } from "./brief.ts";
export { composeTerraform } from "./compose.ts";
export { readRequest } from "./read-request.ts";
