import { resourceMappings } from "./resources/index.ts";

/** Types that deploy nothing of a design. */
const silent = new Set([
  "AWS::CloudFormation::WaitCondition",
  "AWS::CloudFormation::WaitConditionHandle",
  "AWS::CloudFormation::Interface",
  "AWS::CloudFormation::Designer",
  "AWS::CDK::Metadata",
  "Custom::S3AutoDeleteObjects",
  "Custom::ECRAutoDeleteImages",
  "Custom::CDKBucketDeployment",
  "Custom::CrossRegionExportReader",
  "Custom::CrossRegionExportWriter",
]);

const followed = "is not followed: only the files of this upload are read";

/** What cannot be seen of a type, and whether anything of it can. */
const losses: Readonly<Record<string, string>> = {
  "AWS::CloudFormation::Stack": `a nested stack ${followed}`,
  "AWS::CloudFormation::CustomResource": "what a custom resource makes is not known",
  "AWS::CloudFormation::Macro": "what a macro makes is not known",
  "AWS::Serverless::Application": `a nested application ${followed}`,
};

/** Is it a custom resource of which it is not known what it makes? */
const isOpaque = (type: string): boolean =>
  type.startsWith("Custom::") && !silent.has(type) && !Object.hasOwn(resourceMappings, type);

/** Has the type no counterpart in Terraform? */
export const isSkipped = (type: string): boolean =>
  silent.has(type) || isOpaque(type) || (Object.hasOwn(losses, type) && type !== "AWS::CloudFormation::Stack");

/** What is lost of it, where that is anything. */
export const lossOf = (type: string): string | undefined =>
  isOpaque(type)
    ? losses["AWS::CloudFormation::CustomResource"]
    : Object.hasOwn(losses, type)
      ? losses[type]
      : undefined;
