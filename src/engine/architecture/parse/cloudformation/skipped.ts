/** Types that deploy nothing of a design. */
const silent = new Set([
  "AWS::CloudFormation::WaitCondition",
  "AWS::CloudFormation::WaitConditionHandle",
  "AWS::CloudFormation::Interface",
  "AWS::CloudFormation::Designer",
  "AWS::CDK::Metadata",
]);

const followed = "is not followed: only the files of this upload are read";

/** What cannot be seen of a type, and whether anything of it can. */
const losses: Readonly<Record<string, string>> = {
  "AWS::CloudFormation::Stack": `a nested stack ${followed}`,
  "AWS::CloudFormation::CustomResource": "what a custom resource makes is not known",
  "AWS::CloudFormation::Macro": "what a macro makes is not known",
  "AWS::Serverless::Application": `a nested application ${followed}`,
};

/** Has the type no counterpart in Terraform? */
export const isSkipped = (type: string): boolean =>
  silent.has(type) ||
  type.startsWith("Custom::") ||
  (Object.hasOwn(losses, type) && type !== "AWS::CloudFormation::Stack");

/** What is lost of it, where that is anything. */
export const lossOf = (type: string): string | undefined =>
  type.startsWith("Custom::")
    ? losses["AWS::CloudFormation::CustomResource"]
    : Object.hasOwn(losses, type)
      ? losses[type]
      : undefined;
