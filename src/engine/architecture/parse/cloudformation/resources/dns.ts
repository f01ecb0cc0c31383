import type { DocumentNode, MapNode } from "../../document/node.ts";
import type { PropertyMappings, ResourceMapping, ResourceMappings } from "./mapping.ts";
import { blockAround, dropped, resourcesBeside } from "./property-writers.ts";
import { findEntry, itemsOf, withEntries } from "./reshaping.ts";

const recordProperties: PropertyMappings = {
  HostedZoneId: "zone_id",
  ResourceRecords: "records",
  AliasTarget: { block: "alias", properties: { DNSName: "name", HostedZoneId: "zone_id" } },
  Failover: blockAround("failover_routing_policy", "type"),
  Weight: blockAround("weighted_routing_policy", "weight"),
  Region: blockAround("latency_routing_policy", "region"),
  GeoLocation: {
    block: "geolocation_routing_policy",
    properties: { ContinentCode: "continent", CountryCode: "country", SubdivisionCode: "subdivision" },
  },
  MultiValueAnswer: "multivalue_answer_routing_policy",
  CidrRoutingConfig: { block: "cidr_routing_policy" },
  // Terraform wants the id of the zone; its name says which it is no better than the record's own.
  HostedZoneName: dropped,
};

const groupedRecord: PropertyMappings = {
  ...recordProperties,
  GeoProximityLocation: {
    block: "geoproximity_routing_policy",
    properties: { AWSRegion: "aws_region", Coordinates: { block: "coordinates" } },
  },
};

/** What counts for all records of a group counts for each: the first of them is the resource, the others follow. */
const ungrouped = (group: MapNode): MapNode => {
  const shared = findEntry(group, "HostedZoneId");
  const records = findEntry(group, "RecordSets");
  if (records === undefined) return group;
  const [first, ...others] = itemsOf(records.value).map((record) =>
    record.kind === "map" && shared !== undefined && findEntry(record, "HostedZoneId") === undefined
      ? withEntries(record, shared)
      : record,
  );
  if (first === undefined) return group;
  const rest: DocumentNode = { ...first, kind: "list", items: others };
  return {
    ...group,
    entries: [
      { ...records, key: "first", value: first },
      { ...records, key: "others", value: rest },
    ],
  };
};

const recordGroup: ResourceMapping = {
  type: "aws_route53_record",
  ref: "name",
  reshape: ungrouped,
  properties: { first: { inline: groupedRecord }, others: resourcesBeside("aws_route53_record", groupedRecord) },
};

/** Zones, their records, and checks of what records point at. */
export const dns: ResourceMappings = {
  "AWS::Route53::HostedZone": {
    type: "aws_route53_zone",
    ref: "zone_id",
    attributes: { Id: "zone_id", NameServers: "name_servers" },
    properties: {
      HostedZoneConfig: { inline: {} },
      HostedZoneTags: { tags: "tags" },
      VPCs: { block: "vpc" },
      HostedZoneFeatures: dropped,
      QueryLoggingConfig: dropped,
    },
  },
  "AWS::Route53::RecordSet": {
    type: "aws_route53_record",
    ref: "name",
    properties: { ...recordProperties, Comment: dropped },
  },
  "AWS::Route53::RecordSetGroup": recordGroup,
  "AWS::Route53::HealthCheck": {
    type: "aws_route53_health_check",
    attributes: { HealthCheckId: "id" },
    properties: {
      HealthCheckConfig: {
        inline: {
          FullyQualifiedDomainName: "fqdn",
          IPAddress: "ip_address",
          EnableSNI: "enable_sni",
          ChildHealthChecks: "child_healthchecks",
          HealthThreshold: "child_health_threshold",
          Inverted: "invert_healthcheck",
          AlarmIdentifier: { inline: { Name: "cloudwatch_alarm_name", Region: "cloudwatch_alarm_region" } },
        },
      },
      HealthCheckTags: { tags: "tags" },
    },
  },
};
