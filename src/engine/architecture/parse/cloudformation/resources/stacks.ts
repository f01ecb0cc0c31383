import type { ResourceMappings } from "./mapping.ts";
import { dropped } from "./property-writers.ts";

/** A stack within the stack: what it makes is in a file of its own. */
export const stackMappings: ResourceMappings = {
  "AWS::CloudFormation::Stack": {
    type: "aws_cloudformation_stack",
    properties: { Parameters: "parameters", StackPolicyURL: dropped },
    finish: (at) => at.out.attribute("name", `"${at.logicalId}"`, at.line),
  },
};
