import type { Link, Model } from "../model/index.ts";

/** Where a copy names what it is copied from. */
const sources: Readonly<Record<string, readonly string[]>> = {
  aws_db_instance: ["replicate_source_db"],
  aws_rds_cluster: ["replication_source_identifier"],
  aws_elasticache_replication_group: ["global_replication_group_id"],
  google_sql_database_instance: ["master_instance_name"],
  azurerm_postgresql_flexible_server: ["source_server_id"],
  azurerm_mysql_flexible_server: ["source_server_id"],
};

/** The word by which a picture knows that an arrow is a replication. */
export const replication = "replication";

const linkOf = (from: string, to: string): Link => ({ from, to, kind: "data", label: replication });

/** What is kept in step with what: read replicas, standbys in another region, replicated buckets. */
export const replicationLinks = (model: Model): Link[] => {
  const copies = model.ofType(...Object.keys(sources)).flatMap((copy) => {
    const source = (sources[copy.type] ?? [])
      .map((path) => model.target(copy, path))
      .find((found) => found !== undefined);
    return source === undefined || source === copy ? [] : [linkOf(source.id, copy.id)];
  });
  const buckets = model.ofType("aws_s3_bucket_replication_configuration").flatMap((part) => {
    const [from, to] = [model.target(part, "bucket"), model.target(part, "rule")];
    return from === undefined || to?.type !== "aws_s3_bucket" || from === to ? [] : [linkOf(from.id, to.id)];
  });
  return [...copies, ...buckets];
};
