import { describe, expect, it } from "vitest";
import type { Cfn } from "../cfn.ts";
import { at } from "../template-fixture.ts";
import { propertyOf, resource, templateOf } from "./property-fixture.ts";
import type { RareProperty } from "./property-fixture.ts";

const logGroup: Cfn = {
  "Fn::Sub": "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${LogsLogGroup}",
};

const search =
  resource(
    "aws_opensearch_domain",
    `advanced_security_options {
     enabled = true
     master_user_options {
       master_user_name     = "admin"
       master_user_password = var.master
     }
   }
   log_publishing_options {
     log_type                 = "INDEX_SLOW_LOGS"
     cloudwatch_log_group_arn = aws_cloudwatch_log_group.logs.arn
   }
   log_publishing_options {
     log_type                 = "AUDIT_LOGS"
     cloudwatch_log_group_arn = aws_cloudwatch_log_group.logs.arn
     enabled                  = false
   }
   log_publishing_options {
     cloudwatch_log_group_arn = aws_cloudwatch_log_group.logs.arn
   }`,
  ) +
  resource("aws_cloudwatch_log_group", "", "logs") +
  'variable "master" {\n sensitive = true\n}\n';

const warehouse =
  resource(
    "aws_redshift_cluster",
    'node_type = "ra3.xlplus"\nmaster_username = "owner"\nmanage_master_password = true',
  ) +
  resource(
    "aws_redshift_logging",
    'cluster_identifier = aws_redshift_cluster.x.id\nbucket_name = aws_s3_bucket.b.id\ns3_key_prefix = "audit/"',
  ) +
  resource("aws_s3_bucket", "", "b");

const firewall = resource(
  "aws_wafv2_web_acl",
  `scope = "REGIONAL"
   default_action {}
   rule {
     name     = "login"
     priority = 1
     action {
       captcha {}
     }
     statement {
       byte_match_statement {
         search_string         = "/login"
         positional_constraint = "STARTS_WITH"
         field_to_match {
           uri_path {}
         }
         text_transformation {
           priority = 0
           type     = "NONE"
         }
       }
     }
   }
   rule {
     name     = "bodies"
     priority = 2
     statement {
       not_statement {
         statement {
           xss_match_statement {
             field_to_match {
               body {}
             }
             text_transformation {
               priority = 0
               type     = "URL_DECODE"
             }
           }
         }
       }
     }
   }
   rule {
     name     = "often"
     priority = 3
     statement {
       rate_based_statement {
         limit = 1000
       }
     }
   }`,
);

describe("protection and access", () => {
  it.each<RareProperty>([
    [
      "a rule on paths",
      firewall,
      "WAFv2::WebACL",
      ["Rules", 0, "Statement", "ByteMatchStatement", "FieldToMatch"],
      { UriPath: {} },
    ],
    ["a rule's own action", firewall, "WAFv2::WebACL", ["Rules", 0, "Action"], { Captcha: {} }],
    [
      "bodies are looked at as far as WAF goes, unless told otherwise",
      firewall,
      "WAFv2::WebACL",
      ["Rules", 1, "Statement", "NotStatement", "Statement", "XssMatchStatement", "FieldToMatch"],
      { Body: { OversizeHandling: "CONTINUE" } },
    ],
    [
      "how often is counted by address",
      firewall,
      "WAFv2::WebACL",
      ["Rules", 2, "Statement", "RateBasedStatement"],
      { Limit: 1000, AggregateKeyType: "IP" },
    ],
    ["what no rule speaks of comes in", firewall, "WAFv2::WebACL", ["DefaultAction"], { Allow: {} }],
    [
      "an empty set of addresses",
      resource("aws_wafv2_ip_set", 'scope = "REGIONAL"\nip_address_version = "IPV4"'),
      "WAFv2::IPSet",
      ["Addresses"],
      [],
    ],
    [
      "a detector watches unless it is switched off",
      resource("aws_guardduty_detector", ""),
      "GuardDuty::Detector",
      ["Enable"],
      true,
    ],
    [
      "a rule for a whole network and the group itself",
      resource(
        "aws_security_group",
        'name = "g"\negress {\n protocol = "-1"\n from_port = 0\n to_port = 0\n self = true\n}',
      ),
      "EC2::SecurityGroupEgress",
      ["DestinationSecurityGroupId"],
      { "Fn::GetAtt": ["XSecurityGroup", "GroupId"] },
    ],
    [
      "a rule that lets itself in",
      resource("aws_security_group", 'name = "g"') +
        resource(
          "aws_security_group_rule",
          'type = "ingress"\nprotocol = "all"\nfrom_port = 0\nto_port = 0\nself = true\nsecurity_group_id = aws_security_group.x.id',
        ),
      "EC2::SecurityGroupIngress",
      [],
      {
        GroupId: { "Fn::GetAtt": ["XSecurityGroup", "GroupId"] },
        IpProtocol: "-1",
        SourceSecurityGroupId: { "Fn::GetAtt": ["XSecurityGroup", "GroupId"] },
      },
    ],
    [
      "a rule out whose networks nobody knows yet",
      'variable "networks" {\n type = list(string)\n}\n' +
        resource("aws_security_group", 'name = "g"') +
        resource(
          "aws_security_group_rule",
          'type = "egress"\nprotocol = "tcp"\nfrom_port = 443\nto_port = 443\ncidr_blocks = data.aws_vpc.other.cidr_block_associations\nsecurity_group_id = aws_security_group.x.id',
        ),
      "EC2::SecurityGroupEgress",
      ["CidrIp"],
      { Ref: "XSecurityGroupEgressCidrBlocks" },
    ],
    [
      "a protocol by its number",
      resource(
        "aws_network_acl_rule",
        'network_acl_id = "acl-1"\nrule_number = 100\nprotocol = "47"\nrule_action = "allow"\ncidr_block = "10.0.0.0/8"',
      ),
      "EC2::NetworkAclEntry",
      ["Protocol"],
      47,
    ],
    [
      "a protocol by a name that has no number here",
      resource(
        "aws_network_acl_rule",
        'network_acl_id = "acl-1"\nrule_number = 100\nprotocol = "gre"\nrule_action = "allow"\ncidr_block = "10.0.0.0/8"',
      ),
      "EC2::NetworkAclEntry",
      ["Protocol"],
      "gre",
    ],
    [
      "rules of Suricata beside the group",
      resource(
        "aws_networkfirewall_rule_group",
        'name = "r"\ntype = "STATEFUL"\ncapacity = 10\nrules = "pass tcp any any -> any 443 (sid:1;)"',
      ),
      "NetworkFirewall::RuleGroup",
      ["RuleGroup"],
      { RulesSource: { RulesString: "pass tcp any any -> any 443 (sid:1;)" } },
    ],
    [
      "sets that rules know by a name",
      resource(
        "aws_networkfirewall_rule_group",
        'name = "r"\ntype = "STATEFUL"\ncapacity = 10\nrule_group {\n rule_variables {\n  ip_sets {\n   key = "HOME_NET"\n   ip_set {\n    definition = ["10.0.0.0/16"]\n   }\n  }\n  ip_sets {\n   ip_set {\n    definition = ["10.1.0.0/16"]\n   }\n  }\n }\n rules_source {\n  rules_string = "pass"\n }\n}',
      ),
      "NetworkFirewall::RuleGroup",
      ["RuleGroup", "RuleVariables", "IPSets"],
      { HOME_NET: { Definition: ["10.0.0.0/16"] } },
    ],
    [
      "a role that a service made is known by that service",
      resource("aws_iam_service_linked_role", 'aws_service_name = "es.amazonaws.com"', "es") +
        resource("aws_sns_topic", "display_name = aws_iam_service_linked_role.es.arn"),
      "SNS::Topic",
      ["DisplayName"],
      undefined,
    ],
  ])("%s", (_, text, type, path, wanted) => {
    expect(propertyOf(text, type, ...path)).toEqual(wanted);
  });
});

describe("data, search and warehouses", () => {
  it.each<RareProperty>([
    [
      "a log of a domain is published unless it is switched off; one without a kind is none",
      search,
      "OpenSearchService::Domain",
      ["LogPublishingOptions"],
      {
        INDEX_SLOW_LOGS: { CloudWatchLogsLogGroupArn: logGroup, Enabled: true },
        AUDIT_LOGS: { CloudWatchLogsLogGroupArn: logGroup, Enabled: false },
      },
    ],
    [
      "a master's password is asked for",
      search,
      "OpenSearchService::Domain",
      ["AdvancedSecurityOptions", "MasterUserOptions", "MasterUserPassword"],
      { Ref: "Master" },
    ],
    ["a password that AWS keeps is not asked for", warehouse, "Redshift::Cluster", ["MasterUserPassword"], undefined],
    [
      "logging beside the warehouse stands in it",
      warehouse,
      "Redshift::Cluster",
      ["LoggingProperties"],
      { BucketName: { Ref: "BBucket" }, S3KeyPrefix: "audit/" },
    ],
    [
      "a database out of a snapshot may name its owner",
      resource(
        "aws_db_instance",
        'snapshot_identifier = "s"\ninstance_class = "db.t3.micro"\nengine = "mysql"\nallocated_storage = 20\nusername = "owner"',
      ),
      "RDS::DBInstance",
      ["MasterUsername"],
      "owner",
    ],
    [
      "a cluster out of a snapshot need not",
      resource("aws_rds_cluster", 'snapshot_identifier = "s"\nengine = "aurora-mysql"'),
      "RDS::DBCluster",
      ["MasterUsername"],
      undefined,
    ],
    [
      "an index within the partitions of a table has no throughput of its own",
      resource(
        "aws_dynamodb_table",
        'name = "t"\nbilling_mode = "PROVISIONED"\nhash_key = "id"\nattribute {\n name = "id"\n type = "S"\n}\nlocal_secondary_index {\n name = "i"\n range_key = "at"\n projection_type = "KEYS_ONLY"\n}',
      ),
      "DynamoDB::Table",
      ["LocalSecondaryIndexes", 0],
      {
        IndexName: "i",
        KeySchema: [
          { AttributeName: "id", KeyType: "HASH" },
          { AttributeName: "at", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ],
    [
      "passwords of a cache's user are asked for",
      'variable "secrets" {\n type = list(string)\n sensitive = true\n}\n' +
        resource("aws_elasticache_user", 'user_id = "u"\nuser_name = "u"\nengine = "redis"\npasswords = var.secrets'),
      "ElastiCache::User",
      ["Passwords"],
      { Ref: "Secrets" },
    ],
    [
      "those of its way to sign in, too",
      'variable "secrets" {\n type = list(string)\n sensitive = true\n}\n' +
        resource(
          "aws_elasticache_user",
          'user_id = "u"\nuser_name = "u"\nengine = "redis"\nauthentication_mode {\n type = "password"\n passwords = var.secrets\n}',
        ),
      "ElastiCache::User",
      ["AuthenticationMode"],
      { Type: "password", Passwords: { Ref: "Secrets" } },
    ],
    [
      "logs of a cache go into a stream",
      resource(
        "aws_elasticache_replication_group",
        'replication_group_id = "g"\ndescription = "d"\nnode_type = "cache.t4g.micro"\nlog_delivery_configuration {\n destination = "stream"\n destination_type = "kinesis-firehose"\n log_format = "json"\n log_type = "slow-log"\n}\nlog_delivery_configuration {\n destination = "group"\n destination_type = "cloudwatch-logs"\n log_format = "json"\n log_type = "engine-log"\n}',
      ),
      "ElastiCache::ReplicationGroup",
      ["LogDeliveryConfigurations"],
      [
        {
          DestinationType: "kinesis-firehose",
          LogFormat: "json",
          LogType: "slow-log",
          DestinationDetails: { KinesisFirehoseDetails: { DeliveryStream: "stream" } },
        },
        {
          DestinationType: "cloudwatch-logs",
          LogFormat: "json",
          LogType: "engine-log",
          DestinationDetails: { CloudWatchLogsDetails: { LogGroup: "group" } },
        },
      ],
    ],
    [
      "files that need no last backup go with the stack",
      resource(
        "aws_fsx_ontap_file_system",
        'storage_capacity = 1024\nsubnet_ids = ["s"]\npreferred_subnet_id = "s"\ndeployment_type = "SINGLE_AZ_1"\nthroughput_capacity = 128\nfsx_admin_password = var.p\nskip_final_backup = true',
      ) + 'variable "p" {}\n',
      "FSx::FileSystem",
      ["OntapConfiguration", "FsxAdminPassword"],
      { Ref: "P" },
    ],
  ])("%s", (_, text, type, path, wanted) => {
    expect(propertyOf(text, type, ...path)).toEqual(wanted);
  });

  it("files that are backed up at last stay, others go with the stack", () => {
    const of = (skip: boolean) =>
      resource(
        "aws_fsx_lustre_file_system",
        `storage_capacity = 1200\nsubnet_ids = ["s"]\nskip_final_backup = ${skip}`,
      );
    expect(at(templateOf(of(true)), "Resources", "XFileSystem", "DeletionPolicy")).toBe("Delete");
    expect(at(templateOf(of(false)), "Resources", "XFileSystem", "DeletionPolicy")).toBe("Retain");
  });
});
