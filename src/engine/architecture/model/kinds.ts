/** What a service is, for drawing, grouping and reports. */
export type Kind =
  | "compute"
  | "container"
  | "serverless"
  | "database"
  | "cache"
  | "storage"
  | "network"
  | "edge"
  | "messaging"
  | "analytics"
  | "security"
  | "operations"
  | "other";

/**
 * How a resource takes part in a picture: `node` is drawn as a box; `network`, `subnet`, `cluster` as a group;
 * `operations` and `logs` stand aside in a strip; a `part` belongs to another resource; a `wire` only joins others; `hidden` is not drawn.
 */
export type Role = "node" | "network" | "subnet" | "cluster" | "operations" | "logs" | "part" | "wire" | "hidden";

export type ResourceType = readonly [service: string, role: Role, via?: string];
