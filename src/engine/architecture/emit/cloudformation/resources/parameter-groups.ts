import type { Draft } from "../cfn.ts";
import type { Mapping, Mappings } from "../mapping.ts";
import type { Reader } from "../reader.ts";
import type { Source } from "../table.ts";
import { arnOf, blocks, groups, ids, must, number, orElse, tabled, tags, text } from "../table.ts";

/** CloudFormation insists on a description; Terraform has one of its own for what has none. */
const description = orElse("description", "Managed by CloudFormation");

const subnetGroup = (type: string, prefix: string, service = "rds", words = "subgrp"): Mapping =>
  tabled(
    type,
    {
      [`${prefix}SubnetGroupName`]: "name",
      [prefix === "DB" ? "DBSubnetGroupDescription" : "Description"]: description,
      SubnetIds: must(ids("subnet_ids")),
      Tags: tags,
    },
    { handles: { arn: arnOf(service, `${words}:\${Self}`) } },
  );

/** Settings by name. */
const settings =
  (block: string): Source =>
  (group: Reader): Draft =>
    Object.fromEntries(
      group.blocks(block).flatMap((parameter) => {
        parameter.raw("apply_method");
        const key = parameter.key("name");
        return key === undefined ? [] : [[key, parameter.plain("value")] as const];
      }),
    );

const parameterGroup = (type: string, name: string, words = "pg"): Mapping =>
  tabled(
    type,
    {
      [name]: "name",
      Family: must("family"),
      Description: description,
      Parameters: settings("parameter"),
      Tags: tags,
    },
    { handles: { arn: arnOf("rds", `${words}:\${Self}`) } },
  );

const optionGroup: Mapping = tabled(
  "AWS::RDS::OptionGroup",
  {
    OptionGroupName: "name",
    OptionGroupDescription: orElse("option_group_description", "Managed by CloudFormation"),
    EngineName: must("engine_name"),
    MajorEngineVersion: must(text("major_engine_version")),
    OptionConfigurations: blocks("option", {
      OptionName: must("option_name"),
      OptionVersion: text("version"),
      Port: number("port"),
      DBSecurityGroupMemberships: groups("db_security_group_memberships"),
      VpcSecurityGroupMemberships: groups("vpc_security_group_memberships"),
      OptionSettings: blocks("option_settings", { Name: "name", Value: text("value") }),
    }),
    Tags: tags,
  },
  { handles: { arn: arnOf("rds", "og:${Self}") } },
);

/** Where databases stand and how they are set. */
export const parameterGroups: Mappings = {
  aws_db_subnet_group: subnetGroup("AWS::RDS::DBSubnetGroup", "DB"),
  aws_docdb_subnet_group: subnetGroup("AWS::DocDB::DBSubnetGroup", "DB"),
  aws_neptune_subnet_group: subnetGroup("AWS::Neptune::DBSubnetGroup", "DB"),
  aws_elasticache_subnet_group: subnetGroup("AWS::ElastiCache::SubnetGroup", "Cache", "elasticache", "subnetgroup"),
  aws_memorydb_subnet_group: subnetGroup("AWS::MemoryDB::SubnetGroup", "", "memorydb", "subnetgroup"),
  aws_dax_subnet_group: tabled("AWS::DAX::SubnetGroup", {
    SubnetGroupName: "name",
    Description: "description",
    SubnetIds: must(ids("subnet_ids")),
  }),
  aws_redshift_subnet_group: tabled(
    "AWS::Redshift::ClusterSubnetGroup",
    { Description: description, SubnetIds: must(ids("subnet_ids")), Tags: tags },
    { handles: { arn: arnOf("redshift", "subnetgroup:${Self}") }, ignored: ["name"] },
  ),
  aws_db_parameter_group: parameterGroup("AWS::RDS::DBParameterGroup", "DBParameterGroupName"),
  aws_rds_cluster_parameter_group: parameterGroup(
    "AWS::RDS::DBClusterParameterGroup",
    "DBClusterParameterGroupName",
    "cluster-pg",
  ),
  aws_docdb_cluster_parameter_group: parameterGroup("AWS::DocDB::DBClusterParameterGroup", "Name", "cluster-pg"),
  aws_neptune_parameter_group: parameterGroup("AWS::Neptune::DBParameterGroup", "Name"),
  aws_neptune_cluster_parameter_group: parameterGroup("AWS::Neptune::DBClusterParameterGroup", "Name", "cluster-pg"),
  aws_memorydb_parameter_group: tabled(
    "AWS::MemoryDB::ParameterGroup",
    {
      ParameterGroupName: must("name"),
      Family: must("family"),
      Description: "description",
      Parameters: settings("parameter"),
      Tags: tags,
    },
    { handles: { arn: "ARN" } },
  ),
  aws_dax_parameter_group: tabled("AWS::DAX::ParameterGroup", {
    ParameterGroupName: "name",
    Description: "description",
    ParameterNameValues: settings("parameters"),
  }),
  aws_elasticache_parameter_group: tabled(
    "AWS::ElastiCache::ParameterGroup",
    {
      CacheParameterGroupFamily: must("family"),
      Description: description,
      Properties: settings("parameter"),
      Tags: tags,
    },
    { handles: { arn: arnOf("elasticache", "parametergroup:${Self}") }, ignored: ["name"] },
  ),
  aws_redshift_parameter_group: tabled(
    "AWS::Redshift::ClusterParameterGroup",
    {
      ParameterGroupName: "name",
      ParameterGroupFamily: must("family"),
      Description: description,
      Parameters: blocks("parameter", { ParameterName: must("name"), ParameterValue: must(text("value")) }),
      Tags: tags,
    },
    { handles: { arn: arnOf("redshift", "parametergroup:${Self}") } },
  ),
  aws_db_option_group: optionGroup,
};
