import { own } from "../model/own.ts";

/** Where copies go: far enough for a regional outage, near enough for the same law. */
const partnerRegions: Readonly<Record<string, string>> = {
  "us-east-1": "us-west-2",
  "us-east-2": "us-west-2",
  "us-west-1": "us-east-2",
  "us-west-2": "us-east-2",
  "us-gov-east-1": "us-gov-west-1",
  "us-gov-west-1": "us-gov-east-1",
  "ca-central-1": "ca-west-1",
  "ca-west-1": "ca-central-1",
  "sa-east-1": "us-east-1",
  "eu-west-1": "eu-central-1",
  "eu-west-2": "eu-west-1",
  "eu-west-3": "eu-central-1",
  "eu-central-1": "eu-west-1",
  "eu-central-2": "eu-central-1",
  "eu-north-1": "eu-central-1",
  "eu-south-1": "eu-central-1",
  "eu-south-2": "eu-central-1",
  "ap-southeast-1": "ap-southeast-2",
  "ap-southeast-2": "ap-southeast-1",
  "ap-southeast-4": "ap-southeast-2",
  "ap-northeast-1": "ap-northeast-3",
  "ap-northeast-2": "ap-northeast-1",
  "ap-northeast-3": "ap-northeast-1",
  "ap-south-1": "ap-southeast-1",
  "ap-south-2": "ap-south-1",
  "cn-north-1": "cn-northwest-1",
  "cn-northwest-1": "cn-north-1",
};

/** The region that copies of an AWS region's data go to. */
export const partnerOfAws = (region: string): string => own(partnerRegions, region) ?? "us-east-1";
