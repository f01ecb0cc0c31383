import type { Scope } from "./scope.ts";

/** What the name of a pseudo parameter stands for. */
const pseudoParameters: Readonly<Record<string, (scope: Scope, line: number) => string>> = {
  "AWS::Region": (scope, line) => `${scope.data("aws_region", "current", [], line)}.name`,
  "AWS::AccountId": (scope, line) => `${scope.data("aws_caller_identity", "current", [], line)}.account_id`,
  "AWS::Partition": (scope, line) => `${scope.data("aws_partition", "current", [], line)}.partition`,
  "AWS::URLSuffix": (scope, line) => `${scope.data("aws_partition", "current", [], line)}.dns_suffix`,
  "AWS::StackName": (scope, line) => scope.placeholder("stack_name", "Name of the stack", line),
  "AWS::StackId": (scope, line) => scope.placeholder("stack_id", "Id of the stack", line),
  "AWS::NotificationARNs": (scope, line) =>
    scope.placeholder("notification_arns", "Topics that hear of the stack's events", line),
};

/** Code for `Ref`, and for a name in `Fn::Sub`, where a dot picks an attribute. */
export const referenceCode = (name: string, scope: Scope, line: number): string => {
  const pseudo = Object.hasOwn(pseudoParameters, name) ? pseudoParameters[name] : undefined;
  if (pseudo !== undefined) return pseudo(scope, line);
  const parameter = scope.parameters.get(name);
  if (parameter !== undefined) return parameter.code;
  const dot = name.indexOf(".");
  if (dot > 0) return attributeCode(name.slice(0, dot), name.slice(dot + 1), scope, line);
  return scope.refer(name) ?? missing(name, scope, line);
};

/** Code for `Fn::GetAtt`. */
export const attributeCode = (id: string, attribute: string, scope: Scope, line: number): string =>
  scope.getAttribute(id, attribute) ?? missing(`${id}_${attribute}`, scope, line, id);

/** A custom resource answers what its own code decides; what is declared nowhere is a fault of the template. */
const missing = (name: string, scope: Scope, line: number, id = name): string => {
  if (!scope.skipped.has(id)) scope.report(line, "the template declares nothing of this name");
  return scope.placeholder(name, "What a resource outside this design answers", line);
};
