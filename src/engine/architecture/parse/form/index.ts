export { capabilities, requirements } from "./brief.ts";
export type { Brief, Capability, Compute, DesignRequest, Requirement, Sizes } from "./brief.ts";
export { composeTerraform } from "./compose.ts";
export { readRequest } from "./read-request.ts";
