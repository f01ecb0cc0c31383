import type { Cloud } from "../../model/index.ts";

/** What a caller may send: a form, a few words, or both. */
export interface DesignRequest {
  project_type?: string;
  cloud?: string;
  requirements?: readonly string[];
  region?: string;
  text?: string;
}

/**
 * What a design may be asked to be. The suggested design answers these. A baseline heeds them only in what nobody could
 * change later without building anew: its sizes, its places, the kinds of its stores.
 */
export type Requirement =
  | "backup"
  | "compliance"
  | "data_residency"
  | "disaster_recovery"
  | "global_users"
  | "high_availability"
  | "low_cost"
  | "low_latency"
  | "monitoring"
  | "performance"
  | "scalability"
  | "security"
  | "serverless"
  | "sustainability";

/** What a design may hold. Every one has a template for each cloud, or a note that says why it has none. */
export type Capability =
  | "api"
  | "auth"
  | "autoscaling"
  | "batch"
  | "cache"
  | "cdn"
  | "cicd"
  | "containers"
  | "dns"
  | "document_db"
  | "email"
  | "etl"
  | "events"
  | "file_storage"
  | "iot"
  | "key_value_db"
  | "kubernetes"
  | "load_balancer"
  | "ml"
  | "monitoring"
  | "object_storage"
  | "pubsub"
  | "queue"
  | "registry"
  | "relational_db"
  | "scheduler"
  | "search"
  | "secrets"
  | "serverless"
  | "static_site"
  | "stream"
  | "vm"
  | "waf"
  | "warehouse"
  | "web"
  | "workflow";

/** A named product where a capability's usual one would be another. */
export type Product = "aurora" | "bigtable" | "kafka" | "memcached" | "rabbitmq" | "spanner";

/** Something that the text says of the design as it is, so that the baseline has it already. */
export type Fact = "database_multi_zone" | "encryption" | "https" | "versioning";

/** Where the application itself runs. */
export type Compute = "containers" | "kubernetes" | "serverless" | "vm";

export type DatabaseEngine = "postgres" | "mysql" | "mariadb" | "sqlserver";

/** Figures found in the text, bounded; what is not said is left out and the template's own default stands. */
export interface Sizes {
  /** Application instances: machines, tasks, nodes or pods. */
  instances?: number;
  /** A machine type of the chosen cloud, from a closed list. */
  machine?: string;
  /** A database instance class of the chosen cloud, from a closed list. */
  database?: string;
  databaseGb?: number;
  replicas?: number;
  /** Disk of a machine, or a file share. */
  diskGb?: number;
  vcpu?: number;
  memoryMb?: number;
}

/** A request as understood: closed words only, nothing of the user's own text. */
export interface Brief {
  title: string;
  /** Identifier of the project type: `ecommerce`. */
  project: string;
  cloud: Cloud;
  /** A region code of that cloud. */
  region: string;
  /** Left out when the design has no application of its own, such as a static site or a data pipeline. */
  compute?: Compute;
  capabilities: readonly Capability[];
  requirements: readonly Requirement[];
  products: readonly Product[];
  facts: readonly Fact[];
  engine: DatabaseEngine;
  sizes: Sizes;
  /** What was assumed or could not be honoured, as sentences. */
  notes: readonly string[];
}
