import type { Model } from "../../model/index.ts";
import { isInDefaultRegion } from "../../rules/remedies.ts";
import type { Edit } from "../edit.ts";
import { add } from "../edit.ts";

const securityGroup = (vpc: string): string => `resource "aws_security_group" "stackstage_cache" {
  name        = "stackstage-cache"
  description = "Redis from inside the network"
  vpc_id      = ${vpc}.id

  ingress {
    description = "Redis from inside the network"
    from_port   = 6379
    to_port     = 6379
    protocol    = "tcp"
    cidr_blocks = [${vpc}.cidr_block]
  }
}
`;

const subnetGroup = (databaseSubnets: string): string => `resource "aws_elasticache_subnet_group" "stackstage" {
  name       = "stackstage-cache"
  subnet_ids = ${databaseSubnets}.subnet_ids
}
`;

const cache = `resource "aws_elasticache_replication_group" "stackstage" {
  replication_group_id       = "stackstage-cache"
  description                = "Cache in front of the database"
  engine                     = "redis"
  node_type                  = "cache.t4g.small"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = true
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  snapshot_retention_limit   = 7
  subnet_group_name          = aws_elasticache_subnet_group.stackstage.name
  security_group_ids         = [aws_security_group.stackstage_cache.id]
}
`;

/** A replicated Redis beside a relational database, where the network that it belongs into is known. */
export const addCache = (model: Model): Edit[] => {
  const [vpc] = model.ofType("aws_vpc");
  const [subnets] = model.ofType("aws_db_subnet_group");
  const caches = model.ofType("aws_elasticache_cluster", "aws_elasticache_replication_group");
  if (
    vpc === undefined ||
    subnets === undefined ||
    caches.length > 0 ||
    vpc.id !== vpc.address ||
    !isInDefaultRegion(vpc) ||
    subnets.id !== subnets.address
  )
    return [];
  return [
    add("aws_security_group.stackstage_cache", securityGroup(vpc.address)),
    add("aws_elasticache_subnet_group.stackstage", subnetGroup(subnets.address)),
    add("aws_elasticache_replication_group.stackstage", cache),
  ];
};
