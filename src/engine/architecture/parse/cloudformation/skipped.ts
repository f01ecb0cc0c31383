/** Types that deploy nothing of a design. */
const silent = new Set([
  "AWS::CloudFormation::WaitCondition",
  "AWS::CloudFormation::WaitConditionHandle",
  "AWS::CloudFormation::Interface",
  "AWS::CloudFormation::Designer",
  "AWS::CDK::Metadata",
]);

const losses: Readonly<Record<string, string>> = {
  "AWS::CloudFormation::CustomResource": "what a custom resource makes is not known",
  "AWS::CloudFormation::Macro": "what a macro makes is not known",
  "AWS::Serverless::Application": "a nested application is not followed: only the files of this upload are read",
};

/** Has the type no counterpart in Terraform? */
export const isSkipped = (type: string): boolean =>
  silent.has(type) || type.startsWith("Custom::") || Object.hasOwn(losses, type);

/** What is lost with it, where that is anything. */
export const lossOf = (type: string): string | undefined =>
  type.startsWith("Custom::") ? losses["AWS::CloudFormation::CustomResource"] : losses[type];
